"""Read the CSIP register of a client: one page of it, one item with its past, a short view."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessment.domain.catalogue import Party, Service
from assessment.domain.clients import Client
from assessment.domain.csip import COST_APPROVED, COST_REFUSED, GROUP_OF, GROUPS, OPEN_STATES
from assessment.domain.csip_budget import BudgetLine, budget_of
from assessment.domain.csip_items import COSTED, CsipItem
from assessment.domain.findings_csip import Money, money_of
from assessment.domain.framework import Framework, localise
from assessment.domain.months import months_later
from assessment.errors import NotFound
from assessment.services.editions import framework_of
from assessment.services.framework import shipped_framework
from assessment.store.database import Unit
from assessment.store.queries import csip as queries
from assessment.store.queries import csip_views as view_queries
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.csip import CsipFilter, Origin, Tally
from assessment.store.queries.csip_parts import last_reviews
from assessment.store.queries.csip_views import DayEntry

ROWS_ON_A_PAGE = 100
CARDS_IN_A_LANE = 20
LIST, BOARD, CALENDAR = "list", "board", "calendar"
VIEWS = (LIST, BOARD, CALENDAR)


@dataclass(frozen=True, slots=True)
class Register:
    """One page of the register, as it was asked for.

    `tallies` count the whole register, or that of one supplier where a party is wanted; `matching` is how
    many items the filter leaves, `area_names` holds the name of an item's area by the item's id. `days` are
    those of a month where the calendar is shown, `reviewed` the last reviews by party.
    """

    client: Client
    items: Sequence[CsipItem]
    tallies: Sequence[Tally]
    money: Sequence[Money]
    area_names: Mapping[str, str]
    wanted: CsipFilter
    matching: int
    page: int
    view: str = LIST
    days: Sequence[DayEntry] = ()
    month: date | None = None
    budget: Sequence[BudgetLine] = ()
    services: Sequence[Service] = ()
    parties: Sequence[Party] = ()
    years: Sequence[int] = ()
    reviewed: Mapping[str | None, date] = field(default_factory=dict)

    @property
    def party(self) -> Party | None:
        """Return the supplier whose register this is, or None for that of the whole client."""
        return next((one for one in self.parties if one.number == self.wanted.party), None)

    def reviewed_on(self, item: CsipItem) -> date | None:
        """Return the day of the last review that an item was part of."""
        return last_review_of(self.reviewed, item)

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
    """Return how many items carry a derived mark: late, look_again, stale or check."""
    return sum(tally.count for tally in tallies if getattr(tally, mark))


def last_review_of(reviewed: Mapping[str | None, date], item: CsipItem) -> date | None:
    """Return the day of the last review that an item was part of: of everything, or of its party."""
    days = [reviewed[key] for key in {None, item.party_id} if key in reviewed]
    return max(days, default=None)


def register_of(
    unit: Unit,
    client_slug: str,
    wanted: CsipFilter,
    page: int = 1,
    view: str = LIST,
    month: date | None = None,
) -> Register:
    """Return one page of the register of a client, narrowed as wanted; ten queries at most.

    A page beyond the last one is the last one. The calendar shows the month of `month`, else this one.
    Raises NotFound where the party wanted is none of the client's.
    """
    client = get_client(unit, client_slug)
    parties = list_parties(unit, client.id)
    if wanted.party is not None and wanted.party not in {one.number for one in parties}:
        raise NotFound("This client has no party of this number.")
    reviewed = last_reviews(unit, client.id)
    tallies = queries.list_tallies(unit, client.id, wanted, reviewed)
    matching = sum(tally.count for tally in tallies if fits(tally, wanted))
    page = min(max(1, page), max(1, -(-matching // ROWS_ON_A_PAGE)))
    month = (month or unit.today).replace(day=1)
    items, days = _shown(unit, client, wanted, page, view, month) if matching else ((), ())
    amounts = queries.list_amounts(unit, client.id, wanted.party)
    money = money_of((GROUP_OF[one.state], one.approval, one.currency, one.amount) for one in amounts)
    budget = budget_of(
        (one.year, GROUP_OF[one.state], one.approval, one.currency, one.amount) for one in amounts
    )
    return Register(
        client, items, tallies, money, area_names(unit, client, items), wanted, matching, page, view, days,
        month, budget, list_services(unit, client.id), parties,
        view_queries.list_years(unit, client.id), reviewed,
    )  # fmt: skip


def _shown(
    unit: Unit, client: Client, wanted: CsipFilter, page: int, view: str, month: date
) -> tuple[Sequence[CsipItem], Sequence[DayEntry]]:
    if view == BOARD:
        return view_queries.list_board(unit, client.id, wanted, most=CARDS_IN_A_LANE), ()
    if view == CALENDAR:
        return (), view_queries.list_month(unit, client.id, wanted, month, months_later(month, 1))
    start = (page - 1) * ROWS_ON_A_PAGE
    return queries.list_items(unit, client.id, wanted, limit=ROWS_ON_A_PAGE, offset=start, texts=False), ()


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


def framework_of_origin(unit: Unit, origin: Origin | None) -> Framework:
    """Return the framework of an assessment that an item comes from, else that of the program."""
    return framework_of(unit, origin.framework_hash) if origin else shipped_framework()


def area_names(unit: Unit, client: Client, items: Sequence[CsipItem]) -> dict[str, str]:
    """Return the name of the area of each item that has one, by the item's id."""
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
            names[origin] = {area.id: localise(area.name) for area in framework_of_origin(unit, origin).areas}
        found[item.id] = names[origin].get(item.area_id or "", "")
    return found
