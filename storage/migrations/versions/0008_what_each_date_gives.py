"""What each date of a series gives, what one learner gets over all of them, and erased records by name."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("activities", sa.Column("sessions", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("activities", sa.Column("series_credits_max", sa.Integer(), nullable=True))
    erased = sa.text("identity IS NULL")
    op.create_index(
        "ix_records_erased",
        "records",
        ["activity_id", "folded_name"],
        sqlite_where=erased,
        postgresql_where=erased,
    )


def downgrade() -> None:
    op.drop_index("ix_records_erased", "records")
    op.drop_column("activities", "series_credits_max")
    op.drop_column("activities", "sessions")
