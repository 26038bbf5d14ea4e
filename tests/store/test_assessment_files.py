"""Assessment files: what goes into the store comes out again, whole, on both engines."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import (
    EVIDENCE_KINDS,
    OUTCOME_ANSWERS,
    AnswerSet,
    AreaAnswer,
    Evidence,
    Options,
    OutcomeAnswer,
    Rating,
    Reading,
    Vote,
)
from assessment.domain.edits import Cost, Pin, PlanEdits
from assessment.domain.methods import METHOD_KEYS
from assessment.domain.scoring import score
from assessment.errors import InvalidInput, NotAllowed, NotFound
from assessment.files.assessment_dump import dump_assessment_file
from assessment.files.assessment_file import load_assessment_file
from assessment.files.assessment_schema import AssessmentFile
from assessment.services.assessment_files import export_assessment, import_assessment
from assessment.services.clients import add_client, archive_client
from assessment.store import scores as packing
from assessment.store.database import Database, Unit
from assessment.store.queries.events import list_events
from assessment.store.queries.readings import list_readings
from assessment.store.tables import assessment, reading
from tests.factories.small_frameworks import pom
from tests.store.conftest import NOW, WORKSPACE

EXAMPLES = 20
PRACTICES = tuple(pom().practices)
AREAS = tuple(area.id for area in pom().areas)
OUTCOMES = tuple(pom().outcomes)
METRICS = (*(metric.id for metric in pom().metrics[:4]), "X02")
LETTERS = ("N", "P", "L", "F", "DK")

texts = st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn"), include_characters="\n"), max_size=20)
halves = st.integers(2, 10).map(lambda n: Fraction(n, 2))
numbers = st.fractions(min_value=-1000, max_value=10**9, max_denominator=10**6)


def maybe(values: st.SearchStrategy[Fraction]) -> st.SearchStrategy[Fraction | None]:
    return st.none() | values


def several(values: st.SearchStrategy[Fraction]) -> st.SearchStrategy[tuple[Fraction, ...]]:
    return st.lists(values, max_size=3).map(tuple)


votes = st.builds(Vote, st.sampled_from((*LETTERS, "NA", "")), st.sampled_from(("", "desk", "the business")))
evidence = st.builds(
    Evidence, st.sampled_from(EVIDENCE_KINDS), texts, st.sampled_from(("", "https://example.com/a"))
)
rated = st.builds(
    Rating,
    consensus=st.none() | st.sampled_from(LETTERS),
    votes=st.lists(votes, max_size=4).map(tuple),
    note=texts,
    reason=texts,
    evidence=st.lists(evidence, max_size=2).map(tuple),
    agreed=st.booleans(),
    bulk=st.booleans(),
)
ratings = rated | st.builds(Rating, consensus=st.just("NA"), reason=st.just("No phone is offered"))
importances = st.fractions(min_value=1, max_value=5, max_denominator=50)
area_answers = st.builds(
    AreaAnswer,
    placing=maybe(halves),
    placing_votes=several(halves),
    target=maybe(halves),
    target_votes=several(halves),
    importance=maybe(importances),
    importance_votes=several(importances),
    note=texts,
)
options = st.builds(
    Options,
    use_implied=st.none() | st.booleans(),
    balance_by_role=st.booleans(),
    cap_without_evidence=st.booleans(),
    floor_level=st.none() | st.integers(0, 5),
)
answer_sets = st.builds(
    AnswerSet,
    ratings=st.dictionaries(st.sampled_from(PRACTICES), ratings, max_size=5),
    areas=st.dictionaries(st.sampled_from(AREAS), area_answers, max_size=3),
    outcomes=st.dictionaries(
        st.sampled_from(OUTCOMES),
        st.builds(OutcomeAnswer, st.sampled_from(OUTCOME_ANSWERS), texts),
        max_size=3,
    ),
    method=st.sampled_from(METHOD_KEYS),
    options=options,
)
points = st.dictionaries(st.sampled_from(PRACTICES), st.integers(1, 5), max_size=2)
costs = st.just(Cost("none")) | st.builds(
    Cost, st.just("costed"), st.fractions(min_value=0, max_value=10**9, max_denominator=100), st.just("EUR")
)
plans = st.builds(
    PlanEdits,
    impact=points,
    urgency=points,
    effort=points,
    cost=st.dictionaries(st.sampled_from(PRACTICES), costs, max_size=2),
    prerequisites=st.just({}) | st.just({"L3-A7-P1": ("L3-A4-P1", "L1-A1-P1")}),
    pins=st.dictionaries(st.sampled_from(PRACTICES), st.builds(Pin, st.integers(1, 24), texts), max_size=2),
    capacity_days=st.none()
    | st.lists(st.fractions(min_value=1, max_value=99, max_denominator=8), min_size=1, max_size=4).map(tuple),
    same_wave_start=st.booleans(),
)
readings = st.lists(
    st.builds(
        Reading,
        st.sampled_from(METRICS),
        st.sampled_from(("2026", "2026-Q4", "2026-10", "2026-10-05")),
        maybe(numbers),
        maybe(numbers),
        maybe(numbers),
        texts,
        texts,
    ),
    max_size=4,
    unique_by=lambda one: (one.metric, one.period),
)
files = st.builds(
    AssessmentFile,
    framework_id=st.just("pom"),
    framework_version=st.just(pom().version),
    client=st.just("Corvo"),
    sector=st.just("Transport"),
    title=st.sampled_from(("November 2026", "Zweite Runde: “neu”")),
    date=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    answers=answer_sets,
    plan=plans,
    readings=readings.map(lambda some: tuple(sorted(some, key=lambda one: (one.metric, one.period)))),
)

SIMPLE = AssessmentFile(
    "pom",
    pom().version,
    title="November 2026",
    date=date(2026, 11, 22),
    answers=AnswerSet(
        {"L1-A1-P1": Rating("F"), "L2-A1-P1": Rating("L")}, {"A1": AreaAnswer(target=Fraction(3))}
    ),
    readings=(Reading("M08", "2026-10", Fraction(84)),),
)


@pytest.fixture
def client(unit: Unit) -> str:
    return add_client(unit, name="Corvo", sector="Transport").slug


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=files)
def test_a_round_trip_keeps_every_field(database: Database, file: AssessmentFile) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        slug = add_client(unit, name="Corvo", sector="Transport").slug
        place = import_assessment(unit, slug, file)
    with database.read(WORKSPACE, "tester", NOW) as unit:
        back = export_assessment(unit, slug, place.assessment.slug)
    assert back == file
    assert load_assessment_file(dump_assessment_file(back)) == back


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=files)
def test_the_stored_scores_are_those_of_the_file(database: Database, file: AssessmentFile) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        slug = add_client(unit, name="Corvo").slug
        place = import_assessment(unit, slug, file)
        assert place.assessment.scores == packing.pack(score(pom(), file.answers))


def test_it_comes_out_in_the_order_of_the_framework(unit: Unit, client: str) -> None:
    backwards = replace(SIMPLE, answers=AnswerSet({p: Rating("P") for p in reversed(PRACTICES)}))
    place = import_assessment(unit, client, backwards)
    assert tuple(export_assessment(unit, client, place.assessment.slug).answers.ratings) == PRACTICES


def test_a_file_without_title_and_date_gets_both(unit: Unit, client: str) -> None:
    place = import_assessment(unit, client, AssessmentFile("pom", pom().version))
    assert place.assessment.title == "Assessment of 2026-11-23"
    assert (place.assessment.held_on, place.assessment.method) == (NOW.date(), "gated_coverage")


def test_the_client_keeps_its_name_and_shows_the_result(unit: Unit, client: str) -> None:
    place = import_assessment(unit, client, replace(SIMPLE, client="Another name"))
    assert place.client.name == "Corvo"
    assert place.client.latest_id == place.assessment.id


def test_the_history_says_that_it_was_imported(unit: Unit, client: str) -> None:
    place = import_assessment(unit, client, SIMPLE)
    kinds = [event.kind for event in list_events(unit, place.client.id, "client:assessment:")]
    assert kinds == ["assessment imported", "assessment started"]


def test_a_reading_that_is_there_is_not_doubled_and_another_value_corrects_it(
    unit: Unit, client: str
) -> None:
    first = import_assessment(unit, client, SIMPLE)
    import_assessment(unit, client, SIMPLE)
    import_assessment(unit, client, replace(SIMPLE, readings=(Reading("M08", "2026-10", Fraction(85)),)))
    in_force = list_readings(unit, first.client.id, "pom")
    assert [kept.reading.value for kept in in_force] == [85]
    assert len(unit.connection.execute(reading.select()).all()) == 2


FAULTS = [
    (replace(SIMPLE, framework_version="0.9"), "framework", "this program has version"),
    (replace(SIMPLE, title="t" * 201), "title", "at most 200"),
    (
        replace(SIMPLE, answers=AnswerSet({"L1-A1-P1": Rating("F", note="n" * 10_001)})),
        "ratings.L1-A1-P1",
        "kept",
    ),
    (
        replace(
            SIMPLE, answers=AnswerSet({"L1-A1-P1": Rating(evidence=(Evidence("none", "", "file:///x"),))})
        ),
        "ratings.L1-A1-P1",
        "A link starts with",
    ),
    (
        replace(SIMPLE, readings=(Reading("M08", "2026", Fraction(1, 10**60)),)),
        "metrics.M08",
        "too many digits",
    ),
    (replace(SIMPLE, readings=(Reading("M08", "2026", None, source="s" * 301),)), "metrics.M08", "kept"),
    (replace(SIMPLE, plan=PlanEdits(pins={"L1-A1-P1": Pin(25)})), "plan", "at most 24 waves"),
    (replace(SIMPLE, plan=PlanEdits(capacity_days=(Fraction(10**9),))), "capacity", "days"),
]


@pytest.mark.parametrize(
    ("file", "field", "words"), FAULTS, ids=[f"{f[1]}-{n}" for n, f in enumerate(FAULTS)]
)
def test_what_cannot_be_kept_is_refused_and_nothing_is_stored(
    unit: Unit, client: str, file: AssessmentFile, field: str, words: str
) -> None:
    with pytest.raises(InvalidInput, match=words) as caught:
        import_assessment(unit, client, file)
    assert caught.value.field == field
    assert unit.connection.execute(assessment.select()).all() == []


def test_an_archived_client_takes_no_file(unit: Unit, client: str) -> None:
    archive_client(unit, client)
    with pytest.raises(NotAllowed, match="archived"):
        import_assessment(unit, client, SIMPLE)


def test_an_assessment_of_another_client_is_not_given_out(unit: Unit, client: str) -> None:
    place = import_assessment(unit, client, SIMPLE)
    other = add_client(unit, name="Lumen").slug
    with pytest.raises(NotFound):
        export_assessment(unit, other, place.assessment.slug)
