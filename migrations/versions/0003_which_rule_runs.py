"""which rule runs from a procedural event, and whose length a deadline has

Revision: 0003, after 0002
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("procedure_event", sa.Column("rule", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.add_column(
        "deadline", sa.Column("region", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
    )
    op.add_column("procedure_event", sa.Column("until_on", sa.Date(), nullable=True))
    op.add_column(
        "deadline", sa.Column("steps", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True)
    )
    op.alter_column("deadline", "region", server_default=None)
