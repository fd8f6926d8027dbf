"""What preparers hide from a panel, and attempts to close a case without an approval.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-25 09:00:00

"""

import sqlalchemy as sa
from alembic import op

from app import schema
from app.core.closed_lists import allow_also

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

LISTS = (
    ("case_entry", "ck_case_entry_verb", "verb", "prepare_packet"),
    ("case_text", "ck_case_text_textkind", "kind", "blacked"),
    ("notice", "ck_notice_noticekind", "kind", "refused_closing"),
)
APPROVALS = ("panel", "panel_sampled", "check", "override")
TABLES = ("packet_words", "packet_photo", "refused_closing")
STANDS = sa.text("undone_at IS NULL")


def upgrade() -> None:
    """Three tables with their triggers, and longer lists."""
    for name, check, column, more in LISTS:
        allow_also(op.get_bind(), name, check, column, more)
    _hidden(
        "packet_words",
        sa.Column("field", _one_of("packetfield", "said", "answered", "photo_why"), nullable=False),
        sa.Column("text_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["text_id"], ["case_text.id"], name="fk_packet_words_text_id_case_text"),
        sa.UniqueConstraint("text_id", name="uq_packet_words_text_id"),
    )
    _hidden(
        "packet_photo",
        sa.Column("photo_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(64)),
        sa.Column("boxes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["photo_id"], ["case_photo.id"], name="fk_packet_photo_photo_id_case_photo"),
    )
    op.create_index("ix_packet_photo_photo", "packet_photo", ["photo_id"])
    once = {"sqlite_where": STANDS, "postgresql_where": STANDS}
    op.create_index("uq_packet_photo_stands", "packet_photo", ["photo_id"], unique=True, **once)
    _make_refused()
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision):
        op.execute(statement)


def downgrade() -> None:
    """Back. The lists stay long: rows may stand that use them, and a longer list refuses nothing that was right."""
    for statement in schema.change_triggers(op.get_bind().dialect.name, revision, back=True):
        op.execute(statement)
    for table in TABLES:
        op.drop_table(table)


def _hidden(name: str, *own: sa.schema.SchemaItem) -> None:
    account = ["user_account.street_id", "user_account.id"]
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("by_user_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Integer()),
        sa.Column("undone_at", sa.DateTime(timezone=True)),
        *own,
        sa.CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
        *_of_a_case(name),
        sa.ForeignKeyConstraint(
            ["street_id", "by_user_id"], account, name=f"fk_{name}_street_id_by_user_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "undone_by_id"], account, name=f"fk_{name}_street_id_undone_by_id_user_account"
        ),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )


def _make_refused() -> None:
    op.create_table(
        "refused_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("door", sa.String(60), nullable=False),
        sa.Column("verb", sa.String(24), nullable=False),
        sa.Column("approval", _one_of("approval", *APPROVALS)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        *_of_a_case("refused_closing"),
        sa.ForeignKeyConstraint(["actor_id"], ["user_account.id"], name="fk_refused_closing_actor_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_refused_closing"),
    )
    op.create_index("ix_refused_closing_case", "refused_closing", ["case_id"])
    op.create_index("ix_refused_closing_street", "refused_closing", ["street_id", "id"])


def _of_a_case(name: str) -> tuple[sa.ForeignKeyConstraint, ...]:
    case = ["case.street_id", "case.id"]
    return (
        sa.ForeignKeyConstraint(["street_id", "case_id"], case, name=f"fk_{name}_street_id_case_id_case"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=f"fk_{name}_street_id_street"),
    )


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
