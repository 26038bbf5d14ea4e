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
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import metric_edits, sla_charges, sla_hooks, sla_reports, sla_results
from assessment.services.outages import OutageEntry, save_outage
from assessment.services.readings import ReadingEntry
from assessment.services.sla_computing import compute_results
from assessment.services.sla_figures import FigureEntry, enter_figure, take_out_figure
from assessment.store.database import Database, Unit
from assessment.store.queries import clients
from assessment.store.queries.events import list_events
from assessment.store.queries.sla_results import list_results
from assessment.store.queries.ticket_rules import KeptCalendar, save_calendar
from assessment.store.tables import sla
from tests.factories.slas import (
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
from tests.factories.tickets import Clock, Writing, bring_in
from tests.store.conftest import NOW

TYPED = FigureEntry("18", "20", source="Report of the provider")
OCTOBER = "2026-10"


@pytest.fixture(autouse=True)
def _a_client(database: Database) -> None:
    with database.write("local", "tester", NOW) as unit:
        for slug, name in (("corvo", "Corvo"), ("lumen", "Lumen")):
            clients.add_client(unit, slug=slug, name=name, sector="", language="en")


def client_id(unit: Unit) -> str:
    return clients.get_client(unit, "corvo").id


def of_month(found: tuple[TargetResult, ...], month: str = OCTOBER) -> dict[str, TargetResult]:
    """The results of a month by target."""
    return {one.target_key: one for one in found if one.period == month}


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


def test_a_typed_figure_gives_a_result_and_a_correction_keeps_what_was(unit: Unit) -> None:
    sla_id = add_sla(unit, add_service(unit))
    found = enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    assert (found.state, found.cases, found.met) == (TOO_FEW, 20, 18)
    assert found.variance == -5
    fixed = replace(TYPED, met="180", cases="200", seen=1)
    assert enter_figure(unit, "corvo", 1, "p1", OCTOBER, fixed).state == BREACHED
    said = list_events(unit, client_id(unit), f"sla figure:{sla_id}:p1")[0].data or {}
    assert said["from"] == "18 of 20 met (Report of the provider)"
    assert said["to"] == "180 of 200 met (Report of the provider)"
    assert enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(fixed, seen=2)).state == BREACHED
    assert len(list_events(unit, client_id(unit), f"sla figure:{sla_id}:p1")) == 2
    assert take_out_figure(unit, "corvo", 1, "p1", OCTOBER, 2).state == NO_DATA
    with pytest.raises(NotAllowed):
        take_out_figure(unit, "corvo", 1, "p1", OCTOBER, 3)
    assert enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, seen=3)).state == TOO_FEW


def test_two_people_who_type_the_same_figure_see_each_other(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    with pytest.raises(Conflict) as refused:
        enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, met="19"))
    assert refused.value.theirs == "18 of 20 met (Report of the provider)"
    assert refused.value.yours == "19 of 20 met (Report of the provider)"
    assert (refused.value.by, refused.value.version) == ("tester", 1)


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ("p1", {"met": "", "cases": ""}, "value"),
        ("p1", {"met": "", "cases": "20"}, "met"),
        ("p1", {"met": "21"}, "met"),
        ("p1", {"met": "1.5"}, "met"),
        ("p1", {"met": "-1"}, "met"),
        ("p1", {"cases": "0", "met": "0"}, "cases"),
        ("p1", {"cases": "9" * 30}, "cases"),
        ("p1", {"value": "90"}, "value"),
        ("p1", {"met": "", "cases": "", "value": "101"}, "value"),
        ("p1", {"met": "", "cases": "", "value": "much"}, "value"),
        ("p1", {"met": "", "cases": "", "value": "9" * 50}, "value"),
        ("p1", {"source": " "}, "source"),
        ("p1", {"source": "x" * 301}, "source"),
        ("p1", {"note": "x" * 20_000}, "note"),
        ("p1", {"at_risk": "some"}, "at_risk"),
        ("err", {}, "met"),
        ("err", {"met": "", "cases": "", "value": "1.5"}, "value"),
        ("err", {"met": "", "cases": "", "value": "-1"}, "value"),
    ],
)
def test_a_figure_that_does_not_fit_is_refused(
    unit: Unit, key: str, changes: dict[str, Any], field: str
) -> None:
    add_sla(unit, add_service(unit))
    with pytest.raises(InvalidInput) as refused:
        enter_figure(unit, "corvo", 1, key, "2026-09", replace(TYPED, **changes))
    assert refused.value.field == field


def test_a_figure_with_a_nul_is_stored_without_it(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    found = enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, source="The\x00 desk", note="\x00"))
    assert found.reason == "typed by hand: The desk"


@pytest.mark.parametrize(
    ("slug", "number", "key", "period"),
    [
        ("lumen", 1, "p1", OCTOBER),
        ("corvo", 2, "p1", OCTOBER),
        ("corvo", 10**12, "p1", OCTOBER),
        ("corvo", 1, "p9", OCTOBER),
        ("corvo", 1, "p1", "2026-11"),
        ("corvo", 1, "p1", "2026-06"),
        ("corvo", 1, "err", OCTOBER),
        ("corvo", 1, "p1", "never"),
    ],
)
def test_only_what_is_to_be_measured_takes_a_figure(
    unit: Unit, slug: str, number: int, key: str, period: str
) -> None:
    add_sla(unit, add_service(unit))
    with pytest.raises(NotFound):
        enter_figure(unit, slug, number, key, period, TYPED)


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
    assert len(queries) <= 30


def test_charges_and_credits_of_a_month(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    enter_figure(unit, "corvo", 1, "up", OCTOBER, FigureEntry(value="98.5", source="Monitoring"))
    page = sla_charges.charges_page(unit, "corvo")
    (line,) = page.lines
    assert [[one.name, one.amount] for one in line.bill.credits] == [
        ["P1 resolved in four hours", 50],
        ["Available", 40],
    ]
    assert [line.bill.amount, line.bill.left, page.credited] == [1000, 910, 90]
    assert [month for month, _ in page.by_month][-1] == "2026-07"
    reading = sla_charges.write_credits(unit, "corvo", OCTOBER)
    assert reading.value == 90
    assert (reading.metric, reading.source, reading.note) == ("M15", "SLA-001 charges", "EUR")
    assert sla_charges.charges_page(unit, "corvo").written == "EUR 90"
    assert sla_charges.charged_months(page) == ("2026-09", "")


def test_credits_of_several_currencies_are_not_added_up(unit: Unit) -> None:
    add_sla(unit, add_service(unit))
    add_sla(unit, add_service(unit, name="Network"), with_targets([], currency="USD"), number=2)
    with pytest.raises(NotAllowed):
        sla_charges.write_credits(unit, "corvo", OCTOBER)
    with pytest.raises(NotAllowed):
        sla_charges.write_credits(unit, "lumen", OCTOBER)


def test_a_formula_takes_the_readings_of_its_month(unit: Unit) -> None:
    add_sla(unit, add_service(unit), with_targets([], formula="price + 2.5 * M02"))
    assert sla_charges.charges_page(unit, "corvo").lines[0].bill.reason == "no value of M02 for this month"
    metric_edits.enter_reading(unit, "corvo", "M02", ReadingEntry(OCTOBER, "4"))
    assert sla_charges.charges_page(unit, "corvo").lines[0].bill.amount == 1010


def test_a_report_is_frozen_and_corrected_only_by_another(
    unit: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, str]] = []
    monkeypatch.setattr(sla_hooks, "on_report", lambda unit, client, sla, period: told.append((sla, period)))
    sla_id = add_sla(unit, add_service(unit))
    with pytest.raises(NotAllowed):
        sla_reports.draft_report(unit, "corvo", 1, OCTOBER)
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, TYPED)
    compute_results(unit, "corvo")
    first = sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner; IT manager"], "")
    assert (first.number, first.receivers, told) == (1, ("Service owner", "IT manager"), [(sla_id, OCTOBER)])
    row = first.content["rows"][0]
    assert (row["actual"], row["variance"], row["reading"]) == ("90%", "5 points worse", "too few to tell")
    assert first.content["charge"]["credits"] == [
        {"name": "P1 resolved in four hours", "amount": "50", "capped": False}
    ]
    enter_figure(unit, "corvo", 1, "p1", OCTOBER, replace(TYPED, met="20", seen=1))
    assert sla_reports.issued_report(unit, "corvo", 1, 1).report == first
    with pytest.raises(InvalidInput) as refused:
        sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner"], " ")
    assert refused.value.field == "note"
    second = sla_reports.issue_report(unit, "corvo", 1, OCTOBER, ["Service owner"], "Two cases were met.")
    assert second.number == 2
    assert [one.number for one in sla_reports.issued_report(unit, "corvo", 1, 1).newer] == [2]
    assert {row["key"]: row["actual"] for row in second.content["rows"]}["p1"] == "100%"


@pytest.mark.parametrize(
    ("receivers", "field"), [([], "receivers"), ([" \n;"], "receivers"), (["x" * 301], "receivers"),
    ([f"Role {n}" for n in range(51)], "receivers")],
)  # fmt: skip
def test_a_report_goes_to_somebody(unit: Unit, receivers: list[str], field: str) -> None:
    add_sla(unit, add_service(unit))
    compute_results(unit, "corvo")
    with pytest.raises(InvalidInput) as refused:
        sla_reports.issue_report(unit, "corvo", 1, OCTOBER, receivers, "")
    assert refused.value.field == field


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


def test_content_of_an_older_edition_is_read(unit: Unit) -> None:
    add_sla(unit, add_service(unit), SlaContent(targets=(Target("t", "odd", "Odd"),)))
    assert of_month(compute_results(unit, "corvo"))["t"].reason == "no value was agreed"
    assert CONTENT.targets
