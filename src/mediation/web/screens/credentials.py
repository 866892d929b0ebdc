"""One's own password and second factor: choosing, setting up, giving up. Whoever must do it first is led here."""

from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import segno
from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.page import Page

SAID: Final = {
    "password-changed": Text(
        "密码已修改，其他设备上的登录已退出。", "Your password was changed; you were signed out elsewhere."
    ),
    "factor-removed": Text(
        "该验证方式已停用，其他设备上的登录已退出。", "It was given up; you were signed out elsewhere."
    ),
}
_KINDS: Final = frozenset({"TOTP", "SMS"})


def routes(client: Client) -> list[BaseRoute]:
    """All of them come first: see `Client`."""
    return [
        client.get("/settings/password", password, first=True),
        client.post("/settings/password", change_password, first=True),
        client.get("/settings/factor", factor, first=True),
        client.post("/settings/factor", enroll, first=True),
        client.post("/settings/factor/confirm", confirm, first=True),
        client.get("/settings/factor/remove/{kind}", ask_remove),
        client.post("/settings/factor/remove/{kind}", remove),
    ]


async def password(page: Page) -> Response:
    """Choose a new password."""
    return await page.render("credentials/password.html")


async def change_password(page: Page) -> Response:
    """Change it: typed twice, because it cannot be seen."""
    form, waited = page.form, page.waits
    current, new, again = (form.values.get(name, [""])[0] for name in ("currentPassword", "newPassword", "again"))
    if new != again:
        form.refuse("again", Text("两次输入的新密码不一致。", "The two new passwords differ."))
    elif (await page.do("ChangePassword", {"input": {"currentPassword": current, "newPassword": new}})).ok:
        return page.go("/" if waited else "/settings/profile", said="password-changed")
    return await password(page)


async def factor(page: Page) -> Response:
    """Choose an app or a phone."""
    own = (await page.query("OwnFactor"))["me"]["secondFactor"]
    return await page.render("credentials/factor.html", own=own)


async def enroll(page: Page) -> Response:
    """Begin: the key of the app, told once, or a code to the phone."""
    form = page.form
    given = {"kind": form.text("kind"), "currentPassword": form.values.get("currentPassword", [""])[0]}
    if given["kind"] not in _KINDS:
        form.refuse("kind", Text("请选择一种方式。", "Choose one of them."))
    elif given["kind"] == "SMS" and form.text("phone"):
        given["phone"] = form.text("phone")
    if form.wrong or not (outcome := await page.do("EnrollFactor", {"input": given})).ok:
        return await factor(page)
    sent = outcome.data["sent"]
    return await _confirming(page, outcome.data["uri"] or "", sent["phone"] if sent else "")


async def confirm(page: Page) -> Response:
    """Make it count by a first code; the codes for paper are shown once."""
    form = page.form
    outcome = await page.do("ConfirmFactor", {"input": {"code": form.text("code")}})
    if outcome.ok:
        return await page.render("credentials/papers.html", codes=outcome.data["recoveryCodes"])
    if outcome.kind == "IllegalMove":
        return await factor(page)
    return await _confirming(page, form.text("uri"), form.text("sentTo"))


async def _confirming(page: Page, uri: str, sent_to: str) -> Response:
    drawn = _drawn(uri)
    return await page.render(
        "credentials/confirm.html", uri=uri if drawn else "", drawn=drawn, key=_key(uri), sent_to=sent_to
    )


def _drawn(uri: str) -> Markup | None:
    """The QR code of an app's address, as SVG in the page; None without one."""
    if not uri.startswith("otpauth://totp/") or len(uri) > 500:
        return None
    svg = segno.make(uri, micro=False).svg_inline(border=4, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return Markup(svg)  # noqa: S704 - drawn here, of squares


def _key(uri: str) -> str:
    """The key in groups of four, to be typed in."""
    (secret,) = parse_qs(urlsplit(uri).query).get("secret", [""])
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


async def ask_remove(page: Page) -> Response:
    """What giving it up means."""
    own: dict[str, Any] = (await page.query("OwnFactor"))["me"]["secondFactor"]
    kind = page.path("kind").upper()
    page.found(next((one for one in own["factors"] if one["kind"] == kind), None))
    return await page.render("credentials/remove.html", own=own, kind=kind)


async def remove(page: Page) -> Response:
    """Give it up."""
    kind = page.path("kind").upper()
    if kind not in _KINDS:
        page.found(None)
    current = page.form.values.get("currentPassword", [""])[0]
    if not (await page.do("RemoveFactor", {"input": {"kind": kind, "currentPassword": current}})).ok:
        return await ask_remove(page)
    return page.go("/settings/profile", said="factor-removed")
