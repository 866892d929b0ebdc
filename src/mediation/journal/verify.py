"""Whether the journal is as it was written: every chain against itself, against its head, and against the heads outside.

Against itself finds an entry edited, removed, added, swapped or forked; against its head a tail that was cut; against the
signed heads outside the database also a cut or a rewrite by somebody who computed every hash and head anew. Each fault
names its place: chain, number, what. Refuses to mend anything.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from mediation.infra.clock import Clock, FileClock, SystemClock
from mediation.infra.db import Database
from mediation.journal import heads
from mediation.journal.models import JournalEntry, JournalHead
from mediation.journal.service import GENESIS, HASHED_COLUMNS, entry_hash
from mediation.settings import Settings

_PAGE: Final = 5_000
_UNWITNESSED_FOR: Final = timedelta(minutes=10)
"""So old an entry, without a head outside, means that the export does not run, or that its files are gone."""


@dataclass(frozen=True)
class Fault:
    """One place that is not as it was written. `seq` is None when the chain as a whole is meant."""

    chain: UUID | None
    seq: int | None
    what: str

    def __str__(self) -> str:
        place = "heads outside" if self.chain is None else f"chain {self.chain}"
        return f"{place}{'' if self.seq is None else f', entry {self.seq}'}: {self.what}"


@dataclass
class Report:
    """What was looked at, and what was found."""

    chains: int = 0
    entries: int = 0
    witnessed: int = 0
    faults: list[Fault] = field(default_factory=list)


async def check(connection: AsyncConnection, outside: heads.Outside, *, now: datetime) -> Report:
    """Check every chain, as one transaction of `connection` sees them. `outside` must have been read before it began."""
    report = Report(faults=[Fault(None, None, what) for what in outside.faults])
    inside = {row.id: (row.seq, row.hash) for row in await _heads(connection)}
    seen: set[UUID] = set()
    reader: _Chain | None = None
    oldest: datetime | None = None
    async for row in _entries(connection):
        if reader is None or reader.id != row.chain_id:
            _settle(reader, inside, outside, report)
            reader = _Chain(row.chain_id)
            seen.add(row.chain_id)
        report.faults += reader.take(row)
        report.entries += 1
        oldest = min(oldest or row.at, row.at)
    _settle(reader, inside, outside, report)
    report.faults += _vanished(seen, inside, outside)
    report.chains, report.witnessed = len(seen), len(seen & outside.of_chain.keys())
    if oldest is not None and now - oldest > _UNWITNESSED_FOR and not outside.of_chain:
        report.faults.append(Fault(None, None, "there are none: a rewritten journal could not be told from this one"))
    return report


class _Chain:
    """Walks one chain. After a fault it goes on from what it found, so that one fault is told once."""

    def __init__(self, chain: UUID) -> None:
        self.id = chain
        self.seq = 0
        self.hash = GENESIS
        self.hashes: dict[int, bytes] = {}

    def take(self, row: Any) -> Iterator[Fault]:
        if row.seq == self.seq:
            yield Fault(self.id, row.seq, "the chain forks here: there are two entries with this number")
        elif row.seq != self.seq + 1:
            first, last = self.seq + 1, row.seq - 1
            yield Fault(self.id, first, f"entries {first} to {last} are missing" if last > first else "is missing")
        elif row.prev_hash != self.hash:
            yield Fault(self.id, row.seq, "does not follow the entry before it")
        values = {name: getattr(row, name) for name in HASHED_COLUMNS}
        if entry_hash(values, row.prev_hash) != row.hash:
            yield Fault(self.id, row.seq, "was changed after it was written")
        self.seq, self.hash = row.seq, row.hash
        self.hashes[row.seq] = row.hash

    def against_head(self, inside: tuple[int, bytes] | None) -> Iterator[Fault]:
        if inside is None:
            yield Fault(self.id, self.seq, "the chain's head is missing")
        elif inside[0] > self.seq:
            yield Fault(self.id, self.seq + 1, f"the tail was cut: the head stands at {inside[0]}")
        elif inside != (self.seq, self.hash):
            yield Fault(self.id, self.seq, f"is not the entry at which the head stands ({inside[0]})")

    def against_outside(self, outside: heads.Outside) -> Iterator[Fault]:
        known = list(outside.heads(self.id))
        sound = max((seq for seq, digest in known if self.hashes.get(seq) == digest), default=0)
        furthest = outside.furthest(self.id)
        if furthest > self.seq:
            yield Fault(self.id, self.seq + 1, f"the tail was cut: outside stands a head at {furthest}")
            if sound < self.seq:
                yield Fault(self.id, sound + 1, f"from here to {self.seq} no head outside vouches for what is left")
        forged = [seq for seq, digest in known if seq <= self.seq and self.hashes.get(seq) != digest]
        if forged:
            before = [seq for seq, digest in known if seq < min(forged) and self.hashes.get(seq) == digest]
            first = max(before, default=0) + 1
            yield Fault(
                self.id, first, f"was rewritten here or later, up to {min(forged)}: outside stands another hash"
            )


def _settle(
    chain: _Chain | None, inside: dict[UUID, tuple[int, bytes]], outside: heads.Outside, report: Report
) -> None:
    if chain is not None:
        report.faults += chain.against_head(inside.get(chain.id))
        report.faults += chain.against_outside(outside)


def _vanished(seen: set[UUID], inside: dict[UUID, tuple[int, bytes]], outside: heads.Outside) -> Iterator[Fault]:
    for chain in (inside.keys() | outside.of_chain.keys()) - seen:
        seq = max(inside.get(chain, (0, b""))[0], outside.furthest(chain))
        if seq:
            yield Fault(chain, 1, f"the whole chain is gone: its head stood at {seq}")


async def _heads(connection: AsyncConnection) -> Iterable[Any]:
    return (await connection.execute(select(col(JournalHead.id), col(JournalHead.seq), col(JournalHead.hash)))).all()


async def _entries(connection: AsyncConnection) -> AsyncIterator[Any]:
    order = (col(JournalEntry.chain_id), col(JournalEntry.seq), col(JournalEntry.id))
    statement = select(JournalEntry.__table__).order_by(*order).limit(_PAGE)  # type: ignore[attr-defined]
    page = statement
    while True:
        rows = (await connection.execute(page)).all()
        for row in rows:
            yield row
        if len(rows) < _PAGE:
            return
        last = rows[-1]
        page = statement.where(tuple_(*order) > tuple_(last.chain_id, last.seq, last.id))


async def verify(database: Database, settings: Settings, clock: Clock) -> Report:
    """Check the journal of `database` against itself and the heads outside, as of one instant."""
    outside = await asyncio.to_thread(heads.read, settings.journal_heads_dir, heads.Signer.of(settings))
    async with database.engine.connect() as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        return await check(connection, outside, now=clock.now())


def main(settings: Settings) -> int:
    """Check, print every fault with its place and a summary; 0 when nothing was changed, else 1."""

    async def run() -> Report:
        assert settings.database_url is not None, "the command line has seen to it"
        database = Database(settings.database_url)
        try:
            clock = FileClock(settings.clock_file) if settings.clock_file else SystemClock()
            return await verify(database, settings, clock)
        finally:
            await database.dispose()

    try:
        report = asyncio.run(run())
    except heads.HeadsError as error:
        sys.stdout.write(f"{error}\n")
        return 1
    for fault in report.faults:
        sys.stdout.write(f"{fault}\n")
    found = f"{len(report.faults)} places are not as they were written" if report.faults else "nothing was changed"
    sys.stdout.write(
        f"{report.entries} entries in {report.chains} chains, {report.witnessed} of them with a head outside the "
        f"database: {found}.\n"
    )
    return 1 if report.faults else 0
