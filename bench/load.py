"""The load generator: wrk, with the requests of one operation written into a script, and its figures read back."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_SCRIPT = """
local requests = {}
function init(args)
%s
end
local at = 0
function request()
  at = at %% #requests + 1
  return requests[at]
end
function done(summary, latency, _)
  local e = summary.errors
  io.write(string.format('\\n{"requests": %%d, "seconds": %%f, "p50_ms": %%f, "p99_ms": %%f, "errors": %%d}\\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


class NoLoadGeneratorError(Exception):
    """wrk is not installed."""


@dataclass(frozen=True)
class Request:
    """One HTTP request, relative to a server."""

    path: str
    body: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    def as_lua(self) -> str:
        """The request as wrk builds it once, before the load begins."""
        headers = ", ".join(f"[{_lua(name)}] = {_lua(value)}" for name, value in self.headers)
        method = '"GET"' if self.body is None else '"POST"'
        body = "nil" if self.body is None else _lua(self.body)
        return f"  table.insert(requests, wrk.format({method}, {_lua(self.path)}, {{{headers}}}, {body}))"


@dataclass(frozen=True)
class Load:
    """What a server did under load for a while."""

    per_second: float
    p50_ms: float
    p99_ms: float
    cpu_ms: float = 0.0
    """processor time of the server per request: other work on the machine hardly changes it"""


def check_installed() -> None:
    """Raises NoLoadGeneratorError with what to do, unless wrk is there."""
    if shutil.which("wrk") is None:
        raise NoLoadGeneratorError("wrk is missing. On Debian and Ubuntu: apt install wrk; on macOS: brew install wrk.")


class Target(Protocol):
    """A server that can be put under load."""

    @property
    def base_url(self) -> str:
        """Where it listens."""
        ...

    @property
    def cpu_seconds(self) -> float:
        """Processor time used so far."""
        ...


def run(target: Target, requests: Sequence[Request], *, connections: int, seconds: int) -> Load:
    """Send `requests` in turn over `connections` for `seconds`. RuntimeError when any answer was not a success."""
    before = target.cpu_seconds
    told = _wrk(target.base_url, requests, connections=connections, seconds=seconds)
    cpu_ms = (target.cpu_seconds - before) / told["requests"] * 1000
    return Load(told["requests"] / told["seconds"], told["p50_ms"], told["p99_ms"], cpu_ms)


def _wrk(base_url: str, requests: Sequence[Request], *, connections: int, seconds: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="mediation-bench-") as folder:
        script = Path(folder) / "requests.lua"
        script.write_text(_SCRIPT % "\n".join(one.as_lua() for one in requests), encoding="utf-8")
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", str(script), base_url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"wrk: {done.stderr.strip() or done.stdout.strip()}")
    told: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    if told["errors"] or not told["requests"]:
        raise RuntimeError(f"{told['errors']} of {told['requests']} requests to {base_url} failed")
    return told


def _lua(text: str) -> str:
    """`text` as a Lua string; every byte that could mean something to Lua is written as a number."""
    return '"' + "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:03d}" for b in text.encode()) + '"'
