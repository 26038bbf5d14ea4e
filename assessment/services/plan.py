"""The plan of an assessment: computed from its answers and from what people set by hand."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from assessment.domain.answers import AnswerSet
from assessment.domain.clients import Client
from assessment.domain.forecast import index_if_done
from assessment.domain.framework import Framework
from assessment.domain.plan import Plan
from assessment.domain.plan_items import NO_SIGNALS
from assessment.domain.priority import Signals
from assessment.domain.scoring import ScoreCard
from assessment.domain.values import PracticeValue
from assessment.errors import NotFound
from assessment.services.editions import framework_of
from assessment.services.plan_made import Made, made_plan
from assessment.services.plan_signals import signals_of
from assessment.services.scores import answers_of
from assessment.store.database import Unit
from assessment.store.queries import assessments as assessment_queries
from assessment.store.queries import csip as csip_queries
from assessment.store.queries import plan as plan_queries
from assessment.store.queries.assessments import Place, get_place
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import PlannedItems
from assessment.store.queries.events import Event, list_events
from assessment.store.queries.plan import KeptPlan
from assessment.store.queries.results import list_choices

ITEM_CHANGED = "plan item changed"
SETTINGS_CHANGED = "plan settings changed"
UNDONE = "plan change undone"
LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan with everything that it was made from.

    `sent` is what the register says about its items; `last_change` is what Undo takes back.
    """

    place: Place
    framework: Framework
    answers: AnswerSet
    kept: KeptPlan
    made: Made
    sent: PlannedItems
    last_change: Event | None = None
    signals: Signals = NO_SIGNALS

    @property
    def plan(self) -> Plan:
        """Return the ranked items and the waves."""
        return self.made.plan

    @property
    def card(self) -> ScoreCard:
        """Return the score card before anything of the plan is done."""
        return self.made.card

    @property
    def values(self) -> Mapping[str, PracticeValue]:
        """Return the value of each practice before anything of the plan is done."""
        return self.made.values


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The mean index now and once `practices` are done; `areas` are those that change, with both indexes."""

    practices: tuple[str, ...]
    now: Fraction | None
    then: Fraction | None
    areas: tuple[tuple[str, Fraction, Fraction], ...]


def plan_of(unit: Unit, client_slug: str, assessment_slug: str | None = None) -> PlanView:
    """Return the plan of an assessment, or of the client's latest one.

    Ten queries, whatever the number of items. Raises NotFound when there is no such assessment, or none.
    """
    client, place = find_place(unit, client_slug, assessment_slug)
    if place is None:
        raise NotFound(f"{client.name} has no assessment yet, so there is nothing to plan.")
    return view_of(unit, place)


def find_place(
    unit: Unit, client_slug: str, assessment_slug: str | None = None
) -> tuple[Client, Place | None]:
    """Return the client with the assessment asked for, else its latest one, else its newest, else None."""
    if assessment_slug:
        place = get_place(unit, client_slug, assessment_slug)
        return place.client, place
    client = get_client(unit, client_slug)
    if client.summary:
        return client, get_place(unit, client_slug, client.summary["assessment"])
    newest = assessment_queries.list_assessments(unit, client.id, limit=1)
    return client, Place(client, newest[0]) if newest else None


def scored_assessments(unit: Unit, place: Place) -> tuple[tuple[str, str], ...]:
    """Return slug and title of each assessment of the client with results, newest first, and of this one."""
    found = {choice.slug: choice.title for choice in list_choices(unit, place.client.id)}
    here = place.assessment
    return tuple(found.items() if here.slug in found else {here.slug: here.title, **found}.items())


def view_of(unit: Unit, place: Place) -> PlanView:
    """Return the plan of an assessment that was found already."""
    assessment = place.assessment
    framework = framework_of(unit, assessment.framework_hash)
    answers = answers_of(unit, assessment)
    kept = plan_queries.get_plan(unit, assessment.id)
    sent = csip_queries.planned_items(unit, place.client.id, assessment.id)
    signals = signals_of(unit, place.client.id, framework)
    made = made_plan(assessment.id, framework, answers, kept, waves_done(sent), signals)
    events = list_events(unit, place.client.id, plan_subject(assessment.id), limit=LOOK_BACK)
    return PlanView(place, framework, answers, kept, made, sent, last_to_undo(events), signals)


def with_kept(view: PlanView, kept: KeptPlan, last_change: Event | None) -> PlanView:
    """Return the view of the same answers with other settings; no query is made."""
    done = waves_done(view.sent)
    made = made_plan(view.place.assessment.id, view.framework, view.answers, kept, done, view.signals)
    return replace(view, kept=kept, made=made, last_change=last_change)


def waves_done(sent: PlannedItems) -> dict[str, int]:
    """Return the wave that each implemented item keeps; docs/method.md, "Waves"."""
    return {practice: item.wave for practice, item in sent.done.items()}


def what_if(view: PlanView, practices: Collection[str]) -> WhatIf:
    """Return what the index becomes when planned items are done; what is not planned is passed over."""
    chosen = tuple(item.practice for item in view.plan.items if item.practice in practices)
    after = index_if_done(view.framework, view.answers, view.values, chosen, view.card)
    areas = tuple(
        (before.area, before.index, later.index)
        for before, later in zip(view.card.areas, after.areas, strict=True)
        if before.index is not None and later.index is not None and later.index != before.index
    )
    return WhatIf(chosen, view.card.mean_index, after.mean_index, areas)


def plan_subject(assessment_id: str) -> str:
    """Return the subject under which the history keeps the changes of a plan."""
    return f"plan:{assessment_id}"


def last_to_undo(events: Collection[Event]) -> Event | None:
    """Return the newest change that was not taken back yet; `events` come newest first."""
    undone = {(event.data or {}).get("event") for event in events if event.kind == UNDONE}
    changes = (event for event in events if event.kind in (ITEM_CHANGED, SETTINGS_CHANGED))
    return next((event for event in changes if event.id not in undone), None)
