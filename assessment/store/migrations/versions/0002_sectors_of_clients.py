"""An index for the list of sectors, which is read with every page of clients."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INDEX = "ix_client_workspace_id_sector"


def upgrade() -> None:
    op.create_index(INDEX, "client", ["workspace_id", "sector"], unique=False)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="client")
