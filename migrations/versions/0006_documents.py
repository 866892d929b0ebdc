"""documents

Revision: 0006, after 0005
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_SEALS = "ARRAY['content_cipher', 'details_cipher']"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("format", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("journal_seq", sa.BigInteger(), nullable=False),
        sa.Column("content_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("details_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("generated_by", sa.Uuid(), nullable=True),
        sa.Column("generated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("format IN ('docx','pdf')", name=op.f("ck_document_format")),
        sa.CheckConstraint("number > 0 AND byte_size > 0", name=op.f("ck_document_figures")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_document_case_id")),
        sa.ForeignKeyConstraint(["generated_by"], ["staff.id"], name=op.f("fk_document_generated_by")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_document_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
    )
    op.create_index("ix_document_case", "document", ["case_id", "generated_at", "id"], unique=False)
    op.create_index("ix_document_party", "document", ["party_id"], unique=False)
    op.create_index(
        "uq_document_number",
        "document",
        ["case_id", "kind", "party_id", "number"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF TG_OP = 'UPDATE' THEN "
        f"IF to_jsonb(NEW) - {_SEALS} = to_jsonb(OLD) - {_SEALS} THEN RETURN NEW; END IF; END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    op.execute(
        "CREATE TRIGGER document_append_only BEFORE UPDATE OR DELETE ON document "
        "FOR EACH ROW EXECUTE FUNCTION refuse_document_change()"
    )
    op.execute(
        "CREATE TRIGGER document_no_truncate BEFORE TRUNCATE ON document "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_document_change()"
    )


def downgrade() -> None:
    op.drop_table("document")
    op.execute("DROP FUNCTION refuse_document_change()")
