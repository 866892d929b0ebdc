"""One request of a person at a page: what it may ask of the API, what was posted, and how it answers."""

import asyncio
import hmac
import secrets
from collections.abc import AsyncGenerator, Hashable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import orjson
import structlog
from starlette.datastructures import URL, FormData
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from mediation.gql.context import Context
from mediation.gql.endpoint import origin_of
from mediation.http import PAGE_POLICY
from mediation.kit.actor import Actor, ActorKind, Role
from mediation.kit.problems import Text
from mediation.web import navigation, operations, words
from mediation.web.forms import Form

if TYPE_CHECKING:
    from mediation.web.client import Client

log = structlog.get_logger(__name__)

HEADERS: Final = {
    "cache-control": "private, no-store",
    "content-security-policy": PAGE_POLICY,
    "x-robots-tag": "noindex, nofollow",
}
TOKEN: Final = "form_token"  # noqa: S105 - the name of a field
ONCE: Final = "once"


class MissingError(Exception):
    """What the page is about is not there for the reader."""


class RefusedError(Exception):
    """The reader sees it but may not do this."""

    def __init__(self, verb: str, message: str) -> None:
        super().__init__(verb)
        self.verb = verb
        self.message = message


class FailedError(Exception):
    """The API answered with an error that no page expects."""


class StaleFormError(Exception):
    """A form without the token of this session: too old, or not ours."""


@dataclass(frozen=True)
class Outcome:
    """What a mutation answered."""

    kind: str
    """the type's name: the result's, or the problem's"""
    data: dict[str, Any]
    ok: bool

    @property
    def conflict(self) -> bool:
        """Whether somebody else was faster."""
        return self.kind == "Conflict"


_PROBLEMS: Final = frozenset({"NotFound", "Forbidden", "IllegalMove", "Invalid", "Conflict", "TooMany"})


@dataclass
class Page:
    """See the module. One for each request; `form` is empty unless something was posted."""

    client: "Client"
    request: Request
    actor: Actor
    form: Form = field(default_factory=Form)
    me: dict[str, Any] | None = None
    """who reads, as the fragment `Shell` tells it: read with the page, or for itself when the page does not ask"""
    _answer: Response = field(default_factory=Response)
    _done: int = 0

    @property
    def locale(self) -> str:
        """The reader's language: `zh-CN` or `en`."""
        return words.locale_of(self.actor.locale)

    @property
    def now(self) -> datetime:
        """The instant of the request."""
        return self.actor.at

    @property
    def waits(self) -> bool:
        """Whether the reader is signed in, but has to change the password or set up a second factor before anything."""
        return self.actor.kind is ActorKind.STAFF and not self.actor.roles - {Role.STAFF}

    def path(self, name: str) -> str:
        """A part of the address, as the route names it."""
        return str(self.request.path_params[name])

    def asked(self, name: str, default: str = "") -> str:
        """A value of the address's query, at most 200 characters."""
        return self.request.query_params.get(name, default)[:200]

    async def query(self, operation: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
        """The data of one of our operations. What is null is null because the reader may not see it.

        Raises:
            MissingError: something it is about is not there for the reader, or the address is no address of ours.
            RefusedError: they may not ask this.
            FailedError: the answer has other errors.
        """
        answer = await self._run(operation, variables, key=None)
        _check(operation, answer)
        data: dict[str, Any] = answer["data"]
        if isinstance(data.get("me"), dict) and self.actor.kind is ActorKind.STAFF:
            self.me = data["me"]
        return data

    async def do(self, operation: str, variables: dict[str, Any]) -> Outcome:
        """Run a mutation of ours; what the reader typed wrongly goes into `form`. Sent twice, it is done once.

        Raises:
            MissingError: what it is about is not there for the reader.
            RefusedError: they may not do this.
            FailedError: see `query`.
        """
        self._done += 1
        once = self.form.text(ONCE)
        answer = await self._run(operation, variables, key=f"{once}:{operation}:{self._done}" if once else None)
        _check(operation, answer)
        (result,) = answer["data"].values()
        kind = result["__typename"]
        match kind:
            case "NotFound":
                raise MissingError
            case "Forbidden":
                raise RefusedError(result.get("verb", ""), result["message"])
        if kind in _PROBLEMS:
            self.form.take(result)
        return Outcome(kind, result, kind not in _PROBLEMS)

    def meanwhile(self, key: tuple[Hashable, ...], steps: Sequence[tuple[str, dict[str, Any]]]) -> None:
        """Run mutations one after the other behind the answer; what one refuses does not stop the rest.

        Under one `key` one such row runs at a time: a form sent twice begins it once.
        """
        once = self.form.text(ONCE)

        async def work() -> None:
            for at, (operation, variables) in enumerate(steps):
                self.actor = self.actor.as_of(self.client.runtime.clock.now())
                answer = await self._run(operation, variables, key=f"{once}:{operation}:later:{at}" if once else None)
                if answer.get("errors"):
                    log.error("page.failed", operation=operation, at=at)

        self.client.runtime.background.once((*key, self.actor.id), work)

    async def soon(
        self, key: tuple[Hashable, ...], operation: str, variables: dict[str, Any], *, within: float
    ) -> Outcome | None:
        """Run a mutation as `do`; None when it takes more than `within` seconds: it then goes on behind the answer.

        Under one `key` one such mutation runs at a time; who comes while it does is told None.
        """
        told: list[Outcome | Exception] = []
        over = asyncio.Event()

        async def work() -> None:
            try:
                told.append(await self.do(operation, variables))
            except Exception as error:  # noqa: BLE001 - raised below, where somebody waits for it
                told.append(error)
            finally:
                over.set()

        self.client.runtime.background.once((*key, self.actor.id), work)
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), within)
        answer = told[0] if told else None
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _run(self, operation: str, variables: dict[str, Any] | None, *, key: str | None) -> dict[str, Any]:
        body = {"query": operations.document(operation), "variables": variables or {}, "operationName": operation}
        origin = origin_of(self.request, body, self.actor, key)
        context = Context(self.client.runtime, self.actor, origin=origin, response=self._answer)
        encoded, _ = await self.client.endpoint.answer(context, body)
        if context.actor.session_id != self.actor.session_id and context.actor.kind is ActorKind.STAFF:
            self.actor = context.actor  # a session was opened: what follows, and every form, is of this one
        answer: dict[str, Any] = orjson.loads(encoded)
        return answer

    def found(self, value: dict[str, Any] | None) -> dict[str, Any]:
        """`value`, which is there. Raises MissingError when it is null."""
        if value is None:
            raise MissingError
        return value

    async def render(self, template: str, /, *, status: int | None = None, **values: Any) -> Response:
        """A whole page. With something wrong in the form the status is 422 unless it is given."""
        if self.me is None and self.actor.kind is ActorKind.STAFF:
            await self.query("Shell")
        return self.fragment(template, status=status, **self._shell(), **values)

    def fragment(self, template: str, /, *, status: int | None = None, **values: Any) -> Response:
        """A part of a page, for htmx, or a page that says itself what it needs."""
        status = status or (422 if self.form.wrong else 200)
        values = {"form": self.form, "now": self.now, "form_token": self.token(), "once": _once(), **values}
        values["left"] = lambda ends_at: words.left(ends_at, self.now)
        values["countdown"] = lambda ends_at: words.countdown(ends_at, self.now)
        text = words.rendered(f"client/{template}", self.locale, values)
        return self._sent(Response(text, status_code=status, media_type="text/html", headers=HEADERS))

    def go(self, to: str, *, said: str | None = None) -> Response:
        """Go there with a GET, so that loading again repeats nothing; `said` names the sentence to greet with."""
        where = str(URL(to).include_query_params(said=said)) if said else to
        return self._sent(RedirectResponse(where, status_code=303, headers=HEADERS))

    def lead(self, to: str) -> Response:
        """Go there, also when a part of a page asks: the whole page then goes."""
        if not self.request.headers.get("hx-request"):
            return self.go(to)
        return self._sent(Response(status_code=200, headers={**HEADERS, "hx-redirect": to}))

    def nothing(self) -> Response:
        """Nothing new, for htmx: the page stays as it is."""
        return self._sent(Response(status_code=204, headers=HEADERS))

    def token(self) -> str:
        """What a form of this session carries, so that no other page can post in its name."""
        session = str(self.actor.session_id or self.actor.id or "")
        key = self.client.runtime.settings.secret_key_bytes
        return hmac.digest(key, f"form:{session}".encode(), "sha256").hex()

    async def read_form(self) -> None:
        """Read what was posted. Raises StaleFormError without the session's token."""
        data = await _posted(self.request)
        given = data.get(TOKEN)
        if not isinstance(given, str) or not hmac.compare_digest(given.encode(), self.token().encode()):
            raise StaleFormError
        self.form = Form.posted(data, self.locale)

    def _sent(self, response: Response) -> Response:
        """`response` with the cookies that the API set."""
        response.raw_headers += [pair for pair in self._answer.raw_headers if pair[0] == b"set-cookie"]
        return response

    def _shell(self) -> dict[str, Any]:
        me = self.me
        said = self.client.said.get(self.asked("said"))
        verbs = frozenset(me["access"]["verbs"]) if me else frozenset[str]()
        return {
            "me": me,
            "navigation": navigation.seen_with(verbs),
            "here": self.request.url.path,
            "said": said.in_(self.locale) if isinstance(said, Text) else None,
        }


class _InMemory(MultiPartParser):
    """Never lets a file reach the disk; how much comes at all is limited before it comes here."""

    spool_max_size = 1 << 31


async def _posted(request: Request) -> FormData:
    """What a form sent. Raises StaleFormError for what is no form of ours."""
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        return await request.form(max_files=0, max_fields=5_000)
    stream: AsyncGenerator[bytes, None] = request.stream()
    try:
        return await _InMemory(request.headers, stream, max_files=20, max_fields=5_000).parse()
    except (MultiPartException, UnicodeDecodeError, KeyError, ValueError):
        raise StaleFormError from None


def _check(operation: str, answer: dict[str, Any]) -> None:
    """Raise what the errors of an answer mean for a page, if there are any."""
    for error in answer.get("errors") or ():
        match error.get("extensions", {}).get("code"):
            case "NOT_FOUND" | "INVALID":
                raise MissingError
            case "FORBIDDEN":
                raise RefusedError("", error["message"])
            case code:
                log.error("page.failed", operation=operation, code=code, path=error.get("path"))
                raise FailedError(operation)


def _once() -> str:
    """A key under which one form is done once."""
    return secrets.token_urlsafe(12)
