"""One's own settings: language, text, keys, quiet hours, where notices reach one, the second step, where one is signed in."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Page

SAID: Final = {
    "profile-saved": Text("个人设置已保存。", "Your settings were saved."),
    "signed-out-there": Text("该处登录已退出。", "You were signed out there."),
}


def routes(client: Client) -> list[BaseRoute]:
    """One page and its forms."""
    return [
        client.get("/settings/profile", show),
        client.post("/settings/profile", save),
        client.post("/settings/profile/out", sign_out),
        client.post("/settings/profile/out/everywhere", sign_out_everywhere),
    ]


async def show(page: Page) -> Response:
    """Everything at one place."""
    me = (await page.query("OwnProfile"))["me"]
    if not page.form.values:
        page.form.values = Form.of(_begin(me["profile"])).values
    return await page.render("settings/profile.html", own=me)


def _begin(profile: dict[str, Any]) -> dict[str, Any]:
    quiet = profile["quietHours"]
    return {
        "locale": profile["locale"] or "auto",
        "textSize": profile["textSize"],
        "shortcuts": "on" if profile["shortcuts"] else "off",
        "quiet": bool(quiet),
        "quietHours.fromHour": quiet["fromHour"] if quiet else 21,
        "quietHours.toHour": quiet["toHour"] if quiet else 8,
        "email": profile["email"],
    }


async def save(page: Page) -> Response:
    """Keep it as it is to be from now on."""
    form = page.form
    given: dict[str, Any] = {
        "locale": None if form.text("locale") == "auto" else form.text("locale"),
        "textSize": form.number("textSize") or 16,
        "shortcuts": form.text("shortcuts") != "off",
        "quietHours": None,
        "email": form.text("email"),
    }
    if form.flag("quiet"):
        given["quietHours"] = {
            "fromHour": form.number("quietHours.fromHour") or 0,
            "toHour": form.number("quietHours.toHour") or 0,
        }
    if form.text("phone") or form.flag("noPhone"):
        given["phone"] = "" if form.flag("noPhone") else form.text("phone")
    if form.wrong or not (await page.do("ReviseProfile", {"input": given})).ok:
        return await show(page)
    return page.go("/settings/profile", said="profile-saved")


async def sign_out(page: Page) -> Response:
    """Close one of the other sessions."""
    if not (await page.do("SignOutThere", {"session": page.form.text("session")})).ok:
        page.form.values = {}
        return await show(page)
    return page.go("/settings/profile", said="signed-out-there")


async def sign_out_everywhere(page: Page) -> Response:
    """Close all of them, this one too."""
    await page.do("SignOutEverywhere", {})
    return page.go("/login")
