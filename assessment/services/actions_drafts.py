"""Draft actions for the targets that were missed; docs/method.md, "Actions"."""

from collections.abc import Sequence
from typing import Any

from assessment.domain.action_items import FROM_SLA, HIGH, OPEN, ActionItem
from assessment.domain.actions import Draft, Note, drafts_for, due_after
from assessment.domain.catalogue import PROVIDER
from assessment.domain.months import month_of, number_of
from assessment.domain.numbers import plain
from assessment.domain.sla_results import BREACHED, TargetResult
from assessment.domain.wording import plural
from assessment.errors import NotFound
from assessment.services.actions_changes import MISSED_AGAIN, store_action, subject_of
from assessment.services.actions_checks import LONGEST_TITLE
from assessment.services.results_words import month_in_full
from assessment.store.database import Unit
from assessment.store.queries import actions as queries
from assessment.store.queries.action_targets import SlaName, list_limits, list_slas
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_results import list_results

MONTHS_BEFORE = 24
FOR_EVER = "9999-12"


def draft_actions(unit: Unit, client_id: str, results: Sequence[TargetResult]) -> tuple[ActionItem, ...]:
    """Draft an action for each target that `results` say was breached, and return those made now.

    A target that has an open action gets a note on it instead. The same results again change nothing.
    """
    breached = [one for one in results if one.state == BREACHED]
    if not breached:
        return ()
    queries.hold_register(unit, client_id)
    since = month_of(number_of(min(one.period for one in breached)) - MONTHS_BEFORE)
    earlier = list_results(unit, client_id, since, FOR_EVER)
    known = queries.list_actions_of_slas(unit, client_id, sorted({one.sla_id for one in breached}))
    wanted = drafts_for(breached, [*earlier, *results], known, list_limits(unit, client_id, breached))
    slas = list_slas(unit, client_id) if wanted.new else {}
    by_number = {one.number: one for one in known}
    for note in wanted.notes:
        by_number[note.number] = _add_note(unit, client_id, by_number[note.number], note)
    return tuple(_add_draft(unit, client_id, draft, slas) for draft in wanted.new)


def _add_note(unit: Unit, client_id: str, item: ActionItem, note: Note) -> ActionItem:
    result = note.result
    missed = [*item.missed_again, (result.period, result.variance)]
    values: dict[str, Any] = {"missed_again": _packed(missed)}
    said = {"period": result.period, "variance": str(result.variance or "")}
    if note.severity == HIGH and item.severity != HIGH:
        values["severity"] = said["severity"] = HIGH
    while not queries.update_action(unit, client_id, item, item.version, values):
        item = queries.get_action(unit, client_id, item.number)
    add_event(unit, client_id, subject_of(item), MISSED_AGAIN, said)
    return queries.get_action(unit, client_id, item.number)


def _packed(missed: Sequence[tuple[str, Any]]) -> list[list[str | None]]:
    return [[period, None if variance is None else str(variance)] for period, variance in missed]


def _add_draft(unit: Unit, client_id: str, draft: Draft, slas: dict[str, SlaName]) -> ActionItem:
    result = draft.result
    sla = slas.get(result.sla_id)
    if sla is None:
        raise NotFound("This client has no agreement with these results.")
    values = {
        "title": f"{result.name or sla.title}: missed in {month_in_full(result.period)}"[:LONGEST_TITLE],
        "description": description_of(result, sla),
        "source": FROM_SLA,
        "sla_id": result.sla_id,
        "target_key": result.target_key,
        "period": result.period,
        "variance": result.variance,
        "missed_again": _packed([(one.period, one.variance) for one in draft.again]),
        "service_id": sla.service_id,
        "party_id": sla.provider_id,
        "owner": sla.manager,
        "owner_side": PROVIDER,
        "due_on": due_after(unit.today),
        "severity": draft.severity,
        "state": OPEN,
    }
    return store_action(unit, client_id, values)


def description_of(result: TargetResult, sla: SlaName) -> str:
    """Return what was missed in a sentence."""
    parts = [f"{sla.reference}, {sla.title}"]
    if result.agreed is not None:
        parts.append(f"agreed {plain(result.agreed)}")
    if result.actual is not None:
        parts.append(f"measured {plain(result.actual)}")
    if result.variance is not None:
        parts.append(f"missed by {plain(abs(result.variance))}")
    if result.cases is not None:
        parts.append(plural(result.cases, "case"))
    return ", ".join(parts) + "."
