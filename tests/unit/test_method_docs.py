"""The manual's tables on ratings, scores and agreement, worked out again; and its sections and links."""

import re
from collections.abc import Callable, Iterable
from fractions import Fraction
from pathlib import Path

import pytest

from assessment.domain import methods, priority
from assessment.domain.agreement import agreement, agreement_band
from assessment.domain.answers import AnswerSet, AreaAnswer, Evidence, Options, Rating, Vote
from assessment.domain.cells import score_cell
from assessment.domain.confidence import confidence
from assessment.domain.framework import Cell, Practice, Scoring
from assessment.domain.methods import METHODS, Step
from assessment.domain.rankings import kendall_w
from assessment.domain.scoring import AreaScore, overall, score
from assessment.domain.values import (
    BAND_EDGES,
    NA_VALUE,
    RATED,
    UNKNOWN_VALUE,
    PracticeValue,
    band,
    group_value,
    mean_of_votes,
    practice_values,
)
from tests.factories.manual import (
    MARK,
    METHOD,
    PLAN_TABLES,
    ROOT,
    SCORE_TABLES,
    Row,
    agrees,
    each_row,
    fractions,
    groups,
    label,
    numbers,
    table_after,
)
from tests.factories.small_frameworks import SCALE, pom

HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SECTION = re.compile(r'docs/method\.md,\s+"([^"]+)"|section "([^"]+)" of docs/method\.md')
WORTH = {step.id: step.value for step in SCALE}
SCORING = Scoring()


def votes_of(written: str, group: str = "") -> tuple[Vote, ...]:
    return tuple(Vote("" if answer == "blank" else answer, group) for answer in written.split())


def value_of(written: str) -> PracticeValue:
    if written in ("NA", "unknown"):
        return NA_VALUE if written == "NA" else UNKNOWN_VALUE
    return PracticeValue(RATED, Fraction(written), Fraction(written), Fraction(written))


def step_of(level: int, written: str) -> Step:
    """One cell with the practices that are written, as the methods see it."""
    values = [value_of(part.strip()) for part in written.split(",")]
    practices = tuple(Practice(f"P{n}", "A1", level, {}) for n in range(len(values)))
    by_id = {practice.id: value for practice, value in zip(practices, values, strict=True)}
    cell = score_cell(Cell(level, practices), by_id, SCORING)
    return Step(level, 1, cell.coverage, cell.least)


def steps_of(row: Row) -> list[Step]:
    return [step_of(level, row[f"L{level}"]) for level in range(1, 6)]


def check_scale(row: Row) -> None:
    step = next(step for step in pom().scale if step.id == row["Answer"])
    assert (step.name["en"], step.value) == (row["Name"], Fraction(row["Value"]))
    edges = {letter: edge for edge, letter in BAND_EDGES}
    low, high = groups(r"(?:over ([\d.]+))?(?:, )?(?:up to ([\d.]+))?", row["Band of a mean"])
    if low is not None:
        assert edges[row["Answer"]] == Fraction(low)
    if high is not None:
        assert band(Fraction(high)) == row["Answer"]
        assert band(Fraction(high) + Fraction(1, 1000)) != row["Answer"]


def check_group_value(row: Row) -> None:
    rating = Rating(consensus=row["Consensus"] or None, votes=votes_of(row["Votes"]))
    found = group_value(rating, WORTH)
    assert found.valid == int(row["Votes that count"])
    states = {"does not apply": "na", "unknown": "unknown"}
    if row["Value"] in states:
        assert (found.state, found.value, row["Band"]) == (states[row["Value"]], None, "")
        return
    assert found.value is not None
    assert agrees(row["Value"], found.value)
    assert band(found.value) == row["Band"]
    assert bool(found.flags) == bool(row["Mark"])


def check_balance(row: Row) -> None:
    votes = [*votes_of(row["Service desk"], "desk"), *votes_of(row["Customers"], "customer")]
    assert agrees(row["Mean of the people"], mean_of_votes(votes, WORTH))
    assert agrees(row["Mean of the roles"], mean_of_votes(votes, WORTH, balance_by_role=True))


def check_cap(row: Row) -> None:
    rating = Rating(consensus=row["Answer"], evidence=(Evidence(row["Evidence"]),))
    values = practice_values(pom(), {"L5-A9-P4": rating}, Options(cap_without_evidence=True))
    assert agrees(row["Value"], values["L5-A9-P4"].low)


def ratings_in_a1(written: str) -> dict[str, Rating]:
    named = dict(re.findall(r"(L\d-A\d-P\d) ([NPLF])", written))
    if "all others N" in written:
        named = {practice.id: named.get(practice.id, "N") for practice in pom().practices_of["A1"]}
    return {key: Rating(consensus=answer) for key, answer in named.items()}


def check_unknown(row: Row) -> None:
    options = Options(use_implied=row["Implied"] == "on")
    ratings = ratings_in_a1(row["Answered in A1"])
    assert bool(ratings) == (row["Answered in A1"] != "nothing")
    found = score(pom(), AnswerSet(ratings, options=options)).area("A1")
    assert agrees(row["Index"], found.index)
    assert agrees(row["Highest still possible"], found.index_high)


def check_cells(row: Row) -> None:
    values = [value_of(part.strip()) for part in row["Values of the practices"].split(",")]
    practices = tuple(Practice(f"P{n}", "A1", 1, {}) for n in range(len(values)))
    by_id = {practice.id: value for practice, value in zip(practices, values, strict=True)}
    found = score_cell(Cell(1, practices), by_id, SCORING)
    if row["Coverage"] == "none, achieved":
        assert (found.coverage, found.coverage_high, found.achieved) == (None, None, True)
        return
    assert agrees(row["Coverage"], found.coverage)
    assert agrees(row["With unknown as 1"], found.coverage_high)
    assert found.coverage is not None
    assert band(found.coverage) == row["Band"]
    assert found.achieved == (row["Band"] == "F")


def check_assessable(row: Row) -> None:
    answers = [
        answer
        for count, answer in re.findall(r"(\d+) (NA|F)", row["Answered in A3"])
        for _ in range(int(count))
    ]
    practices = pom().practices_of["A3"]
    ratings = {p.id: Rating(consensus=answer) for p, answer in zip(practices, answers, strict=True)}
    found = score(pom(), AnswerSet(ratings)).area("A3")
    assert found.assessable == (row["Assessable"] == "yes")
    assert (found.index is not None) == found.assessable


def check_coverage(row: Row) -> None:
    first, last, answer = groups(r"levels (\d) to (\d) ([NPLF])", row["Answered in A8, all alike"])
    ratings = {
        practice.id: Rating(consensus=answer)
        for practice in pom().practices_of["A8"]
        if int(first or 0) <= practice.level <= int(last or 0)
    }
    found = score(pom(), AnswerSet(ratings)).area("A8")
    levels = numbers(row["Levels that are counted"])
    counted = [cell for cell in found.cells if levels[0] <= cell.level <= levels[-1]]
    assert found.level == int(row["Level"])
    assert found.counted == sum(cell.applicable for cell in counted)
    assert agrees(row["Coverage"], found.coverage)


def check_framework(row: Row) -> None:
    letters = {level: letter for letter in "FPN" for level in numbers(row[letter])}
    assert set(letters) == set(pom().level_numbers)
    ratings = {p.id: Rating(consensus=letters[p.level]) for p in pom().practices.values()}
    card = score(pom(), AnswerSet(ratings, options=Options(use_implied=row["Implied"] == "on")))
    assert all(agrees(row[area.area], area.index) for area in card.areas)
    assert agrees(row["Mean"], card.mean_index)


def check_survey(row: Row) -> None:
    answer = AreaAnswer(
        placing_votes=tuple(fractions(row["Placings"])),
        target_votes=tuple(fractions(row["Targets"])),
        importance_votes=tuple(fractions(row["Importance"])),
    )
    card = score(pom(), AnswerSet(areas={"A1": answer}))
    found = card.area("A1")
    assert card.method == methods.ITCMF_SURVEY
    assert found.gap is not None
    assert found.importance is not None
    assert agrees(row["Index"], found.index)
    assert agrees(row["Target"], found.target)
    assert agrees(row["Gap"], found.gap)
    assert agrees(row["Gap × importance"], priority.gap_x_importance(found.gap, found.importance))


def area_score(area: str, written: str) -> AreaScore:
    index = None if written == "NA" else Fraction(written)
    none: tuple[int, ...] = ()
    return AreaScore(
        area,
        index is not None,
        index,
        index,
        None,
        valued=1,
        counted=1,
        rated=1,
        ahead_of_gate=none,
        cells=(),
    )


def check_overall(row: Row) -> None:
    scored = [area_score(area, row[area]) for area in pom().area_by_id]
    card = overall(pom(), scored, methods.GATED_COVERAGE, methods.GATED_COVERAGE)
    assert agrees(row["Mean"], card.mean_index)
    assert card.weakest is not None
    assert card.weakest.area == row["Weakest"]


def check_methods(row: Row) -> None:
    steps = steps_of(row)
    for key, method in METHODS.items():
        assert agrees(row[key], method(steps, 0, SCORING)), key
    assert int(METHODS[methods.GATED_COVERAGE](steps, 0, SCORING)) == int(row["Level"])
    assert list(methods.ahead_of_gate(steps, SCORING)) == numbers(row["Ahead"])
    assert methods.samm_reachable(steps, 0) == int(row["Reachable"])


def check_strict_gate(row: Row) -> None:
    assert METHODS[methods.C2M2_GATE](steps_of(row), 0, SCORING) == int(row["c2m2_gate"])


def check_agreement(row: Row) -> None:
    found = agreement(fractions(row["Votes"]), scale_points=len(SCALE))
    assert agrees(row["Mean"], found.mean)
    assert agrees(row["sd"], found.sd)
    assert agrees(row["Range"], found.range)
    assert agrees(row["r_wg"], found.r_wg)
    assert agrees(row["Consensus index"], found.consensus_index)
    assert found.discuss == (row["Discuss"] == "yes")


def check_words(row: Row) -> None:
    edge = Fraction(row["r_wg from"].removeprefix("over "))
    just_over = Fraction(1, 1000)
    lowest, below = (edge + just_over, edge) if "over" in row["r_wg from"] else (edge, edge - just_over)
    assert agreement_band(lowest) == row["Word"]
    assert row["Word"] == "none" or agreement_band(below) != row["Word"]


def check_confidence(row: Row) -> None:
    with_evidence, rated = numbers(row["With evidence"])
    within = [] if row["Median r_wg"] == "none" else [Fraction(row["Median r_wg"])]
    found = confidence(Fraction(row["Coverage"]), int(row["Voters"]), within, with_evidence, rated)
    assert found.level == row["Confidence"]


def check_rankings(row: Row) -> None:
    rankings = [fractions(ranking) for ranking in row["Rankings"].split(";")]
    assert agrees(row["W"], kendall_w(rankings))


CHECKS: dict[str, Callable[[Row], None]] = {
    "scale": check_scale,
    "group value": check_group_value,
    "balance": check_balance,
    "cap": check_cap,
    "unknown": check_unknown,
    "cells": check_cells,
    "assessable": check_assessable,
    "coverage": check_coverage,
    "framework": check_framework,
    "survey": check_survey,
    "overall": check_overall,
    "methods": check_methods,
    "strict gate": check_strict_gate,
    "agreement": check_agreement,
    "words": check_words,
    "confidence": check_confidence,
    "rankings": check_rankings,
}


@pytest.mark.parametrize(("name", "row"), each_row(SCORE_TABLES), ids=label)
def test_every_marked_row_is_what_the_program_works_out(name: str, row: Row) -> None:
    CHECKS[name](dict(row))


def test_every_mark_has_a_check_and_rows() -> None:
    assert set(SCORE_TABLES) == set(CHECKS)
    assert all(SCORE_TABLES.values())
    assert len(MARK.findall(METHOD)) == len(SCORE_TABLES) + len(PLAN_TABLES)


@pytest.mark.parametrize(
    ("written", "value", "same"),
    [
        ("5/6 (0.833)", Fraction(5, 6), True),
        ("5/6 (0.83)", Fraction(5, 6), True),
        ("5/6 (0.834)", Fraction(5, 6), False),
        ("3", Fraction(301, 100), False),
        ("2.4", Fraction(239, 100), True),
        ("0", None, False),
    ],
)
def test_the_comparison_can_fail(written: str, value: Fraction | None, same: bool) -> None:
    assert agrees(written, value) is same


def test_the_counts_in_the_text() -> None:
    practices = pom().practices.values()
    implied = sum(bool(practice.implied_by) for practice in practices)
    assert f"{implied} of the {len(practices)} practices have such a link" in " ".join(METHOD.split())
    assert "one practice that repeats two others" in METHOD
    assert sum(not practice.weight for practice in practices) == 1


def test_the_examples_in_the_text_of_scoring() -> None:
    runs = re.findall(r"((?:[\d/]+, ){4}\d) gives (?:[\d/]+ \+ [\d/]+ = )?([\d.]+\d)", METHOD)
    assert len(runs) == 3
    for cells, index in runs:
        steps = [step_of(level, cell) for level, cell in enumerate(cells.split(", "), start=1)]
        assert agrees(index, METHODS[methods.GATED_COVERAGE](steps, 0, SCORING))


def test_the_parameters_are_the_programs() -> None:
    section = METHOD.split("## Parameters")[1]
    rows = {row["Parameter"].strip("`"): row["Default"] for row in table_after(section.split("\n\n", 2)[2])}
    defaults = {name: getattr(SCORING, name) for name in SCORING.__dataclass_fields__}
    assert set(rows) == set(defaults)
    for name, written in rows.items():
        default = defaults[name]
        if isinstance(default, bool):
            assert written == str(default).lower()
        elif isinstance(default, str):
            assert written == f"`{default}`"
        else:
            assert Fraction(written) == default


def source_files() -> Iterable[Path]:
    return sorted((ROOT / "assessment").rglob("*.py"))


def test_every_section_that_the_code_names_is_a_heading() -> None:
    headings = set(HEADING.findall(METHOD))
    named = {
        (path.relative_to(ROOT).as_posix(), found[1] or found[2])
        for path in source_files()
        for found in SECTION.finditer(path.read_text(encoding="utf-8"))
    }
    assert len(named) > 10
    assert [name for name in sorted(named) if name[1] not in headings] == []


def test_every_mention_of_the_manual_names_a_section() -> None:
    vague = [
        path.relative_to(ROOT).as_posix()
        for path in source_files()
        if (text := path.read_text(encoding="utf-8")).count("docs/method.md") != len(SECTION.findall(text))
    ]
    assert vague == []


def test_links_within_the_manual_lead_somewhere() -> None:
    anchors = {heading.lower().replace(" ", "-") for heading in HEADING.findall(METHOD)}
    for target in re.findall(r"\]\(([^)]+)\)", METHOD):
        if target.startswith("#"):
            assert target[1:] in anchors, target
        else:
            assert (ROOT / "docs" / target).is_file(), target


def test_every_method_of_the_program_is_explained() -> None:
    table = METHOD.split("\n## Methods")[1]
    assert all(f"| `{key}` |" in table for key in methods.METHOD_KEYS)
