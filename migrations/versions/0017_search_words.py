"""Cases are found by pairs of characters, and by whom and how urgent they are: words, and the indexes over them.

Revision ID: 0017
Revises: 0013
Create Date: 2026-11-29 15:00:00

"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

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
    for name, columns, where in FILTERS:
        condition = sa.text(where)
        op.create_index(name, "case", columns, sqlite_where=condition, postgresql_where=condition)


def downgrade() -> None:
    """Back; the words are in the cases."""
    for name, *_ in reversed(FILTERS):
        op.drop_index(name, "case")
    for statement in NO_INDEX[op.get_bind().dialect.name]:
        op.execute(statement)
    op.drop_table("case_words")
