"""A client beside its peers: the examples of the method, and an attack that tries to find one of them."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest

from assessment.domain.peers import (
    ABOVE,
    AT,
    BELOW,
    FEWEST_PEERS,
    TOO_FEW,
    may_be_shown,
    peers_of,
    percentile_rank,
    quantile,
)


def values(*texts: str) -> list[Fraction]:
    return [Fraction(text) for text in texts]


SEVEN = values("1.8", "2.0", "2.2", "2.4", "2.6", "2.6", "3.1")


def test_seven_peers_show_their_median_and_no_more() -> None:
    found = peers_of(Fraction("2.6"), SEVEN)
    assert (found.median, found.position) == (Fraction("2.4"), ABOVE)
    assert found.quartiles is None
    assert found.rank is None
    assert not found.is_clear
    assert round(float(percentile_rank(Fraction("2.6"), SEVEN)), 1) == 71.4


def test_four_peers_are_too_few() -> None:
    found = peers_of(Fraction("2.6"), SEVEN[:4])
    assert (found.position, found.median, found.is_shown) == (TOO_FEW, None, False)


@pytest.mark.parametrize(
    ("count", "quartiles", "rank"), [(9, False, False), (10, True, False), (20, True, True)]
)
def test_more_peers_show_more(count: int, quartiles: bool, rank: bool) -> None:
    found = peers_of(Fraction(2), [Fraction(number, 10) for number in range(count)])
    assert (found.quartiles is not None, found.rank is not None) == (quartiles, rank)


def test_half_a_level_is_a_clear_difference_unless_it_may_be_unknown() -> None:
    assert peers_of(Fraction("2.9"), SEVEN).is_clear
    assert not peers_of(Fraction("2.89"), SEVEN).is_clear
    assert not peers_of(Fraction("1.9"), SEVEN, (Fraction("1.9"), Fraction("2.4"))).is_clear
    assert peers_of(Fraction("1.9"), SEVEN, (Fraction("1.9"), Fraction("2.39"))).is_clear
    assert peers_of(Fraction("1.9"), SEVEN).position == BELOW
    assert peers_of(Fraction("2.4"), SEVEN).position == AT


def test_quantiles_lie_between_two_values_in_proportion() -> None:
    four = values("1", "2", "3", "4")
    assert quantile(four, Fraction(1, 4)) == Fraction("1.75")
    assert quantile(four, Fraction(1, 2)) == Fraction("2.5")


def test_a_group_that_differs_by_a_few_from_a_wider_one_is_kept_back() -> None:
    assert may_be_shown(10, [10, 15, 40])
    assert not may_be_shown(10, [11])
    assert not may_be_shown(10, [40, 14])
    assert not may_be_shown(4, [40])


def test_no_two_groups_that_are_shown_differ_by_fewer_than_five_clients() -> None:
    """Whoever changes filters sees groups that contain each other; what one has more is never one to four."""
    random = Random(1)  # noqa: S311
    for _ in range(200):
        clients = [tuple(random.randrange(3) for _ in range(3)) for _ in range(random.randrange(5, 60))]
        wanted = tuple(random.randrange(3) for _ in range(3))
        groups = {
            used: sum(all(client[at] == wanted[at] for at in used) for client in clients)
            for size in range(4)
            for used in combinations(range(3), size)
        }
        shown = {
            used: count
            for used, count in groups.items()
            if may_be_shown(count, [groups[other] for other in groups if set(other) < set(used)])
        }
        for used, count in shown.items():
            assert count >= FEWEST_PEERS
            for other, more in shown.items():
                if set(other) < set(used):
                    assert more == count or more - count >= FEWEST_PEERS
