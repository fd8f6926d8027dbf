"""Joint work: the parts of assisting units, with clocks of their own.

Revision ID: 0006
Revises: 0005
Create Date: 2026-11-25 08:30:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema
from app.core.closed_lists import allow_also

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

RUNS = "stopped_at IS NULL"
LISTS = (
    ("case_entry", "ck_case_entry_verb", "verb", ("ask_part", "sign_in_part", "report_part", "cancel_part")),
    ("clock", "ck_clock_clockkind", "kind", ("part_sign_in", "part")),
    ("notice", "ck_notice_noticekind", "kind", ("part_asked", "part_done", "part_cancelled")),
)


def upgrade() -> None:
    """The parts, how many of a case are open, and whose clock it is."""
    _make_parts()
    op.add_column("case", sa.Column("open_parts", sa.Integer(), server_default="0", nullable=False))
    op.add_column("clock", sa.Column("part_id", sa.Integer()))
    op.drop_index("uq_clock_running", table_name="clock")
    _unique("uq_clock_running", "clock", ["case_id", "kind"], f"{RUNS} AND part_id IS NULL")
    _unique("uq_clock_part", "clock", ["part_id", "kind"], f"{RUNS} AND part_id IS NOT NULL")
    for name, check, column, values in LISTS:
        allow_also(op.get_bind(), name, check, column, *values)
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back: the parts and their clocks are gone; the lists stay long, as in 0005."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    theirs = "SELECT id FROM clock WHERE part_id IS NOT NULL"
    for table in ("clock_change", "clock_step"):
        op.execute(f"DELETE FROM {table} WHERE clock_id IN ({theirs})")
    op.execute("DELETE FROM clock WHERE part_id IS NOT NULL")
    op.drop_index("uq_clock_part", table_name="clock")
    op.drop_index("uq_clock_running", table_name="clock")
    op.drop_column("clock", "part_id")
    _unique("uq_clock_running", "clock", ["case_id", "kind"], RUNS)
    op.drop_column("case", "open_parts")
    op.drop_table("case_part")


def _make_parts() -> None:
    op.create_table(
        "case_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("external", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("task_text_id", sa.Integer(), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback_text_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(done_at IS NULL) = (feedback_text_id IS NULL)", name=op.f("ck_case_part_done_has_feedback")
        ),
        sa.CheckConstraint("done_at IS NULL OR cancelled_at IS NULL", name=op.f("ck_case_part_one_end")),
        sa.CheckConstraint("done_at IS NULL OR signed_in_at IS NOT NULL", name=op.f("ck_case_part_signed_before_done")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_case_part_asked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["feedback_text_id"], ["case_text.id"], name=op.f("fk_case_part_feedback_text_id_case_text")
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "case_id"], ["case.street_id", "case.id"], name=op.f("fk_case_part_street_id_case_id_case")
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "unit_id"], ["unit.street_id", "unit.id"], name=op.f("fk_case_part_street_id_unit_id_unit")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=op.f("fk_case_part_street_id_street")),
        sa.ForeignKeyConstraint(["task_text_id"], ["case_text.id"], name=op.f("fk_case_part_task_text_id_case_text")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_part")),
    )
    op.create_index("ix_case_part_case", "case_part", ["case_id"])
    op.create_index("ix_case_part_unit", "case_part", ["unit_id", "case_id"])
    _unique("uq_case_part_open", "case_part", ["case_id", "unit_id"], "done_at IS NULL AND cancelled_at IS NULL")


def _unique(name: str, table: str, columns: list[str], where: str) -> None:
    condition = sa.text(where)
    op.create_index(name, table, columns, unique=True, sqlite_where=condition, postgresql_where=condition)
