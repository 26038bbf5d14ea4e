"""Live workshops: sessions, seats, rounds and votes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workshop",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("door_open", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("expires_at", sa.String(length=27), nullable=False),
        sa.Column("ended_at", sa.String(length=27), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_workshop_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_workshop_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("code", name=op.f("uq_workshop_code")),
    )
    op.create_index(
        op.f("ix_workshop_workspace_id_assessment_id"),
        "workshop",
        ["workspace_id", "assessment_id"],
        unique=False,
    )
    op.create_table(
        "round",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("workshop_id", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.String(length=40), nullable=False),
        sa.Column("practice_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.String(length=27), nullable=False),
        sa.Column("revealed_at", sa.String(length=27), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workshop_id"],
            ["workshop.workspace_id", "workshop.id"],
            name=op.f("fk_round_workspace_id_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_round")),
        sa.UniqueConstraint(
            "workspace_id",
            "workshop_id",
            "area_id",
            "practice_id",
            "number",
            name=op.f("uq_round_workspace_id_workshop_id_area_id_practice_id_number"),
        ),
    )
    op.create_table(
        "seat",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("workshop_id", sa.String(length=20), nullable=False),
        sa.Column("group", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("joined_at", sa.String(length=27), nullable=False),
        sa.Column("removed_at", sa.String(length=27), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workshop_id"],
            ["workshop.workspace_id", "workshop.id"],
            name=op.f("fk_seat_workspace_id_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_seat")),
    )
    op.create_index(
        op.f("ix_seat_workspace_id_workshop_id"), "seat", ["workspace_id", "workshop_id"], unique=False
    )
    op.create_table(
        "vote",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("round_id", sa.String(length=20), nullable=False),
        sa.Column("seat_id", sa.String(length=20), nullable=False),
        sa.Column("answer", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "round_id"],
            ["round.workspace_id", "round.id"],
            name=op.f("fk_vote_workspace_id_round_id_round"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "seat_id"],
            ["seat.workspace_id", "seat.id"],
            name=op.f("fk_vote_workspace_id_seat_id_seat"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "round_id", "seat_id", name=op.f("pk_vote")),
    )


def downgrade() -> None:
    op.drop_table("vote")
    op.drop_index(op.f("ix_seat_workspace_id_workshop_id"), table_name="seat")
    op.drop_table("seat")
    op.drop_table("round")
    op.drop_index(op.f("ix_workshop_workspace_id_assessment_id"), table_name="workshop")
    op.drop_table("workshop")
