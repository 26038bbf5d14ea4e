"""The manual's tables on planning, the register and the benefit, worked out again."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from assessment.domain import priority
from assessment.domain.actions import DECISIONS, MOVES
from assessment.domain.answers import AnswerSet, AreaAnswer, Rating
from assessment.domain.benefit import benefit_of
from assessment.domain.candidates import IMPROVE, Candidate
from assessment.domain.csip import Decision, ItemState, allowed_decisions, decide, next_state
from assessment.domain.csip_items import STALE_AFTER
from assessment.domain.edits import PlanEdits
from assessment.domain.plan import make_plan
from assessment.domain.plan_items import PlanItem, plan_item, rank
from assessment.domain.prerequisites import Links, fewest_waves, links_among, longest_chain
from assessment.domain.priority import Inputs
from assessment.domain.reasons import arithmetic
from assessment.domain.scoring import score
from assessment.domain.waves import Task, schedule
from assessment.errors import NotAllowed
from tests.factories.manual import METHOD, PLAN_TABLES, Row, agrees, each_row, label, numbers
from tests.factories.small_frameworks import pom


def check_days(row: Row) -> None:
    assert row.pop("Effort") == "Days"
    assert {int(effort): int(days) for effort, days in row.items()} == dict(priority.DAYS_BY_EFFORT)


def check_class(row: Row) -> None:
    gain, left = Fraction(row["Benefit"]), Fraction(row["Remaining effort"])
    assert priority.class_of(gain, left, row["Waits for another"] == "yes") == row["Class"]


PRACTICE_OF = {row["Item"]: row["Practice"] for row in PLAN_TABLES["plan"]}
NAME_OF = {practice: item for item, practice in PRACTICE_OF.items()}


def planned() -> tuple[tuple[PlanItem, ...], Links]:
    """The worked plan, ranked, and the links among its items."""
    rows = PLAN_TABLES["plan"]
    edits = PlanEdits(
        impact={row["Practice"]: int(row["Impact"]) for row in rows},
        urgency={row["Practice"]: int(row["Urgency"]) for row in rows},
        effort={row["Practice"]: int(row["Effort"]) for row in rows},
    )
    links = links_among(pom(), PRACTICE_OF.values())
    found = [
        Candidate(
            pom().practices[row["Practice"]],
            IMPROVE,
            Fraction(row["Value"]),
            Fraction(row["Gap"]),
            Fraction(row["Importance"]),
            ahead=False,
        )
        for row in rows
    ]
    return rank(pom(), [plan_item(candidate, links, edits) for candidate in found]), links


def check_plan(row: Row) -> None:
    item = next(item for item in planned()[0] if item.practice == row["Practice"])
    assert agrees(row["Benefit"], item.benefit)
    assert agrees(row["Remaining"], item.remaining_effort)
    assert agrees(row["Priority"], item.priority)
    assert agrees(row["Effective"], item.effective_priority)
    assert item.days == int(row["Days"])
    assert [NAME_OF[needed] for needed in item.open_needs] == row["Needs"].split()
    assert item.klass == row["Class"]


def check_waves(row: Row) -> None:
    tasks = [Task(item.practice, item.days, item.open_needs) for item in planned()[0]]
    capacity = numbers(row["Days per wave"])
    found = schedule(tasks, capacity, row["Start in the same wave"] == "yes")
    for number in range(1, 5):
        parts = found.waves[number - 1].parts if number <= len(capacity) else ()
        shown = ", ".join(f"{NAME_OF[part.practice]} {part.days}" for part in parts)
        assert shown == row[f"Wave {number}"]
    beyond = ", ".join(f"{NAME_OF[part.practice]} {part.days}" for part in found.beyond_horizon)
    assert beyond == row["Beyond the horizon"]


def check_path(row: Row) -> None:
    items, links = planned()
    days = {item.practice: item.days for item in items}
    chain = longest_chain(days, links.every)
    assert [NAME_OF[item] for item in chain.items] == row["Critical path"].split(", ")
    assert (chain.days, sum(days.values())) == (int(row["Its days"]), int(row["All days"]))
    assert fewest_waves(days, links.every, 20) == int(row["Fewest waves of 20 days"])


def check_forecast(row: Row) -> None:
    letters = {1: "F", 2: "F", 3: "P", 4: "N", 5: "N"}
    ratings = {p.id: Rating(consensus=letters[p.level]) for p in pom().practices.values()}
    answers = AnswerSet(ratings, {"A8": AreaAnswer(target=Fraction(3))})
    plan = make_plan(pom(), answers, PlanEdits(capacity_days=tuple(numbers(row["Days per wave"]))))
    assert [item.days for item in plan.items] == [7, 7]
    assert agrees(row["Mean before"], score(pom(), answers).mean_index)
    assert agrees(row["After wave 1"], plan.mean_index_after[0])
    assert agrees(row["After wave 2"], plan.mean_index_after[1])


def check_state(row: Row) -> None:
    state, kind, *cost = row["State"].split(", ")
    assert kind == ("costed" if cost else "no added cost")
    approval = "approved" if cost == ["cost approved"] else "none"
    item = ItemState(state, needs_costing=bool(cost), cost_approval=approval)
    assert item.group == row["Group"]
    if row["Progress leads to"] == "refused":
        assert "progress" not in allowed_decisions(item)
        with pytest.raises(NotAllowed):
            next_state(item)
        return
    assert next_state(item) == row["Progress leads to"]


def check_benefit(row: Row) -> None:
    baseline, target, actual = (
        row[key] if row[key] in ("yes", "no") else Fraction(row[key])
        for key in ("Baseline", "Target", "Actual")
    )
    found = benefit_of(baseline, target, actual)
    assert (found.text, found.verdict) == (row["Progress"], row["Verdict"])


def check_action_state(row: Row) -> None:
    assert set(row) == {"State", *DECISIONS}
    for kind in DECISIONS:
        assert MOVES[row["State"]].get(kind, "refused") == row[kind]


CHECKS: dict[str, Callable[[Row], None]] = {
    "days": check_days,
    "classes": check_class,
    "plan": check_plan,
    "waves": check_waves,
    "path": check_path,
    "forecast": check_forecast,
    "states": check_state,
    "action states": check_action_state,
    "benefit": check_benefit,
}


@pytest.mark.parametrize(("name", "row"), each_row(PLAN_TABLES), ids=label)
def test_every_marked_row_is_what_the_program_works_out(name: str, row: Row) -> None:
    CHECKS[name](dict(row))


def test_every_mark_has_a_check_and_rows() -> None:
    assert set(PLAN_TABLES) == set(CHECKS)
    assert all(PLAN_TABLES.values())


def test_the_explain_line_is_the_programs() -> None:
    item = planned()[0][1]
    assert NAME_OF[item.practice] == "P2"
    assert f"    {arithmetic(item)}\n" in METHOD


def test_the_benefit_uses_the_weights_of_the_formula() -> None:
    weights = priority.Weights()
    written = (weights.importance, weights.gap, weights.impact, weights.urgency)
    named = re.search(r"\((\d) × importance \+ (\d) × G \+ (\d) × impact \+ (\d) × urgency\) / (\d+)", METHOD)
    assert named is not None
    *parts, total = map(int, named.groups())
    assert (tuple(parts), total) == (written, weights.total)
    extremes = [Inputs(Fraction(p), Fraction(p - 1), p, p, p, Fraction(0)) for p in (1, 5)]
    assert [priority.benefit(inputs, weights) for inputs in extremes] == [1, 5]


def test_a_removed_item_comes_back_to_the_state_it_left() -> None:
    before = ItemState("in progress")
    removed = decide(before, Decision("remove", reason="No budget")).after
    assert decide(removed, Decision("reopen", reason="Budget found")).after.state == "in progress"


def test_the_order_and_the_counts_in_the_text() -> None:
    order = ", ".join(NAME_OF[item.practice] for item in planned()[0])
    text = " ".join(METHOD.split())
    suggested = sum(len(practice.needs) for practice in pom().practices.values())
    assert f"one item more: {order}." in text
    assert f"({suggested} in the first framework" in text
    assert f"more than {STALE_AFTER.days} days is **stale**" in text


def test_every_way_to_rank_is_explained() -> None:
    others = set(priority.PRIORITY_METHODS) - {priority.VALUE_PER_EFFORT}
    assert others
    assert all(f"| `{key}` |" in METHOD for key in others)
