"""A review walked at random keeps to its table: no other state, no step back, no end without a reason."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.review_agenda import Point, agenda_json, edited, moved, points_of, removed
from assessment.domain.review_plans import DAYS_OF, EVERY, next_day, working_day
from assessment.domain.reviews import (
    CANCELLED,
    CLOSED,
    DECISIONS,
    HELD,
    NEEDS_REASON,
    NEXT_STATES,
    OPEN_STATES,
    PLANNED,
    check_decision,
    move,
)
from assessment.errors import InvalidInput, NotAllowed

steps = st.lists(st.tuples(st.sampled_from([*NEXT_STATES, "unknown"]), st.sampled_from(["", "  ", "Ill"])))


@given(steps)
def test_a_walk_stays_in_the_table(walk: list[tuple[str, str]]) -> None:
    state, past = PLANNED, [PLANNED]
    for wanted, reason in walk:
        allowed = wanted in NEXT_STATES[state] and (wanted != CANCELLED or reason.strip())
        try:
            after = move(state, wanted, reason)
        except (InvalidInput, NotAllowed):
            assert not allowed
            continue
        assert allowed
        assert after == wanted
        state = after
        past.append(state)
    assert past.count(CLOSED) <= 1
    assert past.count(CANCELLED) <= 1
    if CLOSED in past:
        assert past[-2:] == [HELD, CLOSED]
    if CANCELLED in past:
        assert HELD not in past
    assert (state in OPEN_STATES) == bool(NEXT_STATES[state])


@given(
    st.sampled_from([*DECISIONS, "unknown"]),
    st.sampled_from(sorted({one for ways in DECISIONS.values() for one in ways})),
    st.sampled_from(["", " ", "No money"]),
    st.none() | st.just(date(2026, 11, 2)),
)
def test_no_decision_is_taken_without_its_day_and_reason(
    kind: str, decision: str, reason: str, day: date | None
) -> None:
    try:
        check_decision(kind, decision, reason, day)
    except InvalidInput:
        complete = decision in DECISIONS.get(kind, ()) and day is not None
        assert not complete or ((kind, decision) in NEEDS_REASON and not reason.strip())
    else:
        assert decision in DECISIONS[kind]
        assert day is not None
        assert reason.strip() or (kind, decision) not in NEEDS_REASON


days = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@given(st.sampled_from(list(EVERY)), days)
def test_the_next_day_is_later_and_a_working_one_is_near(every: str, day: date) -> None:
    after = next_day(every, day)
    assert after > day
    if every in DAYS_OF:
        assert (after - day).days == DAYS_OF[every]
    else:
        assert 28 <= (after - day).days <= 366
    working = working_day(after, None)
    assert working.weekday() < 5
    assert 0 <= (working - after).days <= 2


points = st.lists(
    st.builds(Point, st.text("abc", min_size=1, max_size=3), st.text(min_size=1), st.integers(0, 480)),
    unique_by=lambda point: point.key,
    max_size=8,
)


@given(points, st.data())
def test_editing_an_agenda_loses_no_point(agenda: list[Point], data: st.DataObject) -> None:
    before = tuple(agenda)
    keys = [point.key for point in before]
    assert points_of(agenda_json(before)) == before
    order = {key: data.draw(st.none() | st.integers(0, 9)) for key in keys}
    assert sorted(point.key for point in edited(before, {}, {}, order)) == sorted(keys)
    for key in keys:
        assert [point.key for point in removed(before, key)] == [one for one in keys if one != key]
        assert sorted(point.key for point in moved(before, key, up=True)) == sorted(keys)
        if key != keys[0]:
            assert moved(moved(before, key, up=True), key, up=False) == before
