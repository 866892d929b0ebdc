"""Where a measurement takes place: servers and databases of its own under `var/bench`, kept and used again.

A database is made once for each number of cases and each state of the tables and of data.py with lives.py; it holds nothing but that.
"""

import asyncio
import hashlib
import os
import socket
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from bench import data, lives
from mediation.infra import revisions
from mediation.infra.child import Child
from mediation.infra.embedded import Embedded, Servers
from mediation.settings import Settings, demonstration_secrets, demonstration_settings, project_dir, resource_dir

FOLDER = project_dir() / "var" / "bench"
_READY_SECONDS = 60.0


@contextmanager
def servers() -> Iterator[Servers]:
    """PostgreSQL and Valkey with their real settings, fsync included."""
    embedded = Embedded()
    try:
        yield embedded.start(FOLDER)
    finally:
        embedded.stop()


def database(running: Servers, cases: int, *, say: Callable[[str], None]) -> str:
    """The URL of the database with `cases` cases; filled now if it was not there."""
    name, stem = f"cases_{cases}_{_mark()}", f"cases_{cases}_"
    have = [row["datname"] for row in asyncio.run(_admin(running, "SELECT datname FROM pg_database"))]
    if name not in have:
        say(f"filling a database with {cases:,} cases (kept for the next time) …")
        for old in [one for one in have if one.startswith(stem)]:
            asyncio.run(running.drop(old))
        url = asyncio.run(running.create(f"{name}_new"))
        revisions.upgrade(url)
        asyncio.run(data.fill(url, cases))
        asyncio.run(_admin(running, f'ALTER DATABASE "{name}_new" RENAME TO "{name}"'))
    return running.database_url_of(name)


async def _admin(running: Servers, statement: str) -> list[asyncpg.Record]:
    admin = await asyncpg.connect(host=running.pg_socket_dir, user="postgres", database="postgres")
    try:
        return await admin.fetch(statement)
    finally:
        await admin.close()


def _mark() -> str:
    digest = hashlib.sha256(Path(data.__file__).read_bytes() + Path(lives.__file__).read_bytes())
    for path in sorted((resource_dir("migrations") / "versions").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:10]


def settings(url: str, running: Servers) -> Settings:
    """Settings of the product beside this database, for what runs in this process."""
    return demonstration_settings(FOLDER, database_url=url, redis_url=running.redis_url, secure_cookies=False)


@dataclass(frozen=True)
class Server:
    """A running HTTP server."""

    name: str
    base_url: str
    pid: int

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far, its own and the kernel's; 0 where the system does not tell."""
        told = Path(f"/proc/{self.pid}/stat")
        if not told.exists():
            return 0.0
        fields = told.read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_mib(self) -> float:
        """Resident memory; 0 where the system does not tell."""
        told = Path(f"/proc/{self.pid}/status")
        if not told.exists():
            return 0.0
        line = next(line for line in told.read_text(encoding="ascii").splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


@contextmanager
def product(url: str, running: Servers) -> Iterator[Server]:
    """The product: one process of `mediation serve`, as in a demonstration."""
    port = _free_port()
    environment = {
        **demonstration_secrets(FOLDER),
        "MEDIATION_DEMONSTRATION": "true",
        "MEDIATION_DATA_DIR": str(FOLDER),
        "MEDIATION_DATABASE_URL": url,
        "MEDIATION_REDIS_URL": running.redis_url,
        "MEDIATION_BASE_URL": f"http://127.0.0.1:{port}",
        "MEDIATION_PORT": str(port),
        "MEDIATION_SECURE_COOKIES": "false",
    }
    command = [sys.executable, "-m", "mediation", "serve"]
    with _server("product", command, port, environment, "/healthz") as server:
        yield server


@contextmanager
def floor(url: str) -> Iterator[Server]:
    """The floor: one process of uvicorn on uvloop and httptools."""
    port = _free_port()
    command = [sys.executable, "-m", "uvicorn", "bench.floor:create_app", "--factory", "--port", str(port)]
    command += ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    with _server("floor", command, port, {"MEDIATION_DATABASE_URL": url}, "/healthz") as server:
        yield server


@contextmanager
def _server(name: str, command: list[str], port: int, more: Mapping[str, str], probe: str) -> Iterator[Server]:
    base_url = f"http://127.0.0.1:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MEDIATION_")} | more
    log = FOLDER / "log" / f"{name}.log"
    log.write_bytes(b"")
    child = Child(name=name, command=command, folder=project_dir(), log=log, environment=environment, poll_seconds=0.1)
    child.is_ready = lambda: _answers(base_url + probe)
    child.start()
    try:
        child.wait_until_ready(seconds=_READY_SECONDS)
        yield Server(name, base_url, child.pid)
    finally:
        child.stop()


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=1.0) as response:
            return bool(response.status == 200)
    except (OSError, urllib.error.URLError):
        return False


def _free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])
