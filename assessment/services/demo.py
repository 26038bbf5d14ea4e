"""The sample clients: put them in as if they had been worked on for years, and take them out again."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time

from assessment.config import Settings
from assessment.domain.slugs import make_slug
from assessment.services import demo_consultancies
from assessment.services.assessment_files import write_answers
from assessment.services.assessments import close_assessment, start_assessment
from assessment.services.clients import add_client
from assessment.services.demo_catalogue import add_catalogue
from assessment.services.demo_happenings import Story, tell
from assessment.services.demo_registers import register_happenings, story_happenings
from assessment.services.demo_workshop import add_sample_workshop
from assessment.services.metric_edits import set_target
from assessment.services.samples.consultancy import consultancy_folders, consultancy_name, earlier_edition
from assessment.services.samples.reading import (
    SampleAssessment,
    SampleClient,
    read_sample,
    sample_folders,
    sample_name,
)
from assessment.services.workspace import LOCAL_WORKSPACE, prepare_store
from assessment.store.database import Database, Unit
from assessment.store.migrate import is_empty
from assessment.store.queries import answers as answer_queries
from assessment.store.queries import clients as client_queries
from assessment.store.queries import plan as plan_queries
from assessment.store.queries.assessments import Place
from assessment.store.queries.editions import keep_edition
from assessment.store.queries.events import delete_events_of_sample

SAMPLE_ACTOR = "consultant"
RICHEST = "corvo-logistics"
"""The sample client with something on every page."""

MORNING = time(9, 0, tzinfo=UTC)
EVENING = time(16, 30, tzinfo=UTC)


def load_samples(unit: Unit) -> tuple[str, ...]:
    """Add the sample clients that are not there yet, in the transaction of `unit`; return their names.

    Everything in them is dated as their files say, whatever the time of `unit`.
    """
    added = []
    for folder in sample_folders():
        if not _is_there(unit, sample_name(folder)):
            added.append(_add(unit, read_sample(folder)))
    return tuple(added)


def remove_samples(unit: Unit) -> int:
    """Delete the sample clients and everything of them, and nothing else; return how many there were."""
    found = client_queries.list_sample_ids(unit)
    for client_id in found:
        delete_events_of_sample(unit, client_id)
        client_queries.delete_client(unit, client_id)
    return len(found)


def has_samples(unit: Unit) -> bool:
    """Return whether any sample client is there."""
    return bool(client_queries.list_sample_ids(unit))


def load_into(database: Database, now: datetime | None = None) -> tuple[str, ...]:
    """Add the missing sample clients to a database that has its tables, one transaction for each client."""
    added = []
    for folder in sample_folders():
        with _writing(database, now) as unit:
            if not _is_there(unit, sample_name(folder)):
                added.append(_add(unit, read_sample(folder)))
    with _writing(database, now) as unit:
        demo_consultancies.add_people(unit, _sample_slugs(unit))
        added += _load_second(demo_consultancies.enter_second(unit))
    return tuple(added)


def _load_second(unit: Unit) -> list[str]:
    """Add the clients and people of the second consultancy who are missing; return the clients' names."""
    folders = [one for one in consultancy_folders() if not _is_there(unit, sample_name(one))]
    edition = earlier_edition() if folders else None
    if edition is not None:
        keep_edition(
            unit, edition_hash=edition.hash, framework_id=edition.framework.id,
            version=edition.framework.version, text=edition.text,
        )  # fmt: skip
    names = [_add(unit, read_sample(folder, edition.framework if edition else None)) for folder in folders]
    demo_consultancies.add_people(unit, _sample_slugs(unit))
    return [f"{name} of {consultancy_name()}" for name in names]


def _sample_slugs(unit: Unit) -> list[str]:
    slugs = (client.slug for client in client_queries.list_samples(unit))
    return sorted(slugs, key=lambda slug: (slug != RICHEST, slug))


def load_into_new(settings: Settings) -> tuple[str, ...]:
    """Make the tables of the database that the settings name and add the sample clients.

    A database that has tables already is left alone, so that samples once removed stay away.
    """
    with _opened(settings) as database:
        if not is_empty(database):
            return ()
        prepare_store(database)
        return load_into(database)


def load_into_existing(settings: Settings) -> tuple[str, ...]:
    """Add the missing sample clients to the database that the settings name; return their names."""
    with _opened(settings) as database:
        prepare_store(database)
        return load_into(database)


def remove_from_existing(settings: Settings) -> int:
    """Remove the sample clients from the database that the settings name; return how many there were."""
    with _opened(settings) as database:
        prepare_store(database)
        with _writing(database) as unit:
            inside = replace(unit, workspace_id=demo_consultancies.SECOND)
            count = remove_samples(unit) + remove_samples(inside)
            for one in (unit, inside):
                demo_consultancies.remove_people(one)
            demo_consultancies.leave_second(unit)
            return count


@contextmanager
def _opened(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


def _writing(database: Database, now: datetime | None = None) -> AbstractContextManager[Unit]:
    return database.write(LOCAL_WORKSPACE, SAMPLE_ACTOR, now or datetime.now(UTC))


def _is_there(unit: Unit, name: str) -> bool:
    """Return whether a sample client of that name is there; a client of one's own may share the name."""
    known = client_queries.list_slugs(unit, make_slug(name, "client"))
    return any(
        client.is_sample and client.name == name and client.slug in known
        for client in client_queries.list_samples(unit)
    )


def _at(unit: Unit, day: date, hour: time = MORNING) -> Unit:
    """Return the unit as it would have been on another day."""
    return replace(unit, actor=SAMPLE_ACTOR, now=datetime.combine(day, hour))


def _add(unit: Unit, sample: SampleClient) -> str:
    client = add_client(
        _at(unit, sample.added), name=sample.name, sector=sample.sector, size=sample.size,
        region=sample.region, tags=sample.tags, shares=sample.shares, note=sample.note, is_sample=True,
    )  # fmt: skip
    if sample.folder.name == RICHEST:
        add_catalogue(unit, client.slug)
    slugs = {one.name: _add_assessment(unit, client.slug, one).assessment.slug for one in sample.assessments}
    story = Story(client)
    happenings = [*register_happenings(story, sample, slugs)]
    if sample.folder.name == RICHEST:
        happenings += story_happenings(story, sample)
    for metric, target in sample.targets:
        set_target(_at(unit, sample.added), client.slug, metric, target)
    tell(unit, happenings)
    return client.name


def _add_assessment(unit: Unit, client_slug: str, sample: SampleAssessment) -> Place:
    file = sample.file
    if file.date is None:
        raise ValueError(f"{sample.name} has no date")
    held = _at(unit, file.date)
    place = start_assessment(
        held, client_slug, title=file.title, held_on=file.date, scope=sample.scope,
        method=file.answers.method, options=file.answers.options, framework_id=file.framework_id,
        edition="" if sample.is_of_today else earlier_edition().hash,
    )  # fmt: skip
    place = write_answers(held, place, file)
    _mark_done(held, place, sample)
    if sample.workshop is not None:
        add_sample_workshop(held, place, sample.workshop, file.answers)
    if sample.starts_on is not None:
        _start_waves(held, place, sample)
    if sample.closed is None:
        return place
    return close_assessment(_at(unit, sample.closed, EVENING), client_slug, place.assessment.slug)


def _mark_done(unit: Unit, place: Place, sample: SampleAssessment) -> None:
    kept = answer_queries.list_area_answers(unit, place.assessment.id)
    for area in kept if sample.closed else sample.done:
        answer_queries.save_area_answer(
            unit, place.client.id, place.assessment.id, area, kept[area].answer, True, kept[area].version
        )


def _start_waves(unit: Unit, place: Place, sample: SampleAssessment) -> None:
    kept = plan_queries.get_plan(unit, place.assessment.id)
    plan_queries.save_settings(
        unit, place.client.id, place.assessment.id, kept.settings, capacity_days=kept.edits.capacity_days,
        same_wave_start=kept.edits.same_wave_start, starts_on=sample.starts_on, wave_days=sample.wave_days,
        seen=kept.version,
    )  # fmt: skip
