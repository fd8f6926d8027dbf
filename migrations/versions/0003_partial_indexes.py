"""Indexes on what few cases have hold only those: a report writes fewer pages.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-25 01:10:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_case_checker": ["checker_id", "is_open"],
    "ix_case_desk": ["street_id", "desk_kind", "desk_since"],
    "ix_case_handling_unit": ["handling_unit_id", "is_open"],
    "uq_case_source_number": ["street_id", "source", "source_number"],
}
HAS = {
    "ix_case_checker": "checker_id",
    "ix_case_desk": "desk_kind",
    "ix_case_handling_unit": "handling_unit_id",
    "uq_case_source_number": "source_number",
}


def upgrade() -> None:
    """Some of the rows."""
    for name in INDEXES:
        some = sa.text(f"{HAS[name]} IS NOT NULL")
        _again(name, sqlite_where=some, postgresql_where=some)


def downgrade() -> None:
    """All of them."""
    for name in INDEXES:
        _again(name)


def _again(name: str, **options: sa.TextClause) -> None:
    op.drop_index(name, table_name="case")
    op.create_index(name, "case", INDEXES[name], unique=name.startswith("uq_"), **options)
