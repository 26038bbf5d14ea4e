"""The goals of a client: the tree with its states, one goal with its past, and what others choose from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assessment.domain.catalogue import Service
from assessment.domain.clients import Client
from assessment.domain.extra_metrics import all_metrics
from assessment.domain.framework import Framework, Metric, localise
from assessment.domain.goals import CSF, KINDS, KPI, Goal, GoalVersion, Standing, roll_up, shown_order
from assessment.domain.own import is_own
from assessment.errors import NotFound
from assessment.services.goal_states import Known, KpiFacts, ReadBefore, known_for, kpi_facts, label_of
from assessment.services.metrics import framework_for
from assessment.store.database import Unit
from assessment.store.queries import goals as queries
from assessment.store.queries.catalogue import list_services
from assessment.store.queries.clients import get_client
from assessment.store.queries.events import Event as Event
from assessment.store.queries.events import list_events
from assessment.store.queries.goals import ReviewChoice as ReviewChoice

NOTHING_UNDER: Mapping[str, str] = {"objective": "no CSF yet", CSF: "no KPI yet"}


@dataclass(frozen=True, slots=True)
class GoalNode:
    """A goal as it says and stands on the day of the tree; `kpi` is what is known of a KPI."""

    goal: Goal
    version: GoalVersion
    standing: Standing
    children: tuple["GoalNode", ...] = ()
    kpi: KpiFacts | None = None

    @property
    def label(self) -> str:
        """Return kind and number: CSF 2."""
        return label_of(self.goal)

    def walk(self) -> Iterator["GoalNode"]:
        """Yield this node and all below it, as they are shown."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class GoalTree:
    """The goals of a client on a day; `month` is the whole month that their states are of."""

    client: Client
    day: date
    month: str
    roots: tuple[GoalNode, ...]
    goals: tuple[Goal, ...] = field(repr=False)

    def nodes(self, kind: str = "") -> tuple[GoalNode, ...]:
        """Return every node, or those of one kind, as they are shown."""
        return tuple(node for root in self.roots for node in root.walk() if kind in ("", node.goal.kind))

    def find_node(self, goal_id: str) -> GoalNode | None:
        """Return the node of a goal; None where it does not hold on the day."""
        return next((node for node in self.nodes() if node.goal.id == goal_id), None)


@dataclass(frozen=True, slots=True)
class GoalPage:
    """One goal on a day; `node` is None where it does not hold then. `reviews` are those that exist."""

    tree: GoalTree
    goal: Goal
    node: GoalNode | None
    parent: Goal | None
    service: Service | None
    reviews: Sequence[ReviewChoice]
    events: Sequence[Event]
    framework: Framework


@dataclass(frozen=True, slots=True)
class GoalFormPage:
    """What the form of a goal offers."""

    client: Client
    goals: tuple[Goal, ...]
    services: tuple[Service, ...]
    reviews: tuple[ReviewChoice, ...]
    framework: Framework
    metrics: tuple[tuple[str, str], ...]


def tree_of(unit: Unit, client: Client, on: date | None = None, read: ReadBefore | None = None) -> GoalTree:
    """Return the goals of a client as they say and stand on a day, today where none is given.

    Eight queries for a client with one framework, two where the rest was `read` before. A breach shows up
    to the top, and what is not known never counts as met.
    """
    day = on or unit.today
    goals = queries.list_goals(unit, client.id)
    there = [one for one in goals if one.is_there(day)]
    said = {one.id: version for one in there if (version := one.on(day)) is not None}
    known = known_for(unit, client, said.values(), day, read)
    under: dict[str | None, list[Goal]] = {}
    for one in there:
        under.setdefault(one.parent_id, []).append(one)
    roots = tuple(_node(known, one, said, under) for one in shown_order(under.get(None, ())))
    return GoalTree(client, day, known.month, roots, goals)


def _node(
    known: Known, goal: Goal, said: Mapping[str, GoalVersion], under: Mapping[str | None, Sequence[Goal]]
) -> GoalNode:
    version = said[goal.id]
    if goal.kind == KPI:
        facts = kpi_facts(known, goal, version)
        parts = [facts.standing, *(one.standing for one in facts.targets if one.counts)]
        return GoalNode(goal, version, roll_up(parts, ""), (), facts)
    children = tuple(_node(known, one, said, under) for one in shown_order(under.get(goal.id, ())))
    nothing = f"{label_of(goal)} has {NOTHING_UNDER[goal.kind]}."
    return GoalNode(goal, version, roll_up([one.standing for one in children], nothing), children)


def goals_page(
    unit: Unit, client_slug: str, on: date | None = None
) -> tuple[GoalTree, Mapping[str, Service]]:
    """Return the tree of a client and its services by id."""
    client = get_client(unit, client_slug)
    services = {one.id: one for one in list_services(unit, client.id)}
    return tree_of(unit, client, on), services


def goal_page(unit: Unit, client_slug: str, number: int, on: date | None = None) -> GoalPage:
    """Return one goal with all that it ever said; NotFound where the client has none of that number."""
    client = get_client(unit, client_slug)
    tree = tree_of(unit, client, on)
    goal = found_goal(tree.goals, number)
    services = {one.id: one for one in list_services(unit, client.id)}
    return GoalPage(
        tree,
        goal,
        tree.find_node(goal.id),
        next((one for one in tree.goals if one.id == goal.parent_id), None),
        services.get(goal.service_id or ""),
        queries.list_review_choices(unit, client.id),
        list_events(unit, client.id, subject_of(goal)),
        framework_for(unit, client, retired=True),
    )


def form_page(unit: Unit, client_slug: str) -> GoalFormPage:
    """Return what the form of a goal offers: parents, services, reviews, metrics."""
    client = get_client(unit, client_slug)
    framework = framework_for(unit, client, retired=True)
    return GoalFormPage(
        client,
        queries.list_goals(unit, client.id),
        list_services(unit, client.id),
        queries.list_review_choices(unit, client.id),
        framework,
        tuple((one.id, metric_choice(one)) for one in all_metrics(framework)),
    )


def metric_choice(metric: Metric) -> str:
    """Return a metric as a form offers it."""
    own = ", own" if is_own(metric.id) else ""
    return f"{metric.id} {localise(metric.name)}{own}"


def goal_choices(unit: Unit, client_id: str, kinds: Sequence[str] = KINDS) -> list[tuple[str, str]]:
    """Return the goals in use as a form offers them, as pairs of id and label: CSF 2 Improve the desk."""
    goals = queries.list_goals(unit, client_id)
    return [
        (one.id, f"{label_of(one)} {(one.on(unit.today) or one.newest).title}")
        for one in goals
        if one.kind in kinds and is_in_use(goals, one)
    ]


def is_in_use(goals: Sequence[Goal], goal: Goal) -> bool:
    """Return whether neither a goal nor anything above it is retired."""
    by_id = {one.id: one for one in goals}
    place: Goal | None = goal
    while place is not None:
        if place.retired_on is not None:
            return False
        place = by_id.get(place.parent_id or "")
    return True


def found_goal(goals: Sequence[Goal], number: int) -> Goal:
    """Return the goal of that number; NotFound when there is none."""
    found = next((one for one in goals if one.number == number), None)
    if found is None:
        raise NotFound("This client has no goal of this number.")
    return found


def subject_of(goal: Goal) -> str:
    """Return what the history of a goal is kept under."""
    return f"goal:{goal.id}"
