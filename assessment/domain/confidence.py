"""How much weight an area's result can bear, in words with reasons; never multiplied into the score."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from statistics import median

from assessment.domain.agreement import MODERATE_FROM, STRONG_FROM, r_wg
from assessment.domain.answers import AnswerSet
from assessment.domain.framework import Framework
from assessment.domain.numbers import percent
from assessment.domain.scoring import AreaScore
from assessment.domain.values import NOT_A_VALUE

HIGH = "high"
MEDIUM = "medium"
LOW = "low"

HIGH_COVERAGE = Fraction(9, 10)
LOW_COVERAGE = Fraction(7, 10)
VOTERS_FOR_HIGH = 3
VOTERS_AT_LEAST = 2
EVIDENCE_SHARE = Fraction(1, 2)
VOTES_IN_MEMORY = 4096


@dataclass(frozen=True, slots=True)
class Confidence:
    """High, medium or low, with one reason per point that was looked at."""

    level: str
    reasons: tuple[str, ...]


def confidence(
    coverage: Fraction, voters: int, within: Sequence[Fraction], with_evidence: int, rated: int
) -> Confidence:
    """Return the confidence in one area; docs/method.md, "Agreement".

    `within` holds the r_wg of the practices that two or more people rated; `with_evidence` of `rated`
    practices have evidence noted.
    """
    middle = Fraction(median(within)) if within else None
    noted = bool(rated) and with_evidence >= rated * EVIDENCE_SHARE
    is_low = (
        coverage < LOW_COVERAGE or voters < VOTERS_AT_LEAST or (middle is not None and middle < MODERATE_FROM)
    )
    agrees = middle is not None and middle >= STRONG_FROM
    is_high = coverage >= HIGH_COVERAGE and voters >= VOTERS_FOR_HIGH and agrees and noted
    reasons = (
        f"{percent(coverage)} of the practices asked have a value",
        _voters_in_words(voters),
        _agreement_in_words(middle),
        f"evidence is noted for {with_evidence} of {rated} rated practices",
    )
    return Confidence(LOW if is_low else HIGH if is_high else MEDIUM, reasons)


def _voters_in_words(voters: int) -> str:
    if not voters:
        return "no votes are recorded"
    return "one person voted" if voters == 1 else f"{voters} people voted"


def _agreement_in_words(middle: Fraction | None) -> str:
    if middle is None:
        return "agreement cannot be told"
    if middle < MODERATE_FROM:
        return "the votes are far apart"
    return "the votes are close" if middle >= STRONG_FROM else "the votes differ somewhat"


def confidence_of(framework: Framework, score: AreaScore, answers: AnswerSet) -> Confidence:
    """Return the confidence in one scored area of an assessment."""
    voters = with_evidence = rated = 0
    within = []
    for practice in framework.practices_of[score.area]:
        rating = answers.ratings.get(practice.id)
        if rating is None or not practice.weight:
            continue
        rated += 1
        with_evidence += rating.has_evidence
        voted = tuple(sorted(v.answer for v in rating.votes if v.answer not in NOT_A_VALUE))
        voters = max(voters, len(voted))
        found = _agreement(voted, tuple(framework.values_of[practice.id])) if voted else None
        if found is not None:
            within.append(found)
    return confidence(score.coverage, voters, within, with_evidence, rated)


@lru_cache(maxsize=VOTES_IN_MEMORY)
def _agreement(voted: tuple[str, ...], scale: tuple[str, ...]) -> Fraction | None:
    # The same few patterns of votes come up in every workshop, and the exact formula takes its time.
    return r_wg([scale.index(answer) for answer in voted], len(scale))
