"""No index of the street alone, which SQLite took for as good as the case's own; whoever handled stays written down.

Revision ID: 0004
Revises: 0003
Create Date: 2026-11-25 02:40:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ALONE = (
    "calendar",
    "category",
    "department",
    "grid",
    "grid_version",
    "ledger_root",
    "stage_limit",
    "ledger_head",
    "unit",
    "estate",
    "user_account",
    "duty",
    "leave",
    "place",
    "reviewer",
    "case",
    "case_about",
    "case_check",
    "case_entry",
    "case_handler",
    "case_photo",
    "case_text",
    "clock",
    "notice",
    "review",
    "routing_decision",
    "sampling",
    "case_approval",
    "review_pool",
    "review_seat",
)
BY_STREET = {"duty": "kind", "leave": "until_at"}


def upgrade() -> None:
    """The street only where it begins a key that is asked by; every trigger as the program has it."""
    for table in ALONE:
        op.drop_index(f"ix_{table}_street_id", table_name=table)
    for table, then in BY_STREET.items():
        op.create_index(f"ix_{table}_street", table, ["street_id", then])
    _unread("user_id", "channel")
    dialect = op.get_bind().dialect.name
    for statement in (*schema.drop_triggers(dialect), *schema.create_triggers(dialect, revision)):
        op.execute(statement)


def downgrade() -> None:
    """The indexes back; the triggers stay: they guard the same tables."""
    _unread("user_id")
    for table in BY_STREET:
        op.drop_index(f"ix_{table}_street", table_name=table)
    for table in ALONE:
        op.create_index(f"ix_{table}_street_id", table, ["street_id"])


def _unread(*columns: str) -> None:
    some = sa.text("channel = 'inbox' AND read_at IS NULL")
    op.drop_index("ix_notice_unread", table_name="notice")
    op.create_index("ix_notice_unread", "notice", list(columns), sqlite_where=some, postgresql_where=some)
