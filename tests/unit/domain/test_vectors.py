"""The worked examples of docs/method.md, so that the manual and the program cannot drift apart."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from assessment.domain import methods, priority
from assessment.domain.agreement import agreement, consensus_index
from assessment.domain.answers import AnswerSet, AreaAnswer, Evidence, Options, Rating, Vote
from assessment.domain.benefit import benefit_of
from assessment.domain.candidates import IMPROVE, Candidate
from assessment.domain.edits import PlanEdits
from assessment.domain.framework import Cell, Practice, Scoring
from assessment.domain.methods import METHODS, Step
from assessment.domain.numbers import fixed, half_up
from assessment.domain.peers import peers_of, percentile_rank
from assessment.domain.plan_items import PlanItem, plan_item, rank
from assessment.domain.prerequisites import Links, fewest_waves, links_among, longest_chain
from assessment.domain.rankings import kendall_w
from assessment.domain.scoring import AreaScore, overall, score, score_cell
from assessment.domain.values import (
    NA_VALUE,
    RATED,
    UNKNOWN_VALUE,
    PracticeValue,
    band,
    group_value,
    mean_of_votes,
    practice_values,
)
from assessment.domain.waves import Task, schedule
from tests.factories.small_frameworks import SCALE, pom, rated

CASES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "cases" / "vectors.yaml").read_text("utf-8")
)
WORTH = {step.id: step.value for step in SCALE}
SCORING = Scoring()


def matches(value: Fraction | float | None, written: str) -> bool:
    """Compare exactly with a fraction, else after rounding half-up to the places that are written."""
    if value is None:
        return False
    if "/" in written:
        return value == Fraction(written)
    places = len(written.partition(".")[2])
    return half_up(Fraction(value), places) == Fraction(written)


def coverage_of(written: str) -> Fraction | None:
    return None if written == "NA" else Fraction(written)


def value_of(written: str) -> PracticeValue:
    if written in ("NA", "unknown"):
        return NA_VALUE if written == "NA" else UNKNOWN_VALUE
    return PracticeValue(RATED, Fraction(written), Fraction(written), Fraction(written))


def steps_of(cells: list[str]) -> list[Step]:
    return [Step(level, 1, coverage_of(cell)) for level, cell in enumerate(cells, start=1)]


@pytest.mark.parametrize("case", CASES["group_value"])
def test_group_value(case: dict[str, Any]) -> None:
    votes = tuple(Vote(answer) for answer in case["votes"])
    found = group_value(Rating(consensus=case.get("consensus"), votes=votes), WORTH)
    if case["value"] in ("NA", "unknown"):
        assert found.value is None
        assert found.state == case["value"].lower()
        return
    assert found.value == Fraction(case["value"])
    assert band(found.value) == case["band"]
    assert found.valid == case.get("valid", len(votes))
    assert list(found.flags) == case.get("flags", [])


@pytest.mark.parametrize("case", CASES["balance_by_role"])
def test_balance_by_role(case: dict[str, Any]) -> None:
    votes = [Vote(answer, group) for group, answers in case["votes"].items() for answer in answers]
    plain, balanced = mean_of_votes(votes, WORTH), mean_of_votes(votes, WORTH, balance_by_role=True)
    assert plain is not None
    assert balanced is not None
    assert plain * 3 == Fraction(case["plain_mean_points"])
    assert balanced * 3 == Fraction(case["balanced_points"])


@pytest.mark.parametrize("case", CASES["cell"])
def test_cell(case: dict[str, Any]) -> None:
    practices = tuple(Practice(f"P{n}", "A1", 1, {}) for n in range(len(case["values"])))
    values = {p.id: value_of(v) for p, v in zip(practices, case["values"], strict=True)}
    found = score_cell(Cell(1, practices), values, SCORING)
    if case.get("result") == "NA":
        assert found.coverage is None
        assert found.achieved
        return
    assert (found.coverage, found.coverage_high) == (Fraction(case["low"]), Fraction(case["high"]))


@pytest.mark.parametrize("case", CASES["index"])
def test_index(case: dict[str, Any]) -> None:
    steps = steps_of(case["cells"])
    for key in ("gated_coverage", "iso33020", "samm_sum", "cumulative_product"):
        assert matches(METHODS[key](steps, 0, SCORING), str(case[key])), key
    assert int(METHODS["gated_coverage"](steps, 0, SCORING)) == case["level"]
    assert list(methods.ahead_of_gate(steps, SCORING)) == case.get("ahead_of_gate", [])
    assert methods.samm_reachable(steps, 0) == case.get("samm_reachable", 5)


@pytest.mark.parametrize("case", CASES["c2m2_gate"])
def test_c2m2_gate(case: dict[str, Any]) -> None:
    steps = []
    for level, written in enumerate(case["practices"], start=1):
        practices = tuple(Practice(f"P{n}", "A1", level, {}) for n in range(len(written)))
        values = {p.id: value_of(v) for p, v in zip(practices, written, strict=True)}
        cell = score_cell(Cell(level, practices), values, SCORING)
        steps.append(Step(level, 1, cell.coverage, cell.least))
    assert METHODS["c2m2_gate"](steps, 0, SCORING) == case["level"]


def overall_of(indexes: list[str]) -> Any:
    areas = []
    for area, written in zip(pom().areas, indexes, strict=True):
        index = coverage_of(written)
        areas.append(
            AreaScore(
                area.id,
                index is not None,
                index,
                index,
                None,
                valued=1,
                counted=1,
                rated=1,
                ahead_of_gate=(),
                cells=(),
            )
        )
    return overall(pom(), areas, "gated_coverage", "gated_coverage")


@pytest.mark.parametrize("case", CASES["overall"])
def test_overall(case: dict[str, Any]) -> None:
    card = overall_of(case["areas"])
    assert matches(card.mean_index, case["mean"])
    assert card.weakest.area == case["weakest"]["area"]
    assert card.weakest.index == Fraction(case["weakest"]["index"])


@pytest.mark.parametrize("case", CASES["overall_with_na_area"])
def test_overall_with_na_area(case: dict[str, Any]) -> None:
    card = overall_of(case["areas"])
    assert matches(card.mean_index, case["mean"])
    assert card.weakest.area == case["weakest"]


@pytest.mark.parametrize("case", CASES["framework_runs"], ids=lambda case: case["name"])
def test_framework_runs(case: dict[str, Any]) -> None:
    answers = rated(pom(), case["ratings"], default="N")
    options = Options(use_implied=case["use_implied"])
    card = score(pom(), AnswerSet(answers.ratings, options=options))
    indexes = {area.area: area.index for area in card.areas}
    for area, index in indexes.items():
        assert index == Fraction(case["index"][area] if "index" in case else case["index_all"]), area
    assert card.mean_index == Fraction(case["mean"])
    if "level_all" in case:
        assert {area.level for area in card.areas} == {case["level_all"]}


def test_ahead_of_gate_when_only_the_top_level_is_done() -> None:
    card = score(pom(), rated(pom(), {5: "F"}, default="N"))
    ahead = {area.area: list(area.ahead_of_gate) for area in card.areas}
    assert ahead.pop("A3") == [3, 4, 5]
    assert ahead.pop("A7") == []
    assert set(map(tuple, ahead.values())) == {(5,)}


@pytest.mark.parametrize("case", CASES["agreement"] + CASES["discuss_flag_from_six_voters"])
def test_agreement(case: dict[str, Any]) -> None:
    found = agreement(case["votes"], scale_points=4)
    shown: dict[str, Fraction | float | None] = {
        "mean": found.mean,
        "sd": found.sd,
        "range": found.range,
        "r_wg": found.r_wg,
        "r_wg_shown": found.r_wg_shown,
        "consensus_index": found.consensus_index,
    }
    for key, value in shown.items():
        if key in case:
            assert matches(value, str(case[key])), key
    assert found.discuss is case["discuss"]


def test_consensus_index_check() -> None:
    case = CASES["consensus_index_check"]
    points = [place for place, count in enumerate(case["counts"]) for _ in range(count)]
    assert matches(consensus_index(points, case["categories"]), case["value"])


@pytest.mark.parametrize("case", CASES["kendall_w"])
def test_kendall_w(case: dict[str, Any]) -> None:
    assert matches(kendall_w(case["ranks"]), case["w"])


@pytest.mark.parametrize("case", CASES["itcmf_survey"])
def test_itcmf_survey(case: dict[str, Any]) -> None:
    answer = AreaAnswer(
        placing_votes=tuple(Fraction(v) for v in case["current"]),
        target_votes=tuple(Fraction(v) for v in case["target"]),
        importance_votes=tuple(Fraction(v) for v in case["importance"]),
    )
    found = score(pom(), AnswerSet(areas={"A1": answer}, method="itcmf_survey")).area("A1")
    assert found.index == Fraction(case["current_mean"])
    assert found.target == Fraction(case["target_mean"])
    assert found.gap == Fraction(case["gap"])
    assert found.gap is not None
    assert found.importance is not None
    assert priority.gap_x_importance(found.gap, found.importance) == Fraction(case["priority"])


def test_itcmf_survey_agreement() -> None:
    case = CASES["itcmf_survey_agreement"]
    found = agreement([Fraction(v) for v in case["current"]], case["scale_points"])
    assert matches(found.sd, case["sd"])
    assert matches(found.r_wg, case["r_wg"])
    survey = CASES["itcmf_survey"][0]
    gained = priority.gap_x_importance(Fraction(survey["gap"]), 4)
    assert gained == Fraction(case["gap_x_importance"])


def candidate_of(case: Mapping[str, Any]) -> Candidate:
    practice = pom().practices[case["id"]]
    gap, importance = Fraction(str(case["gap"])), Fraction(case["importance"])
    return Candidate(practice, IMPROVE, Fraction(case["value"]), gap, importance, ahead=False)


def planned() -> tuple[list[PlanItem], Links]:
    cases = CASES["plan"]["items"]
    edits = PlanEdits(
        impact={case["id"]: case["impact"] for case in cases},
        urgency={case["id"]: case["urgency"] for case in cases},
        effort={case["id"]: case["effort"] for case in cases},
    )
    links = links_among(pom(), [case["id"] for case in cases])
    return list(rank(pom(), [plan_item(candidate_of(case), links, edits) for case in reversed(cases)])), links


@pytest.mark.parametrize("case", CASES["plan"]["items"], ids=lambda case: case["id"])
def test_plan_items(case: dict[str, Any]) -> None:
    item = next(item for item in planned()[0] if item.practice == case["id"])
    assert item.benefit == Fraction(case["benefit"])
    assert fixed(item.priority, 3) == case["priority"]
    assert fixed(item.effective_priority, 3) == case["effective"]
    assert item.days == case["days"]
    assert item.klass == case["class"]
    assert list(item.open_needs) == case.get("needs", [])


def test_plan_order() -> None:
    assert [item.practice for item in planned()[0]] == CASES["plan"]["order"]
    assert dict(priority.DAYS_BY_EFFORT) == CASES["plan"]["days_by_effort"]


@pytest.mark.parametrize("case", CASES["plan"]["waves"], ids=lambda case: str(case["capacity"]))
def test_plan_waves(case: dict[str, Any]) -> None:
    tasks = [Task(item.practice, item.days, item.open_needs) for item in planned()[0]]
    found = schedule(tasks, case["capacity"], case.get("same_wave_start", False))
    assert [{part.practice: part.days for part in wave.parts} for wave in found.waves] == case["result"]
    assert [part.practice for part in found.beyond_horizon] == case.get("beyond_horizon", [])


def test_plan_critical_path_and_fewest_waves() -> None:
    items, links = planned()
    days = {item.practice: item.days for item in items}
    chain = longest_chain(days, links.every)
    assert list(chain.items) == CASES["plan"]["critical_path"]["items"]
    assert chain.days == CASES["plan"]["critical_path"]["days"]
    assert sum(days.values()) == 56
    assert fewest_waves(days, links.every, 20) == 3


@pytest.mark.parametrize("case", CASES["wsjf"])
def test_wsjf(case: dict[str, Any]) -> None:
    found = priority.wsjf(case["value"], case["time_criticality"], case["risk_reduction"], case["size"])
    assert found == Fraction(case["result"])


@pytest.mark.parametrize("case", CASES["blocked_quick_win"])
def test_blocked_quick_win(case: dict[str, Any]) -> None:
    gain, left = Fraction(case["benefit"]), Fraction(case["remaining_effort"])
    assert priority.class_of(gain, left, case["open_prerequisite"]) == case["class"]
    assert priority.class_of(gain, left, has_open_needs=False) == priority.QUICK_WIN


@pytest.mark.parametrize("case", CASES["benefit_progress"] + CASES["yes_no_benefit"])
def test_benefit_progress(case: dict[str, Any]) -> None:
    found = benefit_of(case["baseline"], case["target"], case["actual"])
    assert found.text == case["progress"]
    assert found.verdict == case.get("verdict", "realised")


@pytest.mark.parametrize("case", CASES["not_assessable"])
def test_not_assessable(case: dict[str, Any]) -> None:
    answers = [answer for answer, count in case["rated"].items() for _ in range(count)]
    practices = pom().practices_of[case["area"]]
    ratings = {p.id: Rating(consensus=a) for p, a in zip(practices, answers, strict=True)}
    found = score(pom(), AnswerSet(ratings)).area(case["area"])
    assert found.assessable is case["assessable"]
    assert (found.index is not None) is case["assessable"]


@pytest.mark.parametrize("case", CASES["nothing_rated"])
def test_nothing_rated(case: dict[str, Any]) -> None:
    found = score(pom(), AnswerSet()).area(case["area"])
    assert found.index == Fraction(case["index"])
    assert found.index_high == Fraction(case["index_high"])
    assert found.coverage == Fraction(case["coverage"])
    assert found.provisional is case["provisional"]
    assert found.assessable is case["assessable"]


@pytest.mark.parametrize("case", CASES["implied_and_unknown"])
def test_implied_and_unknown(case: dict[str, Any]) -> None:
    ratings = {practice: Rating(consensus=letter) for practice, letter in case["rated"].items()}
    found = score(pom(), AnswerSet(ratings)).area("A1")
    assert found.index == Fraction(case["index"])
    assert found.index_high == Fraction(case["index_high"])


@pytest.mark.parametrize("case", CASES["coverage"])
def test_coverage(case: dict[str, Any]) -> None:
    ratings = {
        p.id: Rating(consensus=case["all"])
        for p in pom().practices_of["A8"]
        if p.level in case["rated_levels"]
    }
    found = score(pom(), AnswerSet(ratings)).area("A8")
    counted = [cell for cell in found.cells if cell.level in case["counted_levels"]]
    assert found.level == case["level"]
    assert found.counted == sum(cell.applicable for cell in counted)
    assert found.coverage == Fraction(case["coverage"])


@pytest.mark.parametrize("case", CASES["cap_without_evidence"])
def test_cap_without_evidence(case: dict[str, Any]) -> None:
    rating = Rating(consensus=case["rating"], evidence=(Evidence(case["evidence"]),))
    values = practice_values(pom(), {"L5-A9-P4": rating}, Options(cap_without_evidence=True))
    assert values["L5-A9-P4"].low == Fraction(case["value"])


@pytest.mark.parametrize("case", CASES["peer_comparison"])
def test_peer_comparison(case: dict[str, Any]) -> None:
    own, peers = Fraction(str(case["client"])), [Fraction(str(value)) for value in case["peers"]]
    found = peers_of(own, peers)
    median = f" the peer median {fixed(found.median, 1)}" if found.median is not None else ""
    assert found.position + median == case["shown"]
    assert found.rank is None
    if "percentile_rank" in case:
        assert fixed(percentile_rank(own, peers), 1) == case["percentile_rank"]


def test_every_vector_is_used() -> None:
    used = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [key for key in CASES if f'CASES["{key}"]' not in used and f'VECTORS["{key}"]' not in used] == []
