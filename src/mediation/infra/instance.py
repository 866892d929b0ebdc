"""One local instance: bundled servers, API and worker under one supervisor, and the way for other commands to find it.

Holds no product code: what it starts are commands of this program, so that the supervisor stays small and quick.
"""

import asyncio
import http
import http.client
import json
import os
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from mediation.infra import revisions
from mediation.infra.child import Child
from mediation.infra.embedded import Embedded, ServerName
from mediation.infra.folder import is_locked, log_file, write_private
from mediation.infra.supervisor import Supervisor
from mediation.kit.refusal import RefusedError
from mediation.settings import Settings, demonstration_secrets

_READY_SECONDS = 120.0  # a machine busy with other things; a child that ends is noticed at once
_POLL_SECONDS = 0.1
_SEED_SECONDS = 300.0
_SOCKET_BACKLOG = 128


class PortTakenError(RefusedError):
    """The wanted port belongs to somebody else."""


def own_command(name: str) -> list[str]:
    """How a child runs `mediation NAME` in this very environment."""
    return [sys.executable, "-m", "mediation", name]


@dataclass(frozen=True, slots=True)
class Commands:
    """What the instance runs. `serve` is also given `--fd N`, the listening socket; `migrate` leads to `revision`."""

    revision: str | None = field(default_factory=revisions.head)
    migrate: Sequence[str] = field(default_factory=lambda: own_command("migrate"))
    seed: Sequence[str] = field(default_factory=lambda: own_command("seed"))
    serve: Sequence[str] = field(default_factory=lambda: own_command("serve"))
    work: Sequence[str] = field(default_factory=lambda: own_command("work"))


def listen(host: str, port: int, *, or_any: bool) -> socket.socket:
    """A listening socket at `host`:`port`; with `or_any`, at a free port when that one is taken.

    It stays open in the supervisor: while the API starts again, callers wait instead of being refused.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
    except OSError as error:
        made.close()
        if or_any and port:
            return listen(host, 0, or_any=False)
        raise PortTakenError(f"Port {port} on {host} cannot be used ({error.strerror}): set MEDIATION_PORT.") from None
    made.listen(_SOCKET_BACKLOG)
    return made


def welcome_file(data_dir: Path) -> Path:
    """What `mediation seed` leaves for the welcome: pairs of text, so that no later start has to load the product."""
    return data_dir / "demonstration.json"


def attach(data_dir: Path) -> bool:
    """Take the environment of the instance running in `data_dir`, if one does, for everything not set by hand."""
    path = data_dir / "instance.json"
    if not is_locked(data_dir / "lock") or not path.exists():
        return False
    for name, value in json.loads(path.read_text(encoding="utf-8")).items():
        os.environ.setdefault(name, value)
    return True


class Instance:
    """Start it, `run` it until StopRequested, stop it. All from the main thread."""

    def __init__(self, settings: Settings, *, say: Callable[[str], None], commands: Commands | None = None) -> None:
        self._settings = settings
        self._say = say
        self._commands = commands or Commands()
        self._embedded = Embedded()
        self._listener: socket.socket | None = None
        self._children: list[Child] = []
        self._is_published = False
        self.environment: dict[str, str] = {}

    def start(self) -> None:
        """Servers, migration, first data, API and worker; returns when the API answers and the worker has reported.

        Raises:
            InstanceRunningError: another process uses the data folder.
            PortTakenError: the port was asked for and is taken.
            EmbeddedError, RevisionError, ChildError: something does not start; the message says what.
        """
        settings = self._settings
        given: dict[ServerName, str | None] = {"postgres": settings.database_url, "valkey": settings.redis_url}
        servers = self._embedded.start(settings.data_dir, only=[name for name, url in given.items() if url is None])
        is_wanted = "port" in settings.model_fields_set
        self._listener = listen(settings.host, settings.port, or_any=not is_wanted)
        self.environment = self._make_environment(
            settings.database_url or servers.database_url, settings.redis_url or servers.redis_url
        )
        self._prepare_database()
        self._start_children()
        write_private(self._instance_file, json.dumps(self.environment, indent=2))
        self._is_published = True

    def run(self) -> None:
        """Keep everything running until StopRequested is raised."""
        Supervisor([*self._embedded.children, *self._children], say=self._say).run()

    def stop(self) -> None:
        """End in order: the API finishes its answers, the worker its jobs, then the servers."""
        if self._is_published:
            self._instance_file.unlink(missing_ok=True)
        for child in self._children:
            child.stop()
        self._embedded.stop()
        if self._listener is not None:
            self._listener.close()

    @property
    def _instance_file(self) -> Path:
        return self._settings.data_dir / "instance.json"

    def _make_environment(self, database_url: str, redis_url: str) -> dict[str, str]:
        assert self._listener is not None
        host, port = self._listener.getsockname()[:2]
        shown = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104 - recognised, not bound
        data_dir = self._settings.data_dir.resolve()
        defaults = {
            **demonstration_secrets(data_dir),
            "MEDIATION_BASE_URL": f"http://{f'[{shown}]' if ':' in shown else shown}:{port}",
            "MEDIATION_CLOCK_FILE": str(data_dir / "clock"),
            "MEDIATION_GRAPHIQL": "true",
            "MEDIATION_INTROSPECTION": "true",
            "MEDIATION_SECURE_COOKIES": "false",
        }
        settled = {
            "MEDIATION_DEMONSTRATION": "true",
            "MEDIATION_DATA_DIR": str(data_dir),
            "MEDIATION_DATABASE_URL": database_url,
            "MEDIATION_REDIS_URL": redis_url,
        }
        by_hand = {name: value for name, value in os.environ.items() if name.startswith("MEDIATION_")}
        return {**defaults, **by_hand, **settled}

    def _prepare_database(self) -> None:
        state = asyncio.run(revisions.state_of(self.environment["MEDIATION_DATABASE_URL"]))
        if state.revision != self._commands.revision:
            self._say("bringing the database to the newest revision …")
            self._child("migrate", self._commands.migrate).run(seconds=_SEED_SECONDS)
        if not (state.has_staff and welcome_file(self._settings.data_dir).exists()):
            self._say("loading demonstration data …")
            self._child("seed", self._commands.seed).run(seconds=_SEED_SECONDS)

    def _start_children(self) -> None:
        assert self._listener is not None
        url = self.environment["MEDIATION_DATABASE_URL"]
        before = asyncio.run(revisions.heartbeats(url))
        handle = self._listener.fileno()
        api = self._child("api", [*self._commands.serve, "--fd", str(handle)], pass_fds=(handle,))
        host, port = self._listener.getsockname()[:2]
        api.is_ready = lambda: _answers(host, port)
        worker = self._child("worker", self._commands.work)
        worker.is_ready = lambda: asyncio.run(revisions.heartbeats(url)) not in (before, frozenset())
        for child in (api, worker):
            child.start()
            self._children.append(child)
        for child in self._children:
            child.wait_until_ready(seconds=_READY_SECONDS)

    def _child(self, name: str, command: Sequence[str], *, pass_fds: tuple[int, ...] = ()) -> Child:
        return Child(
            name=name,
            command=command,
            folder=Path.cwd(),
            log=self._log(name),
            poll_seconds=_POLL_SECONDS,
            environment={**os.environ, **self.environment},
            pass_fds=pass_fds,
        )

    def _log(self, name: str) -> Path:
        return log_file(self._settings.data_dir / "log", name)


def _answers(host: str, port: int) -> bool:
    # The socket listens from the start: a call made too early waits in line and is the first to be answered.
    connection = http.client.HTTPConnection(host, port, timeout=2.0)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
