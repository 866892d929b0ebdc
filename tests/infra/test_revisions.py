"""Which revision a database is at, and what two catalogues differ in."""

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from mediation.infra import catalogue, revisions
from mediation.infra.revisions import RevisionError, State


def write_revision(folder: Path, name: str, replaces: str) -> None:
    text = (
        f'"""A change."""\n\nrevision: str = "{name}"\ndown_revision: str | None = {replaces}\n\n\ndef upgrade(): ...\n'
    )
    (folder / "versions").mkdir(exist_ok=True)
    (folder / "versions" / f"{name}_a_change.py").write_text(text)


def test_the_newest_revision_is_the_one_that_no_other_replaces(tmp_path: Path) -> None:
    assert revisions.head(tmp_path) is None

    write_revision(tmp_path, "0001", "None")
    write_revision(tmp_path, "0003", '"0002"')
    write_revision(tmp_path, "0002", '"0001"')

    assert revisions.head(tmp_path) == "0003"


def test_two_newest_revisions_are_refused(tmp_path: Path) -> None:
    write_revision(tmp_path, "0001", "None")
    write_revision(tmp_path, "0002", '"0001"')
    write_revision(tmp_path, "0003", '"0001"')

    with pytest.raises(RevisionError, match="several newest revisions: 0002, 0003"):
        revisions.head(tmp_path)


def test_two_branches_that_were_joined_have_one_newest_revision(tmp_path: Path) -> None:
    write_revision(tmp_path, "0001", "None")
    write_revision(tmp_path, "0002", '"0001"')
    write_revision(tmp_path, "0003", '"0001"')
    write_revision(tmp_path, "0004", '("0002", "0003")')

    assert revisions.head(tmp_path) == "0004"


async def test_an_empty_database_has_no_revision_and_nobody_in_it(servers: Any) -> None:
    url = await servers.create("empty")

    assert await revisions.state_of(url) == State(revision=None, has_staff=False)

    await servers.drop("empty")


async def test_a_migrated_database_with_an_account_says_so(servers: Any) -> None:
    url = await servers.create("marked")
    connection = await asyncpg.connect(revisions.dsn(url))
    await connection.execute("CREATE TABLE alembic_version AS SELECT '0007' AS version_num")
    await connection.execute("CREATE TABLE staff AS SELECT 'chen' AS login")
    await connection.close()

    assert await revisions.state_of(url) == State(revision="0007", has_staff=True)

    await servers.drop("marked")


def test_a_database_that_cannot_be_reached_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(RevisionError, match=r"^The database cannot be reached: "):
        revisions.require_current(f"postgresql+asyncpg://postgres@/mediation?host={tmp_path}")


async def test_an_unmigrated_database_is_refused_with_the_remedy(servers: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    url = await servers.create("unmigrated")
    monkeypatch.setattr(revisions, "head", lambda: "0002")

    with pytest.raises(RevisionError) as refused:
        await asyncio.to_thread(revisions.require_current, url)

    assert str(refused.value) == (
        "Refusing to start: the database is at revision none and this program needs 0002; run `mediation migrate` first."
    )
    await servers.drop("unmigrated")


SAME = """
    CREATE TABLE cases (id uuid PRIMARY KEY, number text NOT NULL, amount_fen bigint DEFAULT 0);
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END';
"""


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ("ALTER TABLE cases ADD COLUMN note text", "column: cases.note text"),
        ("ALTER TABLE cases ALTER number DROP NOT NULL", "column: cases.number text"),
        ("ALTER TABLE cases ALTER amount_fen SET DEFAULT 1", "column: cases.amount_fen bigint DEFAULT 1"),
        ("ALTER TABLE cases ALTER amount_fen TYPE int", "column: cases.amount_fen integer DEFAULT 0"),
        (
            "CREATE INDEX ix_number ON cases (number) WHERE amount_fen > 0",
            "index: CREATE INDEX ix_number ON public.cases USING btree (number) WHERE (amount_fen > 0)",
        ),
        (
            "ALTER TABLE cases ADD CONSTRAINT ck_amount CHECK (amount_fen >= 0)",
            "constraint: cases.ck_amount CHECK ((amount_fen >= 0))",
        ),
        (
            "CREATE TRIGGER t BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION refuse()",
            "trigger: CREATE TRIGGER t BEFORE DELETE ON public.cases FOR EACH ROW EXECUTE FUNCTION refuse()",
        ),
        ("CREATE EXTENSION pg_trgm", "extension: pg_trgm"),
        ("CREATE SEQUENCE serial", "sequence: serial"),
        ("CREATE VIEW mine AS SELECT id FROM cases", "view: mine SELECT id FROM cases;"),
    ],
)
async def test_any_drift_between_migrations_and_models_is_found(servers: Any, change: str, line: str) -> None:
    for name in ("migrated", "modelled"):
        await servers.drop(name)  # of a case that failed
    migrated, modelled = await servers.create("migrated"), await servers.create("modelled")
    for url, statements in ((migrated, SAME), (modelled, SAME + change)):
        connection = await asyncpg.connect(revisions.dsn(url))
        await connection.execute(statements)
        await connection.close()

    found = catalogue.differences(await catalogue.read(migrated), await catalogue.read(modelled))

    assert f"only the models have: {line}" in found
    for name in ("migrated", "modelled"):
        await servers.drop(name)


async def test_two_equal_databases_have_no_differences(servers: Any) -> None:
    url = await servers.create("equal")
    connection = await asyncpg.connect(revisions.dsn(url))
    await connection.execute(SAME)
    await connection.close()

    assert len(await catalogue.read(url)) == 7
    assert catalogue.differences(await catalogue.read(url), await catalogue.read(url)) == []
    await servers.drop("equal")
