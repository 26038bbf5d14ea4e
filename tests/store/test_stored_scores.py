"""The stored score card is what scoring everything again would give, whatever the order of the answers."""

from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessment.domain.scoring import score
from assessment.files.framework_file import framework_by_id
from assessment.services import assessments, clients, questions
from assessment.services.editions import framework_of
from assessment.services.questions import AreaChange, RatingChange
from assessment.services.scores import answers_of, largest_gap
from assessment.store import scores as packing
from assessment.store.database import Database, Unit
from assessment.store.migrate import upgrade
from assessment.store.queries import answers
from assessment.store.queries.assessments import get_place
from assessment.store.queries.workspaces import ensure_workspace

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AT = ("corvo", "november-2026")
POM = framework_by_id("pom")
PRACTICES = sorted(POM.practices)
AREAS = [area.slug for area in POM.areas]
HALVES = st.integers(2, 10).map(lambda steps: Fraction(steps, 2))

RATE = st.tuples(
    st.just("rate"), st.sampled_from(PRACTICES), st.sampled_from(["N", "P", "L", "F", "DK", "NA", ""])
)
PLACE = st.tuples(st.just("place"), st.sampled_from(AREAS), st.none() | HALVES)
TARGET = st.tuples(st.just("target"), st.sampled_from(AREAS), st.none() | HALVES)
MARK = st.tuples(st.just("mark"), st.sampled_from(AREAS), st.integers(1, 5))
STEPS = st.lists(st.one_of(RATE, RATE, RATE, PLACE, TARGET, MARK), min_size=1, max_size=12)


def prepared(folder: Path) -> Database:
    """A migrated database with one assessment without answers."""
    database = Database(f"sqlite:///{folder / 'scores.sqlite'}")
    upgrade(database, NOW)
    with database.write("local", "tester", NOW) as unit:
        ensure_workspace(unit, "Local")
        clients.add_client(unit, name="Corvo")
        assessments.start_assessment(unit, "corvo", title="November 2026", held_on=date(2026, 11, 22))
    return database


def take(unit: Unit, kind: str, what: str, value: object) -> None:
    """Do one step on the newest versions."""
    assessment_id = get_place(unit, *AT).assessment.id
    if kind == "rate":
        kept = answers.list_ratings(unit, assessment_id).get(what)
        change = RatingChange(kept.version if kept else 0, str(value), "No such thing here")
        questions.rate_practice(unit, *AT, what, change)
    elif kind == "mark":
        questions.mark_level_in_place(unit, *AT, what, int(str(value)), "Known")
    else:
        area = POM.area_by_slug[what].id
        found = answers.list_area_answers(unit, assessment_id).get(area)
        seen = found.version if found else 0
        field = "placing" if kind == "place" else "target"
        change_to = (
            AreaChange(seen, cleared=(field,)) if value is None else AreaChange(seen, **{field: value})  # type: ignore[arg-type]
        )
        questions.answer_area(unit, *AT, what, change_to)


def check_stored(unit: Unit) -> None:
    """Compare what is stored with what scoring everything gives."""
    place = get_place(unit, *AT)
    framework = framework_of(unit, place.assessment.framework_hash)
    card = score(framework, answers_of(unit, place.assessment))
    assert place.assessment.scores == packing.pack(card)
    summary = place.client.summary
    if summary is not None:
        assert summary["overall"] == packing.pack(card)["mean"]
        assert summary["provisional"] == card.provisional
        assert summary["method"] == card.method
    gaps = [area.gap for area in card.areas if area.gap is not None]
    assert largest_gap(place.assessment.scores or {}) == (float(max(gaps)) if gaps else None)


class Undone(Exception):
    """Ends an example, so that the next one starts from an empty assessment."""


def test_stored_is_what_scoring_again_gives(tmp_path: Path) -> None:
    database = prepared(tmp_path)

    @settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
    @given(STEPS)
    def run(steps: list[tuple[str, str, object]]) -> None:
        try:
            with database.write("local", "tester", NOW) as unit:
                for kind, what, value in steps:
                    take(unit, kind, what, value)
                    check_stored(unit)
                raise Undone
        except Undone:
            return

    run()
    database.close()
