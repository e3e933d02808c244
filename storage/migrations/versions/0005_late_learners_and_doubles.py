"""Learners who come late, and records merged into another."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "late_links",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("token_mark", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("expires_at", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("submission_id", sa.String(length=36), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_late_links_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_late_links")),
        sa.UniqueConstraint("token_mark", name=op.f("uq_late_links_token_mark")),
    )
    op.create_index(op.f("ix_late_links_activity_id"), "late_links", ["activity_id"])
    op.add_column("activities", sa.Column("grace_minutes", sa.Integer(), server_default="0", nullable=False))
    op.add_column("activities", sa.Column("learners_max", sa.Integer(), nullable=True))
    # No foreign key: SQLite would have to make the table anew, and what refers to its rows would go with them.
    op.add_column("records", sa.Column("merged_into", sa.String(length=32), nullable=True))


def downgrade() -> None:
    op.drop_column("records", "merged_into")
    op.drop_column("activities", "learners_max")
    op.drop_column("activities", "grace_minutes")
    op.drop_table("late_links")
