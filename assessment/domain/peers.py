"""One client beside its peers, in such a way that no peer can be recognised.

The viewed client is never among its own peers. Levels are ordinal, so medians and quartiles are shown and no
means, and nothing that would be a league table.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST_PEERS = 5
FEWEST_FOR_QUARTILES = 10
FEWEST_FOR_RANK = 20
CLEAR_DIFFERENCE = Fraction(1, 2)

TOO_FEW = "too few to compare"
ABOVE, BELOW, AT = "above", "below", "at"


@dataclass(frozen=True, slots=True)
class PeerView:
    """What is shown of the peers of a client.

    With fewer than five nothing but their being too few; from 5 the median, from 10 the quartiles, from 20
    the percentile rank. `position` is where the client stands to the median; `is_clear` tells whether the
    difference is half a level or more and outside what is unknown of the client.
    """

    count: int
    median: Fraction | None = None
    quartiles: tuple[Fraction, Fraction] | None = None
    rank: Fraction | None = None
    position: str = TOO_FEW
    is_clear: bool = False

    @property
    def is_shown(self) -> bool:
        """Return whether there are enough peers to show anything."""
        return self.median is not None


def peers_of(
    own: Fraction, others: Sequence[Fraction], unknown: tuple[Fraction, Fraction] | None = None
) -> PeerView:
    """Return what may be shown of the peers with the values `others`, among which the client is not.

    `unknown` is the range that the client's unknown practices leave open.
    """
    count = len(others)
    if count < FEWEST_PEERS:
        return PeerView(count)
    ordered = sorted(others)
    median = quantile(ordered, Fraction(1, 2))
    quartiles = (quantile(ordered, Fraction(1, 4)), quantile(ordered, Fraction(3, 4)))
    inside = unknown is not None and unknown[0] <= median <= unknown[1]
    return PeerView(
        count,
        median,
        quartiles if count >= FEWEST_FOR_QUARTILES else None,
        percentile_rank(own, ordered) if count >= FEWEST_FOR_RANK else None,
        ABOVE if own > median else BELOW if own < median else AT,
        abs(own - median) >= CLEAR_DIFFERENCE and not inside,
    )


def percentile_rank(own: Fraction, others: Sequence[Fraction]) -> Fraction:
    """Return 100 times the share of the others below, those that are equal counting half."""
    below = sum(1 for value in others if value < own)
    equal = sum(1 for value in others if value == own)
    return Fraction(100 * (2 * below + equal), 2 * len(others))


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """Return the value at a share of the way through ordered values, between two of them in proportion."""
    place = share * (len(ordered) - 1)
    low = int(place)
    rest = place - low
    return ordered[low] if not rest else ordered[low] + rest * (ordered[low + 1] - ordered[low])


def may_be_shown(group: int, wider: Iterable[int]) -> bool:
    """Return whether a group of so many peers may be shown beside the wider groups that contain it.

    A group is kept back when it has fewer than five peers, and also when a wider one has only one to four
    more: whoever saw both could work out those few.
    """
    return group >= FEWEST_PEERS and all(more == group or more - group >= FEWEST_PEERS for more in wider)


def is_safe(group: int, unseen: int, wider: Iterable[tuple[int, int]]) -> bool:
    """Return whether a group may be shown to somebody who knows some of its peers by name.

    `unseen` of the peers are unknown to that person; `wider` has the same two counts of each wider group.
    What holds for all peers has to hold for those, because the known ones can be taken out of a median.
    """
    around = list(wider)
    if not may_be_shown(group, [count for count, _ in around]):
        return False
    return unseen == 0 or may_be_shown(unseen, [count for _, count in around])
