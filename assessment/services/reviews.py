"""The life of a service review: plan it, make its pack, begin, close or cancel it; what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assessment.domain.catalogue import MEETING
from assessment.domain.clients import Client
from assessment.domain.review_agenda import agenda_json, agenda_of, points_of, refreshed
from assessment.domain.review_pack import pack_json
from assessment.domain.review_plans import (
    CUT_OFF_DAYS,
    DRAFTS,
    Cadence,
    days_before,
    next_day,
    period_of,
    working_day,
)
from assessment.domain.reviews import (
    CANCELLED,
    CLOSED,
    HELD,
    KINDS,
    OPEN_STATES,
    PLANNED,
    PREPARED,
    Review,
    move,
)
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.reviews_calendar import working_calendar
from assessment.services.reviews_pack import gather
from assessment.services.reviews_plans import (
    LONGEST_TEXT,
    checked_hour,
    checked_length,
    checked_mode,
    party_id_of,
)
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import reviews as queries
from assessment.store.queries import reviews_plans as plan_queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event


@dataclass(frozen=True, slots=True)
class ReviewEntry:
    """What was typed about a review; the days of its period may be left empty."""

    kind: str
    title: str = ""
    mode: str = MEETING
    party: int = 0
    planned_on: date | None = None
    starts_at: str = ""
    minutes_long: int | None = 60
    period_from: date | None = None
    period_to: date | None = None
    cut_off_on: date | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """A review that needs somebody: "plan", "prepare", "hold" or "close", by when. `number` may be None."""

    what: str
    title: str
    on: date
    number: int | None
    plan_number: int | None = None


@dataclass(frozen=True, slots=True)
class NextReview:
    """The review that comes next; `number` is None as long as only its cadence says so."""

    title: str
    kind: str
    on: date
    number: int | None
    plan_number: int | None
    state: str
    is_late: bool


def subject_of(review: Review) -> str:
    """Return under which name the history keeps what happened to a review."""
    return f"review:{review.id}"


def plan_review(unit: Unit, client_slug: str, entry: ReviewEntry) -> Review:
    """Plan one review by hand. Raises InvalidInput for what does not fit."""
    client = get_client(unit, client_slug)
    values = _checked(unit, client.id, entry)
    draft = DRAFTS[entry.kind]
    values |= {"agenda": agenda_json(agenda_of(draft.agenda, None)), "attendance": _room(draft.participants)}
    return _added(unit, client, values)


def plan_next(unit: Unit, client_slug: str, plan_number: int) -> Review:
    """Plan the next review of a cadence and move the cadence on to the day after it.

    Raises NotAllowed for a cadence that is retired or has no next day.
    """
    client = get_client(unit, client_slug)
    plan = plan_queries.get_plan(unit, client.id, plan_number)
    if plan.retired or plan.next_on is None:
        raise NotAllowed("This cadence is not held any more, or nobody said when it is held next.")
    working = working_calendar(unit, client.id)
    day = working_day(plan.next_on, working)
    first, last = period_of(plan.kind, day)
    values = {
        "plan_id": plan.id, "kind": plan.kind, "title": plan.title, "party_id": plan.party_id,
        "mode": plan.mode, "planned_on": day, "starts_at": plan.starts_at,
        "minutes_long": plan.minutes_long, "period_from": first, "period_to": last,
        "cut_off_on": days_before(day, CUT_OFF_DAYS[plan.kind], working),
        "agenda": agenda_json(agenda_of(plan.agenda, None)), "attendance": _room(plan.participants),
    }  # fmt: skip
    following = {"next_on": next_day(plan.every, plan.next_on, plan.month_day)}
    if not plan_queries.change_plan(unit, client.id, plan.number, plan.version, following):
        raise Conflict("Somebody else planned it at the same moment.", field="Cadence", version=plan.version)
    return _added(unit, client, values)


def _room(people: tuple[tuple[str, str], ...]) -> list[dict[str, Any]]:
    return [{"role": role, "side": side, "came": False} for role, side in people]


def _added(unit: Unit, client: Client, values: Mapping[str, Any]) -> Review:
    number = queries.add_review(unit, client.id, {**values, "state": "planned"})
    review = queries.get_review(unit, client.id, number)
    said = {"title": review.title, "kind": review.kind, "planned_on": review.planned_on.isoformat()}
    add_event(unit, client.id, subject_of(review), "review planned", said)
    return review


def _checked(unit: Unit, client_id: str, entry: ReviewEntry) -> dict[str, Any]:
    if entry.kind not in KINDS:
        raise InvalidInput("kind", "Choose one of the kinds shown.")
    day = sensible_day("planned_on", entry.planned_on)
    if day is None:
        raise InvalidInput("planned_on", "Say on which day the review is held.")
    first, last = period_of(entry.kind, day)
    first = sensible_day("period_from", entry.period_from) or first
    last = sensible_day("period_to", entry.period_to) or last
    if first > last:
        raise InvalidInput("period_to", "The period ends before it begins.")
    if (last - first).days > 5 * 366:
        raise InvalidInput("period_from", "Choose a period of at most five years.")
    cut_off = sensible_day("cut_off_on", entry.cut_off_on)
    if cut_off is not None and cut_off > day:
        raise InvalidInput("cut_off_on", "The data is frozen before the review, or on its day.")
    return {
        "kind": entry.kind,
        "title": checked_line("title", entry.title, LONGEST_NAME) or KINDS[entry.kind],
        "party_id": party_id_of(unit, client_id, entry.party),
        "mode": checked_mode(entry.mode),
        "planned_on": day,
        "starts_at": checked_hour(entry.starts_at),
        "minutes_long": checked_length(entry.minutes_long),
        "period_from": first,
        "period_to": last,
        "cut_off_on": cut_off,
    }


def change_review(unit: Unit, client_slug: str, number: int, entry: ReviewEntry, seen: int) -> Review:
    """Change the day and the other settings of a review that has not begun; its kind stays.

    Raises NotAllowed once it has begun, Conflict when somebody else changed it.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    if review.state not in ("planned", PREPARED):
        raise NotAllowed(f"{review.reference} is {review.state}, so its settings stay as they are.")
    values = _checked(unit, client.id, replace(entry, kind=review.kind))
    changed = {name: value for name, value in values.items() if getattr(review, name) != value}
    if not changed:
        return review
    said = {
        side: {name: _plain(one[name]) for name in sorted(changed)}
        for side, one in (("from", {name: getattr(review, name) for name in changed}), ("to", values))
    }
    return store(unit, client, review, seen, values, "review changed", said)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def store(
    unit: Unit, client: Client, review: Review, seen: int, values: Mapping[str, Any], kind: str,
    said: Mapping[str, Any],
) -> Review:  # fmt: skip
    """Change a review over the version seen, note it, and return it. Raises Conflict."""
    if not queries.change_review(unit, client.id, review.number, seen, values):
        raise Conflict(
            f"Somebody else changed {review.reference} before you.", field=review.reference,
            theirs=review.state, by=review.updated_by, version=review.version,
        )  # fmt: skip
    add_event(unit, client.id, subject_of(review), kind, {"title": review.title, **said})
    return replace(review, **values, updated_at=unit.now, updated_by=unit.actor, version=seen + 1)


def prepare_review(unit: Unit, client_slug: str, number: int, seen: int) -> Review:
    """Freeze the data as it is now into the pack and put what it asks for on the agenda.

    It can be done anew until the review begins; what somebody wrote on the agenda stays.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    state = move(review.state, PREPARED)
    pack = gather(unit, client, review)
    agenda = refreshed(points_of(review.agenda), agenda_of((), pack))
    values = {
        "state": state, "pack": pack_json(pack), "pack_at": unit.now, "cut_off_on": unit.today,
        "agenda": agenda_json(agenda),
    }  # fmt: skip
    said = {"cut_off": unit.today.isoformat()}
    return store(unit, client, review, seen, values, "review prepared", said)


def begin_review(unit: Unit, client_slug: str, number: int, seen: int) -> Review:
    """Begin a review: from now on its pack stays, and decisions and minutes are written down."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    values = {"state": move(review.state, HELD), "held_on": unit.today}
    said = {"held_on": unit.today.isoformat()}
    return store(unit, client, review, seen, values, "review begun", said)


def close_review(unit: Unit, client_slug: str, number: int, seen: int) -> Review:
    """Close a review: everything about it is frozen; a correction is an addendum.

    The next day that the review agreed becomes the one of its cadence.
    """
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    values = {"state": move(review.state, CLOSED), "closed_at": unit.now, "closed_by": unit.actor}
    closed = store(unit, client, review, seen, values, "review closed", {})
    if closed.plan_id and closed.next_on:
        plans = plan_queries.list_plans(unit, client.id)
        plan = next((one for one in plans if one.id == closed.plan_id), None)
        if plan and plan.next_on != closed.next_on:
            agreed = {"next_on": closed.next_on, "month_day": closed.next_on.day}
            plan_queries.change_plan(unit, client.id, plan.number, plan.version, agreed)
    return closed


def cancel_review(unit: Unit, client_slug: str, number: int, seen: int, reason: str) -> Review:
    """Cancel a review that has not begun. Raises InvalidInput without a reason."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    said = checked_text("reason", reason, LONGEST_TEXT)
    values = {"state": move(review.state, CANCELLED, said), "cancel_reason": said}
    return store(unit, client, review, seen, values, "review cancelled", {"reason": said})


def add_addendum(unit: Unit, client_slug: str, number: int, text: str) -> Review:
    """Add something to the minutes of a closed review. Raises NotAllowed before it is closed."""
    client = get_client(unit, client_slug)
    review = queries.get_review(unit, client.id, number)
    if review.state != CLOSED:
        raise NotAllowed("Only the minutes of a closed review get an addendum. Change them where they are.")
    said = checked_text("text", text, LONGEST_TEXT)
    if not said:
        raise InvalidInput("text", "Write what is to be added.")
    queries.add_addendum(unit, client.id, review.id, said)
    add_event(unit, client.id, subject_of(review), "review addendum", {"title": review.title, "text": said})
    return review


@dataclass(frozen=True, slots=True)
class Outlook:
    """What of the reviews of a client comes next, and what of them needs somebody by now."""

    next: NextReview | None
    due: tuple[Due, ...]


def outlook_of(unit: Unit, client_id: str) -> Outlook:
    """Return what comes next and what is due, the longest overdue first; two queries.

    A review that should have been held comes before one that is to come.
    """
    today = unit.today
    reviews = queries.list_reviews(unit, client_id, OPEN_STATES)
    plans = [one for one in plan_queries.list_plans(unit, client_id) if not one.retired and one.next_on]
    due = [
        Due(what, one.title, _since(one, what), one.number)
        for one in reviews
        if (what := one.waits_for(today))
    ]
    due += [
        Due("plan", plan.title, plan.next_on, None, plan.number)
        for plan in plans
        if plan.next_on and plan.next_on <= today
    ]
    coming = [
        NextReview(one.title, one.kind, one.planned_on, one.number, None, one.state, one.planned_on < today)
        for one in reviews
        if one.state in (PLANNED, PREPARED)
    ]
    coming += [_of_plan(plan, today) for plan in plans]
    return Outlook(
        min(coming, key=lambda one: (one.on, one.title), default=None),
        tuple(sorted(due, key=lambda one: (one.on, one.title))),
    )


def due_reviews(unit: Unit, client_id: str) -> tuple[Due, ...]:
    """Return the reviews of a client that need somebody by now, the longest overdue first."""
    return outlook_of(unit, client_id).due


def _since(review: Review, what: str) -> date:
    return (review.cut_off_on if what == "prepare" else review.held_on) or review.planned_on


def next_review(unit: Unit, client_id: str) -> NextReview | None:
    """Return the review of a client that is held next; one that should have been held comes before it."""
    return outlook_of(unit, client_id).next


def _of_plan(plan: Cadence, today: date) -> NextReview:
    day = plan.next_on or today
    return NextReview(plan.title, plan.kind, day, None, plan.number, "", day < today)
