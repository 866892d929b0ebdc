"""statistics

Revision: 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_cases_district_closed",
        "cases",
        ["district_id", "closed_at"],
        postgresql_where=sa.text("closed_at IS NOT NULL"),
    )
    op.create_index("ix_commitment_district_at", "commitment", ["district_id", "due_at"])
    op.create_index(
        "ix_commitment_district_paid_off",
        "commitment",
        ["district_id", "settled_at"],
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )
    op.create_index("ix_payment_district_paid", "payment", ["district_id", "paid_on"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_payment_district_paid", table_name="payment")
    op.drop_index("ix_commitment_district_paid_off", table_name="commitment")
    op.drop_index("ix_commitment_district_at", table_name="commitment")
    op.drop_index("ix_cases_district_closed", table_name="cases")
