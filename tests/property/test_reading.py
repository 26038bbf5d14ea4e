"""Whatever a file holds, reading it ends in a result or in faults; what is written reads back the same."""

import json
from contextlib import suppress
from datetime import date
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.answers import (
    EVIDENCE_KINDS,
    OUTCOME_ANSWERS,
    AnswerSet,
    AreaAnswer,
    Evidence,
    EvidenceFile,
    Options,
    OutcomeAnswer,
    Rating,
    Reading,
    Vote,
)
from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.errors import FileProblems
from assessment.files.assessment_dump import dump_assessment_file
from assessment.files.assessment_file import AssessmentFile, load_assessment_file
from assessment.files.framework_file import load_framework
from assessment.files.framework_schema import METHODS
from assessment.files.reading import has_no_text
from tests.factories.frameworks import framework_data, small_framework

SMALL = small_framework(levels=(1, 2, 3, 4, 5))
NAMES = st.sampled_from(["f.yaml", "f.json", "f"])
MARKS = "".join(chr(code) for code in range(32, 127)) + "\n\t\r\x85\u2028\ufeffé\N{GRINNING FACE}"

plain_values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
values = st.recursive(
    plain_values,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def read_both(source: str | bytes, name: str) -> None:
    """Read `source` as either kind of file; anything but faults goes through to the test."""
    with suppress(FileProblems):
        load_framework(source, name)
    with suppress(FileProblems):
        load_assessment_file(source, SMALL, name)


@given(st.binary(max_size=200), NAMES)
def test_any_bytes_end_in_faults(content: bytes, name: str) -> None:
    read_both(content, name)


@given(st.text(max_size=200) | st.text(alphabet="{}[]:,-?!&*#|>'\"% \n\tab<1.", max_size=80), NAMES)
def test_any_text_ends_in_faults(text: str, name: str) -> None:
    read_both(text, name)


@given(values, NAMES)
def test_any_data_ends_in_faults(data: Any, name: str) -> None:
    read_both(json.dumps(data), name)


@st.composite
def spoilt(draw: st.DrawFn) -> Any:
    """A sound framework in which the value at one place is any value."""
    data: Any = framework_data(levels=(1, 2), areas=1)
    inner = data
    while True:
        key = draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or not inner[key] or draw(st.integers(0, 3)) == 0:
            inner[key] = draw(values)
            return data
        inner = inner[key]


@given(spoilt())
def test_a_framework_with_any_value_anywhere_ends_in_a_framework_or_in_faults(data: Any) -> None:
    with suppress(FileProblems):
        assert load_framework(json.dumps(data), "f.json").practices is not None


texts = st.text(MARKS, max_size=30) | st.sampled_from(
    ["No", "null", "3.10", "1e5", "2026-11-22", "<<", "=", "~", "- a: b"]
)
texts = texts.filter(lambda text: not has_no_text(text))
numbers = st.fractions(max_denominator=10**6).filter(lambda number: abs(number) < 10**9)
halves = st.integers(2, 10).map(lambda n: Fraction(n, 2))
importances = st.fractions(1, 5, max_denominator=100)
practice_ids = st.sampled_from(list(SMALL.practices))
answers = st.sampled_from(["N", "P", "L", "F", "DK"])
ranks = st.dictionaries(practice_ids, st.integers(1, 5), max_size=3)
days = st.fractions(Fraction(1, 2), 100, max_denominator=8)


def some(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A short tuple."""
    return st.lists(items, max_size=3).map(tuple)


names = st.sampled_from(["a.pdf", "No.csv", "3.10.txt"])
files = st.builds(EvidenceFile, names, st.just("0" * 64), st.integers(0, 4_000_000))
readings_named = st.sampled_from([("", ""), ("M01", "2026-10"), ("X02", "2026-Q4")])
evidence = st.builds(
    lambda kind, note, link, day, file, reading: Evidence(kind, note, link, day, file, *reading),
    st.sampled_from(EVIDENCE_KINDS),
    texts,
    texts,
    st.none() | st.dates(),
    st.none() | files,
    readings_named,
)
ratings = st.builds(
    Rating,
    consensus=st.none() | answers,
    votes=some(st.builds(Vote, answers | st.sampled_from(["NA", ""]), texts)),
    note=texts,
    reason=texts,
    evidence=some(evidence),
    agreed=st.booleans(),
    bulk=st.booleans(),
)
areas = st.builds(
    AreaAnswer,
    placing=st.none() | halves,
    placing_votes=some(halves),
    target=st.none() | halves,
    target_votes=some(halves),
    importance=st.none() | importances,
    importance_votes=some(importances),
    note=texts,
)
costs = st.just(Cost("none")) | st.builds(
    Cost, st.just("costed"), numbers.map(abs), st.sampled_from(["EUR", "CHF"])
)
plans = st.builds(
    PlanEdits,
    impact=ranks,
    urgency=ranks,
    effort=ranks,
    cost=st.dictionaries(practice_ids, costs, max_size=2),
    prerequisites=st.just({}) | st.just({"L3-A1-P1": ("L2-A2-P1", "L1-A1-P1")}),
    pins=st.dictionaries(practice_ids, st.builds(Pin, st.integers(1, 9), texts), max_size=2),
    capacity_days=st.none() | st.lists(days, min_size=1, max_size=4).map(tuple),
    same_wave_start=st.booleans(),
)
answer_sets = st.builds(
    AnswerSet,
    ratings=st.dictionaries(practice_ids, ratings, max_size=3),
    areas=st.dictionaries(st.sampled_from(list(SMALL.area_by_id)), areas, max_size=2),
    outcomes=st.dictionaries(
        st.sampled_from(list(SMALL.outcomes)),
        st.builds(OutcomeAnswer, st.sampled_from(OUTCOME_ANSWERS), texts),
        max_size=2,
    ),
    method=st.none() | st.sampled_from(METHODS),
    options=st.builds(
        Options, st.none() | st.booleans(), st.booleans(), st.booleans(), st.none() | st.integers(0, 5)
    ),
)
readings = st.builds(
    Reading,
    st.sampled_from(["M01", "X03"]),
    st.sampled_from(["2026", "2026-Q3", "2026-10", "2026-10-05"]),
    st.none() | numbers,
    st.none() | numbers,
    st.none() | numbers,
    texts,
    texts,
)
files = st.builds(
    AssessmentFile,
    framework_id=st.just(SMALL.id),
    framework_version=st.just(SMALL.version),
    client=texts.filter(str.strip),
    sector=texts,
    title=texts,
    date=st.none() | st.dates(min_value=date(1900, 1, 1)),
    answers=answer_sets,
    plan=plans,
    readings=some(readings),
)


@given(files)
def test_an_assessment_that_is_written_is_read_back_the_same(made: AssessmentFile) -> None:
    assert load_assessment_file(dump_assessment_file(made), SMALL, "a.yaml") == made
