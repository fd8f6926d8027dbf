"""Boundary files and sheets of estates between upload and use; cases found by when they were reported.

Revision ID: 0015
Revises: 0014
Create Date: 2026-11-29 15:00:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
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
        *_of_street("grid_draft", by_id="user_account", activated_by_id="user_account"),
        *_of_street("grid_draft", base_id="grid_version", version_id="grid_version"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_grid_draft_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_grid_draft"),
    )
    op.create_index("ix_grid_draft_street", "grid_draft", ["street_id", "id"])
    _make_sheets()


def downgrade() -> None:
    """Back; drafts go with their table, versions stay."""
    op.drop_table("estate_sheet")
    op.drop_table("grid_draft")


def _make_sheets() -> None:
    op.create_table(
        "estate_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
        *_of_street("estate_sheet", by_id="user_account", taken_by_id="user_account"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_estate_sheet_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_estate_sheet"),
    )
    op.create_index("ix_estate_sheet_street", "estate_sheet", ["street_id", "id"])


def _of_street(name: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            ["street_id", column], [f"{table}.street_id", f"{table}.id"], name=f"fk_{name}_street_id_{column}_{table}"
        )
        for column, table in columns.items()
    ]
