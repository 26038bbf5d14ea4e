"""What a plan predicted for the index after each wave, beside what later assessments gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Later:
    """An assessment that came after a plan, with its mean index."""

    slug: str
    title: str
    held_on: date
    mean: Fraction


@dataclass(frozen=True, slots=True)
class WaveOutcome:
    """One wave: the mean index predicted after it, and the assessment that shows what came."""

    wave: int
    ends_on: date | None
    predicted: Fraction
    came: Later | None

    @property
    def difference(self) -> Fraction | None:
        """Return how much more came than was predicted, below 0 for less."""
        return None if self.came is None else self.came.mean - self.predicted


def wave_outcomes(
    predicted: Sequence[tuple[int, date | None, Fraction | None]], later: Sequence[Later]
) -> tuple[WaveOutcome, ...]:
    """Return an outcome for each (wave, last day, predicted index) that has a prediction.

    A wave is judged by the latest assessment held after its last day; where the plan has no days, by the
    latest one at all.
    """
    newest_first = sorted(later, key=lambda one: one.held_on, reverse=True)
    return tuple(
        WaveOutcome(
            wave, ends, mean, next((o for o in newest_first if ends is None or o.held_on > ends), None)
        )
        for wave, ends, mean in predicted
        if mean is not None
    )
