"""The bundled servers, started for real: as root and not, killed, restarted, refused, and with awkward folders."""

import asyncio
import contextlib
import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from redis.asyncio import Redis
from tests import memory
from tests.processes import has_gone

import mediation
from mediation.infra import binaries
from mediation.infra.child import Child, ChildError, run_spawned
from mediation.infra.embedded import Embedded, EmbeddedError, InstanceRunningError, Servers
from mediation.infra.folder import identity_for_servers, is_open_to_others, processes_in

OWNER = Path(__file__).with_name("owner.py")
WITHOUT_USER_NAMESPACES = Path(__file__).with_name("without_user_namespaces.py")
IS_ROOT = os.geteuid() == 0
OURS = [Path(sys.executable)] if is_open_to_others(Path(sys.base_prefix)) else []
PYTHONS = [found.resolve() for found in (*OURS, Path("/usr/bin/python3"), Path("/usr/local/bin/python3"))]
OPEN_PYTHON = next((found for found in PYTHONS if found.exists() and is_open_to_others(found.parent)), None)

needs_root = pytest.mark.skipif(not IS_ROOT or OPEN_PYTHON is None, reason="needs root and a Python outside its home")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A short folder that any user may walk through; pytest's own is private to its user."""
    path = Path(tempfile.mkdtemp(prefix="mt-", dir=memory.folder()))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@contextlib.contextmanager
def owner(data_dir: Path, way: str = "as-we-are", *, by: Sequence[str] = ()) -> Iterator[tuple[Any, dict[str, Any]]]:
    command = [*(by or [sys.executable, str(OWNER)]), str(data_dir), way]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            yield process, json.loads(process.stdout.readline())
        finally:
            with contextlib.suppress(BrokenPipeError):
                process.stdin.close()
            process.wait(60)


def open_program(folder: Path) -> list[str]:
    """The owner's program where any user may read it: the checkout and its Python may stand in /root."""
    valkey = binaries.find_valkey().parents[2]
    for package in (Path(mediation.__file__).parent, valkey):
        shutil.copytree(package, folder / "lib" / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    binaries.find_postgres().copied_to(folder / "programs")
    for part in (folder / "programs").iterdir():
        part.rename(folder / "lib" / part.name)
    shutil.copy(OWNER, folder / "owner.py")
    return [
        "/usr/bin/env",
        "-C",
        str(folder),
        f"PYTHONPATH={folder}/lib",
        str(OPEN_PYTHON),
        "-B",
        str(folder / "owner.py"),
    ]


async def run(servers: Servers, statement: str) -> list[Any]:
    connection = await asyncpg.connect(host=servers.pg_socket_dir, user="postgres", database="mediation")
    try:
        return [row[0] for row in await connection.fetch(statement)]
    finally:
        await connection.close()


async def test_data_are_there_again_after_a_restart(folder: Path) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / "var")
        await run(servers, "CREATE TABLE kept AS SELECT 36 AS workers")
        async with Redis.from_url(servers.redis_url) as redis:
            await redis.set("kept", "yes")

    with Embedded() as embedded:
        servers = embedded.start(folder / "var")

        assert await run(servers, "SELECT workers FROM kept") == [36]
        async with Redis.from_url(servers.redis_url) as redis:
            assert await redis.get("kept") == b"yes"
    assert processes_in((folder / "var/postgres").resolve()) == []


async def test_chinese_text_has_trigrams_and_connections_are_plenty(folder: Path) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / "var", fast=True)

        await run(servers, "CREATE EXTENSION pg_trgm")
        assert len((await run(servers, "SELECT show_trgm('劳动争议')"))[0]) == 5
        assert int((await run(servers, "SHOW max_connections"))[0]) >= 200
        assert await run(servers, "SELECT datcollate FROM pg_database WHERE datname = 'mediation'") == ["C.UTF-8"]
        assert await run(servers, "SHOW listen_addresses") == [""]


@pytest.mark.parametrize(("fast", "expected"), [(True, "off"), (False, "on")])
async def test_only_a_fast_server_may_lose_a_commit(folder: Path, fast: bool, expected: str) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / "var", fast=fast)

        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert await run(servers, f"SHOW {setting}") == [expected]


async def test_sockets_and_data_are_private_to_their_owner(folder: Path) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / "var", fast=True)

        for private in (
            Path(servers.pg_socket_dir),
            folder / "var/postgres",
            folder / "var/valkey",
            folder / "var/log",
        ):
            assert stat.S_IMODE(private.stat().st_mode) == 0o700, private


async def test_a_clone_has_the_rows_of_its_template_and_changes_stay_in_it(folder: Path) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / "var", fast=True)
        await run(servers, "CREATE TABLE t AS SELECT 1 AS n")

        url = await servers.clone("copy", template="mediation")

        connection = await asyncpg.connect(host=servers.pg_socket_dir, user="postgres", database="copy")
        await connection.execute("INSERT INTO t VALUES (2)")
        assert await connection.fetchval("SELECT count(*) FROM t") == 2
        await connection.close()
        assert await run(servers, "SELECT n FROM t") == [1]
        assert url == f"postgresql+asyncpg://postgres@/copy?host={servers.pg_socket_dir}"
        await servers.drop("copy")
        assert await run(servers, "SELECT count(*) FROM pg_database WHERE datname = 'copy'") == [0]


def test_a_killed_owner_leaves_no_server_behind(folder: Path) -> None:
    with owner(folder / "var") as (process, told):
        children = processes_in((folder / "var/postgres").resolve())

        process.send_signal(signal.SIGKILL)

        assert process.wait(10) == -signal.SIGKILL
        assert all(has_gone(pid) for pid in [*told["pids"].values(), *children])
    assert len(children) >= 5  # the postmaster and its own
    assert processes_in((folder / "var/postgres").resolve()) == []
    assert processes_in((folder / "var/valkey").resolve()) == []
    assert "database system is shut down" in (folder / "var/log/postgres.log").read_text()


def test_a_second_instance_is_refused_and_told_which_process_runs(folder: Path) -> None:
    with owner(folder / "var") as (process, _), owner(folder / "var") as (_, second):
        expected = f"Another instance (process {process.pid}) is already running in {folder / 'var'}. "
        assert second["refused"].startswith(expected)

        with pytest.raises(InstanceRunningError):
            Embedded().start(folder / "var")


async def test_a_lock_and_pid_file_left_by_the_dead_do_not_stop_the_living(folder: Path) -> None:
    with Embedded() as embedded:
        embedded.start(folder / "var", fast=True)
    stranger = os.getpid()  # alive, and not a server of this folder
    (folder / "var/lock").write_text(f"{stranger}\n")
    (folder / "var/postgres/postmaster.pid").write_text(f"{stranger}\n{folder}/var/postgres\n1\n5432\n\n\n\nready\n")
    (folder / "var/postgres.new").mkdir()  # an initdb that was cut off

    with Embedded() as embedded:
        servers = embedded.start(folder / "var", fast=True)

        assert await run(servers, "SELECT 1") == [1]
    assert (folder / "var/lock").read_text() == f"{stranger}\n"


async def test_a_server_without_owner_is_ended_before_its_data_are_used(folder: Path) -> None:
    with Embedded() as embedded:
        embedded.start(folder / "var", fast=True)
        command = list(embedded.postgres.command)
    orphan = run_spawned(
        command,
        identity=identity_for_servers().spawn,
        death_signal=0,
        folder=(folder / "var/postgres").resolve(),
        log=folder / "orphan.log",
    )
    told = folder / "orphan.log"
    while not (told.exists() and "ready to accept connections" in told.read_text()):
        with contextlib.suppress(subprocess.TimeoutExpired):
            orphan.wait(0.2)
        assert orphan.poll() is None

    with Embedded() as embedded:
        servers = embedded.start(folder / "var", fast=True)

        assert orphan.wait(30) == 0
        assert "abnormal" not in told.read_text()
        assert await run(servers, "SELECT 1") == [1]


async def test_a_server_that_dies_is_started_again_with_its_rows(folder: Path) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / "var")
        await run(servers, "CREATE TABLE kept AS SELECT 34 AS taking_part")
        os.kill(embedded.postgres.pid, signal.SIGKILL)
        embedded.valkey.stop()
        assert embedded.postgres.process is not None
        embedded.postgres.process.wait(10)

        healed = embedded.heal()

        assert healed == ["PostgreSQL", "Valkey"]
        assert await run(servers, "SELECT taking_part FROM kept") == [34]
        assert embedded.heal() == []


@pytest.mark.parametrize("name", ["long-" * 24, "劳动争议 var"])
def test_a_folder_that_no_socket_path_can_name_gets_its_sockets_in_tmp(folder: Path, name: str) -> None:
    with Embedded() as embedded:
        servers = embedded.start(folder / name, fast=True)

        first = Path(servers.pg_socket_dir)
        assert first.parent == Path("/tmp")
        assert stat.S_IMODE(first.stat().st_mode) == 0o700
        assert asyncio.run(run(servers, "SELECT 1")) == [1]
    with Embedded() as embedded:
        assert embedded.start(folder / name, fast=True).pg_socket_dir == str(first)
    assert not first.exists()


def test_data_of_another_postgresql_are_refused_untouched(folder: Path) -> None:
    with Embedded() as embedded:
        embedded.start(folder / "var", fast=True)
    version = folder / "var/postgres/PG_VERSION"
    version.write_text("14\n")

    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 14; the one found here is \d+"):
        Embedded().start(folder / "var")

    assert processes_in((folder / "var/postgres").resolve()) == []
    version.write_text(f"{binaries.find_postgres().major}\n")
    with Embedded() as embedded:
        embedded.start(folder / "var", fast=True)


def test_a_server_that_cannot_start_shows_the_end_of_its_log(folder: Path) -> None:
    with Embedded() as embedded:
        embedded.start(folder / "var", fast=True)
    (folder / "var/postgres/postgresql.conf").write_text("no_such_setting = 1\n")

    with pytest.raises(EmbeddedError, match="no_such_setting"):
        Embedded().start(folder / "var")


def test_without_programs_it_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "_postgres_folders", list)

    with pytest.raises(EmbeddedError, match="Install PostgreSQL, or set MEDIATION_DATABASE_URL"):
        Embedded().start(folder / "var")
    with Embedded() as embedded:  # the refusal released the folder
        monkeypatch.undo()
        embedded.start(folder / "var", fast=True)


@needs_root
def test_a_user_without_rights_runs_the_servers_as_himself(folder: Path) -> None:
    nobody = pwd.getpwnam("nobody").pw_uid
    data_dir = folder / "var"
    data_dir.mkdir()
    shutil.chown(data_dir, "nobody")

    with owner(data_dir, "as-nobody", by=open_program(folder)) as (process, told):
        assert told.get("uid") == nobody, told
        assert Path(f"/proc/{told['pids']['postgres']}").stat().st_uid == nobody

        process.send_signal(signal.SIGKILL)

        assert process.wait(10) == -signal.SIGKILL
        assert all(has_gone(pid) for pid in told["pids"].values())


@pytest.mark.skipif(not IS_ROOT, reason="needs root")
def test_root_without_user_namespaces_lends_the_data_to_nobody_and_gets_them_back(folder: Path) -> None:
    def start(*by: str) -> tuple[int, bytes]:
        with owner(folder / "var", by=by) as (_, told):
            socket = Path(told["pg_socket_dir"])
            psql = [
                binaries.find_postgres().program("psql"),
                "-XqtA",
                "-h",
                socket,
                "-U",
                "postgres",
                "mediation",
                "-c",
            ]
            subprocess.check_call([*psql, "CREATE TABLE IF NOT EXISTS starts (n int); INSERT INTO starts VALUES (1)"])
            rows = subprocess.check_output([*psql, "SELECT count(*) FROM starts"]).strip()
            return Path(f"/proc/{told['pids']['postgres']}").stat().st_uid, rows

    as_in_a_container = (sys.executable, str(WITHOUT_USER_NAMESPACES), sys.executable, str(OWNER))

    assert start() == (0, b"1")
    assert start(*as_in_a_container) == (pwd.getpwnam("nobody").pw_uid, b"2")
    assert start() == (0, b"3")


@pytest.mark.skipif(not IS_ROOT, reason="needs root")
def test_root_without_user_namespaces_keeps_the_data_of_a_private_folder_elsewhere(folder: Path) -> None:
    (folder / "root").mkdir(mode=0o700)
    as_in_a_container = (sys.executable, str(WITHOUT_USER_NAMESPACES), sys.executable, str(OWNER))

    with owner(folder / "root/var", by=as_in_a_container) as (_, told):
        home = Path(told["data"]).parent

        assert home.parent == Path("/var/lib")
        assert is_open_to_others(home)
    shutil.rmtree(home)


def test_a_child_is_started_from_the_main_thread_or_not_at_all(tmp_path: Path) -> None:
    import threading

    refused: list[str] = []

    def start() -> None:
        try:
            Child(name="sleeper", command=["/bin/sleep", "9"], folder=tmp_path).start()
        except ChildError as error:
            refused.append(str(error))

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()

    assert refused == ["sleeper must be started from the main thread"]
