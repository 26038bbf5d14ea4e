"""What has to come before what, so that no plan starts with the roof; docs/method.md, "Dependencies"."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain import order
from assessment.domain.framework import Framework
from assessment.domain.numbers import whole
from assessment.errors import InvalidInput

Needs = Mapping[str, tuple[str, ...]]
"""The practices that each practice needs first, by practice id."""

NO_LINKS: Needs = {}


class CycleFound(InvalidInput):
    """Practices that would have to wait for each other. `path` starts and ends with the same one."""

    def __init__(self, path: Sequence[str]) -> None:
        self.path = tuple(path)
        chain = " needs ".join(self.path)
        super().__init__("prerequisites", f"These practices would wait for each other: {chain}.")


@dataclass(frozen=True, slots=True)
class Links:
    """The dependencies among planned items, by practice id and in framework order.

    `needs` holds suggested and own links, `level_needs` the planned items of lower levels in the same
    area, `every` both; `unlocks` is the reverse of `every`.
    """

    needs: Needs
    level_needs: Needs
    every: Needs
    unlocks: Needs


@dataclass(frozen=True, slots=True)
class Chain:
    """Items that must follow each other, first to last, and their days together."""

    items: tuple[str, ...] = ()
    days: int = 0


def links_among(
    framework: Framework, planned: Iterable[str], own: Needs = NO_LINKS, use_suggested: bool = True
) -> Links:
    """Return the dependencies among `planned` practices; a prerequisite that is not planned is met.

    `own` holds the links that people made. CycleFound when items would wait for each other.
    """
    wanted = set(planned)
    ids = [practice_id for practice_id in framework.practices if practice_id in wanted]
    position = {practice_id: place for place, practice_id in enumerate(ids)}
    needs: dict[str, tuple[str, ...]] = {}
    level_needs: dict[str, tuple[str, ...]] = {}
    every: dict[str, tuple[str, ...]] = {}
    unlocks: dict[str, list[str]] = {practice_id: [] for practice_id in ids}
    in_area: dict[str, list[str]] = {}
    for practice_id in ids:
        practice = framework.practices[practice_id]
        linked = {*own.get(practice_id, ()), *(practice.needs if use_suggested else ())} & wanted
        lower = [i for i in in_area.get(practice.area, ()) if framework.practices[i].level < practice.level]
        in_area.setdefault(practice.area, []).append(practice_id)
        needs[practice_id] = tuple(sorted(linked, key=position.__getitem__))
        level_needs[practice_id] = tuple(lower)
        every[practice_id] = tuple(sorted(linked.union(lower), key=position.__getitem__))
        for needed in every[practice_id]:
            unlocks[needed].append(practice_id)
    in_order(every)
    return Links(needs, level_needs, every, {key: tuple(value) for key, value in unlocks.items()})


def check_links(framework: Framework, own: Needs, use_suggested: bool = True) -> None:
    """Refuse links that would ever make practices wait for each other; CycleFound names them.

    Every practice of the framework counts, planned or not, so a link that is taken stays good.
    """
    links_among(framework, framework.practices, own, use_suggested)


def in_order(needs: Needs) -> tuple[str, ...]:
    """Return the keys of `needs`, each after all that it needs; CycleFound when there is no such order."""
    try:
        return order.in_order(needs)
    except order.Circle as circle:
        raise CycleFound(circle.path) from None


def longest_chain(days: Mapping[str, int], needs: Needs) -> Chain:
    """Return the chain of dependent items with the most days; ties go to the lower id."""
    chains: dict[str, Chain] = {}
    for item in in_order(needs):
        before = _longest(chains[needed] for needed in needs[item])
        chains[item] = Chain((*before.items, item), before.days + days[item])
    return _longest(chains.values())


def _longest(chains: Iterable[Chain]) -> Chain:
    return min(chains, key=lambda chain: (-chain.days, chain.items[-1]), default=Chain())


def fewest_waves(
    days: Mapping[str, int], needs: Needs, capacity: Fraction | int, same_wave_start: bool = False
) -> int | None:
    """Return how many waves of `capacity` days any plan needs at least; None without capacity.

    The larger of all days over the capacity and of the longest chain counted in waves.
    """
    if capacity <= 0:
        return None if days else 0
    by_days = whole(Fraction(sum(days.values())) / capacity)
    if same_wave_start:
        return max(by_days, whole(Fraction(longest_chain(days, needs).days) / capacity))
    waves: dict[str, int] = {}
    for item in in_order(needs):
        before = max((waves[needed] for needed in needs[item]), default=0)
        waves[item] = before + whole(Fraction(days[item]) / capacity)
    return max([by_days, *waves.values()])


def open_needs(needs: Needs, item: str, done: Collection[str] = ()) -> tuple[str, ...]:
    """Return what `item` still waits for."""
    return tuple(needed for needed in needs.get(item, ()) if needed not in done)
