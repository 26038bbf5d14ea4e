"""A client with large registers to measure on: improvements, actions, agreements, five years of readings.

Everything is the same in every run but for the days, which go back from the day of the run.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

from assessment.bench.data import FIRST, make_database
from assessment.bench.register_meetings import meet
from assessment.bench.register_rows import day_in, morning, numbered, store_rows
from assessment.config import Settings
from assessment.domain.benefit import REALISED
from assessment.domain.csip import CLOSED, GROUP_OF, ON_HOLD, OPEN_STATES, PROPOSED, REMOVED
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.framework import Framework
from assessment.domain.months import months_between, number_of
from assessment.domain.sla_content import SlaContent, content_data, hash_of
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, WATCH
from assessment.domain.sla_templates import service_desk
from assessment.files.framework_file import framework_by_id
from assessment.services.workspace import LOCAL_WORKSPACE
from assessment.store.database import Database, Unit
from assessment.store.queries.clients import get_client
from assessment.store.tables import (
    action_item,
    contract,
    csip_actual,
    csip_decision,
    csip_item,
    event,
    goal,
    goal_version,
    metric_target,
    outage,
    party,
    reading,
    remark,
    service,
    sla,
    sla_figure,
    sla_need,
    sla_result,
    sla_signature,
    sla_version,
)

IMPROVEMENTS, ACTIONS, AGREEMENTS, YEARS = 2000, 500, 50, 5
SUPPLIERS, OBJECTIVES, FACTORS, INDICATORS = 20, 3, 12, 40
OUTAGES_OF_EACH, NEEDS_OF_EACH, ACTUALS_OF_EACH = 24, 5, 6
PARAGRAPH = "What was seen at the desk, what it costs those who wait, and what would have to change. " * 5
STATES = (
    *[CLOSED] * 20, *[REMOVED] * 6, *[PROPOSED] * 4, "costing", "approved", "in progress", "in progress",
    ON_HOLD, ON_HOLD, "implemented", "implemented", "benefit check", "benefit check",
)  # fmt: skip
ACTION_STATES = ("open", "in progress", "done", *["verified"] * 4, *["closed"] * 12, "cancelled")
RESULTS = (MET, MET, MET, WATCH, MET, MET, BREACHED, MET, MET, MET, NO_DATA, MET, MET)
ROLES = tuple(f"Service owner {number}" for number in range(1, 31))


def make_registers(folder: Path, today: date, size: Fraction = Fraction(1)) -> Settings:
    """Make a database with such a client; `size` makes its registers smaller, its years stay."""
    settings = make_database(folder, 1)
    store = Database(settings.database_url)
    with store.write(LOCAL_WORKSPACE, "bench", datetime.combine(today, datetime.min.time(), UTC)) as unit:
        fill(unit, get_client(unit, FIRST).id, size)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    store.close()
    return settings


def fill(unit: Unit, client_id: str, size: Fraction) -> None:
    """Give a client large registers and the reviews in which they were decided."""
    last = number_of(f"{unit.today:%Y-%m}") - 1
    months = months_between(last - 12 * YEARS + 1, last)
    agreements, improvements, actions = (int(most * size) for most in (AGREEMENTS, IMPROVEMENTS, ACTIONS))
    framework = framework_by_id("pom")
    _catalogue(unit, client_id, agreements)
    _goals(unit, client_id, framework, months)
    _readings(unit, client_id, framework, months)
    _agreements(unit, client_id, agreements, months)
    _improvements(unit, client_id, framework, improvements, agreements, months)
    _actions(unit, client_id, actions, agreements, months)
    meet(unit, client_id, months)


def _id(number: int) -> str:
    return f"{number:016}"


def _catalogue(unit: Unit, client_id: str, services: int) -> None:
    roles = ("provider", "customer", *["supplier"] * SUPPLIERS)
    store_rows(unit, party, client_id, (
        {"id": key, "number": number, "name": f"Party {number}", "role": roles[number - 1],
         "kind": "network" if number > 2 else "", "manager": "Service delivery manager", "mode": "meeting",
         "note": PARAGRAPH, "version": 1}
        for number, key in numbered(len(roles))
    ))  # fmt: skip
    store_rows(unit, service, client_id, (
        {"id": key, "number": number, "name": f"Service {number}", "description": PARAGRAPH,
         "provider_id": _id(1), "supplier_id": _id(3 + number % SUPPLIERS), "owner": ROLES[number % 30],
         "version": 1}
        for number, key in numbered(services)
    ))  # fmt: skip
    store_rows(unit, contract, client_id, (
        {"id": key, "number": number, "party_id": _id(2 + number), "title": f"Contract {number}",
         "starts_on": unit.today - timedelta(days=700), "ends_on": unit.today + timedelta(days=40 * number),
         "renewal": "renews", "notice_days": 90, "value": Fraction(1000 * number), "currency": "EUR",
         "value_per": "month", "services": [_id(1 + number % services)], "note": PARAGRAPH, "version": 1}
        for number, key in numbered(SUPPLIERS)
    ))  # fmt: skip


def _goals(unit: Unit, client_id: str, framework: Framework, months: tuple[str, ...]) -> None:
    metrics = list(all_metrics(framework))
    kinds: list[tuple[str, str | None]] = [("objective", None)] * OBJECTIVES
    kinds += [("csf", _id(1 + at % OBJECTIVES)) for at in range(FACTORS)]
    kinds += [("kpi", _id(1 + OBJECTIVES + at % FACTORS)) for at in range(INDICATORS)]
    store_rows(unit, goal, client_id, (
        {"id": key, "number": number, "kind": kinds[number - 1][0], "parent_id": kinds[number - 1][1],
         "position": number, "version": 2}
        for number, key in numbered(len(kinds))
    ))  # fmt: skip
    turn = day_in(months[24], 0)
    spans = ((1, day_in(months[0], 0), turn - timedelta(days=1)), (2, turn, None))
    store_rows(unit, goal_version, client_id, (
        {"goal_id": key, "number": version, "title": f"Goal {number} as said the {version}. time",
         "description": PARAGRAPH, "framework_id": framework.id,
         "metric_id": metrics[number % len(metrics)].id if kinds[number - 1][0] == "kpi" else None,
         "target": Fraction(80), "target_code": "at_least", "valid_from": first, "valid_to": last}
        for (number, key), (version, first, last) in product(numbered(len(kinds)), spans)
    ))  # fmt: skip


def _readings(unit: Unit, client_id: str, framework: Framework, months: tuple[str, ...]) -> None:
    metrics = list(all_metrics(framework))
    store_rows(unit, reading, client_id, (
        {"id": f"{at:08}{place:08}", "framework_id": framework.id, "metric_id": metric.id, "period": month,
         "value": Fraction(60 + (at * 7 + place) % 35), "numerator": None, "denominator": None,
         "source": "Report of the desk", "note": "As the report says", "recorded_by": "bench"}
        for (at, metric), (place, month) in product(enumerate(metrics), enumerate(months))
    ))  # fmt: skip
    store_rows(unit, metric_target, client_id, (
        {"framework_id": framework.id, "metric_id": metric.id, "target": Fraction(80),
         "target_code": "at_least", "baseline": Fraction(60), "baseline_period": months[0],
         "provider": ROLES[at % 30], "version": 1}
        for at, metric in enumerate(metrics)
    ))  # fmt: skip


def _agreements(unit: Unit, client_id: str, count: int, months: tuple[str, ...]) -> None:
    turn = day_in(months[24], 0)
    # Half of the targets hang under an indicator.
    first_kpi = OBJECTIVES + FACTORS + 1
    targets = tuple(
        replace(one, goal_id=_id(first_kpi + at) if at % 2 else "")
        for at, one in enumerate(service_desk().targets)
    )
    first = replace(
        service_desk(),
        targets=targets,
        valid_from=day_in(months[0], 0),
        valid_to=turn - timedelta(days=1),
        scale=PARAGRAPH,
    )
    now = replace(first, valid_from=turn, valid_to=None, scale=PARAGRAPH + PARAGRAPH)
    store_rows(unit, sla, client_id, (
        {"id": key, "number": number, "title": f"Agreement about service {number}", "service_id": key,
         "provider_id": _id(1), "customer_id": _id(2), "round": 1, "cadence": "monthly", "version": 1,
         "stage": "monitoring" if number % 10 else "negotiation",
         "draft": None if number % 10 else content_data(now)}
        for number, key in numbered(count)
    ))  # fmt: skip
    said = [
        (version, content, content_data(content), hash_of(content))
        for version, content in ((1, first), (2, now))
    ]
    store_rows(unit, sla_version, client_id, (
        {"sla_id": key, "number": version, "content": data, "hash": seal,
         "valid_from": content.valid_from, "valid_to": content.valid_to}
        for (_, key), (version, content, data, seal) in product(numbered(count), said)
    ))  # fmt: skip
    store_rows(unit, sla_signature, client_id, (
        {"id": f"{version}{side[0]}{key[2:]}", "sla_id": key, "hash": seal, "side": side,
         "name": f"Head, {side}"}
        for (_, key), (version, _, _, seal), side in product(numbered(count), said, ("provider", "customer"))
    ))  # fmt: skip
    store_rows(unit, sla_need, client_id, (
        {"id": f"{number:02}{key[2:]}", "sla_id": key, "number": number, "text": PARAGRAPH,
         "verdict": "can meet", "reason": PARAGRAPH, "version": 1}
        for (_, key), number in product(numbered(count), range(1, NEEDS_OF_EACH + 1))
    ))  # fmt: skip
    store_rows(unit, outage, client_id, (
        {"id": f"{at:04}{key[4:]}", "service_id": key, "starts_at": morning(day_in(months[-1 - at * 2], at)),
         "ends_at": morning(day_in(months[-1 - at * 2], at)) + timedelta(hours=2),
         "reason": "A cable was cut", "source": "Desk", "version": 1}
        for (_, key), at in product(numbered(count), range(OUTAGES_OF_EACH))
    ))  # fmt: skip
    store_rows(unit, sla_result, client_id, _results(count, now, months))
    hand = [target for target in now.targets if target.kind == "functionality"]
    store_rows(unit, sla_figure, client_id, (
        {"sla_id": key, "target_key": target.key, "period": month, "value": Fraction(number % 5),
         "source": "Report of the desk", "note": PARAGRAPH, "version": 1}
        for (number, key), target, month in product(numbered(count), hand, months)
    ))  # fmt: skip


def _results(count: int, content: SlaContent, months: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    for (number, key), (at, target), (place, month) in product(
        numbered(count), enumerate(content.targets), enumerate(months)
    ):
        state = RESULTS[(number * 3 + at * 5 + place) % len(RESULTS)]
        agreed = target.value or Fraction(0)
        apart = Fraction({MET: 4, WATCH: 1, BREACHED: -6}.get(state, 0))
        known = state != NO_DATA
        yield {
            "sla_id": key, "target_key": target.key, "period": month, "version_number": 1 + (place >= 24),
            "state": state, "name": target.name, "agreed": agreed, "baseline": agreed,
            "actual": agreed + apart if known else None, "variance": apart if known else None,
            "cases": 200 if known else None, "met": 190 if known else None, "at_risk": 3 if known else None,
            "low": agreed + apart - 2 if known else None, "high": agreed + apart + 2 if known else None,
            "reason": "" if known else "No tickets of this class were imported.",
        }  # fmt: skip


def _improvements(
    unit: Unit, client_id: str, framework: Framework, count: int, services: int, months: tuple[str, ...]
) -> None:
    practices, metrics = list(framework.practices.values()), list(all_metrics(framework))
    states = {number: STATES[number % len(STATES)] for number in range(1, count + 1)}
    store_rows(
        unit,
        csip_item,
        client_id,
        (_improvement(unit, number, states[number], practices, metrics, services) for number in states),
    )
    moved = [number for number, state in states.items() if state != PROPOSED]
    days = {number: day_in(months[-1 - number % len(months)], number) for number in states}
    store_rows(unit, csip_decision, client_id, (
        {"id": f"{turn}{_id(number)[1:]}", "item_id": _id(number), "decision": "progress",
         "reason": PARAGRAPH, "decided_on": days[number], "deciders": [ROLES[number % 30]],
         "before": PROPOSED, "after": states[number], "made_at": morning(days[number]), "made_by": "bench"}
        for number, turn in product(moved, (1, 2))
    ))  # fmt: skip
    store_rows(unit, event, client_id, (
        {"id": f"{turn}{_id(number)[1:]}", "subject": f"csip:{_id(number)}", "kind": kind,
         "at": morning(days[number]), "actor": "bench", "data": data, "via": "browser"}
        for number in states
        for turn, kind, data in (
            (1, "csip added", {"title": f"Improvement {number}", "origin": "idea"}),
            (2, "csip decided", {"decision": "progress", "before": PROPOSED, "to": states[number],
                                 "reason": PARAGRAPH}),
        )
    ))  # fmt: skip
    store_rows(unit, csip_actual, client_id, (
        {"id": f"{turn}{_id(number)[1:]}", "item_id": _id(number), "value": Fraction(70 + turn),
         "period_from": day_in(months[-1 - turn], 0), "period_to": day_in(months[-turn], 0),
         "note": "As the report says", "made_by": "bench"}
        for number in states if GROUP_OF[states[number]] == "done"
        for turn in range(1, ACTUALS_OF_EACH + 1)
    ))  # fmt: skip
    store_rows(unit, remark, client_id, (
        {"id": _id(number), "subject": f"csip:{_id(number)}", "text": PARAGRAPH,
         "made_by": ROLES[number % 30], "version": 1}
        for number in states if number % 5 == 0
    ))  # fmt: skip


def _improvement(
    unit: Unit, number: int, state: str, practices: list[Any], metrics: list[Any], services: int
) -> dict[str, Any]:
    practice = practices[number % len(practices)] if state == CLOSED and number % 3 == 0 else None
    costed = number % 3 == 1
    done = GROUP_OF[state] == "done"
    turned = unit.today - timedelta(days=number % 1500)
    touched = unit.today - timedelta(days=number * 7 % 90)
    is_open = state in OPEN_STATES
    return {
        "id": _id(number), "number": number, "title": f"Improvement {number} of what people wait for",
        "description": PARAGRAPH, "origin": "plan" if practice else "idea",
        "practice_id": practice.id if practice else None,
        "area_id": practice.area if practice else practices[number % len(practices)].area,
        "metric_id": metrics[number % len(metrics)].id if number % 2 else None,
        "also": {"metrics": [metrics[number % len(metrics)].id]},
        "service_id": _id(1 + number % services),
        "party_id": _id(3 + number % SUPPLIERS) if number % 4 else None,
        "size": "SML"[number % 3], "timescale": ("short", "medium", "long")[number % 3],
        "justification": PARAGRAPH, "priority": ("high", "medium", "low")[number % 3],
        "cost_kind": "costed" if costed else "none",
        "cost_amount": Fraction(100 * (number % 97)) if costed else None,
        "cost_currency": "EUR" if costed else "",
        "cost_approval": "requested" if costed and state == "costing" else "approved" if costed else "none",
        "owner": ROLES[number % 30], "owner_side": "provider", "other_owner": ROLES[(number + 7) % 30],
        "budget_year": unit.today.year - number % 5, "raised_on": turned, "raised_by": "bench",
        "due_on": unit.today + timedelta(days=number * 11 % 200 - 60) if is_open else turned,
        "wave": number % 3 + 1 if practice else None, "effort": 3, "because": PARAGRAPH,
        "expected_benefit": PARAGRAPH, "value_kind": "percent", "baseline": Fraction(60),
        "baseline_on": turned, "target": Fraction(80), "target_on": turned + timedelta(days=180),
        "implemented_on": turned if done else None, "check_every_months": 6 if done else None,
        "next_check_on": unit.today + timedelta(days=number % 180 - 20) if done else None,
        "look_again_on": unit.today + timedelta(days=number % 90 - 30) if state == ON_HOLD else None,
        "state_before_hold": PROPOSED if state == ON_HOLD else None,
        "closing_note": PARAGRAPH if state == CLOSED else "", "lessons": PARAGRAPH if state == CLOSED else "",
        "progress": 100 if done else number % 10 * 10, "state": state,
        "verdict": REALISED if state == CLOSED else None, "updated_at": morning(touched), "version": 3,
    }  # fmt: skip


def _actions(unit: Unit, client_id: str, count: int, services: int, months: tuple[str, ...]) -> None:
    keys = [target.key for target in service_desk().targets]
    store_rows(unit, action_item, client_id, (
        {"id": key, "number": number, "title": f"Action {number} after a missed target",
         "description": PARAGRAPH, "source": "sla", "sla_id": _id(1 + number % services),
         "target_key": keys[number % len(keys)],
         "period": months[-1 - number % len(months)], "variance": Fraction(-(number % 9) - 1),
         "missed_again": [[months[-1], "-2"]] if number % 7 == 0 else None,
         "service_id": _id(1 + number % services), "party_id": _id(3 + number % SUPPLIERS),
         "root_cause": PARAGRAPH, "corrective": PARAGRAPH, "owner": ROLES[number % 30],
         "owner_side": "provider",
         "due_on": unit.today + timedelta(days=number * 11 % 120 - 60),
         "severity": ("high", "medium", "low")[number % 3],
         "state": ACTION_STATES[number % len(ACTION_STATES)], "evidence": PARAGRAPH,
         "raised_on": unit.today - timedelta(days=number * 3), "raised_by": "bench", "version": 2}
        for number, key in numbered(count)
    ))  # fmt: skip
