"""Put two to six clients side by side, over what means the same at all of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from assessment.domain.assessments import Assessment
from assessment.domain.clients import Client
from assessment.domain.compare import FEWEST, MOST, Side
from assessment.domain.editions import LeftOut, Shared, only, shared_practices, within
from assessment.domain.framework import Framework
from assessment.domain.marks import marks_of
from assessment.domain.scoring import score_values
from assessment.domain.values import practice_values
from assessment.errors import InvalidInput, NotFound
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.scores import answers_of, by_area
from assessment.store import scores as packing
from assessment.store.database import Unit
from assessment.store.queries.assessments import list_latest
from assessment.store.queries.clients import list_chosen, list_names

MOST_OFFERED = 500


@dataclass(frozen=True, slots=True)
class Compared:
    """One client with the assessment that stands for it."""

    client: Client
    assessment: Assessment
    side: Side


@dataclass(frozen=True, slots=True)
class Comparison:
    """The clients compared, in the order asked for, and what keeps the figures from saying more.

    `unassessed`, `foreign` and `placed` are clients that were asked for and are left out: without answers,
    with another framework, or placed only, so that they cannot be read under the method of the others.
    `method` is the one that all of them are read under; `rescored` names those assessed under another.
    """

    framework: Framework
    compared: tuple[Compared, ...]
    unassessed: tuple[Client, ...]
    foreign: tuple[Client, ...]
    placed: tuple[Client, ...]
    left_out: tuple[LeftOut, ...]
    editions: tuple[str, ...]
    method: str
    rescored: tuple[Client, ...]

    @property
    def sides(self) -> tuple[Side, ...]:
        """Return the sides in their order."""
        return tuple(one.side for one in self.compared)

    @property
    def is_possible(self) -> bool:
        """Return whether there are two clients to compare."""
        return len(self.compared) >= FEWEST


def choosable(unit: Unit) -> list[tuple[str, str]]:
    """Return (slug, name) of the clients that can be chosen, by name."""
    return list_names(unit, MOST_OFFERED)


def compare_clients(unit: Unit, names: Sequence[str]) -> Comparison:
    """Compare the clients with these slugs or ids, each by its latest assessment that has an answer.

    Raises InvalidInput for fewer than two or more than six, NotFound for one that the person does not see.
    Two queries, and three more for each client when the editions or the methods differ.
    """
    wanted = list(dict.fromkeys(name for name in names if name))
    if not FEWEST <= len(wanted) <= MOST:
        raise InvalidInput("clients", f"Choose {FEWEST} to {MOST} clients.")
    clients = list_chosen(unit, wanted)
    if len(clients) < len(wanted):
        raise NotFound("One of these clients is not here.")
    latest = list_latest(unit, [client.id for client in clients])
    assessed = [(client, latest[client.id]) for client in clients if client.id in latest]
    unassessed = tuple(client for client in clients if client.id not in latest)
    if not assessed:
        return Comparison(shipped_framework(), (), unassessed, (), (), (), (), "", ())
    return _of_assessed(unit, assessed, unassessed)


def _of_assessed(
    unit: Unit, assessed: Sequence[tuple[Client, Assessment]], unassessed: tuple[Client, ...]
) -> Comparison:
    framework_id = Counter(one.framework_id for _, one in assessed).most_common(1)[0][0]
    same = [(client, one) for client, one in assessed if one.framework_id == framework_id]
    foreign = tuple(client for client, one in assessed if one.framework_id != framework_id)
    editions = {one.framework_hash: framework_of(unit, one.framework_hash) for _, one in same}
    shared = _shared(list(editions.values()))
    method = Counter(_method(one) for _, one in same).most_common(1)[0][0]
    whole = shared.is_all and all(_method(one) == method for _, one in same)
    found = [
        Compared(
            client,
            one,
            _stored_side(editions[one.framework_hash], client, one)
            if whole
            else _scored_side(unit, only(editions[one.framework_hash], shared.kept), client, one, method),
        )
        for client, one in same
    ]
    compared = tuple(one for one in found if one.side.card.method == method)
    placed = tuple(one.client for one in found if one.side.card.method != method)
    first = editions[same[0][1].framework_hash]
    if not shared.is_all:
        first = only(first, shared.kept)
    versions = tuple(edition.version for edition in editions.values())
    rescored = tuple(one.client for one in compared if _method(one.assessment) != method)
    return Comparison(
        first, compared, unassessed, foreign, placed, shared.left_out, versions, method, rescored
    )


def _shared(editions: Sequence[Framework]) -> Shared:
    return shared_practices(editions) if len(editions) > 1 else Shared(frozenset(editions[0].practices), ())


def _method(assessment: Assessment) -> str:
    return str((assessment.scores or {}).get("method", assessment.method))


def _stored_side(framework: Framework, client: Client, assessment: Assessment) -> Side:
    marks = dict(zip(framework.practices, client.marks, strict=False))
    return Side(client.name, packing.unpack(framework, assessment.scores or {}), marks)


def _scored_side(
    unit: Unit, framework: Framework, client: Client, assessment: Assessment, method: str
) -> Side:
    answers = within(answers_of(unit, assessment), framework.practices)
    values = practice_values(framework, answers.ratings, answers.options)
    card = score_values(framework, answers, values, method)
    marks = marks_of(framework, values, by_area(card))
    return Side(client.name, card, dict(zip(framework.practices, marks, strict=True)))
