"""Indexes from which a page of a long list of clients is read without looking at every row."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

BEFORE = {
    "ix_client_workspace_id_archived_at_overall": ["workspace_id", "archived_at", "overall"],
    "ix_client_workspace_id_archived_at_name": ["workspace_id", "archived_at", "name"],
    "ix_client_workspace_id_sector": ["workspace_id", "sector"],
    "ix_client_workspace_id_region": ["workspace_id", "region"],
}
AFTER = {
    "ix_client_by_overall": ["workspace_id", "deleted_at", "archived_at", "overall", "name", "id"],
    "ix_client_by_name": ["workspace_id", "deleted_at", "archived_at", "name", "id"],
    "ix_client_workspace_id_deleted_at_sector": ["workspace_id", "deleted_at", "sector"],
    "ix_client_workspace_id_deleted_at_region": ["workspace_id", "deleted_at", "region"],
}


def change(old: dict[str, list[str]], new: dict[str, list[str]]) -> None:
    for name in old:
        op.drop_index(op.f(name), table_name="client")
    for name, columns in new.items():
        op.create_index(op.f(name), "client", columns)


def upgrade() -> None:
    change(BEFORE, AFTER)


def downgrade() -> None:
    change(AFTER, BEFORE)
