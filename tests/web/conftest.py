"""A browser without a screen for the staff's pages: keeps cookies, and sends what a form sends.

The first time that a page asks one of our operations in a test process, the same is asked over HTTP in the same session, as a
partner would ask it: the answers must be equal.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from mediation.agency import sessions
from mediation.web import operations
from mediation.web.page import Page

PASSWORD = "杏花春雨江南 2026-11"

_HIDDEN = re.compile(r'name="(form_token|once)" value="([\w-]+)"')
_compared: set[str] = set()


class Browser:
    """Somebody at the pages. Before `be`, nobody."""

    def __init__(self, api: Any, make: Any, asked: list[tuple[Any, ...]]) -> None:
        self.api = api
        self.make = make
        self.asked = asked
        self.token = ""
        self.language = "zh-CN"

    async def be(self, staff: Any, language: str = "zh-CN") -> None:
        """Sit down as `staff`."""
        self.token, self.language = await self.make.token(staff), language
        self.api.client.cookies.set(sessions.cookie_name(self.make.runtime.settings), self.token)

    async def get(self, path: str, **headers: str) -> Any:
        """Open a page; the answer as it came, redirects not followed."""
        self.asked.clear()
        sent = {"accept-language": self.language} | {name.replace("_", "-"): value for name, value in headers.items()}
        page = await self.api.client.get(path, headers=sent)
        await self._compare()
        return page

    async def post(self, path: str, values: dict[str, Any] | None = None, *, on: str | None = None, **more: Any) -> Any:
        """Send a form as the browser does: with the hidden fields of the page `on` (else of `path`) that shows it."""
        page = await self.get(on or path)
        hidden = dict(_HIDDEN.findall(page.text))
        headers = {"sec-fetch-site": "same-origin", "accept-language": self.language}
        return await self.api.client.post(path, data=hidden | (values or {}), headers=headers, **more)

    async def _compare(self) -> None:
        for operation, variables, answer in list(self.asked):
            text = operations.document(operation)
            if operation in _compared or not self.token or not text.startswith("query"):
                continue
            _compared.add(operation)
            # Asked as a page that waits: the comparison must not keep a session open that the test lets run out.
            waits = {"accept_language": self.language, "x_waiting": "1"}
            again = await self.api.send(text, variables, token=self.token, **waits)
            assert again.json() == answer, operation


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Any, ...]]]:
    """What the last page asked the API, with the answers."""
    seen: list[tuple[Any, ...]] = []
    real = Page._run

    async def run(self: Page, operation: str, variables: Any, *, key: str | None) -> Any:
        answer = await real(self, operation, variables, key=key)
        seen.append((operation, variables, answer))
        return answer

    monkeypatch.setattr(Page, "_run", run)
    return seen


@pytest.fixture
def browser(api, make, asked) -> Browser:
    """Nobody yet, at the pages."""
    return Browser(api, make, asked)
