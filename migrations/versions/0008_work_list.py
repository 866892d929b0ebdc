"""work list

The queue's indexes carry the sum of the claims, and what somebody has seen of a case is kept.

Revision: 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_QUEUES = (
    ("ix_cases_queue", "agency_id", "closed_at IS NULL"),
    ("ix_cases_district_queue", "district_id", "closed_at IS NULL"),
    ("ix_cases_mediator_queue", "mediator_id", "closed_at IS NULL"),
    ("ix_cases_unclaimed", "agency_id", "closed_at IS NULL AND mediator_id IS NULL"),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "case_seen",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_seen_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_seen_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_seen")),
        sa.UniqueConstraint("staff_id", "case_id", name=op.f("uq_case_seen_staff_id_case_id")),
    )
    larger_first = sa.text("(-(wages_claimed_fen + social_insurance_claimed_fen))")
    for name, _, _ in _QUEUES[:3]:
        op.drop_index(name, table_name="cases")
    for name, whose, where in _QUEUES:
        op.create_index(name, "cases", [whose, "next_due_at", larger_first, "id"], postgresql_where=sa.text(where))
