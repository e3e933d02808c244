"""PARS's answer to a Delete row, the words of its statuses, and what the pilot counts and asks."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "status_words",
        sa.Column("word", sa.String(length=60), nullable=False),
        sa.Column("meaning", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.CheckConstraint(
            "meaning IN ('accepted', 'rejected', 'waiting')", name=op.f("ck_status_words_meaning")
        ),
        sa.PrimaryKeyConstraint("word", name=op.f("pk_status_words")),
    )
    op.create_table(
        "opinions",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ease", sa.Integer(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.CheckConstraint("ease BETWEEN 1 AND 5", name=op.f("ck_opinions_ease")),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_opinions_activity_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinions")),
    )
    op.create_index(op.f("ix_opinions_activity_id"), "opinions", ["activity_id"])
    op.create_table(
        "tallies",
        sa.Column("activity_id", sa.String(length=32), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("what", sa.String(length=10), nullable=False),
        sa.Column("detail", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "what IN ('opened', 'checked', 'refused', 'stored', 'took')", name=op.f("ck_tallies_what")
        ),
        sa.ForeignKeyConstraint(["activity_id"], ["activities.id"], name=op.f("fk_tallies_activity_id")),
        sa.PrimaryKeyConstraint("activity_id", "hour", "what", "detail", name=op.f("pk_tallies")),
    )
    op.add_column(
        "attestations", sa.Column("opinion_given", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    with op.batch_alter_table("outcomes") as batch_op:
        batch_op.add_column(sa.Column("action", sa.String(length=6), server_default="Add", nullable=False))
        batch_op.drop_constraint(batch_op.f("pk_outcomes"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_outcomes"), ["credit_id", "action"])
        batch_op.create_check_constraint(batch_op.f("ck_outcomes_action"), "action IN ('Add', 'Delete')")


def downgrade() -> None:
    op.execute("DELETE FROM outcomes WHERE action = 'Delete'")
    with op.batch_alter_table("outcomes") as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_outcomes_action"), type_="check")
        batch_op.drop_constraint(batch_op.f("pk_outcomes"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_outcomes"), ["credit_id"])
        batch_op.drop_column("action")
    op.drop_column("attestations", "opinion_given")
    op.drop_table("tallies")
    op.drop_table("opinions")
    op.drop_table("status_words")
