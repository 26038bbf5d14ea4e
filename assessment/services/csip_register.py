"""Read the CSIP register of a client: one page of it, one item with its past, a short view."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.clients import Client
from assessment.domain.csip import COST_APPROVED, COST_REFUSED, GROUP_OF, GROUPS, OPEN_STATES
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.domain.findings_csip import Money, money_of
from assessment.domain.framework import Area, Framework, localise
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.services.readings import reading_in_words
from assessment.store.database import Unit
from assessment.store.queries import csip as queries
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import CsipFilter, Origin, Tally
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import list_events
from assessment.store.queries.readings import list_readings

ROWS_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register, as it was asked for.

    `tallies` count the whole register, `matching` is how many items the filter leaves, `area_names` holds
    the name of an item's area by the item's id.
    """

    client: Client
    items: Sequence[CsipItem]
    tallies: Sequence[Tally]
    money: Sequence[Money]
    area_names: Mapping[str, str]
    wanted: CsipFilter
    matching: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages the filter leaves, at least one."""
        return max(1, -(-self.matching // ROWS_ON_A_PAGE))

    @property
    def counts(self) -> dict[str, int]:
        """Return how many items of the whole register each group holds; every group is there."""
        return group_counts(self.tallies)

    @property
    def waiting(self) -> int:
        """Return how many open items have a cost that nobody approved or refused yet."""
        return sum(
            tally.count
            for tally in self.tallies
            if tally.state in OPEN_STATES
            and tally.cost_kind == COSTED
            and tally.cost_approval not in (COST_APPROVED, COST_REFUSED)
        )


@dataclass(frozen=True, slots=True)
class MetricNow:
    """The metric of an item: its reading when the item was raised and a later one, as (period, value)."""

    name: str
    direction: str
    before: tuple[str, str] | None
    latest: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One item with where it comes from and everything that happened to it, newest first."""

    client: Client
    item: CsipItem
    events: Sequence[Event]
    origin: Origin | None
    areas: Sequence[Area]
    area: Area | None
    practice: str
    metric: MetricNow | None


@dataclass(frozen=True, slots=True)
class CsipShort:
    """A register in a few numbers. Every group of states is in `counts`."""

    counts: Mapping[str, int]
    late: int
    look_again_due: int


def subject_of(item: CsipItem) -> str:
    """Return under which name the history keeps what happened to an item."""
    return f"csip:{item.id}"


def group_counts(tallies: Sequence[Tally]) -> dict[str, int]:
    """Return how many items each group of states holds; every group is there."""
    counts = dict.fromkeys(GROUPS, 0)
    for tally in tallies:
        counts[tally.group] += tally.count
    return counts


def marked(tallies: Sequence[Tally], mark: str) -> int:
    """Return how many items carry a derived mark: late, look_again or stale."""
    return sum(tally.count for tally in tallies if getattr(tally, mark))


def register_of(unit: Unit, client_slug: str, wanted: CsipFilter, page: int = 1) -> Register:
    """Return one page of the register of a client, narrowed as wanted; five queries at most.

    A page beyond the last one is the last one.
    """
    client = get_client(unit, client_slug)
    tallies = queries.list_tallies(unit, client.id, wanted.words)
    matching = sum(tally.count for tally in tallies if fits(tally, wanted))
    page = min(max(1, page), max(1, -(-matching // ROWS_ON_A_PAGE)))
    items = queries.list_items(
        unit, client.id, wanted, limit=ROWS_ON_A_PAGE, offset=(page - 1) * ROWS_ON_A_PAGE
    ) if matching else []  # fmt: skip
    amounts = queries.list_amounts(unit, client.id)
    money = money_of(
        (GROUP_OF[one.state], one.approval, one.currency, one.amount * one.count) for one in amounts
    )
    names = _area_names(unit, client, items)
    return Register(client, items, tallies, money, names, wanted, matching, page)


def fits(tally: Tally, wanted: CsipFilter, *, leave_out: str = "") -> bool:
    """Return whether counted items pass a filter, with the part named in `leave_out` set aside."""
    return (
        tally.found
        and (leave_out == "group" or wanted.group in ("", tally.group))
        and (leave_out == "cost" or wanted.cost in ("", tally.cost_kind))
        and (leave_out == "owner" or wanted.owner in ("", tally.owner))
    )


def choices(register: Register, part: str) -> Counter[str]:
    """Return how many items each value of a filter would leave: part is group, cost or owner."""
    field = {"group": "group", "cost": "cost_kind", "owner": "owner"}[part]
    found: Counter[str] = Counter()
    for tally in register.tallies:
        if fits(tally, register.wanted, leave_out=part):
            found[getattr(tally, field)] += tally.count
    return found


def short_view(unit: Unit, client_id: str) -> CsipShort:
    """Return a register in a few numbers, for a page about the client; one query."""
    tallies = queries.list_tallies(unit, client_id)
    return CsipShort(group_counts(tallies), marked(tallies, "late"), marked(tallies, "look_again"))


def open_numbers(unit: Unit, client_id: str) -> dict[str, int]:
    """Return the number of the open item of each practice that has one."""
    return queries.numbers_by_practice(unit, client_id)


def item_page(unit: Unit, client_slug: str, number: int) -> ItemPage:
    """Return one item in full; NotFound when this client has no such number. Five queries at most."""
    client = get_client(unit, client_slug)
    item = queries.get_item(unit, client.id, number)
    events = list_events(unit, client.id, subject_of(item))
    origins = queries.list_origins(unit, client.id)
    origin = next((one for one in origins if one.assessment_id == item.assessment_id), None)
    framework = _framework(unit, origin or (origins[0] if origins else None))
    area = framework.area_by_id.get(item.area_id or "")
    practice = framework.practices.get(item.practice_id or "")
    return ItemPage(
        client, item, events, origin, framework.areas, area,
        localise(practice.text) if practice else "", _metric_now(unit, client, item, framework),
    )  # fmt: skip


def new_item_page(unit: Unit, client_slug: str) -> tuple[Client, Sequence[Area]]:
    """Return a client and the areas that a new item can belong to."""
    client = get_client(unit, client_slug)
    origins = queries.list_origins(unit, client.id)
    return client, _framework(unit, origins[0] if origins else None).areas


def _framework(unit: Unit, origin: Origin | None) -> Framework:
    return framework_of(unit, origin.framework_hash) if origin else shipped_framework()


def _area_names(unit: Unit, client: Client, items: Sequence[CsipItem]) -> dict[str, str]:
    if not any(item.area_id for item in items):
        return {}
    origins = queries.list_origins(unit, client.id)
    by_id = {origin.assessment_id: origin for origin in origins}
    newest = origins[0] if origins else None
    names: dict[Origin | None, dict[str, str]] = {}
    found: dict[str, str] = {}
    for item in items:
        origin = by_id.get(item.assessment_id or "", newest)
        if origin not in names:
            names[origin] = {area.id: localise(area.name) for area in _framework(unit, origin).areas}
        found[item.id] = names[origin].get(item.area_id or "", "")
    return found


def _metric_now(unit: Unit, client: Client, item: CsipItem, framework: Framework) -> MetricNow | None:
    metric = framework.metric_by_id.get(item.metric_id or "")
    if metric is None:
        return None
    known = [kept.reading for kept in list_readings(unit, client.id, framework.id, [metric.id])]
    raised = item.raised_on.isoformat()[:7]
    first = next((one for one in reversed(known) if one.period <= raised), None)
    last = known[-1] if known and known[-1] is not first else None
    return MetricNow(
        localise(metric.name),
        metric.direction,
        (first.period, reading_in_words(metric, first)) if first is not None else None,
        (last.period, reading_in_words(metric, last)) if last is not None else None,
    )
