"""What an administrator sets up: the evidence a case was asked for when it was filed, the street's own
reasons, and which unit follows a closed one.

Revision ID: 0019
Revises: 0018
Create Date: 2026-11-29 18:00:00

"""

import sqlalchemy as sa
from alembic import op

from app.core.closed_lists import allow_also

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
    op.add_column("unit", sa.Column("successor_id", sa.Integer()))
    allow_also(op.get_bind(), "case", "ck_case_deskkind", "desk_kind", "unit_closed")
    allow_also(op.get_bind(), "setup_change", "ck_setup_change_setting", "what", "reason", "stage")
    op.create_table(
        "reason",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("act", _words("reasonact", "refuse", "suspend"), nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("name_zh", sa.String(30), nullable=False),
        sa.Column("name_en", sa.String(60), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_reason_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_reason"),
        sa.UniqueConstraint("street_id", "act", "code", name="uq_reason_street_id_act_code"),
    )


def _words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def downgrade() -> None:
    """Back. Closed lists stay long: rows may stand that use them."""
    op.drop_table("reason")
    op.drop_column("unit", "successor_id")
    op.drop_column("case", "evidence")
