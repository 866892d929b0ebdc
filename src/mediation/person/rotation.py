"""`mediation vault rotate`: every sealed value sealed anew with the newest key, while the product runs.

Give every process both keys first (the newest seals, the old one still opens), then rotate, then take the old key away.
Rows go in batches by id; a value that somebody changed meanwhile is left as it is, for it was sealed with the newest key.
Blind indexes have a key of their own and stay. Which columns are sealed is read from the tables: whatever ends in
`_cipher`, and the few named here. Refuses to hold a key, and to mend a value that does not open.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Column, LargeBinary, Table, Uuid, cast, column, func, select, update
from sqlalchemy.dialects.postgresql import ARRAY

from mediation.infra.db import Database, metadata
from mediation.infra.vault import Vault, VaultError
from mediation.settings import Settings

BATCH: Final = 500
FILES: Final = 8
"""rows of a column that holds whole files: twenty million bytes each, and twice that while they are sealed anew"""
_SUFFIX: Final = "_cipher"
_ODD: Final = {("person", "id_cipher"): "person.id_number", ("notice", "secrets"): "notice.secrets"}
"""Sealed columns whose context does not follow from their name."""
_FILES: Final = frozenset({("document", "content_cipher"), ("evidence", "content_cipher")})


@dataclass(frozen=True)
class Sealed:
    """One sealed column and the context that its values are bound to, before the colon and the row's id."""

    table: Table
    column: Column[Any]
    context: str


@dataclass
class Rotated:
    """What was done: values sealed anew and values that do not open, per column."""

    done: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def sealed_columns() -> Iterator[Sealed]:
    """Every sealed column of every table."""
    for table in metadata.sorted_tables:
        for one in table.columns:
            odd = _ODD.get((table.name, one.name))
            if odd or one.name.endswith(_SUFFIX):
                yield Sealed(table, one, odd or f"{table.name}.{one.name.removesuffix(_SUFFIX)}")


async def rotate(database: Database, vault: Vault, *, batch: int = BATCH) -> Rotated:
    """Seal anew whatever was not sealed with the newest key and cipher. Safe to repeat, and to stop at any moment."""
    report = Rotated()
    for sealed in sealed_columns():
        size = min(batch, FILES) if (sealed.table.name, sealed.column.name) in _FILES else batch
        after: UUID | None = UUID(int=0)
        while after is not None:
            after = await _batch(database, vault, sealed, report, after=after, size=size)
    return report


async def _batch(
    database: Database, vault: Vault, sealed: Sealed, report: Rotated, *, after: UUID, size: int
) -> UUID | None:
    key, value = sealed.table.c.id, sealed.column
    current = vault.seal("", context="rotation")[:1]
    wanted = (
        select(key, value)
        .where(key > after, value.is_not(None), func.substr(value, 1, 1) != current)
        .order_by(key)
        .limit(size)
    )
    async with database.read() as connection:
        rows = (await connection.execute(wanted)).all()
        if not rows:
            return None
        fresh = list(_sealed_anew(vault, sealed, rows, report))
        if fresh:
            report.done[sealed.context] += await _replace(connection, sealed, fresh)
    return rows[-1][0] if len(rows) == size else None


def _sealed_anew(vault: Vault, sealed: Sealed, rows: Any, report: Rotated) -> Iterator[tuple[UUID, bytes, bytes]]:
    for key, old in rows:
        try:
            yield key, old, vault.rotate(old, context=f"{sealed.context}:{key}")
        except VaultError as error:
            report.broken.append(f"{sealed.context}:{key}: {error}")


async def _replace(connection: Any, sealed: Sealed, fresh: list[tuple[UUID, bytes, bytes]]) -> int:
    keys, old, new = zip(*fresh, strict=True)
    values = (
        func.unnest(
            cast(list(keys), ARRAY(Uuid)), cast(list(old), ARRAY(LargeBinary)), cast(list(new), ARRAY(LargeBinary))
        )
        .table_valued(column("key", Uuid), column("old", LargeBinary), column("new", LargeBinary), name="fresh")
        .render_derived()
    )
    done = await connection.execute(
        update(sealed.table)
        .where(sealed.table.c.id == values.c.key, sealed.column == values.c.old)
        .values({sealed.column.name: values.c.new})
    )
    return int(done.rowcount)


def main(settings: Settings) -> int:
    """Rotate, and print what was done; 1 when a value does not open. Every table must be registered (mediation.models)."""

    async def run() -> Rotated:
        assert settings.database_url is not None, "the command line has seen to it"
        database = Database(settings.database_url)
        vault = Vault(settings.vault_keys, cipher=settings.vault_cipher, index_key=settings.secret_key_bytes)
        try:
            return await rotate(database, vault)
        finally:
            await database.dispose()

    report = asyncio.run(run())
    for context, count in sorted(report.done.items()):
        sys.stdout.write(f"{context}: {count} sealed anew\n")
    for place in report.broken:
        sys.stdout.write(f"{place}\n")
    sys.stdout.write(f"{report.done.total()} values sealed anew, {len(report.broken)} do not open.\n")
    return 1 if report.broken else 0
