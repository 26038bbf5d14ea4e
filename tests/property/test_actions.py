"""Whatever is decided about an action, in whatever order, it keeps to the rules; drafts repeat nothing."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain import actions
from assessment.domain.action_items import STATES
from assessment.domain.actions import (
    INSIDE,
    MOVES,
    OUTSIDE,
    WAITING,
    ActionState,
    Decision,
    Proof,
    allowed_decisions,
    decide,
    drafts_for,
)
from assessment.domain.sla_results import BREACHED, MET, TargetResult
from assessment.domain.sla_results import STATES as RESULT_STATES
from assessment.errors import AppError, NotAllowed
from tests.factories.actions import act, result

FIRST = date(2026, 11, 1)
decisions = st.builds(
    Decision,
    kind=st.sampled_from([*actions.DECISIONS, "forget"]),
    reason=st.sampled_from(["", "  ", "It was measured"]),
    decided_on=st.one_of(st.none(), st.integers(0, 30).map(lambda days: FIRST + timedelta(days=days))),
)
proofs = st.sampled_from([Proof(WAITING), Proof(INSIDE, "2026-12"), Proof(OUTSIDE, "2026-12")])
walks = st.lists(st.tuples(decisions, proofs), max_size=40)


@given(has_target=st.booleans(), walk=walks)
def test_no_walk_leads_to_an_illegal_state(has_target: bool, walk: list[tuple[Decision, Proof]]) -> None:
    item = ActionState(has_target=has_target, raised_on=FIRST)
    for decision, proof in walk:
        before = item
        try:
            item = decide(before, decision, proof)
        except AppError:
            continue
        assert item.state == MOVES[before.state][decision.kind]
        assert item.state in STATES
        assert decision.decided_on is not None
        days = [day for day in (item.raised_on, item.started_on, item.done_on, item.closed_on) if day]
        assert days == sorted(days)
        if item.state == "verified":
            assert (proof.state == INSIDE) if has_target else item.evidence
        if item.state == "cancelled":
            assert item.cancel_reason
        if (before.state, item.state) == ("done", "in progress"):
            assert (proof.state == OUTSIDE) if has_target else decision.reason.strip()
        assert (item.done_on is not None) or item.state in ("open", "in progress", "cancelled")


@given(has_target=st.booleans(), walk=walks, proof=proofs)
def test_what_is_offered_is_what_is_allowed(
    has_target: bool, walk: list[tuple[Decision, Proof]], proof: Proof
) -> None:
    item = ActionState(has_target=has_target, raised_on=FIRST)
    for decision, seen in walk:
        try:
            item = decide(item, decision, seen)
        except AppError:
            continue
    offered = allowed_decisions(item, proof)
    for kind in actions.DECISIONS:
        try:
            decide(item, Decision(kind, "A reason", FIRST + timedelta(days=60)), proof)
        except NotAllowed:
            assert kind not in offered
        else:
            assert kind in offered


months = st.integers(1, 12).map(lambda month: f"2026-{month:02}")
results = st.lists(
    st.builds(
        result,
        period=months,
        state=st.sampled_from(RESULT_STATES),
        target_key=st.sampled_from(["T1", "T2"]),
    ),
    max_size=20,
    unique_by=lambda one: (one.target_key, one.period),
)


@given(found=results, earlier=results)
def test_drafts_taken_up_are_never_asked_for_again(
    found: list[TargetResult], earlier: list[TargetResult]
) -> None:
    wanted = drafts_for(found, earlier, [])
    taken = [
        replace(
            act(period=one.result.period, target_key=one.result.target_key, number=at),
            missed_again=tuple((again.period, again.variance) for again in one.again),
        )
        for at, one in enumerate(wanted.new)
    ]
    assert drafts_for(found, earlier, taken) == drafts_for([], [], [])
    assert len({one.result.target_key for one in wanted.new}) == len(wanted.new)
    for one in wanted.new:
        assert one.result.state == BREACHED
        later = [r for r in [*earlier, *found] if r.target_key == one.result.target_key and r.state == MET]
        newest = {r.period: r for r in [*earlier, *found] if r.target_key == one.result.target_key}
        assert all(newest[r.period].state != MET or r.period < one.result.period for r in later)


@given(found=results, limit=st.integers(0, 100))
def test_a_limit_only_raises_the_severity(found: list[TargetResult], limit: int) -> None:
    plain = drafts_for(found, [], [])
    limited = drafts_for(found, [], [], {("S1", "T1"): Fraction(limit)})
    assert [one.result for one in plain.new] == [one.result for one in limited.new]
    for one, other in zip(plain.new, limited.new, strict=True):
        assert other.severity in ("high", one.severity)
