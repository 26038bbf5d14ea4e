"""What people set in a plan by hand; explicit values stand above the computed ones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Cost:
    """What an item costs: `kind` is none or costed; `amount` is in `currency`."""

    kind: str
    amount: Fraction | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Pin:
    """An item fixed to a wave, with the reason."""

    wave: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanEdits:
    """Everything set by hand, by practice id; `capacity_days` is None where the default waves apply."""

    impact: Mapping[str, int] = field(default_factory=dict)
    urgency: Mapping[str, int] = field(default_factory=dict)
    effort: Mapping[str, int] = field(default_factory=dict)
    cost: Mapping[str, Cost] = field(default_factory=dict)
    prerequisites: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pins: Mapping[str, Pin] = field(default_factory=dict)
    capacity_days: tuple[Fraction | int, ...] | None = None
    same_wave_start: bool = False
