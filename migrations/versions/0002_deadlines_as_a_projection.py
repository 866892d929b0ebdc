"""deadlines as a projection

Revision: 0002, after 0001
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_OPEN = "met_at IS NULL AND void_at IS NULL AND lapsed_at IS NULL"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "procedure_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("trigger", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("takes_back_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.CheckConstraint("(takes_back_id IS NULL) = (reason = '')", name=op.f("ck_procedure_event_reason")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_procedure_event_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_procedure_event_party_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["staff.id"], name=op.f("fk_procedure_event_recorded_by")),
        sa.ForeignKeyConstraint(
            ["takes_back_id"], ["procedure_event.id"], name=op.f("fk_procedure_event_takes_back_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure_event")),
        sa.UniqueConstraint("takes_back_id", name=op.f("uq_procedure_event_takes_back_id")),
    )
    op.create_index("ix_procedure_event_case", "procedure_event", ["case_id", "happened_on", "id"])
    op.execute(
        "CREATE TRIGGER procedure_event_append_only BEFORE UPDATE OR DELETE ON procedure_event"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        "CREATE TRIGGER procedure_event_no_truncate BEFORE TRUNCATE ON procedure_event"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.add_column("deadline", sa.Column("party_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_deadline_party_id"), "deadline", "party", ["party_id"], ["id"])
    op.add_column("deadline", sa.Column("shown_only", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("deadline", sa.Column("natural_on", sa.Date(), nullable=True))
    op.add_column("deadline", sa.Column("extended_days", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("deadline", sa.Column("met_on", sa.Date(), nullable=True))
    op.add_column("deadline", sa.Column("void_why", sqlmodel.sql.sqltypes.AutoString(), nullable=True))
    op.execute(
        "UPDATE deadline SET met_on = (met_at AT TIME ZONE 'Asia/Shanghai')::date,"
        " void_why = CASE WHEN void_at IS NOT NULL THEN 'case_ended' END"
    )
    op.alter_column("deadline", "shown_only", server_default=None)
    op.alter_column("deadline", "extended_days", server_default=None)
    op.drop_index("ix_deadline_open", "deadline")
    op.create_index(
        "ix_deadline_open", "deadline", ["due_at", "id"], postgresql_where=sa.text(f"NOT shown_only AND {_OPEN}")
    )
