"""A second factor for people, what a session and a token tell about themselves, and what a token may do."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

EVERY_SCOPE = '["read", "collect", "report", "manage"]'


def upgrade() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("code_mark", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_recovery_codes_person_id")),
        sa.PrimaryKeyConstraint("code_mark", name=op.f("pk_recovery_codes")),
    )
    op.create_index(op.f("ix_recovery_codes_person_id"), "recovery_codes", ["person_id"])
    op.add_column("people", sa.Column("totp", sa.LargeBinary(), nullable=True))
    op.add_column("people", sa.Column("totp_step", sa.Integer(), nullable=True))
    op.add_column("signins", sa.Column("proved_at", sa.DateTime(), nullable=True))
    op.add_column("signins", sa.Column("device", sa.String(length=60), server_default="", nullable=False))
    # A token from before could do everything, and still can.
    op.add_column("api_tokens", sa.Column("scopes", sa.JSON(), server_default=EVERY_SCOPE, nullable=False))
    op.add_column("api_tokens", sa.Column("used_at", sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column("api_tokens", "used_at")
    op.drop_column("api_tokens", "scopes")
    op.drop_column("signins", "device")
    op.drop_column("signins", "proved_at")
    op.drop_column("people", "totp_step")
    op.drop_column("people", "totp")
    op.drop_table("recovery_codes")
