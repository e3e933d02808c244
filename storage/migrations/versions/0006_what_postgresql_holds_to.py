"""Columns as wide as what is written into them, and names in one order: SQLite asks neither of a column."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("audit", "action", type_=sa.String(length=80))
        op.alter_column("history", "action", type_=sa.String(length=40))
        op.alter_column("records", "folded_name", type_=sa.String(collation="C"))
        op.alter_column("people", "name", type_=sa.String(collation="C"))


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":  # wide stays wide: what is in there would be cut
        op.alter_column("people", "name", type_=sa.String(collation="default"))
        op.alter_column("records", "folded_name", type_=sa.String(collation="default"))
