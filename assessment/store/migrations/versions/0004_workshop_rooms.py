"""What a workshop shows just now, its agenda and timer, and what a placing asks beside the step."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workshop") as table:
        table.add_column(sa.Column("current_round_id", sa.String(length=20), nullable=True))
        table.add_column(sa.Column("areas", sa.Text(), nullable=True))
        table.add_column(sa.Column("timer_seconds", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("keeps_names", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("survey_until", sa.String(length=27), nullable=True))
        table.add_column(sa.Column("survey_closed_at", sa.String(length=27), nullable=True))
    with op.batch_alter_table("seat") as table:
        table.add_column(
            sa.Column("feedback", sa.String(length=300), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("ends_at", sa.String(length=27), nullable=True))
        table.add_column(sa.Column("moved_at", sa.String(length=27), nullable=True))
        table.add_column(
            sa.Column("moved_by", sa.String(length=300), nullable=False, server_default=sa.text("''"))
        )
        table.add_column(sa.Column("note", sa.Text(), nullable=False, server_default=sa.text("''")))
    with op.batch_alter_table("vote") as table:
        table.add_column(sa.Column("target", sa.Integer(), nullable=True))
        table.add_column(sa.Column("importance", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("vote") as table:
        table.drop_column("importance")
        table.drop_column("target")
    with op.batch_alter_table("round") as table:
        for name in ("note", "moved_by", "moved_at", "ends_at"):
            table.drop_column(name)
    with op.batch_alter_table("seat") as table:
        table.drop_column("feedback")
    with op.batch_alter_table("workshop") as table:
        for name in (
            "survey_closed_at", "survey_until", "keeps_names", "timer_seconds", "areas", "current_round_id",
        ):  # fmt: skip
            table.drop_column(name)
