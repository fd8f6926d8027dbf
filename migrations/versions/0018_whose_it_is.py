"""What waits at the desk: whose a kind of case is, the clause of a refusal, late promises, mails given up.

Revision ID: 0018
Revises: 0017
Create Date: 2026-11-29 09:30:00

"""

import sqlalchemy as sa
from alembic import op

from app.core.closed_lists import allow_also

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

IN_GRID, IN_STREET = (
    sa.text(f"ended_at IS NULL AND grid_id IS {word}NULL") for word in ("NOT ", "")
)


def upgrade() -> None:
    """The list of rulings, a longer list of texts, and small indexes of what waits."""
    allow_also(op.get_bind(), "case_text", "ck_case_text_textkind", "kind", "clause", "site")
    allow_also(op.get_bind(), "case_entry", "ck_case_entry_verb", "verb", "enforce", "lead", "progress")
    op.create_table(
        "responsibility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer()),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_by_id", sa.Integer()),
        sa.Column("street_id", sa.Integer(), nullable=False),
        *(_same_street(column, table) for column, table in KEYS),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user_account.id"], name="fk_responsibility_ended_by_id_user_account"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_responsibility_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_responsibility"),
    )
    for name, columns, where in INDEXES:
        op.create_index(name, "responsibility", columns, unique=True, sqlite_where=where, postgresql_where=where)
    allow_also(op.get_bind(), "review_seat", "ck_review_seat_seatend", "reason", "concerned")
    _one_line_a_phone()
    near = ["street_id", "cell", "reported_at"]
    op.create_index("ix_case_open_near", "case", near, sqlite_where=OPEN, postgresql_where=OPEN)
    op.add_column("case", sa.Column("official_id", sa.Integer()))
    op.add_column("case", sa.Column("progress_at", sa.DateTime(timezone=True)))
    op.add_column("notice", sa.Column("noted_at", sa.DateTime(timezone=True)))
    op.add_column("notice", sa.Column("noted_by_id", sa.Integer()))
    for name, table, column, where in WAITING:
        op.create_index(name, table, [column], sqlite_where=where, postgresql_where=where)


KEYS = (
    ("category_id", "category"),
    ("grid_id", "grid"),
    ("unit_id", "unit"),
    ("case_id", "case"),
    ("by_id", "user_account"),
)
INDEXES = (
    ("uq_responsibility_grid", ["category_id", "grid_id"], IN_GRID),
    ("uq_responsibility_street", ["category_id"], IN_STREET),
)
OPEN = sa.text("is_open")
WAITING = (
    ("ix_clock_step_unnoted", "clock_step", "clock_id", sa.text("noted_at IS NULL AND step IN ('red', 'up_one', 'up_two')")),
    (
        "ix_notice_failed",
        "notice",
        "street_id",
        sa.text("error IS NOT NULL AND next_try_at IS NULL AND noted_at IS NULL"),
    ),
)


def _same_street(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_responsibility_street_id_{column}_{table}"
    return sa.ForeignKeyConstraint(["street_id", column], [f"{table}.street_id", f"{table}.id"], name=name)


def _one_line_a_phone() -> None:
    """Where one phone stands on the roster twice, the newest line goes on; the others are ended, and kept."""
    op.execute(
        "UPDATE reviewer SET active = false WHERE active AND phone_mac IS NOT NULL AND EXISTS (SELECT 1 FROM reviewer r"
        " WHERE r.street_id = reviewer.street_id AND r.phone_mac = reviewer.phone_mac AND r.active"
        " AND r.id > reviewer.id)"
    )
    where, columns = sa.text("active AND phone_mac IS NOT NULL"), ["street_id", "phone_mac"]
    op.create_index(
        "uq_reviewer_phone", "reviewer", columns, unique=True, sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    """Back. The list of texts stays long: rows may stand that use it."""
    for name, table, _column, _where in WAITING:
        op.drop_index(name, table_name=table)
    for column in ("noted_by_id", "noted_at"):
        op.drop_column("notice", column)
    for column in ("progress_at", "official_id"):
        op.drop_column("case", column)
    op.drop_index("ix_case_open_near", table_name="case")
    op.drop_index("uq_reviewer_phone", table_name="reviewer")
    op.drop_table("responsibility")
