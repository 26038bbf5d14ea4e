"""Readings and targets of a client on both engines: corrections, withdrawals, two people, many at once."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import metric_edits, metric_grid, metrics
from assessment.services.metric_edits import TargetEntry
from assessment.services.metric_grid import GridFaults
from assessment.services.readings import ReadingEntry
from assessment.store.database import Unit
from assessment.store.queries import clients
from assessment.store.queries.events import list_events

MONTH = "2026-10"


@pytest.fixture(autouse=True)
def _two_clients(unit: Unit) -> None:
    clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
    clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def enter(unit: Unit, value: str, metric: str = "M18", period: str = MONTH) -> None:
    metric_edits.enter_reading(unit, "corvo", metric, ReadingEntry(period, value))


def line(unit: Unit, metric: str = "M18", client: str = "corvo") -> metrics.MetricLine:
    return next(one for one in metrics.metrics_page(unit, client).lines if one.metric.id == metric)


def past(unit: Unit, metric: str = "M18") -> tuple[metrics.PastLine, ...]:
    return metrics.metric_page(unit, "corvo", metric).readings


def test_a_client_without_readings_collects_nothing(unit: Unit) -> None:
    page = metrics.metrics_page(unit, "corvo")
    assert len(page.lines) == 57
    assert page.month == MONTH
    assert [page.counted(shown) for shown in metrics.SHOWN] == [0, 0, 0, 57]


def test_a_correction_keeps_the_value_before_and_who_entered_it(unit: Unit) -> None:
    enter(unit, "60")
    enter(replace(unit, actor="Somebody else"), "62.5")
    (reading,) = past(unit)
    assert (reading.value, reading.by, reading.was) == ("62.5%", "Somebody else", ("60% by tester",))
    assert line(unit, client="lumen").row is None


def test_the_same_value_again_changes_nothing(unit: Unit) -> None:
    enter(unit, "60")
    enter(unit, "60")
    assert past(unit)[0].was == ()


def test_a_withdrawn_reading_can_be_brought_back_unless_the_month_has_another(unit: Unit) -> None:
    enter(unit, "60")
    reading = past(unit)[0].id
    metric_edits.withdraw_reading(unit, "corvo", "M18", reading)
    assert past(unit) == ()
    with pytest.raises(NotAllowed, match="not in force"):
        metric_edits.withdraw_reading(unit, "corvo", "M18", reading)
    metric_edits.bring_back_reading(unit, "corvo", "M18", reading)
    assert [one.value for one in past(unit)] == ["60%"]
    with pytest.raises(NotAllowed, match="another reading by now"):
        metric_edits.bring_back_reading(unit, "corvo", "M18", reading)
    with pytest.raises(NotAllowed):
        metric_edits.withdraw_reading(unit, "lumen", "M18", past(unit)[0].id)


def test_metrics_beside_the_catalogue_are_collected_like_the_others(unit: Unit) -> None:
    enter(unit, "120", "X05")
    assert line(unit, "X05").row is not None
    page = metrics.metric_page(unit, "corvo", "X05")
    assert page.text.cells == ()
    with pytest.raises(NotFound):
        metrics.metric_page(unit, "corvo", "M99")


@pytest.mark.parametrize(
    ("metric", "value", "target", "standing"),
    [
        ("M18", "65", "65", "on target"),
        ("M18", "64.9", "65", "off target"),
        ("M19", "8 h", "8 h", "on target"),
        ("M19", "8 h 1 min", "8 h", "off target"),
        ("M02", "1", "1", "on target"),
        ("M02", "2", "1", "off target"),
        ("M15", "EUR 100", "EUR 50", "off target"),
        ("M26", "yes", "yes", "on target"),
    ],
)
def test_a_value_stands_on_the_side_of_its_target(
    unit: Unit, metric: str, value: str, target: str, standing: str
) -> None:
    enter(unit, value, metric)
    metric_edits.set_target(unit, "corvo", metric, TargetEntry(target))
    assert line(unit, metric).standing == standing


def test_what_is_collected_and_has_no_value_for_the_last_whole_month_is_missing(unit: Unit) -> None:
    enter(unit, "60", period="2026-09")
    metric_edits.set_target(unit, "corvo", "M19", TargetEntry("8 h", provider="Service desk lead"))
    assert line(unit).is_missing
    assert line(unit, "M19").is_missing
    assert line(unit, "M19").provider == "Service desk lead"
    enter(unit, "61")
    assert not line(unit).is_missing
    assert not line(unit, "M20").is_missing


def test_a_target_is_stored_over_the_version_that_was_seen(unit: Unit) -> None:
    first = metric_edits.set_target(
        unit, "corvo", "M18", TargetEntry("65", "48.1", "2025-11", "  Service   desk ")
    )
    assert (first.target, first.baseline, first.provider) == (65, Fraction(481, 10), "Service desk")
    again = metric_edits.set_target(
        unit, "corvo", "M18", TargetEntry("65", "48.1", "2025-11", "Service desk", first.version)
    )
    assert again.version == first.version
    metric_edits.set_target(unit, "corvo", "M18", TargetEntry("70", seen=first.version))
    with pytest.raises(Conflict) as caught:
        metric_edits.set_target(unit, "corvo", "M18", TargetEntry("75", seen=first.version))
    assert (caught.value.yours, caught.value.theirs) == ("75%", "70%")
    client = clients.get_client(unit, "corvo")
    kinds = [event.kind for event in list_events(unit, client.id, "reading:pom:M18")]
    assert kinds.count("target set") == 2


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        (TargetEntry("much"), "target"),
        (TargetEntry("101"), "target"),
        (TargetEntry("65", "x"), "baseline"),
        (TargetEntry("65", "50", "last year"), "baseline_period"),
        (TargetEntry("65", "", "2025-11"), "baseline"),
        (TargetEntry(provider="x" * 301), "provider"),
    ],
)
def test_a_target_that_does_not_fit_names_its_field(unit: Unit, entry: TargetEntry, field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        metric_edits.set_target(unit, "corvo", "M18", entry)
    assert caught.value.field == field


def save(unit: Unit, cells: dict[tuple[str, str], str], seen: str | None = None) -> int:
    shown = metric_grid.grid_page(unit, "corvo").seen
    return metric_grid.save_grid(unit, "corvo", cells, shown if seen is None else seen)


def test_a_grid_stores_what_was_changed_and_nothing_else(unit: Unit) -> None:
    enter(unit, "60")
    enter(unit, "55", period="2026-09")
    cells = {("M18", MONTH): "60%", ("M18", "2026-09"): "", ("M37", MONTH): "18/20", ("M19", MONTH): "2 h"}
    assert save(unit, cells) == 3
    assert [one.month for one in past(unit)] == ["Oct 2026"]
    (share,) = past(unit, "M37")
    assert (share.value, share.parts, share.source) == ("90%", "18 of 20 (69.9 to 97.2%)", "entered by hand")
    assert past(unit, "M19")[0].value == "2 h"
    assert past(unit)[0].was == ()


def test_a_grid_with_a_fault_stores_nothing(unit: Unit) -> None:
    cells = {
        ("M18", MONTH): "61", ("M19", MONTH): "soon", ("M37", MONTH): "3/0", ("M20", "2026-12"): "5",
        ("M20", "x"): "5", ("M99", MONTH): "1",
    }  # fmt: skip
    with pytest.raises(GridFaults, match="4 values could not be taken") as caught:
        save(unit, cells)
    assert set(caught.value.faults) == {("M19", MONTH), ("M37", MONTH), ("M20", "2026-12"), ("M20", "x")}
    assert past(unit) == ()


def test_a_cell_that_somebody_else_changed_meanwhile_is_told(unit: Unit) -> None:
    enter(unit, "60")
    seen = metric_grid.grid_page(unit, "corvo").seen
    enter(replace(unit, actor="Somebody else"), "62")
    with pytest.raises(GridFaults) as caught:
        save(unit, {("M18", MONTH): "61"}, seen)
    assert caught.value.faults["M18", MONTH].startswith("Somebody else entered 62% meanwhile.")
    assert save(unit, {("M18", MONTH): "62%"}, seen) == 0


def test_the_grid_shows_what_it_has_to_hold(unit: Unit) -> None:
    assert len(metric_grid.grid_page(unit, "corvo").rows) == 57
    enter(unit, "60")
    page = metric_grid.grid_page(unit, "corvo")
    assert [row.metric.id for row in page.rows] == ["M18"]
    assert [month for month, _ in page.months] == [
        "2026-06", "2026-07", "2026-08", "2026-09", "2026-10", "2026-11",
    ]  # fmt: skip
    wide = metric_grid.grid_page(unit, "corvo", holding=[("M07", "2025-10"), ("M08", "2026-10")])
    assert [row.metric.id for row in wide.rows] == ["M07", "M08", "M18"]
    assert [wide.months[0][0], wide.months[-1][0]] == ["2025-10", "2026-10"]
    far = metric_grid.grid_page(unit, "corvo", holding=[("M07", "1999-01"), ("M08", "2026-10")])
    assert len(far.months) == metric_grid.MOST_MONTHS
    area = metric_grid.grid_page(unit, "corvo", area="incident", until="2030-01")
    assert {row.metric.id for row in area.rows} == {"M18", "M19", "M20", "M21", "M22"}
    assert area.months[-1][0] == "2026-11"


def test_a_filled_in_table_becomes_cells() -> None:
    table = (
        "Readings of Corvo\n\nId;Metric;Unit;2026-09;2026-10;Remark\n"
        "M18;x;percent;55;61;good\nM19;y;minutes;;2 h;\n"
    )
    cells, notes = metric_grid.cells_of_file(table.encode(), "table.csv")
    assert cells == {("M18", "2026-09"): "55", ("M18", MONTH): "61", ("M19", MONTH): "2 h"}
    assert notes == ('Columns that are no month were not read: "Remark".',)
    with pytest.raises(InvalidInput, match="No column is a month"):
        metric_grid.cells_of_file(b"a,b\n1,2\n", "table.csv")
    with pytest.raises(InvalidInput, match="too big"):
        metric_grid.cells_of_file(b"a" * 2_000_001, "table.csv")


def test_readings_of_a_later_day_do_not_hide_earlier_ones(unit: Unit) -> None:
    later = replace(unit, now=unit.now + timedelta(days=31))
    enter(later, "70", period="2026-11")
    enter(later, "60")
    assert [one.month for one in past(later)] == ["Nov 2026", "Oct 2026"]
    row = line(later).row
    assert row is not None
    assert (row.latest, row.moved, row.kind) == ("70%", "rose", "better")


def test_a_break_is_marked_changed_and_taken_out(unit: Unit) -> None:
    enter(unit, "60", period="2026-09")
    enter(unit, "70")
    assert (line(unit).row.moved, line(unit).row.kind) == ("rose", "better")  # type: ignore[union-attr]
    metric_edits.mark_break(unit, "corvo", "M18", MONTH, "New tool")
    metric_edits.mark_break(unit, "corvo", "M18", MONTH, "New ticketing tool")
    page = metrics.metric_page(unit, "corvo", "M18")
    assert [one.reason for one in page.target.breaks] == ["New ticketing tool"]
    assert (line(unit).row.moved, line(unit).row.kind) == ("new series", "")  # type: ignore[union-attr]
    assert metrics.metric_page(unit, "lumen", "M18").target.breaks == ()
    metric_edits.set_target(unit, "corvo", "M18", TargetEntry("65"))
    assert len(metrics.metric_page(unit, "corvo", "M18").target.breaks) == 1
    metric_edits.take_out_break(unit, "corvo", "M18", MONTH)
    assert line(unit).row.kind == "better"  # type: ignore[union-attr]
    with pytest.raises(NotAllowed):
        metric_edits.take_out_break(unit, "corvo", "M18", MONTH)


def test_a_break_alone_makes_no_metric_collected(unit: Unit) -> None:
    metric_edits.mark_break(unit, "corvo", "M18", MONTH, "New tool")
    assert not line(unit).is_collected


@pytest.mark.parametrize(
    ("period", "reason", "field"),
    [
        ("2026-13", "x", "period"),
        ("2026-12", "x", "period"),
        ("1989-01", "x", "period"),
        (MONTH, " ", "reason"),
    ],
)
def test_a_break_that_does_not_fit_is_refused(unit: Unit, period: str, reason: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        metric_edits.mark_break(unit, "corvo", "M18", period, reason)
    assert refused.value.field == field


def test_a_reading_says_what_it_covers_and_the_grid_keeps_that(unit: Unit) -> None:
    metric_edits.enter_reading(unit, "corvo", "M18", ReadingEntry("2026-08", "60", scope="Milan"))
    metric_grid.save_grid(unit, "corvo", {("M18", "2026-08"): "61", ("M18", "2026-09"): "62"}, "z")
    assert [(one.value, one.scope) for one in past(unit)] == [("62%", "Milan"), ("61%", "Milan")]
    metric_edits.enter_reading(unit, "corvo", "M18", ReadingEntry(MONTH, "70"))
    assert line(unit).row.moved == "other scope"  # type: ignore[union-attr]


def test_a_survey_is_entered_by_its_result(unit: Unit) -> None:
    entry = ReadingEntry(MONTH, numerator="24", denominator="30", asked="200")
    metric_edits.enter_reading(unit, "corvo", "M01", entry)
    (reading,) = past(unit, "M01")
    assert (reading.value, reading.parts) == ("80%", "24 of 30 (62.7 to 90.5%)")
    assert reading.response == "30 of 200 asked answered (15%)"
    assert len(metrics.metric_page(unit, "corvo", "M01").doubts) == 1
    score = ReadingEntry(MONTH, "4.2", denominator="40", asked="50")
    metric_edits.enter_reading(unit, "corvo", "M07", score)
    (rating,) = past(unit, "M07")
    assert (rating.value, rating.parts, rating.response) == ("4.2", "", "40 of 50 asked answered (80%)")


@pytest.mark.parametrize(
    ("metric", "entry", "field"),
    [
        ("M18", ReadingEntry(MONTH, numerator="1", denominator="2", asked="3"), "asked"),
        ("M01", ReadingEntry(MONTH, numerator="24", denominator="30", asked="29"), "asked"),
        ("M01", ReadingEntry(MONTH, "80", asked="30"), "denominator"),
        ("M01", ReadingEntry(MONTH, numerator="1", denominator="2", asked="2.5"), "asked"),
        ("M01", ReadingEntry(MONTH, numerator="1", denominator="2", asked="many"), "asked"),
    ],
)
def test_a_survey_that_does_not_add_up_is_refused(
    unit: Unit, metric: str, entry: ReadingEntry, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        metric_edits.enter_reading(unit, "corvo", metric, entry)
    assert refused.value.field == field
