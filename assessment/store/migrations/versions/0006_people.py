"""People with accounts, their sessions and links; what happened outlives the client; clients have tags."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    add_people()
    with op.batch_alter_table("workspace") as table:
        table.add_column(sa.Column("slug", sa.String(length=80), nullable=False, server_default="local"))
    op.execute("UPDATE workspace SET slug = id")
    with op.batch_alter_table("workspace") as table:
        table.create_unique_constraint(op.f("uq_workspace_slug"), ["slug"])
    with op.batch_alter_table("client") as table:
        table.add_column(sa.Column("size", sa.String(length=40), nullable=False, server_default=""))
        table.add_column(sa.Column("region", sa.String(length=300), nullable=False, server_default=""))
        table.add_column(sa.Column("tags", sa.Text(), nullable=True))
        table.add_column(sa.Column("shares", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("deleted_at", sa.String(length=27), nullable=True))
    with op.batch_alter_table("event") as table:
        table.add_column(sa.Column("person_id", sa.String(length=20), nullable=False, server_default=""))
        table.add_column(sa.Column("via", sa.String(length=40), nullable=False, server_default=""))
        table.drop_constraint("fk_event_workspace_id_client_id_client", type_="foreignkey")
        table.create_foreign_key(
            op.f("fk_event_workspace_id_workspace"), "workspace", ["workspace_id"], ["id"]
        )
        table.create_index(op.f("ix_event_workspace_id_client_id_id"), ["workspace_id", "client_id", "id"])
    add_tags()
    add_join_codes()


def add_people() -> None:
    op.create_table(
        "person",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("email", sa.String(length=300), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("password", sa.String(length=300), nullable=True),
        sa.Column("code_secret", sa.String(length=300), nullable=True),
        sa.Column("code_step", sa.Integer(), nullable=False),
        sa.Column("outside_id", sa.String(length=300), nullable=True),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("off_at", sa.String(length=27), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_person_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_person")),
        sa.UniqueConstraint("workspace_id", "email", name=op.f("uq_person_workspace_id_email")),
    )
    op.create_table(
        "assignment",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_assignment_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        of_person("assignment"),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", "person_id", name=op.f("pk_assignment")),
    )
    op.create_index(
        op.f("ix_assignment_workspace_id_person_id_client_id"),
        "assignment",
        ["workspace_id", "person_id", "client_id"],
    )
    op.create_table(
        "session",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("browser", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("seen_at", sa.String(length=27), nullable=False),
        sa.Column("ends_at", sa.String(length=27), nullable=False),
        of_person("session"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_workspace_id_person_id"), "session", ["workspace_id", "person_id"])
    op.create_table(
        "link",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("ends_at", sa.String(length=27), nullable=False),
        of_person("link"),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_workspace_id_person_id"), "link", ["workspace_id", "person_id"])
    op.create_table(
        "failure",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("since", sa.String(length=27), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_failure")),
    )


def of_person(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id", "person_id"],
        ["person.workspace_id", "person.id"],
        name=op.f(f"fk_{table}_workspace_id_person_id_person"),
        ondelete="CASCADE",
    )


def add_tags() -> None:
    op.create_table(
        "client_tag",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("tag", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_client_tag_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "client_id", "tag", name=op.f("pk_client_tag")),
    )
    op.create_index(
        op.f("ix_client_tag_workspace_id_tag_client_id"),
        "client_tag",
        ["workspace_id", "tag", "client_id"],
    )


def add_join_codes() -> None:
    op.create_table(
        "join_code",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("workshop_id", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "workshop_id"],
            ["workshop.workspace_id", "workshop.id"],
            name=op.f("fk_join_code_workspace_id_workshop_id_workshop"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_join_code")),
    )
    op.create_index(
        op.f("ix_join_code_workspace_id_workshop_id"), "join_code", ["workspace_id", "workshop_id"]
    )
    op.execute(
        "INSERT INTO join_code (code, workspace_id, workshop_id) SELECT code, workspace_id, id FROM workshop"
    )
    with op.batch_alter_table("workshop") as table:
        table.drop_constraint("uq_workshop_code", type_="unique")
        table.create_unique_constraint(op.f("uq_workshop_workspace_id_code"), ["workspace_id", "code"])


def downgrade() -> None:
    with op.batch_alter_table("workshop") as table:
        table.drop_constraint("uq_workshop_workspace_id_code", type_="unique")
        table.create_unique_constraint(op.f("uq_workshop_code"), ["code"])
    op.drop_table("join_code")
    op.drop_table("client_tag")
    # What concerns no client that is still there cannot be kept in the older shape.
    op.execute(
        "DELETE FROM event WHERE NOT EXISTS (SELECT 1 FROM client WHERE "
        "client.workspace_id = event.workspace_id AND client.id = event.client_id)"
    )
    with op.batch_alter_table("event") as table:
        table.drop_index("ix_event_workspace_id_client_id_id")
        table.drop_constraint("fk_event_workspace_id_workspace", type_="foreignkey")
        table.create_foreign_key(
            op.f("fk_event_workspace_id_client_id_client"),
            "client",
            ["workspace_id", "client_id"],
            ["workspace_id", "id"],
            ondelete="CASCADE",
        )
        table.drop_column("via")
        table.drop_column("person_id")
    with op.batch_alter_table("client") as table:
        for name in ("deleted_at", "shares", "tags", "region", "size"):
            table.drop_column(name)
    with op.batch_alter_table("workspace") as table:
        table.drop_constraint("uq_workspace_slug", type_="unique")
        table.drop_column("slug")
    for name in ("failure", "link", "session", "assignment", "person"):
        op.drop_table(name)
