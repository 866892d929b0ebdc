"""People at their browsers: a context each, signed in or not, and a recorder that forgives nothing."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response

from mediation.agency import sessions
from mediation.agency.models import Agency, Staff
from mediation.infra.runtime import Runtime
from mediation.kit.actor import Role
from mediation.seed import ACCOUNTS, PASSWORD
from mediation.story.stage import Stage
from tests.make import Make

DESK = (1280, 800)
PHONE = (360, 740)


class Recorder:
    """Writes down what a page must not do: errors, what the policy refused, calls abroad, parts that did not come.

    Args:
        origin: the product's own.
        who: whose browser it is, for the reader of a failed test.
    """

    def __init__(self, context: BrowserContext, *, origin: str, who: str) -> None:
        self.faults: list[str] = []
        self._origin, self._who = origin, who
        self._forgiven: tuple[str, ...] = ()
        context.on("console", self._console)
        context.on("weberror", lambda error: self._note(f"exception: {error.error}"))
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("requestfailed", self._failed)

    def forgive(self, *parts: str) -> None:
        """Of addresses that hold one of `parts` it is expected that they fail."""
        self._forgiven += parts

    def _note(self, fault: str) -> None:
        self.faults.append(f"{self._who}: {fault}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or not self._counts(message.text):
            return
        if message.text.startswith("Failed to load resource"):
            return  # the answer itself is looked at below
        kind = "policy" if "Content Security Policy" in message.text else f"console {message.type}"
        self._note(f"{kind}: {message.text}")

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != urlsplit(self._origin).netloc:
            self._note(f"elsewhere: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request() and self._counts(response.url):
            self._note(f"answer {response.status}: {response.url}")

    def _failed(self, request: Request) -> None:
        why = request.failure or ""
        if "ERR_ABORTED" not in why and self._counts(request.url):  # aborted: the page was left
            self._note(f"failed: {request.url} {why}")

    def _counts(self, url: str) -> bool:
        return not any(part in url for part in self._forgiven)


class People:
    """Opens browsers for people: `async with people("张调解员", Role.MEDIATOR) as page`.

    The first call with roles makes the account; the name alone is then enough for one more browser of the same person.
    Without an account it is somebody from the street.
    """

    def __init__(self, browser: Browser, runtime: Runtime, make: Make, origin: str) -> None:
        self._browser, self._runtime, self._make, self.origin = browser, runtime, make, origin
        self._staff: dict[str, Staff] = {}
        self.recorders: list[Recorder] = []

    async def account(self, name: str, *roles: Role, agency: Agency | None = None, locale: str = "zh-CN") -> Staff:
        """The account of `name`, made if it is not there."""
        if name not in self._staff:
            made = await self._make.staff(*roles, agency=agency, name=name)
            if locale != made.locale:
                await self._speak(made, locale)
            self._staff[name] = made
        return self._staff[name]

    @asynccontextmanager
    async def __call__(
        self,
        name: str = "",
        *roles: Role,
        agency: Agency | None = None,
        locale: str = "zh-CN",
        size: tuple[int, int] = DESK,
        javascript: bool = True,
        **more: Any,
    ) -> AsyncIterator[Page]:
        """A page in a browser of their own.

        Args:
            roles: of the account; none for somebody without one.
            agency: where the account belongs; one of its own when not given.
            locale: of the browser, and of the account when it is made here.
            size: width and height of the window in CSS pixels: DESK or PHONE.
            javascript: whether scripts run.
            more: for the browser's context, as playwright calls it: `timezone_id`, `reduced_motion`.
        """
        settings: dict[str, Any] = {"timezone_id": "Asia/Shanghai", **more}
        context = await self._browser.new_context(
            base_url=self.origin,
            locale=locale,
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=javascript,
            **settings,
        )
        context.set_default_timeout(10_000)
        recorder = Recorder(context, origin=self.origin, who=name or "somebody")
        self.recorders.append(recorder)
        try:
            await self._enter(context, name, *roles, agency=agency, locale=locale)
            page = await context.new_page()
            page.recorder = recorder  # type: ignore[attr-defined] - at hand for a test that expects a failure
            yield page
        finally:
            await context.close()

    async def _enter(
        self, context: BrowserContext, name: str, *roles: Role, agency: Agency | None, locale: str
    ) -> None:
        """Open a session as the sign-in does, without its steps: those have tests of their own."""
        if not roles and name not in self._staff:
            return
        token = await self._make.token(await self.account(name, *roles, agency=agency, locale=locale))
        cookie = sessions.cookie_name(self._runtime.settings)
        await context.add_cookies(
            [{"name": cookie, "value": token, "url": self.origin, "httpOnly": True, "sameSite": "Lax"}]
        )

    async def _speak(self, staff: Staff, locale: str) -> None:
        async with self._runtime.db.session() as session:
            (await session.get_one(Staff, staff.id)).locale = locale
            await session.commit()

    @property
    def faults(self) -> Iterable[str]:
        """Everything that was written down."""
        return [fault for recorder in self.recorders for fault in recorder.faults]

    def check(self) -> None:
        """Fail when anything was written down."""
        faults = list(self.faults)
        assert not faults, "\n".join(["The browser noticed:", *faults])


class Players(People):
    """People of the whole product: the accounts of the demonstration, by their names, signed in with their password."""

    def __init__(self, browser: Browser, stage: Stage) -> None:
        self._browser, self.origin = browser, str(stage.http.base_url).rstrip("/")
        self._logins = {account.name: account.login for account in ACCOUNTS}
        self.recorders: list[Recorder] = []

    async def _enter(self, context: BrowserContext, name: str, *_: Role, **__: Any) -> None:
        """Sign in over the API; the browser keeps the cookie. Whoever has no account stays outside."""
        login = self._logins.get(name)
        if login is None:
            return
        variables = {"input": {"login": login, "password": PASSWORD, "cookie": True}}
        answer = await context.request.post("/graphql", data={"query": _SIGN_IN, "variables": variables})
        told = (await answer.json())["data"]["signIn"]["__typename"]
        assert told == "SignedIn", f"{name}: {told}"


_SIGN_IN = "mutation($input: SignInInput!) { signIn(input: $input) { __typename } }"
