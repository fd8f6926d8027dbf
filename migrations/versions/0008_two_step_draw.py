"""A draw in two steps: the frozen pool with its nonce first, the outside value and the seed later.

Revision ID: 0008
Revises: 0007
Create Date: 2026-11-25 08:20:00

"""

import hashlib

import sqlalchemy as sa
from alembic import op

from app import schema
from app.core.closed_lists import allow_also

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MORE = (
    ("case_entry", "ck_case_entry_verb", "verb", ("freeze", "draw")),
    ("case", "ck_case_deskkind", "desk_kind", ("dice",)),
    ("case_text", "ck_case_text_textkind", "kind", ("witnesses",)),
)
EXCLUSIONS = (
    "unavailable",
    "reporter",
    "about",
    "handler",
    "property",
    "same_building",
    "sat",
    "sat_linked",
    "over_cap",
)
WAITING = sa.text("seed IS NULL AND decided_at IS NULL")
WHOLE = "(seed IS NULL) = (drawn_at IS NULL) AND (seed IS NULL) = (outside IS NULL)"


def upgrade() -> None:
    """Reviews of before were drawn at once, from one machine's chance: they get no nonce and are not published."""
    schema.set_aside(op.get_bind(), down_revision)
    with op.batch_alter_table("review") as table:
        table.add_column(sa.Column("freeze_nonce", sa.String(64), server_default="", nullable=False))
        table.add_column(sa.Column("excluded", sa.JSON(), server_default="{}", nullable=False))
        table.add_column(sa.Column("draw_value", _one_of("drawvalue", "root", "dice"), server_default="root", nullable=False))
        table.add_column(sa.Column("frozen_seq", sa.Integer(), server_default="0", nullable=False))
        table.add_column(sa.Column("outside", sa.String(200)))
        table.add_column(sa.Column("drawn_at", sa.DateTime(timezone=True)))
        table.alter_column("seed", existing_type=sa.String(64), nullable=True)
    op.execute("UPDATE review SET outside = '', drawn_at = opened_at")
    with op.batch_alter_table("review") as table:
        for name in ("freeze_nonce", "excluded", "draw_value", "frozen_seq"):
            table.alter_column(name, server_default=None)
        table.create_check_constraint("drawn_whole", WHOLE)
    op.create_index("ix_review_waiting", "review", ["draw_value"], sqlite_where=WAITING, postgresql_where=WAITING)
    with op.batch_alter_table("review_pool") as table:
        table.drop_constraint("uq_review_pool_review_id_rank", type_="unique")
        table.drop_column("rank")
        table.drop_column("rank_hash")
    _make_tables()
    for name, check, column, values in MORE:
        allow_also(op.get_bind(), name, check, column, *values)
    schema.put_back(op.get_bind(), revision)


def downgrade() -> None:
    """Back. What was not drawn yet gets an empty seed; the lists stay long (see 0005)."""
    schema.set_aside(op.get_bind(), revision)
    op.drop_table("draw_look")
    op.drop_table("review_exclusion")
    with op.batch_alter_table("review_pool") as table:
        table.add_column(sa.Column("rank_hash", sa.String(64), server_default="", nullable=False))
        table.add_column(sa.Column("rank", sa.Integer(), server_default="0", nullable=False))
    _rank()
    with op.batch_alter_table("review_pool") as table:
        table.alter_column("rank_hash", server_default=None)
        table.alter_column("rank", server_default=None)
        table.create_unique_constraint("uq_review_pool_review_id_rank", ["review_id", "rank"])
    op.drop_index("ix_review_waiting", table_name="review")
    op.execute("UPDATE review SET seed = '', outside = '', drawn_at = opened_at WHERE seed IS NULL")
    with op.batch_alter_table("review") as table:
        table.drop_constraint("drawn_whole", type_="check")
        table.drop_constraint("drawvalue", type_="check")
        table.alter_column("seed", existing_type=sa.String(64), nullable=False)
        for name in ("drawn_at", "outside", "frozen_seq", "draw_value", "excluded", "freeze_nonce"):
            table.drop_column(name)
    schema.put_back(op.get_bind(), down_revision)


def _rank() -> None:
    """The order that the seed gives, written down as it was before."""
    connection, ranked = op.get_bind(), dict[int, list[tuple[str, str]]]()
    rows = "SELECT p.review_id, p.opaque_id, r.seed FROM review_pool p JOIN review r ON r.id = p.review_id"
    for review_id, opaque, seed in connection.execute(sa.text(rows)):
        ranked.setdefault(review_id, []).append((hashlib.sha256(f"{seed or ''}{opaque}".encode()).hexdigest(), opaque))
    write = sa.text("UPDATE review_pool SET rank = :n, rank_hash = :h WHERE review_id = :r AND opaque_id = :o")
    for review_id, found in ranked.items():
        for n, (rank_hash, opaque) in enumerate(sorted(found), start=1):
            connection.execute(write, {"n": n, "h": rank_hash, "r": review_id, "o": opaque})


def _make_tables() -> None:
    op.create_table(
        "review_exclusion",
        sa.Column("review_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reviewer_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("reason", _one_of("exclusion", *EXCLUSIONS), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        _same_street("review_exclusion", "review"),
        _same_street("review_exclusion", "reviewer"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_review_exclusion_street_id_street"),
        sa.PrimaryKeyConstraint("review_id", "reviewer_id", name="pk_review_exclusion"),
    )
    op.create_table(
        "draw_look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        _same_street("draw_look", "review"),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_draw_look_street_id_street"),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name="fk_draw_look_user_id_user_account"),
        sa.PrimaryKeyConstraint("id", name="pk_draw_look"),
    )
    op.create_index("ix_draw_look_review_id", "draw_look", ["review_id"])


def _same_street(table: str, to: str) -> sa.ForeignKeyConstraint:
    mine, theirs = ["street_id", f"{to}_id"], [f"{to}.street_id", f"{to}.id"]
    return sa.ForeignKeyConstraint(mine, theirs, name=f"fk_{table}_street_id_{to}_id_{to}")


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)
