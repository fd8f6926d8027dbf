"""Promises that can be moved by a decision, a ladder of four steps, 督办 and 回访.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-25 03:30:00

"""

import sqlalchemy as sa
from alembic import op

from app.core.closed_lists import allow

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

UNITS = ("elapsed_minute", "elapsed_hour", "working_hour", "working_day", "calendar_day")
VERBS = (
    "report",
    "verify",
    "report_finding",
    "file",
    "self_dispose",
    "reject",
    "merge",
    "unmerge",
    "dispatch",
    "sign_in",
    "hand_over",
    "refuse",
    "redispatch",
    "rule",
    "confer",
    "conclude",
    "make_safe",
    "suspend",
    "resume",
    "handle",
    "check_pass",
    "check_fail",
    "decide",
    "override",
    "reopen",
    "void",
    "reassign",
    "contact",
    "note",
    "urge",
    "place",
    "classify",
    "call_next",
    "ask_extension",
    "extend",
    "ask_suspension",
    "decline",
    "take_over",
    "supervise",
    "answer",
    "call_back",
)
DESK_KINDS = (
    "unplaced",
    "outside",
    "unclassified",
    "unrouted",
    "by_hand",
    "no_unit",
    "no_checker",
    "no_panel",
    "refused",
    "conference",
    "extension",
    "suspension",
)
CLOCK_KINDS = (
    "file",
    "verify",
    "dispatch",
    "sign_in",
    "respond",
    "dispose",
    "check",
    "review",
    "call_back",
    "hotline",
    "answer",
)
STEPS = (
    "none",
    "yellow",
    "red",
    "up_one",
    "up_two",
)
NOTICE_KINDS = (
    "dispatched",
    "to_check",
    "to_vote",
    "vote_soon",
    "vote_late",
    "rework",
    "yellow",
    "red",
    "closed",
    "desk",
    "urged",
    "raised",
    "granted",
    "declined",
    "taken_over",
    "supervised",
    "answered",
)
LISTS = (
    ("case_entry", "ck_case_entry_verb", "verb", VERBS),
    ("case", "ck_case_deskkind", "desk_kind", DESK_KINDS),
    ("clock", "ck_clock_clockkind", "kind", CLOCK_KINDS),
    ("clock", "ck_clock_step", "step", STEPS),
    ("clock_step", "ck_clock_step_step", "step", STEPS),
    ("notice", "ck_notice_noticekind", "kind", NOTICE_KINDS),
)
# What moved promises so far were pauses; the timelines know them. One of a promise that was over already is passed over
# by the reckoning, as it was by the clock.
PAUSES = """
    INSERT INTO clock_change (clock_id, at, what, was_due_at, was_amount, was_unit, was_calendar_id)
    SELECT clock.id, case_entry.at, CASE case_entry.verb WHEN 'suspend' THEN 'pause' ELSE 'resume' END,
        clock.due_at, clock.amount, clock.unit, clock.calendar_id
    FROM case_entry JOIN clock ON clock.case_id = case_entry.case_id
    WHERE case_entry.verb IN ('suspend', 'resume') AND clock.kind IN ('respond', 'dispose')
        AND case_entry.at >= clock.started_at AND (clock.stopped_at IS NULL OR case_entry.at < clock.stopped_at)
    ORDER BY case_entry.id
"""
MOMENTS = ("answer_by", "called_back_at", "hotline_due_at")


def upgrade() -> None:
    """Columns, the table of what moved a promise, and longer lists."""
    for name in MOMENTS:
        op.add_column("case", sa.Column(name, sa.DateTime(timezone=True)))
    op.add_column("case", sa.Column("extensions", sa.Integer(), server_default="0", nullable=False))
    op.add_column("clock", sa.Column("lap", sa.Integer(), server_default="1", nullable=False))
    op.add_column("clock", sa.Column("strict_due_at", sa.DateTime(timezone=True)))
    to_call = sa.text("kind = 'call_back' AND stopped_at IS NULL")
    op.create_index("ix_clock_to_call", "clock", ["case_id"], sqlite_where=to_call, postgresql_where=to_call)
    _make_changes()
    op.execute(PAUSES)
    with op.batch_alter_table("clock_step") as table:
        table.add_column(sa.Column("lap", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("noted_by_id", sa.Integer()))
        table.add_column(sa.Column("noted_at", sa.DateTime(timezone=True)))
        table.drop_constraint("uq_clock_step_clock_id_step", type_="unique")
        table.create_unique_constraint("uq_clock_step_clock_id_lap_step", ["clock_id", "lap", "step"])
        table.create_foreign_key("fk_clock_step_noted_by_id_user_account", "user_account", ["noted_by_id"], ["id"])
        table.create_check_constraint("noted_by_somebody", "(noted_at IS NULL) = (noted_by_id IS NULL)")
    for name, check, column, values in LISTS:
        allow(op.get_bind(), name, check, column, values)


def downgrade() -> None:
    """Back. The lists stay long: rows may stand that use them, and a longer list refuses nothing that was right."""
    op.execute("DELETE FROM clock_step WHERE lap > 1")
    with op.batch_alter_table("clock_step") as table:
        table.drop_constraint("noted_by_somebody", type_="check")
        table.drop_constraint("fk_clock_step_noted_by_id_user_account", type_="foreignkey")
        table.drop_constraint("uq_clock_step_clock_id_lap_step", type_="unique")
        table.create_unique_constraint("uq_clock_step_clock_id_step", ["clock_id", "step"])
        for name in ("noted_at", "noted_by_id", "lap"):
            table.drop_column(name)
    op.drop_table("clock_change")
    op.drop_index("ix_clock_to_call", table_name="clock")
    op.drop_column("clock", "strict_due_at")
    op.drop_column("clock", "lap")
    for name in ("extensions", *MOMENTS):
        op.drop_column("case", name)


def _make_changes() -> None:
    op.create_table(
        "clock_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("clock_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", _one_of("what", "resume", "extend", "narrow", "pause")),
        sa.Column("amount", sa.Integer()),
        sa.Column("unit", _one_of("unit", *UNITS)),
        sa.Column("was_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_amount", sa.Integer(), nullable=False),
        sa.Column("was_unit", _one_of("was_unit", *UNITS), nullable=False),
        sa.Column("was_calendar_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(amount IS NULL) = (unit IS NULL)", name="whole_span"),
        sa.ForeignKeyConstraint(["clock_id"], ["clock.id"], name="fk_clock_change_clock_id_clock"),
        sa.ForeignKeyConstraint(["was_calendar_id"], ["calendar.id"], name="fk_clock_change_was_calendar_id_calendar"),
        sa.PrimaryKeyConstraint("id", name="pk_clock_change"),
    )
    op.create_index("ix_clock_change_clock_id", "clock_change", ["clock_id"])


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
