"""Reviewers serve a term they agreed to, and may be away; whoever wants to sit says so.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-25 08:40:00

"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TERM = timedelta(days=730)
KINDS = ("resident", "building_head", "owners_committee", "shop", "volunteer")
STATES = ("waiting", "approved", "refused", "lapsed")
CHANGES = ("enrolled", "renewed", "ended", "capped", "agreed", "left")
FORGOTTEN = "state = 'waiting' OR (name_cipher IS NULL AND phone_cipher IS NULL)"
WAITING = sa.text("state = 'waiting'")
REVIEWER = sa.table(
    "reviewer",
    *(sa.column(name, kind) for name, kind in (("serves_from", sa.Date), ("serves_until", sa.Date))),
    sa.column("consented_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    """Whoever sits today was asked by their committee: two years from today, under the text before the first."""
    dates = ("serves_from", "serves_until", "away_until")
    with _sqlite_renames_alone():
        with op.batch_alter_table("reviewer") as table:
            for name in dates:
                table.add_column(sa.Column(name, sa.Date()))
            table.add_column(sa.Column("consented_at", sa.DateTime(timezone=True)))
            table.add_column(sa.Column("consent_version", sa.Integer(), server_default="0", nullable=False))
            table.add_column(sa.Column("monthly_cap", sa.Integer()))
            table.add_column(sa.Column("place_id", sa.Integer()))
        now = datetime.now(UTC)  # noqa: TID251
        term = {"serves_from": now.date(), "serves_until": (now + TERM).date(), "consented_at": now}
        op.execute(REVIEWER.update().values(term))
        with op.batch_alter_table("reviewer") as table:
            for name in ("serves_from", "serves_until"):
                table.alter_column(name, existing_type=sa.Date(), nullable=False)
            table.alter_column("consent_version", existing_type=sa.Integer(), server_default=None)
            keys = (["street_id", "place_id"], ["street_id", "id"])
            table.create_foreign_key("fk_reviewer_street_id_place_id_place", "place", *keys)
            table.create_check_constraint("term_ends_after_it_begins", "serves_until >= serves_from")
            table.create_check_constraint("cap_lets_sit", "monthly_cap IS NULL OR monthly_cap >= 1")
            table.create_check_constraint("building_by_office", "place_id IS NULL OR kind = 'building_head'")
    _make_applications()
    _make_changes()


def downgrade() -> None:
    """Back: who asked is forgotten, who serves stays."""
    op.drop_table("roster_change")
    op.drop_table("reviewer_application")
    with _sqlite_renames_alone(), op.batch_alter_table("reviewer") as table:
        for name in ("term_ends_after_it_begins", "cap_lets_sit", "building_by_office"):
            table.drop_constraint(name, type_="check")
        table.drop_constraint("fk_reviewer_street_id_place_id_place", type_="foreignkey")
        for name in ("place_id", "away_until", "monthly_cap", "consent_version", "consented_at"):
            table.drop_column(name)
        for name in ("serves_until", "serves_from"):
            table.drop_column(name)


def _make_applications() -> None:
    here = "reviewer_application"
    op.create_table(
        here,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("grid_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("form_key", sa.String(length=64)),
        sa.Column("kind", _one_of("reviewerkind", *KINDS), nullable=False),
        sa.Column("name_cipher", sa.LargeBinary()),
        sa.Column("phone_cipher", sa.LargeBinary()),
        sa.Column("key_id", sa.String(length=16), nullable=False),
        sa.Column("phone_mac", sa.String(length=64)),
        sa.Column("password_hash", sa.String(length=255)),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consent_version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", _one_of("applicationstate", *STATES), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decided_by_id", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_moment"),
        sa.CheckConstraint(FORGOTTEN, name="decided_forgets"),
        sa.ForeignKeyConstraint(
            ["street_id", "decided_by_id"],
            ["user_account.street_id", "user_account.id"],
            name=f"fk_{here}_street_id_decided_by_id_user_account",
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "grid_id"], ["grid.street_id", "grid.id"], name=f"fk_{here}_street_id_grid_id_grid"
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name=f"fk_{here}_street_id_street"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{here}"),
        sa.UniqueConstraint("form_key", name=f"uq_{here}_form_key"),
        sa.UniqueConstraint("number", name=f"uq_{here}_number"),
    )
    op.create_index(f"ix_{here}_recent", here, ["street_id", "at"])
    op.create_index(f"ix_{here}_waiting", here, ["grid_id"], sqlite_where=WAITING, postgresql_where=WAITING)


def _make_changes() -> None:
    op.create_table(
        "roster_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer()),
        sa.Column("what", _one_of("rosterverb", *CHANGES), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id", "by_id"],
            ["user_account.street_id", "user_account.id"],
            name="fk_roster_change_street_id_by_id_user_account",
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "reviewer_id"],
            ["reviewer.street_id", "reviewer.id"],
            name="fk_roster_change_street_id_reviewer_id_reviewer",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_roster_change_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_roster_change"),
    )
    op.create_index("ix_roster_change_reviewer_id", "roster_change", ["reviewer_id"])


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


@contextmanager
def _sqlite_renames_alone() -> Iterator[None]:
    """SQLite writes a table anew and renames it; triggers of other tables that read it must not stop that."""
    if op.get_bind().dialect.name != "sqlite":
        yield
        return
    op.execute("PRAGMA legacy_alter_table = ON")
    yield
    op.execute("PRAGMA legacy_alter_table = OFF")
