"""Signing in, and the pages that are no page."""

from typing import TYPE_CHECKING

from mediation.kit.actor import Role
from tests.browser.table import Page

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab


async def wrong_password(tab: "Tab") -> None:
    """Try to sign in with a password that nobody has."""
    await tab.fill("[name=login]", "nobody")
    await tab.fill("[name=password]", "wrong password 1")
    await tab.click("form button")


PAGES = (
    Page("sign-in", "/login"),
    Page("sign-in-wrong", "/login", act=wrong_password),
    Page("missing", "/no/such/page", role=Role.MEDIATOR, status=404),
)
