"""signatures name the representative's party; settled promises have an index

A later election replaces the representatives' rows; what one signed while elected stands.

Revision: 0006, after 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint("fk_signature_represented_by", "signature", type_="foreignkey")
    op.execute(
        "UPDATE signature SET represented_by = r.party_id FROM representative r WHERE r.id = signature.represented_by"
    )
    op.create_foreign_key(op.f("fk_signature_represented_by"), "signature", "party", ["represented_by"], ["id"])
    op.create_index(
        "ix_commitment_district_settled",
        "commitment",
        ["district_id", "due_at", "id"],
        postgresql_where=sa.text("settled_at IS NOT NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_commitment_district_settled", table_name="commitment")
    op.drop_constraint("fk_signature_represented_by", "signature", type_="foreignkey")
    op.execute(
        "UPDATE signature SET represented_by = r.id FROM representative r WHERE r.party_id = signature.represented_by"
    )
    op.create_foreign_key(
        op.f("fk_signature_represented_by"), "signature", "representative", ["represented_by"], ["id"]
    )
