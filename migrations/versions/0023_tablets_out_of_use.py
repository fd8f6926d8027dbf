"""A tablet is taken out of use: the trail keeps it, and whoever administers hears what it still holds.

Revision ID: 0023
Revises: 0022
Create Date: 2026-11-29 21:05:00

"""

from alembic import op

from app.core.closed_lists import allow_also

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Longer closed lists."""
    allow_also(op.get_bind(), "setup_change", "ck_setup_change_setting", "what", "device")
    allow_also(op.get_bind(), "notice", "ck_notice_noticekind", "kind", "device_unsent")


def downgrade() -> None:
    """The lists stay long: rows may stand that use them."""
