"""Assessment files: all that the format can say, and every fault with its place and what would be right."""

import json
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
import yaml

from assessment.domain.answers import Evidence, Options, OutcomeAnswer, Rating, Reading, Vote
from assessment.domain.edits import Cost, Pin
from assessment.errors import FileProblems
from assessment.files.assessment_dump import dump_assessment_file
from assessment.files.assessment_file import AssessmentFile, framework_of, load_assessment_file
from tests.factories.frameworks import small_framework, with_change

EXAMPLE = """\
format: gradino-assessment/1
framework: {id: pom}
client: {name: Corvo Logistics, sector: transport}
title: November 2026
date: 2026-11-22
method: gated_coverage
options: {use_implied: true, balance_by_role: false, cap_without_evidence: false, floor_level: 0}
ratings:
  L1-A1-P1: {consensus: F, note: "One number since 2024", evidence: [{kind: observed, note: "", link: ""}]}
  L2-A1-P1: {votes: [L, F, {vote: P, group: desk}, DK, ""]}
  L3-A1-P1: {consensus: NA, reason: "No phone channel is offered"}
areas:
  A1: {placing: 2.5, placing_votes: [2, 3], target: 3, importance: 4.25}
outcomes: {L1-A1-O1: {seen: partly, note: ""}}
plan:
  impact: {L3-A7-P1: 4}
  urgency: {L3-A7-P1: 5}
  effort: {L3-A7-P1: 3}
  cost: {L3-A7-P1: {kind: costed, amount: 4500, currency: EUR}, L3-A4-P1: {kind: none}}
  prerequisites: {L3-A7-P1: [L3-A4-P1]}
  pins: {L3-A4-P1: {wave: 1, reason: "Budget ends in March"}}
  waves: {capacity_days: [20, 20, 12.5], same_wave_start: false}
metrics:
  - {metric: X02, period: 2026-10, value: 51.3783, numerator: 12003, denominator: 23362, source: export}
  - {metric: M01, period: 2026, value: null}
"""
DATA: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(EXAMPLE), default=str))
RATING = ("ratings", "L1-A1-P1")
FORMAT_LINES = "format: gradino-assessment/1\nframework: {id: pom}\n"


def faults_of(text: str, name: str = "a.yaml") -> list[str]:
    """Every fault as printed."""
    with pytest.raises(FileProblems) as caught:
        load_assessment_file(text, name=name)
    return [str(problem) for problem in caught.value.problems]


def test_everything_that_the_format_names_is_read_exactly() -> None:
    made = load_assessment_file(EXAMPLE, name="a.yaml")
    ratings, area = made.answers.ratings, made.answers.areas["A1"]
    assert (made.client, made.sector, made.title) == ("Corvo Logistics", "transport", "November 2026")
    assert made.date == date(2026, 11, 22)
    assert (made.framework_id, made.framework_version) == ("pom", framework_of(made).version)
    assert ratings["L1-A1-P1"] == Rating("F", note="One number since 2024", evidence=(Evidence("observed"),))
    assert ratings["L2-A1-P1"].votes == (Vote("L"), Vote("F"), Vote("P", "desk"), Vote("DK"), Vote(""))
    assert ratings["L3-A1-P1"] == Rating("NA", reason="No phone channel is offered")
    assert (area.placing, area.target, area.importance) == (Fraction(5, 2), Fraction(3), Fraction(17, 4))
    assert area.placing_votes == (Fraction(2), Fraction(3))
    assert made.answers.outcomes == {"L1-A1-O1": OutcomeAnswer("partly")}
    assert made.answers.method == "gated_coverage"
    assert made.answers.options == Options(use_implied=True, floor_level=0)
    assert made.plan.cost == {"L3-A7-P1": Cost("costed", Fraction(4500), "EUR"), "L3-A4-P1": Cost("none")}
    assert made.plan.pins == {"L3-A4-P1": Pin(1, "Budget ends in March")}
    assert made.plan.prerequisites == {"L3-A7-P1": ("L3-A4-P1",)}
    assert made.plan.capacity_days == (Fraction(20), Fraction(20), Fraction(25, 2))
    assert (made.plan.impact, made.plan.effort) == ({"L3-A7-P1": 4}, {"L3-A7-P1": 3})
    ticket_reading = Reading(
        "X02", "2026-10", Fraction(513783, 10000), Fraction(12003), Fraction(23362), "export"
    )
    assert made.readings == (ticket_reading, Reading("M01", "2026", None))


def test_json_says_the_same_as_yaml() -> None:
    assert load_assessment_file(json.dumps(DATA), name="a.json") == load_assessment_file(EXAMPLE)


def test_the_shortest_file_says_nothing_yet() -> None:
    made = load_assessment_file(FORMAT_LINES)
    assert made == AssessmentFile("pom", framework_of(made).version)


def test_writing_and_reading_again_gives_the_same() -> None:
    made = load_assessment_file(EXAMPLE)
    assert load_assessment_file(dump_assessment_file(made)) == made


def test_a_framework_file_of_its_own_is_used_and_must_be_the_one_named() -> None:
    text = FORMAT_LINES.replace("pom", "small") + "ratings: {L1-A1-P1: {consensus: F}}\n"
    small = small_framework()
    assert load_assessment_file(text, small).framework_id == "small"
    with pytest.raises(FileProblems, match='the framework given is "small", the file is for "pom"'):
        load_assessment_file(FORMAT_LINES, small)
    with pytest.raises(FileProblems, match=r'version "1.0", the file names "2.0"'):
        load_assessment_file(text.replace("{id: small}", '{id: small, version: "2.0"}'), small)


FAULTS: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("format",), "gradino-framework/1", 'format: this program reads "gradino-assessment/1" here'),
    (("framework",), ..., 'framework: key "framework" is missing'),
    (("framework", "id"), "pon", "framework.id: There is no framework 'pon'; there are: pom"),
    (("framework", "version"), "7", "framework.version: There is no version 7 of the framework pom"),
    (("framework", "version"), 1.0, "framework.version: a text is expected, bare"),
    (("client", "name"), ..., 'client.name: key "name" is missing'),
    (("title",), 2026, "title: a text is expected, bare 2026 is read as a number"),
    (("date",), "22.11.2026", "date: a day as YYYY-MM-DD is expected"),
    (("date",), "2026-02-30", "date: 2026-02-30 is not in the calendar"),
    (("method",), "gated", 'method: "gated" is not known here; choose from gated_coverage'),
    (("options", "floor_level"), 9, "options.floor_level: a whole number from 0 to 5 is expected, not 9"),
    (("options", "use_implide"), True, 'options.use_implide: key "use_implide" is not known'),
    (("ratings", "L1-A1-P9"), {}, 'ratings.L1-A1-P9: the framework has no practice "L1-A1-P9"; did you mean'),
    (RATING, "F", "ratings.L1-A1-P1: a map of keys is expected here, not a text"),
    ((*RATING, "consensus"), "X", 'consensus: "X" is not known here; choose from N, P, L, F, NA, DK'),
    ((*RATING, "consensus"), False, 'bare false is read as true or false; put it in quotes: "false"'),
    ((*RATING, "consensus"), "NA", "ratings.L1-A1-P1.consensus: NA needs a reason"),
    ((*RATING, "votes"), ["L", "Q"], 'ratings.L1-A1-P1.votes[1]: "Q" is not known here'),
    ((*RATING, "votes"), [{"vote": "Q"}], 'ratings.L1-A1-P1.votes[0].vote: "Q" is not known here'),
    ((*RATING, "votes"), [{"vot": "L"}], 'ratings.L1-A1-P1.votes[0].vote: key "vote" is missing'),
    ((*RATING, "votes"), [None], "ratings.L1-A1-P1.votes[0]: a text is expected, bare null"),
    (
        (*RATING, "evidence"),
        [{"kind": "seen"}],
        'evidence[0].kind: "seen" is not known here; choose from none',
    ),
    (
        (*RATING, "evidence"),
        [{"kind": "document", "date": "22 Nov", "file": {"name": "a.exe", "hash": "1"}}],
        "evidence[0].date: a day as YYYY-MM-DD is expected",
    ),
    (
        (*RATING, "evidence"),
        [{"kind": "document", "file": {"name": "a.pdf", "hash": "1"}}],
        "evidence[0].file.hash: a hash is the SHA-256 of the file",
    ),
    (
        (*RATING, "evidence"),
        [{"kind": "document", "file": {"name": "a.exe", "hash": "0" * 64}}],
        "evidence[0].file.name: this kind of file is not kept as evidence",
    ),
    (("areas", "A10"), {}, 'areas.A10: the framework has no area "A10"; did you mean'),
    (("areas", "A1", "placing"), 0.5, "areas.A1.placing: a number from 1 to 5 is expected, not 0.5"),
    (("areas", "A1", "placing"), 2.25, "areas.A1.placing: a number in steps of 0.5 is expected, not 2.25"),
    (("areas", "A1", "placing_votes"), [2, 6], "areas.A1.placing_votes[1]: a number from 1 to 5 is expected"),
    (("areas", "A1", "target"), 5.5, "areas.A1.target: a number from 0 to 5 is expected, not 5.5"),
    (("areas", "A1", "target_votes"), [-1], "areas.A1.target_votes[0]: a number from 0 to 5 is expected"),
    (("areas", "A1", "importance"), 0, "areas.A1.importance: a number from 1 to 5 is expected, not 0"),
    (("areas", "A1", "importance_votes"), ["high"], "importance_votes[0]: a number from 1 to 5 is expected"),
    (("outcomes", "L1-A1-O7"), {}, 'the framework has no outcome "L1-A1-O7"; did you mean'),
    (
        ("outcomes", "L1-A1-O1", "seen"),
        "maybe",
        'seen: "maybe" is not known here; choose from yes, partly, no',
    ),
    (("outcomes", "L1-A1-O1", "seen"), False, "outcomes.L1-A1-O1.seen: a text is expected, bare false"),
    (
        ("plan", "impact", "L3-A7-P1"),
        6,
        "plan.impact.L3-A7-P1: a whole number from 1 to 5 is expected, not 6",
    ),
    (("plan", "urgency", "L3-A7-P1"), 0, "plan.urgency.L3-A7-P1: a whole number from 1 to 5"),
    (("plan", "effort", "L3-A7-P1"), 2.5, "plan.effort.L3-A7-P1: a whole number from 1 to 5"),
    (("plan", "effort", "nope"), 2, 'plan.effort.nope: the framework has no practice "nope"'),
    (
        ("plan", "cost", "L3-A7-P1", "kind"),
        "free",
        'kind: "free" is not known here; choose from none, costed',
    ),
    (("plan", "cost", "L3-A7-P1", "kind"), "none", "kind: kind none has no amount and no currency"),
    (("plan", "cost", "L3-A7-P1", "amount"), -1, "amount: a number of 0 or more is expected, not -1"),
    (("plan", "cost", "L3-A7-P1", "amount"), ..., 'plan.cost.L3-A7-P1.amount: key "amount" is missing'),
    (("plan", "cost", "L3-A7-P1", "currency"), "euro", 'currency: "euro" cannot be taken; write the three'),
    (("plan", "prerequisites", "L3-A7-P1"), ["L3-A4-P9"], "the framework has no practice"),
    (("plan", "prerequisites", "L3-A4-P1"), ["L3-A7-P1"], "these would wait for each other: L3-A4-P1"),
    (("plan", "pins", "L3-A4-P1", "wave"), 0, "wave: a whole number of 1 or more is expected, not 0"),
    (("plan", "waves", "capacity_days"), [20, 0], "plan.waves.capacity_days[1]: days above 0 are expected"),
    (("plan", "waves", "capacity_days"), [], "plan.waves.capacity_days: name at least one wave"),
    (("plan", "budget"), 1, 'plan.budget: key "budget" is not known; known here:'),
    (("metrics", 0, "metric"), "X99", 'metrics[0].metric: the framework has no metric "X99"'),
    (("metrics", 0, "period"), "October", "metrics[0].period: a period is expected: 2026, 2026-Q4"),
    (("metrics", 0, "period"), "2026-13", "metrics[0].period: a period is expected"),
    (("metrics", 0, "value"), "many", "metrics[0].value: a number is expected, such as 2.5"),
    (("metrics", 0, "value"), float("nan"), "metrics[0].value: a number is expected, such as 2.5"),
    (("metrics", 0, "value"), "1e999999", "metrics[0].value: a number is expected, such as 2.5"),
    (("note",), "x", 'note: key "note" is not known'),
]


@pytest.mark.parametrize(("path", "value", "expected"), FAULTS)
def test_each_kind_of_fault_is_told_with_what_would_be_right(
    path: tuple[str | int, ...], value: Any, expected: str
) -> None:
    found = faults_of(yaml.safe_dump(with_change(DATA, path, value), sort_keys=False))
    assert any(expected in line for line in found), found


def test_all_faults_are_told_at_once_with_their_places() -> None:
    text = FORMAT_LINES + "ratings:\n  L1-A1-P1: {consensus: No}\n  L9-A9-P9: {}\nareas: {A1: {target: 7}}\n"
    places = [line.split(": ")[0] for line in faults_of(text)]
    assert places == ["a.yaml:4:25", "a.yaml:5:3", "a.yaml:6:22"]


def test_a_file_that_is_no_map_is_a_fault() -> None:
    assert faults_of("[]") == ["a.yaml:1:1: file: an assessment file is a map of keys, not a list"]


@pytest.mark.parametrize("period", ["2026", "2026-Q4", "2026-10", "2026-10-05", '"2026"', '"2026-10-05"'])
def test_periods_may_stand_with_or_without_quotes(period: str) -> None:
    made = load_assessment_file(f"{FORMAT_LINES}metrics: [{{metric: M01, period: {period}, value: 1}}]\n")
    assert made.readings[0].period == period.strip('"')


def test_a_third_is_kept_exactly() -> None:
    made = load_assessment_file(FORMAT_LINES + "metrics: [{metric: M01, period: 2026, value: 1/3}]\n")
    assert made.readings[0].value == Fraction(1, 3)
    assert load_assessment_file(dump_assessment_file(made)) == made
