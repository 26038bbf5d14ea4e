"""Whether people rank the areas alike, shown beside the importance votes; docs/method.md, "Agreement"."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction

from assessment.domain.values import ZERO

Rank = Fraction | int | float


def kendall_w(rankings: Sequence[Sequence[Rank]]) -> Fraction | None:
    """Return Kendall's W with ties, from 0 (no agreement) to 1; None when it is not defined.

    One row per rater, each a rank from 1 for every item; tied items share their mean rank.
    """
    raters = len(rankings)
    items = len(rankings[0]) if rankings else 0
    totals = [sum((Fraction(row[item]) for row in rankings), ZERO) for item in range(items)]
    ties = sum(count**3 - count for row in rankings for count in Counter(row).values())
    most = raters**2 * (items**3 - items) - raters * ties
    if raters < 2 or most <= 0:
        return None
    centre = sum(totals, ZERO) / items
    return 12 * sum(((total - centre) ** 2 for total in totals), ZERO) / most


def ranks_of(scores: Sequence[Rank]) -> tuple[Fraction, ...]:
    """Return the rank of each score, 1 for the highest; equal scores share their mean rank."""
    ordered = sorted(scores, reverse=True)
    first = {score: ordered.index(score) for score in ordered}
    return tuple(first[score] + Fraction(ordered.count(score) + 1, 2) for score in scores)
