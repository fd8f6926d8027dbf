"""What reporters say after the closing: their verdict, 请求重开 and its clock, a mail address, letters to them.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-25 09:00:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema
from app.core.closed_lists import allow_also

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LISTS = (
    ("case_entry", "ck_case_entry_verb", "verb", ("ask_reopen", "decline_reopen", "appeal_reopen")),
    ("case", "ck_case_deskkind", "desk_kind", ("reopen_asked", "reopen_appeal")),
    ("clock", "ck_clock_clockkind", "kind", ("reopen",)),
    ("notice", "ck_notice_noticekind", "kind", ("report_closed",)),
)
SOLVED = ("yes", "partly", "no")
SATISFACTION = ("unsatisfied", "understanding", "satisfied", "very_satisfied", "not_reached")
# A street of before has no limit for this stage; it begins with the one that a new street has.
LIMIT = """
    INSERT INTO stage_limit (street_id, stage, urgency, from_at, span)
    SELECT street_id, 'reopen', urgency, from_at, '2 working_day' FROM stage_limit WHERE stage = 'call_back'
"""


def upgrade() -> None:
    """The table of verdicts, a sealed address, letters without an account, and longer lists."""
    op.add_column("contact", sa.Column("email_cipher", sa.LargeBinary()))
    with op.batch_alter_table("notice") as table:
        table.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
    _make_verdicts()
    op.execute(LIMIT)
    for name, check, column, values in LISTS:
        allow_also(op.get_bind(), name, check, column, *values)
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back. The lists stay long: rows may stand that use them, and a longer list refuses nothing that was right."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    op.execute("DELETE FROM stage_limit WHERE stage = 'reopen'")
    op.drop_table("reporter_verdict")
    op.execute("DELETE FROM notice WHERE user_id IS NULL")
    with op.batch_alter_table("notice") as table:
        table.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
    op.drop_column("contact", "email_cipher")


def _make_verdicts() -> None:
    case = (["street.id"], ["case.street_id", "case.id"])
    op.create_table(
        "reporter_verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("closed_case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("solved", _one_of("solved", *SOLVED), nullable=False),
        sa.Column("satisfaction", _one_of("satisfaction", *SATISFACTION), nullable=False),
        sa.Column("why_cipher", sa.LargeBinary()),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("appealed_at", sa.DateTime(timezone=True)),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("satisfaction <> 'not_reached'", name="somebody_answered"),
        sa.CheckConstraint("appealed_at IS NULL OR asked_at IS NOT NULL", name="asked_before_appealed"),
        sa.ForeignKeyConstraint(["street_id"], case[0], name="fk_reporter_verdict_street_id_street"),
        sa.ForeignKeyConstraint(["street_id", "case_id"], case[1], name="fk_reporter_verdict_street_id_case_id_case"),
        sa.ForeignKeyConstraint(
            ["street_id", "closed_case_id"], case[1], name="fk_reporter_verdict_street_id_closed_case_id_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reporter_verdict"),
        sa.UniqueConstraint("case_id", "closed_case_id", "round", name="uq_verdict_once"),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
