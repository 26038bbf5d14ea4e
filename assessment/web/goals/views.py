"""The tree of goals and the page of one goal, put into words and addresses."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from assessment.domain.catalogue import Service
from assessment.domain.goals import BREACHED, CSF, KPI, MET, UNKNOWN, WATCH, GoalVersion
from assessment.domain.wording import capital, joined, plural
from assessment.services.goal_states import (
    TargetLine,
    label_of,
    metric_for,
    target_in_words,
)
from assessment.services.goals import Event, GoalNode, GoalPage, GoalTree
from assessment.services.results_metrics import period_name
from assessment.web.filters import format_moment, format_short_date
from assessment.web.goals.words import ADD_WORDS, CHILD_KIND, KIND_WORDS, STATE_KINDS, state_word

Tag = tuple[str, str]
Named = tuple[str, str]
ORDER = (BREACHED, WATCH, UNKNOWN, MET)
TITLE_WORDS = {BREACHED: "breached", WATCH: "to be watched", UNKNOWN: "not known", MET: "achieved"}
EVENT_WORDS = {
    "goal added": "Added",
    "goal moved": "Put in another place",
    "goal retired": "Retired",
    "goal taken up": "Taken up again",
}


@dataclass(frozen=True, slots=True)
class TargetView:
    """A service level target under a KPI."""

    name: str
    agreement: Named
    state: Tag
    note: str


@dataclass(frozen=True, slots=True)
class NodeView:
    """A goal in the tree. `ends` says whether it is the first and the last under its parent."""

    number: int
    kind: str
    label: str
    title: str
    href: str
    state: Tag
    reason: str
    metric: Named
    target: str
    value: str
    service: Named
    targets: tuple[TargetView, ...]
    children: tuple["NodeView", ...]
    ends: tuple[bool, bool]
    add: Named


@dataclass(frozen=True, slots=True)
class TreeView:
    """The page with the tree; `counts` is what the line of figures shows."""

    title: str
    lede: str
    prefix: str
    on: str
    is_today: bool
    nodes: tuple[NodeView, ...]
    counts: tuple[tuple[str, str, str], ...]
    is_empty: bool


@dataclass(frozen=True, slots=True)
class VersionView:
    """What a goal said from a day to another; `href` shows the goals as they stood on its last day."""

    title: str
    days: str
    state: Tag
    description: str
    metric: str
    reason: str
    review: Named
    by: str
    href: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history, with the attributes that components/history.html reads."""

    at: str
    at_iso: str
    who: str
    what: str
    was: str = ""
    now: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GoalView:
    """The page of one goal."""

    title: str
    label: str
    kind: str
    number: int
    prefix: str
    lede: str
    state: Tag | None
    retired: bool
    node: NodeView | None
    parent: Named
    service: Named
    description: str
    versions: tuple[VersionView, ...]
    history: tuple[Entry, ...]


def tree_view(tree: GoalTree, services: Mapping[str, Service], today: date, language: str) -> TreeView:
    """Return the page with the goals of a client on a day."""
    home = f"/clients/{tree.client.slug}"
    nodes = _nodes(tree.roots, services, home)
    shown = "" if tree.day == today else f"As it stood on {format_short_date(tree.day, language)}. "
    lede = f"{shown}Readings and results are those of {period_name(tree.month)}, the last whole month."
    return TreeView(
        _title(tree),
        lede if nodes else shown,
        f"{home}/goals",
        tree.day.isoformat(),
        tree.day == today,
        nodes,
        tuple(_counts(tree)),
        not tree.goals,
    )


def _title(tree: GoalTree) -> str:
    factors = tree.nodes(CSF)
    if not factors:
        return "No goals yet" if not tree.roots else "No critical success factor yet"
    states = Counter(one.standing.state for one in factors)
    if len(factors) == 1:
        state = factors[0].standing.state
        return f"The one critical success factor is {TITLE_WORDS[state]}"
    parts = [f"{plural(states[one], TITLE_WORDS[one], TITLE_WORDS[one])}" for one in ORDER if states[one]]
    return f"{capital(plural(len(factors), 'critical success factor'))}: {joined(parts)}"


def _counts(tree: GoalTree) -> Iterator[tuple[str, str, str]]:
    for kind, many in ((CSF, "CSFs achieved"), (KPI, "KPIs on target")):
        nodes = tree.nodes(kind)
        if nodes:
            met = sum(1 for one in nodes if one.standing.state == MET)
            yield many, f"{met}", f"of {len(nodes)}"
    lines = [one for node in tree.nodes(KPI) if node.kpi for one in node.kpi.targets if one.counts]
    if lines:
        met = sum(1 for one in lines if one.standing.state == MET)
        yield "SLA targets met", f"{met}", f"of {len(lines)}"


def _nodes(nodes: tuple[GoalNode, ...], services: Mapping[str, Service], home: str) -> tuple[NodeView, ...]:
    last = len(nodes) - 1
    return tuple(_node(one, services, home, (place == 0, place == last)) for place, one in enumerate(nodes))


def _node(node: GoalNode, services: Mapping[str, Service], home: str, ends: tuple[bool, bool]) -> NodeView:
    goal, facts = node.goal, node.kpi
    service = services.get(goal.service_id or "")
    child = CHILD_KIND.get(goal.kind, "")
    return NodeView(
        goal.number,
        KIND_WORDS[goal.kind],
        node.label,
        node.version.title,
        f"{home}/goals/{goal.number}",
        _tag(goal.kind, node.standing.state),
        "" if facts and facts.metric else node.standing.reason,
        (facts.metric, f"{home}/metrics/{facts.metric_id}") if facts and facts.metric else ("", ""),
        facts.target if facts else "",
        facts.value if facts else "",
        (service.name, f"{home}/services/{service.number}") if service else ("", ""),
        tuple(_target(one, home) for one in facts.targets) if facts else (),
        _nodes(node.children, services, home),
        ends,
        (ADD_WORDS[child], f"{home}/goals/new?kind={child}&parent={goal.number}") if child else ("", ""),
    )


def _tag(kind: str, state: str) -> Tag:
    return state_word(kind, state), STATE_KINDS[state]


def _target(one: TargetLine, home: str) -> TargetView:
    state = _tag("", one.standing.state) if one.counts else ("Draft", "plain")
    agreement = (f"SLA-{one.sla_number:03d}", f"{home}/slas/{one.sla_number}")
    return TargetView(one.name, agreement, state, one.said or "no data")


def goal_view(found: GoalPage, today: date, language: str) -> GoalView:
    """Return the page of one goal."""
    tree, goal = found.tree, found.goal
    home = f"/clients/{tree.client.slug}"
    services = {found.service.id: found.service} if found.service else {}
    node = _node(found.node, services, home, (True, True)) if found.node else None
    said = found.node.version if found.node else goal.newest
    parent = found.parent
    above = (parent.on(tree.day) or parent.newest) if parent else None
    return GoalView(
        said.title,
        label_of(goal),
        KIND_WORDS[goal.kind],
        goal.number,
        f"{home}/goals",
        _lede(found, today, language),
        node.state if node else None,
        goal.retired_on is not None,
        node,
        (f"{label_of(parent)} {above.title}", f"{home}/goals/{parent.number}")
        if parent and above
        else ("", ""),
        (found.service.name, f"{home}/services/{found.service.number}") if found.service else ("", ""),
        said.description,
        tuple(_version(found, at, language) for at in reversed(range(len(goal.versions)))),
        tuple(line for event in found.events for line in _lines(event, language)),
    )


def _lede(found: GoalPage, today: date, language: str) -> str:
    parts = []
    if found.tree.day != today:
        parts.append(f"As it stood on {format_short_date(found.tree.day, language)}.")
    if found.node is None:
        parts.append("It does not count on this day.")
    elif found.node.standing.reason:
        parts.append(found.node.standing.reason)
    elif found.node.standing.state == MET:
        parts.append(f"All that it is made of was met in {period_name(found.tree.month)}.")
    return " ".join(parts)


def _version(found: GoalPage, at: int, language: str) -> VersionView:
    versions = found.goal.versions
    one, after = versions[at], versions[at + 1] if at + 1 < len(versions) else None
    start = format_short_date(one.valid_from, language)
    shown = found.goal.on(found.tree.day)
    if after is None:
        days = f"From {start} on"
    elif after.valid_from <= one.valid_from:
        days = f"{start}, corrected on the same day"
    else:
        days = f"{start} to {format_short_date(one.valid_to or after.valid_from, language)}"
    home = f"/clients/{found.tree.client.slug}"
    last = one.valid_to if after is not None and after.valid_from > one.valid_from else None
    review = next((one_of for one_of in found.reviews if one_of.id == one.review_id), None)
    return VersionView(
        one.title,
        days,
        ("Shown here", "acc") if one is shown else ("", ""),
        one.description,
        _metric(found, one),
        one.reason,
        (f"REV-{review.number:03d} {review.title}", f"{home}/reviews/{review.number}")
        if review
        else ("", ""),
        one.made_by,
        f"{home}/goals/{found.goal.number}?on={last.isoformat()}" if last else "",
    )


def _metric(found: GoalPage, said: GoalVersion) -> str:
    metric = metric_for(found.framework, said)
    if metric is None:
        return said.metric_id or ""
    name = metric.name.get("en", metric.id)
    target = target_in_words(metric, said)
    return f"{name}, {target}" if target else f"{name}, no target"


def _lines(event: Event, language: str) -> Iterator[Entry]:
    when = (format_moment(event.at, language), event.at.isoformat(), event.actor)
    data = event.data or {}
    if event.kind in EVENT_WORDS:
        yield Entry(*when, EVENT_WORDS[event.kind])
        return
    day = format_short_date(date.fromisoformat(data["valid_from"]), language)
    for label, now in data.get("to", {}).items():
        what = f"{label}, from {day} on"
        yield Entry(*when, what, data.get("from", {}).get(label, ""), now, data.get("reason", ""))
