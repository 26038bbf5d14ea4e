"""The CSIP register in full: services and parties, measured benefit, decisions as rows of their own."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.store.base import new_id

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def _table(name: str, columns: str, days: str = "") -> sa.Table:
    """A whole table, because the name of the schema is put before those only."""
    return sa.Table(
        name,
        sa.MetaData(),
        *(sa.Column(column) for column in columns.split()),
        *(sa.Column(column, sa.Date()) for column in days.split()),
    )


ITEM = _table(
    "csip_item", "workspace_id id client_id number service party service_id party_id",
    "started_on implemented_on",
)  # fmt: skip
SERVICE = _table(
    "service",
    "workspace_id id client_id number name description provider_id supplier_id calendar_id owner retired_at "
    "updated_at updated_by version",
)
PARTY = _table(
    "party",
    "workspace_id id client_id number name role kind manager contact mode note retired_at updated_at "
    "updated_by version",
)
EVENT = _table("event", "workspace_id id client_id subject kind at actor data")
DECISION = _table(
    "csip_decision",
    "workspace_id id client_id item_id review_id decision reason deciders verdict before after made_at "
    "made_by undone_at",
    "decided_on look_again_on",
)

TEXTS = ("also", "size", "timescale", "justification", "priority", "other_owner", "value_kind",
         "closing_note", "lessons", "moved_from")  # fmt: skip
SHORT = frozenset({"size", "timescale", "priority", "value_kind", "moved_from"})
IDS = ("service_id", "party_id", "sla_id", "goal_id")
DAYS = ("baseline_on", "target_on", "started_on", "implemented_on", "next_check_on")
NUMBERS = ("baseline", "target")
WHOLE = ("budget_year", "check_every_months")

NEW_SERVICE: Mapping[str, Any] = {
    "description": "", "provider_id": None, "supplier_id": None, "calendar_id": None, "owner": "",
}  # fmt: skip
NEW_PARTY: Mapping[str, Any] = {
    "role": "supplier", "kind": "", "manager": "", "contact": "", "mode": "meeting", "note": "",
}  # fmt: skip
NO_MOMENT = "2026-01-01T00:00:00.000000Z"
DAY_OF = {"in progress": "started_on", "implemented": "implemented_on"}


def _add_columns() -> None:
    with op.batch_alter_table("csip_item") as table:
        for name in TEXTS:
            kind: Any = sa.Text()
            if name in SHORT:
                kind = sa.String(40)
            elif name == "other_owner":
                kind = sa.String(300)
            empty = sa.text("'{}'" if name == "also" else "''")
            table.add_column(sa.Column(name, kind, nullable=False, server_default=empty))
        for name in IDS:
            table.add_column(sa.Column(name, sa.String(20)))
        table.add_column(sa.Column("sla_target", sa.String(40)))
        for name in DAYS:
            table.add_column(sa.Column(name, sa.Date()))
        for name in NUMBERS:
            table.add_column(sa.Column(name, sa.String(60)))
        for name in WHOLE:
            table.add_column(sa.Column(name, sa.Integer()))
    op.create_index(
        op.f("ix_csip_item_workspace_id_next_check_on"), "csip_item", ["workspace_id", "next_check_on"]
    )


def _make_actual() -> None:
    op.create_table(
        "csip_actual",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(20), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("value", sa.String(60)),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("withdrawn_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_csip_actual")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"],
            ["csip_item.workspace_id", "csip_item.id"],
            name=op.f("fk_csip_actual_workspace_id_item_id_csip_item"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_csip_actual_workspace_id_item_id_period_from"),
        "csip_actual",
        ["workspace_id", "item_id", "period_from"],
    )


def _make_decision() -> None:
    op.create_table(
        "csip_decision",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(20), nullable=False),
        sa.Column("review_id", sa.String(20)),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("deciders", sa.Text(), nullable=False),
        sa.Column("look_again_on", sa.Date()),
        sa.Column("verdict", sa.String(40)),
        sa.Column("before", sa.String(40), nullable=False),
        sa.Column("after", sa.String(40), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("undone_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_csip_decision")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "item_id"],
            ["csip_item.workspace_id", "csip_item.id"],
            name=op.f("fk_csip_decision_workspace_id_item_id_csip_item"),
            ondelete="CASCADE",
        ),
    )
    for columns in (["workspace_id", "client_id", "item_id"], ["workspace_id", "review_id"]):
        op.create_index(op.f(f"ix_csip_decision_{'_'.join(columns)}"), "csip_decision", columns)


def _make_named(text: str, table: sa.Table, rest: Mapping[str, Any]) -> None:
    """Point each item at the row that its text names, and make that row where there is none."""
    bind, named, t = op.get_bind(), ITEM.c[text], table.c
    owner = (ITEM.c.workspace_id, ITEM.c.client_id)
    first = sa.select(*owner, named, sa.func.min(ITEM.c.number)).where(named != "").group_by(*owner, named)
    now = bind.execute(sa.select(sa.func.max(EVENT.c.at))).scalar() or NO_MOMENT
    for workspace, client, name, _ in sorted(bind.execute(first), key=lambda row: (row[0], row[1], row[3])):
        of_client = (t.workspace_id == workspace, t.client_id == client)
        made = bind.execute(sa.select(t.id).where(*of_client, t.name == name).limit(1)).scalar()
        if made is None:
            made = new_id()
            last = bind.execute(sa.select(sa.func.max(t.number)).where(*of_client)).scalar() or 0
            values = {"workspace_id": workspace, "client_id": client, "id": made, "name": name, **rest}
            values |= {"number": last + 1, "updated_at": now, "updated_by": "", "version": 1}
            bind.execute(sa.insert(table).values(**values))
        same = (ITEM.c.workspace_id == workspace, ITEM.c.client_id == client, named == name)
        bind.execute(sa.update(ITEM).where(*same).values({f"{text}_id": made}))


def _decisions() -> Iterator[dict[str, Any]]:
    """Yield the decisions that the history knows, each with the moment at which it was taken back."""
    bind = op.get_bind()
    items = {
        (workspace, f"csip:{item}"): item
        for workspace, item in bind.execute(sa.select(ITEM.c.workspace_id, ITEM.c.id))
    }
    kinds = EVENT.c.kind.in_(["csip decided", "csip decision undone"])
    standing: dict[str, list[dict[str, Any]]] = defaultdict(list)
    made = []
    for row in bind.execute(sa.select(*EVENT.c).where(kinds).order_by(EVENT.c.id)).mappings():
        item = items.get((row["workspace_id"], row["subject"]))
        data = json.loads(row["data"]) if row["data"] else {}
        if item is None:
            continue
        if "undone" in data and standing[item]:
            standing[item].pop()["undone_at"] = row["at"]
        if "decision" in data:
            made.append(_decision(row, item, data))
            if "undone" not in data:
                standing[item].append(made[-1])
    yield from made


def _decision(row: Mapping[Any, Any], item: str, data: Mapping[str, Any]) -> dict[str, Any]:
    days = {
        name: date.fromisoformat(data[name]) if data.get(name) else None
        for name in ("decided_on", "look_again_on")
    }
    deciders = data.get("deciders") or [row["actor"]]
    return {
        "workspace_id": row["workspace_id"], "id": new_id(), "client_id": row["client_id"], "item_id": item,
        "review_id": data.get("review_id"), "decision": data["decision"], "reason": data.get("reason", ""),
        "deciders": json.dumps(deciders, ensure_ascii=False, separators=(",", ":")),
        "verdict": data.get("verdict"), "before": data["before"]["state"], "after": data["to"],
        "made_at": row["at"], "made_by": row["actor"], "undone_at": None, **days,
    }  # fmt: skip


def _take_decisions_along() -> None:
    """Keep each decision as a row, and the days on which work began and was finished with the item."""
    bind = op.get_bind()
    for made in _decisions():
        bind.execute(sa.insert(DECISION).values(**made))
        day = DAY_OF.get(made["after"])
        if day is None or made["undone_at"] is not None or made["before"] == "on hold":
            continue
        same = (ITEM.c.workspace_id == made["workspace_id"], ITEM.c.id == made["item_id"])
        bind.execute(sa.update(ITEM).where(*same).values({day: made["decided_on"]}))


def upgrade() -> None:
    _add_columns()
    _make_actual()
    _make_decision()
    _make_named("service", SERVICE, NEW_SERVICE)
    _make_named("party", PARTY, NEW_PARTY)
    _take_decisions_along()
    with op.batch_alter_table("csip_item") as table:
        table.drop_column("service")
        table.drop_column("party")


def downgrade() -> None:
    op.drop_table("csip_decision")
    op.drop_table("csip_actual")
    with op.batch_alter_table("csip_item") as table:
        for name in ("service", "party"):
            table.add_column(sa.Column(name, sa.String(300), nullable=False, server_default=sa.text("''")))
    for name, other in (("service", SERVICE), ("party", PARTY)):
        known = ITEM.c[f"{name}_id"]
        same = (other.c.workspace_id == ITEM.c.workspace_id, other.c.id == known)
        text = sa.select(other.c.name).where(*same).scalar_subquery()
        op.execute(sa.update(ITEM).where(known.is_not(None)).values({name: text}))
    op.drop_index(op.f("ix_csip_item_workspace_id_next_check_on"), table_name="csip_item")
    with op.batch_alter_table("csip_item") as table:
        for name in (*TEXTS, *IDS, "sla_target", *DAYS, *NUMBERS, *WHOLE):
            table.drop_column(name)
