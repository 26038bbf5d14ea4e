"""How much of the promised benefit arrived; docs/method.md, "Benefit"."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from assessment.domain.numbers import percent, plain
from assessment.domain.reading_values import minutes_in_words, read_minutes, read_number
from assessment.domain.values import ONE, ZERO
from assessment.errors import InvalidInput

REALISED = "realised"
PARTLY = "partly"
NOT_REALISED = "not realised"
VERDICTS = (REALISED, PARTLY, NOT_REALISED)

PARTLY_FROM = Fraction(1, 2)

YES_NO = {"yes": ONE, "no": ZERO}

NUMBER, PERCENT, DURATION, YES_OR_NO = "number", "percent", "duration", "yes/no"
VALUE_KINDS = (NUMBER, PERCENT, DURATION, YES_OR_NO)
LARGEST_VALUE = Fraction(10**12)
SHOWN_PLACES = 4

Measured = Fraction | int | str


@dataclass(frozen=True, slots=True)
class Benefit:
    """The share of the way from baseline to target: below 0 is worse than before, above 1 more than asked."""

    progress: Fraction

    @property
    def verdict(self) -> str:
        """Return realised from 100%, partly from 50%, else not realised."""
        if self.progress >= ONE:
            return REALISED
        return PARTLY if self.progress >= PARTLY_FROM else NOT_REALISED

    @property
    def worse(self) -> bool:
        """Return whether things are worse than at the baseline."""
        return self.progress < ZERO

    @property
    def bar(self) -> Fraction:
        """Return the progress for a bar: never under 0 or over 1."""
        return min(ONE, max(ZERO, self.progress))

    @property
    def text(self) -> str:
        """Return the progress as whole percent, not capped."""
        return percent(self.progress)

    @property
    def words(self) -> str:
        """Return the verdict, and whether things are worse than before."""
        return f"{self.verdict}, worse than before" if self.worse else self.verdict


def benefit_of(baseline: Measured, target: Measured, actual: Measured) -> Benefit:
    """Return the benefit of an item, whichever direction is better; yes and no count as 1 and 0.

    InvalidInput when the target equals the baseline or a word is neither yes nor no.
    """
    start, goal, now = (_number(value) for value in (baseline, target, actual))
    if goal == start:
        raise InvalidInput("target", "The target has to differ from the baseline.")
    return Benefit((now - start) / (goal - start))


def _number(value: Measured) -> Fraction:
    if not isinstance(value, str):
        return Fraction(value)
    if value not in YES_NO:
        raise InvalidInput("value", f"Write yes or no, not {value}.")
    return YES_NO[value]


def check_benefit_dates(
    baseline_on: date, started_on: date, implemented_on: date, period_from: date, period_to: date
) -> None:
    """Refuse a measurement that cannot show the benefit; InvalidInput names the date.

    The baseline lies before the start, and the whole period (`period_to` excluded) after implementation.
    """
    if baseline_on >= started_on:
        raise InvalidInput("baseline", "The baseline has to be dated before the work started.")
    if period_from >= period_to:
        raise InvalidInput("actual", "The period of the actual value has to end after it begins.")
    if period_from <= baseline_on:
        raise InvalidInput("actual", "The period of the actual value overlaps the baseline.")
    if period_from < implemented_on:
        raise InvalidInput("actual", "The actual value needs one full period after implementation.")


def read_measured(kind: str, text: str, field: str) -> Fraction | None:
    """Return what was typed as a value of a kind, None for nothing; InvalidInput names the field.

    Durations come back in minutes, yes as 1 and no as 0.
    """
    typed = text.strip()
    if not typed:
        return None
    if kind not in VALUE_KINDS:
        raise InvalidInput(
            "value_kind", "Say what is measured: a number, percent, a duration, or yes and no."
        )
    if kind == YES_OR_NO:
        return _yes_or_no(typed, field)
    try:
        value = read_minutes(typed) if kind == DURATION else read_number(typed.removesuffix("%"), field)
    except InvalidInput as error:
        raise InvalidInput(field, error.message) from None
    if abs(value) > LARGEST_VALUE:
        raise InvalidInput(field, "This value is too large to be meant.")
    return value


def _yes_or_no(typed: str, field: str) -> Fraction:
    if typed.lower() not in YES_NO:
        raise InvalidInput(field, "Write yes or no.")
    return YES_NO[typed.lower()]


def measured_text(kind: str, value: Fraction | None) -> str:
    """Return a value of a kind as people read and type it; "" where there is none."""
    if value is None:
        return ""
    if kind == YES_OR_NO:
        return "yes" if value else "no"
    if kind == DURATION:
        return minutes_in_words(value) if value.denominator == 1 else f"{plain(value, SHOWN_PLACES)} min"
    return f"{plain(value, SHOWN_PLACES)}%" if kind == PERCENT else plain(value, SHOWN_PLACES)
