"""The sample clients: the store holds what their files say, and leaves no trace when they go."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from assessment.config import load_settings
from assessment.domain.csip import GROUPS
from assessment.domain.editions import shared_practices
from assessment.domain.numbers import plain
from assessment.domain.people import ROLES
from assessment.domain.reviews import NEXT_STATES
from assessment.domain.scoring import score
from assessment.domain.slugs import make_slug
from assessment.domain.workshops import PARKED, SKIPPED
from assessment.files.assessment_dump import dump_assessment_file
from assessment.files.framework_file import framework_by_id
from assessment.services import actions, csip, demo, demo_consultancies, people
from assessment.services.assessment_files import export_assessment
from assessment.services.assessments import close_assessment, start_assessment
from assessment.services.clients import add_client
from assessment.services.editions import framework_of
from assessment.services.plan import plan_of
from assessment.services.questions import rate_practice
from assessment.services.rating_changes import RatingChange
from assessment.services.reviews_kept import kept_things
from assessment.services.samples.reading import SampleClient, read_sample, sample_folders, sample_name
from assessment.services.scores import answers_of
from assessment.services.sla_results import results_between
from assessment.services.slas import list_current
from assessment.services.workshop_minutes import minutes_of
from assessment.services.workshop_questions import picture_for
from assessment.services.workspace import LOCAL_WORKSPACE, prepare_store
from assessment.store import scores as packing
from assessment.store.database import Database, Unit
from assessment.store.queries.answers import list_area_answers, list_ratings
from assessment.store.queries.assessments import get_place, list_assessments
from assessment.store.queries.clients import ClientFilter, delete_client, get_client, list_clients
from assessment.store.queries.events import list_events
from assessment.store.queries.people import anybody_can_sign_in, list_workspaces
from assessment.store.queries.readings import list_readings
from assessment.store.queries.reviews import get_review, list_reviews
from assessment.store.queries.rounds import list_rounds, list_shown_votes
from assessment.store.queries.workshops import list_seats, list_workshops
from tests.rows import every_row
from tests.store.conftest import NOW, WORKSPACE

SAMPLES, OTHERS = 8, 3
FAR_AHEAD = datetime(2031, 1, 1, tzinfo=UTC)
LAST_DAY = date(2026, 11, 22)
A_YEAR = 12


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def loaded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    """A unit that only reads, of a database with the samples; loaded once for all tests that share it."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('samples') / 'gradino.sqlite'}"
    else:
        url = request.getfixturevalue("new_postgres_database")()
    opened = Database(url)
    prepare_store(opened, NOW)
    demo.load_into(opened, NOW)
    with opened.read(WORKSPACE, "tester", NOW) as unit:
        yield unit
    opened.close()


@pytest.fixture(scope="module")
def samples() -> tuple[SampleClient, ...]:
    return tuple(read_sample(folder) for folder in sample_folders())


def slug_of(sample: SampleClient) -> str:
    return sample.folder.name


def test_there_are_eight_marked_as_samples_and_assessed(loaded: Unit) -> None:
    clients = list_clients(loaded, ClientFilter(), limit=50)
    assert len(clients) == SAMPLES
    assert all(client.is_sample and client.summary for client in clients)
    assert len({client.sector for client in clients}) >= SAMPLES - 1


def test_an_export_of_each_is_the_file_it_came_from(loaded: Unit, samples: tuple[SampleClient, ...]) -> None:
    for sample in samples:
        for one in sample.assessments:
            slug = one.file.title.lower().replace(" ", "-")
            exported = export_assessment(loaded, slug_of(sample), slug)
            if not one.file.readings:
                # Readings belong to the client: an older assessment gives out those of the newest file.
                exported = replace(exported, readings=())
            written = (sample.folder / one.name).read_text(encoding="utf-8")
            assert dump_assessment_file(exported) == written, f"{sample.folder.name}/{one.name}"


def test_stored_scores_are_those_of_the_stored_answers(loaded: Unit) -> None:
    clients = list_clients(loaded, ClientFilter(), limit=50)
    assessments = [one for client in clients for one in list_assessments(loaded, client.id)]
    assert len(assessments) > 2 * SAMPLES
    for one in assessments:
        framework = framework_of(loaded, one.framework_hash)
        assert one.scores == packing.pack(score(framework, answers_of(loaded, one)))


def test_they_show_what_there_is_to_see(loaded: Unit) -> None:
    clients = {client.slug: client for client in list_clients(loaded, ClientFilter(), limit=50)}
    changes = [
        Fraction(*client.summary["overall"]) - client.previous
        for client in clients.values()
        if client.summary and client.previous is not None
    ]
    cards = [
        packing.unpack(framework_of(loaded, one.framework_hash), one.scores or {})
        for client in clients.values()
        for one in list_assessments(loaded, client.id, limit=1)
    ]
    indexes = [float(area.index) for card in cards for area in card.areas if area.index is not None]
    assert sum(change > 0 for change in changes) > SAMPLES / 2
    assert sum(change < 0 for change in changes) == 1
    assert min(indexes) < 1
    assert max(indexes) > 4
    assert any(card.method == "itcmf_survey" for card in cards)
    assert any(card.provisional for card in cards)
    assert any(area.ahead_of_gate for card in cards for area in card.areas)
    assert any(not area.assessable for card in cards for area in card.areas)
    assert [c.slug for c in clients.values() if c.summary and c.summary["state"] == "open"] == [
        "comune-di-valdoro"
    ]


def test_every_plan_can_be_made(loaded: Unit) -> None:
    for client in list_clients(loaded, ClientFilter(), limit=50):
        view = plan_of(loaded, client.slug)
        assert view.plan.items
        assert view.made.problems == ()


def test_corvo_shows_the_whole_way_from_votes_to_metrics(loaded: Unit) -> None:
    place = get_place(loaded, "corvo-logistics", "november-2026")
    answers = answers_of(loaded, place.assessment)
    assert {vote.group for r in answers.ratings.values() for vote in r.votes} == {
        "desk",
        "operations",
        "owner",
        "business",
    }
    assert max(len(rating.votes) for rating in answers.ratings.values()) == 14
    assert {kind.kind for r in answers.ratings.values() for kind in r.evidence} >= {
        "stated",
        "document",
        "observed",
        "measured",
    }
    view = plan_of(loaded, "corvo-logistics")
    assert view.kept.starts_on == date(2027, 1, 4)
    assert {item.pin.wave for item in view.plan.items if item.pin} == {1, 3}
    register = csip.register_of(loaded, "corvo-logistics", csip.CsipFilter())
    assert all(register.counts[group] for group in GROUPS)
    assert {item.verdict for item in register.items} >= {"realised", "partly"}
    assert {item.cost_approval for item in register.items} >= {"requested", "approved", "refused"}
    assert set(view.sent.numbers) & {item.practice for item in view.plan.items}
    periods: dict[str, int] = {}
    for kept in list_readings(loaded, place.client.id, "pom"):
        periods[kept.reading.metric] = periods.get(kept.reading.metric, 0) + 1
    assert sum(count == A_YEAR for count in periods.values()) >= 8


def test_nothing_depends_on_the_day_of_loading(database: Database) -> None:
    demo.load_into(database, FAR_AHEAD)
    with database.read(WORKSPACE, "tester", NOW) as unit:
        for client in list_clients(unit, ClientFilter(), limit=50):
            moments = [event.at for event in list_events(unit, client.id, "client:")]
            assert moments == sorted(moments, reverse=True)
            assert moments[0].date() <= LAST_DAY
        for item in csip.register_of(unit, "corvo-logistics", csip.CsipFilter()).items:
            moments = [event.at for event in list_events(unit, client_id(unit), f"csip:{item.id}")]
            assert moments == sorted(moments, reverse=True)
            assert item.updated_at == moments[0]
            assert moments[0].date() <= LAST_DAY


def test_corvo_shows_every_register(loaded: Unit) -> None:
    client = get_client(loaded, "corvo-logistics")
    slas = list_current(loaded, client.id)
    assert [(one.sla.stage, one.number) for one in slas] == [("monitoring", 2), ("negotiation", None)]
    states = {one.state for one in results_between(loaded, client.id, "2025-11", "2026-10")}
    assert states == {"met", "watch", "too few", "breached", "no data"}
    items = actions.register_of(loaded, "corvo-logistics", actions.ActionFilter()).items
    assert {one.state for one in items} == {"open", "in progress", "done", "closed", "cancelled"}
    held = list_reviews(loaded, client.id, tuple(NEXT_STATES))
    assert {one.kind for one in held} == {"sync", "monthly", "qbr", "annual"}
    assert {one.state for one in held} == {"planned", "prepared", "closed", "cancelled"}
    frozen = [one.number for one in held if one.state in ("closed", "prepared")]
    assert all(get_review(loaded, client.id, number).pack for number in frozen)
    assert {one.mode for one in held} == {"meeting", "desk"}
    kept = kept_things(loaded, client.id)
    assert {one.state for one in kept.proposals} == {"open", "accepted", "declined", "later"}


def client_id(unit: Unit) -> str:
    return get_place(unit, "corvo-logistics", "november-2026").client.id


def test_loading_again_changes_nothing(database: Database) -> None:
    assert len(demo.load_into(database, NOW)) == SAMPLES + OTHERS
    with database.read(WORKSPACE, "tester", NOW) as unit:
        before = every_row(unit.connection)
    assert demo.load_into(database, FAR_AHEAD) == ()
    with database.write(WORKSPACE, "tester", NOW) as unit:
        assert demo.load_samples(unit) == ()
        assert demo.has_samples(unit)
        assert every_row(unit.connection) == before


def test_only_what_is_missing_is_added(database: Database) -> None:
    demo.load_into(database, NOW)
    with database.write(WORKSPACE, "tester", NOW) as unit:
        delete_client(unit, client_id(unit))
        assert demo.load_samples(unit) == ("Corvo Logistics",)


def test_removing_leaves_every_client_of_ones_own_as_it_was(database: Database) -> None:
    with database.write(WORKSPACE, "tester", NOW) as unit:
        own = add_client(unit, name="Corvo Logistics", sector="Transport").slug
        place = start_assessment(unit, own, title="November 2026", held_on=NOW.date())
        rate_practice(unit, own, place.assessment.slug, "L1-A1-P1", RatingChange(0, "F", note="Ours"))
        csip.add_item(unit, own, csip.ItemDraft("Ours as well"))
        close_assessment(unit, own, place.assessment.slug)
        before = every_row(unit.connection)
    with database.write(WORKSPACE, "tester", NOW) as unit:
        assert len(demo.load_samples(unit)) == SAMPLES
        namesakes = list_clients(unit, ClientFilter(words="Corvo"), limit=50)
        assert sorted((c.slug, c.is_sample) for c in namesakes) == [
            ("corvo-logistics", False),
            ("corvo-logistics-2", True),
        ]
    with database.write(WORKSPACE, "tester", NOW) as unit:
        assert demo.remove_samples(unit) == SAMPLES
        assert not demo.has_samples(unit)
        assert every_row(unit.connection) == before
        assert demo.remove_samples(unit) == 0


def test_a_new_database_gets_them_and_an_existing_one_is_left_alone(tmp_path: Path, empty_url: str) -> None:
    settings = load_settings(data=tmp_path / "data", database=empty_url, environ={})
    assert len(demo.load_into_new(settings)) == SAMPLES + OTHERS
    assert demo.remove_from_existing(settings) == SAMPLES + OTHERS
    assert demo.load_into_new(settings) == ()
    opened = Database(empty_url)
    with opened.read(LOCAL_WORKSPACE, "tester", NOW) as unit:
        assert not demo.has_samples(unit)
    opened.close()


def test_a_database_without_clients_is_an_existing_one(tmp_path: Path, empty_url: str) -> None:
    opened = Database(empty_url)
    prepare_store(opened, NOW)
    opened.close()
    settings = load_settings(data=tmp_path / "data", database=empty_url, environ={})
    assert demo.load_into_new(settings) == ()
    assert len(demo.load_into_existing(settings)) == SAMPLES + OTHERS


def test_two_consultancies_with_clients_of_the_same_name_and_everybody_in_them(loaded: Unit) -> None:
    other = replace(loaded, workspace_id=demo_consultancies.SECOND)
    places = {place.id: place.name for place in list_workspaces(loaded)}
    assert places.keys() == {WORKSPACE, demo_consultancies.SECOND}
    assert "sample" in places[demo_consultancies.SECOND]
    ours, theirs = (
        {one.name for one in list_clients(unit, ClientFilter(), limit=50)} for unit in (loaded, other)
    )
    assert len(theirs) == OTHERS
    assert len(ours & theirs) == 2
    for unit in (loaded, other):
        lines = people.list_people(unit)
        assert [line.person.role for line in lines] == [line.person.email.split("@")[0] for line in lines]
        assert {line.person.role for line in lines} == set(ROLES)
        assert all(bool(line.clients) is (line.person.role != "owner") for line in lines)
        assert not any(line.person.has_password for line in lines)
    assert not anybody_can_sign_in(loaded)


def test_the_second_consultancy_used_an_earlier_edition(loaded: Unit) -> None:
    other = replace(loaded, workspace_id=demo_consultancies.SECOND)
    rows = [
        one
        for name in ("corvo-logistics", "northgate-hospital")
        for one in list_assessments(other, get_client(other, name).id)
    ]
    assert sorted((one.held_on.year, one.framework_version) for one in rows) == [
        (2025, "0.9"),
        (2026, "0.9"),
        (2026, "1.0"),
    ]
    editions = [framework_of(other, one.framework_hash) for one in rows]
    shared = shared_practices([next(e for e in editions if e.version == v) for v in ("1.0", "0.9")])
    assert sorted(one.practice for one in shared.left_out) == [
        "L3-A2-P2",
        "L4-A6-P2",
        "L5-A8-P2",
        "L5-A9-P4",
    ]
    for one, edition in zip(rows, editions, strict=True):
        assert one.scores == packing.pack(score(edition, answers_of(other, one)))


def test_the_second_consultancy_stays_while_somebody_works_there(tmp_path: Path, empty_url: str) -> None:
    settings = load_settings(data=tmp_path / "data", database=empty_url, environ={})
    demo.load_into_new(settings)
    opened = Database(empty_url)
    with opened.write(demo_consultancies.SECOND, "tester", NOW) as unit:
        add_client(unit, name="Our own")
    assert demo.remove_from_existing(settings) == SAMPLES + OTHERS
    with opened.write(demo_consultancies.SECOND, "tester", NOW) as unit:
        assert [one.name for one in list_clients(unit, ClientFilter(), limit=50)] == ["Our own"]
        assert people.list_people(unit) == []
        assert len(list_workspaces(unit)) == 2
        delete_client(unit, get_client(unit, "our-own").id)
    assert demo.remove_from_existing(settings) == 0
    with opened.read(LOCAL_WORKSPACE, "tester", NOW) as unit:
        assert [place.id for place in list_workspaces(unit)] == [LOCAL_WORKSPACE]
        assert not every_row(unit.connection)["person"]
    opened.close()


def test_a_folder_is_named_like_its_client(samples: tuple[SampleClient, ...]) -> None:
    assert len(samples) == SAMPLES
    for sample in samples:
        assert sample_name(sample.folder) == sample.name
        assert slug_of(sample) == make_slug(sample.name, "client")


def test_links_lead_to_names_that_nobody_owns() -> None:
    texts = [
        path.read_text(encoding="utf-8") for folder in sample_folders() for path in folder.glob("*.yaml")
    ]
    links = [link for text in texts for link in re.findall(r"\w+://[^\s\"')]+", text)]
    assert links
    assert [link for link in links if not link.startswith("https://example.com/")] == []


def test_corvo_has_a_finished_workshop_that_agrees_with_its_assessment(loaded: Unit) -> None:
    place = get_place(loaded, "corvo-logistics", "november-2026")
    (workshop,) = list_workshops(loaded, place.assessment.id)
    assert workshop.ended_at is not None
    seats = list_seats(loaded, workshop.id)
    assert sorted(Counter(seat.group for seat in seats).values()) == [2, 3, 4, 5]
    ratings = list_ratings(loaded, place.assessment.id)
    areas = list_area_answers(loaded, place.assessment.id)
    rounds = list_rounds(loaded, workshop.id)
    shown = list_shown_votes(loaded, [kept.id for kept in rounds])
    last = {kept.asked.question: kept for kept in rounds}
    for question, kept in last.items():
        said = sorted(ballot.answer for ballot in shown[kept.id])
        if kept.asked.state == SKIPPED:
            assert said == []
        elif question.practice_id is None:
            assert said == sorted(plain(vote) for vote in areas[question.area_id].answer.placing_votes)
        else:
            rating = ratings[question.practice_id].answer
            assert said == sorted(vote.answer for vote in rating.votes)
            assert rating.agreed or rating.consensus or kept.asked.state == PARKED


def test_the_minutes_of_corvo_show_what_there_is_to_talk_about(loaded: Unit) -> None:
    place = get_place(loaded, "corvo-logistics", "november-2026")
    (workshop,) = list_workshops(loaded, place.assessment.id)
    minutes = minutes_of(loaded, workshop)
    rows = [row for area in minutes.areas for row in area.rows]
    assert {row.state for row in rows} == {"Agreed", "Parked", "Skipped"}
    assert sum(row.rounds == 2 for row in rows) == 2
    assert minutes.people == 14
    assert len(minutes.to_collect) == 1
    assert len(minutes.feedback) == 3
    finals = [kept for kept in list_rounds(loaded, workshop.id) if kept.asked.state != SKIPPED]
    framework = framework_by_id("pom")
    kinds = set()
    for kept in finals:
        question = kept.asked.question
        practice = framework.practices[question.practice_id] if question.practice_id else None
        ballots = list_shown_votes(loaded, [kept.id])[kept.id]
        picture = picture_for(framework, practice, ballots)
        kinds.add(picture.sentence.split(":")[0].split(".")[0])
    assert len(kinds) >= 4
