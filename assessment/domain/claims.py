"""What an assessment claims against what the figures say; docs/method.md, "Claim check".

A finding is a question to talk about. It never changes a score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from assessment.domain.answers import Reading
from assessment.domain.extra_metrics import metric_of
from assessment.domain.framework import Area, Framework, Metric, localise
from assessment.domain.metric_targets import HIGHER, LOWER
from assessment.domain.own import is_own
from assessment.domain.reading_values import PERCENT, value_in_words
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.series import Break, comparable_with_last

HIGH, MEDIUM, LOW = "high", "medium", "low"
SEVERITIES = (HIGH, MEDIUM, LOW)
NOT_COLLECTED, FAR, WORSE, CONTRADICTION = "not collected", "far", "worse", "contradiction"

FAR_BELOW = Fraction(50)
WORSE_IN_A_ROW = 3
TOLERANCE = Fraction(5)
HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Claim:
    """One disagreement between a claim and the figures; `key` is the same as long as it is about the same."""

    key: str
    kind: str
    area: str
    level: int
    metrics: tuple[str, ...]
    severity: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Collected:
    """How many of the metrics that prove the level of an area have a reading."""

    area: str
    level: int
    collected: int
    metrics: int


@dataclass(frozen=True, slots=True)
class NeverAbove:
    """Two shares of which the first cannot be larger than the second, and what it would mean."""

    smaller: str
    larger: str
    words: str


# Each pair speaks of the same things, and who counts in the first counts in the second too.
NEVER_ABOVE = (
    NeverAbove("M08", "M37", "More is handled without any breach than is completed inside the SLA"),
    NeverAbove("M45", "M40", "More services are reported automatically than are reported at all"),
    NeverAbove("M48", "M47", "More measurements are passed on than can be passed on"),
    NeverAbove("M50", "M49", "More measurements are passed automatically than by a tool at all"),
    NeverAbove("X03", "X02", "More is resolved at the first touch than is never passed on"),
)
WHOLE = ("M18", "X04", "What the desk resolves and what it passes on make more than everything")

Readings = Mapping[str, Sequence[Reading]]


def claims_of(
    framework: Framework,
    card: ScoreCard,
    readings: Readings,
    language: str = "en",
    breaks: Mapping[str, Sequence[Break]] = MappingProxyType({}),
) -> tuple[Claim, ...]:
    """Return every disagreement, the gravest first, then in the order of the framework.

    `readings` are those in force by metric, oldest first; `breaks` says where a series begins anew.
    """
    found = [
        claim
        for score in card.areas
        if score.level
        for claim in _of_area(framework, score, readings, language, breaks)
    ]
    found += _contradictions(framework, readings, language)
    return tuple(sorted(found, key=lambda claim: SEVERITIES.index(claim.severity)))


def collected_of(framework: Framework, card: ScoreCard, readings: Readings) -> tuple[Collected, ...]:
    """Return how many metrics are collected of those behind the level of each area, own ones left out."""
    found = []
    for score in card.areas:
        claimed = claimed_metrics(framework.area_by_id[score.area], score)
        metrics = [metric for metric, _ in claimed if not is_own(metric)]
        number = sum(1 for metric in metrics if readings.get(metric))
        found.append(Collected(score.area, score.level or 0, number, len(metrics)))
    return tuple(found)


def claimed_metrics(area: Area, score: AreaScore) -> Iterator[tuple[str, int]]:
    """Yield each metric of the levels that an area has reached, with the highest such level."""
    levels: dict[str, int] = {}
    for cell in area.cells:
        if score.level is not None and cell.level <= score.level:
            for metric in dict.fromkeys(one for use in cell.metrics for one in use.uses):
                levels[metric] = cell.level
    yield from levels.items()


def _of_area(
    framework: Framework,
    score: AreaScore,
    readings: Readings,
    language: str,
    breaks: Mapping[str, Sequence[Break]],
) -> Iterator[Claim]:
    area = framework.area_by_id[score.area]
    for metric_id, level in claimed_metrics(area, score):
        metric = framework.metric_by_id[metric_id]
        known = [one for one in readings.get(metric_id, ()) if one.value is not None]
        name = localise(metric.name, language)
        reached = f"{localise(area.name, language)} is said to be at level {score.level}"

        def claim(kind: str, severity: str, sentence: str, at: str = metric_id, of: int = level) -> Claim:
            return Claim(f"{kind}:{score.area}:{at}", kind, score.area, of, (at,), severity, sentence)

        if not known and is_own(metric_id):
            continue
        if not known:
            severity = MEDIUM if level == score.level else LOW
            yield claim(NOT_COLLECTED, severity, f"{reached}, and nobody collects “{name}”.")
            continue
        now = value_in_words(metric, known[-1].value)
        if _is_far(metric, known[-1].value):
            yield claim(FAR, HIGH, f"{reached}, but “{name}” is at {now}.")
        elif _gets_worse(metric, alike := comparable_with_last(known, breaks.get(metric_id, ()))):
            before = value_in_words(metric, alike[-1 - WORSE_IN_A_ROW].value)
            yield claim(
                WORSE,
                MEDIUM,
                f"{reached}, but “{name}” got worse {WORSE_IN_A_ROW} times running, from {before} to {now}.",
            )


def _is_far(metric: Metric, value: Fraction | None) -> bool:
    return metric.unit == PERCENT and metric.direction == HIGHER and value is not None and value < FAR_BELOW


def _gets_worse(metric: Metric, known: Sequence[Reading]) -> bool:
    values = [one.value or Fraction() for one in known[-1 - WORSE_IN_A_ROW :]]
    if len(values) <= WORSE_IN_A_ROW or metric.direction not in (HIGHER, LOWER):
        return False
    steps = pairwise(values if metric.direction == LOWER else [-value for value in values])
    return all(after > before for before, after in steps)


def _contradictions(framework: Framework, readings: Readings, language: str) -> Iterator[Claim]:
    for rule in NEVER_ABOVE:
        shared = _same_month(readings, rule.smaller, rule.larger)
        if shared and shared[0] > shared[1] + TOLERANCE:
            yield _contradiction(framework, rule.smaller, rule.larger, shared, rule.words, language)
    first, second, words = WHOLE
    shared = _same_month(readings, first, second)
    if shared and shared[0] + shared[1] > HUNDRED + TOLERANCE:
        yield _contradiction(framework, first, second, shared, words, language)


def _same_month(readings: Readings, first: str, second: str) -> tuple[Fraction, Fraction] | None:
    """Return the values of two metrics in the newest month that both have."""
    by_month = {one.period: one.value for one in readings.get(second, ()) if one.value is not None}
    for one in reversed(readings.get(first, ())):
        other = by_month.get(one.period)
        if one.value is not None and other is not None:
            return one.value, other
    return None


def _contradiction(
    framework: Framework,
    first: str,
    second: str,
    values: tuple[Fraction, Fraction],
    words: str,
    language: str,
) -> Claim:
    said = []
    for metric_id, value in zip((first, second), values, strict=True):
        metric = metric_of(framework, metric_id)
        if metric is not None:
            said.append(f"{localise(metric.name, language)} {value_in_words(metric, value)}")
    area = next(
        (
            one.id
            for one in framework.areas
            if any(first in use.uses for cell in one.cells for use in cell.metrics)
        ),
        "",
    )
    sentence = f"{words}: {', '.join(said)}. One of the two is counted differently."
    return Claim(f"{CONTRADICTION}:{first}:{second}", CONTRADICTION, area, 0, (first, second), HIGH, sentence)
