"""offers of one instant keep their order

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("offer", sa.Column("made_order", sa.Uuid(), nullable=True))
    op.execute("UPDATE offer SET made_order = id")
    op.alter_column("offer", "made_order", nullable=False)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("offer", "made_order")
