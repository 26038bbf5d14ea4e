"""Start, change, close and re-open the assessments of a client."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.domain.answers import AnswerSet, Options
from assessment.domain.assessments import CLOSED, OPEN, Assessment, require_open
from assessment.domain.clients import Client
from assessment.domain.framework import Framework
from assessment.domain.methods import METHOD_KEYS
from assessment.domain.scoring import score
from assessment.domain.slugs import free_slug, make_slug
from assessment.domain.wording import METHOD_NAMES, METHOD_SENTENCES
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.editions import framework_of, keep_shipped_edition
from assessment.services.scores import refresh_client, rescore_everything
from assessment.services.texts import checked_line, checked_text, sensible_day
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries import answers as answer_queries
from assessment.store.queries import assessments as queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

DEFAULT_FRAMEWORK = "pom"
LONGEST_TITLE = 200
LONGEST_SCOPE = 10_000
RESERVED_SLUGS = frozenset({"new", "latest"})
NO_OPTIONS = Options()

METHOD_CHOICES = tuple(METHOD_NAMES.items())
METHOD_HINTS = METHOD_SENTENCES


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be changed about an assessment after it was started."""

    title: str
    held_on: date
    scope: str
    method: str
    options: Options


def start_assessment(
    unit: Unit,
    client_slug: str,
    *,
    title: str,
    held_on: date,
    scope: str = "",
    method: str | None = None,
    options: Options = NO_OPTIONS,
    framework_id: str = DEFAULT_FRAMEWORK,
    copy_of: str | None = None,
    edition: str = "",
) -> Place:
    """Start an assessment and return it with its client; `copy_of` names the assessment to start from.

    It uses today's edition of the framework unless `edition` is the hash of one that the workspace keeps.

    A copy takes over ratings, notes, evidence, placings, targets and outcomes, but no mark "done".
    Raises NotFound, InvalidInput naming the field, or NotAllowed for an archived client.
    """
    client = get_client(unit, client_slug)
    if client.is_archived:
        raise NotAllowed(f"{client.name} is archived. Restore the client to start an assessment.")
    if edition:
        framework = framework_of(unit, edition)
    else:
        framework, edition = keep_shipped_edition(unit, framework_id)
    wanted = _checked(Settings(title, held_on, scope, method or framework.scoring.method, options))
    source = get_place(unit, client_slug, copy_of).assessment if copy_of else None
    if source is not None and source.framework_id != framework.id:
        raise InvalidInput("copy_of", f"{source.title} uses another framework. Choose one with the same.")
    taken = queries.list_assessment_slugs(unit, client.id) | RESERVED_SLUGS
    slug = free_slug(make_slug(wanted.title, "assessment"), taken)
    card = score(framework, AnswerSet(method=wanted.method, options=options))
    assessment_id = queries.add_assessment(
        unit, client.id, slug=slug, title=wanted.title, held_on=held_on, scope=wanted.scope,
        method=wanted.method, options=options, framework=(framework.id, framework.version, edition),
        scores=packing.pack(card), baseline_id=source.id if source else None,
    )  # fmt: skip
    said = {"title": wanted.title} | ({"copy_of": source.title} if source else {})
    _note(unit, client, assessment_id, "assessment started", said)
    place = get_place(unit, client_slug, slug)
    if source is not None:
        _copy_answers(unit, source, place, framework)
        rescore_everything(unit, place, framework)
        place = get_place(unit, client_slug, slug)
    return place


def change_assessment(
    unit: Unit, client_slug: str, slug: str, settings: Settings, seen: int | None = None
) -> Place:
    """Change title, date, scope, method or options of an open assessment, and re-score where that matters.

    `seen` is the version that the person looked at; raises Conflict when it changed meanwhile.
    """
    place = get_place(unit, client_slug, slug)
    require_open(place.assessment)
    old, new = settings_of(place.assessment), _checked(settings)
    if new == old:
        return place
    if seen is not None and seen != place.assessment.version:
        raise Conflict(
            "Somebody else changed these settings before you.", field="settings",
            yours=in_words(new), theirs=in_words(old), version=place.assessment.version,
        )  # fmt: skip
    values: dict[str, Any] = {
        "title": new.title, "held_on": new.held_on, "scope": new.scope, "method": new.method,
        "options": packed_options(new.options),
    }  # fmt: skip
    queries.update_assessment(unit, place.assessment.id, values)
    _note(
        unit, place.client, place.assessment.id, "assessment changed",
        {"title": new.title, "from": in_words(old), "to": in_words(new)},
    )  # fmt: skip
    changed = get_place(unit, client_slug, slug)
    if (new.method, new.options) != (old.method, old.options):
        rescore_everything(unit, changed)
    refresh_client(unit, place.client.id)
    return get_place(unit, client_slug, slug)


def close_assessment(unit: Unit, client_slug: str, slug: str) -> Place:
    """Close an assessment: its answers and results stay as they are. Raises NotAllowed without any answer."""
    place = get_place(unit, client_slug, slug)
    require_open(place.assessment)
    if not has_answers(place.assessment):
        raise NotAllowed("Nothing is rated yet, so there is nothing to close. Rate a practice first.")
    _set_state(unit, place, CLOSED)
    _note(unit, place.client, place.assessment.id, "assessment closed", {"title": place.assessment.title})
    return get_place(unit, client_slug, slug)


def reopen_assessment(unit: Unit, client_slug: str, slug: str, reason: str) -> Place:
    """Open a closed assessment again; the reason stays in the client's history."""
    place = get_place(unit, client_slug, slug)
    why = checked_text("reason", reason, LONGEST_TITLE)
    if not why:
        raise InvalidInput("reason", "Say why the assessment is opened again.")
    if place.assessment.is_open:
        raise NotAllowed(f"{place.assessment.title} is open already.")
    _set_state(unit, place, OPEN)
    said = {"title": place.assessment.title, "reason": why}
    _note(unit, place.client, place.assessment.id, "assessment re-opened", said)
    return get_place(unit, client_slug, slug)


def list_for_client(unit: Unit, client_slug: str) -> tuple[Client, list[Assessment]]:
    """Return a client with its assessments, newest first."""
    client = get_client(unit, client_slug)
    return client, queries.list_assessments(unit, client.id)


def has_answers(assessment: Assessment) -> bool:
    """Return whether any practice is rated or any area placed, read from the stored score card."""
    areas: Mapping[str, Any] = (assessment.scores or {}).get("areas", {})
    return any(area["rated"] or area["placing"] for area in areas.values())


def settings_of(assessment: Assessment) -> Settings:
    """Return what can be changed about an assessment."""
    return Settings(
        assessment.title, assessment.held_on, assessment.scope, assessment.method, assessment.options
    )


def packed_options(options: Options) -> dict[str, Any]:
    """Return options as plain JSON values."""
    return {
        "use_implied": options.use_implied,
        "balance_by_role": options.balance_by_role,
        "cap_without_evidence": options.cap_without_evidence,
        "floor_level": options.floor_level,
    }


def in_words(settings: Settings) -> str:
    """Return the settings as one line for the history and for a conflict."""
    method = METHOD_NAMES.get(settings.method, settings.method)
    parts = [settings.title, settings.held_on.isoformat(), method]
    if settings.options.use_implied is False:
        parts.append("nothing implied")
    if settings.options.cap_without_evidence:
        parts.append("capped without evidence")
    if settings.options.balance_by_role:
        parts.append("roles count alike")
    if settings.scope:
        parts.append(settings.scope)
    return "; ".join(parts)


def _checked(settings: Settings) -> Settings:
    title = checked_line("title", settings.title, LONGEST_TITLE)
    if not title:
        raise InvalidInput("title", "Write a title, for example the month and the year.")
    sensible_day("held_on", settings.held_on)
    if settings.method not in METHOD_KEYS:
        raise InvalidInput("method", "Choose one of the scoring methods shown.")
    return replace(settings, title=title, scope=checked_text("scope", settings.scope, LONGEST_SCOPE))


def _set_state(unit: Unit, place: Place, state: str) -> None:
    closed_at = unit.now if state == CLOSED else None
    queries.update_assessment(unit, place.assessment.id, {"state": state, "closed_at": closed_at})
    refresh_client(unit, place.client.id)


def _note(unit: Unit, client: Client, assessment_id: str, kind: str, said: Mapping[str, str]) -> None:
    add_event(unit, client.id, f"client:assessment:{assessment_id}", kind, said, assessment_id)


def _copy_answers(unit: Unit, source: Assessment, place: Place, framework: Framework) -> None:
    """Take over the answers whose practice, area or outcome the new edition still has."""
    to, client_id = place.assessment.id, place.client.id
    for practice_id, rating in answer_queries.list_ratings(unit, source.id).items():
        practice = framework.practices.get(practice_id)
        if practice is not None:
            answer_queries.save_rating(unit, client_id, to, practice.area, practice_id, rating.answer, 0)
    for area_id, area in answer_queries.list_area_answers(unit, source.id).items():
        if area_id in framework.area_by_id:
            answer_queries.save_area_answer(unit, client_id, to, area_id, area.answer, False, 0)
    area_of = {o.id: a.id for a in framework.areas for c in a.cells for o in c.outcomes}
    for outcome_id, outcome in answer_queries.list_outcome_answers(unit, source.id).items():
        if outcome_id in area_of:
            answer_queries.save_outcome_answer(
                unit, client_id, to, area_of[outcome_id], outcome_id, outcome.answer, 0
            )


def open_place(unit: Unit, client_slug: str, slug: str) -> Place:
    """Return an assessment that may be changed; raises NotAllowed for a closed one."""
    place = get_place(unit, client_slug, slug)
    require_open(place.assessment)
    return place
