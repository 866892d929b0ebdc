"""The journal cannot be changed, and what is changed past the database is found and named."""

import random
from datetime import timedelta

import asyncpg
import orjson
import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import col
from tests.journal.chains import ENTRY, chain_of, other, rewrite, write

from mediation.infra.db import new_id
from mediation.journal import heads, service
from mediation.journal.models import JournalHead
from mediation.journal.service import HASHED_COLUMNS, entry_hash
from mediation.journal.verify import check, main, verify
from mediation.kit.actor import Role

TAMPERINGS = 1_000


@pytest.fixture
async def journal(runtime, make, clock):
    """Five chains of 4 to 14 entries; their heads were exported twice on the way and once at the end."""
    actor = await make.actor(Role.MEDIATOR)
    chains = [new_id() for _ in range(5)]
    for part in range(3):
        for n, chain in enumerate(chains):
            await write(runtime, actor, chain, times=2 + (n * (part + 1)) % 5, private_to="workers" if n == 2 else None)
        clock.advance(seconds=30)
        await heads.export(runtime)
    return chains


def _outside(runtime):
    return heads.read(runtime.settings.journal_heads_dir, heads.Signer.of(runtime.settings))


async def _faults(runtime):
    return (await verify(runtime.db, runtime.settings, runtime.clock)).faults


async def test_an_untouched_journal_is_sound_and_the_report_says_how_much_was_looked_at(runtime, journal):
    report = await verify(runtime.db, runtime.settings, runtime.clock)

    assert report.faults == []
    assert report.chains == 5
    assert report.witnessed == 5
    async with runtime.read() as connection:
        assert report.entries == len((await connection.execute(select(ENTRY.c.id))).all()) >= 40


@pytest.mark.timeout(600)
async def test_every_one_of_a_thousand_random_tamperings_is_found_and_its_place_named(runtime, journal):
    rng, outside, tried = random.Random(20261120), _outside(runtime), dict.fromkeys(_TAMPERINGS, 0)
    missed: list[str] = []
    async with runtime.db.engine.connect() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))  # past the triggers
        await connection.execute(text("ALTER TABLE journal_entry DROP CONSTRAINT uq_journal_entry_chain_id_seq"))
        assert (await check(connection, outside, now=runtime.clock.now())).faults == []
        for n in range(TAMPERINGS):
            name = list(_TAMPERINGS)[n % len(_TAMPERINGS)]
            savepoint = await connection.begin_nested()
            chain = rng.choice(journal)
            entries = await chain_of(connection, chain)
            first, last = await _TAMPERINGS[name](rng, connection, chain, entries)
            faults = (await check(connection, outside, now=runtime.clock.now())).faults
            if not any(f.chain == chain and f.seq is not None and first <= f.seq <= last for f in faults):
                missed.append(f"{n} {name} {first}-{last}: {[str(fault) for fault in faults]}")
            tried[name] += 1
            await savepoint.rollback()
        assert (await check(connection, outside, now=runtime.clock.now())).faults == []
        await connection.rollback()

    assert missed == []
    assert sum(tried.values()) == TAMPERINGS
    assert min(tried.values()) >= 100


async def _edit(rng, connection, chain, entries):
    entry, name = rng.choice(entries), rng.choice((*HASHED_COLUMNS, "prev_hash", "hash"))
    changed = update(ENTRY).where(ENTRY.c.id == entry["id"]).values({name: other(rng, name, entry)})
    await connection.execute(changed)
    return entry["seq"], entry["seq"]


async def _remove(rng, connection, chain, entries):
    entry = rng.choice(entries)
    await connection.execute(delete(ENTRY).where(ENTRY.c.id == entry["id"]))
    return entry["seq"], entry["seq"]


async def _swap(rng, connection, chain, entries):
    one, two = sorted(rng.sample(entries, 2), key=lambda entry: entry["seq"])
    for entry, seq in ((one, two["seq"]), (two, one["seq"])):
        await connection.execute(update(ENTRY).where(ENTRY.c.id == entry["id"]).values(seq=seq))
    return one["seq"], one["seq"]


async def _swap_what_was_done(rng, connection, chain, entries):
    one, two = sorted(rng.sample(entries, 2), key=lambda entry: entry["seq"])
    for entry, source in ((one, two), (two, one)):
        values = {name: source[name] for name in ("at", "particulars", "prev_hash", "hash")}
        await connection.execute(update(ENTRY).where(ENTRY.c.id == entry["id"]).values(values))
    return one["seq"], one["seq"]


async def _cut(rng, connection, chain, entries):
    keep = rng.randrange(0, len(entries))
    await connection.execute(delete(ENTRY).where(ENTRY.c.chain_id == chain, ENTRY.c.seq > keep))
    if rng.random() < 0.5:
        last = entries[keep - 1]["hash"] if keep else service.GENESIS
        await connection.execute(update(JournalHead).where(col(JournalHead.id) == chain).values(seq=keep, hash=last))
    return keep + 1, keep + 1


async def _rewrite_one(rng, connection, chain, entries):
    at = rng.randrange(len(entries))
    name = rng.choice([name for name in HASHED_COLUMNS if name not in {"chain_id", "seq"}])
    forged = [dict(entry) for entry in entries]
    forged[at][name] = other(rng, name, forged[at])
    await rewrite(connection, chain, forged)
    return 1, at + 1


async def _slip_in(rng, connection, chain, entries):
    at = rng.randrange(len(entries))
    await rewrite(connection, chain, [*entries[:at], entries[at] | {"id": new_id()}, *entries[at:]])
    return 1, at + 2


async def _leave_out(rng, connection, chain, entries):
    at = rng.randrange(len(entries))
    await rewrite(connection, chain, [*entries[:at], *entries[at + 1 :]])
    return 1, at + 1


async def _fork(rng, connection, chain, entries):
    entry = rng.choice(entries)
    values = {name: entry[name] for name in HASHED_COLUMNS} | {"id": new_id(), "verb": "case:refuse"}
    digest = entry_hash(values, entry["prev_hash"])
    await connection.execute(insert(ENTRY).values(**values, prev_hash=entry["prev_hash"], hash=digest))
    return entry["seq"], entry["seq"]


async def _remove_the_chain(rng, connection, chain, entries):
    await connection.execute(delete(ENTRY).where(ENTRY.c.chain_id == chain))
    if rng.random() < 0.5:
        await connection.execute(delete(JournalHead).where(col(JournalHead.id) == chain))
    return 1, 1


_TAMPERINGS = {
    function.__name__.strip("_"): function
    for function in (
        _edit,
        _remove,
        _swap,
        _swap_what_was_done,
        _cut,
        _rewrite_one,
        _slip_in,
        _leave_out,
        _fork,
        _remove_the_chain,
    )
}


@pytest.mark.parametrize("then", ["more is written", "the head is touched", "the end is cut and grows again"])
async def test_a_rewrite_whose_head_was_exported_since_is_found_all_the_same(runtime, make, clock, journal, then):
    """Whoever rewrites a chain only has to wait: the next export signs the forged head."""
    chain, actor = journal[0], await make.actor(Role.MEDIATOR)
    clock.advance(minutes=10)
    await heads.export(runtime)
    async with runtime.db.engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))  # past the triggers
        entries = await chain_of(connection, chain)
        entries[1]["particulars"] = {"amount_fen": 1}
        await rewrite(connection, chain, entries[:2] if then == "the end is cut and grows again" else entries)
        await connection.execute(update(JournalHead).where(col(JournalHead.id) == chain).values(at=clock.now()))
    if then != "the head is touched":
        await write(runtime, actor, chain, times=len(entries) + 1)
    clock.advance(seconds=30)
    assert await heads.export(runtime) == 1

    faults = await _faults(runtime)

    assert [(fault.chain, fault.seq) for fault in faults] == [(chain, 1)]
    assert "was rewritten here or later, up to 2" in str(faults[0])


async def test_a_fault_says_where_and_what_in_words(runtime, journal):
    chain = journal[0]
    async with runtime.db.engine.begin() as connection:
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        changed = update(ENTRY).where(ENTRY.c.chain_id == chain, ENTRY.c.seq == 2).values(verb="case:refuse")
        await connection.execute(changed)

    (fault,) = await _faults(runtime)

    assert str(fault) == f"chain {chain}, entry 2: was changed after it was written"


async def test_a_chain_without_heads_outside_cannot_be_vouched_for(runtime, make, clock):
    await write(runtime, await make.actor(Role.MEDIATOR), new_id(), times=3)
    assert await _faults(runtime) == []

    clock.advance(minutes=11)

    (fault,) = await _faults(runtime)
    assert str(fault) == "heads outside: there are none: a rewritten journal could not be told from this one"


@pytest.mark.parametrize("spoil", ["line", "number", "removed", "cut", "running", "swapped", "key"])
async def test_the_files_outside_are_checked_themselves(runtime, journal, clock, spoil):
    folder = runtime.settings.journal_heads_dir
    (file,) = folder.glob("heads-*.jsonl")
    lines = file.read_bytes().splitlines()
    running = folder / "running.json"
    match spoil:
        case "line":
            file.write_bytes(b"\n".join([lines[0].replace(b'"heads":[["', b'"heads":[["0'), *lines[1:]]) + b"\n")
        case "number":
            file.write_bytes(b"\n".join([lines[0].replace(b'"batch":1', b'"batch":7'), *lines[1:]]) + b"\n")
        case "removed":
            file.write_bytes(b"\n".join([lines[0], *lines[2:]]) + b"\n")
        case "cut":
            file.write_bytes(b"\n".join(lines[:-1]) + b"\n")
        case "running":
            running.unlink()
        case "swapped":
            file.write_bytes(b"\n".join([lines[1], lines[0], *lines[2:]]) + b"\n")
        case "key":
            body = orjson.loads(running.read_bytes()) | {"batch": 99}
            running.write_bytes(orjson.dumps(body))

    assert any(fault.chain is None for fault in await _faults(runtime))


async def test_heads_are_written_once_each_and_again_when_they_move(runtime, make, clock):
    actor, chain = await make.actor(Role.MEDIATOR), new_id()
    await write(runtime, actor, chain, times=2)
    counts = [await heads.export(runtime), await heads.export(runtime)]
    clock.advance(minutes=1)
    await write(runtime, actor, chain)
    counts.append(await heads.export(runtime))
    clock.advance(days=1)
    await write(runtime, actor, chain)
    counts += [await heads.export(runtime), await heads.export(runtime)]

    assert counts == [1, 0, 1, 1, 0]
    names = sorted(path.name for path in runtime.settings.journal_heads_dir.glob("heads-*.jsonl"))
    assert names == ["heads-2026-11-20.jsonl", "heads-2026-11-21.jsonl"]
    assert _outside(runtime).furthest(chain) == 4
    assert [seq for seq, _ in _outside(runtime).heads(chain)] == [2, 3, 4]


async def test_a_transaction_that_began_before_the_last_export_and_ended_after_is_not_forgotten(runtime, make, clock):
    actor, chain = await make.actor(Role.MEDIATOR), new_id()
    begun = clock.now()
    clock.advance(seconds=40)
    await heads.export(runtime)
    clock.set(begun + timedelta(seconds=1))  # what a slow transaction carries
    await write(runtime, actor, chain)
    clock.advance(minutes=1)

    assert await heads.export(runtime) == 1


async def test_files_that_were_touched_are_not_written_over(runtime, journal):
    (runtime.settings.journal_heads_dir / "running.json").unlink()

    with pytest.raises(heads.HeadsError, match=r"running\.json is missing"):
        await heads.export(runtime)


async def test_two_exports_at_once_write_one_after_the_other(runtime, make):
    import asyncio

    actor = await make.actor(Role.MEDIATOR)
    for _ in range(3):
        await write(runtime, actor, new_id())

    counts = await asyncio.gather(*(heads.export(runtime) for _ in range(5)))

    assert sum(counts) == 3
    assert _outside(runtime).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET verb = 'case:close'",
        "UPDATE journal_entry SET hash = hash",
        "DELETE FROM journal_entry",
        "TRUNCATE journal_entry",
        "UPDATE access_entry SET reason = 'x'",
        "DELETE FROM access_entry",
        "TRUNCATE access_entry",
        "UPDATE journal_head SET seq = seq - 1",
        "UPDATE journal_head SET hash = '\\x00'",
        "UPDATE journal_head SET seq = seq + 2",
        "DELETE FROM journal_head",
        "TRUNCATE journal_head",
    ],
)
async def test_the_database_itself_refuses_to_change_the_journal(runtime, make, journal, statement):
    actor = await make.actor(Role.MEDIATOR)
    await service.note_access(runtime, actor, verb="case:view", subject="Case", subject_id=None, allowed=False)

    async with runtime.db.engine.connect() as connection:
        with pytest.raises(DBAPIError, match=r"append-only|only moves forward"):
            await connection.execute(text(statement))


async def test_the_command_prints_each_place_and_a_summary(runtime, journal, capsys):
    import asyncio

    sound = await asyncio.to_thread(main, runtime.settings)
    said = capsys.readouterr().out
    url = make_url(runtime.settings.database_url)
    connection = await asyncpg.connect(host=url.query["host"], user="postgres", database=url.database)
    await connection.execute("SET session_replication_role = replica; DELETE FROM journal_entry WHERE seq = 3")
    await connection.close()
    spoiled = await asyncio.to_thread(main, runtime.settings)
    complained = capsys.readouterr().out

    assert sound == 0
    assert said.endswith("5 of them with a head outside the database: nothing was changed.\n")
    assert spoiled == 1
    assert complained.count("entry 3: is missing") == 5
