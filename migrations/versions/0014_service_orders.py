"""service orders

Revision: 0014, after 0013
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    text, at = sqlmodel.sql.sqltypes.AutoString, sa.DateTime(timezone=True)
    op.create_table(
        "order_counter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_order_counter_district_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_counter")),
        sa.UniqueConstraint("district_id", "year", name=op.f("uq_order_counter_district_id_year")),
    )
    op.create_table(
        "service_order",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("city_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("channel", text(), nullable=False),
        sa.Column("requester_name", text(), nullable=False),
        sa.Column("phone_cipher", sa.LargeBinary(), nullable=True),
        sa.Column("content", text(), nullable=False),
        sa.Column("opinion", text(), nullable=False),
        sa.Column("result", text(), nullable=False),
        sa.Column("mark", text(), nullable=True),
        sa.Column("comment", text(), nullable=False),
        sa.Column("level", text(), nullable=True),
        sa.Column("step", text(), nullable=False),
        sa.Column("handler_agency_id", sa.Uuid(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.Column("registered_by", sa.Uuid(), nullable=True),
        sa.Column("registered_at", at, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("call_back", sa.Boolean(), nullable=False),
        sa.Column("reminded_on", sa.Date(), nullable=True),
        sa.Column("closed_at", at, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "step IN ('closed','dispatching','handling','rating','requested')", name=op.f("ck_service_order_step")
        ),
        sa.CheckConstraint("level IN ('at_once','district','street')", name=op.f("ck_service_order_level")),
        sa.CheckConstraint("(step = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_service_order_closed")),
        sa.CheckConstraint(
            "(step = 'requested') OR (opinion <> '' AND level IS NOT NULL)", name=op.f("ck_service_order_taken")
        ),
        sa.CheckConstraint(
            "(step = 'handling') <= (handler_agency_id IS NOT NULL)", name=op.f("ck_service_order_handled")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["district.id"], name=op.f("fk_service_order_district_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_service_order_agency_id")),
        sa.ForeignKeyConstraint(["handler_agency_id"], ["agency.id"], name=op.f("fk_service_order_handler_agency_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_service_order_owner_id")),
        sa.ForeignKeyConstraint(["taken_by"], ["staff.id"], name=op.f("fk_service_order_taken_by")),
        sa.ForeignKeyConstraint(["registered_by"], ["staff.id"], name=op.f("fk_service_order_registered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service_order")),
        sa.UniqueConstraint("district_id", "year", "serial", name=op.f("uq_service_order_district_id_year_serial")),
    )
    op.create_index("ix_service_order_agency", "service_order", ["agency_id", "registered_at", "id"])
    op.create_index("ix_service_order_handler", "service_order", ["handler_agency_id", "registered_at", "id"])
    op.create_index("ix_service_order_due", "service_order", ["due_on"], postgresql_where=sa.text("step <> 'closed'"))
    op.create_table(
        "order_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("district_id", sa.Uuid(), nullable=False),
        sa.Column("step", text(), nullable=False),
        sa.Column("level", text(), nullable=True),
        sa.Column("agency_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("began_at", at, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", at, nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.Column("note", text(), nullable=False),
        sa.ForeignKeyConstraint(["order_id"], ["service_order.id"], name=op.f("fk_order_step_order_id")),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_order_step_agency_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["staff.id"], name=op.f("fk_order_step_owner_id")),
        sa.ForeignKeyConstraint(["done_by"], ["staff.id"], name=op.f("fk_order_step_done_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_step")),
    )
    op.create_index("ix_order_step_order", "order_step", ["order_id", "began_at", "id"])
