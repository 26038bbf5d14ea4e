"""What clients are compared by: when, by which edition and where each practice stands at the latest date."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_client_workspace_id_region": ["workspace_id", "region"],
    "ix_client_workspace_id_held_on": ["workspace_id", "held_on"],
    "ix_client_workspace_id_shares_edition": ["workspace_id", "shares", "edition"],
}

DAYS = ("due_on", "look_again_on")


def upgrade() -> None:
    with op.batch_alter_table("client") as table:
        table.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("edition", sa.String(length=64), nullable=False, server_default=""))
        table.add_column(sa.Column("marks", sa.Text(), nullable=False, server_default=""))
        for name, columns in INDEXES.items():
            table.create_index(op.f(name), columns)
    for column in DAYS:
        op.create_index(op.f(f"ix_csip_item_workspace_id_{column}"), "csip_item", ["workspace_id", column])


def downgrade() -> None:
    for column in DAYS:
        op.drop_index(op.f(f"ix_csip_item_workspace_id_{column}"), table_name="csip_item")
    with op.batch_alter_table("client") as table:
        for name in INDEXES:
            table.drop_index(op.f(name))
        for name in ("marks", "edition", "held_on"):
            table.drop_column(name)
