"""What came of one service level target in one period; docs/method.md, "SLA results"."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

MET = "met"
BREACHED = "breached"
WATCH = "watch"
TOO_FEW = "too few"
NO_DATA = "no data"
STATES = (MET, WATCH, TOO_FEW, BREACHED, NO_DATA)
"""Watch is missed by up to two points, too few missed with so few cases that nobody can tell."""


@dataclass(frozen=True, slots=True)
class TargetResult:
    """Agreed against measured: `variance` is negative where the target was missed, whatever its direction.

    `low` and `high` are the 95% interval of an attainment in percent, `agreed` and `actual` in the unit of
    the target, `period` a month such as 2026-10. A value is None where there is none, and `reason` says why.
    """

    sla_id: str
    target_key: str
    period: str
    version_number: int
    state: str
    name: str = ""
    agreed: Fraction | None = None
    baseline: Fraction | None = None
    actual: Fraction | None = None
    variance: Fraction | None = None
    cases: int | None = None
    met: int | None = None
    at_risk: int | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    reason: str = ""
    computed_at: datetime | None = None

    @property
    def missed(self) -> bool:
        """Return whether the target was missed, also where it is only to be watched."""
        return self.variance is not None and self.variance < 0
