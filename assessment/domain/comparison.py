"""What moved between two assessments, and when a difference is too small to speak of."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.findings import has_answers
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.wording import capital, count_word, plural

CLEAR_DIFFERENCE = Fraction(1, 2)
UP = "up"
DOWN = "down"
UNCLEAR = "no clear difference"
NOT_COMPARED = "not compared"


@dataclass(frozen=True, slots=True)
class Move:
    """How one area differs from an earlier assessment.

    `verdict` is UP, DOWN, UNCLEAR or NOT_COMPARED.
    """

    area: str
    before: Fraction | None
    now: Fraction | None
    verdict: str

    @property
    def change(self) -> Fraction | None:
        """Return the difference in levels, or None without one of the two."""
        return None if self.before is None or self.now is None else self.now - self.before


def moves(now: ScoreCard, before: ScoreCard) -> tuple[Move, ...]:
    """Return how each area moved between two cards of the same method.

    A difference under half a level, or inside what is unknown of either, is no clear difference.
    """
    earlier = {a.area: a for a in before.areas}
    return tuple(_move(a, earlier.get(a.area)) for a in now.areas)


def _move(now: AreaScore, before: AreaScore | None) -> Move:
    was = before.index if before is not None and has_answers(before) else None
    stands = now.index if has_answers(now) else None
    if was is None or stands is None or before is None:
        return Move(now.area, was, stands, NOT_COMPARED)
    change = stands - was
    if abs(change) < CLEAR_DIFFERENCE or _unknown_covers_it(now, before):
        return Move(now.area, was, stands, UNCLEAR)
    return Move(now.area, was, stands, UP if change > 0 else DOWN)


def _unknown_covers_it(now: AreaScore, before: AreaScore) -> bool:
    """Whether the ranges that the unknown practices leave open touch each other."""
    if now.index is None or before.index is None:
        return False
    high, high_before = now.index_high or now.index, before.index_high or before.index
    return high >= before.index and high_before >= now.index


def comparison_sentence(found: Sequence[Move], when: str) -> str:
    """Return what moved since an earlier assessment."""
    compared = [m for m in found if m.verdict != NOT_COMPARED]
    up = sum(1 for m in compared if m.verdict == UP)
    down = sum(1 for m in compared if m.verdict == DOWN)
    if not compared:
        return f"No area can be compared with {when}"
    if not up and not down:
        return f"No area differs clearly from {when}"
    parts = [f"{plural(up, 'area')} moved up"] if up else []
    if down:
        parts.append(f"{count_word(down)} slipped" if up else f"{plural(down, 'area')} slipped")
    return f"{capital(', '.join(parts))} since {when}"


def comparable(now: ScoreCard, before: ScoreCard) -> str:
    """Return why two cards must not be compared, or nothing."""
    if now.method != before.method:
        return "The two were scored under different methods, so their numbers cannot be compared."
    if now.provisional or before.provisional:
        which = "Both are" if now.provisional and before.provisional else "One of the two is"
        return f"{which} provisional, so a difference says little."
    return ""
