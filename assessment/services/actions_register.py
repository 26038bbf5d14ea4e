"""Read the action register of a client: one page of it, one action with its past, the choices of its form."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from assessment.domain.action_items import STATES, ActionItem
from assessment.domain.actions import Proof
from assessment.domain.catalogue import Party, Service
from assessment.domain.clients import Client
from assessment.services.actions_changes import proof_for, subject_of
from assessment.services.actions_moves import is_repair
from assessment.store.database import Unit
from assessment.store.queries import action_targets
from assessment.store.queries import actions as queries
from assessment.store.queries.action_targets import SlaName
from assessment.store.queries.actions import ActionFilter as ActionFilter
from assessment.store.queries.actions import ActionTally
from assessment.store.queries.catalogue import list_parties, list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import list_events

ROWS_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Choices:
    """What an action can be about: services, parties, agreements by id, names of targets by their key."""

    services: Sequence[Service] = ()
    parties: Sequence[Party] = ()
    slas: Mapping[str, SlaName] = field(default_factory=dict)
    targets: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def service_name(self, service_id: str | None) -> str:
        """Return the name of a service, "" for none."""
        return next((one.name for one in self.services if one.id == service_id), "")

    def party_name(self, party_id: str | None) -> str:
        """Return the name of a party, "" for none."""
        return next((one.name for one in self.parties if one.id == party_id), "")

    def target_name(self, item: ActionItem) -> str:
        """Return the agreement and the target of an action in words, "" for an action without one."""
        sla = self.slas.get(item.sla_id or "")
        if sla is None:
            return ""
        name = self.targets.get((sla.id, item.target_key or ""), item.target_key or "")
        return f"{sla.reference}, {name}"


@dataclass(frozen=True, slots=True)
class ActionRegister:
    """One page of the register, as it was asked for; `tallies` count the whole register."""

    client: Client
    items: Sequence[ActionItem]
    tallies: Sequence[ActionTally]
    choices: Choices
    wanted: ActionFilter
    matching: int
    page: int

    @property
    def pages(self) -> int:
        """Return how many pages the filter leaves, at least one."""
        return max(1, -(-self.matching // ROWS_ON_A_PAGE))

    @property
    def counts(self) -> dict[str, int]:
        """Return how many actions of the whole register are in each state; every state is there."""
        found = dict.fromkeys(STATES, 0)
        for one in self.tallies:
            found[one.state] += one.count
        return found

    @property
    def late(self) -> int:
        """Return how many actions are past their day."""
        return sum(one.count for one in self.tallies if one.late)


@dataclass(frozen=True, slots=True)
class ActionPage:
    """One action with what it is about and everything that happened to it, newest first."""

    client: Client
    item: ActionItem
    events: Sequence[Event]
    choices: Choices
    proof: Proof
    is_repair: bool


def choices_of(unit: Unit, client_id: str) -> Choices:
    """Return what an action of a client can be about; four queries."""
    return Choices(
        list_services(unit, client_id),
        list_parties(unit, client_id),
        action_targets.list_slas(unit, client_id),
        action_targets.list_target_names(unit, client_id),
    )


def new_action_page(unit: Unit, client_slug: str) -> tuple[Client, Choices]:
    """Return a client and what a new action can be about."""
    client = get_client(unit, client_slug)
    return client, choices_of(unit, client.id)


def register_of(unit: Unit, client_slug: str, wanted: ActionFilter, page: int = 1) -> ActionRegister:
    """Return one page of the register of a client, narrowed as wanted; five queries at most.

    A page beyond the last one is the last one.
    """
    client = get_client(unit, client_slug)
    choices = Choices(list_services(unit, client.id), list_parties(unit, client.id))
    ids = ids_of(wanted, choices)
    tallies = queries.list_tallies(unit, client.id, wanted.words)
    matching = sum(one.count for one in tallies if fits(one, wanted, ids))
    page = min(max(1, page), max(1, -(-matching // ROWS_ON_A_PAGE)))
    items = queries.list_actions(
        unit, client.id, wanted, ids, limit=ROWS_ON_A_PAGE, offset=(page - 1) * ROWS_ON_A_PAGE
    ) if matching else []  # fmt: skip
    return ActionRegister(client, items, tallies, choices, wanted, matching, page)


def ids_of(wanted: ActionFilter, choices: Choices) -> dict[str, str | None]:
    """Return the ids of the service and party whose numbers are wanted; a number of none leaves nothing."""
    found: dict[str, str | None] = {}
    if wanted.service:
        found["service_id"] = next((o.id for o in choices.services if o.number == wanted.service), "none")
    if wanted.party:
        found["party_id"] = next((o.id for o in choices.parties if o.number == wanted.party), "none")
    return found


def fits(
    tally: ActionTally, wanted: ActionFilter, ids: Mapping[str, str | None], *, leave_out: str = ""
) -> bool:
    """Return whether counted actions pass a filter, with the part named in `leave_out` set aside."""
    asked = {"state": wanted.group, "severity": wanted.severity, "owner": wanted.owner,
             "source": wanted.source, **ids}  # fmt: skip
    return (
        tally.found
        and (tally.late or not wanted.late or leave_out == "late")
        and all(getattr(tally, name) == value for name, value in asked.items() if value and name != leave_out)
    )


def counted(register: ActionRegister, part: str) -> Counter[str]:
    """Return how many actions each value of a filter would leave: state, severity, owner or source."""
    ids = ids_of(register.wanted, register.choices)
    found: Counter[str] = Counter()
    for tally in register.tallies:
        if fits(tally, register.wanted, ids, leave_out=part):
            found[getattr(tally, part)] += tally.count
    return found


def action_page(unit: Unit, client_slug: str, number: int) -> ActionPage:
    """Return one action in full; NotFound when this client has no such number. Nine queries at most."""
    client = get_client(unit, client_slug)
    item = queries.get_action(unit, client.id, number)
    events = list_events(unit, client.id, subject_of(item))
    proof = proof_for(unit, client.id, item)
    return ActionPage(
        client, item, events, choices_of(unit, client.id), proof, is_repair(unit, client.id, item)
    )
