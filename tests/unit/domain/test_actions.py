"""States and decisions of actions, and what breached targets draft."""

from datetime import date
from fractions import Fraction

import pytest

from assessment.domain.actions import (
    INSIDE,
    OUTSIDE,
    WAITING,
    ActionState,
    Decision,
    Proof,
    allowed_decisions,
    decide,
    drafts_for,
    due_after,
    proof_of,
)
from assessment.domain.findings_actions import attention_sentence, register_title
from assessment.domain.sla_results import MET, NO_DATA, STATES, TOO_FEW, WATCH
from assessment.errors import InvalidInput, NotAllowed
from tests.factories.actions import act, result

DAY = date(2026, 11, 23)
TARGETED = ActionState("done", True, DAY, DAY, DAY)
BY_HAND = ActionState("done", False, DAY, DAY, DAY)


@pytest.mark.parametrize(
    ("state", "kinds"),
    [
        ("open", ("start", "cancel")),
        ("in progress", ("finish", "cancel")),
        ("done", ("verify", "back", "cancel")),
        ("verified", ("close",)),
        ("closed", ()),
        ("cancelled", ()),
    ],
)
def test_each_state_allows_its_decisions(state: str, kinds: tuple[str, ...]) -> None:
    assert allowed_decisions(ActionState(state)) == kinds


@pytest.mark.parametrize(
    ("months", "proof"),
    [
        ((), Proof(WAITING)),
        ((result("2026-10"), result("2026-11", MET)), Proof(WAITING)),
        ((result("2026-12", MET, variance=Fraction(1)),), Proof(INSIDE, "2026-12", Fraction(1))),
        ((result("2026-12", NO_DATA), result("2027-01", TOO_FEW)), Proof(WAITING)),
        ((result("2026-12", NO_DATA), result("2027-01", MET)), Proof(INSIDE, "2027-01", Fraction(-5))),
        ((result("2027-01", MET), result("2026-12")), Proof(OUTSIDE, "2026-12", Fraction(-5))),
        ((result("2026-12", WATCH, variance=Fraction(1)),), Proof(INSIDE, "2026-12", Fraction(1))),
    ],
)
def test_the_next_measured_period_proves(months: tuple[object, ...], proof: Proof) -> None:
    assert proof_of(DAY, months) == proof  # type: ignore[arg-type]
    assert proof_of(None, months) == Proof(WAITING)  # type: ignore[arg-type]


def test_a_quarter_that_had_begun_proves_nothing() -> None:
    quarters = (result("2026-12", MET, variance=Fraction(1)), result("2027-03", MET, variance=Fraction(1)))
    assert proof_of(DAY, quarters, 3) == Proof(INSIDE, "2027-03", Fraction(1))  # type: ignore[arg-type]
    assert proof_of(DAY, quarters[:1], 3) == Proof(WAITING)  # type: ignore[arg-type]


def test_only_a_period_inside_the_target_verifies() -> None:
    for proof in (Proof(WAITING), Proof(OUTSIDE, "2026-12")):
        with pytest.raises(NotAllowed):
            decide(TARGETED, Decision("verify", "It looks well", DAY), proof)
    after = decide(TARGETED, Decision("verify", "", DAY), Proof(INSIDE, "2026-12"))
    assert (after.state, after.verified_period) == ("verified", "2026-12")


def test_work_goes_on_only_while_the_period_is_outside() -> None:
    for proof in (Proof(WAITING), Proof(INSIDE, "2026-12")):
        with pytest.raises(NotAllowed):
            decide(TARGETED, Decision("back", "It fails", DAY), proof)
    after = decide(TARGETED, Decision("back", "", DAY), Proof(OUTSIDE, "2026-12"))
    assert (after.state, after.done_on) == ("in progress", None)


@pytest.mark.parametrize("kind", ["verify", "back"])
def test_without_a_target_it_has_to_be_written_down(kind: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        decide(BY_HAND, Decision(kind, " ", DAY))
    assert caught.value.field == "reason"
    assert decide(BY_HAND, Decision(kind, "Ten calls were answered in time", DAY)).state != "done"


def test_days_never_go_backwards() -> None:
    with pytest.raises(InvalidInput, match="2026-11-23"):
        decide(
            ActionState("in progress", False, date(2026, 11, 1), DAY),
            Decision("finish", "", date(2026, 11, 22)),
        )
    with pytest.raises(InvalidInput):
        decide(ActionState("open"), Decision("start"))


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
        (date(2026, 11, 29), date(2026, 12, 4)),
    ],
)
def test_five_working_days_are_a_week_without_its_end(day: date, due: date) -> None:
    assert due_after(day) == due


@pytest.mark.parametrize("state", STATES)
def test_only_a_breach_drafts_an_action(state: str) -> None:
    found = drafts_for([result(state=state)], [], [])
    assert [one.severity for one in found.new] == (["medium"] if state == "breached" else [])
    assert found.notes == ()


@pytest.mark.parametrize(
    ("earlier", "severity"),
    [
        ((), "medium"),
        ((result("2026-09"),), "high"),
        ((result("2026-08"), result("2026-09", NO_DATA)), "high"),
        ((result("2026-08"), result("2026-09", MET)), "medium"),
        ((result("2026-08"), result("2026-09", WATCH)), "medium"),
        ((result("2026-09", target_key="T2"),), "medium"),
        ((result("2026-09", sla_id="S2"),), "medium"),
    ],
)
def test_a_second_breach_running_is_severe(earlier: tuple[object, ...], severity: str) -> None:
    found = drafts_for([result()], earlier, [])  # type: ignore[arg-type]
    assert [one.severity for one in found.new] == [severity]


@pytest.mark.parametrize(
    ("actual", "agreed", "limit", "severity"),
    [
        (90, 95, 85, "medium"),
        (85, 95, 85, "medium"),
        (84, 95, 85, "high"),
        (9, 4, 8, "high"),
        (7, 4, 8, "medium"),
    ],
)
def test_beyond_what_is_unacceptable_is_severe(actual: int, agreed: int, limit: int, severity: str) -> None:
    one = result(actual=Fraction(actual), agreed=Fraction(agreed))
    assert drafts_for([one], [], [], {("S1", "T1"): Fraction(limit)}).new[0].severity == severity
    assert drafts_for([one], [], [], {("S1", "T2"): Fraction(limit)}).new[0].severity == "medium"


def test_an_open_action_takes_the_further_miss() -> None:
    for state in ("open", "in progress", "done"):
        found = drafts_for([result()], [result("2026-09")], [act(state)])
        assert found.new == ()
        assert [(one.number, one.result.period, one.severity) for one in found.notes] == [
            (1, "2026-10", "high")
        ]


@pytest.mark.parametrize("state", ["verified", "closed", "cancelled"])
def test_a_finished_action_lets_a_new_one_be_drafted(state: str) -> None:
    assert len(drafts_for([result()], [], [act(state)]).new) == 1


def test_the_same_results_ask_for_nothing_twice() -> None:
    taken_up = act("cancelled", "2026-10")
    noted = act("open", "2026-09", missed_again=(("2026-10", Fraction(-5)),))
    for known in (taken_up, noted):
        assert drafts_for([result()], [], [known]) == drafts_for([], [], [])


def test_what_has_recovered_since_asks_for_nothing() -> None:
    months = [result("2026-07"), result("2026-08", MET), result("2026-09"), result("2026-10")]
    (draft,) = drafts_for(months, [], []).new
    assert (draft.result.period, [one.period for one in draft.again]) == ("2026-09", ["2026-10"])
    assert draft.severity == "high"
    assert drafts_for([result("2026-07")], [result("2026-08", MET)], []).new == ()


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ((0, 0, 0, 0, 0, 0), "No actions yet"),
        ((1, 0, 0, 0, 0, 0), "One action open"),
        ((2, 1, 3, 0, 0, 0), "Two actions open, one in progress, three to be verified"),
        ((0, 0, 1, 4, 0, 0), "One action to be verified"),
        ((0, 0, 0, 1, 2, 3), "Every service is back at what was agreed"),
    ],
)
def test_the_title_says_what_the_register_comes_to(counts: tuple[int, ...], title: str) -> None:
    states = ("open", "in progress", "done", "verified", "closed", "cancelled")
    assert register_title(dict(zip(states, counts, strict=True))) == title


def test_what_asks_for_a_look_is_said() -> None:
    assert attention_sentence(0, 0, 0) == ""
    assert attention_sentence(1, 2, 1) == (
        "One action is late, two actions wait to be verified and one action of high severity has no owner."
    )
