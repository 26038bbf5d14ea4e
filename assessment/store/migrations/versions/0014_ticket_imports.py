"""Ticket exports that were brought in, their tickets, calendars and what was agreed about counting."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("zone", sa.String(300), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("holidays", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_calendar")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_calendar_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_calendar_workspace_id_client_id"), "calendar", ["workspace_id", "client_id"])
    op.create_table(
        "ticket_count",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("wanted_by", sa.String(300), nullable=False),
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("counted_at", sa.String(27)),
        sa.Column("report", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", name=op.f("pk_ticket_count")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_ticket_count_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "ticket_import",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("keeps_file", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("layout", sa.String(40), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("found", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("rows_all", sa.Integer(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("seen_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_ticket_import")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_ticket_import_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_ticket_import_workspace_id_state"), "ticket_import", ["workspace_id", "state"])
    op.create_index(
        op.f("ix_ticket_import_workspace_id_client_id_state"),
        "ticket_import",
        ["workspace_id", "client_id", "state"],
    )
    op.create_table(
        "ticket_mapping",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("layout", sa.String(40), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", "layout", name=op.f("pk_ticket_mapping")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_ticket_mapping_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "ticket_rules",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("calendar_id", sa.String(20), nullable=False),
        sa.Column("zone", sa.String(300), nullable=False),
        sa.Column("desk_groups", sa.Text(), nullable=False),
        sa.Column("routes", sa.Text(), nullable=False),
        sa.Column("targets", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", name=op.f("pk_ticket_rules")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_ticket_rules_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "ticket",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("import_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=False),
        sa.Column("opened", sa.BigInteger()),
        sa.Column("assigned", sa.BigInteger()),
        sa.Column("responded", sa.BigInteger()),
        sa.Column("resolved", sa.BigInteger()),
        sa.Column("closed", sa.BigInteger()),
        sa.Column("reopened", sa.Integer()),
        sa.Column("reassigned", sa.Integer()),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("first_group", sa.Text(), nullable=False),
        sa.Column("groups", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("sla_name", sa.Text(), nullable=False),
        sa.Column("target", sa.BigInteger()),
        sa.Column("made_sla", sa.Boolean()),
        sa.Column("made_response", sa.Boolean()),
        sa.Column("hold", sa.BigInteger(), nullable=False),
        sa.Column("article", sa.Boolean()),
        sa.Column("by_system", sa.Boolean()),
        sa.Column("one_touch", sa.Boolean()),
        sa.Column("parent", sa.Text(), nullable=False),
        sa.Column("is_duplicate", sa.Boolean(), nullable=False),
        sa.Column("outage_start", sa.BigInteger()),
        sa.Column("restored", sa.BigInteger()),
        sa.Column("planned", sa.Boolean()),
        sa.Column("satisfaction", sa.String(60)),
        sa.Column("changed", sa.BigInteger()),
        sa.PrimaryKeyConstraint("workspace_id", "import_id", "number", name=op.f("pk_ticket")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["ticket_import.workspace_id", "ticket_import.id"],
            name=op.f("fk_ticket_workspace_id_import_id_ticket_import"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "ticket_piece",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("import_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "import_id", "number", name=op.f("pk_ticket_piece")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "import_id"],
            ["ticket_import.workspace_id", "ticket_import.id"],
            name=op.f("fk_ticket_piece_workspace_id_import_id_ticket_import"),
            ondelete="CASCADE",
        ),
    )
    with op.batch_alter_table("reading") as batch:
        batch.add_column(sa.Column("from_tickets", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("reading") as batch:
        batch.drop_column("from_tickets")
    op.drop_table("ticket_piece")
    op.drop_table("ticket")
    op.drop_table("ticket_rules")
    op.drop_table("ticket_mapping")
    op.drop_table("ticket_import")
    op.drop_table("ticket_count")
    op.drop_table("calendar")
