"""What may be set in a plan by hand, checked field by field."""

from collections.abc import Sequence
from fractions import Fraction

from assessment.domain.csip_items import COSTED
from assessment.domain.edits import Cost, Pin
from assessment.domain.framework import Framework
from assessment.domain.priority import LARGEST_POINTS, PRIORITY_METHODS, PlanSettings, Weights
from assessment.domain.waves import DEFAULT_CAPACITY
from assessment.errors import InvalidInput
from assessment.services.texts import checked_line

LONGEST_REASON = 300
LARGEST_AMOUNT = 10**12
CURRENCY_LETTERS = 3
MOST_WAVES = 24
LARGEST_CAPACITY = 10_000
LARGEST_WEIGHT = 100
LARGEST_DAYS = 1_000
WAVE_LENGTHS = (30, 60, 90)
COST_KINDS = ("none", COSTED)


def checked_points(field: str, points: int | None) -> int | None:
    """Return the points; InvalidInput when they are not 1 to 5."""
    if points is not None and not 1 <= points <= LARGEST_POINTS:
        raise InvalidInput(field, f"Choose a number from 1 to {LARGEST_POINTS}, or the computed value.")
    return points


def checked_cost(cost: Cost | None) -> Cost | None:
    """Return the cost with a tidy currency; InvalidInput naming the field."""
    if cost is None:
        return None
    if cost.kind not in COST_KINDS:
        raise InvalidInput("cost_kind", "Choose one of the kinds of cost shown.")
    if cost.kind != COSTED:
        return Cost(cost.kind)
    currency = cost.currency.strip().upper()
    if cost.amount is None:
        return Cost(COSTED)
    if not 0 <= cost.amount <= LARGEST_AMOUNT:
        raise InvalidInput("cost_amount", "Write an amount of 0 or more.")
    if len(currency) != CURRENCY_LETTERS or not (currency.isascii() and currency.isalpha()):
        raise InvalidInput("cost_currency", "Write the currency as three letters, for example EUR.")
    return Cost(COSTED, cost.amount, currency)


def checked_pin(waves: int, pin: Pin | None) -> Pin | None:
    """Return the pin with a tidy reason; InvalidInput when there is no such wave."""
    if pin is None:
        return None
    if not 1 <= pin.wave <= waves:
        raise InvalidInput("pin_wave", f"Choose a wave from 1 to {waves}.")
    return Pin(pin.wave, checked_line("pin_reason", pin.reason, LONGEST_REASON))


def checked_needs(framework: Framework, practice_id: str, needs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the prerequisites in framework order; InvalidInput for one that cannot be."""
    if practice_id in needs:
        raise InvalidInput("prerequisites", "An item cannot wait for itself.")
    if any(needed not in framework.practices for needed in needs):
        raise InvalidInput("prerequisites", "Choose items of this plan.")
    return tuple(practice for practice in framework.practices if practice in needs)


def check_settings(
    capacity_days: Sequence[Fraction | int] | None, wave_days: int, settings: PlanSettings
) -> None:
    """Raise InvalidInput naming the field for a setting that cannot be."""
    days = DEFAULT_CAPACITY if capacity_days is None else capacity_days
    if not 1 <= len(days) <= MOST_WAVES:
        raise InvalidInput("capacity", f"A plan has 1 to {MOST_WAVES} waves.")
    if any(not 0 <= capacity <= LARGEST_CAPACITY for capacity in days):
        raise InvalidInput("capacity", f"A wave has 0 to {LARGEST_CAPACITY} days.")
    if wave_days not in WAVE_LENGTHS:
        raise InvalidInput("wave_days", "Choose one of the lengths shown.")
    if settings.method not in PRIORITY_METHODS:
        raise InvalidInput("method", "Choose one of the ways to rank that are shown.")
    by_effort = settings.days_by_effort
    if sorted(by_effort) != list(range(1, LARGEST_POINTS + 1)):
        raise InvalidInput("days", f"Give the days for each effort from 1 to {LARGEST_POINTS}.")
    if any(not 1 <= days <= LARGEST_DAYS for days in by_effort.values()):
        raise InvalidInput("days", f"Write whole days from 1 to {LARGEST_DAYS}.")


def checked_weights(importance: int, gap: int, impact: int, urgency: int) -> Weights:
    """Return the weights of the benefit; InvalidInput when one is off the scale or all are 0."""
    given = (importance, gap, impact, urgency)
    if not all(0 <= weight <= LARGEST_WEIGHT for weight in given) or not any(given):
        raise InvalidInput("weights", f"Weights are 0 to {LARGEST_WEIGHT}, and at least one is above 0.")
    return Weights(*given)
