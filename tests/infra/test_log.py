"""The log: one event, one line, and nothing in it that identifies a person or opens a door."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import casbin
import pytest
import strawberry
import structlog
from casbin.util.log import configure_logging as casbin_logging
from hypothesis import given
from hypothesis import strategies as st
from uvicorn.config import Config

from mediation.infra import log

ID_NUMBER = "11010119900307721X"
MOBILE = "13800138000"
TOKEN = "3fYkq0pM1vJc8sZr5tXw2uHb7nQd"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    names = ["", *logging.root.manager.loggerDict]
    before = {
        name: (logger.handlers[:], logger.level, logger.propagate, logger.filters[:])
        for name in names
        for logger in [logging.getLogger(name)]
    }
    stream = io.StringIO()
    log.configure("INFO", stream=stream)
    yield stream
    for name, (handlers, level, propagate, filters) in before.items():
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate, logger.filters = handlers, propagate, filters
        logger.setLevel(level)
    structlog.reset_defaults()


def events(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().split("\n") if line]


def test_an_event_is_one_line_of_json_with_time_level_logger_and_request_id(lines: io.StringIO) -> None:
    token = log.request_id.set("req-1")

    structlog.get_logger("mediation.case").info("case registered", case="JM-2026-0001", claimants=3)
    log.request_id.reset(token)

    (event,) = events(lines)
    assert str(event.pop("at")).endswith("+00:00")
    assert event == {
        "level": "info",
        "logger": "mediation.case",
        "request_id": "req-1",
        "event": "case registered",
        "case": "JM-2026-0001",
        "claimants": 3,
    }


def test_the_request_id_ends_with_its_request(lines: io.StringIO) -> None:
    token = log.request_id.set("req-1")
    log.request_id.reset(token)

    structlog.get_logger("x").info("later")

    assert "request_id" not in events(lines)[0]


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029", "\x00"])
def test_a_line_break_in_a_value_or_key_or_event_does_not_start_a_line(lines: io.StringIO, break_: str) -> None:
    forged = f'x{break_}{{"level": "info", "event": "login ok"}}'

    structlog.get_logger("x").info(forged, note=forged, **{forged: 1})

    written = lines.getvalue()
    assert len(written.splitlines()) == 1
    assert json.loads(written)["note"] == forged


def test_direction_overrides_and_invisible_characters_are_shown_escaped(lines: io.StringIO) -> None:
    structlog.get_logger("x").info("file", file_name="报告\u202egpj.exe\u200b")

    assert "\\u202e" in lines.getvalue()
    assert "\u202e" not in lines.getvalue()


def test_lone_surrogates_and_huge_integers_are_written(lines: io.StringIO) -> None:
    structlog.get_logger("x").info("bad text", note="\ud800", number=10**30)

    assert events(lines)[0]["note"] == "\ud800"
    assert events(lines)[0]["number"] == log.REDACTED


@pytest.mark.parametrize(
    "key",
    [
        *("password", "new_password", "passwordHash", "token", "accessToken", "csrf-token", "secret", "client_secret"),
        *("phone", "claimant_phone", "phone_number", "mobile", "id_number", "idNumber", "ID-Number", "id_card"),
        *("authorization", "Authorization", "cookie", "Set-Cookie", "api_key", "X-API-Key", "private_key", "dsn"),
        *("database_url", "otp", "手机号", "身份证号", "登录密码"),
    ],
)
def test_a_telling_key_hides_its_value_at_any_nesting(lines: io.StringIO, key: str) -> None:
    structlog.get_logger("x").info("e", **{key: "旧值abc"}, outer={"list": [{key: {"deep": "旧值abc"}}]})

    assert "旧值abc" not in lines.getvalue()
    assert events(lines)[0][key] == log.REDACTED


def test_harmless_keys_keep_their_values(lines: io.StringIO) -> None:
    said = {"case": "JM-2026-0001", "amount_fen": 1_234_500, "code": "DEPTH_LIMIT", "ok": True, "ratio": 0.5, "x": None}

    structlog.get_logger("x").info("e", **said, phone_verified=True, phone=None)

    assert {key: events(lines)[0][key] for key in said} == said
    assert events(lines)[0]["phone_verified"] is True
    assert events(lines)[0]["phone"] is None


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (f"证件 {ID_NUMBER} 已登记", "证件 … 已登记"),
        ("号码110101199003077213,", "号码…,"),
        ("110101 19900307 7213", "…"),
        ("１１０１０１１９９００３０７７２１Ｘ", "…"),
        (f"call {MOBILE}.", "call …."),
        ("+86 138-0013-8000", "…"),
        ("手机138 0013 8000接通", "手机…接通"),
        ("１３８００１３８０００", "…"),
        ("case 202611200000123456789", "case 202611200000123456789"),
        ("amount 1380013800000 fen", "amount 1380013800000 fen"),
        ("12800138000", "12800138000"),
        (f"GET /s/{TOKEN} 200", "GET /s/… 200"),
        (f"GET /s/{TOKEN}/confirm?x=1", "GET /s/…/confirm?x=1"),
        (f"https://a.example/r/{TOKEN}", "https://a.example/r/…"),
        (f"https://a.example/S//{TOKEN}#top", "https://a.example/S//…#top"),
        (f"next=%2Fs%2F{TOKEN}", "next=%2Fs%2F…"),
        ("/static/app.css", "/static/app.css"),
        (f"/login?token={TOKEN}&next=/work", "/login?token=…&next=/work"),
        (f"Authorization: Bearer {TOKEN}", "Authorization: Bearer …"),
        ("postgresql://app:s3cret@db/x", "postgresql://app:…@db/x"),
        ("duplicate key\nDETAIL:  Key (name)=(李雷) already exists.\nend", "duplicate key\nDETAIL:…\nend"),
        ("invalid input for query argument $3: '李雷' (expected int)", "invalid input for query argument $3: …"),
        ("[SQL: INSERT]\n[parameters: ('李雷', 3)]\nx", "[SQL: INSERT]\n[parameters: …\nx"),
    ],
)
def test_a_text_loses_what_identifies_a_person_or_opens_a_door(text: str, clean: str) -> None:
    assert log.scrub(text) == clean
    assert log.scrub(clean) == clean


def test_numbers_hide_in_no_type_of_value(lines: io.StringIO) -> None:
    structlog.get_logger("x").info(
        f"event {MOBILE}",
        text=MOBILE,
        number=int(MOBILE),
        items=[MOBILE, (MOBILE,), {MOBILE}],
        mapping={MOBILE: MOBILE},
        raw=MOBILE.encode(),
        row=SimpleNamespace(phone=MOBILE),
        path=Path("/x"),
        id=UUID(int=1),
        error=ValueError(MOBILE),
    )

    event = events(lines)[0]
    assert MOBILE not in lines.getvalue()
    assert event["row"] == "<SimpleNamespace>"
    assert event["raw"] == "<11 bytes>"
    assert event["error"] == "ValueError: …"
    assert event["id"] == "00000000-0000-0000-0000-000000000001"


def test_a_traceback_is_scrubbed_and_stays_on_its_line(lines: io.StringIO) -> None:
    try:
        {}[f"no such worker {ID_NUMBER}"]
    except KeyError:
        structlog.get_logger("x").exception("failed")
        logging.getLogger("plain").exception("failed for %s", MOBILE)

    for event in events(lines):
        assert "KeyError: 'no such worker …'" in str(event["exception"])
    assert len(lines.getvalue().splitlines()) == 2
    assert ID_NUMBER not in lines.getvalue()
    assert MOBILE not in lines.getvalue()


def test_a_long_value_is_cut_but_keeps_both_ends(lines: io.StringIO) -> None:
    structlog.get_logger("x").info("e", note="开" + "长" * 1_000_000 + "完")

    note = str(events(lines)[0]["note"])
    assert len(note) < 17_000
    assert (note[0], note[-1]) == ("开", "完")


def test_a_nested_or_endless_structure_ends(lines: io.StringIO) -> None:
    endless: list[object] = []
    endless.append(endless)

    structlog.get_logger("x").info("e", endless=endless, many=list(range(10_000)))

    assert len(events(lines)[0]["many"]) == 50  # type: ignore[arg-type]  # a list by the assertion itself


def test_a_record_with_wrong_arguments_is_named_and_its_arguments_are_not_dumped(
    lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.configure("INFO", stream=lines)  # without the handler of pytest, which raises

    logging.getLogger("library").error("%d of %s", *[MOBILE])

    assert events(lines)[0]["event"] == "a log record could not be written"
    assert MOBILE not in lines.getvalue() + capsys.readouterr().err


def test_uvicorn_access_lines_are_events_without_the_status_token(lines: io.StringIO) -> None:
    Config("app:app", log_config=None, log_level=None)
    logger = logging.getLogger("uvicorn.access")

    logger.info('%s - "%s %s HTTP/%s" %d', "10.0.0.1:1", "GET", f"/s/{TOKEN}?x=1", "1.1", 200)

    (event,) = events(lines)
    assert TOKEN not in lines.getvalue()
    assert (event["event"], event["method"], event["path"], event["status"]) == ("request", "GET", "/s/…?x=1", 200)


def test_uvicorn_and_casbin_handlers_of_their_own_are_removed(
    lines: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    Config("app:app")
    casbin_logging()

    log.configure("INFO", stream=lines)
    logging.getLogger("uvicorn.error").info("started")
    logging.getLogger("uvicorn.access").info('%s - "%s %s HTTP/%s" %d', "c", "GET", f"/s/{TOKEN}", "1.1", 200)

    assert [event["event"] for event in events(lines)] == ["started", "request"]
    assert TOKEN not in capsys.readouterr().err


def test_a_casbin_denial_is_not_logged_even_after_casbin_configures_itself(
    lines: io.StringIO, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model, policy = tmp_path / "model.conf", tmp_path / "policy.csv"
    model.write_text(
        "[request_definition]\nr = sub, act\n[policy_definition]\np = sub, act\n"
        "[policy_effect]\ne = some(where (p.eft == allow))\n[matchers]\nm = r.sub == p.sub && r.act == p.act\n"
    )
    policy.write_text("p, clerk, read\n")

    denials = [casbin.Enforcer(str(model), str(policy), enable_log=True).enforce("李雷", "read")]
    casbin_logging()
    denials.append(casbin.Enforcer(str(model), str(policy)).enforce("李雷", "read"))

    assert denials == [False, False]
    assert "李雷" not in lines.getvalue() + capsys.readouterr().err


def test_strawberry_logs_failures_of_our_code_once_and_never_the_document(lines: io.StringIO) -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def broken(self, phone: str) -> str:
            raise RuntimeError("database is gone")

    schema = strawberry.Schema(Query)

    schema.execute_sync('{ broken(phone: "李雷") }')
    schema.execute_sync('{ missing(name: "李雷") }')
    schema.execute_sync('{ broken(phone: "李雷"')

    (event,) = events(lines)
    assert event["event"] == "graphql field failed: broken"
    assert "RuntimeError: database is gone" in str(event["exception"])
    assert "李雷" not in lines.getvalue()


def test_sql_with_its_parameters_stays_out_even_at_debug(lines: io.StringIO) -> None:
    log.configure("DEBUG", stream=lines)

    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT ... %r", ("李雷",))
    logging.getLogger("httpx").info("POST https://sms.example/send?k=1")

    assert lines.getvalue() == ""


def test_the_level_is_respected_and_an_unknown_level_refused(lines: io.StringIO) -> None:
    log.configure("warning", stream=lines)

    structlog.get_logger("x").info("quiet")
    structlog.get_logger("x").warning("heard")

    assert [event["event"] for event in events(lines)] == ["heard"]
    with pytest.raises(ValueError, match="LOUD"):
        log.configure("loud", stream=lines)


def test_a_closed_stream_does_not_raise_into_the_caller(lines: io.StringIO) -> None:
    log.configure("INFO", stream=(gone := io.StringIO()))
    gone.close()

    structlog.get_logger("x").info("nobody hears")


def test_standard_error_is_the_default_stream(lines: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    log.configure("INFO")

    structlog.get_logger("x").info("said")

    assert json.loads(capsys.readouterr().err)["event"] == "said"
    assert sys.stderr is not sys.stdout


@given(st.text())
def test_scrubbing_is_stable_on_any_text(text: str) -> None:
    assert log.scrub(log.scrub(text)) == log.scrub(text)
