"""Cases are found by pairs of characters, and by whom and how urgent they are: words, and the indexes over them.

Revision ID: 0017
Revises: 0016
Create Date: 2026-11-29 15:00:00

"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from app import schema
from app.cases.models_words import INDEX, NO_INDEX
from app.cases.ops.indexing import rebuild_words

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

STATES = (
    *("reported", "verifying", "filed", "dispatched", "disputed", "in_progress", "suspended", "handled", "rework"),
    *("in_review", "conference", "closed", "merged", "rejected", "void"),
)
FILTERS = (
    ("ix_case_of_owner", ["owner_id", "id"], "owner_id IS NOT NULL"),
    ("ix_case_of_unit", ["handling_unit_id", "id"], "handling_unit_id IS NOT NULL"),
    ("ix_case_urgent", ["street_id", "urgency", "id"], "urgency <> 'normal'"),
    ("ix_case_relapses", ["street_id", "id"], "relapse_of_id IS NOT NULL"),
)


def upgrade() -> None:
    """The table, its index, and a row for every case."""
    op.create_table(
        "case_words",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tokens", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id", "case_id"], ["case.street_id", "case.id"], name="fk_case_words_street_id_case_id_case"
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_case_words_street_id_street"),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_words"),
    )
    for statement in INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    rebuild_words(op.get_bind())
    _exports()
    _saved()
    _bulk()
    op.create_index("ix_case_reported", "case", ["street_id", "reported_at", "id"])
    for name, columns, where in FILTERS:
        condition = sa.text(where)
        op.create_index(name, "case", columns, sqlite_where=condition, postgresql_where=condition)
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back; the words are in the cases, what the desk kept goes with its tables."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    for name in ("bulk_row", "bulk_run", "saved_filter", "case_export"):
        op.drop_table(name)
    for name, *_ in reversed(FILTERS):
        op.drop_index(name, "case")
    op.drop_index("ix_case_reported", "case")
    for statement in NO_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("case_words")


def _own(name: str, person: str) -> list[sa.schema.SchemaItem]:
    """Columns and keys of a table of the desk: its street, and whose it is."""
    account = ["user_account.street_id", "user_account.id"]
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(person, sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["street_id", person], account, name=f"fk_{name}_street_id_{person}_user_account"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=f"fk_{name}_street_id_street"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    ]


def _exports() -> None:
    op.create_table(
        "case_export",
        *_own("case_export", "by_id"),
        sa.Column("kind", sa.Enum("xlsx", "csv", name="sheetkind", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
    )
    op.create_index("ix_case_export_street", "case_export", ["street_id", "id"])


def _saved() -> None:
    op.create_table(
        "saved_filter",
        *_own("saved_filter", "owner_id"),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("street_id", "owner_id", "name", name="uq_saved_filter_street_id_owner_id_name"),
    )


def _one_of(name: str, values: Sequence[str]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _bulk() -> None:
    account = ["user_account.street_id", "user_account.id"]
    op.create_table(
        "bulk_run",
        *_own("bulk_run", "by_id"),
        sa.Column("verb", _one_of("bulkverb", ("dispatch", "urge", "void")), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["street_id", "member_id"], account, name="fk_bulk_run_street_id_member_id_user_account"
        ),
        sa.UniqueConstraint("street_id", "id", name="uq_bulk_run_street_id_id"),
        sa.UniqueConstraint("street_id", "by_id", "token", name="uq_bulk_run_street_id_by_id_token"),
    )
    op.create_table(
        "bulk_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("outcome", _one_of("bulkend", ("done", "moved_on", "not_allowed", "refused")), nullable=True),
        sa.Column("state", _one_of("state", STATES), nullable=True),
        sa.Column("said", sa.String(length=200), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_bulk_row_street_id_street"),
        sa.ForeignKeyConstraint(
            ["street_id", "run_id"], ["bulk_run.street_id", "bulk_run.id"], name="fk_bulk_row_street_id_run_id_bulk_run"
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "case_id"], ["case.street_id", "case.id"], name="fk_bulk_row_street_id_case_id_case"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_bulk_row"),
        sa.UniqueConstraint("run_id", "case_id", name="uq_bulk_row_run_id_case_id"),
    )
    op.create_index("ix_bulk_row_case", "bulk_row", ["case_id"])
    waits = sa.text("outcome IS NULL")
    op.create_index("ix_bulk_row_waiting", "bulk_row", ["run_id", "id"], sqlite_where=waits, postgresql_where=waits)
