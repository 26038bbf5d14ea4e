"""One client beside its peers, in such a way that no peer can be recognised; docs/method.md, "Comparing"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from assessment.domain.clients import Client
from assessment.domain.editions import shared_practices
from assessment.domain.findings import has_answers
from assessment.domain.framework import Framework
from assessment.domain.peers import PeerView, is_safe, peers_of
from assessment.domain.scoring import ScoreCard
from assessment.services.editions import framework_of
from assessment.services.scores import options_in_short
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries.assessments import list_latest
from assessment.store.queries.clients import get_client
from assessment.store.queries.editions import list_editions
from assessment.store.queries.peers import Peer, list_peers

TRAITS = ("sector", "size", "region")
"""What the peers can be narrowed to: those that are like the client in it."""

OVERALL = ""
VALUED = 3


@dataclass(frozen=True, slots=True)
class AreaPeers:
    """One area, or the mean of all under the id OVERALL: the client's own index and what may be shown."""

    area: str
    own: Fraction | None
    view: PeerView | None


@dataclass(frozen=True, slots=True)
class PeersPage:
    """A client beside its peers.

    `why_not` says why nothing is shown. `traits` are those that the peers share with the client, out of the
    `known` ones of the client.
    """

    client: Client
    framework: Framework | None
    assessment: str
    held_on: Any
    traits: tuple[str, ...]
    known: tuple[str, ...]
    peers: int
    areas: tuple[AreaPeers, ...]
    why_not: str


def peers_page(unit: Unit, slug: str, traits: Iterable[str] = ()) -> PeersPage:
    """Return a client beside the peers that share these traits with it; four queries at most.

    Peers are other clients of the workspace that agreed to it, with the same framework version, method and
    options, at least 80% answered.
    """
    client = get_client(unit, slug)
    known = tuple(trait for trait in TRAITS if getattr(client, trait))
    wanted = tuple(trait for trait in known if trait in set(traits))
    assessment = list_latest(unit, [client.id]).get(client.id)
    if assessment is None:
        return PeersPage(client, None, "", None, wanted, known, 0, (), "There are no answers yet.")
    framework = framework_of(unit, assessment.framework_hash)
    card = packing.unpack(framework, assessment.scores or {})
    title, day = assessment.title, assessment.held_on
    if card.provisional:
        why = "Less than 80% is answered, so the client is not compared yet."
        return PeersPage(client, framework, title, day, wanted, known, 0, (), why)
    found = list_peers(unit, client, _same_editions(unit, framework, assessment.framework_hash))
    like = (card.method, options_in_short(assessment.options))
    peers = [one for one in found if _is_finished(one) and _read_as(one) == like]
    groups = _Groups(client, peers, known, wanted)
    areas = tuple(groups.beside(area, own, unknown) for area, own, unknown in _own_figures(card))
    count = len(groups.peers) if areas and areas[0].view is not None else 0
    why = "" if any(area.view for area in areas) else _why_hidden(groups)
    return PeersPage(client, framework, title, day, wanted, known, count, areas, why)


def _same_editions(unit: Unit, framework: Framework, own_hash: str) -> list[str]:
    """Return the editions that mean the same: this one, and those of the same version with other spelling."""
    editions = list_editions(unit, framework.id, framework.version)
    return [
        one
        for one in editions
        if one == own_hash or shared_practices([framework, framework_of(unit, one)]).is_all
    ]


def _is_finished(peer: Peer) -> bool:
    return bool(peer.summary.get("overall")) and not peer.summary.get("provisional")


def _read_as(peer: Peer) -> tuple[str, str]:
    return str(peer.summary.get("method")), str(peer.summary.get("read", ""))


def _own_figures(
    card: ScoreCard,
) -> list[tuple[str, Fraction | None, tuple[Fraction, Fraction] | None]]:
    """Return (area, index, what the unknown leaves open) of the mean and of each area."""
    high = card.mean_index_high
    mean = None if card.mean_index is None or high is None else (card.mean_index, high)
    figures = [(OVERALL, card.mean_index, mean)]
    for area in card.areas:
        known = has_answers(area) and area.index is not None
        index = area.index if known else None
        figures.append((area.area, index, (index, area.index_high or index) if index is not None else None))
    return figures


def _figure(peer: Peer, area: str) -> Fraction | None:
    """Return the index of a peer in one area, or its mean; None where nothing stands behind it."""
    if area == OVERALL:
        return Fraction(*peer.summary["overall"])
    one: Sequence[Any] | None = peer.summary.get("areas", {}).get(area)
    if one is None or one[0] is None or not one[VALUED]:
        return None
    return Fraction(*one[0])


class _Groups:
    """The peers that are asked for, with every wider group that somebody could compare them with."""

    def __init__(
        self, client: Client, peers: Sequence[Peer], known: tuple[str, ...], wanted: tuple[str, ...]
    ) -> None:
        self.everybody = peers
        self.peers = self._like(client, peers, wanted)
        fewer = (part for size in range(len(wanted)) for part in combinations(wanted, size))
        self.wider = [self._like(client, peers, traits) for traits in fewer]

    @staticmethod
    def _like(client: Client, peers: Sequence[Peer], traits: Sequence[str]) -> list[Peer]:
        return [one for one in peers if all(getattr(one, t) == getattr(client, t) for t in traits)]

    def beside(self, area: str, own: Fraction | None, unknown: tuple[Fraction, Fraction] | None) -> AreaPeers:
        """Return what may be shown of one area; groups count only the peers that have a figure in it."""
        group = [(one, _figure(one, area)) for one in self.peers]
        values = [figure for _, figure in group if figure is not None]
        counts = _counts(self.peers, area)
        if own is None or not is_safe(*counts, [_counts(one, area) for one in self.wider]):
            return AreaPeers(area, own, None)
        return AreaPeers(area, own, peers_of(own, values, unknown))


def _counts(peers: Sequence[Peer], area: str) -> tuple[int, int]:
    known = [one for one in peers if _figure(one, area) is not None]
    return len(known), sum(1 for one in known if not one.is_seen)


def _why_hidden(groups: _Groups) -> str:
    if not groups.wider:
        return "There are too few peers to compare: at least five other clients have to agree to it."
    return (
        "These peers are too few to compare, or so close to a wider group that the difference would give "
        "single clients away."
    )
