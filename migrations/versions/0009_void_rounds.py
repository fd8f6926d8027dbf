"""Reviews that lapse and begin again, the record of a conference, and a ruling with a limit of its own.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-25 08:10:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema
from app.core.closed_lists import allow_also

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LISTS = (
    ("case_entry", "ck_case_entry_verb", "verb", ("lapse", "refer")),
    ("case", "ck_case_deskkind", "desk_kind", ("override", "override_up")),
    ("clock", "ck_clock_clockkind", "kind", ("override",)),
    ("clock", "ck_clock_end", "ended", ("lapsed",)),
    ("notice", "ck_notice_noticekind", "kind", ("seat_lost",)),
    ("case_text", "ck_case_text_textkind", "kind", ("attendance",)),
    ("review_seat", "ck_review_seat_seatend", "reason", ("no_vote",)),
)
DECISIONS = ("rework", "another_unit", "panel_again", "override")
WHY_VOID = ("lapsed", "too_few", "case_ended")
TURNS = ("none", "remind", "reserves", "lapse")
# Two working days, by every urgency, from the day on which the street had its first limits.
STAGES = """
    INSERT INTO stage_limit (street_id, stage, urgency, from_at, span)
    SELECT street_id, '{stage}', urgency, min(from_at), '2 working_day'
    FROM stage_limit WHERE stage = 'review' GROUP BY street_id, urgency
"""
NEW_STAGES = ("review_again", "override")
# Whoever sits is looked at by the next run of the job, which plans what is to come and does what has come.
OPEN_REVIEWS = "UPDATE review SET next_turn_at = opened_at WHERE decided_at IS NULL"
LEFT = """
    UPDATE "case" SET desk_kind = 'override'
    WHERE state = 'conference' AND desk_kind = 'conference' AND rejections >= 3
"""
UNLEFT = """
    UPDATE "case" SET desk_kind = CASE state WHEN 'conference' THEN 'conference' ELSE 'no_panel' END
    WHERE desk_kind IN ('override', 'override_up')
"""
DUE = sa.text("next_turn_at IS NOT NULL")
ONCE = sa.text("after_review")


def upgrade() -> None:
    """The table, the columns, longer lists; open reviews and rulings that wait go on by the new rules."""
    schema.set_aside(op.get_bind(), down_revision)
    for name, check, column, values in LISTS:
        allow_also(op.get_bind(), name, check, column, *values)
    _make_conference()
    with op.batch_alter_table("review") as table:
        table.add_column(sa.Column("why_void", _one_of("whyvoid", *WHY_VOID)))
        table.add_column(sa.Column("second", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("turn", _one_of("turn", *TURNS), server_default="none", nullable=False))
        table.add_column(sa.Column("next_turn_at", sa.DateTime(timezone=True)))
        table.create_check_constraint("decided_waits_for_nothing", "decided_at IS NULL OR next_turn_at IS NULL")
        table.create_check_constraint("why_of_a_void_one", "why_void IS NULL OR verdict = 'void'")
    op.create_index("ix_review_turn", "review", ["next_turn_at"], sqlite_where=DUE, postgresql_where=DUE)
    op.execute(OPEN_REVIEWS)
    op.execute(LEFT)
    for stage in NEW_STAGES:
        op.execute(STAGES.format(stage=stage))
    schema.put_back(op.get_bind(), revision)


def downgrade() -> None:
    """Back. The lists stay long: rows may stand that use them, and a longer list refuses nothing that was right."""
    schema.set_aside(op.get_bind(), revision)
    for stage in NEW_STAGES:
        op.execute(f"DELETE FROM stage_limit WHERE stage = '{stage}'")  # noqa: S608 (a word of this file)
    op.execute(UNLEFT)
    op.drop_index("ix_review_turn", table_name="review")
    with op.batch_alter_table("review") as table:
        for check in ("why_of_a_void_one", "decided_waits_for_nothing"):
            table.drop_constraint(check, type_="check")
        for check, column in (("turn", "turn"), (None, "second"), ("whyvoid", "why_void"), (None, "next_turn_at")):
            if check:
                table.drop_constraint(check, type_="check")
            table.drop_column(column)
    op.drop_table("conference")
    schema.put_back(op.get_bind(), down_revision)


def _make_conference() -> None:
    same = "fk_conference_street_id_case_id_case"
    op.create_table(
        "conference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attendance_id", sa.Integer(), nullable=False),
        sa.Column("minutes_id", sa.Integer(), nullable=False),
        sa.Column("decision", _one_of("decision", *DECISIONS), nullable=False),
        sa.Column("after_review", sa.Boolean(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["attendance_id"], ["case_text.id"], name="fk_conference_attendance_id_case_text"),
        sa.ForeignKeyConstraint(["minutes_id"], ["case_text.id"], name="fk_conference_minutes_id_case_text"),
        sa.ForeignKeyConstraint(["by_user_id"], ["user_account.id"], name="fk_conference_by_user_id_user_account"),
        sa.ForeignKeyConstraint(["street_id", "case_id"], ["case.street_id", "case.id"], name=same),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_conference_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_conference"),
    )
    op.create_index("ix_conference_case_id", "conference", ["case_id"])
    once = {"sqlite_where": ONCE, "postgresql_where": ONCE}
    op.create_index("uq_conference_after_review", "conference", ["case_id"], unique=True, **once)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
