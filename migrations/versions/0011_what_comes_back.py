"""Relapses, second checks, return visits, and what speaks against a picture of a result.

Revision ID: 0011
Revises: 0010
Create Date: 2026-11-25 09:10:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema
from app.core.closed_lists import allow_also

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

LISTS = (
    ("case_entry", "ck_case_entry_verb", "verb", ("recheck",)),
    ("case_text", "ck_case_text_textkind", "kind", ("photo_why",)),
    ("case_photo", "ck_case_photo_photokind", "kind", ("recheck",)),
    ("clock", "ck_clock_clockkind", "kind", ("recheck",)),
    ("sampling", "ck_sampling_why", "why", ("about", "relapse", "merged", "reopened", "reworked")),
)
COLUMNS = ("recheck_on", "first_checker_id", "checks_needed", "relapse_of_id", "cell")
KEYS = (("relapse_of_id", "case"), ("first_checker_id", "user_account"))
SMALL = (
    ("ix_case_closed_near", ["street_id", "cell", "closed_at"], "closed_at"),
    ("ix_case_recheck", ["street_id", "recheck_on"], "recheck_on"),
    ("ix_case_relapse_of", ["relapse_of_id"], "relapse_of_id"),
)
VISITS = ("lasts", "returned", "dropped")
# As app/cases/relapse.py numbers the squares; what was closed before this can be found again.
FLOOR = {
    "sqlite": "(CAST({0} * 1000 AS INTEGER) - ({0} * 1000 < CAST({0} * 1000 AS INTEGER)))",
    "postgresql": "CAST(floor({0} * 1000) AS BIGINT)",
}
CELLS = 'UPDATE "case" SET cell = ({lat} + 90000) * 1000000 + {lon} + 180000 WHERE lat IS NOT NULL'


def upgrade() -> None:
    """The columns and the table, the squares of old cases, and longer lists."""
    dialect = op.get_bind().dialect.name
    schema.set_aside(op.get_bind(), down_revision)
    with op.batch_alter_table("case") as table:
        table.add_column(sa.Column("cell", sa.BigInteger()))
        table.add_column(sa.Column("relapse_of_id", sa.Integer()))
        table.add_column(sa.Column("checks_needed", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("first_checker_id", sa.Integer()))
        table.add_column(sa.Column("recheck_on", sa.Date()))
        table.create_check_constraint("one_or_two_checks", "checks_needed BETWEEN 1 AND 2")
        for column, to in KEYS:
            table.create_foreign_key(_key(column, to), to, ["street_id", column], ["street_id", "id"])
    op.execute(CELLS.format(lat=FLOOR[dialect].format("lat"), lon=FLOOR[dialect].format("lon")))
    for name, columns, asked in SMALL:
        some = sa.text(f"{asked} IS NOT NULL")
        op.create_index(name, "case", columns, sqlite_where=some, postgresql_where=some)
    op.add_column("case_photo", sa.Column("metres_off", sa.Integer()))
    op.add_column("case_photo", sa.Column("doubts", sa.JSON(), server_default="[]", nullable=False))
    _make_rechecks()
    for name, check, column, more in LISTS:
        allow_also(op.get_bind(), name, check, column, *more)
    schema.put_back(op.get_bind(), revision)


def downgrade() -> None:
    """Back. The lists stay long: rows may stand that use them, and a longer list refuses nothing that was right."""
    schema.set_aside(op.get_bind(), revision)
    op.drop_table("recheck")
    op.drop_column("case_photo", "doubts")
    op.drop_column("case_photo", "metres_off")
    for name, _, _ in SMALL:
        op.drop_index(name, table_name="case")
    with op.batch_alter_table("case") as table:
        for column, to in KEYS:
            table.drop_constraint(_key(column, to), type_="foreignkey")
        table.drop_constraint("one_or_two_checks", type_="check")
        for name in COLUMNS:
            table.drop_column(name)
    schema.put_back(op.get_bind(), down_revision)


def _key(column: str, to: str) -> str:
    return f"fk_case_street_id_{column}_{to}"


def _make_rechecks() -> None:
    case, name = ["case.street_id", "case.id"], "fk_recheck_street_id_{}"
    op.create_table(
        "recheck",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.Column("by_id", sa.Integer()),
        sa.Column(
            "result", sa.Enum(*VISITS, name="result", native_enum=False, create_constraint=True, length=24)
        ),
        sa.Column("new_case_id", sa.Integer()),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("days > 0", name="later"),
        sa.CheckConstraint("(done_at IS NULL) = (result IS NULL)", name="done_has_result"),
        sa.CheckConstraint("(by_id IS NULL) = (result IS NULL OR result = 'dropped')", name="made_by_somebody"),
        sa.CheckConstraint(
            "(new_case_id IS NOT NULL) = (result IS NOT NULL AND result = 'returned')", name="leads_on"
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=name.format("street")),
        sa.ForeignKeyConstraint(["street_id", "case_id"], case, name=name.format("case_id_case")),
        sa.ForeignKeyConstraint(["street_id", "new_case_id"], case, name=name.format("new_case_id_case")),
        sa.ForeignKeyConstraint(
            ["street_id", "by_id"], ["user_account.street_id", "user_account.id"], name=name.format("by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_recheck"),
        sa.UniqueConstraint("case_id", "round", "days", name="uq_recheck_case_id_round_days"),
    )
