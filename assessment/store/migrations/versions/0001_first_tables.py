"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "workspace",
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
    )
    op.create_table(
        "client",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("sector", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("archived_at", sa.String(length=27), nullable=True),
        sa.Column("latest_id", sa.String(length=20), nullable=True),
        sa.Column("overall", sa.Float(), nullable=True),
        sa.Column("gap", sa.Float(), nullable=True),
        sa.Column("change", sa.Float(), nullable=True),
        sa.Column("previous", sa.String(length=60), nullable=True),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_client_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_client")),
        sa.UniqueConstraint("workspace_id", "slug", name=op.f("uq_client_workspace_id_slug")),
    )
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_workspace_id_archived_at_name"),
            ["workspace_id", "archived_at", "name"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_client_workspace_id_archived_at_overall"),
            ["workspace_id", "archived_at", "overall"],
            unique=False,
        )

    op.create_table(
        "framework_edition",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("framework_id", sa.String(length=40), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("stored_at", sa.String(length=27), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspace.id"], name=op.f("fk_framework_edition_workspace_id_workspace")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "hash", name=op.f("pk_framework_edition")),
    )
    op.create_table(
        "assessment",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("framework_id", sa.String(length=40), nullable=False),
        sa.Column("framework_version", sa.String(length=40), nullable=False),
        sa.Column("framework_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("closed_at", sa.String(length=27), nullable=True),
        sa.Column("baseline_id", sa.String(length=20), nullable=True),
        sa.Column("headline", sa.String(length=300), nullable=False),
        sa.Column("scores", sa.Text(), nullable=True),
        sa.Column("overall", sa.Float(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.String(length=27), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_assessment_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id", "framework_hash"],
            ["framework_edition.workspace_id", "framework_edition.hash"],
            name=op.f("fk_assessment_workspace_id_framework_hash_framework_edition"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "slug", name=op.f("uq_assessment_workspace_id_client_id_slug")
        ),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_assessment_workspace_id_client_id_held_on"),
            ["workspace_id", "client_id", "held_on"],
            unique=False,
        )

    op.create_table(
        "csip_item",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=True),
        sa.Column("practice_id", sa.String(length=40), nullable=True),
        sa.Column("area_id", sa.String(length=40), nullable=True),
        sa.Column("metric_id", sa.String(length=40), nullable=True),
        sa.Column("open_for", sa.String(length=40), nullable=True),
        sa.Column("service", sa.String(length=300), nullable=False),
        sa.Column("party", sa.String(length=300), nullable=False),
        sa.Column("level_from", sa.Integer(), nullable=True),
        sa.Column("level_to", sa.Integer(), nullable=True),
        sa.Column("cost_kind", sa.String(length=40), nullable=False),
        sa.Column("cost_amount", sa.String(length=60), nullable=True),
        sa.Column("cost_currency", sa.String(length=40), nullable=False),
        sa.Column("cost_approval", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=300), nullable=False),
        sa.Column("owner_side", sa.String(length=40), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_by", sa.String(length=300), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("wave", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("expected_benefit", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("state_before_hold", sa.String(length=40), nullable=True),
        sa.Column("look_again_on", sa.Date(), nullable=True),
        sa.Column("verdict", sa.String(length=40), nullable=True),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_csip_item_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_csip_item")),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_csip_item_workspace_id_client_id_number")
        ),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "open_for", name=op.f("uq_csip_item_workspace_id_client_id_open_for")
        ),
    )
    with op.batch_alter_table("csip_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_csip_item_workspace_id_client_id_state"),
            ["workspace_id", "client_id", "state"],
            unique=False,
        )

    op.create_table(
        "event",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=True),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.String(length=27), nullable=False),
        sa.Column("actor", sa.String(length=300), nullable=False),
        sa.Column("data", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_event_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_event_workspace_id_client_id_subject_id"),
            ["workspace_id", "client_id", "subject", "id"],
            unique=False,
        )

    op.create_table(
        "reading",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("framework_id", sa.String(length=40), nullable=False),
        sa.Column("metric_id", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("value", sa.String(length=60), nullable=True),
        sa.Column("numerator", sa.String(length=60), nullable=True),
        sa.Column("denominator", sa.String(length=60), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.String(length=27), nullable=False),
        sa.Column("recorded_by", sa.String(length=300), nullable=False),
        sa.Column("replaced_by", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_reading_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_reading")),
    )
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reading_workspace_id_client_id_replaced_by_metric_id_period"),
            ["workspace_id", "client_id", "replaced_by", "metric_id", "period"],
            unique=False,
        )

    op.create_table(
        "area_answer",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("placing", sa.String(length=60), nullable=True),
        sa.Column("target", sa.String(length=60), nullable=True),
        sa.Column("importance", sa.String(length=60), nullable=True),
        sa.Column("votes", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("updated_by", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_area_answer_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "assessment_id", "area_id", name=op.f("pk_area_answer")),
    )
    op.create_table(
        "outcome_answer",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=False),
        sa.Column("outcome_id", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.String(length=40), nullable=False),
        sa.Column("seen", sa.String(length=40), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("updated_by", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_outcome_answer_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "workspace_id", "assessment_id", "outcome_id", name=op.f("pk_outcome_answer")
        ),
    )
    op.create_table(
        "plan_edit",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=False),
        sa.Column("practice_id", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("impact", sa.Integer(), nullable=True),
        sa.Column("urgency", sa.Integer(), nullable=True),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("cost_kind", sa.String(length=40), nullable=True),
        sa.Column("cost_amount", sa.String(length=60), nullable=True),
        sa.Column("cost_currency", sa.String(length=40), nullable=False),
        sa.Column("prerequisites", sa.Text(), nullable=True),
        sa.Column("pin_wave", sa.Integer(), nullable=True),
        sa.Column("pin_reason", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("updated_by", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_plan_edit_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "assessment_id", "practice_id", name=op.f("pk_plan_edit")),
    )
    op.create_table(
        "plan_settings",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("capacity_days", sa.Text(), nullable=True),
        sa.Column("same_wave_start", sa.Boolean(), nullable=False),
        sa.Column("use_suggested", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("wave_days", sa.Integer(), nullable=False),
        sa.Column("days_by_effort", sa.Text(), nullable=True),
        sa.Column("weights", sa.Text(), nullable=True),
        sa.Column("order_by", sa.String(length=40), nullable=False),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("updated_by", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_plan_settings_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "assessment_id", name=op.f("pk_plan_settings")),
    )
    op.create_table(
        "rating",
        sa.Column("workspace_id", sa.String(length=20), nullable=False),
        sa.Column("assessment_id", sa.String(length=20), nullable=False),
        sa.Column("practice_id", sa.String(length=40), nullable=False),
        sa.Column("client_id", sa.String(length=20), nullable=False),
        sa.Column("area_id", sa.String(length=40), nullable=False),
        sa.Column("consensus", sa.String(length=40), nullable=True),
        sa.Column("votes", sa.Text(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=False),
        sa.Column("bulk", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("updated_at", sa.String(length=27), nullable=False),
        sa.Column("updated_by", sa.String(length=300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "assessment_id"],
            ["assessment.workspace_id", "assessment.id"],
            name=op.f("fk_rating_workspace_id_assessment_id_assessment"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("workspace_id", "assessment_id", "practice_id", name=op.f("pk_rating")),
    )


def downgrade() -> None:

    op.drop_table("rating")
    op.drop_table("plan_settings")
    op.drop_table("plan_edit")
    op.drop_table("outcome_answer")
    op.drop_table("area_answer")
    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reading_workspace_id_client_id_replaced_by_metric_id_period"))

    op.drop_table("reading")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_workspace_id_client_id_subject_id"))

    op.drop_table("event")
    with op.batch_alter_table("csip_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_csip_item_workspace_id_client_id_state"))

    op.drop_table("csip_item")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_workspace_id_client_id_held_on"))

    op.drop_table("assessment")
    op.drop_table("framework_edition")
    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_workspace_id_archived_at_overall"))
        batch_op.drop_index(batch_op.f("ix_client_workspace_id_archived_at_name"))

    op.drop_table("client")
    op.drop_table("workspace")
