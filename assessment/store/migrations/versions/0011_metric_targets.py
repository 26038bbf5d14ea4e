"""What a client aims at for a metric, from where it started, and who provides the figures."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "metric_target",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("framework_id", sa.String(40), nullable=False),
        sa.Column("metric_id", sa.String(40), nullable=False),
        sa.Column("target", sa.String(60)),
        sa.Column("target_code", sa.String(40), nullable=False),
        sa.Column("baseline", sa.String(60)),
        sa.Column("baseline_period", sa.String(10), nullable=False),
        sa.Column("provider", sa.String(300), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "client_id", "framework_id", "metric_id", name=op.f("pk_metric_target")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_metric_target_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("metric_target")
