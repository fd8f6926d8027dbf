"""What an administrator sets up: the evidence a case was asked for when it was filed.

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-29 18:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# An open case keeps what its category asks today; a closed one is asked for nothing any more.
KEPT = (
    'UPDATE "case" SET evidence = (SELECT category.evidence FROM category WHERE category.id = "case".category_id)'
    " WHERE is_open AND filed_at IS NOT NULL AND category_id IS NOT NULL"
)


def upgrade() -> None:
    """Columns that may be empty: SQLite adds them without copying the table."""
    op.add_column("case", sa.Column("evidence", sa.JSON()))
    op.execute(KEPT)


def downgrade() -> None:
    """Back."""
    op.drop_column("case", "evidence")
