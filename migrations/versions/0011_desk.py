"""desk

Drafts and saved filters of each member of staff.

Revision: 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _drafts()
    _filters()


def _drafts() -> None:
    op.create_table(
        "draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("body_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('composer','default_wizard','intake','minutes','roster')", name=op.f("ck_draft_kind")
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_draft_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("staff_id", "kind", "about", name=op.f("uq_draft_staff_id_kind_about")),
    )
    op.create_index("ix_draft_author", "draft", ["staff_id", "saved_at", "id"])
    op.create_index("ix_draft_saved", "draft", ["saved_at"])


def _filters() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("shared_with", sa.Uuid(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("filter", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["shared_with"], ["agency.id"], name=op.f("fk_saved_filter_shared_with")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_saved_filter_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
    )
    live, gone = sa.text("deleted_at IS NULL"), sa.text("deleted_at IS NOT NULL")
    op.create_index(op.f("ix_saved_filter_staff_id"), "saved_filter", ["staff_id"])
    op.create_index("ix_saved_filter_shared", "saved_filter", ["shared_with"], postgresql_where=live)
    op.create_index("ix_saved_filter_deleted", "saved_filter", ["deleted_at"], postgresql_where=gone)
    op.create_index("uq_saved_filter_live", "saved_filter", ["staff_id", "digest"], unique=True, postgresql_where=live)
