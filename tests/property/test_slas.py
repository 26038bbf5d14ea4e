"""What has to hold of agreements whatever they say: stages, signatures, SMART, versions, formulas."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.durations import read_duration
from assessment.domain.sla_checks import CheckFacts, check_points, completeness, open_points
from assessment.domain.sla_content import (
    POINTS,
    TARGET_KINDS,
    SlaContent,
    Target,
    content_data,
    content_of,
    hash_of,
)
from assessment.domain.sla_diff import diff
from assessment.domain.sla_findings import CANNOT_TELL, FAIL, PASS, WARN
from assessment.domain.sla_formula import FormulaError, read_formula
from assessment.domain.sla_smart import FEWEST_PERIODS, SmartFacts, smart
from assessment.domain.sla_stages import ENDED, FREEZE, NEEDS_REASON, STAGES, STEPS, TABLE, next_stage
from assessment.domain.slas import Signature, SlaVersion, Standing, last_day_before, signed_sides, version_of
from assessment.errors import NotAllowed

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, tzinfo=UTC)
# A whole agreement takes long to make up.
FEW = settings(max_examples=25)
texts = st.text(max_size=12)
numbers = st.none() | st.fractions(0, 100, max_denominator=100)
days = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
targets = st.builds(
    Target,
    key=st.sampled_from(("a", "b", "c")),
    kind=st.sampled_from(TARGET_KINDS),
    name=texts,
    classes=st.lists(st.sampled_from(("P1", "P2", "Urgent")), max_size=2).map(tuple),
    operator=st.sampled_from((">=", "<=")),
    value=numbers,
    unit=st.sampled_from(("percent", "count", "")),
    limit_minutes=numbers,
    limit_text=texts,
    unacceptable=numbers,
    period=st.sampled_from(("month", "quarter", "year")),
    calendar_id=st.sampled_from(("", "always", "office")),
    source=texts,
    baseline=numbers,
    baseline_from=st.sampled_from(("", "2026-01", "2026-09")),
    baseline_to=st.sampled_from(("", "2026-03", "2026-10")),
    review_on=days,
)
contents = st.builds(
    SlaContent,
    prose=st.dictionaries(st.sampled_from(POINTS), texts, max_size=3),
    functions=st.lists(texts, max_size=2).map(tuple),
    scale=texts,
    targets=st.lists(targets, max_size=4, unique_by=lambda one: one.key).map(tuple),
    price=numbers,
    formula=texts,
    hours_calendar_id=st.sampled_from(("", "always", "gone")),
    recovery_time_minutes=numbers,
    valid_from=days,
    waivers=st.dictionaries(st.sampled_from(POINTS), texts.filter(bool), max_size=3),
)
months = st.lists(
    st.tuples(st.sampled_from([f"2026-{month:02d}" for month in range(1, 11)]), st.fractions(0, 100)),
    max_size=14,
)


@given(targets, months)
def test_realistic_never_passes_without_a_baseline(
    target: Target, values: Sequence[tuple[str, Fraction]]
) -> None:
    found = smart(replace(target, baseline=None), SmartFacts(values=values)).realistic
    if len(values) < FEWEST_PERIODS or target.value is None:
        assert found.state in (CANNOT_TELL, FAIL)
    assert found.state in (PASS, WARN, FAIL, CANNOT_TELL)


@given(targets, months, st.sampled_from(("en", "it", "de")))
def test_every_finding_is_a_sentence(
    target: Target, values: Sequence[tuple[str, Fraction]], language: str
) -> None:
    for letter, found in smart(target, SmartFacts(values=values, cases=Fraction(3))).letters:
        sentence = found.sentence(language)
        assert sentence
        assert "{" not in sentence.replace(target.name, "").replace(target.source, "") or letter == "S"


@FEW
@given(contents, contents)
def test_any_edit_after_signing_clears_what_was_agreed(content: SlaContent, other: SlaContent) -> None:
    signatures = [
        Signature(str(number), hash_of(content), side, "A", "B", NOW)
        for number, side in enumerate(("provider", "customer"))
    ]
    target = Target("x", "response", "X")

    def agreed(now: SlaContent) -> str:
        return smart(target, SmartFacts(signed=signed_sides(signatures, hash_of(now)))).agreed.state

    assert agreed(content) == PASS
    assert (agreed(other) == PASS) == (content_data(other) == content_data(content))
    voided = [replace(one, voided_at=NOW) for one in signatures]
    assert signed_sides(voided, hash_of(content)) == frozenset()


@FEW
@given(contents)
def test_a_content_comes_back_as_it_was(content: SlaContent) -> None:
    assert content_of(content_data(content)) == content
    assert diff(content, content) == ()


@FEW
@given(contents, contents)
def test_two_contents_differ_exactly_when_something_changed(old: SlaContent, new: SlaContent) -> None:
    same = content_data(old) == content_data(new)
    # A text that differs only in how its lines end, or an empty one, says the same.
    if not same and not diff(old, new):
        assert {key: text for key, text in old.prose.items() if text} == {
            key: text for key, text in new.prose.items() if text
        }
    assert not (same and diff(old, new))


@FEW
@given(contents)
def test_points_add_up(content: SlaContent) -> None:
    checks = check_points(content, CheckFacts(TODAY))
    assert [one.point for one in checks] == list(POINTS)
    assert completeness(content) == sum(one.filled for one in checks)
    assert set(open_points(content)) == {one.point for one in checks if not one.settled}
    for one in checks:
        assert all(finding.sentence() for finding in one.findings)


standings = st.builds(
    Standing,
    stage=st.just("negotiation"),
    has_service=st.booleans(),
    both_sides=st.booleans(),
    open_targets=st.sampled_from(((), ("P1 (M)",))),
    open_points=st.sampled_from(((), ("security",))),
    has_supplier=st.booleans(),
    supports_named=st.booleans(),
    signed=st.frozensets(st.sampled_from(("provider", "customer"))),
    in_force=st.booleans(),
    valid_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    held_from=st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    waiting_for=st.none() | st.just(date(2027, 1, 1)),
)
walks = st.lists(st.tuples(st.sampled_from(STEPS), standings, st.sampled_from(("", "Because"))), max_size=40)


@given(walks)
def test_a_walk_never_leaves_the_table(walk: Sequence[tuple[str, Standing, str]]) -> None:
    stage = STAGES[0]
    history = [stage]
    for step, standing, reason in walk:
        now = replace(standing, stage=stage)
        try:
            following = next_stage(now, step, TODAY, reason)
        except NotAllowed:
            continue
        assert TABLE[stage, step] == following
        assert step not in NEEDS_REASON or reason
        if step == FREEZE:
            assert now.signed == {"provider", "customer"}
            assert not now.open_points
            assert not now.open_targets
            assert now.valid_from is not None
        stage = following
        history.append(stage)
    assert all(one in (*STAGES, ENDED) for one in history)
    assert ENDED not in history[:-1]


@given(st.lists(st.integers(1, 400), min_size=1, max_size=8), st.integers(0, 3000))
def test_versions_one_after_the_other_never_overlap(gaps: Sequence[int], later: int) -> None:
    begin = date(2020, 1, 1)
    versions: list[SlaVersion] = []
    for number, gap in enumerate(gaps, 1):
        begin += timedelta(days=gap)
        content = SlaContent(valid_from=begin)
        versions = [replace(one, valid_to=last_day_before(content, TODAY, one.valid_to)) for one in versions]
        versions.append(SlaVersion(number, content, "", begin, None, NOW, ""))
    day = date(2020, 1, 1) + timedelta(days=later)
    holding = [one.number for one in versions if one.holds_on(day)]
    assert len(holding) <= 1
    found = version_of(versions, day)
    assert (found.number if found else None) == (holding[0] if holding else None)
    assert (found is None) == (day < versions[0].valid_from)


@given(st.text("0123456789+-*/(). ,abminx_", max_size=40))
def test_a_formula_is_read_or_refused_in_words(text: str) -> None:
    try:
        formula = read_formula(text)
        formula.value(dict.fromkeys(formula.names, Fraction(2)))
    except FormulaError as error:
        sentence = str(error)
    else:
        sentence = "Read."
    assert sentence.endswith(".")


@given(st.integers(-9, 9), st.integers(-9, 9), st.integers(1, 9))
def test_a_formula_gives_what_arithmetic_gives(a: int, b: int, c: int) -> None:
    values = {"a": Fraction(a), "b": Fraction(b), "c": Fraction(c)}
    assert read_formula("a - b * (a + c) / c").value(values) == a - b * Fraction(a + c) / c
    assert read_formula("max(a, min(b, c))").value(values) == max(a, min(b, c))


@given(st.text(max_size=20))
def test_a_length_of_time_is_read_or_not(text: str) -> None:
    found = read_duration(text)
    assert found is None or found.minutes() > 0
