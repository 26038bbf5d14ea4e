"""How a workshop is held: the facilitator's own seat, the language of its screens, how long it may take."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("workshop") as table:
        table.add_column(sa.Column("facilitator_seat_id", sa.String(length=20), nullable=True))
        table.add_column(
            sa.Column("language", sa.String(length=40), nullable=False, server_default=sa.text("'en'"))
        )
        table.add_column(sa.Column("planned_minutes", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("workshop") as table:
        for name in ("planned_minutes", "language", "facilitator_seat_id"):
            table.drop_column(name)
