"""How each KPI and each service level target under it stands, for the tree of goals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.domain.answers import Reading
from assessment.domain.clients import Client
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Framework, Metric, localise
from assessment.domain.goals import (
    AT_LEAST,
    BREACHED,
    MET,
    STATE_OF_RESULT,
    UNKNOWN,
    WATCH,
    Goal,
    GoalVersion,
    Standing,
    kpi_state,
    result_for,
)
from assessment.domain.months import months_before
from assessment.domain.numbers import plain
from assessment.domain.reading_values import (
    CURRENCY,
    DURATION,
    PERCENT,
    YES_NO,
    minutes_in_words,
    value_in_words,
)
from assessment.domain.sla_content import AT_LEAST as SLA_AT_LEAST
from assessment.domain.sla_content import FUNCTIONALITY, METRIC, PERIODS, SlaContent, Target
from assessment.domain.sla_results import TargetResult
from assessment.services.metrics import framework_for, last_whole_month
from assessment.services.readings import reading_in_words
from assessment.services.results_metrics import period_name
from assessment.store.database import Unit
from assessment.store.queries.goals import SlaText, list_sla_texts
from assessment.store.queries.readings import list_readings
from assessment.store.queries.sla_results import list_results_of

KIND_NAMES: Mapping[str, str] = {"objective": "Objective", "csf": "CSF", "kpi": "KPI"}
CODE_WORDS: Mapping[str, str] = {AT_LEAST: "at least", "at_most": "at most"}
MONTHS_OF_RESULTS = 11
NOT_IN_FORCE = "not in force yet, so it does not count"


@dataclass(frozen=True, slots=True)
class TargetLine:
    """A service level target under a KPI; it counts once its agreement is in force."""

    sla_number: int
    sla_title: str
    key: str
    name: str
    standing: Standing
    counts: bool
    said: str = ""


@dataclass(frozen=True, slots=True)
class KpiFacts:
    """What is known of a KPI: its metric, the target and the value of the month in words."""

    standing: Standing
    metric_id: str = ""
    metric: str = ""
    target: str = ""
    value: str = ""
    targets: tuple[TargetLine, ...] = ()
    amount: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """Everything that states are made of, read once; `month` is the last whole one before the day."""

    day: date
    month: str
    framework: Framework
    readings: Mapping[tuple[str, str], Reading]
    results: Mapping[tuple[str, str], Sequence[TargetResult]]
    targets: Mapping[str, Sequence["Hanging"]]


@dataclass(frozen=True, slots=True)
class Hanging:
    """A target that hangs under a KPI, as its agreement says on the day of the tree."""

    sla: SlaText
    target: Target
    in_force: bool


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """What somebody has read already who wants the states too: readings by metric and month, and results.

    They hold at least the month that the states are of, the results a year up to it.
    """

    framework: Framework
    readings: Mapping[tuple[str, str], Reading]
    results: Sequence[TargetResult]


def label_of(goal: Goal) -> str:
    """Return the kind and number of a goal: KPI 2."""
    return f"{KIND_NAMES[goal.kind]} {goal.number}"


def month_of_states(today: date, day: date) -> str:
    """Return the month that the states of a day are of: the last whole one."""
    return last_whole_month(min(day, today))


def known_for(
    unit: Unit, client: Client, versions: Iterable[GoalVersion], day: date, read: ReadBefore | None = None
) -> Known:
    """Return what the states of a day are made of.

    Seven queries for a client with one framework, one where the rest was `read` before.
    """
    month = month_of_states(unit.today, day)
    targets = _hanging(list_sla_texts(unit, client.id), day)
    found: Iterable[TargetResult]
    if read is None:
        framework = framework_for(unit, client, retired=True)
        readings = _readings(unit, client, versions, month)
        found = _results(unit, client, targets, month)
    else:
        framework, found = read.framework, tuple(one for one in read.results if one.period <= month)
        readings = {
            (framework.id, metric): one for (metric, period), one in read.readings.items() if period == month
        }
    results: dict[tuple[str, str], list[TargetResult]] = {}
    for result in found:
        results.setdefault((result.sla_id, result.target_key), []).append(result)
    return Known(day, month, framework, readings, results, targets)


def _readings(
    unit: Unit, client: Client, versions: Iterable[GoalVersion], month: str
) -> dict[tuple[str, str], Reading]:
    wanted: dict[str, set[str]] = {}
    for one in versions:
        if one.metric_id:
            wanted.setdefault(one.framework_id, set()).add(one.metric_id)
    return {
        (framework_id, kept.reading.metric): kept.reading
        for framework_id, ids in sorted(wanted.items())
        for kept in list_readings(unit, client.id, framework_id, sorted(ids), month)
    }


def _results(
    unit: Unit, client: Client, targets: Mapping[str, Sequence[Hanging]], month: str
) -> Iterable[TargetResult]:
    """The results of the month; of a quarter or a year the newest result may be of an earlier one."""
    hanging = [one for part in targets.values() for one in part if one.in_force]
    if not hanging:
        return ()
    long = sorted({(one.sla.id, one.target.key) for one in hanging if one.target.period != PERIODS[0]})
    return list_results_of(unit, client.id, month, months_before(month, MONTHS_OF_RESULTS), long)


def _hanging(slas: Iterable[SlaText], day: date) -> dict[str, list[Hanging]]:
    """The targets of all agreements by the goal that they hang under."""
    found: dict[str, list[Hanging]] = {}
    for one in slas:
        if one.ended_on is not None and one.ended_on < day:
            continue
        said, in_force = _said_on(one, day)
        for target in said.targets if said else ():
            if target.goal_id:
                found.setdefault(target.goal_id, []).append(Hanging(one, target, in_force))
    return found


def kpi_facts(known: Known, goal: Goal, version: GoalVersion) -> KpiFacts:
    """Return what is known of a KPI by itself, and the targets that hang under it."""
    targets = tuple(
        _target_line(known, one.sla, one.target, one.in_force) for one in known.targets.get(goal.id, ())
    )
    metric = metric_for(known.framework, version)
    label = label_of(goal)
    if metric is None:
        return KpiFacts(Standing(UNKNOWN, f"{label} names no metric that is known here."), targets=targets)
    reading = known.readings.get((version.framework_id, metric.id))
    words = target_in_words(metric, version)
    month = period_name(known.month)
    value = reading.value if reading else None
    state = kpi_state(value, version.target, version.target_code, percent=metric.unit == PERCENT)
    if not words:
        reason = f"{label} has no target."
    elif reading is None:
        reason = f"{label}: no reading for {month}."
    elif value is None:
        reason = f"{label}: no data in {month}."
    else:
        reason = f"{label}: {reading_in_words(metric, reading)} in {month}, target {words}."
    return KpiFacts(
        Standing(state, "" if state == MET else reason),
        metric.id,
        localise(metric.name),
        words,
        f"no reading for {month}" if reading is None else f"{reading_in_words(metric, reading)} in {month}",
        targets,
        value,
    )


def metric_for(framework: Framework, version: GoalVersion) -> Metric | None:
    """Return the metric that a KPI names; None where the client's framework has none of that id."""
    if not version.metric_id or version.framework_id != framework.id:
        return None
    return metric_of(framework, version.metric_id)


def target_in_words(metric: Metric, version: GoalVersion) -> str:
    """Return the target of a KPI in words, "" where it has none."""
    if version.target is None:
        return ""
    return f"{CODE_WORDS[version.target_code]} {value_in_words(metric, version.target, version.currency)}"


def target_as_typed(framework: Framework, version: GoalVersion) -> str:
    """Return the target of a KPI as a form takes it, "" where it has none."""
    metric = metric_for(framework, version)
    if version.target is None:
        return ""
    if metric is None or metric.unit not in (CURRENCY, DURATION, YES_NO):
        return plain(version.target, 6)
    if metric.unit == CURRENCY:
        return f"{version.currency} {plain(version.target, 6)}"
    if metric.unit == YES_NO:
        return "yes" if version.target else "no"
    whole = version.target.denominator == 1
    return minutes_in_words(version.target) if whole else plain(version.target, 6)


def _said_on(one: SlaText, day: date) -> tuple[SlaContent | None, bool]:
    """Return what an agreement says on a day and whether it is in force; else what it is going to say."""
    for content, since, until in reversed(one.versions):
        if since <= day and (until is None or day <= until):
            return content, True
    if one.versions:
        newest = one.versions[-1]
        return (newest[0], False) if newest[1] > day else (None, False)
    return one.draft, False


def _target_line(known: Known, one: SlaText, target: Target, in_force: bool) -> TargetLine:
    name = target.name or target.key
    if not in_force:
        standing = Standing(UNKNOWN, NOT_IN_FORCE)
        return TargetLine(one.number, one.title, target.key, name, standing, counts=False, said=NOT_IN_FORCE)
    result = result_for(known.results.get((one.id, target.key), ()), known.month, target.period)
    label = f"SLA-{one.number:03d}, {name}"
    said = _result_words(known.framework, target, result)
    if result is None:
        said = f"no result for {period_name(known.month)}"
        standing = Standing(UNKNOWN, f"{label}: {said}.")
    else:
        state = STATE_OF_RESULT[result.state]
        standing = Standing(state, "" if state == MET else _why(label, said, state, result))
    return TargetLine(one.number, one.title, target.key, name, standing, True, said)


def _why(label: str, said: str, state: str, result: TargetResult) -> str:
    words = {WATCH: "to be watched", BREACHED: "missed"}
    told = said or result.reason or words.get(state, "no data")
    return f"{label}: {told.rstrip('.')} in {period_name(result.period)}."


def _result_words(framework: Framework, target: Target, result: TargetResult | None) -> str:
    if result is None or result.actual is None:
        return ""
    metric = metric_of(framework, target.metric_id) if target.kind == METRIC else None

    def words(value: object) -> str:
        if metric is not None:
            return value_in_words(metric, value)  # type: ignore[arg-type]
        return plain(value, 1) + ("" if target.kind in (FUNCTIONALITY, METRIC) else "%")  # type: ignore[arg-type]

    text = words(result.actual)
    if result.agreed is None:
        return text
    side = "at least" if target.operator == SLA_AT_LEAST else "at most"
    return f"{text}, agreed {side} {words(result.agreed)}"
