"""notices of holidays

Revision: 0004, after 0003
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "holiday_head",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_head")),
    )
    op.create_table(
        "holiday_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("url", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("loaded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["loaded_by"], ["staff.id"], name=op.f("fk_holiday_notice_loaded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_notice")),
        sa.UniqueConstraint("seq", name=op.f("uq_holiday_notice_seq")),
    )
    op.create_index("ix_holiday_notice_year", "holiday_notice", ["year", "seq"])
    for table, event, when in (
        ("holiday_notice", "append_only", "BEFORE UPDATE OR DELETE"),
        ("holiday_head", "no_delete", "BEFORE DELETE"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{event} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()")
    op.execute(
        "CREATE TRIGGER holiday_head_forward_only BEFORE UPDATE ON holiday_head"
        " FOR EACH ROW EXECUTE FUNCTION refuse_step_back()"
    )
    for table in ("holiday_notice", "holiday_head"):
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute("INSERT INTO holiday_head (id, seq) VALUES ('00000000-0000-0000-0000-000000000000', 0)")
