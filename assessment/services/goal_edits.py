"""Change the goals of a client: add one, let it say something else from a day on, move, retire, take up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Framework
from assessment.domain.goals import (
    CSF,
    KINDS,
    KPI,
    ON_TOP,
    TARGET_CODES,
    UNDER,
    Goal,
    GoalVersion,
    moved,
    shown_order,
)
from assessment.domain.reading_values import read_value
from assessment.errors import Conflict, InvalidInput, NotAllowed
from assessment.services.conflicts import changed_before, sentence_of
from assessment.services.goal_states import KIND_NAMES, label_of, metric_for, target_in_words
from assessment.services.goals import found_goal, subject_of
from assessment.services.metrics import framework_for
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text, sensible_day
from assessment.store.database import Unit
from assessment.store.queries import goals as queries
from assessment.store.queries.catalogue import list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import add_event

LONGEST_TEXT = 10_000
MOST_GOALS = 500
KEEP = "keep"
"""Said of a goal that stays under what it stands under."""

FIRST_REASON = "Set for the first time."
RESOLUTION = ("M19", "X06")
"""The metric of the example, and another one where the framework does not have it."""


@dataclass(frozen=True, slots=True)
class GoalEntry:
    """What was typed about a goal; the target as text, a service and a review by their ids, "" for none.

    `parent` is the number of what it is to stand under, "" for nothing.
    """

    title: str
    valid_from: date | None = None
    description: str = ""
    metric_id: str = ""
    target: str = ""
    target_code: str = ""
    service_id: str = ""
    review_id: str = ""
    reason: str = ""
    parent: str = KEEP
    seen: int = 0


def add_goal(unit: Unit, client_slug: str, kind: str, parent: int | None, entry: GoalEntry) -> Goal:
    """Put a goal into the tree under the one of number `parent`; its first version holds from a day on.

    Raises InvalidInput naming the field.
    """
    client = get_client(unit, client_slug)
    goals = queries.list_goals(unit, client.id)
    if kind not in KINDS:
        raise InvalidInput("kind", "Choose an objective, a CSF or a KPI.")
    if len(goals) >= MOST_GOALS:
        raise InvalidInput("title", f"A client has at most {MOST_GOALS} goals.")
    above = _parent(goals, kind, parent)
    framework = framework_for(unit, client, retired=True)
    version = _read(unit, client, framework, kind, entry)
    service_id = _service(unit, client, entry)
    made, number = queries.add_goal(unit, client.id, kind, above.id if above else None, service_id)
    queries.add_version(unit, client.id, made, replace(version, reason=version.reason or FIRST_REASON))
    said = {"what": f"{KIND_NAMES[kind]} {number}", "title": version.title}
    add_event(unit, client.id, f"goal:{made}", "goal added", said)
    return found_goal(queries.list_goals(unit, client.id), number)


def _parent(goals: tuple[Goal, ...], kind: str, parent: int | None) -> Goal | None:
    if parent is None:
        if kind in ON_TOP:
            return None
        raise InvalidInput("parent", "A KPI stands under a CSF. Choose which one it shows.")
    above = next((one for one in goals if one.number == parent), None)
    if above is None or above.kind not in UNDER[kind] or above.retired_on is not None:
        raise InvalidInput("parent", f"A {KIND_NAMES[kind]} cannot stand there. Choose one of those shown.")
    return above


def change_goal(unit: Unit, client_slug: str, number: int, entry: GoalEntry) -> Goal:
    """Let a goal say something else from a day on; what it said before stays readable.

    Nothing happens where nothing differs. Raises InvalidInput naming the field, Conflict with both texts
    when somebody else changed the goal since `entry.seen`.
    """
    client = get_client(unit, client_slug)
    goals = queries.list_goals(unit, client.id)
    goal = found_goal(goals, number)
    framework = framework_for(unit, client, retired=True)
    new = _read(unit, client, framework, goal.kind, entry)
    place = {"service_id": _service(unit, client, entry), "parent_id": goal.parent_id}
    if entry.parent not in (KEEP, _number(goals, goal.parent_id)):
        above = _parent(goals, goal.kind, int(entry.parent) if entry.parent else None)
        place["parent_id"] = above.id if above else None
    differs = _differs(new, goal.newest)
    stays = all(value == getattr(goal, name) for name, value in place.items())
    if not differs and stays:
        return goal
    if differs:
        _check_follows(new, goal.newest)
    if goal.version != entry.seen:
        raise _conflict(unit, client, goal, _words(framework, new, goal.newest))
    if not queries.change_goal(unit, client.id, goal.id, entry.seen, place):
        raise _conflict(unit, client, goal, _words(framework, new, goal.newest))
    if differs:
        _follow(unit, client, framework, goal, new)
    if not stays:
        _note_place(unit, client, goals, goal, place)
    return found_goal(queries.list_goals(unit, client.id), number)


def _number(goals: tuple[Goal, ...], goal_id: str | None) -> str:
    return next((str(one.number) for one in goals if one.id == goal_id), "")


def _check_follows(new: GoalVersion, old: GoalVersion) -> None:
    if not new.reason:
        raise InvalidInput("reason", "Say why it changes. The reason stays with the history.")
    if new.valid_from < old.valid_from:
        raise InvalidInput(
            "valid_from",
            f"What stands there holds from {old.valid_from} on. Choose that day or a later one.",
        )


def _follow(unit: Unit, client: Client, framework: Framework, goal: Goal, new: GoalVersion) -> None:
    old = goal.newest
    queries.end_version(unit, goal.id, old.number, new.valid_from - timedelta(days=1))
    queries.add_version(unit, client.id, goal.id, replace(new, number=old.number + 1))
    said = {
        "what": label_of(goal),
        "valid_from": new.valid_from.isoformat(),
        "from": _words(framework, old, new),
        "to": _words(framework, new, old),
        "reason": new.reason,
    }
    add_event(unit, client.id, subject_of(goal), "goal changed", said)


def _note_place(
    unit: Unit, client: Client, goals: tuple[Goal, ...], goal: Goal, place: Mapping[str, str | None]
) -> None:
    names = {one.id: one.name for one in list_services(unit, client.id)}
    names |= {one.id: f"{label_of(one)} {one.newest.title}" for one in goals}
    pairs = {
        label: (getattr(goal, name), place[name])
        for label, name in (("Service", "service_id"), ("Stands under", "parent_id"))
        if getattr(goal, name) != place[name]
    }
    said = {
        "what": label_of(goal),
        "valid_from": unit.today.isoformat(),
        "from": {label: names.get(was or "", "nothing") for label, (was, _) in pairs.items()},
        "to": {label: names.get(now or "", "nothing") for label, (_, now) in pairs.items()},
        "reason": "",
    }
    add_event(unit, client.id, subject_of(goal), "goal changed", said)


def _conflict(unit: Unit, client: Client, goal: Goal, yours: Mapping[str, str]) -> Conflict:
    return changed_before(
        unit, client.id, subject_of(goal), label_of(goal), sentence_of(yours), goal.newest.title, goal.version
    )  # fmt: skip


def _differs(new: GoalVersion, old: GoalVersion) -> bool:
    same = ("title", "description", "framework_id", "metric_id", "target", "target_code", "currency")
    return any(getattr(new, name) != getattr(old, name) for name in same)


def _words(framework: Framework, version: GoalVersion, other: GoalVersion) -> dict[str, str]:
    """Return what a version says where another one says something else."""
    pairs = [
        ("Text", version.title, other.title),
        ("Description", version.description, other.description),
        ("Metric", version.metric_id or "", other.metric_id or ""),
        ("Target", _target(framework, version), _target(framework, other)),
    ]
    return {name: mine or "nothing" for name, mine, theirs in pairs if mine != theirs}


def _target(framework: Framework, version: GoalVersion) -> str:
    metric = metric_for(framework, version)
    return target_in_words(metric, version) if metric else ""


def _service(unit: Unit, client: Client, entry: GoalEntry) -> str | None:
    if not entry.service_id:
        return None
    if entry.service_id not in {one.id for one in list_services(unit, client.id)}:
        raise InvalidInput("service_id", "Choose one of the services shown.")
    return entry.service_id


def _read(unit: Unit, client: Client, framework: Framework, kind: str, entry: GoalEntry) -> GoalVersion:
    title = checked_line("title", entry.title, LONGEST_NAME)
    if not title:
        raise InvalidInput("title", "Say in a sentence what is aimed at.")
    day = sensible_day("valid_from", entry.valid_from)
    if day is None:
        raise InvalidInput("valid_from", "Say from which day on it holds.")
    if entry.review_id and entry.review_id not in {
        one.id for one in queries.list_review_choices(unit, client.id)
    }:
        raise InvalidInput("review_id", "Choose one of the reviews shown.")
    version = GoalVersion(
        1, title, day, checked_text("description", entry.description, LONGEST_TEXT),
        review_id=entry.review_id or None, reason=checked_text("reason", entry.reason, LONGEST_TEXT),
    )  # fmt: skip
    return _measured(framework, entry, version) if kind == KPI else version


def _measured(framework: Framework, entry: GoalEntry, version: GoalVersion) -> GoalVersion:
    metric = metric_of(framework, entry.metric_id)
    if metric is None:
        raise InvalidInput("metric_id", "Choose the metric that shows it.")
    version = replace(version, framework_id=framework.id, metric_id=metric.id)
    if not entry.target.strip():
        return version
    if entry.target_code not in TARGET_CODES:
        raise InvalidInput("target_code", "Say whether the target is the least or the most.")
    value, currency = _read_target(metric, entry.target)
    return replace(version, target=value, target_code=entry.target_code, currency=currency)


def _read_target(metric: Any, text: str) -> tuple[Fraction, str]:
    try:
        return read_value(metric, text)
    except InvalidInput as error:
        raise InvalidInput("target", error.message) from None


def move_goal(unit: Unit, client_slug: str, number: int, *, up: bool) -> Goal:
    """Put a goal one place before or behind the next one under the same parent; NotAllowed at the end."""
    client = get_client(unit, client_slug)
    goals = queries.list_goals(unit, client.id)
    goal = found_goal(goals, number)
    beside = [one for one in goals if one.parent_id == goal.parent_id and one.retired_on is None]
    if goal not in beside:
        raise NotAllowed(f"{label_of(goal)} is retired, so it has no place.")
    order = moved(beside, goal.id, up)
    if order == [one.id for one in shown_order(beside)]:
        raise NotAllowed(f"{label_of(goal)} is {'first' if up else 'last'} already.")
    queries.set_order(unit, client.id, order)
    said = {"what": label_of(goal), "title": goal.newest.title}
    add_event(unit, client.id, subject_of(goal), "goal moved", said)
    return goal


def retire_goal(unit: Unit, client_slug: str, number: int, *, retired: bool) -> Goal:
    """Take a goal with all under it out of the tree, or take it up again; NotAllowed where it is so."""
    client = get_client(unit, client_slug)
    goal = found_goal(queries.list_goals(unit, client.id), number)
    if (goal.retired_on is not None) == retired:
        raise NotAllowed(f"{label_of(goal)} is {'retired' if retired else 'in use'} already.")
    values = {"retired_at": unit.now if retired else None}
    if not queries.change_goal(unit, client.id, goal.id, goal.version, values):
        raise _conflict(unit, client, goal, {})
    said = {"what": label_of(goal), "title": goal.newest.title}
    kind = "goal retired" if retired else "goal taken up"
    add_event(unit, client.id, subject_of(goal), kind, said)
    return found_goal(queries.list_goals(unit, client.id), number)


def add_example(unit: Unit, client_slug: str) -> Goal:
    """Begin a tree with a CSF and its KPI, to be put into the client's own words; return the CSF.

    NotAllowed where the client has goals already.
    """
    client = get_client(unit, client_slug)
    if queries.list_goals(unit, client.id):
        raise NotAllowed("This client has goals already, so the example was left out.")
    framework = framework_for(unit, client, retired=True)
    csf = add_goal(
        unit, client_slug, CSF, None,
        GoalEntry(
            "The help desk gets better at what people need from it", unit.today,
            "Put this into the client's own words: what has to go right for the business.",
        ),
    )  # fmt: skip
    metric_id = next(one for one in RESOLUTION if metric_of(framework, one) is not None)
    add_goal(
        unit, client_slug, KPI, csf.number,
        GoalEntry(
            "Incidents are resolved sooner", unit.today,
            "Set a target. Then agree in an SLA how soon a technician of the first tier answers, "
            "and hang that target here.",
            metric_id,
        ),
    )  # fmt: skip
    return csf
