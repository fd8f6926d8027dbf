"""Tablets: which they are, what came whole from them, and the one answer each of their operations got; how urgent a
reporter found it.

Revision ID: 0022
Revises: 0021
Create Date: 2026-11-29 20:52:00

"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Three new tables, and a column that may be empty."""
    op.add_column("case", sa.Column("urgency_said", sa.String(24)))
    op.create_table(
        "field_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.String(length=20), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by_id", sa.Integer()),
        sa.Column("unsent", sa.Integer(), nullable=False),
        sa.Column("unsent_at", sa.DateTime(timezone=True)),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revoked_by_id"], ["user_account.id"], name="fk_field_device_revoked_by_id_user_account"
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "user_id"],
            ["user_account.street_id", "user_account.id"],
            name="fk_field_device_street_id_user_id_user_account",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_field_device_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_field_device"),
        sa.UniqueConstraint("street_id", "id", name="uq_field_device_street_id_id"),
        sa.UniqueConstraint("user_id", "uuid", name="uq_field_device_user_id_uuid"),
    )
    op.create_index("ix_field_device_uuid", "field_device", ["uuid"])
    op.create_table(
        "field_upload",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("stored_sha256", sa.String(length=64), nullable=False),
        sa.Column("mime", sa.String(length=40), nullable=False),
        sa.Column("width", sa.Integer()),
        sa.Column("height", sa.Integer()),
        sa.Column("taken_at", sa.DateTime(timezone=True)),
        sa.Column("lon", sa.Float()),
        sa.Column("lat", sa.Float()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id", "user_id"],
            ["user_account.street_id", "user_account.id"],
            name="fk_field_upload_street_id_user_id_user_account",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_field_upload_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_field_upload"),
        sa.UniqueConstraint("user_id", "sha256", name="uq_field_upload_user_id_sha256"),
    )
    op.create_table(
        "field_receipt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("device_uuid", sa.String(length=36), nullable=False),
        sa.Column("verb", sa.String(length=24), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "done", "refused", "conflict", name="answered", native_enum=False, create_constraint=True, length=24
            ),
            nullable=False,
        ),
        sa.Column("from_seq", sa.Integer()),
        sa.Column("to_seq", sa.Integer()),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("street_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["street_id", "case_id"],
            ["case.street_id", "case.id"],
            name="fk_field_receipt_street_id_case_id_case",
        ),
        sa.ForeignKeyConstraint(
            ["street_id", "user_id"],
            ["user_account.street_id", "user_account.id"],
            name="fk_field_receipt_street_id_user_id_user_account",
        ),
        sa.ForeignKeyConstraint(["street_id"], ["street.id"], name="fk_field_receipt_street_id_street"),
        sa.PrimaryKeyConstraint("id", name="pk_field_receipt"),
        sa.UniqueConstraint("street_id", "uuid", name="uq_field_receipt_street_id_uuid"),
    )
    op.create_index("ix_field_receipt_case_id", "field_receipt", ["case_id"])



def downgrade() -> None:
    """Back."""
    op.drop_column("case", "urgency_said")
    op.drop_table("field_receipt")
    op.drop_table("field_upload")
    op.drop_table("field_device")
