"""deadlines lapse, and know when to speak next

Revision: 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_OPEN = "met_at IS NULL AND void_at IS NULL AND lapsed_at IS NULL"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("deadline", sa.Column("is_right", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("deadline", "is_right", server_default=None)
    op.add_column("deadline", sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("deadline", sa.Column("next_reminder_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_deadline_open", table_name="deadline")
    op.create_index("ix_deadline_open", "deadline", ["due_at", "id"], postgresql_where=sa.text(_OPEN))
    op.create_index("ix_deadline_lapsing", "deadline", ["due_at"], postgresql_where=sa.text(f"is_right AND {_OPEN}"))
    op.create_index(
        "ix_deadline_uncomputed", "deadline", ["why_not"], postgresql_where=sa.text(f"why_not IS NOT NULL AND {_OPEN}")
    )
    op.create_index(
        "ix_deadline_reminder",
        "deadline",
        ["next_reminder_at", "id"],
        postgresql_where=sa.text("next_reminder_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_deadline_reminder", table_name="deadline")
    op.drop_index("ix_deadline_uncomputed", table_name="deadline")
    op.drop_index("ix_deadline_lapsing", table_name="deadline")
    op.drop_index("ix_deadline_open", table_name="deadline")
    op.create_index(
        "ix_deadline_open", "deadline", ["due_at", "id"], postgresql_where=sa.text("met_at IS NULL AND void_at IS NULL")
    )
    op.drop_column("deadline", "next_reminder_at")
    op.drop_column("deadline", "lapsed_at")
    op.drop_column("deadline", "is_right")
