"""rosters corrected and undone

Revision: 0013, after 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("roster_import", sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("roster_import", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("roster_import", "version", server_default=None)
    op.add_column("roster_import", sa.Column("source_cipher", sa.LargeBinary(), nullable=True))
    op.add_column("party", sa.Column("import_id", sa.Uuid(), nullable=True))
    op.add_column("party", sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))
    op.create_foreign_key(op.f("fk_party_import_id"), "party", "roster_import", ["import_id"], ["id"])
    op.create_index("ix_party_import", "party", ["import_id"], postgresql_where=sa.text("import_id IS NOT NULL"))
