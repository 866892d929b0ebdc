"""heads of the journal only move forward, and are found by the instant at which they moved

Revision: 0006, after 0005
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_TRIGGERS = {
    "forward_only": "BEFORE UPDATE ON journal_head FOR EACH ROW EXECUTE FUNCTION refuse_step_back()",
    "no_delete": "BEFORE DELETE ON journal_head FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "no_truncate": "BEFORE TRUNCATE ON journal_head FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index("ix_journal_head_at", "journal_head", ["at"])
    op.execute(
        "CREATE OR REPLACE FUNCTION refuse_step_back() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN IF NEW.id <> OLD.id OR NEW.seq <> OLD.seq + 1 THEN "
        "RAISE EXCEPTION '% only moves forward', TG_TABLE_NAME; END IF; RETURN NEW; END $$"
    )
    for name, rest in _TRIGGERS.items():
        op.execute(f"CREATE TRIGGER journal_head_{name} {rest}")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for name in _TRIGGERS:
        op.execute(f"DROP TRIGGER journal_head_{name} ON journal_head")
    op.execute("DROP FUNCTION refuse_step_back()")
    op.drop_index("ix_journal_head_at", table_name="journal_head")
