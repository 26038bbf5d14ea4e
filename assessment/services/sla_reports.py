"""Reports of agreements: issued for a period to named people, frozen, corrected only by another report."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.sla_charges import Bill
from assessment.domain.sla_results import reading
from assessment.domain.sla_versions import Agreement, period_of
from assessment.errors import InvalidInput, NotAllowed
from assessment.services import sla_hooks
from assessment.services.rating_changes import LONGEST_NOTE
from assessment.services.readings import PERIOD
from assessment.services.sla_charges import bill_of
from assessment.services.sla_results import ResultLine, lines_at
from assessment.services.sla_words import agreed_in_words, apart_in_words, period_in_words, scope_of, value_of
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries import sla_reports as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event
from assessment.store.queries.sla_reports import SlaReport
from assessment.store.queries.sla_versions import get_agreement, list_versions

MOST_RECEIVERS = 50
WRONG_PERIOD = "Write the month as year and month, for example 2026-10."


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """What a report of a period would say, and those that were issued for the same period before."""

    client: Client
    agreement: Agreement
    period: str
    content: Mapping[str, Any]
    earlier: Sequence[SlaReport]


@dataclass(frozen=True, slots=True)
class IssuedReport:
    """A report as it was issued; `newer` are the corrections that came after it."""

    client: Client
    agreement: Agreement
    report: SlaReport
    newer: Sequence[SlaReport]


def draft_report(unit: Unit, client_slug: str, number: int, period: str) -> ReportDraft:
    """Return what a report for the period that ends with a month would say.

    Raises NotFound, InvalidInput naming period, and NotAllowed where nothing was worked out for it.
    """
    if not PERIOD.match(period):
        raise InvalidInput("period", WRONG_PERIOD)
    client = get_client(unit, client_slug)
    agreement = get_agreement(unit, client.id, number)
    versions = list_versions(unit, client.id, agreement.id)
    lines = [line for line in lines_at(unit, client, versions, period) if line.result.period == period]
    if not lines:
        raise NotAllowed("No target of this agreement has a result for a period that ends with this month.")
    content = _content(client, agreement, period, lines, bill_of(unit, client, agreement, period))
    earlier = tuple(
        one for one in queries.list_reports(unit, client.id, agreement.id) if one.period == period
    )
    return ReportDraft(client, agreement, period, content, earlier)


def issue_report(
    unit: Unit, client_slug: str, number: int, period: str, receivers: Sequence[str], note: str
) -> SlaReport:
    """Issue a report as it stands now and return it; nothing of it changes afterwards.

    Raises InvalidInput naming receivers, or note where it corrects an earlier one and does not say what is
    different.
    """
    draft = draft_report(unit, client_slug, number, period)
    names = _names(receivers)
    said = checked_text("note", note, LONGEST_NOTE)
    if draft.earlier and not said:
        raise InvalidInput("note", f"Say what is different from report {draft.earlier[0].number}.")
    agreement, client = draft.agreement, draft.client
    made = queries.add_report(
        unit, client.id, agreement.id, draft.content["version"], period, draft.content, names, said
    )
    data = {"number": made, "period": period, "receivers": list(names)} | ({"note": said} if said else {})
    add_event(unit, client.id, f"sla:{agreement.id}", "sla report issued", data)
    sla_hooks.on_report(unit, client.id, agreement.id, period)
    return queries.get_report(unit, client.id, agreement.id, made)


def issued_report(unit: Unit, client_slug: str, number: int, report: int) -> IssuedReport:
    """Return a report that was issued. Raises NotFound."""
    client = get_client(unit, client_slug)
    agreement = get_agreement(unit, client.id, number)
    found = queries.get_report(unit, client.id, agreement.id, report)
    newer = tuple(
        one
        for one in queries.list_reports(unit, client.id, agreement.id)
        if one.period == found.period and one.number > found.number
    )
    return IssuedReport(client, agreement, found, newer)


def _names(receivers: Sequence[str]) -> tuple[str, ...]:
    lines = [line for text in receivers for line in text.replace(";", "\n").splitlines()]
    names = dict.fromkeys(name for line in lines if (name := checked_line("receivers", line, LONGEST_NAME)))
    if not names:
        raise InvalidInput("receivers", "Name at least one person or role who gets the report.")
    if len(names) > MOST_RECEIVERS:
        raise InvalidInput("receivers", f"At most {MOST_RECEIVERS} receivers fit.")
    return tuple(names)


def _content(
    client: Client, agreement: Agreement, period: str, lines: Sequence[ResultLine], charged: Bill | None
) -> dict[str, Any]:
    service = lines[0].service
    missed = sum(1 for line in lines if line.result.missed)
    return {
        "client": client.name,
        "reference": agreement.reference,
        "title": agreement.title,
        "service": service.name if service else "",
        "version": max(line.result.version_number for line in lines),
        "period": period,
        "missed": missed,
        "targets": len(lines),
        "rows": [row_of(line) for line in lines],
        "charge": _charge(charged),
    }


def row_of(line: ResultLine) -> dict[str, Any]:
    """Return one line of a report: every number in words and exactly."""
    result, target = line.result, line.target
    exact = {
        name: None if getattr(result, name) is None else str(getattr(result, name))
        for name in ("agreed", "baseline", "actual", "variance", "low", "high")
    }
    return {
        "key": target.key,
        "name": result.name or target.name,
        "scope": scope_of(target),
        "period": period_in_words(result.period, target.period),
        "begins": period_of(result.period, target.period).begins.isoformat(),
        "state": result.state,
        "agreed": agreed_in_words(target),
        "baseline": value_of(target, result.baseline) if result.baseline is not None else "none",
        "actual": value_of(target, result.actual),
        "variance": apart_in_words(target, result.variance),
        "against_baseline": apart_in_words(target, line.apart_from_baseline),
        "trend": line.trend,
        "cases": result.cases,
        "met": result.met,
        "at_risk": result.at_risk,
        "interval": interval_in_words(line),
        "reading": reading(result),
        "running": line.running,
        "unacceptable": line.is_unacceptable,
        "reason": result.reason,
        "exact": exact,
    }


def interval_in_words(line: ResultLine) -> str:
    """Return the interval of a share, "69.9 to 97.2%"; "" without one."""
    low, high = line.result.low, line.result.high
    if low is None or high is None:
        return ""
    return f"{value_of(line.target, low).rstrip('%')} to {value_of(line.target, high)}"


def _charge(charged: Bill | None) -> dict[str, Any] | None:
    if charged is None:
        return None
    return {
        "currency": charged.currency,
        "amount": None if charged.amount is None else str(charged.amount),
        "reason": charged.reason,
        "credits": [
            {"name": one.name, "amount": str(one.amount), "capped": one.capped} for one in charged.credits
        ],
        "credited": str(charged.credited),
        "left": None if charged.left is None else str(charged.left),
    }
