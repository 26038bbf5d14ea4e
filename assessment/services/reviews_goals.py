"""What a review decides about success factors and indicators: the goals change from a day on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from assessment.domain.clients import Client
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.goals import CSF, KPI, Goal, GoalVersion
from assessment.domain.review_material import day_words
from assessment.domain.reviews import GOAL, Decided, check_decision
from assessment.errors import InvalidInput
from assessment.services import goal_edits
from assessment.services.goal_edits import GoalEntry
from assessment.services.goal_states import label_of, metric_for, target_as_typed, target_in_words
from assessment.services.goals import is_in_use, metric_choice, subject_of
from assessment.services.metrics import framework_for
from assessment.services.reviews_plans import LONGEST_TEXT
from assessment.services.reviews_recording import Meeting, meeting_of, read_deciders, record
from assessment.services.texts import LONGEST_NAME, checked_line, checked_text
from assessment.store.database import Unit
from assessment.store.queries.goals import list_goals


@dataclass(frozen=True, slots=True)
class GoalDecision:
    """What was typed about a goal; what is left empty stays as it is. `goal_id` of "add" is the CSF above.

    `seen` is the version of the goal that the page showed, 0 where it showed none.
    """

    goal_id: str
    decision: str
    title: str = ""
    valid_from: date | None = None
    target: str = ""
    target_code: str = ""
    metric_id: str = ""
    reason: str = ""
    deciders: str = ""
    seen: int = 0


@dataclass(frozen=True, slots=True)
class GoalChoices:
    """What the form about goals offers: (id, label, version) of each goal in use, and the metrics."""

    goals: tuple[tuple[str, str, int], ...] = ()
    metrics: tuple[tuple[str, str], ...] = ()


def goals_for(unit: Unit, client: Client) -> GoalChoices:
    """Return what a review can decide about; nothing as long as the client has no goals."""
    goals = list_goals(unit, client.id)
    shown = tuple(
        (one.id, f"{label_of(one)} {(one.on(unit.today) or one.newest).title}", one.version)
        for one in goals
        if one.kind in (CSF, KPI) and is_in_use(goals, one)
    )
    if not shown:
        return GoalChoices()
    metrics = all_metrics(framework_for(unit, client))
    return GoalChoices(shown, tuple((one.id, metric_choice(one)) for one in metrics))


def decide_goal(unit: Unit, client_slug: str, number: int, entry: GoalDecision) -> Decided:
    """Decide about a goal: keep it, change it or let it move on from a day on, give it up, add a KPI.

    Raises InvalidInput naming the field, Conflict when somebody else changed the goal since it was seen;
    nothing is decided then.
    """
    meeting = meeting_of(unit, client_slug, number, proper=True)
    reason = checked_text("reason", entry.reason, LONGEST_TEXT)
    deciders = read_deciders(entry.deciders)
    check_decision(GOAL, entry.decision, reason, meeting.day)
    goals = list_goals(unit, meeting.client.id)
    goal = next((one for one in goals if one.id == entry.goal_id and is_in_use(goals, one)), None)
    if goal is None or (entry.decision == "add" and goal.kind != CSF):
        what = "the success factor that the new indicator shows" if entry.decision == "add" else "a goal"
        raise InvalidInput("goal", f"Choose {what}.")
    about, said = _ACTS[entry.decision](unit, meeting, goal, entry)
    values = {
        "kind": GOAL, "subject": subject_of(about), "decision": entry.decision, "reason": reason,
        "text": said, "deciders": deciders,
    }  # fmt: skip
    return record(unit, meeting, values)


def _said(goal: Goal, title: str, *more: str) -> str:
    """What the minutes say: the goal by its label and title, then what was decided."""
    details = "; ".join(part for part in more if part)
    return f"{label_of(goal)} {title}: {details}" if details else f"{label_of(goal)} {title}"


def _keep(unit: Unit, meeting: Meeting, goal: Goal, entry: GoalDecision) -> tuple[Goal, str]:
    return goal, _said(goal, goal.newest.title)


def _end(unit: Unit, meeting: Meeting, goal: Goal, entry: GoalDecision) -> tuple[Goal, str]:
    after = goal_edits.retire_goal(unit, meeting.client.slug, goal.number, retired=True)
    return after, _said(goal, goal.newest.title)


def _move(unit: Unit, meeting: Meeting, goal: Goal, entry: GoalDecision) -> tuple[Goal, str]:
    if checked_line("title", entry.title, LONGEST_NAME) in ("", goal.newest.title):
        raise InvalidInput("title", "Say what it moves on to.")
    return _change(unit, meeting, goal, entry)


def _change(unit: Unit, meeting: Meeting, goal: Goal, entry: GoalDecision) -> tuple[Goal, str]:
    now, day = goal.newest, entry.valid_from or meeting.day
    framework = framework_for(unit, meeting.client, retired=True)
    typed = GoalEntry(
        entry.title.strip() or now.title, day, now.description, entry.metric_id or now.metric_id or "",
        entry.target.strip() or target_as_typed(framework, now),
        entry.target_code if entry.target.strip() else now.target_code,
        goal.service_id or "", meeting.review.id, entry.reason, seen=entry.seen or goal.version,
    )  # fmt: skip
    after = goal_edits.change_goal(unit, meeting.client.slug, goal.number, typed)
    if after.version == goal.version:
        raise InvalidInput("title", "This is what it says already. Write what is different.")
    new = after.newest
    return after, _said(
        goal, now.title, f"becomes “{new.title}”" if new.title != now.title else "",
        _target(unit, meeting, new) if _aim(new) != _aim(now) else "", f"from {day_words(new.valid_from)}",
    )  # fmt: skip


def _aim(version: GoalVersion) -> tuple[object, ...]:
    return (version.metric_id, version.target, version.target_code, version.currency)


def _add(unit: Unit, meeting: Meeting, goal: Goal, entry: GoalDecision) -> tuple[Goal, str]:
    typed = GoalEntry(
        entry.title, entry.valid_from or meeting.day, "", entry.metric_id, entry.target, entry.target_code,
        goal.service_id or "", meeting.review.id, entry.reason,
    )  # fmt: skip
    made = goal_edits.add_goal(unit, meeting.client.slug, KPI, goal.number, typed)
    new = made.newest
    return made, _said(
        made, new.title, f"under {label_of(goal)}", _target(unit, meeting, new),
        f"from {day_words(new.valid_from)}",
    )  # fmt: skip


def _target(unit: Unit, meeting: Meeting, version: GoalVersion) -> str:
    metric = metric_for(framework_for(unit, meeting.client, retired=True), version)
    words = target_in_words(metric, version) if metric else ""
    return f"target {words}" if words else ""


Act = Callable[[Unit, Meeting, Goal, GoalDecision], tuple[Goal, str]]
_ACTS: Mapping[str, Act] = {"keep": _keep, "change": _change, "move": _move, "add": _add, "end": _end}
