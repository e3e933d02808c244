"""The first house: activities, attestations and their records, files, people, the record of actions."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "api_tokens",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("token_mark", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_mark", name=op.f("uq_api_tokens_token_mark")),
    )
    op.create_table(
        "audit",
        sa.Column("chain", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("chain", "seq", name=op.f("pk_audit")),
    )
    op.create_table(
        "consents",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_consents")),
    )
    op.create_table(
        "invitations",
        sa.Column("token_mark", sa.String(length=64), nullable=False),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("role", sa.String(length=15), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("token_mark", name=op.f("pk_invitations")),
    )
    op.create_table(
        "limits",
        sa.Column("bucket", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bucket", "who", "since", name=op.f("pk_limits")),
    )
    op.create_table(
        "pars_templates",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_pars_templates")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=15), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("role IN ('coordinator', 'administrator')", name=op.f("ck_people_role")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_table(
        "activities",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("consent_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("updated_at", sa.DateTime(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("accme_activity_id", sa.String(length=9), nullable=False),
        sa.Column("provider_name", sa.String(), nullable=False),
        sa.Column("accme_provider_id", sa.String(length=7), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("credits_max", sa.Integer(), nullable=False),
        sa.Column("credit_type", sa.String(), nullable=False),
        sa.Column("boards", sa.JSON(), nullable=False),
        sa.Column("opens_at", sa.DateTime(), nullable=True),
        sa.Column("closes_at", sa.DateTime(), nullable=True),
        sa.Column("email", sa.String(length=10), nullable=False),
        sa.Column("kiosk", sa.Boolean(), nullable=False),
        sa.Column("contact_email", sa.String(), nullable=False),
        sa.Column("competencies", sa.JSON(), nullable=False),
        sa.Column("home_states", sa.JSON(), nullable=False),
        sa.CheckConstraint("email IN ('required', 'optional', 'off')", name=op.f("ck_activities_email")),
        sa.CheckConstraint("format IN ('live', 'series', 'enduring')", name=op.f("ck_activities_format")),
        sa.CheckConstraint("status IN ('draft', 'open', 'closed')", name=op.f("ck_activities_status")),
        sa.CheckConstraint("credits_max > 0", name=op.f("ck_activities_credits_max")),
        sa.ForeignKeyConstraint(
            ["consent_sha256"], ["consents.sha256"], name=op.f("fk_activities_consent_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("code", name=op.f("uq_activities_code")),
    )
    op.create_table(
        "signins",
        sa.Column("token_mark", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signins_person_id")),
        sa.PrimaryKeyConstraint("token_mark", name=op.f("pk_signins")),
    )
    op.create_index(op.f("ix_signins_person_id"), "signins", ["person_id"])
    op.create_table(
        "attestations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("submission_id", sa.String(length=36), nullable=False),
        sa.Column("answers_mark", sa.String(length=64), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("token_mark", sa.String(length=64), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("consent_sha256", sa.String(length=64), nullable=False),
        sa.Column("typed", sa.LargeBinary(), nullable=True),
        sa.Column("confirmed", sa.LargeBinary(), nullable=True),
        sa.Column("origin", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_attestations_activity_id")),
        sa.ForeignKeyConstraint(
            ["consent_sha256"], ["consents.sha256"], name=op.f("fk_attestations_consent_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attestations")),
        sa.UniqueConstraint("reference", name=op.f("uq_attestations_reference")),
        sa.UniqueConstraint("submission_id", name=op.f("uq_attestations_submission_id")),
        sa.UniqueConstraint("token_mark", name=op.f("uq_attestations_token_mark")),
    )
    op.create_table(
        "exports",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("format", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("filename", sa.String(), nullable=False),
        sa.Column("template_sha256", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_exports_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exports")),
    )
    op.create_index(op.f("ix_exports_activity_id"), "exports", ["activity_id"])
    op.create_table(
        "export_files",
        sa.Column("export_id", sa.String(length=32), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_export_files_export_id")),
        sa.PrimaryKeyConstraint("export_id", name=op.f("pk_export_files")),
    )
    op.create_table(
        "records",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("reference", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("looked_at", sa.JSON(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("profession", sa.String(length=12), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("folded_name", sa.String(), nullable=False),
        sa.Column("license_state", sa.String(length=4), nullable=False),
        sa.Column("credits", sa.Integer(), nullable=True),
        sa.Column("completion_date", sa.Date(), nullable=True),
        sa.Column("board", sa.String(length=10), nullable=False),
        sa.Column("consent", sa.Boolean(), nullable=True),
        sa.Column("attest", sa.Boolean(), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('needs_attention', 'ready', 'exported', 'accepted', 'rejected', 'set_aside', 'not_for_pars')",
            name=op.f("ck_records_state"),
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_records_activity_id")),
        sa.ForeignKeyConstraint(["id"], ["attestations.id"], name=op.f("fk_records_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_records")),
    )
    op.create_index(op.f("ix_records_activity_id_received_at"), "records", ["activity_id", "received_at"])
    op.create_index(op.f("ix_records_activity_id_state"), "records", ["activity_id", "state"])
    op.create_table(
        "exported_rows",
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("export_id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("record_version", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("action IN ('Add', 'Delete')", name=op.f("ck_exported_rows_action")),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_exported_rows_export_id")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_exported_rows_record_id")),
        sa.PrimaryKeyConstraint("credit_id", "action", name=op.f("pk_exported_rows")),
        sa.UniqueConstraint(
            "record_id",
            "record_version",
            "action",
            name=op.f("uq_exported_rows_record_id_record_version_action"),
        ),
    )
    op.create_index(op.f("ix_exported_rows_export_id"), "exported_rows", ["export_id"])
    op.create_table(
        "history",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_history_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_record_id"), "history", ["record_id"])
    op.create_table(
        "marks",
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("mark", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["records.id"], name=op.f("fk_marks_record_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("record_id", "mark", name=op.f("pk_marks")),
    )
    op.create_index(op.f("ix_marks_mark"), "marks", ["mark"])


def downgrade() -> None:
    op.drop_table("marks")
    op.drop_table("history")
    op.drop_table("exported_rows")
    op.drop_table("records")
    op.drop_table("export_files")
    op.drop_table("exports")
    op.drop_table("attestations")
    op.drop_table("signins")
    op.drop_table("activities")
    op.drop_table("people")
    op.drop_table("pars_templates")
    op.drop_table("limits")
    op.drop_table("invitations")
    op.drop_table("consents")
    op.drop_table("audit")
    op.drop_table("api_tokens")
