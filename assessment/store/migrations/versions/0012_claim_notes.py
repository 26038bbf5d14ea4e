"""Why a disagreement between a claim and the figures is none."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_note",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("framework_id", sa.String(40), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.String(27), nullable=False),
        sa.Column("noted_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint(
            "workspace_id", "client_id", "framework_id", "key", name=op.f("pk_claim_note")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_claim_note_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )


def downgrade() -> None:
    op.drop_table("claim_note")
