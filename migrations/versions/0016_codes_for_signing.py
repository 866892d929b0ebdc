"""codes for signing

A party in the room signs with a code that is sent to their phone. What was called `code` so far were signatures of parties
who had come in by link and code; they are called so now.

Revision: 0016, after 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    at = sa.DateTime(timezone=True)
    op.create_table(
        "signing_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.LargeBinary(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", at, nullable=False),
        sa.Column("expires_at", at, nullable=False),
        sa.Column("used_at", at, nullable=True),
        sa.ForeignKeyConstraint(["agreement_id"], ["agreement.id"], name=op.f("fk_signing_code_agreement_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_signing_code_participant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_code")),
    )
    op.create_index("ix_signing_code_participant", "signing_code", ["participant_id", "sent_at"])
    op.execute("UPDATE signature SET method = 'entry' WHERE method = 'code'")


def downgrade() -> None:
    op.drop_table("signing_code")
    op.execute("UPDATE signature SET method = 'code' WHERE method = 'entry'")
