"""The registers of the sample clients: improvements of all, and of the richest everything around them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from typing import Any

from assessment.services import csip
from assessment.services.csip_benefit import add_actual
from assessment.services.csip_from_plan import send_to_csip
from assessment.services.csip_names import with_ids
from assessment.services.demo_actions import action_happenings
from assessment.services.demo_agreements import agreement_happenings, agreement_named
from assessment.services.demo_catalogue import GOAL_DAYS, add_goals
from assessment.services.demo_happenings import DECIDED, RAISED, Happening, Story, read_page
from assessment.services.demo_reviews import review_happenings
from assessment.services.reviews_improvements import decide_items
from assessment.services.samples.reading import SampleClient, SampleItem, Step
from assessment.store.database import Unit
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import get_item
from assessment.store.queries.goals import list_goals

AGREEMENTS, ACTIONS, REVIEWS = "agreements.yaml", "actions.yaml", "reviews.yaml"
DRAFT_FIELDS = tuple(field.name for field in fields(csip.ItemDraft))


def story_happenings(story: Story, sample: SampleClient) -> Iterator[Happening]:
    """Yield goals, agreements, actions and reviews of the richest sample client, as far as its pages tell.

    Goals that a review decided about are changed by it.
    """
    with_review = set()
    if (sample.folder / REVIEWS).exists():
        page = read_page(sample.folder, REVIEWS)
        with_review = {one["day"] for one in page["reviews"] if "goals" in one}
        yield from agreement_happenings(story, read_page(sample.folder, AGREEMENTS))
        yield from action_happenings(story, read_page(sample.folder, ACTIONS)["actions"])
        yield from review_happenings(story, page)
    for day in GOAL_DAYS:
        if day not in with_review:
            yield Happening(day, RAISED, partial(_add_goals, story.slug))


def _add_goals(slug: str, unit: Unit) -> None:
    add_goals(unit, slug, unit.today)


def register_happenings(story: Story, sample: SampleClient, slugs: Mapping[str, str]) -> Iterator[Happening]:
    """Yield everything about the improvements of a sample client; `slugs` are those of its assessments."""
    for written in sample.register:
        item = _Item(story, written, slugs)
        yield Happening(written.raised, RAISED, item.add)
        for step in written.steps:
            yield Happening(step.day, DECIDED, item.taking(step))


class _Item:
    """One improvement; it is known as it stands from the day on which it was raised."""

    def __init__(self, story: Story, written: SampleItem, slugs: Mapping[str, str]) -> None:
        self.story, self.slug, self.written, self.slugs = story, story.slug, written, slugs

    def add(self, unit: Unit) -> None:
        written = _linked(unit, self.slug, self.written.written)
        if not self.written.practice:
            self.item = csip.add_item(unit, self.slug, csip.ItemDraft(**written))
            return
        sent = send_to_csip(unit, self.slug, [self.written.practice], self.slugs[self.written.of])
        self.item = get_item(unit, self.story.client.id, sent.created[0])
        self._edit(unit, written)

    def _edit(self, unit: Unit, changes: Mapping[str, Any]) -> None:
        item = self.item
        written = {name: getattr(item, name) for name in DRAFT_FIELDS} | dict(changes)
        self.item = csip.edit_item(unit, self.slug, item.number, csip.ItemDraft(**written), item.version)

    def taking(self, step: Step) -> Callable[[Unit], None]:
        return partial(self._take, step)

    def _take(self, step: Step, unit: Unit) -> None:
        if step.changes:
            self._edit(unit, _linked(unit, self.slug, step.changes))
        if step.decision:
            self._decide(unit, step)
        if step.actual is not None:
            self.item = add_actual(unit, self.slug, self.item.number, step.actual)

    def _decide(self, unit: Unit, step: Step) -> None:
        item = self.item
        decision = csip.Decision(step.decision, step.reason, step.look_again_on, step.verdict)
        if step.day not in self.story.held:
            self.item = csip.decide_item(unit, self.slug, item.number, decision, item.version)
            return
        review, deciders = self.story.held[step.day]
        outcome = decide_items(unit, self.slug, review, {item.number: item.version}, decision, deciders)
        if outcome.refused:
            raise ValueError(f"{item.reference}: {outcome.refused[0].message}")
        self.item = get_item(unit, self.story.client.id, item.number)


def _linked(unit: Unit, slug: str, written: Mapping[str, Any]) -> dict[str, Any]:
    found = with_ids(unit, slug, written)
    if "sla" in found:
        found["sla_id"] = agreement_named(unit, slug, found.pop("sla")).id
    if "goal" in found:
        goals = list_goals(unit, get_client(unit, slug).id)
        title = found.pop("goal")
        found["goal_id"] = next(one.id for one in goals if one.newest.title == title)
    return found
