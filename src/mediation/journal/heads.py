"""Heads of the chains, kept outside the database, signed, in files that only grow: what a rewritten database cannot forge.

One file per legal day, `heads-2026-11-20.jsonl`. Each line is a batch: the heads that moved since the batch before, the
digest of the line before (across days), a number without gaps, and an Ed25519 signature over all of it. `running.json`
says where the last batch stands; it is replaced at every export, so that a cut file is seen. The folder belongs on
another machine, or is copied there by whoever does not administer the database.

Refuses to hold anything of an entry but its chain, its number and its hash.
"""

import asyncio
import base64
import fcntl
import hashlib
import os
import struct
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final, cast
from uuid import UUID

import orjson
import structlog
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from sqlalchemy import select
from sqlmodel import col

from mediation.infra.clock import legal_day
from mediation.infra.runtime import Runtime
from mediation.journal.models import JournalHead
from mediation.settings import Settings

log = structlog.get_logger(__name__)

_OVERLAP: Final = timedelta(minutes=5)
"""A transaction carries the instant at which it began; heads are looked for again this long after."""
_BATCH: Final = 5_000
_RUNNING: Final = "running.json"
_GENESIS: Final = "0" * 64
_PACKED: Final = struct.Struct(">Q32s")

Head = tuple[UUID, int, bytes]
"""(chain, number of its last entry, that entry's hash)"""


class HeadsError(Exception):
    """The files outside the database are not as they were left; the message names the place."""


@dataclass
class Running:
    """Where the last batch stands."""

    batch: int = 0
    digest: str = _GENESIS
    at: datetime | None = None
    recent: dict[str, int] = field(default_factory=dict)
    """chain -> number of the heads written within the overlap, so that they are not written again"""


@dataclass(frozen=True)
class Signer:
    """Signs and checks with the key of the settings."""

    private: Ed25519PrivateKey

    @classmethod
    def of(cls, settings: Settings) -> "Signer":
        """Raises HeadsError without a key of 32 bytes."""
        if len(settings.journal_signing_key) != 32:
            raise HeadsError("the journal's signing key is missing")
        return cls(Ed25519PrivateKey.from_private_bytes(settings.journal_signing_key))

    def seal(self, body: dict[str, Any]) -> bytes:
        """One line: the body with its signature."""
        signature = base64.b64encode(self.private.sign(orjson.dumps(body, option=orjson.OPT_SORT_KEYS))).decode()
        return orjson.dumps(body | {"signature": signature}, option=orjson.OPT_SORT_KEYS)

    def open(self, line: bytes, place: str) -> dict[str, Any]:
        """The body of a line. Raises HeadsError naming `place` when it is not one that was signed here."""
        public: Ed25519PublicKey = self.private.public_key()
        try:
            body: dict[str, Any] = orjson.loads(line)
            signature = base64.b64decode(body.pop("signature"))
            public.verify(signature, orjson.dumps(body, option=orjson.OPT_SORT_KEYS))
        except (ValueError, KeyError, TypeError, AttributeError, InvalidSignature):
            raise HeadsError(f"{place}: not signed by this journal") from None
        return body


async def export(runtime: Runtime) -> int:
    """Write the heads that moved since the last time. Returns how many. Called at every tick of a worker.

    When another process of this machine is writing, does nothing and returns 0. Raises HeadsError when the files are not
    as they were left: then a person must look, and nothing is written over it.
    """
    folder, signer = runtime.settings.journal_heads_dir, Signer.of(runtime.settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(folder) as alone:
        if not alone:
            return 0
        now = runtime.clock.now()
        running = _read_running(folder, signer)
        moved = await _moved(runtime, running, now)
        await asyncio.to_thread(_write, folder, signer, running, moved, now)
    return len(moved)


async def _moved(runtime: Runtime, running: Running, now: datetime) -> list[Head]:
    statement = select(col(JournalHead.id), col(JournalHead.seq), col(JournalHead.hash), col(JournalHead.at))
    if running.at is not None and running.at <= now:
        statement = statement.where(col(JournalHead.at) > running.at - _OVERLAP)
    async with runtime.read() as connection:
        rows = (await connection.execute(statement.order_by(col(JournalHead.at), col(JournalHead.id)))).all()
    fresh = [(row.id, row.seq, row.hash) for row in rows if running.recent.get(str(row.id)) != row.seq]
    running.recent = {str(row.id): row.seq for row in rows if row.at > now - _OVERLAP}
    return fresh


def _write(folder: Path, signer: Signer, running: Running, moved: Sequence[Head], now: datetime) -> None:
    with (folder / f"heads-{legal_day(now).isoformat()}.jsonl").open("ab") as file:
        for start in range(0, len(moved), _BATCH):
            heads = [[str(chain), seq, digest.hex()] for chain, seq, digest in moved[start : start + _BATCH]]
            body = {"batch": running.batch + 1, "at": now.isoformat(), "before": running.digest, "heads": heads}
            line = signer.seal(body)
            file.write(line + b"\n")
            running.batch, running.digest = running.batch + 1, hashlib.sha256(line).hexdigest()
        file.flush()
        os.fsync(file.fileno())
    said = {"batch": running.batch, "digest": running.digest, "at": now.isoformat(), "recent": running.recent}
    fresh = folder / f".{_RUNNING}.new"
    fresh.write_bytes(signer.seal(said))
    fresh.replace(folder / _RUNNING)


def _read_running(folder: Path, signer: Signer) -> Running:
    path = folder / _RUNNING
    if not path.exists():
        if any(folder.glob("heads-*.jsonl")):
            raise HeadsError(f"{path.name} is missing beside the heads")
        return Running()
    said = signer.open(path.read_bytes(), path.name)
    return Running(said["batch"], said["digest"], datetime.fromisoformat(said["at"]), said["recent"])


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    with (folder / ".lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


@dataclass(frozen=True)
class Outside:
    """What the files say: every head of each chain, when the last one was written, and what is wrong with the files.

    All of them count, not only the newest: who rewrites a chain and waits has the forged one exported as well.
    """

    of_chain: dict[UUID, bytearray]
    """heads as `_PACKED`, in the order written"""
    written_at: datetime | None
    faults: tuple[str, ...]

    def heads(self, chain: UUID) -> Iterator[tuple[int, bytes]]:
        """The heads of one chain in the order written: number of the entry, its hash."""
        return cast("Iterator[tuple[int, bytes]]", _PACKED.iter_unpack(self.of_chain.get(chain, b"")))

    def furthest(self, chain: UUID) -> int:
        """The highest number among the heads of a chain; 0 without any."""
        return max((seq for seq, _ in self.heads(chain)), default=0)


def read(folder: Path, signer: Signer) -> Outside:
    """Read and check every file of `folder`: signatures, numbers without gaps, each line bound to the one before."""
    faults: list[str] = []
    of_chain: dict[UUID, bytearray] = defaultdict(bytearray)
    written_at: datetime | None = None
    last: tuple[int, str] = (0, _GENESIS)
    for body in _bodies(folder, signer, faults):
        if body["batch"] != last[0] + 1 or body["before"] != last[1]:
            faults.append(f"{body['place']}: batch {body['batch']} does not follow batch {last[0]}")
        last, written_at = (body["batch"], body["digest"]), datetime.fromisoformat(body["at"])
        for chain, seq, digest in _heads(body):
            of_chain[chain] += _PACKED.pack(seq, digest)
    try:
        running = _read_running(folder, signer)
    except HeadsError as error:
        faults.append(str(error))
    else:
        if (running.batch, running.digest) != last:
            faults.append(f"{_RUNNING}: the last batch is {running.batch}, but the files end with {last[0]}")
        written_at = running.at or written_at
    return Outside(dict(of_chain), written_at, tuple(faults))


def _bodies(folder: Path, signer: Signer, faults: list[str]) -> Iterator[dict[str, Any]]:
    for path in sorted(folder.glob("heads-*.jsonl")):
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                place = f"{path.name}:{number}"
                try:
                    body = signer.open(line.rstrip(b"\n"), place)
                except HeadsError as error:
                    faults.append(str(error))
                    continue
                yield body | {"place": place, "digest": hashlib.sha256(line.rstrip(b"\n")).hexdigest()}


def _heads(body: dict[str, Any]) -> Iterator[Head]:
    for chain, seq, digest in body["heads"]:
        yield UUID(chain), seq, bytes.fromhex(digest)
