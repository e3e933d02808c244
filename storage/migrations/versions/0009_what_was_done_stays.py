"""The record of actions is only ever added to: the database itself refuses to change or delete an event."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

REFUSED = "the record of actions is only added to"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE ON audit "
            "FOR EACH ROW EXECUTE FUNCTION audit_stays()"
        )
        return
    for step in ("UPDATE", "DELETE"):
        op.execute(
            sa.text(
                f"CREATE TRIGGER audit_stays_{step.lower()} BEFORE {step} ON audit "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_stays ON audit")
        op.execute("DROP FUNCTION audit_stays")
        return
    op.execute("DROP TRIGGER audit_stays_delete")
    op.execute("DROP TRIGGER audit_stays_update")
