"""What each date of a series gives, and what one learner gets over all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("activities", sa.Column("sessions", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("activities", sa.Column("series_credits_max", sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column("activities", "series_credits_max")
    op.drop_column("activities", "sessions")
