"""Spreadsheets that come in, and the pilot: its goal, its hiccups, its hours."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "pilots",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilots")),
    )
    op.create_table(
        "hiccups",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=True),
        sa.Column("noticed_on", sa.Date(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("tag", sa.String(length=20), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("changed_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_hiccups_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiccups")),
    )
    op.create_index(op.f("ix_hiccups_activity_id"), "hiccups", ["activity_id"])

    op.create_table(
        "pilot_activities",
        sa.Column("pilot_id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_pilot_activities_activity_id")
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilots.id"], name=op.f("fk_pilot_activities_pilot_id")),
        sa.PrimaryKeyConstraint("pilot_id", "activity_id", name=op.f("pk_pilot_activities")),
    )
    op.create_table(
        "sheets",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("consent", sa.String(length=10), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("imported_at", sa.DateTime(), nullable=True),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported", sa.Integer(), nullable=False),
        sa.CheckConstraint("consent IN ('column', 'stated', 'unknown')", name=op.f("ck_sheets_consent")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_sheets_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sa.UniqueConstraint("activity_id", "sha256", name=op.f("uq_sheets_activity_id_sha256")),
    )
    op.create_index(op.f("ix_sheets_activity_id"), "sheets", ["activity_id"])

    op.create_table(
        "staff_times",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=True),
        sa.Column("worked_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=20), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_staff_times_minutes")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_staff_times_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_times")),
    )
    op.create_index(op.f("ix_staff_times_activity_id"), "staff_times", ["activity_id"])


def downgrade() -> None:
    op.drop_table("staff_times")

    op.drop_table("sheets")
    op.drop_table("pilot_activities")

    op.drop_table("hiccups")
    op.drop_table("pilots")
