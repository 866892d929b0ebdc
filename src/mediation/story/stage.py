"""The stage: a fresh instance, its people with their sessions, the clock, the transcript and the facts that must hold."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx2

from mediation.infra.clock import SHANGHAI, FileClock
from mediation.infra.instance import Commands, Instance, own_command
from mediation.seed import ACCOUNTS, PASSWORD
from mediation.settings import Settings

_PATIENCE_SECONDS = 90.0
_FIGURES = re.compile(r"/s/[0-9a-z]+|/r/[0-9a-zA-Z_-]+|[0-9][0-9,.]*")


class Refused(Exception):  # noqa: N818 - what the API answered
    """A mutation answered a problem."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(str(answer))
        self.answer = answer


class Person:
    """Somebody with an account, or with a seat in a room."""

    def __init__(self, stage: "Stage", name: str, *, login: str | None = None, token: str | None = None) -> None:
        self.stage = stage
        self.name = name
        self._login = login
        self._token = token
        self._signed_in_at: datetime | None = None

    def send(self, query: str, variables: dict[str, Any] | None = None, **headers: str) -> dict[str, Any]:
        """The whole answer of an operation."""
        token = self._fresh_token()
        sent = {"accept-language": "zh-CN", **({"authorization": f"Bearer {token}"} if token else {})}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        answer = self.stage.http.post("/graphql", json={"query": query, "variables": variables or {}}, headers=sent)
        body: dict[str, Any] = answer.json()
        return body

    def ask(self, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """The data of a query. Raises RuntimeError when the answer has errors."""
        body = self.send(query, variables)
        if body.get("errors"):
            raise RuntimeError(f"{self.name}: {body['errors']}")
        data: dict[str, Any] = body["data"]
        return data

    def do(self, mutation: str, input: dict[str, Any], answer: str) -> dict[str, Any]:  # noqa: A002 - GraphQL's word
        """Do one verb: `do("openRoom", {...}, "... on Room { id }")`. Raises Refused for a problem."""
        kind = self.stage.inputs[mutation]
        query = (
            f"mutation($input: {kind}!) {{ answer: {mutation}(input: $input) {{ __typename {answer} {_PROBLEMS} }} }}"
        )
        found: dict[str, Any] = self.ask(query, {"input": input})["answer"]
        if found["__typename"] in _PROBLEM_TYPES:
            raise Refused(found)
        return found

    def upload(self, path: str, data: bytes, file_name: str) -> dict[str, Any]:
        """Send a file; the answer of the upload."""
        headers = {"authorization": f"Bearer {self._fresh_token()}", "x-file-name": quote(file_name)}
        answer: dict[str, Any] = self.stage.http.post(path, content=data, headers=headers).raise_for_status().json()
        return answer

    def download(self, path: str) -> bytes:
        """The bytes of a file."""
        headers = {"authorization": f"Bearer {self._fresh_token()}"}
        return self.stage.http.get(path, headers=headers).raise_for_status().content

    def _fresh_token(self) -> str | None:
        now = self.stage.clock.now()
        stale = self._signed_in_at is None or abs((now - self._signed_in_at).total_seconds()) > 600
        if self._login and stale:
            self._token = self.stage.sign_in(self._login)
            self._signed_in_at = now
        return self._token


_PROBLEM_TYPES = frozenset({"NotFound", "Forbidden", "IllegalMove", "Invalid", "Conflict", "TooMany"})
_PROBLEMS = """
  ... on NotFound { message } ... on Forbidden { message verb } ... on IllegalMove { message currentState possible }
  ... on Invalid { message fields { path code message } } ... on Conflict { message currentVersion } ... on TooMany { message }
"""


class Stage:
    """One performance."""

    def __init__(
        self, http: httpx2.Client, clock: FileClock, environment: dict[str, str], write: Callable[[str], None]
    ) -> None:
        self.http = http
        self._environment = environment
        self.clock = clock
        self._write = write
        self.failures: list[str] = []
        self.facts = 0
        self._told: set[str] = set()
        self.inputs = _inputs(http)
        """the type of each mutation's input, as the schema tells"""
        self.people = {account.login: Person(self, account.name, login=account.login) for account in ACCOUNTS}

    def sign_in(self, login: str) -> str:
        """A bearer token."""
        query = """mutation($input: SignInInput!) { signIn(input: $input) { __typename ... on SignedIn { token }
          ... on Invalid { message } ... on TooMany { message } } }"""
        body = {"query": query, "variables": {"input": {"login": login, "password": PASSWORD}}}
        answer = self.http.post("/graphql", json=body).json()
        token: str = answer["data"]["signIn"]["token"]
        return token

    def seat(self, name: str, token: str) -> Person:
        """A party in a room, with the token of their seat."""
        return Person(self, name, token=token)

    def scene(self, title: str, at: str) -> None:
        """Move the clock to `at` (Shanghai) and write a heading."""
        self.tell_sent()
        moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
        self.clock.set(moment)
        self._write(f"\n── {moment:%Y-%m-%d %H:%M} · {title}")

    def title(self, text: str) -> None:
        """A heading without a moment."""
        self.tell_sent()
        self._write(f"\n══ {text}")

    def tell(self, who: str, what: str) -> None:
        """One line: who did what."""
        self._write(f"   {self.clock.now().astimezone(SHANGHAI):%H:%M}  {who}：{what}")

    def sees(self, who: str, what: str) -> None:
        """One line: what somebody else sees."""
        self._write(f"          {who} 看到：{what}")

    def fact(self, what: str, actual: Any, expected: Any) -> None:
        """A fact that must hold."""
        self.facts += 1
        if actual == expected:
            self._write(f"          ✓ {what}：{_short(expected)}")
        else:
            self._write(f"          ✗ {what}：expected {expected!r}, found {actual!r}")
            self.failures.append(what)

    def eventually(self, what: str, look: Callable[[], Any], expected: Any) -> None:
        """A fact that must hold once the worker has had its turn; waits up to 90 seconds of real time."""
        until = time.monotonic() + _PATIENCE_SECONDS
        actual = look()
        while actual != expected and time.monotonic() < until:
            time.sleep(0.3)
            actual = look()
        self.fact(what, actual, expected)

    def sent(self) -> list[dict[str, Any]]:
        """What the demonstration gateway has accepted: dictionaries with `to`, `text`, `channel`, `times`."""
        found: list[dict[str, Any]] = self.http.get("/dev/gateway/messages").json()["messages"]
        return found

    def tell_sent(self) -> None:
        """What went out since the last time, one line for all messages that differ in figures and names of links only."""
        new = [message for message in self.sent() if message["key"] not in self._told]
        self._told |= {message["key"] for message in new}
        alike: dict[str, list[dict[str, Any]]] = {}
        for message in new:
            alike.setdefault(_FIGURES.sub("#", message["text"]), []).append(message)
        for messages in alike.values():
            others = f" 等 {len(messages)} 人" if len(messages) > 1 else ""
            self._write(f"     发出 {messages[0]['channel']} → {messages[0]['to']}{others}：{messages[0]['text']}")

    def verify(self) -> int:
        """What `mediation verify` answers: 0 when the journal holds."""
        return self._command("verify")

    def recompute(self) -> int:
        """What `mediation recompute --check` answers: 0 when every deadline is as the journal says."""
        return self._command("recompute", "--check")

    def _command(self, name: str, *options: str) -> int:
        command = [*own_command(name), *options]
        found = subprocess.run(  # noqa: S603 - our own command
            command, env={**os.environ, **self._environment}, capture_output=True, text=True, check=False, timeout=120
        )
        for line in (found.stdout + found.stderr).strip().splitlines()[-3:]:
            self._write(f"          {line}")
        return found.returncode

    def page(self, path: str) -> str:
        """A worker's page, as their phone gets it."""
        return self.http.get(path).text

    def tell_page(self, who: str, page: str) -> None:
        """The words of a page, without its English half."""
        self._write(f"          {who} 的手机：")
        for line in words_of(page):
            self._write(f"          │ {line}")


class _Words(HTMLParser):
    """Collects what a page says in Chinese: not its head, its styles or what is marked as English."""

    _BREAKS = frozenset({"dd", "div", "dt", "footer", "form", "h1", "h2", "h3", "header", "li", "p", "section", "tr"})
    _VOID = frozenset({"br", "hr", "img", "input", "link", "meta"})

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = [""]
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._VOID:
            return
        if self._silent or tag in ("head", "style", "script") or ("lang", "en") in attrs:
            self._silent.append(tag)
        elif tag in self._BREAKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if self._silent:
            self._silent.pop()
        elif tag in self._BREAKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.lines[-1] += (" " if self.lines[-1] else "") + " ".join(data.split())


def words_of(page: str) -> list[str]:
    """The lines a page says in Chinese."""
    reader = _Words()
    reader.feed(page)
    return [line for line in reader.lines if line]


def _inputs(http: httpx2.Client) -> dict[str, str]:
    query = "{ __schema { mutationType { fields { name args { name type { ofType { name } } } } } } }"
    schema = http.post("/graphql", json={"query": query}).json()["data"]["__schema"]
    fields = schema["mutationType"]["fields"]
    return {f["name"]: a["type"]["ofType"]["name"] for f in fields for a in f["args"] if a["name"] == "input"}


def _short(value: Any) -> str:
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 120 else text[:117] + "…"


@contextmanager
def fresh_stage() -> Iterator[Stage]:
    """A new instance in a temporary folder, with agencies and accounts but no case; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mediation-story-") as folder:
        settings = Settings(demonstration=True, data_dir=Path(folder))
        commands = Commands(seed=[*own_command("seed"), "--people"])
        instance = Instance(settings, say=lambda text: print(f"({text})", file=sys.stderr), commands=commands)  # noqa: T201
        try:
            clock = FileClock(Path(folder) / "clock")
            clock.set(datetime(2026, 11, 20, 11, 55, tzinfo=SHANGHAI))
            instance.start()
            with httpx2.Client(base_url=instance.environment["MEDIATION_BASE_URL"], timeout=60) as http:
                yield Stage(http, clock, instance.environment, lambda line: print(line, flush=True))  # noqa: T201
        finally:
            instance.stop()
