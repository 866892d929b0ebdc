"""evidence

Revision: 0012, after 0011
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_SEALS = "ARRAY['content_cipher', 'name_cipher']"
_TEXT = sqlmodel.sql.sqltypes.AutoString()
_TARGETS = ("party", "claim", "payment", "advance", "signature")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _evidence()
    _links()
    op.create_table(
        "evidence_withdrawal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_withdrawal_evidence_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_withdrawal")),
        sa.UniqueConstraint("evidence_id", name=op.f("uq_evidence_withdrawal_evidence_id")),
    )
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_evidence_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF TG_OP = 'UPDATE' THEN "
        f"IF to_jsonb(NEW) - {_SEALS} = to_jsonb(OLD) - {_SEALS} THEN RETURN NEW; END IF; END IF; "
        "IF TG_OP <> 'TRUNCATE' AND TG_TABLE_NAME = 'evidence' AND to_jsonb(OLD) -> 'accepted_at' = 'null' "
        "THEN RETURN COALESCE(NEW, OLD); END IF; "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for name in ("evidence", "evidence_link", "evidence_withdrawal"):
        op.execute(
            f"CREATE TRIGGER {name}_append_only BEFORE UPDATE OR DELETE ON {name} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_evidence_change()"
        )
        op.execute(
            f"CREATE TRIGGER {name}_no_truncate BEFORE TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_evidence_change()"
        )


def _evidence() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("audience", _TEXT, nullable=False),
        sa.Column("caucus_id", sa.Uuid(), nullable=True),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("media", _TEXT, nullable=False),
        sa.Column("name_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("content_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("byte_size", sa.Integer(), nullable=False),
        sa.Column("source_sha256", sa.LargeBinary(), nullable=False),
        sa.Column("source_byte_size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("uploaded_by", sa.Uuid(), nullable=False),
        sa.Column("uploaded_side", _TEXT, nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("audience IN ('everyone','workers','employer','studio')", name=op.f("ck_evidence_audience")),
        sa.CheckConstraint("caucus_id IS NULL OR audience IN ('workers','employer')", name=op.f("ck_evidence_caucus")),
        sa.CheckConstraint("media IN ('docx','jpeg','pdf','png','text','xlsx')", name=op.f("ck_evidence_media")),
        sa.CheckConstraint("byte_size > 0 AND source_byte_size > 0", name=op.f("ck_evidence_figures")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_evidence_case_id")),
        sa.ForeignKeyConstraint(["caucus_id"], ["caucus.id"], name=op.f("fk_evidence_caucus_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_evidence_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index("ix_evidence_case", "evidence", ["case_id", "uploaded_at", "id"], unique=False)
    op.create_index("ix_evidence_party", "evidence", ["party_id"], unique=False)
    op.create_index(
        "ix_evidence_waiting",
        "evidence",
        ["uploaded_at", "id"],
        unique=False,
        postgresql_where=sa.text("accepted_at IS NULL"),
    )


def _links() -> None:
    op.create_table(
        "evidence_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        *(sa.Column(f"{name}_id", sa.Uuid(), nullable=True) for name in _TARGETS),
        sa.Column("linked_by", sa.Uuid(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(party_id, claim_id, payment_id, advance_id, signature_id) = 1",
            name=op.f("ck_evidence_link_one"),
        ),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_link_evidence_id")),
        *(
            sa.ForeignKeyConstraint([f"{name}_id"], [f"{name}.id"], name=op.f(f"fk_evidence_link_{name}_id"))
            for name in _TARGETS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_link")),
    )
    op.create_index(
        "uq_evidence_link",
        "evidence_link",
        ["evidence_id", *(f"{name}_id" for name in _TARGETS)],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    for name in _TARGETS:
        op.create_index(
            f"ix_evidence_link_{name}",
            "evidence_link",
            [f"{name}_id"],
            unique=False,
            postgresql_where=sa.text(f"{name}_id IS NOT NULL"),
        )


def downgrade() -> None:
    op.drop_table("evidence_withdrawal")
    op.drop_table("evidence_link")
    op.drop_table("evidence")
    op.execute("DROP FUNCTION refuse_evidence_change()")
