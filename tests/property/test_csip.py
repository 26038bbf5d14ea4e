"""Whatever is decided about an item, in whatever order, its life keeps to the rules."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain import csip
from assessment.domain.benefit import REALISED, VERDICTS, benefit_of
from assessment.domain.csip import Decision, ItemState, allowed_decisions, decide
from assessment.domain.csip_budget import budget_of
from assessment.domain.findings_csip import blocked_because, money_of, ways
from assessment.errors import AppError, InvalidInput, NotAllowed

TODAY = date(2026, 11, 23)
KINDS = (*csip.DECISIONS, csip.REOPEN)
BEGUN = frozenset({csip.IN_PROGRESS, csip.IMPLEMENTED, csip.BENEFIT_CHECK, csip.CLOSED})

decisions = st.builds(
    Decision,
    kind=st.sampled_from([*KINDS, "approve"]),
    reason=st.sampled_from(["", "  ", "No budget"]),
    look_again_on=st.sampled_from([None, TODAY, date(2027, 1, 31)]),
    verdict=st.sampled_from([None, "perhaps", *VERDICTS]),
    decided_on=st.just(TODAY),
)
complete = st.builds(
    Decision,
    kind=st.sampled_from(KINDS),
    reason=st.just("A reason"),
    look_again_on=st.just(date(2027, 1, 31)),
    verdict=st.sampled_from(VERDICTS),
    decided_on=st.just(TODAY),
)
approvals = st.sampled_from(csip.COST_APPROVALS)
steps = st.lists(st.one_of(decisions, complete, approvals), max_size=40)


def try_step(item: ItemState, step: Decision | str) -> ItemState:
    """The item after a decision or a new word on its cost; unchanged when the rules refuse it."""
    if isinstance(step, str):
        return replace(item, cost_approval=step)
    try:
        return decide(item, step).after
    except AppError:
        return item


@given(needs_costing=st.booleans(), walk=steps)
def test_no_walk_leads_to_an_illegal_state(needs_costing: bool, walk: list[Decision | str]) -> None:
    item = ItemState(needs_costing=needs_costing)
    for step in walk:
        before, item = item, try_step(item, step)
        assert item.state in csip.STATES
        assert (item.left is not None) == (item.state in (csip.ON_HOLD, csip.REMOVED))
        assert item.left not in (csip.ON_HOLD, csip.REMOVED, csip.CLOSED)
        assert (item.verdict is not None) == (item.state == csip.CLOSED)
        assert item.needs_costing == needs_costing
        if before.state == csip.CLOSED:
            assert item.state == csip.CLOSED


@given(needs_costing=st.booleans(), walk=steps)
def test_only_a_reopening_with_a_reason_undoes_a_removal(
    needs_costing: bool, walk: list[Decision | str]
) -> None:
    item = ItemState(needs_costing=needs_costing)
    for step in walk:
        before, item = item, try_step(item, step)
        if before.state == csip.REMOVED and item.state != csip.REMOVED:
            assert isinstance(step, Decision)
            assert (step.kind, bool(step.reason.strip())) == (csip.REOPEN, True)
            assert item.state == before.left


@given(walk=steps)
def test_work_never_begins_on_a_cost_that_nobody_approved(walk: list[Decision | str]) -> None:
    item = ItemState(needs_costing=True)
    begun = False
    for step in walk:
        before, item = item, try_step(item, step)
        if item.state in BEGUN and not begun:
            assert before.cost_approval == csip.COST_APPROVED
            begun = True


@given(needs_costing=st.booleans(), walk=steps, last=complete)
def test_what_is_offered_is_what_is_allowed(
    needs_costing: bool, walk: list[Decision | str], last: Decision
) -> None:
    item = ItemState(needs_costing=needs_costing)
    for step in walk:
        item = try_step(item, step)
    offered = {way.decision: way.leads_to for way in ways(item)}
    assert tuple(offered) == allowed_decisions(item)
    if last.kind in offered:
        assert decide(item, last).after.state == offered[last.kind]
    else:
        try:
            after: ItemState | None = decide(item, last).after
        except (NotAllowed, InvalidInput):
            after = None
        assert after is None
    if item.state in csip.OPEN_STATES:
        assert bool(blocked_because(item)) == (csip.PROGRESS not in offered)


@given(
    amounts=st.lists(
        st.tuples(
            st.sampled_from(csip.GROUPS), approvals, st.sampled_from(["EUR", "GBP"]), st.fractions(0, 1000)
        )
    )
)
def test_no_amount_is_counted_twice_or_invented(amounts: list[tuple[str, str, str, object]]) -> None:
    sums = money_of(amounts)  # type: ignore[arg-type]
    counted = sum(one.committed + one.asked + one.held for one in sums)
    kept = [a for a in amounts if a[0] != csip.REMOVED and a[1] != csip.COST_REFUSED]
    unapproved_done = [a for a in kept if a[0] == csip.DONE and a[1] != csip.COST_APPROVED]
    assert counted == sum(a[3] for a in kept) - sum(a[3] for a in unapproved_done)  # type: ignore[misc]
    assert [one.currency for one in sums] == sorted({a[2] for a in kept if a not in unapproved_done})


@given(
    amounts=st.lists(
        st.tuples(
            st.sampled_from([None, 2026, 2027]), st.sampled_from(csip.GROUPS), approvals,
            st.sampled_from(["EUR", "GBP"]), st.fractions(0, 1000),
        )
    )
)  # fmt: skip
def test_every_amount_is_in_one_line_of_the_budget(
    amounts: list[tuple[int | None, str, str, str, Fraction]],
) -> None:
    lines = budget_of(amounts)
    kept = [one for one in amounts if one[1] != csip.REMOVED]
    assert sum(line.estimated for line in lines) == sum(one[4] for one in kept)
    assert {(line.year, line.currency) for line in lines} == {(one[0], one[3]) for one in kept}
    for line in lines:
        assert line.requested + line.approved + line.refused <= line.estimated
        assert line.committed + line.spent <= line.approved


@given(
    ends=st.tuples(st.fractions(-1000, 1000), st.fractions(-1000, 1000)).filter(
        lambda pair: pair[0] != pair[1]
    ),
    share=st.fractions(-3, 3),
)
def test_progress_is_the_share_of_the_way_in_either_direction(
    ends: tuple[Fraction, Fraction], share: Fraction
) -> None:
    start, goal = ends
    found = benefit_of(start, goal, start + share * (goal - start))
    assert found.progress == share
    assert found.worse == (share < 0)
    assert 0 <= found.bar <= 1
    assert (found.verdict == REALISED) == (share >= 1)
