"""Signing in and out: S1. The second step, where one counts; and what was typed while a session ended."""

from datetime import timedelta
from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import ActorKind
from mediation.kit.problems import Text
from mediation.web import kept, words
from mediation.web.client import ANYBODY, Client, first_of_all
from mediation.web.forms import Wrong
from mediation.web.navigation import first_place
from mediation.web.page import Outcome, Page


def routes(client: Client) -> list[BaseRoute]:
    """The pages before the pages."""
    return [
        client.get("/", begin, to=ANYBODY),
        client.get("/login", show, to=ANYBODY),
        client.post("/login", sign_in, to=ANYBODY),
        client.post("/login/code", complete, to=ANYBODY),
        client.post("/login/code/send", send_code, to=ANYBODY),
        client.post("/logout", sign_out, first=True),
    ]


async def begin(page: Page) -> Response:
    """Where the day begins: the first page of the reader's role, or signing in."""
    if page.actor.kind is not ActorKind.STAFF:
        return page.go("/login")
    if page.waits:
        return page.go(await first_of_all(page))
    data = await page.query("Shell")
    return page.go(first_place(data["me"]["roles"]))


async def show(page: Page) -> Response:
    """The form."""
    return _form(page, next=_inside(page.asked("next")), ended=bool(page.asked("ended")))


def _form(page: Page, **values: Any) -> Response:
    shown: dict[str, Any] = {"next": _inside(page.form.text("next")), "kept": page.form.text(kept.NAME)}
    return page.fragment("sign_in/sign_in.html", **({"ended": False, "too_long": False} | shown | values))


async def sign_in(page: Page) -> Response:
    """Open a session by password, or ask for the second step; then go where the reader wanted."""
    form = page.form
    given = {"login": form.text("login"), "password": form.values.get("password", [""])[0], "cookie": True}
    outcome = await page.do("SignIn", {"input": given})
    if not outcome.ok:
        _say_until(page, outcome)
        return _form(page)
    if outcome.kind == "SecondStep":
        return _second_step(page, outcome.data)
    return await _enter(page)


def _second_step(page: Page, asked: dict[str, Any], sent: dict[str, Any] | None = None) -> Response:
    """The page for the code. The challenge is in the form only: in no address, and kept nowhere."""
    return page.fragment(
        "sign_in/second_step.html",
        challenge=asked["challenge"],
        kinds=asked["kinds"],
        phone=asked["phone"],
        expires_at=asked["expiresAt"],
        sent=sent,
        next=_inside(page.form.text("next")),
        kept=page.form.text(kept.NAME),
    )


def _asked(page: Page) -> dict[str, Any]:
    """What the form of the second step carries on."""
    form = page.form
    try:
        expires_at = words.instant(form.text("expiresAt"))
    except ValueError:
        expires_at = page.now
    kinds = [kind for kind in form.many("kinds") if kind in ("TOTP", "SMS")]
    return {
        "challenge": form.text("challenge"),
        "kinds": kinds,
        "phone": form.text("phone"),
        "expiresAt": expires_at,
    }


async def complete(page: Page) -> Response:
    """Take the second step."""
    outcome = await page.do(
        "CompleteSignIn", {"input": {"challenge": page.form.text("challenge"), "code": page.form.text("code")}}
    )
    if outcome.ok:
        return await _enter(page)
    return _again(page, outcome)


async def send_code(page: Page) -> Response:
    """Have a code sent, and say when the next can be had."""
    outcome = await page.do("SendSignInCode", {"input": {"challenge": page.form.text("challenge")}})
    if outcome.ok:
        return _second_step(page, _asked(page), outcome.data)
    return _again(page, outcome)


def _again(page: Page, outcome: Outcome) -> Response:
    """The second step once more; from the beginning when the challenge is over."""
    if any(one.path == "challenge" for one in page.form.wrong):
        page.form.wrong = [Wrong("", one.message) for one in page.form.wrong]
        return _form(page)
    _say_until(page, outcome)
    return _second_step(page, _asked(page))


async def _enter(page: Page) -> Response:
    """A session was opened: what has to come first, what was typed before the last one ended, or where to."""
    if page.waits:
        return page.go(await first_of_all(page))
    if found := kept.opened(page, page.form.text(kept.NAME)):
        return page.fragment("sign_in/kept.html", kept=found)
    roles = (await page.query("Shell"))["me"]["roles"]
    return page.go(_inside(page.form.text("next")) or first_place(roles))


def _say_until(page: Page, outcome: Outcome) -> None:
    """Of too many tries, until when to wait: minutes, and the time by the clock."""
    if outcome.kind != "TooMany":
        return
    seconds = outcome.data["retryAfterSeconds"] - 1  # the API adds one, to be on the safe side
    until = page.now + timedelta(seconds=seconds + 60)
    minutes = max(1, -(-seconds // 60))
    at = words.clock(until)
    text = Text(
        f"尝试次数过多，请在 {minutes} 分钟后（{at}）再试。",
        f"Too many tries. Come back in {minutes} minute{'s' if minutes > 1 else ''}, at {at}.",
    )
    page.form.wrong = [Wrong("", text.in_(page.locale))]


async def sign_out(page: Page) -> Response:
    """Close this session."""
    await page.do("SignOut", {})
    return page.go("/login")


def _inside(path: str) -> str:
    """`path` when it leads to a page of ours, otherwise nothing: a link must not send anybody elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and len(path) < 500 else ""
