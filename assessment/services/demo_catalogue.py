"""The services, parties, contracts and goals of the richest sample client, as if kept up for a year."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from fractions import Fraction
from typing import Any

from assessment.domain.catalogue import CUSTOMER, DESK, ENDS, PROVIDER, RENEWS, SUPPLIER
from assessment.domain.catalogue import Contract as ContractEntry
from assessment.domain.catalogue import Party as PartyEntry
from assessment.domain.catalogue import Service as ServiceEntry
from assessment.domain.goals import AT_LEAST, AT_MOST, CSF, KPI, OBJECTIVE, Goal
from assessment.services.catalogue import save_entry
from assessment.services.goal_edits import GoalEntry, add_goal, change_goal
from assessment.store.database import Unit
from assessment.store.queries.catalogue import list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.goals import list_goals

ACTOR = "consultant"
MORNING = time(9, 0, tzinfo=UTC)
FIRST, WINTER, SPRING = date(2025, 10, 6), date(2025, 12, 4), date(2026, 4, 2)
SUMMER, AUTUMN, LAST = date(2026, 7, 2), date(2026, 10, 1), date(2026, 11, 5)

NETWORK, WAREHOUSE = "Network supplier", "Warehouse system supplier"
"""The names by which the sample's register knows its suppliers."""


def add_catalogue(unit: Unit, client_slug: str) -> None:
    """Give a client three services with their parties and contracts; `add_goals` gives it the goals."""
    _add_services(_at(unit, FIRST), client_slug)


def _at(unit: Unit, day: date) -> Unit:
    return replace(unit, actor=ACTOR, now=datetime.combine(day, MORNING))


def _add_services(unit: Unit, slug: str) -> None:
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
    _add_contracts(unit, slug, *_services_of(unit, slug, provider, network, warehouse))


def _services_of(
    unit: Unit, slug: str, provider: PartyEntry, network: PartyEntry, warehouse: PartyEntry
) -> tuple[ServiceEntry, ServiceEntry]:
    """Add the services and return those that suppliers have a contract about."""
    save_entry(
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
    lines = save_entry(
        unit, slug,
        ServiceEntry(
            "", 0, "Network of the depots", "Lines and routers of nine depots and one planning centre.",
            provider.id, network.id, None, "Operations lead",
        ),
    )  # fmt: skip
    return lines, scanning


def _add_contracts(unit: Unit, slug: str, lines: ServiceEntry, scanning: ServiceEntry) -> None:
    save_entry(
        unit, slug,
        ContractEntry(
            "", 0, lines.supplier_id or "", "Network of the depots", date(2024, 1, 1),
            date(2026, 12, 31), RENEWS, 30, Fraction(21600), "EUR", "year", (lines.id,),
            "Renews itself for a year at a time.",
        ),
    )  # fmt: skip
    save_entry(
        unit, slug,
        ContractEntry(
            "", 0, scanning.supplier_id or "", "Warehouse system, licence and support",
            date(2024, 4, 1), date(2027, 3, 31), ENDS, 90, Fraction(5750), "EUR", "month", (scanning.id,),
            "Tickets that the desk can see belong into the new contract.",
        ),
    )  # fmt: skip


def add_goals(unit: Unit, slug: str, day: date, review_id: str = "") -> None:
    """Add and change the goals that were agreed on a day, one of GOAL_DAYS, perhaps in a review."""
    _GOALS[day](_Goals(_at(unit, day), slug, day, review_id))


@dataclass(frozen=True, slots=True)
class _Goals:
    """Writes the goals of one day."""

    unit: Unit
    slug: str
    day: date
    review_id: str

    def add(self, kind: str, above: str, title: str, text: str = "", **values: Any) -> None:
        entry = GoalEntry(title, self.day, text, review_id=self.review_id, **values)
        add_goal(self.unit, self.slug, kind, self._named(above).number if above else None, entry)

    def kpi(self, above: str, title: str, *measure: str) -> None:
        metric_id, code, target = measure
        self.add(KPI, above, title, metric_id=metric_id, target_code=code, target=target)

    def change(self, title: str, now: str, text: str = "", **values: str) -> None:
        goal = self._named(title)
        entry = GoalEntry(now, self.day, text, review_id=self.review_id, seen=goal.version, **values)
        change_goal(self.unit, self.slug, goal.number, entry)

    def _named(self, title: str) -> Goal:
        goals = list_goals(self.unit, get_client(self.unit, self.slug).id)
        return next(one for one in goals if one.newest.title == title)

    def desk_id(self) -> str:
        services = list_services(self.unit, get_client(self.unit, self.slug).id)
        return next(one.id for one in services if one.name == "Service desk")


TOP = "Lorries leave on time, and no depot waits for IT"
FIRST_TIER = "The first tier of the desk resolves sooner"
SECOND_TIER = "The second tier resolves what it is passed sooner"
TIME = "Mean time to resolve an incident"


def _in_winter(goals: _Goals) -> None:
    goals.add(OBJECTIVE, "", TOP, "What the board expects of IT in this plan of two years.")
    goals.add(
        CSF, TOP, FIRST_TIER, "Whoever calls is helped by the first person reached.",
        service_id=goals.desk_id(),
    )  # fmt: skip
    goals.kpi(FIRST_TIER, TIME, "M19", AT_MOST, "12 h")


def _in_spring(goals: _Goals) -> None:
    heard, record = "People know where their ticket stands", "Every ticket tells what happened"
    goals.add(CSF, TOP, heard, "Depots hear what happens without having to ask.")
    goals.kpi(heard, "Satisfaction with the answer", "M07", AT_LEAST, "4.2")
    goals.add(CSF, TOP, record, "Without times and reasons nothing else here can be measured.")
    goals.kpi(record, "Tickets with all of their times", "M20", AT_LEAST, "95")


def _in_summer(goals: _Goals) -> None:
    goals.change(
        TIME, TIME, metric_id="M19", target="8 h", target_code=AT_MOST,
        reason="Under twelve hours for a quarter. The next step is one working day.",
    )  # fmt: skip
    touch = "More incidents end with the first call"
    goals.add(
        CSF, TOP, touch, "What the first tier has learned is put to use at once.",
        service_id=goals.desk_id(),
    )  # fmt: skip
    goals.kpi(touch, "Resolved by the desk itself", "M18", AT_LEAST, "65")
    goals.kpi(touch, "Resolved at the first touch", "X03", AT_LEAST, "45")


def _in_autumn(goals: _Goals) -> None:
    goals.change(
        FIRST_TIER, SECOND_TIER, "What still waits, waits behind the desk.", service_id=goals.desk_id(),
        reason="The first tier kept its time for half a year, so the goal moves on.",
    )  # fmt: skip


def _at_last(goals: _Goals) -> None:
    goals.kpi(SECOND_TIER, "Passed on to the second tier", "X04", AT_MOST, "30")


_GOALS: Mapping[date, Callable[[_Goals], None]] = {
    WINTER: _in_winter, SPRING: _in_spring, SUMMER: _in_summer, AUTUMN: _in_autumn, LAST: _at_last,
}  # fmt: skip
GOAL_DAYS = tuple(_GOALS)
