"""Service reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


TABLES = (
    "lesson",
    "operating_step",
    "proposal",
    "review",
    "review_plan",
    "review_addendum",
    "review_decision",
)


def _make_lesson() -> None:
    op.create_table(
        "lesson",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(20)),
        sa.Column("service_id", sa.String(20)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_lesson")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_lesson_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_lesson_workspace_id_client_id_number")
        ),
    )


def _make_operating_step() -> None:
    op.create_table(
        "operating_step",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.String(20)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_operating_step")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_operating_step_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id",
            "client_id",
            "number",
            name=op.f("uq_operating_step_workspace_id_client_id_number"),
        ),
    )


def _make_proposal() -> None:
    op.create_table(
        "proposal",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("review_id", sa.String(20)),
        sa.Column("service_id", sa.String(20)),
        sa.Column("party_id", sa.String(20)),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_proposal")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_proposal_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_proposal_workspace_id_client_id_number")
        ),
    )


def _make_review() -> None:
    op.create_table(
        "review",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.String(20)),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("party_id", sa.String(20)),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.String(40), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("cut_off_on", sa.Date()),
        sa.Column("held_on", sa.Date()),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("pack", sa.Text()),
        sa.Column("pack_at", sa.String(27)),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("attendance", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("relationship", sa.String(40), nullable=False),
        sa.Column("relationship_note", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.Column("cancel_reason", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.String(27)),
        sa.Column("closed_by", sa.String(300), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_review")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_review_workspace_id_client_id_number")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_review_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_review_workspace_id_client_id_planned_on"),
        "review",
        ["workspace_id", "client_id", "planned_on"],
    )


def _make_review_plan() -> None:
    op.create_table(
        "review_plan",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("party_id", sa.String(20)),
        sa.Column("every", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(40), nullable=False),
        sa.Column("participants", sa.Text(), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=False),
        sa.Column("outputs", sa.Text(), nullable=False),
        sa.Column("minutes_long", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.String(40), nullable=False),
        sa.Column("charter", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date()),
        sa.Column("month_day", sa.Integer()),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_review_plan")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_review_plan_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_review_plan_workspace_id_client_id_number")
        ),
    )


def _make_review_addendum() -> None:
    op.create_table(
        "review_addendum",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("review_id", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_review_addendum")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "review_id"],
            ["review.workspace_id", "review.id"],
            name=op.f("fk_review_addendum_workspace_id_review_id_review"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_review_addendum_workspace_id_review_id"), "review_addendum", ["workspace_id", "review_id"]
    )


def _make_review_decision() -> None:
    op.create_table(
        "review_decision",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("review_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("decision", sa.String(40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(300), nullable=False),
        sa.Column("due_on", sa.Date()),
        sa.Column("look_again_on", sa.Date()),
        sa.Column("deciders", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.String(27), nullable=False),
        sa.Column("made_by", sa.String(300), nullable=False),
        sa.Column("undone_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_review_decision")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "review_id"],
            ["review.workspace_id", "review.id"],
            name=op.f("fk_review_decision_workspace_id_review_id_review"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id",
            "review_id",
            "number",
            name=op.f("uq_review_decision_workspace_id_review_id_number"),
        ),
    )
    op.create_index(
        op.f("ix_review_decision_workspace_id_client_id_subject"),
        "review_decision",
        ["workspace_id", "client_id", "subject"],
    )


def upgrade() -> None:
    _make_lesson()
    _make_operating_step()
    _make_proposal()
    _make_review()
    _make_review_plan()
    _make_review_addendum()
    _make_review_decision()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
