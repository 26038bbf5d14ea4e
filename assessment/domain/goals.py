"""What services are for: objectives, critical success factors, KPIs, and how all of them stand.

The rules are in docs/method.md, "Goals".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.domain import sla_results
from assessment.domain.months import months_before
from assessment.domain.sla_content import LENGTHS
from assessment.domain.sla_results import TargetResult

OBJECTIVE, CSF, KPI = "objective", "csf", "kpi"
KINDS = (OBJECTIVE, CSF, KPI)
UNDER: Mapping[str, tuple[str, ...]] = {OBJECTIVE: (), CSF: (OBJECTIVE,), KPI: (CSF,)}
"""Which kinds a goal may stand under."""

ON_TOP = frozenset({OBJECTIVE, CSF})
"""The kinds that may stand under nothing."""

AT_LEAST, AT_MOST = "at_least", "at_most"
TARGET_CODES = (AT_LEAST, AT_MOST)

MET, WATCH, UNKNOWN, BREACHED = "met", "watch", "unknown", "breached"
WORSE = (MET, WATCH, UNKNOWN, BREACHED)
"""From the best state to the worst: a breach hides nothing, and what is not known hides what is only near."""

WATCHED_POINTS = Fraction(2)
WATCHED_SHARE = Fraction(1, 20)

STATE_OF_RESULT: Mapping[str, str] = {
    sla_results.MET: MET,
    sla_results.WATCH: WATCH,
    sla_results.TOO_FEW: WATCH,
    sla_results.BREACHED: BREACHED,
    sla_results.NO_DATA: UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class GoalVersion:
    """What a goal said from a day on. A KPI names a metric and its target; `currency` is of an amount."""

    number: int
    title: str
    valid_from: date
    description: str = ""
    framework_id: str = ""
    metric_id: str | None = None
    target: Fraction | None = None
    target_code: str = ""
    currency: str = ""
    valid_to: date | None = None
    review_id: str | None = None
    reason: str = ""
    made_by: str = ""


@dataclass(frozen=True, slots=True)
class Goal:
    """A place in the tree with all that ever stood there, oldest first."""

    id: str
    number: int
    kind: str
    parent_id: str | None
    position: int
    versions: tuple[GoalVersion, ...]
    service_id: str | None = None
    retired_on: date | None = None
    version: int = 0

    def on(self, day: date) -> GoalVersion | None:
        """Return what the goal says on a day; None before it was there."""
        return next((one for one in reversed(self.versions) if one.valid_from <= day), None)

    def is_there(self, day: date) -> bool:
        """Return whether the goal was set and not retired on a day."""
        return self.on(day) is not None and (self.retired_on is None or day < self.retired_on)

    @property
    def newest(self) -> GoalVersion:
        """Return the last version, which may begin in the future."""
        return self.versions[-1]


@dataclass(frozen=True, slots=True)
class Standing:
    """How something stands and why, in a sentence."""

    state: str
    reason: str = ""


def worst(states: Iterable[str]) -> str:
    """Return the worst of some states; unknown where there are none, since nothing then says it is met."""
    return max(states, key=WORSE.index, default=UNKNOWN)


def roll_up(parts: Sequence[Standing], nothing: str) -> Standing:
    """Return how a goal stands by what it is made of, with the reason of the first of the worst parts.

    One breach shows, one unknown is never met. `nothing` is the reason where there are no parts.
    """
    if not parts:
        return Standing(UNKNOWN, nothing)
    state = worst(one.state for one in parts)
    reasons = [one.reason for one in parts if one.state == state and one.reason]
    if state == MET or not reasons:
        return Standing(state)
    more = len(reasons) - 1
    tail = "" if not more else f" And {more} more."
    return Standing(state, reasons[0] + tail)


def meets(value: Fraction, target: Fraction, code: str) -> bool:
    """Return whether a value keeps to a target."""
    return value >= target if code == AT_LEAST else value <= target


def kpi_state(value: Fraction | None, target: Fraction | None, code: str, *, percent: bool) -> str:
    """Return how a KPI stands: missed by up to two points, or a twentieth of the target, is to be watched."""
    if value is None or target is None or code not in TARGET_CODES:
        return UNKNOWN
    if meets(value, target, code):
        return MET
    allowed = WATCHED_POINTS if percent else abs(target) * WATCHED_SHARE
    return WATCH if abs(value - target) <= allowed else BREACHED


def result_for(results: Iterable[TargetResult], month: str, period: str) -> TargetResult | None:
    """Return the newest result that still speaks for a month; a quarter or a year speaks until the next."""
    since = months_before(month, LENGTHS.get(period, 1) - 1)
    fitting = [one for one in results if since <= one.period <= month]
    return max(fitting, key=lambda one: one.period, default=None)


def shown_order(goals: Iterable[Goal]) -> list[Goal]:
    """Return goals of one parent as they are shown: by position, then by age."""
    return sorted(goals, key=lambda one: (one.position, one.number))


def moved(goals: Sequence[Goal], goal_id: str, up: bool) -> list[str]:
    """Return the ids of goals of one parent in their order after one was moved by a place."""
    ids = [one.id for one in shown_order(goals)]
    at = ids.index(goal_id)
    to = at - 1 if up else at + 1
    if 0 <= to < len(ids):
        ids[at], ids[to] = ids[to], ids[at]
    return ids
