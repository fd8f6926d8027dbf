"""Cases are found by pairs of characters, and by whom and how urgent they are: words, and the indexes over them.

Revision ID: 0017
Revises: 0013
Create Date: 2026-11-29 15:00:00

"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from app import schema
from app.cases.models_words import INDEX, NO_INDEX
from app.cases.ops.indexing import rebuild_words

revision = "0017"
down_revision = "0013"
branch_labels = None
depends_on = None

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
    for name, columns, where in FILTERS:
        condition = sa.text(where)
        op.create_index(name, "case", columns, sqlite_where=condition, postgresql_where=condition)
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back; the words are in the cases, what the desk kept goes with its tables."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    for name in ("saved_filter", "case_export"):
        op.drop_table(name)
    for name, *_ in reversed(FILTERS):
        op.drop_index(name, "case")
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
