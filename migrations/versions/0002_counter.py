"""One table for every number that is given out: receipts, and the ids of cases.

Revision ID: 0002
Revises: 0001
Create Date: 2026-11-25 00:20:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COUNTER = sa.table("counter", sa.column("name", sa.String), sa.column("last", sa.Integer))
RECEIPTS = sa.table(
    "receipt_counter", sa.column("street_id", sa.Integer), sa.column("day", sa.String), sa.column("last", sa.Integer)
)
PREFIX = "receipt/"


def upgrade() -> None:
    """The numbers of every day go on where they were."""
    op.create_table(
        "counter",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_counter")),
    )
    known = op.get_bind().execute(sa.select(RECEIPTS)).all()
    rows = [{"name": f"{PREFIX}{street_id}/{day}", "last": last} for street_id, day, last in known]
    op.bulk_insert(COUNTER, rows)
    op.drop_table("receipt_counter")


def downgrade() -> None:
    """Back."""
    op.create_table(
        "receipt_counter",
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(length=6), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_receipt_counter_street_id_street")),
        sa.PrimaryKeyConstraint("street_id", "day", name=op.f("pk_receipt_counter")),
    )
    known = op.get_bind().execute(sa.select(COUNTER).where(COUNTER.c.name.startswith(PREFIX))).all()
    parts = [(*name.removeprefix(PREFIX).split("/"), last) for name, last in known]
    op.bulk_insert(RECEIPTS, [{"street_id": int(street), "day": day, "last": last} for street, day, last in parts])
    op.drop_table("counter")
