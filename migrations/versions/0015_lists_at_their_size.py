"""lists at their size

What is added up of many rows is carried by the index that finds them; the journal is found by verb, and people by name.

Revision: 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_OPEN, _SETTLED = "settled_at IS NULL", "settled_at IS NOT NULL"
_PAID = ["amount_fen", "advance_id", "confirmed_at", "reverses_id"]
_CARRYING = (
    (
        "ix_commitment_district_due",
        "commitment",
        ["district_id", "due_at", "id"],
        _OPEN,
        ["agreement_id", "case_id", "kind", "defaulted_at"],
    ),
    (
        "ix_commitment_district_at",
        "commitment",
        ["district_id", "due_at"],
        None,
        ["id", "case_id", "kind", "settled_at", "defaulted_at"],
    ),
    (
        "ix_commitment_district_paid_off",
        "commitment",
        ["district_id", "settled_at"],
        _SETTLED,
        ["agreement_id", "case_id", "kind", "due_at"],
    ),
    ("ix_payment_commitment", "payment", ["commitment_id"], None, ["id", "paid_on", *_PAID]),
    (
        "ix_payment_district_paid",
        "payment",
        ["district_id", "paid_on"],
        None,
        ["id", "case_id", "commitment_id", *_PAID],
    ),
    ("ix_status_link_case", "status_link", ["case_id", "issued_at", "id"], None, ["party_id"]),
)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name, table, columns, where, carried in _CARRYING:
        op.drop_index(name, table_name=table)
        op.create_index(
            name,
            table,
            columns,
            postgresql_where=sa.text(where) if where else None,
            postgresql_include=carried,
        )
    op.create_index("ix_journal_entry_verb", "journal_entry", ["verb", "at", "id"])
    op.create_index("ix_access_entry_verb", "access_entry", ["verb", "at", "id"])
    op.create_index("ix_access_entry_refused", "access_entry", ["at", "id"], postgresql_where=sa.text("NOT allowed"))
    op.create_index("ix_person_name", "person", ["name"])
    op.create_index(
        "ix_organisation_credit_code",
        "organisation",
        ["credit_code"],
        postgresql_where=sa.text("credit_code IS NOT NULL"),
    )
