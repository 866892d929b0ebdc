"""a second step at sign-in, and profiles

Revision: 0010, after 0009
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column("staff", "locale", existing_type=sa.VARCHAR(), nullable=True)
    op.add_column("staff", sa.Column("text_size", sa.Integer(), server_default="16", nullable=False))
    op.add_column("staff", sa.Column("shortcuts", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("staff", sa.Column("quiet_from", sa.Integer(), nullable=True))
    op.add_column("staff", sa.Column("quiet_to", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_staff_text_size"), "staff", "text_size IN (14,16,18)")
    op.create_check_constraint(
        op.f("ck_staff_quiet"),
        "staff",
        "(quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from BETWEEN 0 AND 23 AND quiet_to BETWEEN 0 AND 23"
        " AND quiet_from <> quiet_to",
    )
    _second_factor()
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_recovery_code_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index("ix_recovery_code_staff", "recovery_code", ["staff_id"], unique=False)
    op.create_table(
        "sign_in_challenge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sign_in_challenge_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_challenge")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_challenge_token_hash")),
    )
    op.create_index("ix_sign_in_challenge_staff", "sign_in_challenge", ["staff_id"], unique=False)
    op.create_table(
        "sent_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("for_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sent_code_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_code")),
    )
    op.create_index("ix_sent_code_staff", "sent_code", ["staff_id", "sent_at"], unique=False)


def _second_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("value_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('sms','totp')", name=op.f("ck_second_factor_kind")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_second_factor_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_factor")),
    )
    op.create_index(
        "ux_second_factor_counts",
        "second_factor",
        ["staff_id", "kind"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NOT NULL"),
    )
    op.create_index(
        "ux_second_factor_set_up",
        "second_factor",
        ["staff_id"],
        unique=True,
        postgresql_where=sa.text("confirmed_at IS NULL"),
    )
