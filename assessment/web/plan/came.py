"""Predicted index against what came, as the plan page shows it."""

from collections.abc import Sequence
from fractions import Fraction

from assessment.domain.csip_waves import WaveOutcome
from assessment.domain.numbers import half_up
from assessment.domain.wording import shown, signed
from assessment.web.filters import format_short_date


def came_title(came: Sequence[WaveOutcome]) -> str:
    """Return in words how what came compares with what the waves were to bring."""
    judged = [one for one in came if one.difference is not None]
    if not judged:
        return "No wave can be judged yet"
    last = judged[-1]
    difference = last.difference or Fraction(0)
    word = "as predicted" if not half_up(difference, 1) else "more" if difference > 0 else "less"
    if word == "as predicted":
        return f"After wave {last.wave} the index came out as predicted"
    return f"After wave {last.wave} the index is {shown(abs(difference))} {word} than predicted"


def came_rows(came: Sequence[WaveOutcome], language: str) -> tuple[tuple[str, ...], ...]:
    """Return wave, last day, prediction, what came and the difference, as texts."""
    return tuple(
        (
            f"Wave {one.wave}",
            format_short_date(one.ends_on, language) if one.ends_on else "no days set",
            shown(one.predicted),
            f"{shown(one.came.mean)} in {one.came.title}" if one.came else "not assessed since",
            signed(one.difference) if one.difference is not None else "",
        )
        for one in came
    )
