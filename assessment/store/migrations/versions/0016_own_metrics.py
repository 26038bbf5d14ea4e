"""Own metrics and practices, breaks in a series, the scope of a reading, how many a survey asked."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reading") as table:
        table.add_column(sa.Column("scope", sa.String(300), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("asked", sa.String(60)))
    op.create_table(
        "metric_break",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("framework_id", sa.String(40), nullable=False),
        sa.Column("metric_id", sa.String(40), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("marked_at", sa.String(27), nullable=False),
        sa.Column("marked_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "client_id", "framework_id", "metric_id", "period", name=op.f("pk_metric_break")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_metric_break_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "own_item",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("owner", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(20)),
        sa.Column("framework_id", sa.String(40), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "owner", "code", name=op.f("pk_own_item")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_own_item_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "own_rating",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("assessment_id", sa.String(20), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("answer", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "assessment_id", "code", name=op.f("pk_own_rating")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_own_rating_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("own_rating")
    op.drop_table("own_item")
    op.drop_table("metric_break")
    with op.batch_alter_table("reading") as table:
        table.drop_column("asked")
        table.drop_column("scope")
