"""Chains to look at and to spoil: cases with entries, written by the product's own unit of work."""

import random
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from mediation.infra.db import new_id
from mediation.journal.models import JournalEntry, JournalHead
from mediation.journal.service import GENESIS, HASHED_COLUMNS, entry_hash
from mediation.kit.events import Event

ENTRY = JournalEntry.__table__


@dataclass(frozen=True, kw_only=True)
class Noted(Event):
    """Something that happened in these tests."""

    verb = "case:edit"
    subject = "Case"

    amount_fen: int = 0
    note: str = ""


async def write(runtime, actor, case_id, *, times: int = 1, private_to: str | None = None) -> None:
    """Entries of one case, each in a transaction of its own."""
    for n in range(times):
        async with runtime.uow(actor) as tx:
            tx.record(Noted(subject_id=case_id, case_id=case_id, amount_fen=648_000 + n, private_to=private_to))


async def chain_of(connection: AsyncConnection, chain: Any) -> list[dict[str, Any]]:
    """The entries of a chain in order, as plain values."""
    found = await connection.execute(select(ENTRY).where(ENTRY.c.chain_id == chain).order_by(ENTRY.c.seq))
    return [dict(row._mapping) for row in found]


async def rewrite(connection: AsyncConnection, chain: Any, entries: list[dict[str, Any]], *, head: bool = True) -> None:
    """Put `entries` in the place of a chain with every number and hash computed anew, as a careful forger would."""
    await connection.execute(delete(ENTRY).where(ENTRY.c.chain_id == chain))
    previous = GENESIS
    for seq, entry in enumerate(entries, start=1):
        values = {name: entry[name] for name in HASHED_COLUMNS} | {"chain_id": chain, "seq": seq}
        digest = entry_hash(values, previous)
        await connection.execute(insert(ENTRY).values(**values, prev_hash=previous, hash=digest))
        previous = digest
    if head:
        moved = update(JournalHead).where(col(JournalHead.id) == chain).values(seq=len(entries), hash=previous)
        await connection.execute(moved)


def other(rng: random.Random, name: str, entry: dict[str, Any]) -> Any:
    """A value for column `name` that is not the one of `entry`."""
    value = entry[name]
    match name:
        case "at":
            from datetime import timedelta

            return value + timedelta(microseconds=rng.choice((1, -1, 86_400_000_000)))
        case "seq":
            return value + rng.choice([step for step in (-2, -1, 1, 2, 40) if value + step > 0])
        case "particulars":
            return value | {"amount_fen": value.get("amount_fen", 0) + rng.choice((1, -1, 100))}
        case "prev_hash" | "hash":
            spoiled = bytearray(value)
            spoiled[rng.randrange(32)] ^= 1 << rng.randrange(8)
            return bytes(spoiled)
        case "private_to":
            return "workers" if value is None else None
        case _ if name != "request_id" and (name.endswith("_id") or name == "id"):
            return new_id()
        case _:
            return f"{value}x"
