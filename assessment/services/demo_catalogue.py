"""The services, parties, contracts and goals of the richest sample client, as if kept up for a year."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from fractions import Fraction

from assessment.domain.catalogue import CUSTOMER, DESK, ENDS, PROVIDER, RENEWS, SUPPLIER
from assessment.domain.catalogue import Contract as ContractEntry
from assessment.domain.catalogue import Party as PartyEntry
from assessment.domain.catalogue import Service as ServiceEntry
from assessment.domain.goals import AT_LEAST, AT_MOST, CSF, KPI, OBJECTIVE
from assessment.services.catalogue import save_entry
from assessment.services.goal_edits import GoalEntry, add_goal, change_goal
from assessment.store.database import Unit

ACTOR = "consultant"
MORNING = time(9, 0, tzinfo=UTC)
FIRST, WINTER, SPRING = date(2025, 10, 6), date(2025, 12, 4), date(2026, 4, 2)
SUMMER, AUTUMN, LAST = date(2026, 7, 2), date(2026, 10, 1), date(2026, 11, 5)

NETWORK, WAREHOUSE = "Network supplier", "Warehouse system supplier"
"""The names by which the sample's register knows its suppliers."""


def add_catalogue(unit: Unit, client_slug: str) -> None:
    """Give a client two services with their parties and contracts, and goals of which one has moved on."""
    desk_id = _add_services(_at(unit, FIRST), client_slug)
    _add_goals(unit, client_slug, desk_id)


def _at(unit: Unit, day: date) -> Unit:
    return replace(unit, actor=ACTOR, now=datetime.combine(day, MORNING))


def _add_services(unit: Unit, slug: str) -> str:
    provider = save_entry(
        unit, slug,
        PartyEntry(
            "", 0, "IT department", PROVIDER, manager="Service delivery manager",
            contact="Service desk, six to ten", note="Runs the desk in house; operations at night.",
        ),
    )  # fmt: skip
    save_entry(
        unit, slug,
        PartyEntry(
            "", 0, "Planning and depots", CUSTOMER, manager="Head of operations",
            contact="The planning centre", note="Nine depots and one planning centre.",
        ),
    )  # fmt: skip
    network = save_entry(
        unit, slug,
        PartyEntry(
            "", 0, NETWORK, SUPPLIER, "network", "Account desk of the supplier", "Fault line, portal", DESK,
            "Nobody of it comes to a meeting. Its service is gone through at the desk each quarter.",
        ),
    )  # fmt: skip
    warehouse = save_entry(
        unit, slug,
        PartyEntry(
            "", 0, WAREHOUSE, SUPPLIER, "application", "Service delivery manager of the supplier",
            "Support portal", note="Comes to the review on the first Thursday of the quarter.",
        ),
    )  # fmt: skip
    desk = save_entry(
        unit, slug,
        ServiceEntry(
            "", 0, "Service desk", "One place for incidents and requests of offices, depots and drivers.",
            provider.id, network.id, None, "Service desk lead",
        ),
    )  # fmt: skip
    scanning = save_entry(
        unit, slug,
        ServiceEntry(
            "", 0, "Warehouse system", "Goods in, picking and loading in all nine depots.",
            provider.id, warehouse.id, None, "Service owner, planning",
        ),
    )  # fmt: skip
    save_entry(
        unit, slug,
        ContractEntry(
            "", 0, network.id, "Network of the depots", date(2024, 1, 1), date(2026, 12, 31), RENEWS, 30,
            Fraction(21600), "EUR", "year", (desk.id, scanning.id), "Renews itself for a year at a time.",
        ),
    )  # fmt: skip
    save_entry(
        unit, slug,
        ContractEntry(
            "", 0, warehouse.id, "Warehouse system, licence and support", date(2024, 4, 1), date(2027, 3, 31),
            ENDS, 90, Fraction(5750), "EUR", "month", (scanning.id,),
            "Tickets that the desk can see belong into the new contract.",
        ),
    )  # fmt: skip
    return desk.id


def _kpi(unit: Unit, slug: str, above: int, day: date, title: str, *measure: str) -> int:
    metric_id, code, target = measure
    entry = GoalEntry(title, day, metric_id=metric_id, target=target, target_code=code)
    return add_goal(_at(unit, day), slug, KPI, above, entry).number


def _csf(unit: Unit, slug: str, above: int, day: date, title: str, text: str, service_id: str = "") -> int:
    return add_goal(
        _at(unit, day), slug, CSF, above, GoalEntry(title, day, text, service_id=service_id)
    ).number


def _add_goals(unit: Unit, slug: str, desk_id: str) -> None:
    top = add_goal(
        _at(unit, WINTER), slug, OBJECTIVE, None,
        GoalEntry(
            "Lorries leave on time, and no depot waits for IT", WINTER,
            "What the board expects of IT in this plan of two years.",
        ),
    )  # fmt: skip
    help_desk = _csf(
        unit, slug, top.number, WINTER, "The first tier of the desk resolves sooner",
        "Whoever calls is helped by the first person reached.", desk_id,
    )  # fmt: skip
    time_to_resolve = _kpi(
        unit, slug, help_desk, WINTER, "Mean time to resolve an incident", "M19", AT_MOST, "12 h"
    )
    change_goal(
        _at(unit, SUMMER), slug, time_to_resolve,
        GoalEntry(
            "Mean time to resolve an incident", SUMMER, metric_id="M19", target="8 h", target_code=AT_MOST,
            reason="Under twelve hours for a quarter. The next step is one working day.", seen=1,
        ),
    )  # fmt: skip
    touch = _csf(
        unit, slug, top.number, SUMMER, "More incidents end with the first call",
        "What the first tier has learned is put to use at once.", desk_id,
    )  # fmt: skip
    _kpi(unit, slug, touch, SUMMER, "Resolved by the desk itself", "M18", AT_LEAST, "65")
    _kpi(unit, slug, touch, SUMMER, "Resolved at the first touch", "X03", AT_LEAST, "45")
    change_goal(
        _at(unit, AUTUMN), slug, help_desk,
        GoalEntry(
            "The second tier resolves what it is passed sooner", AUTUMN,
            "What still waits, waits behind the desk.", service_id=desk_id,
            reason="The first tier kept its time for half a year, so the goal moves on.", seen=1,
        ),
    )  # fmt: skip
    _kpi(unit, slug, help_desk, LAST, "Passed on to the second tier", "X04", AT_MOST, "30")
    heard = _csf(
        unit, slug, top.number, SPRING, "People know where their ticket stands",
        "Depots hear what happens without having to ask.",
    )  # fmt: skip
    _kpi(unit, slug, heard, SPRING, "Satisfaction with the answer", "M07", AT_LEAST, "4.2")
    record = _csf(
        unit, slug, top.number, SPRING, "Every ticket tells what happened",
        "Without times and reasons nothing else here can be measured.",
    )  # fmt: skip
    _kpi(unit, slug, record, SPRING, "Tickets with all of their times", "M20", AT_LEAST, "95")
