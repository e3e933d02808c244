"""The way back from PARS: its answers, letters and links to learners, runs of the web service."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "column_maps",
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "headings", name=op.f("pk_column_maps")),
    )
    op.create_table(
        "result_files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=15), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("applied_at", sa.DateTime(), nullable=True),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_result_files_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_files")),
        sa.UniqueConstraint(
            "activity_id", "kind", "sha256", name=op.f("uq_result_files_activity_id_kind_sha256")
        ),
        sa.CheckConstraint("kind IN ('report', 'prevalidation')", name=op.f("ck_result_files_kind")),
    )
    op.create_index(op.f("ix_result_files_activity_id"), "result_files", ["activity_id"])
    op.create_table(
        "runs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("export_id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("environment", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("troubles", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("environment IN ('sandbox', 'production')", name=op.f("ck_runs_environment")),
        sa.CheckConstraint("kind IN ('dry', 'submit')", name=op.f("ck_runs_kind")),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'stopped')", name=op.f("ck_runs_state")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_runs_activity_id")),
        sa.ForeignKeyConstraint(["export_id"], ["exports.id"], name=op.f("fk_runs_export_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_activity_id"), "runs", ["activity_id"])
    op.create_index(op.f("ix_runs_export_id"), "runs", ["export_id"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("holder", sa.String(length=32), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "correction_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("token_mark", sa.String(length=64), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_correction_links_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction_links")),
        sa.UniqueConstraint("token_mark", name=op.f("uq_correction_links_token_mark")),
    )
    op.create_index(op.f("ix_correction_links_record_id"), "correction_links", ["record_id"])
    op.create_table(
        "letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'failed', 'unknown', 'dropped')",
            name=op.f("ck_letters_state"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_letters_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("key", name=op.f("uq_letters_key")),
    )
    op.create_index(op.f("ix_letters_record_id"), "letters", ["record_id"])
    op.create_index(op.f("ix_letters_state_due_at"), "letters", ["state", "due_at"])
    op.create_table(
        "outcomes",
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('accepted', 'rejected')", name=op.f("ck_outcomes_status")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_outcomes_record_id")),
        sa.PrimaryKeyConstraint("credit_id", name=op.f("pk_outcomes")),
    )
    op.create_index(op.f("ix_outcomes_record_id"), "outcomes", ["record_id"])
    op.create_table(
        "prevalidations",
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("status IN ('accepted', 'rejected')", name=op.f("ck_prevalidations_status")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_prevalidations_record_id")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_prevalidations")),
    )
    op.create_table(
        "proposals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("decision IN ('open', 'taken', 'declined')", name=op.f("ck_proposals_decision")),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_proposals_record_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposals")),
    )
    op.create_index(op.f("ix_proposals_record_id"), "proposals", ["record_id"])
    op.create_table(
        "transmissions",
        sa.Column("run_id", sa.String(length=32), nullable=False),
        sa.Column("credit_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(length=6), nullable=False),
        sa.Column("record_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("taken_at", sa.DateTime(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'sent', 'accepted', 'refused', 'failed')",
            name=op.f("ck_transmissions_state"),
        ),
        sa.ForeignKeyConstraint(["record_id"], ["records.id"], name=op.f("fk_transmissions_record_id")),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name=op.f("fk_transmissions_run_id")),
        sa.PrimaryKeyConstraint("run_id", "credit_id", "action", name=op.f("pk_transmissions")),
    )
    op.create_index(
        op.f("ix_transmissions_run_id_due_at_position"), "transmissions", ["run_id", "due_at", "position"]
    )
    op.create_table(
        "installation",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_installation")),
    )
    op.create_table(
        "shown_consents",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["sha256"], ["consents.sha256"], name=op.f("fk_shown_consents_sha256")),
        sa.PrimaryKeyConstraint("activity_id", "sha256", name=op.f("pk_shown_consents")),
    )
    op.execute("INSERT INTO shown_consents SELECT id, consent_sha256 FROM activities")
    op.add_column("activities", sa.Column("consent_text", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE activities SET consent_text ="
        " (SELECT text FROM consents WHERE consents.sha256 = activities.consent_sha256)"
    )
    with op.batch_alter_table("exported_rows") as batch_op:
        batch_op.add_column(sa.Column("part", sa.String(length=40), nullable=False, server_default=""))
        batch_op.drop_constraint(
            batch_op.f("uq_exported_rows_record_id_record_version_action"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_exported_rows_record_id_record_version_action_part"),
            ["record_id", "record_version", "action", "part"],
        )


def downgrade() -> None:
    with op.batch_alter_table("exported_rows") as batch_op:
        batch_op.drop_constraint(
            batch_op.f("uq_exported_rows_record_id_record_version_action_part"), type_="unique"
        )
        batch_op.create_unique_constraint(
            batch_op.f("uq_exported_rows_record_id_record_version_action"),
            ["record_id", "record_version", "action"],
        )
        batch_op.drop_column("part")
    op.drop_column("activities", "consent_text")
    op.drop_table("shown_consents")
    op.drop_table("installation")

    op.drop_table("transmissions")
    op.drop_table("proposals")
    op.drop_table("prevalidations")
    op.drop_table("outcomes")
    op.drop_table("letters")
    op.drop_table("correction_links")
    op.drop_table("leases")
    op.drop_table("runs")
    op.drop_table("result_files")
    op.drop_table("column_maps")
