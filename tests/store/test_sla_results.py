"""Results of agreements on both engines: from tickets, readings, outages and figures, period by period."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import event, update

from assessment.domain.sla_content import SlaContent, Target
from assessment.domain.sla_results import BREACHED, MET, NO_DATA, TOO_FEW, WATCH, TargetResult
from assessment.errors import InvalidInput, NotFound
from assessment.services import metric_edits, metrics, sla_charges, sla_hooks, sla_reports, sla_results
from assessment.services.outages import OutageEntry, save_outage
from assessment.services.readings import ReadingEntry
from assessment.services.sla_computing import compute_results, keep_results, work_out
from assessment.services.sla_figures import FigureEntry, enter_figure, take_out_figure
from assessment.store.database import Database, Unit
from assessment.store.queries.sla_results import list_results
from assessment.store.queries.ticket_rules import KeptCalendar, save_calendar
from assessment.store.tables import sla
from tests.factories.sla_results import (
    AVAILABLE,
    BY_CASE,
    CONTENT,
    ERRORS,
    RESOLVED,
    SATISFIED,
    add_service,
    add_sla,
    add_version,
    with_targets,
)
from tests.factories.tickets import END, HEAD, SEPTEMBER, Clock, Writing, bring_in
from tests.store.fixtures_slas import OCTOBER, TYPED, client_id, of_month, two_clients

__all__ = ["two_clients"]


def test_nothing_is_known_before_anything_was_measured(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    found = of_month(compute_results(unit, "corvo"))
    assert {one.state for one in found.values()} == {NO_DATA}
    assert {key: one.reason for key, one in found.items()} == {
        "p1": "no tickets were brought in",
        "up": "no outage of this service was ever recorded up to then",
        "m10": "no reading of M10 for 2026-10",
        "low": "the time is agreed case by case: type the figure",
    }
    page = sla_results.results_page(unit, "corvo")
    assert [line.result.period for line in page.lines].count("2026-09") == 1
    assert (page.month, page.latest, page.is_behind, page.misses) == (OCTOBER, OCTOBER, False, ())


def test_a_client_without_agreements_has_no_results(unit: Unit) -> None:
    assert compute_results(unit, "corvo") == ()
    assert sla_results.latest_results(unit, client_id(unit)) == ()
    assert sla_results.results_page(unit, "corvo").agreements == 0
    with pytest.raises(NotFound):
        compute_results(unit, "nobody")


def test_tickets_give_the_share_of_their_class(database: Database, clock: Clock, write: Writing) -> None:
    lines = "".join(
        f"INC{10 + n},Ann Example,2026-09-{n + 1:02} 08:00,2026-09-{n + 1:02} {12 + (n == 7)}:00,,Closed,"
        f"{'1 - High' if n < 8 else '2 - Low'},Desk,true\n"
        for n in range(30)
    )  # fmt: skip
    head = (
        "number,sys_created_by,opened_at,resolved_at,closed_at,incident_state,priority,assignment_group,"
        "made_sla\n"
    )
    with write() as unit:
        add_sla(unit, add_service(unit))
    bring_in(database, clock, write, head + lines)
    with write() as unit:
        found = of_month(compute_results(unit, "corvo"), "2026-09")["p1"]
        assert (found.cases, found.met, found.reason) == (8, 7, "ticket exports")
        assert found.actual == Fraction(175, 2)
        october = list_results(unit, client_id(unit), OCTOBER, OCTOBER)
        assert of_month(october)["p1"].reason == "the tickets do not cover all of 2026-10"
        add_sla(unit, add_service(unit, name="Network"), number=2)
        again = compute_results(unit, "corvo")
        assert (
            of_month(again, "2026-09")["p1"].reason == "the tickets do not say which service they are about"
        )


def test_readings_give_a_metric_target_and_its_baseline(unit: Unit) -> None:
    target = replace(SATISFIED, baseline_from="2026-05", baseline_to="2026-06")
    add_sla(unit, add_service(unit), with_targets([target, replace(target, key="q", period="quarter")]))
    for month, answers in (("2026-05", "70"), ("2026-06", "90"), ("2026-07", "80"), ("2026-08", "84")):
        entry = ReadingEntry(month, numerator=answers, denominator="100")
        metric_edits.enter_reading(unit, "corvo", "M10", entry)
    found = compute_results(unit, "corvo")
    august = of_month(found, "2026-08")["m10"]
    assert (august.state, august.cases, august.reason) == (MET, 100, "readings of M10")
    assert [august.actual, august.baseline] == [84, 80]
    assert of_month(found, "2026-07")["m10"].state == WATCH
    assert of_month(found, "2026-09")["q"].reason == "no reading of M10 for 2026-09"
    metric_edits.enter_reading(unit, "corvo", "M10", ReadingEntry("2026-09", numerator="1", denominator="50"))
    quarter = of_month(compute_results(unit, "corvo"), "2026-09")["q"]
    assert [quarter.actual, quarter.cases] == [66, 250]


def test_a_changed_target_never_rewrites_old_periods(unit: Unit) -> None:
    first = with_targets([RESOLVED], valid_to=date(2026, 9, 20))
    sla_id = add_sla(unit, add_service(unit), first)
    later = with_targets([replace(RESOLVED, value=Fraction(80))], valid_from=date(2026, 9, 21))
    add_version(unit, sla_id, later, number=2)
    for month in ("2026-08", "2026-09", OCTOBER):
        enter_figure(unit, "corvo", 1, "p1", month, TYPED)
    found = [[one.period, one.version_number, one.agreed, one.state] for one in sorted_results(unit)]
    assert found == [
        ["2026-08", 1, 95, TOO_FEW],
        ["2026-09", 1, 95, TOO_FEW],
        [OCTOBER, 2, 80, MET],
    ]
    compute_results(unit, "corvo")
    assert [one.agreed for one in sorted_results(unit)] == [95, 95, 95, 80]


def sorted_results(unit: Unit) -> list[TargetResult]:
    return sorted(list_results(unit, client_id(unit), "0000-01", "9999-12"), key=lambda one: one.period)


def test_only_what_changed_is_stored_and_told(unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[tuple[str, str]]] = []

    def hear(unit: Unit, client: str, results: tuple[TargetResult, ...]) -> None:
        assert client == client_id(unit)
        told.append([(one.target_key, one.period) for one in results])

    monkeypatch.setattr(sla_hooks, "on_results", hear)
    add_sla(unit, add_service(unit), with_targets([RESOLVED, BY_CASE]))
    assert len(compute_results(unit, "corvo", "2026-08")) == 4
    assert len(compute_results(unit, "corvo")) == 8
    compute_results(unit, "corvo")
    enter_figure(unit, "corvo", 1, "low", "2026-09", TYPED)
    assert [len(one) for one in told] == [4, 4, 1]
    assert told[-1] == [("low", "2026-09")]


def test_a_month_that_is_not_over_is_never_worked_out(unit: Unit) -> None:
    add_sla(unit, add_service(unit), with_targets([RESOLVED]))
    assert max(one.period for one in compute_results(unit, "corvo", "2099-01")) == OCTOBER
    with pytest.raises(InvalidInput):
        compute_results(unit, "corvo", "October")


def test_a_result_that_is_no_longer_due_goes(unit: Unit) -> None:
    add_sla(unit, add_service(unit), with_targets([RESOLVED]))
    compute_results(unit, "corvo")
    unit.connection.execute(update(sla).values(ended_on=date(2026, 8, 31)))
    compute_results(unit, "corvo")
    assert {one.period for one in sorted_results(unit)} == {"2026-07", "2026-08"}


def test_latest_results_have_a_quarter_until_the_next_one_is_over(unit: Unit) -> None:
    add_sla(unit, add_service(unit), with_targets([RESOLVED, ERRORS]))
    enter_figure(unit, "corvo", 1, "err", "2026-09", FigureEntry(value="5", source="Desk"))
    compute_results(unit, "corvo")
    found = [
        (one.target_key, one.period, one.state) for one in sla_results.latest_results(unit, client_id(unit))
    ]
    assert found == [("err", "2026-09", BREACHED), ("p1", OCTOBER, NO_DATA)]
    between = sla_results.results_between(unit, client_id(unit), "2026-08", "2026-09")
    assert {one.period for one in between} == {"2026-08", "2026-09"}


def test_service_hours_count_for_availability(unit: Unit) -> None:
    office = {day: ["08:00-16:00"] for day in ("mon", "tue", "wed", "thu", "fri")}
    calendar = save_calendar(unit, client_id(unit), KeptCalendar("", "Office", "UTC", office, (), 0))
    desk = add_service(unit)
    add_sla(unit, desk, with_targets([AVAILABLE], hours_calendar_id=calendar))
    save_outage(unit, "corvo", "", OutageEntry(desk.id, "2026-10-05 15:00", "2026-10-06 08:50"))
    found = of_month(compute_results(unit, "corvo"))["up"]
    assert found.actual == Fraction(100 * (22 * 480 - 110), 22 * 480)
    assert (found.state, found.cases, found.low) == (BREACHED, None, None)
    assert found.reason == "110 min of downtime inside service hours"


Count = Callable[[], int]


@pytest.fixture
def queries(database: Database) -> Any:
    """Counts the statements from its making on."""
    seen: list[str] = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(database.engine, "before_cursor_execute", listen)
    yield seen
    event.remove(database.engine, "before_cursor_execute", listen)


def test_fifty_agreements_of_five_years_take_few_queries(unit: Unit, queries: list[str]) -> None:
    content = with_targets([RESOLVED, AVAILABLE, SATISFIED], valid_from=date(2022, 1, 1))
    for number in range(1, 51):
        add_sla(unit, add_service(unit, name=f"Service {number}"), content, number=number)
    queries.clear()
    assert len(compute_results(unit, "corvo")) == 50 * 3 * 58
    assert len(queries) <= 25
    for read in (
        lambda: sla_results.results_page(unit, "corvo"),
        lambda: sla_results.agreement_results(unit, "corvo", 7),
        lambda: sla_charges.charges_page(unit, "corvo"),
        lambda: sla_results.latest_results(unit, client_id(unit)),
    ):
        queries.clear()
        read()
        assert len(queries) <= 15
    queries.clear()
    enter_figure(unit, "corvo", 7, "p1", OCTOBER, TYPED)
    # The first figure also lets the agreement be reported, which reads all of it once.
    assert len(queries) <= 35


def test_nobody_reaches_the_results_of_another_client(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    compute_results(unit, "corvo")
    sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner"], "")
    add_sla(unit, add_service(unit, "lumen"), with_targets([]), "lumen", 1)
    for act in (
        lambda: sla_results.agreement_results(unit, "lumen", 2),
        lambda: sla_reports.issued_report(unit, "lumen", 1, 1),
        lambda: take_out_figure(unit, "lumen", 1, "p1", OCTOBER, 1),
    ):
        with pytest.raises(NotFound):
            act()
    assert sla_results.results_page(unit, "lumen").lines == ()


def test_readings_and_tickets_that_come_later_change_the_results(
    database: Database, clock: Clock, write: Writing
) -> None:
    with write() as unit:
        add_sla(unit, add_service(unit), with_targets([SATISFIED, RESOLVED]))
        compute_results(unit, "corvo")
    with write() as unit:
        assert not sla_results.results_page(unit, "corvo").is_stale
        entry = ReadingEntry("2026-09", numerator="9", denominator="10")
        metric_edits.enter_reading(unit, "corvo", "M10", entry)
        found = list_results(unit, client_id(unit), "2026-09", "2026-09")
        assert of_month(found, "2026-09")["m10"].actual == 90
        kept = metrics.metric_page(unit, "corvo", "M10").readings[0]
        metric_edits.withdraw_reading(unit, "corvo", "M10", kept.id)
        found = list_results(unit, client_id(unit), "2026-09", "2026-09")
        assert of_month(found, "2026-09")["m10"].state == NO_DATA
        assert sla_results.results_page(unit, "corvo").is_stale
    bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    with write() as unit:
        found = list_results(unit, client_id(unit), "2026-09", "2026-09")
        assert of_month(found, "2026-09")["p1"].reason == "ticket exports"
        assert not sla_results.results_page(unit, "corvo").is_stale


def test_a_figure_that_was_typed_meanwhile_is_not_written_over(unit: Unit) -> None:
    add_sla(unit, add_service(unit), with_targets([RESOLVED]))
    worked = work_out(unit, "corvo")
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    assert OCTOBER not in {one.period for one in keep_results(unit, worked)}
    assert of_month(tuple(sorted_results(unit)))["p1"].met == 18


def test_content_of_an_older_edition_is_read(unit: Unit) -> None:
    add_sla(unit, add_service(unit), SlaContent(targets=(Target("t", "odd", "Odd"),)))
    assert of_month(compute_results(unit, "corvo"))["t"].reason == "no value was agreed"
    assert CONTENT.targets
