"""Files that clients showed as evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence_file",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(300), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("added_at", sa.String(27), nullable=False),
        sa.Column("added_by", sa.String(300), nullable=False),
        sa.Column("unnamed_since", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", "hash", name=op.f("pk_evidence_file")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_evidence_file_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_evidence_file_workspace_id_unnamed_since"),
        "evidence_file",
        ["workspace_id", "unnamed_since"],
    )


def downgrade() -> None:
    op.drop_table("evidence_file")
