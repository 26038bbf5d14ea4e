"""What was done about the actions of the richest sample client, and what people said about them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date
from functools import partial
from typing import Any

from assessment.domain.action_items import ActionItem
from assessment.services import actions
from assessment.services.actions import ActionDraft, ActionFilter, Decision
from assessment.services.demo_happenings import AFTERWARDS, Happening, Story, service_id
from assessment.services.remarks import add_remark
from assessment.store.database import Unit

DRAFT_FIELDS = tuple(one.name for one in fields(ActionDraft))
Written = Mapping[str, Any]


def action_happenings(story: Story, page: Sequence[Written]) -> Iterator[Happening]:
    """Yield everything that was done about actions outside of reviews."""
    for written in page:
        day: date = written["day"]
        if "add" in written:
            yield Happening(day, AFTERWARDS, partial(_add, story.slug, written["add"]))
        if "edit" in written:
            yield Happening(day, AFTERWARDS, partial(_edit, story.slug, written))
        if "decide" in written:
            yield Happening(day, AFTERWARDS, partial(_decide, story.slug, written))
        if "comment" in written:
            yield Happening(day, AFTERWARDS, partial(_comment, story.slug, written))
        if "to_csip" in written:
            yield Happening(day, AFTERWARDS, partial(_move, story.slug, written))


def _named(unit: Unit, slug: str, title: str) -> ActionItem:
    found = actions.register_of(unit, slug, ActionFilter()).items
    return max((one for one in found if one.title.startswith(title)), key=lambda one: one.number)


def _add(slug: str, written: Written, unit: Unit) -> None:
    values = dict(written)
    values["service_id"] = service_id(unit, slug, values.pop("service"))
    actions.add_action(unit, slug, ActionDraft(**values))


def _edit(slug: str, written: Written, unit: Unit) -> None:
    item = _named(unit, slug, written["action"])
    values = {name: getattr(item, name) for name in DRAFT_FIELDS} | written["edit"]
    actions.edit_action(unit, slug, item.number, ActionDraft(**values), item.version)


def _decide(slug: str, written: Written, unit: Unit) -> None:
    item = _named(unit, slug, written["action"])
    decision = Decision(written["decide"], written.get("reason", ""))
    actions.decide_action(unit, slug, item.number, decision, item.version)


def _comment(slug: str, written: Written, unit: Unit) -> None:
    subject = actions.subject_of(_named(unit, slug, written["action"]))
    add_remark(unit, slug, subject, written["comment"], written["side"])


def _move(slug: str, written: Written, unit: Unit) -> None:
    actions.move_to_csip(unit, slug, _named(unit, slug, written["action"]).number, written["to_csip"])
