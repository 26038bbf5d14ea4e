"""Links with which somebody without an account enters the figures of one month."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "fill_in",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("framework_id", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("period", sa.String(10), nullable=False),
        sa.Column("metrics", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("ends_at", sa.String(27), nullable=False),
        sa.Column("ended_at", sa.String(27)),
        sa.Column("filled_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_fill_in")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_fill_in_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_fill_in_workspace_id_client_id_ended_at"),
        "fill_in",
        ["workspace_id", "client_id", "ended_at"],
    )


def downgrade() -> None:
    op.drop_table("fill_in")
