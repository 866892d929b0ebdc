"""rooms: on whose behalf, seats of one person, sealed closing notes

Revision: 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("room", "closing_note")
    op.add_column("room", sa.Column("closing_note_cipher", sa.LargeBinary(), nullable=True))
    op.create_index("ix_room_recent", "room", ["opened_at", "id"])
    op.create_index(
        "uq_caucus_open", "caucus", ["room_id", "side"], unique=True, postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_index("ix_participant_room", "participant")
    op.create_index("ix_participant_room", "participant", ["room_id", "invited_at", "id"])
    for name in ("staff", "agency"):
        op.create_index(
            f"ix_participant_{name}",
            "participant",
            [f"{name}_id", "room_id"],
            postgresql_where=sa.text(f"{name}_id IS NOT NULL"),
        )
    op.create_index(
        "ix_participant_party", "participant", ["party_id"], postgresql_where=sa.text("party_id IS NOT NULL")
    )
    op.create_index(
        "uq_participant_staff",
        "participant",
        ["room_id", "staff_id"],
        unique=True,
        postgresql_where=sa.text("staff_id IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_participant_side"), "participant", "side IS NULL OR side IN ('workers','employer')"
    )
    op.create_check_constraint(
        op.f("ck_participant_neutral"), "participant", "side IS NULL OR kind IN ('lawyer','party')"
    )
    op.create_index(
        "ix_message_caucus",
        "message",
        ["caucus_id", "said_at", "id"],
        postgresql_where=sa.text("caucus_id IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_message_audience"), "message", "audience IN ('everyone','workers','employer','note')"
    )
    op.create_check_constraint(
        op.f("ck_message_caucus"), "message", "caucus_id IS NULL OR audience IN ('workers','employer')"
    )
    op.add_column("offer", sa.Column("on_behalf_of_id", sa.Uuid(), nullable=True))
    op.add_column("offer", sa.Column("term_count", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_offer_on_behalf_of_id"), "offer", "participant", ["on_behalf_of_id"], ["id"])
    op.add_column("offer_answer", sa.Column("on_behalf_of_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_offer_answer_on_behalf_of_id"), "offer_answer", "participant", ["on_behalf_of_id"], ["id"]
    )
    op.create_check_constraint(
        op.f("ck_offer_answer_kind"),
        "offer_answer",
        "kind IN ('accepted','countered','rejected','released','withdrawn')",
    )
    op.create_index(
        "uq_offer_answer_released",
        "offer_answer",
        ["offer_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'released'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("uq_offer_answer_released", "offer_answer")
    op.drop_constraint("ck_offer_answer_kind", "offer_answer")
    op.drop_column("offer_answer", "on_behalf_of_id")
    op.drop_column("offer", "term_count")
    op.drop_column("offer", "on_behalf_of_id")
    op.drop_constraint("ck_message_caucus", "message")
    op.drop_constraint("ck_message_audience", "message")
    op.drop_index("ix_message_caucus", "message")
    op.drop_constraint("ck_participant_neutral", "participant")
    op.drop_constraint("ck_participant_side", "participant")
    op.drop_index("uq_participant_staff", "participant")
    for name in ("party", "agency", "staff", "room"):
        op.drop_index(f"ix_participant_{name}", "participant")
    op.create_index("ix_participant_room", "participant", ["room_id"])
    op.drop_index("uq_caucus_open", "caucus")
    op.drop_index("ix_room_recent", "room")
    op.drop_column("room", "closing_note_cipher")
    op.add_column("room", sa.Column("closing_note", sa.String(), nullable=True))
