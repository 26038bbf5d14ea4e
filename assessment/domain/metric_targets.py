"""What a client aims at for a metric, and how its readings stand beside that."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.framework import Metric
from assessment.domain.series import Break

HIGHER, LOWER = "higher", "lower"
ON_TARGET, OFF_TARGET = "on target", "off target"


@dataclass(frozen=True, slots=True)
class MetricTarget:
    """A target with the currency it may have, the baseline with its period, who provides the figures.

    `breaks` are the months at which its series begins anew, oldest first. `version` is 0 where nothing
    is stored yet.
    """

    metric: str
    target: Fraction | None = None
    code: str = ""
    baseline: Fraction | None = None
    baseline_period: str = ""
    provider: str = ""
    version: int = 0
    breaks: tuple[Break, ...] = ()


def standing(metric: Metric, value: Fraction | None, target: Fraction | None) -> str:
    """Return whether a value meets its target: "on target", "off target", "" where that cannot be said.

    A metric whose better side depends on the service has to equal its target.
    """
    if value is None or target is None:
        return ""
    if metric.direction == HIGHER:
        meets = value >= target
    elif metric.direction == LOWER:
        meets = value <= target
    else:
        meets = value == target
    return ON_TARGET if meets else OFF_TARGET
