"""Two to six clients side by side: where they differ clearly, and what several of them lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.comparison import CLEAR_DIFFERENCE
from assessment.domain.findings import has_answers
from assessment.domain.framework import Framework
from assessment.domain.marks import NEXT
from assessment.domain.scoring import AreaScore, ScoreCard
from assessment.domain.wording import capital, count_word, sentence_name, shown

FEWEST, MOST = 2, 6
FEWEST_LACKING = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One client of the comparison: its card, and the letter of each practice (domain/marks.py)."""

    name: str
    card: ScoreCard
    marks: Mapping[str, str]

    def area(self, area_id: str) -> AreaScore | None:
        """Return the score of an area, or None where nothing is known of it."""
        found = self.card.area(area_id)
        return found if has_answers(found) and found.index is not None else None


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the clients lie apart in one area: the lowest and the highest index, None with fewer than two.

    `clear` are the two furthest apart whose difference is clear: half a level or more, and more than what
    is unknown of the lower one could make up for. None where there are no such two.
    """

    area: str
    low: Fraction | None = None
    high: Fraction | None = None
    clear: tuple[Fraction, Fraction] | None = None

    @property
    def width(self) -> Fraction:
        """Return the difference between the highest and the lowest in levels."""
        return Fraction(0) if self.low is None or self.high is None else self.high - self.low

    @property
    def clear_width(self) -> Fraction:
        """Return the largest clear difference in levels, 0 without one."""
        return self.clear[1] - self.clear[0] if self.clear else Fraction(0)


def spreads(framework: Framework, sides: Sequence[Side]) -> tuple[Spread, ...]:
    """Return the spread of every area, in the order of the framework."""
    return tuple(_spread(area.id, sides) for area in framework.areas)


def _spread(area_id: str, sides: Sequence[Side]) -> Spread:
    scores = [score for score in (one.area(area_id) for one in sides) if score is not None]
    known = [(one.index, one.index_high or one.index) for one in scores if one.index is not None]
    if len(known) < FEWEST:
        return Spread(area_id)
    indexes = [index for index, _ in known]
    high = max(indexes)
    clear = [low for low, reach in known if high - low >= CLEAR_DIFFERENCE and reach < high]
    return Spread(area_id, min(indexes), high, (min(clear), high) if clear else None)


@dataclass(frozen=True, slots=True)
class Lack:
    """A practice of the next steps that several clients lack: its letter at each of them, in their order.

    The letter is empty where the practice is not one of the client's next steps.
    """

    practice: str
    marks: tuple[str, ...]

    @property
    def count(self) -> int:
        """Return how many clients lack it."""
        return sum(1 for mark in self.marks if mark)


def overlap(framework: Framework, sides: Sequence[Side]) -> tuple[Lack, ...]:
    """Return the practices that at least two clients lack, those of the most clients first.

    A client lacks a practice when it is not fully in place at the level above the one reached, or below
    that: what its plan is made of.
    """
    found = []
    for practice in framework.practices:
        letters = (one.marks.get(practice, "") for one in sides)
        lack = Lack(practice, tuple(letter if letter in NEXT else "" for letter in letters))
        if lack.count >= FEWEST_LACKING:
            found.append(lack)
    return tuple(sorted(found, key=lambda one: -one.count))


def spread_title(found: Sequence[Spread], names: Mapping[str, str]) -> str:
    """Return where the clients differ, as a finding; `names` are those of the areas."""
    clear = sorted((one for one in found if one.clear), key=lambda one: -one.clear_width)
    if not any(one.low is not None for one in found):
        return "No area is known of two of these clients"
    if not clear:
        return "No area differs clearly between these clients"
    first = clear[0]
    rest = len(clear) - 1
    more = f", and clearly in {count_word(rest)} more" if rest else ""
    name = sentence_name(names[first.area])
    low, high = first.clear or (first.low, first.high)
    return f"They differ most in {name}, from {shown(low)} to {shown(high)}{more}"


def overlap_title(found: Sequence[Lack], clients: int) -> str:
    """Return what the plans have in common: these four practices are missing at five of six clients."""
    if not found:
        return "No next step is shared by two of these clients"
    most = found[0].count
    many = sum(1 for one in found if one.count == most)
    what = "One practice is" if many == 1 else f"{capital(count_word(many))} practices are"
    where = (
        f"all {count_word(clients)}" if most == clients else f"{count_word(most)} of {count_word(clients)}"
    )
    return f"{what} lacking at {where} clients"
