"""What waits for somebody, each source in one query, for some clients or for all that a person sees."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, exists, func, or_, select, type_coerce

from assessment.domain.action_items import DONE, HIGH, LATE_STATES
from assessment.domain.action_items import OPEN_STATES as OPEN_ACTIONS
from assessment.domain.csip import BENEFIT_CHECK, COST_NONE, COST_REQUESTED, COSTING, ON_HOLD, PROPOSED
from assessment.domain.csip import OPEN_STATES as OPEN_ITEMS
from assessment.domain.csip_items import COSTED, STALE_AFTER
from assessment.domain.needs import (
    AHEAD,
    FINALIZING,
    HELD,
    PLANNED,
    PREPARED,
    REVIEW_AHEAD,
    SOON,
    LooseBreach,
    OpenAction,
    OpenImprovement,
    OpenReview,
    RunningContract,
    RunningSla,
)
from assessment.domain.sla_content import SlaContent, hash_of
from assessment.domain.sla_results import BREACHED, MET
from assessment.store.contents import KeptContent
from assessment.store.database import Unit
from assessment.store.queries.csip import LATE_STATES as LATE_ITEMS
from assessment.store.queries.scope import visible
from assessment.store.tables import (
    action_item,
    client,
    contract,
    csip_item,
    party,
    review,
    review_plan,
    sla,
    sla_result,
    sla_signature,
    sla_version,
)

MOST_ROWS = 2000
LONGEST_NOTICE = timedelta(days=800)
Clients = Sequence[str] | None
c, k, a, s, v = client.c, csip_item.c, action_item.c, sla.c, sla_version.c
p, r, w, n, t = party.c, sla_result.c, review.c, review_plan.c, contract.c


def of_clients(unit: Unit, table: Any, clients: Clients) -> list[Any]:
    """Return the conditions that join rows to their clients: in use, seen, and among some of them."""
    found: list[Any] = [
        table.c.workspace_id == unit.workspace_id,
        c.workspace_id == table.c.workspace_id,
        c.id == table.c.client_id,
        c.archived_at.is_(None),
        *visible(unit),
    ]
    if clients is not None:
        found += [table.c.client_id.in_(clients), c.id.in_(clients)]
    return found


def _rows(unit: Unit, statement: Any) -> Any:
    return unit.connection.execute(statement.limit(MOST_ROWS))


def list_improvements(unit: Unit, clients: Clients, within: date | None = None) -> list[OpenImprovement]:
    """Return the improvements that may wait for somebody; with `within` only those with a day until then."""
    last = within or unit.today + SOON
    dated = or_(
        and_(k.state.in_(LATE_ITEMS), k.due_on <= last), and_(k.state == ON_HOLD, k.look_again_on <= last)
    )
    waiting = or_(
        dated,
        k.state.in_((PROPOSED, COSTING, BENEFIT_CHECK)),
        and_(
            k.state.in_(sorted(OPEN_ITEMS)),
            or_(
                and_(k.cost_kind == COSTED, k.cost_approval.in_((COST_NONE, COST_REQUESTED))),
                k.updated_at < unit.now - STALE_AFTER,
            ),
        ),
    )
    statement = (
        select(
            c.slug, k.number, k.title, k.state, k.cost_kind, k.cost_approval, k.owner, k.due_on,
            k.look_again_on, k.updated_at,
        )
        .where(*of_clients(unit, csip_item, clients), dated if within else waiting)
        .order_by(k.due_on.is_(None), k.due_on, k.client_id, k.number)
    )  # fmt: skip
    rows = [[*rest, updated_at.date()] for *rest, updated_at in _rows(unit, statement)]
    return [OpenImprovement(*row) for row in rows]


def list_actions(unit: Unit, clients: Clients, within: date | None = None) -> list[OpenAction]:
    """Return the actions that may wait for somebody; with `within` only those with a day until then."""
    dated = and_(a.state.in_(sorted(LATE_STATES)), a.due_on <= (within or unit.today + SOON))
    unowned = and_(a.state.in_(sorted(OPEN_ACTIONS)), a.severity == HIGH, a.owner == "")
    statement = (
        select(c.slug, a.number, a.title, a.state, a.severity, a.owner, a.due_on)
        .where(
            *of_clients(unit, action_item, clients), dated if within else or_(dated, a.state == DONE, unowned)
        )
        .order_by(a.due_on.is_(None), a.due_on, a.client_id, a.number)
    )
    return [OpenAction(*row) for row in _rows(unit, statement)]


def _manager() -> tuple[Any, ColumnElement[bool]]:
    """The name of who answers for an agreement on the provider's side, and how to join it."""
    return func.coalesce(p.manager, ""), and_(p.workspace_id == s.workspace_id, p.id == s.provider_id)


def list_loose_breaches(
    unit: Unit, clients: Clients, since: str, in_words: Callable[[str], str]
) -> list[LooseBreach]:
    """Return the targets breached since a month, not met again and without an action: the newest miss."""
    manager, of_provider = _manager()
    after = sla_result.alias()
    same_target = and_(
        after.c.workspace_id == r.workspace_id,
        after.c.sla_id == r.sla_id,
        after.c.target_key == r.target_key,
        after.c.period > r.period,
        after.c.state.in_((MET, BREACHED)),
    )
    taken = and_(
        a.workspace_id == r.workspace_id,
        a.client_id == r.client_id,
        a.sla_id == r.sla_id,
        a.target_key == r.target_key,
        or_(
            a.state.in_(sorted(OPEN_ACTIONS)),
            a.period == r.period,
            type_coerce(a.missed_again, Text).contains(r.period),
        ),
    )
    statement = (
        select(c.slug, s.number, r.name, r.period, manager)
        .select_from(
            sla_result.join(sla, and_(s.workspace_id == r.workspace_id, s.id == r.sla_id))
            .join(client, and_(c.workspace_id == r.workspace_id, c.id == r.client_id))
            .outerjoin(party, of_provider)
        )
        .where(
            *of_clients(unit, sla_result, clients),
            r.state == BREACHED,
            r.period >= since,
            s.ended_on.is_(None),
            ~exists(select(after.c.sla_id).where(same_target)),
            ~exists(select(a.id).where(taken)),
        )
        .order_by(s.number, r.target_key)
    )
    return [
        LooseBreach(slug, number, name, in_words(period), named)
        for slug, number, name, period, named in _rows(unit, statement)
    ]


def list_unsigned(unit: Unit, clients: Clients) -> list[RunningSla]:
    """Return the agreements that are being signed, with the sides that signed what they say now."""
    manager, of_provider = _manager()
    signed = sla_signature.c
    of_sla = and_(signed.workspace_id == s.workspace_id, signed.sla_id == s.id, signed.voided_at.is_(None))
    statement = (
        select(
            c.slug,
            s.number,
            s.title,
            manager,
            s.stage,
            type_coerce(s.draft, KeptContent),
            signed.side,
            signed.hash,
        )
        .select_from(
            sla.join(client, and_(c.workspace_id == s.workspace_id, c.id == s.client_id))
            .outerjoin(party, of_provider)
            .outerjoin(sla_signature, of_sla)
        )
        .where(*of_clients(unit, sla, clients), s.stage == FINALIZING, s.ended_on.is_(None))
        .order_by(c.slug, s.number)
    )
    found: dict[tuple[str, int], tuple[RunningSla, set[str]]] = {}
    for *plain, draft, side, hash in _rows(unit, statement):
        one = RunningSla(*plain)
        _, sides = found.setdefault((one.client, one.number), (one, set()))
        if side and draft is not None and hash_of(draft) == hash:
            sides.add(side)
    return [
        RunningSla(one.client, one.number, one.title, one.manager, one.stage, frozenset(sides))
        for one, sides in found.values()
    ]


def list_running_slas(unit: Unit, clients: Clients) -> list[RunningSla]:
    """Return the agreements that hold: the last day of the newest version, its next look at targets."""
    manager, of_provider = _manager()
    newer = sla_version.alias()
    is_newest = ~exists(
        select(newer.c.number).where(
            newer.c.workspace_id == v.workspace_id, newer.c.sla_id == v.sla_id, newer.c.number > v.number
        )
    )
    statement = (
        select(c.slug, s.number, s.title, manager, v.valid_to, type_coerce(v.content, KeptContent))
        .select_from(
            sla.join(sla_version, and_(v.workspace_id == s.workspace_id, v.sla_id == s.id))
            .join(client, and_(c.workspace_id == s.workspace_id, c.id == s.client_id))
            .outerjoin(party, of_provider)
        )
        .where(*of_clients(unit, sla, clients), s.ended_on.is_(None), is_newest)
        .order_by(s.number)
    )
    rows = [
        [*plain, "", frozenset(), valid_to, _next_look(content)]
        for *plain, valid_to, content in _rows(unit, statement)
    ]
    return [RunningSla(*row) for row in rows]


def _next_look(content: SlaContent) -> date | None:
    return min((one.review_on for one in content.targets if one.review_on is not None), default=None)


def list_contracts(unit: Unit, clients: Clients) -> list[RunningContract]:
    """Return the contracts whose last day for notice may come soon, or has passed while they run."""
    statement = (
        select(c.slug, t.number, t.title, p.manager, t.renewal, t.ends_on, t.notice_days)
        .select_from(
            contract.join(client, and_(c.workspace_id == t.workspace_id, c.id == t.client_id)).join(
                party, and_(p.workspace_id == t.workspace_id, p.id == t.party_id)
            )
        )
        .where(
            *of_clients(unit, contract, clients),
            t.retired_at.is_(None),
            t.notice_days.is_not(None),
            t.ends_on.between(unit.today, unit.today + AHEAD + LONGEST_NOTICE),
        )
        .order_by(t.ends_on, t.client_id, t.number)
    )
    rows = [
        [*plain, ends_on, ends_on - timedelta(days=days)] for *plain, ends_on, days in _rows(unit, statement)
    ]
    return [RunningContract(*row) for row in rows]


def list_reviews(unit: Unit, clients: Clients, within: date | None = None) -> list[OpenReview]:
    """Return the reviews that are not closed and due soon; with `within` only those until that day."""
    last = within or unit.today + REVIEW_AHEAD
    planned = and_(w.state.in_((PLANNED, PREPARED)), w.planned_on <= last)
    statement = (
        select(c.slug, w.number, w.title, w.state, w.planned_on)
        .where(*of_clients(unit, review, clients), planned if within else or_(planned, w.state == HELD))
        .order_by(w.planned_on, w.client_id, w.number)
    )
    return [OpenReview(*row) for row in _rows(unit, statement)]


def list_next_of_plans(unit: Unit, clients: Clients) -> list[OpenReview]:
    """Return the next day of each plan whose review nobody has entered yet, where it comes soon."""
    entered = exists(
        select(w.id).where(
            w.workspace_id == n.workspace_id,
            w.plan_id == n.id,
            or_(w.state.in_((PLANNED, PREPARED)), w.planned_on >= n.next_on),
        )
    )
    statement = (
        select(c.slug, n.title, n.next_on)
        .where(
            *of_clients(unit, review_plan, clients),
            n.retired_at.is_(None),
            n.next_on <= unit.today + REVIEW_AHEAD,
            ~entered,
        )
        .order_by(n.next_on, n.client_id, n.number)
    )
    return [OpenReview(slug, None, title, PLANNED, day) for slug, title, day in _rows(unit, statement)]


def client_names(unit: Unit, slugs: Sequence[str]) -> dict[str, str]:
    """Return the names of clients by their slugs."""
    if not slugs:
        return {}
    statement = select(c.slug, c.name).where(c.workspace_id == unit.workspace_id, c.slug.in_(slugs))
    rows: Any = unit.connection.execute(statement.where(*visible(unit)))
    return dict(rows.all())
