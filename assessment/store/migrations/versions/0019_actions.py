"""Actions, comments, attached files and links to share."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


TABLES = (
    "action_item",
    "attachment",
    "register_move",
    "remark",
    "share_link",
)


def _make_action_item() -> None:
    op.create_table(
        "action_item",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("sla_id", sa.String(20)),
        sa.Column("target_key", sa.String(40)),
        sa.Column("period", sa.String(40)),
        sa.Column("variance", sa.String(60)),
        sa.Column("missed_again", sa.Text()),
        sa.Column("review_id", sa.String(20)),
        sa.Column("service_id", sa.String(20)),
        sa.Column("party_id", sa.String(20)),
        sa.Column("root_cause", sa.Text(), nullable=False),
        sa.Column("corrective", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column("owner_side", sa.String(40), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("severity", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("verified_period", sa.String(40)),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(300), nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("done_on", sa.Date()),
        sa.Column("closed_on", sa.Date()),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_action_item")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_action_item_workspace_id_client_id_number")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_action_item_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_action_item_workspace_id_client_id_state"),
        "action_item",
        ["workspace_id", "client_id", "state"],
    )
    op.create_index(
        op.f("ix_action_item_workspace_id_client_id_sla_id"),
        "action_item",
        ["workspace_id", "client_id", "sla_id"],
    )
    op.create_index(op.f("ix_action_item_workspace_id_due_on"), "action_item", ["workspace_id", "due_on"])


def _make_attachment() -> None:
    op.create_table(
        "attachment",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("deleted_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_attachment")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_attachment_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_attachment_workspace_id_client_id_subject"),
        "attachment",
        ["workspace_id", "client_id", "subject"],
    )
    op.create_index(
        op.f("ix_attachment_workspace_id_client_id_hash"),
        "attachment",
        ["workspace_id", "client_id", "hash"],
    )


def _make_register_move() -> None:
    op.create_table(
        "register_move",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("from_register", sa.String(40), nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=False),
        sa.Column("to_register", sa.String(40), nullable=False),
        sa.Column("to_number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_at", sa.String(27), nullable=False),
        sa.Column("moved_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_register_move")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_register_move_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_register_move_workspace_id_client_id_from_register_from_number"),
        "register_move",
        ["workspace_id", "client_id", "from_register", "from_number"],
    )


def _make_remark() -> None:
    op.create_table(
        "remark",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("person_id", sa.String(20), nullable=False),
        sa.Column("edited_at", sa.String(27)),
        sa.Column("deleted_at", sa.String(27)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_remark")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_remark_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_remark_workspace_id_client_id_subject"), "remark", ["workspace_id", "client_id", "subject"]
    )


def _make_share_link() -> None:
    op.create_table(
        "share_link",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("ends_at", sa.String(27)),
        sa.Column("ended_at", sa.String(27)),
        sa.Column("seen_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_share_link")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_share_link_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_share_link_workspace_id_client_id_kind_subject"),
        "share_link",
        ["workspace_id", "client_id", "kind", "subject"],
    )


def upgrade() -> None:
    _make_action_item()
    _make_attachment()
    _make_register_move()
    _make_remark()
    _make_share_link()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
