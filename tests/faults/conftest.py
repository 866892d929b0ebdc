"""Servers of their own, with everything on disk; workers, API and provider as real processes."""

import asyncio
import base64
import contextlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
from sqlalchemy import text

from mediation.infra import revisions
from mediation.infra.clock import SHANGHAI, FileClock
from mediation.infra.embedded import Embedded
from mediation.reactions import REACTIONS
from mediation.settings import DEMONSTRATION_MARK, Settings
from tests import product
from tests.make import Make

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=SHANGHAI)
GATEWAY = Path(__file__).with_name("gateway.py")
NURSERY = Path(__file__).with_name("nursery.py")


def pytest_collection_modifyitems(items):
    """Every test of this folder kills something; one after the other, in one process."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.faults)
            item.add_marker(pytest.mark.timeout(600))
            item.add_marker(pytest.mark.xdist_group("faults"))


@pytest.fixture(scope="session")
def own_servers() -> Iterator[Any]:
    """PostgreSQL and Valkey that sync to disk, as in production, and may be killed."""
    with tempfile.TemporaryDirectory(prefix="mediation-faults-") as folder:
        embedded = Embedded()
        servers = embedded.start(Path(folder))
        asyncio.run(servers.create("template_faults"))
        revisions.upgrade(servers.database_url_of("template_faults"))
        yield embedded, servers
        embedded.stop()


class Nursery:
    """Workers without the seconds of importing."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(NURSERY)],
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._line()

    def worker(self) -> int:
        """A new worker's process id."""
        assert self._process.stdin is not None
        self._process.stdin.write(b"another\n")
        self._process.stdin.flush()
        return int(self._line())

    def _line(self) -> bytes:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def close(self) -> None:
        """End it with everybody it made."""
        os.killpg(self._process.pid, signal.SIGKILL)
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            pipe.close()
        self._process.wait(10)


class Stage:
    """One database, one provider, and the processes of one test."""

    def __init__(self, embedded: Embedded, settings: Settings, environment: dict[str, str], ledger: Path) -> None:
        self.embedded = embedded
        self.environment = environment
        self._ledger = ledger
        self._processes: list[subprocess.Popen[bytes]] = []
        self.runtime = product.runtime(settings, reactions=REACTIONS)
        self.make = Make(self.runtime)

    def spawn(self, *command: str, **more: Any) -> "subprocess.Popen[bytes]":
        """A process that is killed at the end of the test, whatever happens."""
        process = subprocess.Popen(command, env={**os.environ, **self.environment}, **more)
        self._processes.append(process)
        return process

    def worker(self) -> "subprocess.Popen[bytes]":
        """`mediation work`."""
        return self.spawn(sys.executable, "-m", "mediation", "work", stderr=subprocess.DEVNULL)

    async def serve(self) -> str:
        """`mediation serve`; returns its address when it answers."""
        self.spawn(sys.executable, "-m", "mediation", "serve", stderr=subprocess.DEVNULL)
        base = f"http://127.0.0.1:{self.environment['MEDIATION_PORT']}"

        async def answers() -> bool:
            async with httpx2.AsyncClient() as client:
                with contextlib.suppress(httpx2.HTTPError):
                    return (await client.get(f"{base}/healthz", timeout=1)).status_code == 200
            return False

        await until(answers, seconds=120)
        return base

    def ledger(self) -> Counter[tuple[str, str]]:
        """What the provider wrote down: (new | again | asked, key) and how often."""
        lines = self._ledger.read_text().splitlines() if self._ledger.exists() else []
        return Counter(tuple(line.split(" ")) for line in lines)  # type: ignore[misc]

    def accepted(self) -> int:
        """How many different messages were sent."""
        return sum(1 for word, _ in self.ledger() if word == "new")

    async def scalar(self, statement: str) -> Any:
        """The answer to one question to the database."""
        async with self.runtime.read() as connection:
            return (await connection.execute(text(statement))).scalar()

    async def states(self, channel: str = "sms") -> dict[str, int]:
        """How many notices stand where."""
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                text("SELECT state, count(*) FROM notice WHERE channel = :channel GROUP BY state"), {"channel": channel}
            )
            return {state: count for state, count in rows}  # noqa: C416 - rows are not pairs to the type checker

    async def shares(self) -> dict[str, int]:
        """How many messages each worker sent."""
        async with self.runtime.read() as connection:
            rows = await connection.execute(
                text("SELECT split_part(worker, '/', 1), count(*) FROM notice WHERE channel = 'sms' GROUP BY 1")
            )
            return {worker: count for worker, count in rows}  # noqa: C416 - rows are not pairs to the type checker

    def move_clock(self, at: datetime) -> None:
        """Every process sees it at its next look."""
        FileClock(Path(self.environment["MEDIATION_CLOCK_FILE"])).set(at)

    def stop(self) -> None:
        """End what still runs."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait(10)


async def until(condition: Callable[[], Awaitable[bool]], *, seconds: float, every: float = 0.02) -> float:
    """Wait for something that happens in another process; returns how long it took."""
    begun = time.monotonic()
    while not await condition():
        assert time.monotonic() - begun < seconds, f"not within {seconds} s"
        await asyncio.sleep(every)
    return time.monotonic() - begun


@pytest.fixture
async def stage(own_servers, tmp_path: Path) -> AsyncIterator[Stage]:
    """A fresh database, a provider that takes up to 100 ms for a message, keys that are nobody's."""
    embedded, servers = own_servers
    embedded.heal()
    name = f"faults_{secrets.token_hex(4)}"
    url = await servers.clone(name, template="template_faults")
    ledger = tmp_path / "ledger"
    gateway, port = _provider(ledger)
    environment = _environment(url, servers.redis_url, tmp_path, port)
    FileClock(tmp_path / "clock").set(NOON)  # by night nobody is written to
    made = Stage(embedded, _settings(environment), environment, ledger)
    try:
        yield made
    finally:
        made.stop()
        kill(gateway)
        embedded.heal()
        await made.runtime.close()
        await servers.drop(name)


def _provider(ledger: Path) -> tuple["subprocess.Popen[bytes]", str]:
    process = subprocess.Popen([sys.executable, str(GATEWAY), str(ledger), "50"], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout as output:
        return process, output.readline().decode().strip()


def _key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _environment(url: str, redis_url: str, folder: Path, gateway_port: str) -> dict[str, str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    return {
        "MEDIATION_DATABASE_URL": url,
        "MEDIATION_REDIS_URL": redis_url,
        "MEDIATION_DATA_DIR": str(folder),
        "MEDIATION_PORT": str(port),
        "MEDIATION_BASE_URL": f"http://127.0.0.1:{port}",
        "MEDIATION_SECRET_KEY": DEMONSTRATION_MARK + _key(),
        "MEDIATION_VAULT_KEYS": json.dumps({"1": _key()}),
        "MEDIATION_JOURNAL_SIGNING_KEY": _key(),
        "MEDIATION_SMS_GATEWAY_URL": f"http://127.0.0.1:{gateway_port}",
        "MEDIATION_SMS_GATEWAY_TOKEN": _key(),
        "MEDIATION_DELIVERY_LEASE_SECONDS": "8",
        "MEDIATION_SECURE_COOKIES": "false",
        "MEDIATION_DEMONSTRATION": "true",
        "MEDIATION_CLOCK_FILE": str(folder / "clock"),
    }


def _settings(environment: dict[str, str]) -> Settings:
    fields: dict[str, Any] = {name.removeprefix("MEDIATION_").lower(): value for name, value in environment.items()}
    fields["vault_keys"] = {int(version): key for version, key in json.loads(fields["vault_keys"]).items()}
    return Settings(**fields)


@pytest.fixture
def nursery(stage: Stage) -> Iterator[Nursery]:
    """Where workers are made by the dozen."""
    made = Nursery(stage.environment)
    yield made
    made.close()


def kill(process: "subprocess.Popen[bytes]") -> None:
    """SIGKILL: no goodbye."""
    process.send_signal(signal.SIGKILL)
    process.wait(10)
