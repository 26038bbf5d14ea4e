"""Services, parties, contracts and what services are for."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


TABLES = (
    "contract",
    "goal",
    "party",
    "service",
    "goal_version",
)


def _make_contract() -> None:
    op.create_table(
        "contract",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date()),
        sa.Column("renewal", sa.String(40), nullable=False),
        sa.Column("notice_days", sa.Integer()),
        sa.Column("value", sa.String(60)),
        sa.Column("currency", sa.String(40), nullable=False),
        sa.Column("value_per", sa.String(40), nullable=False),
        sa.Column("services", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_contract")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_contract_workspace_id_client_id_number")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_contract_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )


def _make_goal() -> None:
    op.create_table(
        "goal",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("parent_id", sa.String(20)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.String(20)),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_goal")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_goal_workspace_id_client_id_number")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_goal_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )


def _make_party() -> None:
    op.create_table(
        "party",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("manager", sa.String(300), nullable=False),
        sa.Column("contact", sa.String(300), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_party")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_party_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_party_workspace_id_client_id_number")
        ),
    )


def _make_service() -> None:
    op.create_table(
        "service",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("provider_id", sa.String(20)),
        sa.Column("supplier_id", sa.String(20)),
        sa.Column("calendar_id", sa.String(20)),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_service")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_service_workspace_id_client_id_number")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_service_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )


def _make_goal_version() -> None:
    op.create_table(
        "goal_version",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("goal_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("framework_id", sa.String(40), nullable=False),
        sa.Column("metric_id", sa.String(40)),
        sa.Column("target", sa.String(60)),
        sa.Column("target_code", sa.String(40), nullable=False),
        sa.Column("target_currency", sa.String(40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("review_id", sa.String(20)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "goal_id", "number", name=op.f("pk_goal_version")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "goal_id"],
            ["goal.workspace_id", "goal.id"],
            name=op.f("fk_goal_version_workspace_id_goal_id_goal"),
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    _make_contract()
    _make_goal()
    _make_party()
    _make_service()
    _make_goal_version()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
