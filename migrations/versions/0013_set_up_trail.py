"""Every change of the set-up is kept, and a roster's trail is written once.

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-29 09:00:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

SETTINGS = ("street", "grids", "category", "department", "unit", "estate", "place", "person", "calendar", "reply")
SETTINGS += ("duty", "leave", "hand_over", "responsibility")


def upgrade() -> None:
    """The trail, and what the database refuses of it and of the roster's."""
    kept = sa.Enum(*SETTINGS, name="setting", native_enum=False, create_constraint=True, length=24)
    op.create_table(
        "setup_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("what", kept, nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id", "by_id"],
            ["user_account.street_id", "user_account.id"],
            name="fk_setup_change_street_id_by_id_user_account",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_setup_change_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_setup_change"),
    )
    op.create_index("ix_setup_change_street", "setup_change", ["street_id", "id"])
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back; the trail goes with its table."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    op.drop_table("setup_change")
