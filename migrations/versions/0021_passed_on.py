"""Whoever is given a case to follow hears of it, and a case whose owner has left waits at the desk.

Revision ID: 0021
Revises: 0020
Create Date: 2026-11-29 19:05:00

"""

from alembic import op

from app.core.closed_lists import allow_also

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Longer closed lists."""
    allow_also(op.get_bind(), "notice", "ck_notice_noticekind", "kind", "passed_on")
    allow_also(op.get_bind(), "case", "ck_case_deskkind", "desk_kind", "owner_gone")


def downgrade() -> None:
    """The lists stay long: rows may stand that use them."""
