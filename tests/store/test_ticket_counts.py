"""What tickets give, on both engines: figures, readings of whole months, what was agreed about counting."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services import (
    metric_edits,
    metrics,
    ticket_counts,
    ticket_imports,
    ticket_pages,
    ticket_rules,
)
from assessment.services.readings import ReadingEntry
from assessment.services.ticket_rules import CalendarEntry, RulesEntry
from assessment.services.ticket_work import work
from assessment.store.queries import clients
from assessment.store.queries import ticket_imports as queries
from assessment.store.queries.ticket_rules import want_count
from tests.factories.tickets import (
    END,
    HEAD,
    SEPTEMBER,
    bring_in,
    figure,
    found,
    readings,
    stored,
)


@pytest.fixture(autouse=True)
def _two_clients(write) -> None:
    with write() as unit:
        clients.add_client(unit, slug="lumen", name="Lumen", sector="", language="en")
        clients.add_client(unit, slug="corvo", name="Corvo", sector="", language="en")


def test_tickets_come_in_without_names_and_become_readings(database, clock, write) -> None:
    import_id = bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    seen = found(write, import_id)
    assert (seen.state, seen.tickets, seen.report["read"], seen.report["used"]) == ("done", 3, 3, 3)
    assert figure(write, "M19") == 600
    assert readings(write, "M19") == {"2026-09": Fraction(600)}
    assert readings(write, "M37") == {"2026-09": Fraction(200, 3)}
    with write() as unit:
        assert queries.count_pieces(unit, import_id) == 0
        page = metrics.metric_page(unit, "corvo", "M19")
    assert not any("Example" in str(one) for one in stored(write))
    assert page.readings[0].source == "Ticket exports"
    assert page.readings[0].note == "Median 4 h, nine in ten within 24 h; 3 tickets"
    with write() as unit:
        assert metrics.metrics_page(unit, "lumen").counted(metrics.COLLECTED) == 0


def test_a_month_that_is_covered_in_part_gives_no_reading(database, clock, write) -> None:
    bring_in(database, clock, write, HEAD + SEPTEMBER)
    assert figure(write, "M19") == 180
    assert readings(write, "M19") == {}
    with write() as unit:
        count = ticket_pages.tickets_page(unit, "corvo").count
    assert count is not None
    assert count.report["partly"] == ["2026-09"]


def test_exports_that_overlap_merge_by_number_and_a_later_one_corrects(database, clock, write) -> None:
    bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    later = SEPTEMBER.replace("2026-09-01 10:00", "2026-09-01 14:00")
    import_id = bring_in(database, clock, write, HEAD + later, "corrected.csv")
    assert figure(write, "X05") == 3
    assert readings(write, "M19") == {"2026-09": Fraction(680)}
    with write() as unit:
        history = metrics.metric_page(unit, "corvo", "M19").readings[0]
    assert history.was == ("10 h by tester",)
    with write() as unit:
        ticket_imports.remove_import(unit, "corvo", import_id)
    work(database, clock)
    assert readings(write, "M19") == {"2026-09": Fraction(600)}
    with write() as unit:
        ticket_imports.bring_back_import(unit, "corvo", import_id)
    work(database, clock)
    assert readings(write, "M19") == {"2026-09": Fraction(680)}


def test_readings_leave_with_the_tickets_that_gave_them(database, clock, write) -> None:
    import_id = bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    with write() as unit:
        ticket_imports.remove_import(unit, "corvo", import_id)
    work(database, clock)
    assert readings(write, "M19") == {}
    clock.now += timedelta(days=2)
    work(database, clock)
    with write() as unit, pytest.raises(NotFound):
        ticket_imports.get_import(unit, "corvo", import_id)


def test_what_was_typed_by_hand_stays(database, clock, write) -> None:
    with write() as unit:
        metric_edits.enter_reading(unit, "corvo", "M19", ReadingEntry("2026-09", "3 h"))
    bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    assert readings(write, "M19") == {"2026-09": Fraction(180)}
    with write() as unit:
        count = ticket_pages.tickets_page(unit, "corvo").count
    assert count is not None
    assert count.report["by_hand"] == [["M19", "2026-09"]]


def test_working_hours_groups_and_targets_decide_what_counts(database, clock, write) -> None:
    bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    week = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "08:00-12:00, 13:00-17:00")
    with write() as unit:
        kept = ticket_rules.save_calendar(unit, "corvo", "", CalendarEntry("Desk", "UTC", week, "2026-09-29"))
        entry = RulesEntry(kept, "", ["Desk"], (), [("2 - low", "4"), ("1 - High", "1.5")])
        ticket_rules.set_rules(unit, "corvo", entry)
    work(database, clock)
    assert figure(write, "M19") == pytest.approx((120 + 240 + 0) / 3)
    assert figure(write, "M18") is None
    assert figure(write, "M37") == pytest.approx(200 / 3, abs=1e-5)
    with write() as unit, pytest.raises(Conflict):
        ticket_rules.set_rules(unit, "corvo", entry)
    with write() as unit, pytest.raises(NotAllowed):
        ticket_rules.delete_calendar(unit, "corvo", kept)
    with write() as unit, pytest.raises(NotFound):
        ticket_rules.get_calendar(unit, "lumen", kept)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"zone": "Nowhere/Land"}, "zone"),
        ({"week": {"mon": "8-17"}}, "mon"),
        ({"week": {"mon": "13:00-17:00, 08:00-12:00"}}, "mon"),
        ({"week": {}}, "mon"),
        ({"holidays": "Christmas"}, "holidays"),
    ],
)
def test_a_calendar_that_cannot_be_is_refused(write, changed: dict[str, object], field: str) -> None:
    entry = replace(CalendarEntry("Desk", "UTC", {"mon": "08:00-17:00"}), **changed)
    with write() as unit, pytest.raises(InvalidInput) as refused:
        ticket_rules.save_calendar(unit, "corvo", "", entry)
    assert refused.value.field == field


@pytest.mark.parametrize("hours", ["soon", "-1", "0", "1/0", "1e99999999"])
def test_a_target_that_cannot_be_is_refused(write, hours: str) -> None:
    with write() as unit, pytest.raises(InvalidInput) as refused:
        ticket_rules.set_rules(unit, "corvo", RulesEntry(targets=[("High", hours)]))
    assert refused.value.field == "targets"


def test_of_two_processes_that_count_at_once_one_stores(database, clock, write, monkeypatch) -> None:
    bring_in(database, clock, write, HEAD + SEPTEMBER + END)
    with write() as unit:
        client_id = clients.get_client(unit, "corvo").id
        want_count(unit, client_id)
    measured = ticket_counts.measure

    def slower(*given):
        if not calls:
            calls.append("first")
            assert work(database, clock) == 1
        return measured(*given)

    calls: list[str] = []
    monkeypatch.setattr(ticket_counts, "measure", slower)
    stored_by: list[int] = []
    store = ticket_counts.store_counted
    monkeypatch.setattr(ticket_counts, "store_counted", lambda *given: stored_by.append(1) or store(*given))
    work(database, clock)
    assert stored_by == [1]
    assert figure(write, "M19") == 600
