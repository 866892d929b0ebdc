"""One instance under one supervisor, with a small program instead of the product: started, killed, refused, stopped."""

import contextlib
import json
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from tests import memory
from tests.processes import has_gone

from mediation.infra.folder import processes_in

pytestmark = pytest.mark.xdist_group("up")

STAND_IN = Path(__file__).with_name("stand_in.py")


class Up:
    """A running instance as its user sees it: lines of output and an address."""

    def __init__(self, process: "subprocess.Popen[str]", data_dir: Path) -> None:
        assert process.stdout is not None
        self.process = process
        self.data_dir = data_dir
        self._output: IO[str] = process.stdout
        self.lines: list[str] = []
        self.base = ""

    def until(self, pattern: str) -> re.Match[str]:
        """The first line from now on that matches; the test fails when the output ends before."""
        for line in self._output:
            self.lines.append(line.rstrip())
            if found := re.search(pattern, line):
                return found
        raise AssertionError(f"no line matches {pattern}: {self.lines}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        self.lines += [line.rstrip() for line in self._output]
        return self.process.wait(30)

    @property
    def children(self) -> list[int]:
        return [
            int(pid) for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        ]

    def child(self, word: str) -> int:
        return next(pid for pid in self.children if word in Path(f"/proc/{pid}/cmdline").read_text())


@contextlib.contextmanager
def up(data_dir: Path, *, command: tuple[str, ...] = (str(STAND_IN), "up"), **environment: str) -> Iterator[Up]:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MEDIATION_")}
    settled = {"MEDIATION_DATA_DIR": str(data_dir), "MEDIATION_PORT": "0", **environment}
    with subprocess.Popen(
        [sys.executable, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=bare | settled,
    ) as process:
        try:
            yield Up(process, data_dir)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(30)


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=20) as answer:
        text: str = answer.read().decode()
        return text


def test_an_instance_starts_answers_and_stops_in_order(var: Path) -> None:
    with up(var) as running:
        base = running.until(r"ready (http://127\.0\.0\.1:\d+)").group(1)

        assert running.lines[:2] == ["bringing the database to the newest revision …", "loading demonstration data …"]
        assert get(f"{base}/graphql").endswith(" /graphql")
        assert stat.S_IMODE((var / "instance.json").stat().st_mode) == 0o600
        children = running.children
        assert len(children) == 4

        assert running.stop(signal.SIGINT) == 0
        assert running.lines[-2:] == ["asked by SIGINT", "stopped"]
        assert all(has_gone(pid) for pid in children)
    assert not (var / "instance.json").exists()
    assert "database system is shut down" in (var / "log/postgres.log").read_text()


@pytest.fixture
def var() -> Iterator[Path]:
    """A data folder that is not there yet."""
    with tempfile.TemporaryDirectory(prefix="mt-", dir=memory.folder()) as folder:
        yield Path(folder) / "var"


@pytest.fixture(scope="module")
def running() -> Iterator[Up]:
    """One instance for the tests that leave it running."""
    with tempfile.TemporaryDirectory(prefix="mt-", dir=memory.folder()) as folder, up(Path(folder) / "var") as running:
        running.base = running.until(r"ready (.*)").group(1)
        yield running


def test_an_api_that_dies_is_started_again_and_callers_only_wait(running: Up) -> None:
    first = int(get(running.base).split()[0])

    os.kill(first, signal.SIGKILL)

    second = int(get(running.base).split()[0])
    assert second != first
    running.until(r"api ended with code -9; starting it again in 0\.5 s")


def test_a_child_that_keeps_dying_is_started_again_ever_later(running: Up) -> None:
    pauses = []
    for _ in range(2):
        with pytest.raises(OSError, match=r"closed|reset"):
            get(f"{running.base}/die")
        told = running.until(r"api ended with code 3; starting it again in ([0-9.]+) s")
        pauses.append(float(told.group(1)))
    assert pauses[1] == 2 * pauses[0]
    assert get(running.base)


def test_a_database_server_that_dies_is_started_again(running: Up) -> None:
    first = running.child("postgres")

    os.kill(first, signal.SIGKILL)

    running.until(r"PostgreSQL ended with code -9; starting it again in 0\.5 s")
    assert has_gone(first)


def test_a_second_instance_is_refused_and_the_first_goes_on(running: Up) -> None:
    with up(running.data_dir) as second:
        second.until(rf"Another instance \(process {running.process.pid}\) is already running in {running.data_dir}")

        assert second.process.wait(10) == 1
    assert get(running.base)
    assert (running.data_dir / "instance.json").exists()


def test_a_killed_supervisor_leaves_nothing_running_and_everything_kept(var: Path) -> None:
    with up(var) as running:
        running.until("ready")
        children = running.children

        running.process.send_signal(signal.SIGKILL)

        assert running.process.wait(10) == -signal.SIGKILL
        assert all(has_gone(pid) for pid in children)
    assert processes_in((var / "postgres").resolve()) == []
    left_behind = json.loads((var / "instance.json").read_text())

    with up(var) as running:
        running.until("ready")

        assert len(running.lines) == 1  # no migration, no demonstration data: both were there
        environment = json.loads((var / "instance.json").read_text())
        assert environment["MEDIATION_VAULT_KEYS"] == left_behind["MEDIATION_VAULT_KEYS"]


def test_a_stop_during_the_start_leaves_nothing_running(var: Path) -> None:
    with up(var) as running:
        running.until("loading demonstration data")

        assert running.stop() == 0
        assert running.lines[-1] == "stopped"
    assert processes_in((var / "postgres").resolve()) == []


def test_a_wanted_port_that_is_taken_is_refused_and_an_unnamed_one_is_replaced(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with up(var, MEDIATION_PORT=str(port)) as refused:
            refused.until(rf"Port {port} on 127\.0\.0\.1 cannot be used \(Address already in use\): set MEDIATION_PORT")
            assert refused.process.wait(30) == 1

    from mediation.infra.instance import listen

    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with contextlib.closing(listen("127.0.0.1", port, or_any=True)) as replaced:
            assert replaced.getsockname()[1] not in (0, port)


def test_a_worker_that_never_reports_is_an_error_with_the_end_of_its_log(var: Path, tmp_path: Path) -> None:
    program = tmp_path / "broken.py"
    program.write_text(STAND_IN.read_text().replace('beat = "INSERT', 'raise RuntimeError("no luck")  # "INSERT'))

    with up(var, command=(str(program), "up")) as running:
        running.until("worker ended with code 1. The end of .*worker.log:")
        running.until("no luck")

        assert running.process.wait(30) == 1
    assert processes_in((var / "postgres").resolve()) == []


def test_given_servers_are_used_instead_of_bundled_ones(var: Path, servers: object) -> None:
    import asyncio

    url = asyncio.run(servers.create("given"))  # type: ignore[attr-defined]
    redis_url = servers.redis_url  # type: ignore[attr-defined]

    with up(var, MEDIATION_DATABASE_URL=url, MEDIATION_REDIS_URL=redis_url) as running:
        running.until("ready")

        assert len(running.children) == 2
        environment = json.loads((var / "instance.json").read_text())
        assert environment["MEDIATION_DATABASE_URL"] == url
        assert environment["MEDIATION_REDIS_URL"] == redis_url
    assert not (var / "postgres").exists()


def test_what_is_set_by_hand_is_left_alone(var: Path) -> None:
    by_hand = "https://mediation.example.gov.cn"
    with up(var, MEDIATION_BASE_URL=by_hand, MEDIATION_GRAPHIQL="false") as running:
        base = running.until(r"ready (.*)").group(1)

        environment = json.loads((var / "instance.json").read_text())
        assert base == environment["MEDIATION_BASE_URL"] == by_hand
        assert environment["MEDIATION_GRAPHIQL"] == "false"
        assert environment["MEDIATION_INTROSPECTION"] == "true"
        assert environment["MEDIATION_DEMONSTRATION"] == "true"
