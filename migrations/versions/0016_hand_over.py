"""The hand-over of a shift: written, signed once, never changed after that.

Revision ID: 0016
Revises: 0015
Create Date: 2026-11-29 15:00:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

UNSIGNED = sa.text("signed_at IS NULL")


def upgrade() -> None:
    """The table, with what the database refuses of it."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("left", sa.JSON(), nullable=False),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_handover_whole_signature")
        ),
        sa.CheckConstraint("signed_by_id <> written_by_id", name=op.f("ck_handover_signed_by_another")),
        _person("written_by_id"),
        _person("signed_by_id"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_handover_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    op.create_index("ix_handover_street", "handover", ["street_id", "id"])
    once = {"sqlite_where": UNSIGNED, "postgresql_where": UNSIGNED}
    op.create_index("uq_handover_unsigned", "handover", ["street_id"], unique=True, **once)
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back; what was handed over goes with its table."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    op.drop_table("handover")


def _person(column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["street_id", column],
        ["user_account.street_id", "user_account.id"],
        name=f"fk_handover_street_id_{column}_user_account",
    )
