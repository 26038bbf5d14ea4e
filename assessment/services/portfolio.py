"""The clients side by side: one page of the list, and the practices that most of them lack."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.clients import Client
from assessment.domain.framework import Framework
from assessment.domain.marks import Tally, tallies, weakest
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.store.database import Unit
from assessment.store.queries import clients as queries
from assessment.store.queries.client_words import FilterWords as FilterWords
from assessment.store.queries.client_words import list_filter_words
from assessment.store.queries.clients import ClientFilter as ClientFilter

PAGE_SIZE = 50
MOST_WEAK = 8


@dataclass(frozen=True, slots=True)
class Portfolio:
    """One page of the client list. `total` counts every client that matches the filter."""

    wanted: ClientFilter
    clients: Sequence[Client]
    total: int
    page: int
    words: FilterWords
    framework: Framework

    @property
    def pages(self) -> int:
        """Return how many pages there are, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def portfolio_page(unit: Unit, wanted: ClientFilter, page: int = 1) -> Portfolio:
    """Return one page of the clients that match; at most three queries and no assessment is loaded."""
    page = max(1, page)
    offset = (page - 1) * PAGE_SIZE
    clients = queries.list_clients(unit, wanted, limit=PAGE_SIZE, offset=offset)
    ends_here = len(clients) < PAGE_SIZE and (clients or page == 1)
    total = offset + len(clients) if ends_here else queries.count_clients(unit, wanted)
    return Portfolio(wanted, clients, total, page, list_filter_words(unit), shipped_framework())


MOST_EXPORTED = 100_000


def every_client(unit: Unit, wanted: ClientFilter) -> Portfolio:
    """Return all clients that match on one page, for a file."""
    clients = queries.list_clients(unit, wanted, limit=MOST_EXPORTED)
    return Portfolio(wanted, clients, len(clients), 1, FilterWords(), shipped_framework())


@dataclass(frozen=True, slots=True)
class WeakPractices:
    """What most clients that match lack, in one edition of a framework. `clients` counts those behind it.

    `others` counts the clients whose latest assessment used another edition; they are not in it.
    """

    framework: Framework
    clients: int
    others: int
    found: tuple[Tally, ...]


def weakest_practices(unit: Unit, wanted: ClientFilter) -> WeakPractices:
    """Return the practices that the largest share of the clients lacks, over the edition most of them use.

    Two queries however many clients there are; no assessment is loaded.
    """
    by_edition: dict[str, list[str]] = {}
    for edition, marks in queries.list_marks(unit, wanted):
        by_edition.setdefault(edition, []).append(marks)
    return _weakest(unit, by_edition)


def _weakest(unit: Unit, by_edition: Mapping[str, Sequence[str]]) -> WeakPractices:
    if not by_edition:
        return WeakPractices(shipped_framework(), 0, 0, ())
    edition = max(by_edition, key=lambda one: len(by_edition[one]))
    marks = by_edition[edition]
    others = sum(len(found) for found in by_edition.values()) - len(marks)
    framework = framework_of(unit, edition)
    return WeakPractices(framework, len(marks), others, weakest(tallies(framework, marks), MOST_WEAK))
