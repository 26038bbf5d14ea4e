"""Take a roadmap home: the report of an assessment, what there is to export, and what was exported before."""

from dataclasses import dataclass
from datetime import date, datetime

from assessment.domain import findings, findings_plan
from assessment.domain.answers import AnswerSet
from assessment.domain.clients import Client
from assessment.domain.csip_items import CsipItem
from assessment.domain.edits import Cost
from assessment.domain.framework import Framework, localise
from assessment.domain.own import is_own
from assessment.domain.plan import Plan
from assessment.domain.report import Extent, Report, ReportCsip
from assessment.domain.report_making import make_report
from assessment.domain.report_material import Material, Subject
from assessment.errors import NotFound
from assessment.services.editions import framework_of, own_framework
from assessment.services.plan import find_place, waves_done
from assessment.services.plan_made import Made, made_plan
from assessment.services.plan_signals import signals_of
from assessment.services.scores import answers_of
from assessment.services.workshop_minutes import report_minutes
from assessment.store.database import Unit
from assessment.store.queries import csip as csip_queries
from assessment.store.queries import plan as plan_queries
from assessment.store.queries import readings as reading_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.csip import CsipFilter
from assessment.store.queries.events import add_event, list_events
from assessment.store.queries.exports import count_kept
from assessment.store.queries.plan import KeptPlan
from assessment.store.queries.results import list_choices

EXPORTED = "exported"
SUBJECT = "client:export"
ROADMAP = "roadmap"
MOST_ITEMS = 2000
LOOK_BACK = 10
NOTHING_YET = "Nothing to take home yet"
NO_REPORT = "This client has no results yet, so there is nothing to export."


@dataclass(frozen=True, slots=True)
class Exported:
    """One export of the past."""

    at: datetime
    by: str
    format: str
    assessment: str


@dataclass(frozen=True, slots=True)
class ExportsPage:
    """What can be exported of a client. `extent` is None where there is nothing yet.

    `choices` are pairs of slug and title of the assessments with results, newest first; `open_assessment`
    is the slug of one that could be answered, or "".
    """

    client: str
    client_slug: str
    title: str
    lede: str
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    assessment: str = ""
    held_on: date | None = None
    extent: Extent | None = None
    has_costs: bool = False
    has_owners: bool = False
    history: tuple[Exported, ...] = ()
    open_assessment: str = ""


@dataclass(frozen=True, slots=True)
class _Loaded:
    place: Place
    framework: Framework
    answers: AnswerSet
    kept: KeptPlan
    made: Made

    @property
    def has_answers(self) -> bool:
        return any(findings.has_answers(area) for area in self.made.card.areas)


def report_of(
    unit: Unit, client_slug: str, assessment_slug: str | None = None, language: str = "en"
) -> Report:
    """Return the report of an assessment, or of the client's latest one; eleven queries at most.

    Raises NotFound when there is no such assessment, or when nothing of it is answered yet.
    """
    return report_and_slug(unit, client_slug, assessment_slug, language)[0]


def report_and_slug(
    unit: Unit, client_slug: str, assessment_slug: str | None = None, language: str = "en"
) -> tuple[Report, str]:
    """Return the report as `report_of` does, and the slug of its assessment."""
    client, place = find_place(unit, client_slug, assessment_slug)
    if place is None:
        raise NotFound(NO_REPORT)
    loaded = _load(unit, place)
    if not loaded.has_answers:
        raise NotFound(NO_REPORT)
    report = make_report(_subject(client, loaded), _material(unit, loaded), unit.today, language)
    return report, place.assessment.slug


def _load(unit: Unit, place: Place) -> _Loaded:
    assessment = place.assessment
    framework = framework_of(unit, assessment.framework_hash)
    answers = answers_of(unit, assessment)
    kept = plan_queries.get_plan(unit, assessment.id)
    done = waves_done(csip_queries.planned_items(unit, place.client.id, assessment.id))
    signals = signals_of(unit, place.client.id, framework)
    made = made_plan(assessment.id, framework, answers, kept, done, signals)
    return _Loaded(place, framework, answers, kept, made)


def _subject(client: Client, loaded: _Loaded) -> Subject:
    assessment = loaded.place.assessment
    return Subject(
        client=client.name,
        sector=client.sector,
        assessment=assessment.title,
        held_on=assessment.held_on,
        state=assessment.state,
        headline=assessment.headline,
        is_sample=client.is_sample,
        starts_on=loaded.kept.starts_on,
        wave_days=loaded.kept.wave_days,
    )


def _material(unit: Unit, loaded: _Loaded) -> Material:
    made, client = loaded.made, loaded.place.client
    readings = reading_queries.list_readings(unit, client.id, loaded.framework.id)
    items = csip_queries.list_items(unit, client.id, CsipFilter(), limit=MOST_ITEMS)
    framework = loaded.framework
    if any(is_own(one.reading.metric) for one in readings):
        framework = own_framework(unit, framework, client.id, retired=True)
    return Material(
        framework,
        loaded.answers,
        made.values,
        made.card,
        made.plan,
        tuple(one.reading for one in readings),
        tuple(_entry(loaded.framework, item) for item in items),
        {item.practice_id: item.reference for item in items if item.practice_id and item.is_open},
        report_minutes(unit, loaded.place.assessment.id, loaded.framework, loaded.answers),
        made.problems,
    )


def _entry(framework: Framework, item: CsipItem) -> ReportCsip:
    area = framework.area_by_id.get(item.area_id or "")
    return ReportCsip(
        number=item.reference,
        title=item.title,
        state=item.state,
        owner=item.owner,
        due=item.due_on,
        cost=Cost(item.cost_kind, item.cost_amount, item.cost_currency),
        area=localise(area.name) if area else "",
        practice=item.practice_id or "",
        note=item.because,
        progress=item.progress,
        raised=item.raised_on,
        approval=item.cost_approval,
    )


def exports_page(unit: Unit, client_slug: str, assessment_slug: str | None = None) -> ExportsPage:
    """Return what the page of the exports shows; twelve queries at most."""
    client, place = find_place(unit, client_slug, assessment_slug)
    history = _history(unit, client)
    loaded = _load(unit, place) if place else None
    if place is None or loaded is None or not loaded.has_answers:
        return ExportsPage(
            client.name,
            client.slug,
            NOTHING_YET,
            "",
            history=history,
            open_assessment=place.assessment.slug if place and place.assessment.is_open else "",
        )
    plan, framework = loaded.made.plan, loaded.framework
    kept = count_kept(unit, client.id, framework.id, place.assessment.id)
    return ExportsPage(
        client.name,
        client.slug,
        exports_title(plan),
        findings_plan.plan_lede(plan, loaded.made.card.mean_index) if plan.items else "",
        tuple((one.slug, one.title) for one in list_choices(unit, client.id)),
        place.assessment.slug,
        place.assessment.title,
        place.assessment.held_on,
        Extent(
            len(framework.areas), len(framework.levels), len(framework.practices), len(plan.items),
            len(plan.waves), min(kept.items, MOST_ITEMS), kept.readings, kept.minutes,
        ),
        bool(kept.with_cost) or any(item.cost for item in plan.items),
        bool(kept.with_owner),
        history,
    )  # fmt: skip


def exports_title(plan: Plan) -> str:
    """Return what there is to take home: "Take the roadmap home: 18 items in three waves"."""
    if not plan.items:
        return "Take the results home: nothing is left to plan"
    left = sum(1 for item in plan.items if not item.waves)
    placed = len(plan.items) - left
    if not placed:
        return f"Take the roadmap home: {findings_plan.counted(left)}, none of them in a wave"
    waves = sum(1 for wave in plan.waves if wave.parts)
    said = f"{findings_plan.counted(placed)} in {findings_plan.counted(waves, ('wave', 'waves'))}"
    beyond = f" and {findings_plan.in_words(left)} beyond" if left else ""
    return f"Take the roadmap home: {said}{beyond}"


def _history(unit: Unit, client: Client) -> tuple[Exported, ...]:
    events = list_events(unit, client.id, SUBJECT, limit=LOOK_BACK)
    return tuple(
        Exported(
            event.at, event.actor, (event.data or {}).get("format", ""), (event.data or {}).get("title", "")
        )
        for event in events
    )


def record_export(unit: Unit, client_slug: str, assessment_slug: str, format_key: str) -> None:
    """Note in the history of a client that a roadmap was taken home, in which format and of what."""
    place = get_place(unit, client_slug, assessment_slug)
    said = {"kind": ROADMAP, "format": format_key, "title": place.assessment.title}
    add_event(unit, place.client.id, SUBJECT, EXPORTED, said, place.assessment.id)
