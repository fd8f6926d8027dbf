"""A conference has a date by which it must be held, and more is told: a shift to take over, a month without progress.

Revision ID: 0020
Revises: 0019
Create Date: 2026-11-29 17:45:00

"""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from app.core.closed_lists import allow_also

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LED = sa.text("official_id IS NOT NULL")
NOTICES = ("handed_over", "handover_signed", "progress_due")
HOURS = 168  # a week from now on: whoever waits already is not late on the first day
WAITING = """
INSERT INTO clock (street_id, case_id, round, kind, started_at, amount, unit, due_at, yellow_at, next_check_at,
  step, lap, at_night, calendar_id, estimated)
SELECT c.street_id, c.id, c.round, 'conference', :now, :hours, 'elapsed_hour', :due, :yellow, :yellow,
  'none', 1, :no, (SELECT max(k.id) FROM calendar k WHERE k.street_id = c.street_id AND k.from_at <= :now), :no
FROM "case" c
WHERE c.state = 'conference' AND c.desk_kind = 'conference'
  AND EXISTS (SELECT 1 FROM calendar k WHERE k.street_id = c.street_id AND k.from_at <= :now)
  AND NOT EXISTS (SELECT 1 FROM clock o WHERE o.case_id = c.id AND o.kind = 'conference' AND o.stopped_at IS NULL)
"""


def upgrade() -> None:
    """Longer closed lists, and a clock for every conference that is waited for."""
    allow_also(op.get_bind(), "clock", "ck_clock_clockkind", "kind", "conference")
    allow_also(op.get_bind(), "notice", "ck_notice_noticekind", "kind", *NOTICES)
    for name in ("member_id", "unit_id"):
        op.add_column("bulk_row", sa.Column(name, sa.Integer()))
    op.create_index("ix_case_led", "case", ["progress_at"], sqlite_where=LED, postgresql_where=LED)
    op.execute(_waiting(datetime.now(UTC).replace(second=0, microsecond=0)))  # noqa: TID251


def _waiting(now: datetime) -> sa.TextClause:
    time = sa.DateTime(timezone=True)
    moments = {"now": now, "due": now + timedelta(hours=HOURS), "yellow": now + timedelta(hours=HOURS * 4 / 5)}
    binds = [sa.bindparam(name, value, time) for name, value in moments.items()]
    return sa.text(WAITING).bindparams(*binds, sa.bindparam("hours", HOURS), sa.bindparam("no", False, sa.Boolean()))


def downgrade() -> None:
    """Back; the lists stay long, and the clocks run on: rows may stand that use them."""
    op.drop_index("ix_case_led", table_name="case")
    for name in ("unit_id", "member_id"):
        op.drop_column("bulk_row", name)
