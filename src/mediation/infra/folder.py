"""The data folder of one instance: who may use it, as whom the servers run in it, where their sockets stand.

Knows processes and files; knows nothing of PostgreSQL or Valkey but that they work inside their own data folder.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import re
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from mediation.infra.child import run_spawned
from mediation.kit.refusal import RefusedError

_LONGEST_SOCKET_PATH = 100  # the kernel allows 107 bytes; asyncpg and redis-py add none
_PLAIN_PATH = re.compile(r"[A-Za-z0-9/_.-]+")  # needs no quoting in any URL
_ORPHAN_SECONDS = 15.0
_LOCK_TRIES = 5
_LARGEST_LOG_BYTES = 10_000_000


class InstanceRunningError(RefusedError):
    """Another process uses this data folder."""


class Lock:
    """At most one user of a folder. The kernel holds it, so a killed owner leaves nothing to clean up."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[str] | None = None

    def take(self) -> None:
        """Take it for this process. Raises InstanceRunningError, naming the owner's process id."""
        file = self._path.open("a+", encoding="ascii")
        if not _try_lock(file):
            file.seek(0)
            owner = file.read().strip() or "unknown"
            file.close()
            raise InstanceRunningError(
                f"Another instance (process {owner}) is already running in {self._path.parent}. "
                "Stop it first, or set MEDIATION_DATA_DIR to another folder."
            )
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        self._file = file

    def release(self) -> None:
        """Give it back. Does nothing when it is not held."""
        if self._file is not None:
            self._file.close()
            self._file = None


def is_locked(path: Path) -> bool:
    """Whether a live process holds the lock at `path`."""
    if not path.exists():
        return False
    with path.open("r", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _try_lock(file: IO[str]) -> bool:
    for _ in range(_LOCK_TRIES):  # somebody may be looking whether it is taken
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.02)
        else:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Identity:
    """As whom a server runs. `spawn` is spawn.py's word; `owner` owns the server's folders when it is not us."""

    spawn: str = "same"
    owner: tuple[int, int] | None = None

    def give(self, path: Path) -> None:
        """Let the server own `path` and all in it, which may have been made under another identity."""
        uid, gid = self.owner or (os.geteuid(), os.getegid())
        if path.stat().st_uid != uid:
            for each in (path, *path.rglob("*")):
                os.chown(each, uid, gid, follow_symlinks=False)


def identity_for_servers() -> Identity:
    """Ourselves, unless PostgreSQL would refuse: then root under another name, else nobody.

    PostgreSQL refuses root, and initdb refuses a user without a name (a container started with a bare number).
    """
    uid = os.geteuid()
    if uid != 0 and _has_name(uid):
        return Identity()
    if sys.platform == "linux" and _may_map_users():
        return Identity(f"map:{_named_uid()}")
    if uid == 0:
        nobody = pwd.getpwnam("nobody")
        return Identity(f"{nobody.pw_uid}:{nobody.pw_gid}", (nobody.pw_uid, nobody.pw_gid))
    return Identity()


def _has_name(uid: int) -> bool:
    try:
        pwd.getpwuid(uid)
    except KeyError:
        return False
    return True


def _named_uid() -> int:
    return next((entry.pw_uid for entry in pwd.getpwall() if entry.pw_uid != 0), 1000)


def _may_map_users() -> bool:
    true = shutil.which("true") or "/bin/true"
    process = run_spawned([true], identity=f"map:{_named_uid()}", log=Path(os.devnull))
    return process.wait(10) == 0


def home_for(data_dir: Path, identity: Identity) -> Path:
    """Where the servers keep their files: `data_dir`, or a folder of their own where their owner may not enter that."""
    if identity.owner is None or is_open_to_others(data_dir):
        return data_dir
    home = Path("/var/lib") / f"mediation-{_short_name(data_dir)}"
    home.mkdir(mode=0o711, exist_ok=True)
    return home


def is_open_to_others(path: Path) -> bool:
    """Whether any user may walk to `path` and into it."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents))


def private_folder(path: Path, identity: Identity) -> Path:
    """`path`, made if missing, for the server's eyes only."""
    path.mkdir(mode=0o700, exist_ok=True)
    identity.give(path)
    return path


def log_file(folder: Path, name: str) -> Path:
    """The file `name`.log in `folder`; one that has grown too large is put aside, once."""
    path = folder / f"{name}.log"
    if path.exists() and path.stat().st_size > _LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


def write_private(path: Path, text: str) -> None:
    """Replace `path` by a file with `text` that only its owner may read."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def socket_folder(home: Path, identity: Identity, longest_name: str) -> Path:
    """A private folder for sockets: in `home`, or in /tmp when the path would be too long for one or need quoting."""
    wanted = home / "sockets"
    plain = _PLAIN_PATH.fullmatch(str(wanted)) is not None
    if plain and len(os.fsencode(wanted / longest_name)) <= _LONGEST_SOCKET_PATH:
        return private_folder(wanted, identity)
    short = Path("/tmp") / f"mediation-{os.geteuid()}-{_short_name(home)}"  # noqa: S108 - checked below
    with contextlib.suppress(FileExistsError):
        short.mkdir(mode=0o700)
        identity.give(short)
    found = short.lstat()
    expected = identity.owner[0] if identity.owner else os.geteuid()
    if short.is_symlink() or not short.is_dir() or found.st_uid != expected or found.st_mode & 0o077:
        short = Path(tempfile.mkdtemp(prefix="mediation-", dir="/tmp"))  # somebody else made that name
        identity.give(short)
    return short


def _short_name(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]


def processes_in(folder: Path) -> list[int]:
    """The processes whose working directory is `folder`: servers of an owner that is gone, when the lock is ours."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


def _leaders(pids: list[int]) -> list[int]:
    """Those of `pids` whose parent is not among them: a server ends its own children, in its own order."""
    found = []
    for pid in pids:
        with contextlib.suppress(OSError):
            after_name = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            if int(after_name[1]) not in pids:
                found.append(pid)
    return found


def end_orphans(folder: Path, how: signal.Signals) -> None:
    """End every process in `folder`: politely with `how`, then not. Call it only with the folder's lock in hand."""
    for how_now, chosen in ((how, _leaders), (signal.SIGKILL, list)):
        for pid in chosen(processes_in(folder)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how_now)
        deadline = time.monotonic() + _ORPHAN_SECONDS
        while processes_in(folder):
            if time.monotonic() > deadline:
                break
            time.sleep(0.02)  # nobody tells us when a process ends that is not our child
        else:
            return
