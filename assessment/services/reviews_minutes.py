"""The minutes of a review while it is held: notes of each point, who came, how it was, what comes next.

Each part is saved by itself over the value that its author saw, so that two people can write at once.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.domain.review_agenda import Point, added, agenda_json, edited, moved, points_of, removed
from assessment.domain.reviews import HELD, OPEN_STATES, RELATIONSHIP, Review
from assessment.errors import Conflict, InvalidInput, NotAllowed, NotFound
from assessment.services.reviews import store
from assessment.services.reviews_plans import LONGEST_TEXT, read_people
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries.clients import get_client

POINT = "point-"
PARTS = ("room", "notes", "relationship", "next")
MARK_LENGTH = 12
MOST_PEOPLE = 60
NAMES: Mapping[str, str] = {
    "room": "who came", "notes": "notes", "relationship": "how we work together", "next": "next day",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the minutes: its value as stored, and its words for a reader."""

    name: str
    title: str
    value: Any
    words: str

    @property
    def mark(self) -> str:
        """Return a number made of the value, by which a later change shows."""
        text = json.dumps(self.value, sort_keys=True, ensure_ascii=False)
        return str(int(hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH], 16))


def parts_of(review: Review) -> dict[str, Part]:
    """Return the parts of the minutes of a review by name."""
    found = {
        f"{POINT}{point.key}": Part(f"{POINT}{point.key}", point.title, point.notes, point.notes)
        for point in points_of(review.agenda)
    }
    values: tuple[tuple[str, Any, str], ...] = (
        ("room", review.attendance, room_words(review)),
        ("notes", review.minutes, review.minutes),
        (
            "relationship",
            [review.relationship, review.relationship_note],
            f"{RELATIONSHIP.get(review.relationship, '')} {review.relationship_note}".strip(),
        ),
        ("next", _day(review.next_on), _day(review.next_on)),
    )
    return found | {name: Part(name, NAMES[name], value, words) for name, value, words in values}


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def room_words(review: Review) -> str:
    """Return who came, in words."""
    return "; ".join(f"{one['role']} ({one['side']})" for one in review.attendance if one["came"])


def came_to(review: Review) -> tuple[str, ...]:
    """Return the roles of those who came."""
    return tuple(one["role"] for one in review.attendance if one["came"])


def save_parts(
    unit: Unit, client_slug: str, number: int, typed: Mapping[str, Mapping[str, str]], came: Mapping[str, Any]
) -> Review:
    """Save parts of the minutes by name, each with the mark that was seen as "version".

    `came` holds the rows of the room that were ticked, by part. Raises Conflict for a part that somebody
    else changed to something different, NotAllowed unless the review is being held.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number, lock=True)
    check_held(review)
    found, changed = parts_of(review), review
    for name, fields in typed.items():
        if name not in found:
            raise NotFound("This review has no such part.")
        after = _with_part(changed, found[name], fields, came.get(name, ()))
        if _is_new(found[name], parts_of(after)[name], fields.get("version", ""), review.updated_by):
            changed = after
    now = parts_of(changed)
    different = [name for name, part in now.items() if part.value != found[name].value]
    if not different:
        return review
    values = {
        "agenda": changed.agenda, "attendance": changed.attendance, "minutes": changed.minutes,
        "relationship": changed.relationship, "relationship_note": changed.relationship_note,
        "next_on": changed.next_on,
    }  # fmt: skip
    said = {
        "what": ", ".join(found[name].title for name in different)[:LONGEST_NAME],
        "from": {name: found[name].words for name in different},
        "to": {name: now[name].words for name in different},
    }
    return store(unit, client, review, review.version, values, "review minutes changed", said)


def _is_new(there: Part, typed: Part, seen: str, by: str) -> bool:
    # What was left as it was seen is no change, also when somebody else has changed it meanwhile.
    if typed.mark in (there.mark, seen):
        return False
    if seen != there.mark:
        raise Conflict(
            f"Somebody else changed “{there.title}” before you.", field=there.title, yours=typed.words,
            theirs=there.words, by=by, version=int(there.mark),
        )  # fmt: skip
    return True


def check_held(review: Review) -> None:
    """Raise NotAllowed unless minutes and decisions can be written down."""
    if review.state in OPEN_STATES and review.state != HELD:
        raise NotAllowed(f"{review.reference} has not begun. Begin it, then write its minutes.")
    if review.state != HELD:
        raise NotAllowed(f"{review.reference} is {review.state}. A correction is an addendum.")


def _with_part(review: Review, part: Part, typed: Mapping[str, str], came: Any) -> Review:
    if part.name.startswith(POINT):
        return _with_notes(review, part.name.removeprefix(POINT), typed)
    return _OF_PART[part.name](review, typed, came)


def _with_notes(review: Review, key: str, typed: Mapping[str, str]) -> Review:
    notes = checked_text("notes", typed.get("notes", ""), LONGEST_TEXT)
    points = [replace(one, notes=notes) if one.key == key else one for one in points_of(review.agenda)]
    return replace(review, agenda=agenda_json(points))


def _with_room(review: Review, typed: Mapping[str, str], came: Any) -> Review:
    ticked = set(came)
    room = [{**one, "came": str(place) in ticked} for place, one in enumerate(review.attendance)]
    there = {(one["role"], one["side"]): one for one in room}
    for role, side in read_people("others", typed.get("others", "")):
        if (role, side) in there:
            there[role, side]["came"] = True
        else:
            room.append({"role": role, "side": side, "came": True})
    if len(room) > MOST_PEOPLE:
        raise InvalidInput("others", f"At most {MOST_PEOPLE} people can be written down.")
    return replace(review, attendance=room)


def _with_minutes(review: Review, typed: Mapping[str, str], came: Any) -> Review:
    return replace(review, minutes=checked_text("notes", typed.get("notes", ""), LONGEST_TEXT))


def _with_relationship(review: Review, typed: Mapping[str, str], came: Any) -> Review:
    word = typed.get("word", "")
    if word and word not in RELATIONSHIP:
        raise InvalidInput("word", "Choose one of the words shown.")
    note = checked_text("note", typed.get("note", ""), LONGEST_TEXT)
    return replace(review, relationship=word, relationship_note=note)


def _with_next(review: Review, typed: Mapping[str, str], came: Any) -> Review:
    text = typed.get("next_on", "").strip()
    try:
        day = date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(
            "next_on", "Write the day as year, month and day, for example 2026-11-22."
        ) from None
    if day and review.held_on and day <= review.held_on:
        raise InvalidInput("next_on", "The next review is after this one.")
    return replace(review, next_on=sensible_day("next_on", day))


_OF_PART: Mapping[str, Callable[[Review, Mapping[str, str], Any], Review]] = {
    "room": _with_room, "notes": _with_minutes, "relationship": _with_relationship, "next": _with_next,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AgendaEdit:
    """What was done on the page of the agenda: an act on one point, or the whole list as it was typed."""

    act: str
    key: str = ""
    title: str = ""
    minutes: int | None = None
    titles: Mapping[str, str] | None = None
    lengths: Mapping[str, int | None] | None = None
    order: Mapping[str, int | None] | None = None


def edit_agenda(unit: Unit, client_slug: str, number: int, edit: AgendaEdit, seen: int) -> Review:
    """Change the agenda of a review that is not over: save the list, add, remove or move a point.

    Raises NotAllowed once it is closed, Conflict when somebody else changed the review since `seen`.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    if not review.is_open:
        raise NotAllowed(f"{review.reference} is {review.state}, so its agenda stays as it is.")
    points = points_of(review.agenda)
    after = _edited(points, edit)
    lost = {one.key for one in points if one.notes} - {one.key for one in after}
    if lost:
        raise InvalidInput("", "A point with notes stays. Empty its notes first.")
    if after == points:
        return review
    said = {"from": _titles(points), "to": _titles(after)}
    values = {"agenda": agenda_json(after)}
    return store(unit, client, review, seen, values, "review agenda changed", said)


def _edited(points: tuple[Point, ...], edit: AgendaEdit) -> tuple[Point, ...]:
    if edit.act == "add":
        title = checked_line("title", edit.title, LONGEST_NAME)
        if not title:
            raise InvalidInput("title", "Say what the point is about.")
        return added(points, title, edit.minutes)
    titles = {
        key: checked_line(f"title-{key}", text, LONGEST_NAME) for key, text in (edit.titles or {}).items()
    }
    # The buttons of one point send the whole list, so that nothing typed beside them is lost.
    typed = edited(points, titles, edit.lengths or {}, edit.order or {})
    if edit.act == "remove":
        return removed(typed, edit.key)
    return moved(typed, edit.key, edit.act == "up") if edit.act in ("up", "down") else typed


def _titles(points: tuple[Point, ...]) -> list[str]:
    return [f"{one.minutes} {one.title}" for one in points]
