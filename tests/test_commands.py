"""The commands as an operator runs them: processes, exit codes and sentences."""

import base64
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from mediation.infra import revisions
from mediation.settings import demonstration_secrets
from tests.infra.test_up import get, up

KEY = base64.b64encode(b"k" * 32).decode()


def run(*arguments: str, given: str = "", **environment: str) -> tuple[int, str]:
    """Exit code and everything said, of `mediation ARGUMENTS` with nothing but `environment` set."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("MEDIATION_")}
    done = subprocess.run(
        [sys.executable, "-m", "mediation", *arguments],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=bare | environment,
        timeout=100,
        check=False,
    )
    return done.returncode, done.stdout.strip()


def production(database_url: str, redis_url: str) -> dict[str, str]:
    return {
        "MEDIATION_DATABASE_URL": database_url,
        "MEDIATION_REDIS_URL": redis_url,
        "MEDIATION_BASE_URL": "https://mediation.example.gov.cn",
        "MEDIATION_SECRET_KEY": "s" * 32,
        "MEDIATION_VAULT_KEYS": json.dumps({"1": KEY}),
        "MEDIATION_JOURNAL_SIGNING_KEY": KEY,
    }


@pytest.mark.parametrize("command", ["serve", "work", "migrate"])
def test_nothing_serves_works_or_migrates_with_demonstration_secrets(
    command: str, servers: Any, tmp_path: Path
) -> None:
    environment = production(servers.database_url, servers.redis_url) | demonstration_secrets(tmp_path)

    code, said = run(command, **environment)

    assert code == 1
    assert said == (
        "mediation: Refusing to start: MEDIATION_SECRET_KEY is a demonstration secret; "
        "MEDIATION_JOURNAL_SIGNING_KEY is a demonstration secret; MEDIATION_VAULT_KEYS[1] is a demonstration secret."
    )


@pytest.mark.parametrize("command", ["serve", "work"])
def test_a_real_installation_is_no_demonstration(command: str, servers: Any) -> None:
    environment = production(servers.database_url, servers.redis_url) | {"MEDIATION_DEMONSTRATION": "true"}

    code, said = run(command, **environment)

    assert code == 1
    assert said == (
        "mediation: Refusing to start: MEDIATION_DEMONSTRATION is set, and MEDIATION_SECRET_KEY is a real one."
    )


@pytest.mark.parametrize("command", ["serve", "work"])
def test_nothing_serves_or_works_on_an_unmigrated_database(command: str, servers: Any) -> None:
    code, said = run(command, **production(servers.database_url, servers.redis_url))

    assert code == 1
    assert said == (
        f"mediation: Refusing to start: the database is at revision none and this program needs {revisions.head()}; "
        "run `mediation migrate` first."
    )


def test_a_database_that_is_away_is_one_sentence(servers: Any, tmp_path: Path) -> None:
    environment = production(f"postgresql+asyncpg://postgres@/mediation?host={tmp_path}", servers.redis_url)

    code, said = run("serve", **environment)

    assert code == 1
    assert re.fullmatch(r"mediation: The database cannot be reached: .*", said)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["migrate"], "MEDIATION_DATABASE_URL is missing, and no `mediation up` is running here."),
        (["clock", "set", "2026-11-23T18:00"], "There is no movable clock: only `mediation up` has one."),
    ],
)
def test_a_command_that_needs_an_instance_says_so(arguments: list[str], said: str, tmp_path: Path) -> None:
    assert run(*arguments, MEDIATION_DATA_DIR=str(tmp_path)) == (1, f"mediation: {said}")


def test_demonstration_data_are_refused_elsewhere(servers: Any) -> None:
    code, said = run("seed", **production(servers.database_url, servers.redis_url))

    assert code == 1
    assert said.startswith("mediation: ")
    assert "Traceback" not in said


@pytest.mark.timeout(300)  # nine processes, one after the other
def test_the_product_starts_answers_and_is_found_by_other_commands(tmp_path: Path) -> None:
    data_dir = str(tmp_path / "var")

    def create_administrator(password: str) -> tuple[int, str]:
        place = ["--city-code", "310000", "--district-code", "310115", "--district", "浦东新区"]
        command = ["admin", "create", "--login", "pudong", "--agency", "浦东新区总工会", *place]
        return run(*command, given=f"{password}\n", MEDIATION_DATA_DIR=data_dir)

    with up(tmp_path / "var", command=("-m", "mediation", "up")) as running:
        base = running.until(r"│ (http://127\.0\.0\.1:\d+)/graphql").group(1)
        running.until("mediator, union")
        path = running.until(rf"worker's link [^│]*│ {base}(/s/\w+) +│").group(1)
        running.until("└")
        kept = json.loads((tmp_path / "var" / "demonstration.json").read_text(encoding="utf-8"))

        assert kept[-1] == ["a worker's link (last digits 2234)", path], "the next start may have another address"
        assert get(f"{base}/healthz") == '{"ok":true}'
        assert run("migrate", MEDIATION_DATA_DIR=data_dir) == (
            0,
            f"mediation: the database is at revision {revisions.head()}",
        )
        assert run("clock", "set", "2026-11-23T18:00", MEDIATION_DATA_DIR=data_dir) == (
            0,
            "mediation: the clock runs on from 2026-11-23T18:00:00+08:00",
        )
        assert run("doors", "闵工调〔2026〕9999号", MEDIATION_DATA_DIR=data_dir) == (
            2,
            "mediation: 闵工调〔2026〕9999号: there is no case",
        )
        code, said = run("doors", "闵工调〔2026〕1号", "--json", MEDIATION_DATA_DIR=data_dir)
        assert (code, len(json.loads(said)["doors"])) == (0, 13), said
        assert create_administrator("nine small wooden boats") == (
            0,
            "mediation: pudong is administrator of 浦东新区总工会",
        )
        code, said = create_administrator("short")
        assert (code, said[:21]) == (1, "mediation: password: ")
        code, said = run("verify", MEDIATION_DATA_DIR=data_dir)
        assert code == 0, said

        assert running.stop() == 0
        assert running.lines[-1] == "mediation: stopped; the data are kept"
    for log in (tmp_path / "var/log").glob("*.log"):
        assert "Traceback" not in log.read_text(), log.name
