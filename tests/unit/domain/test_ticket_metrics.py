"""Each metric out of tickets on a handful of tickets whose figures can be counted by hand."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calendars import WorkingTime
from assessment.domain.ticket_cases import Cases, Rules
from assessment.domain.ticket_checks import suspicions
from assessment.domain.ticket_figures import Figure, durations, median, nearest_rank
from assessment.domain.ticket_metrics import CATALOGUE, figures
from assessment.domain.ticket_report import Agreed, measure
from assessment.domain.tickets import CLOSED, OPEN, PER_HOUR, PER_MINUTE, Ticket, impossible

DESK = Rules(desk_groups=frozenset({"desk"}), routes=frozenset({"phone"}))
EVERY_FIELD = frozenset(Ticket._fields)


def ticket(number: int, **values: Any) -> Ticket:
    """Return a ticket whose times are given in hours."""
    hours = {
        "opened",
        "assigned",
        "responded",
        "resolved",
        "closed",
        "outage_start",
        "restored",
        "target",
        "hold",
    }
    return Ticket(
        str(number), **{name: value * PER_HOUR if name in hours else value for name, value in values.items()}
    )


def figure(metric: str, *tickets: Ticket, rules: Rules = DESK, known: frozenset[str] = EVERY_FIELD) -> Figure:
    found = figures(Cases(tickets, known - {"type"}, rules, WorkingTime(None), end=1000 * PER_HOUR))
    return next(one for one in found if one.id == metric)


def parts(found: Figure) -> tuple[Fraction | None, Fraction | None]:
    return found.numerator, found.denominator


def test_six_lengths_show_how_one_outlier_rules_the_mean() -> None:
    found = durations("M19", [minutes * PER_MINUTE for minutes in (30, 45, 60, 60, 90, 120, 1440)], "")
    assert found.mean is not None
    assert round(float(found.mean), 1) == 263.6
    assert (found.median, found.p90) == (60, 1440)


def test_resolved_by_the_desk_means_by_nobody_else() -> None:
    found = figure(
        "M18",
        ticket(1, opened=0, resolved=1, group="Desk", reassigned=0),
        ticket(2, opened=0, resolved=1, group="Desk", reassigned=1, groups=("Desk", "DESK")),
        ticket(3, opened=0, resolved=1, group="Desk", reassigned=2, groups=("Net", "Desk")),
        ticket(4, opened=0, resolved=1, group="Net", reassigned=0),
        ticket(5, opened=0, group="Desk", reassigned=0),
    )
    assert parts(found) == (2, 4)


def test_time_to_resolve_leaves_out_pauses() -> None:
    found = figure("M19", ticket(1, opened=0, resolved=5, hold=2), ticket(2, opened=0, resolved=1, hold=2))
    assert (found.mean, found.median) == (90, 90)


def test_as_agreed_counts_every_clock_of_closed_tickets() -> None:
    found = figure(
        "M08",
        ticket(1, opened=0, closed=1, made_sla=True),
        ticket(2, opened=0, closed=1, made_sla=True, made_response=False),
        ticket(3, opened=0, closed=1, made_response=True),
        ticket(4, opened=0, closed=1),
        ticket(5, opened=0, made_sla=True),
    )
    assert parts(found) == (2, 3)


def test_a_target_is_met_when_time_used_equals_it() -> None:
    rules = replace(DESK, targets={"high": 4 * PER_HOUR})
    at_the_edge = ticket(1, opened=0, resolved=4, priority="High", made_sla=False)
    beyond = ticket(2, opened=0, resolved=5, priority="HIGH", made_sla=True)
    other = ticket(3, opened=0, resolved=5, priority="Low", made_sla=True)
    assert parts(figure("M37", at_the_edge, beyond, other, rules=rules)) == (1, 2)
    against = figure("M36", at_the_edge, beyond, rules=rules)
    assert (against.mean, against.share_above) == (Fraction(9, 8), 50)


def test_the_flag_of_the_export_stands_where_no_target_was_given() -> None:
    assert parts(figure("M37", ticket(1, opened=0, resolved=9, made_sla=True, target=1))) == (1, 1)
    assert parts(figure("M37", ticket(1, opened=0, resolved=9, target=1))) == (0, 1)


def test_end_to_end_needs_four_times_in_order() -> None:
    found = figure(
        "M20",
        ticket(1, opened=0, assigned=1, resolved=2, closed=2),
        ticket(2, opened=0, assigned=3, resolved=2, closed=4),
        ticket(3, opened=0, resolved=2, closed=4),
    )
    assert parts(found) == (1, 3)


def test_outages_are_restored_by_the_clock_and_added_up_by_service() -> None:
    tickets = (
        ticket(1, opened=0, outage_start=0, restored=2, service="Mail"),
        ticket(2, opened=0, outage_start=1, restored=3, service="Mail"),
        ticket(3, opened=0, outage_start=0, restored=1, service="Web"),
        ticket(4, opened=0, outage_start=0, restored=9, service="Web", planned=True),
    )
    assert figure("M13", *tickets).mean == 100
    assert figure("M14", *tickets).value == 4 * 60


def test_routes_scores_and_systems() -> None:
    tickets = (
        ticket(1, opened=0, contact="Phone", satisfaction=Fraction(5)),
        ticket(2, opened=0, contact="Fax", satisfaction=Fraction(2)),
        ticket(3, opened=0, contact="Monitoring", satisfaction=Fraction(4)),
        ticket(4, opened=0, by_system=True),
    )
    assert parts(figure("M03", *tickets)) == (1, 3)
    assert figure("M03", *tickets).note == "1 of 4 have no route"
    assert figure("M02", *tickets).value == 3
    assert figure("M07", *tickets).value == Fraction(11, 3)
    assert parts(figure("M10", *tickets)) == (2, 3)
    assert parts(figure("M21", *tickets)) == (2, 4)


def test_what_happened_to_resolved_tickets() -> None:
    tickets = (
        ticket(
            1, opened=0, responded=1, resolved=1, reassigned=0, reopened=0, first_group="Desk", group="Desk"
        ),
        ticket(
            2, opened=0, responded=1, resolved=2, reassigned=1, reopened=2, first_group="Desk", group="Net"
        ),
        ticket(
            3, opened=0, responded=3, resolved=3, reassigned=0, reopened=None, first_group="Net", group="Net"
        ),
    )
    assert parts(figure("X01", *tickets)) == (1, 3)
    assert "1 of 3 have no count" in figure("X01", *tickets).note
    assert parts(figure("X02", *tickets)) == (2, 3)
    assert parts(figure("X03", *tickets)) == (2, 3)
    assert parts(figure("X04", *tickets)) == (1, 2)
    assert figure("X06", *tickets).mean == 60
    assert figure("M34", *tickets).mean == 100


def test_the_backlog_is_what_is_open_at_the_end() -> None:
    tickets = (
        ticket(1, opened=990),
        ticket(2, opened=980, resolved=1001),
        ticket(3, opened=0, resolved=999),
        ticket(4, opened=0, state=CLOSED),
        ticket(5, opened=1001),
    )
    found = figure("X07", *tickets)
    assert (found.value, found.denominator) == (15 * 60, 2)


def test_without_cases_there_is_no_figure_and_a_reason() -> None:
    for found in figures(Cases((), EVERY_FIELD, DESK, WorkingTime(None))):
        assert found.value is None or found.unit == "count", found.id
        assert found.reason or found.unit == "count", found.id


@pytest.mark.parametrize(
    ("metric", "lacking", "reason"),
    [
        ("M19", "resolved", "the export has no resolved time"),
        ("M22", "article", "the export has no link to a knowledge article"),
        ("M08", "made_sla", "the export has no SLA field"),
    ],
)
def test_what_an_export_cannot_give_says_why(metric: str, lacking: str, reason: str) -> None:
    known = EVERY_FIELD - {lacking, "made_response", "target"}
    assert figure(metric, ticket(1, opened=0), known=known).reason == reason


def test_metrics_of_the_desk_need_its_groups() -> None:
    assert figure("M18", ticket(1, opened=0, resolved=1, group="x"), rules=Rules()).reason == (
        "needs the list of desk groups"
    )


def test_each_metric_stands_once_in_the_catalogue() -> None:
    ids = [metric.id for metric in CATALOGUE]
    assert len(ids) == len(set(ids))


def test_a_period_counts_by_the_time_that_a_metric_is_about() -> None:
    inside = ticket(1, opened=0, resolved=30, closed=80)
    agreed = Agreed(start=date(1970, 1, 2), stop=date(1970, 1, 3))
    found = {one.id: one for one in measure([inside], EVERY_FIELD - {"type"}, agreed).figures}
    assert found["M19"].value == 30 * 60
    assert found["X05"].value == 0
    assert found["M33"].reason == "no ticket was closed in the period"


def test_cancelled_and_duplicate_tickets_and_parts_of_others_are_left_out() -> None:
    tickets = (
        ticket(1, opened=0, resolved=1),
        ticket(2, opened=0, resolved=1, state="cancelled"),
        ticket(3, opened=0, resolved=1, is_duplicate=True),
        ticket(4, opened=0, resolved=1, parent="1"),
        ticket(5, opened=0, resolved=1, parent="not in the file"),
    )
    report = measure(tickets, EVERY_FIELD, Agreed())
    assert report.counted == 2
    assert report.left_out == {"cancelled": 1, "duplicate": 1, "child of another ticket": 1}


def test_months_and_priorities_add_up_to_the_whole() -> None:
    tickets = [ticket(number, opened=number * 24, priority="AB"[number % 2]) for number in range(90)]
    report = measure(tickets, EVERY_FIELD, Agreed(), ("priority", "month"))
    for kind in ("priority", "month"):
        volumes = [one.value for part in report.by[kind].values() for one in part if one.id == "X05"]
        assert sum(value for value in volumes if value is not None) == 90
    assert list(report.by["month"]) == ["1970-01", "1970-02", "1970-03"]


def test_times_in_an_order_that_cannot_be_are_named() -> None:
    assert impossible(ticket(1, opened=2, resolved=1)) == "resolved before it was opened"
    assert impossible(ticket(1, opened=2, outage_start=3, restored=1)) == "restored before the outage began"
    assert impossible(ticket(1, opened=2, resolved=2, closed=2)) == ""


def codes(*tickets: Ticket, **counts: int) -> set[str]:
    return {one.code for one in suspicions(tickets, EVERY_FIELD, counts)}


def test_suspicious_patterns_are_named() -> None:
    assert codes(ticket(1, opened=0, state=OPEN, made_sla=True)) == {"sla-met-while-running"}
    assert codes(ticket(1, opened=0, state=OPEN, closed=1)) == {"closed-but-open"}
    assert codes(ticket(1, opened=0), unresolved_with_time=1, changed_before_opened=1) == {
        "unresolved-with-time",
        "changed-before-opened",
    }
    at_once = [ticket(number, opened=number, resolved=number, closed=100 + number) for number in range(20)]
    assert codes(*at_once) == {"resolved-at-once"}
    bulk = [ticket(number, opened=number, resolved=50 + number, closed=100) for number in range(20)]
    assert codes(*bulk) == {"bulk-closing"}
    perfect = [ticket(n, opened=n, resolved=n + 1, closed=n + 1, made_sla=True) for n in range(20)]
    assert codes(*perfect) == {"resolved-is-closed", "sla-never-missed"}
    assert codes(ticket(1, opened=0, resolved=1, closed=2, made_sla=True, state=CLOSED)) == set()


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=40))
def test_median_and_percentile_are_values_in_the_middle_of_the_others(values: list[int]) -> None:
    ordered = sorted(values)
    half = median(ordered)
    assert sum(1 for value in ordered if value <= half) * 2 >= len(ordered)
    assert sum(1 for value in ordered if value >= half) * 2 >= len(ordered)
    high = nearest_rank(ordered)
    assert high in ordered
    assert sum(1 for value in ordered if value <= high) * 10 >= 9 * len(ordered)
    assert sum(1 for value in ordered if value < high) * 10 < 9 * len(ordered)


times = st.none() | st.integers(0, 500)
any_ticket = st.builds(
    lambda opened, resolved, closed, made, priority: Ticket(
        "x",
        opened=opened * PER_HOUR,
        resolved=None if resolved is None else (opened + resolved) * PER_HOUR,
        closed=None if closed is None else (opened + closed) * PER_HOUR,
        made_sla=made,
        priority=priority,
    ),
    st.integers(0, 500), times, times, st.none() | st.booleans(), st.sampled_from(["", "A", "B"]),
)  # fmt: skip


@given(st.lists(any_ticket, max_size=20), st.randoms())
def test_figures_do_not_depend_on_the_order_of_rows_and_stay_in_bounds(
    tickets: list[Ticket], random: Any
) -> None:
    known = EVERY_FIELD - {"type"}
    found = measure(tickets, known, Agreed()).figures
    shuffled = list(tickets)
    random.shuffle(shuffled)
    assert measure(shuffled, known, Agreed()).figures == found
    for one in found:
        assert (one.value is None) == bool(one.reason), one.id
        if one.unit == "percent" and one.value is not None:
            assert 0 <= one.value <= 100
            assert one.denominator
