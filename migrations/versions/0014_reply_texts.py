"""Reply texts of a street, and since when a unit is closed.

Revision ID: 0014
Revises: 0013
Create Date: 2026-11-29 15:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table, and a column that may be empty: SQLite adds it without copying the table."""
    op.add_column("unit", sa.Column("until_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "reply_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id", "category_id"],
            ["category.street_id", "category.id"],
            name="fk_reply_text_street_id_category_id_category",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_reply_text_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_reply_text"),
        sa.UniqueConstraint("street_id", "id", name="uq_reply_text_street_id_id"),
    )
    op.create_index("ix_reply_text_lookup", "reply_text", ["street_id", "category_id"])


def downgrade() -> None:
    """Back; the texts go with their table."""
    op.drop_table("reply_text")
    op.drop_column("unit", "until_at")
