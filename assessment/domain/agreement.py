"""How far a group agrees, so that a workshop talks about the right practices; docs/method.md, "Agreement"."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from assessment.domain.answers import DONT_KNOW, NOT_APPLICABLE, Vote
from assessment.domain.framework import ScaleStep
from assessment.domain.numbers import plain
from assessment.domain.values import NOT_A_VALUE, ONE, ZERO, mean

Points = Sequence[Fraction | int]

WEAK_FROM = Fraction(31, 100)
MODERATE_FROM = Fraction(51, 100)
STRONG_FROM = Fraction(71, 100)
VERY_STRONG_ABOVE = Fraction(9, 10)

VOTERS_FOR_INDEX = 4
LARGE_GROUP_FROM = 6
FAR_STEPS = 2
FAR_SHARE = Fraction(15, 100)
DONT_KNOW_SHARE = Fraction(2, 5)
SMALLEST_CAMP = 2
CAMP_SHARE = Fraction(3, 10)
BETWEEN_CAMPS_SHARE = Fraction(1, 5)
QUARTER = Fraction(1, 4)

NO_VOTES = "no_votes"
AGREED = "agreed"
OUTLIER = "outlier"
TWO_CAMPS = "two_camps"
MANY_CANNOT_JUDGE = "many_cannot_judge"
SOME_SAY_NOT_APPLICABLE = "some_say_not_applicable"
SPREAD = "spread"


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the votes on one question lie; points go up in whole steps, sorted.

    `r_wg` needs two voters and may be below 0. `consensus_index` is 1 when all say the same and 0 when
    half sit at each end. `discuss` says whether the group should talk; `sentence_key` says about what.
    """

    points: tuple[Fraction, ...]
    not_applicable: int
    dont_know: int
    mean: Fraction | None
    median: Fraction | None
    range: Fraction
    sd: float | None
    r_wg: Fraction | None
    consensus_index: float | None
    average_deviation: Fraction | None
    discuss: bool
    sentence_key: str

    @property
    def voters(self) -> int:
        """Return how many votes carry a value."""
        return len(self.points)

    @property
    def shows_index(self) -> bool:
        """Return whether enough people voted for an index to say more than the dots do."""
        return self.voters >= VOTERS_FOR_INDEX

    @property
    def r_wg_shown(self) -> Fraction | None:
        """Return r_wg for showing: never below 0."""
        return None if self.r_wg is None else max(ZERO, self.r_wg)

    @property
    def band(self) -> str:
        """Return the agreement in a word, from none to very strong; empty without an r_wg."""
        return "" if self.r_wg is None else agreement_band(self.r_wg)


def agreement(points: Points, scale_points: int, not_applicable: int = 0, dont_know: int = 0) -> Agreement:
    """Return how far the votes agree.

    `points` are positions on a scale of `scale_points` steps that are 1 apart; `not_applicable` and
    `dont_know` count the voters who gave those answers instead.
    """
    xs = tuple(sorted(Fraction(point) for point in points))
    middle = Fraction(median(xs)) if xs else None
    width = xs[-1] - xs[0] if xs else ZERO
    within = r_wg(xs, scale_points)
    unsure = _many_cannot_judge(len(xs), not_applicable, dont_know)
    mixed = bool(xs) and not_applicable > 0
    apart = _apart(xs, within)
    return Agreement(
        points=xs,
        not_applicable=not_applicable,
        dont_know=dont_know,
        mean=mean(xs) if xs else None,
        median=middle,
        range=width,
        sd=math.sqrt(variance(xs)) if len(xs) > 1 else None,
        r_wg=within,
        consensus_index=consensus_index(xs, scale_points),
        average_deviation=mean(abs(x - middle) for x in xs) if middle is not None else None,
        discuss=unsure or mixed or apart,
        sentence_key=_sentence_key(xs, unsure=unsure, mixed=mixed, apart=apart),
    )


def agreement_of_votes(votes: Iterable[Vote], scale: Sequence[ScaleStep]) -> Agreement:
    """Return the agreement of votes that are ids of `scale`, DK, NA or blank."""
    position = {step.id: place for place, step in enumerate(scale)}
    answers = [vote.answer for vote in votes]
    points = [position[answer] for answer in answers if answer not in NOT_A_VALUE]
    return agreement(points, len(scale), answers.count(NOT_APPLICABLE), answers.count(DONT_KNOW))


def variance(points: Points) -> Fraction:
    """Return the sample variance (n - 1), exact; ZeroDivisionError under two values."""
    centre = mean(Fraction(point) for point in points)
    return sum(((point - centre) ** 2 for point in points), ZERO) / (len(points) - 1)


def r_wg(points: Points, scale_points: int) -> Fraction | None:
    """Return 1 - variance / variance of chance on the scale; None under two voters or two steps."""
    if len(points) < 2 or scale_points < 2:
        return None
    by_chance = Fraction(scale_points**2 - 1, 12)
    return 1 - variance(points) / by_chance


def agreement_band(within: Fraction) -> str:
    """Return the usual word for an r_wg."""
    if within > VERY_STRONG_ABOVE:
        return "very strong"
    edges = ((STRONG_FROM, "strong"), (MODERATE_FROM, "moderate"), (WEAK_FROM, "weak"))
    return next((word for edge, word in edges if within >= edge), "none")


def consensus_index(points: Points, scale_points: int) -> float | None:
    """Return the consensus index, 0 to 1; None without votes or on a scale of one step."""
    if not points or scale_points < 2:
        return None
    centre = mean(Fraction(point) for point in points)
    width = scale_points - 1
    terms = (math.log2(1 - abs(point - centre) / width) for point in points)
    return min(1.0, max(0.0, 1 + math.fsum(terms) / len(points)))


def _many_cannot_judge(valid: int, not_applicable: int, dont_know: int) -> bool:
    answered = valid + not_applicable + dont_know
    return bool(dont_know) and dont_know >= answered * DONT_KNOW_SHARE


def _apart(points: Sequence[Fraction], within: Fraction | None) -> bool:
    if within is None:
        return False
    if len(points) < LARGE_GROUP_FROM:
        weak = len(points) >= VOTERS_FOR_INDEX and within < MODERATE_FROM
        return weak or points[-1] - points[0] >= FAR_STEPS
    middle = Fraction(median(points))
    far = sum(1 for point in points if abs(point - middle) >= FAR_STEPS)
    return within < MODERATE_FROM or far >= len(points) * FAR_SHARE


def _sentence_key(points: Sequence[Fraction], *, unsure: bool, mixed: bool, apart: bool) -> str:
    if not points and not unsure:
        return NO_VOTES
    if unsure:
        return MANY_CANNOT_JUDGE
    if mixed:
        return SOME_SAY_NOT_APPLICABLE
    if not apart:
        return AGREED
    if _has_outlier(points):
        return OUTLIER
    return TWO_CAMPS if _camps(points) else SPREAD


def _has_outlier(points: Sequence[Fraction]) -> bool:
    if len(points) <= FAR_STEPS:
        return False
    lowest_apart = points[1] - points[0] >= FAR_STEPS and points[-1] - points[1] <= ONE
    highest_apart = points[-1] - points[-2] >= FAR_STEPS and points[-2] - points[0] <= ONE
    return lowest_apart or highest_apart


def _camps(points: Sequence[Fraction]) -> tuple[int, int] | None:
    margin = (points[-1] - points[0]) * QUARTER
    low = sum(1 for point in points if point <= points[0] + margin)
    high = sum(1 for point in points if point >= points[-1] - margin)
    between = len(points) - low - high
    smallest = min(low, high)
    if (
        smallest >= SMALLEST_CAMP
        and smallest >= len(points) * CAMP_SHARE
        and between <= len(points) * BETWEEN_CAMPS_SHARE
    ):
        return low, high
    return None


def agreement_sentence(found: Agreement) -> str:
    """Return what to do with the votes, in one or two plain sentences."""
    voted = found.voters + found.not_applicable + found.dont_know
    if found.sentence_key == TWO_CAMPS:
        low, high = _camps(found.points) or (0, 0)
        return f"Two camps: {low} low and {high} high. Ask one of each for an example."
    if found.sentence_key == AGREED and not found.range:
        return "Everyone says the same. Agree and move on." if found.voters > 1 else "One vote so far."
    if found.sentence_key == SPREAD:
        return f"The votes are {plain(found.range)} steps apart. Hear the lowest and the highest first."
    sentences: Mapping[str, str] = {
        NO_VOTES: "Nobody has rated this yet.",
        AGREED: "The votes are close. Agree and move on.",
        OUTLIER: "One vote stands apart. Ask what that person sees.",
        MANY_CANNOT_JUDGE: f"{found.dont_know} of {voted} cannot judge this. Ask who would know.",
        SOME_SAY_NOT_APPLICABLE: (
            f"{found.not_applicable} of {voted} say that this does not apply. Settle that first."
        ),
    }
    return sentences[found.sentence_key]
