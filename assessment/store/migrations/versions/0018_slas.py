"""Service level agreements and what was measured."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


TABLES = (
    "sla",
    "outage",
    "sla_figure",
    "sla_need",
    "sla_report",
    "sla_result",
    "sla_signature",
    "sla_version",
)


def _make_sla() -> None:
    op.create_table(
        "sla",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("service_id", sa.String(20), nullable=False),
        sa.Column("customer_id", sa.String(20)),
        sa.Column("provider_id", sa.String(20)),
        sa.Column("stage", sa.String(40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("draft", sa.Text()),
        sa.Column("cadence", sa.String(40), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("end_reason", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_sla")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "client_id"],
            ["client.workspace_id", "client.id"],
            name=op.f("fk_sla_workspace_id_client_id_client"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "client_id", "number", name=op.f("uq_sla_workspace_id_client_id_number")
        ),
    )


def _make_outage() -> None:
    op.create_table(
        "outage",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("service_id", sa.String(20), nullable=False),
        sa.Column("starts_at", sa.String(27), nullable=False),
        sa.Column("ends_at", sa.String(27)),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_outage")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "service_id"],
            ["service.workspace_id", "service.id"],
            name=op.f("fk_outage_workspace_id_service_id_service"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_outage_workspace_id_client_id_service_id_starts_at"),
        "outage",
        ["workspace_id", "client_id", "service_id", "starts_at"],
    )


def _make_sla_figure() -> None:
    op.create_table(
        "sla_figure",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("sla_id", sa.String(20), nullable=False),
        sa.Column("target_key", sa.String(40), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("cases", sa.Integer()),
        sa.Column("met", sa.Integer()),
        sa.Column("value", sa.String(60)),
        sa.Column("at_risk", sa.Integer()),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "sla_id", "target_key", "period", name=op.f("pk_sla_figure")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sla_id"],
            ["sla.workspace_id", "sla.id"],
            name=op.f("fk_sla_figure_workspace_id_sla_id_sla"),
            ondelete="CASCADE",
        ),
    )


def _make_sla_need() -> None:
    op.create_table(
        "sla_need",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("sla_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("target_key", sa.String(40), nullable=False),
        sa.Column("retired_at", sa.String(27)),
        sa.Column("updated_at", sa.String(27), nullable=False),
        sa.Column("updated_by", sa.String(300), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_sla_need")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sla_id"],
            ["sla.workspace_id", "sla.id"],
            name=op.f("fk_sla_need_workspace_id_sla_id_sla"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "sla_id", "number", name=op.f("uq_sla_need_workspace_id_sla_id_number")
        ),
    )


def _make_sla_report() -> None:
    op.create_table(
        "sla_report",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("sla_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.String(27), nullable=False),
        sa.Column("issued_by", sa.String(300), nullable=False),
        sa.Column("receivers", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_sla_report")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sla_id"],
            ["sla.workspace_id", "sla.id"],
            name=op.f("fk_sla_report_workspace_id_sla_id_sla"),
            ondelete="CASCADE",
        ),
        sa.UniqueConstraint(
            "workspace_id", "sla_id", "number", name=op.f("uq_sla_report_workspace_id_sla_id_number")
        ),
    )


def _make_sla_result() -> None:
    op.create_table(
        "sla_result",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("sla_id", sa.String(20), nullable=False),
        sa.Column("target_key", sa.String(40), nullable=False),
        sa.Column("period", sa.String(40), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("agreed", sa.String(60)),
        sa.Column("baseline", sa.String(60)),
        sa.Column("actual", sa.String(60)),
        sa.Column("variance", sa.String(60)),
        sa.Column("cases", sa.Integer()),
        sa.Column("met", sa.Integer()),
        sa.Column("at_risk", sa.Integer()),
        sa.Column("low", sa.String(60)),
        sa.Column("high", sa.String(60)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.String(27), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "sla_id", "target_key", "period", name=op.f("pk_sla_result")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sla_id"],
            ["sla.workspace_id", "sla.id"],
            name=op.f("fk_sla_result_workspace_id_sla_id_sla"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(
        op.f("ix_sla_result_workspace_id_client_id_period"),
        "sla_result",
        ["workspace_id", "client_id", "period"],
    )


def _make_sla_signature() -> None:
    op.create_table(
        "sla_signature",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("id", sa.String(20), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("sla_id", sa.String(20), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("role", sa.String(300), nullable=False),
        sa.Column("signed_at", sa.String(27), nullable=False),
        sa.Column("signed_by", sa.String(300), nullable=False),
        sa.Column("voided_at", sa.String(27)),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_sla_signature")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sla_id"],
            ["sla.workspace_id", "sla.id"],
            name=op.f("fk_sla_signature_workspace_id_sla_id_sla"),
            ondelete="CASCADE",
        ),
    )
    op.create_index(op.f("ix_sla_signature_workspace_id_sla_id"), "sla_signature", ["workspace_id", "sla_id"])


def _make_sla_version() -> None:
    op.create_table(
        "sla_version",
        sa.Column("workspace_id", sa.String(20), nullable=False),
        sa.Column("sla_id", sa.String(20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.String(20), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date()),
        sa.Column("frozen_at", sa.String(27), nullable=False),
        sa.Column("frozen_by", sa.String(300), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "sla_id", "number", name=op.f("pk_sla_version")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "sla_id"],
            ["sla.workspace_id", "sla.id"],
            name=op.f("fk_sla_version_workspace_id_sla_id_sla"),
            ondelete="CASCADE",
        ),
    )


def upgrade() -> None:
    _make_sla()
    _make_outage()
    _make_sla_figure()
    _make_sla_need()
    _make_sla_report()
    _make_sla_result()
    _make_sla_signature()
    _make_sla_version()


def downgrade() -> None:
    for name in reversed(TABLES):
        op.drop_table(name)
