"""Boundary files between their upload and the day on which they hold; cases found by when they were reported.

Revision ID: 0015
Revises: 0013
Create Date: 2026-11-29 15:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The drafts, and an index for the dry run: it asks for ninety days of cases, however many there are."""
    op.create_table(
        "grid_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("grids", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("base_id", sa.Integer(), nullable=True),
        sa.Column("version_id", sa.Integer(), nullable=True),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("activated_by_id", sa.Integer(), nullable=True),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(activated_at IS NULL) = (activated_by_id IS NULL)", name="activated_by_somebody"),
        sa.CheckConstraint("version_id IS NULL OR activated_at IS NOT NULL", name="version_when_activated"),
        _of_street("by_id", "user_account"),
        _of_street("base_id", "grid_version"),
        _of_street("version_id", "grid_version"),
        _of_street("activated_by_id", "user_account"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_grid_draft_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_grid_draft"),
    )
    op.create_index("ix_grid_draft_street", "grid_draft", ["street_id", "id"])
    op.create_index("ix_case_reported", "case", ["street_id", "reported_at"])


def downgrade() -> None:
    """Back; drafts go with their table, versions stay."""
    op.drop_index("ix_case_reported", "case")
    op.drop_table("grid_draft")


def _of_street(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_grid_draft_street_id_{column}_{table}"
    return sa.ForeignKeyConstraint(["street_id", column], [f"{table}.street_id", f"{table}.id"], name=name)
