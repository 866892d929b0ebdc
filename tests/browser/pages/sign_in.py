"""Signing in, and the pages that are no page."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import col

from mediation.agency import passwords
from mediation.agency.models import Staff
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab


async def wrong_password(tab: "Tab") -> None:
    """Try to sign in with a password that nobody has."""
    await tab.fill("[name=login]", "nobody")
    await tab.fill("[name=password]", "wrong password 1")
    await tab.click("form button")


PASSWORD = "杏花春雨江南 2026-11"


async def with_an_app(scene: Scene) -> Mapping[str, str]:
    """An account that has to take the second step; the address says which."""
    staff = await scene.studio.make.staff(Role.MEDIATOR, agency=scene.agency, password=PASSWORD)
    await scene.studio.make.app(staff)
    await scene.studio.make.phone(staff, "13812341402")
    return {"login": staff.login}


async def to_the_second_step(tab: "Tab") -> None:
    """Give the password."""
    await tab.fill("[name=login]", (await tab.input_value("[name=next]")).removeprefix("/"))
    await tab.fill("[name=password]", PASSWORD)
    await tab.click("form button")


async def wrong_code(tab: "Tab") -> None:
    """Give a code that is none."""
    await to_the_second_step(tab)
    await tab.fill("[name=code]", "12")
    await tab.click("form button")


async def _set(scene: Scene, **values: object) -> Mapping[str, str]:
    assert scene.staff is not None
    async with scene.studio.runtime.db.session() as session:
        await session.execute(update(Staff).where(col(Staff.id) == scene.staff.id).values(**values))
        await session.commit()
    return {}


async def with_a_temporary_password(scene: Scene) -> Mapping[str, str]:
    """Somebody new."""
    return await _set(scene, must_change_password=True)


async def with_a_password(scene: Scene) -> Mapping[str, str]:
    """Somebody who can prove who they are."""
    return await _set(scene, password_hash=await passwords.hash_password(PASSWORD))


async def set_up_an_app(tab: "Tab") -> None:
    """Begin with an app: the QR code is shown."""
    await tab.check("[name=kind][value=TOTP]")
    await tab.fill("[name=currentPassword]", PASSWORD)
    await tab.click("main form button")


PAGES = (
    Page("sign-in", "/login"),
    Page("sign-in-wrong", "/login", act=wrong_password),
    Page("sign-in-code", "/login?next=/{login}", with_an_app, act=to_the_second_step),
    Page("sign-in-code-wrong", "/login?next=/{login}", with_an_app, act=wrong_code),
    Page("password-first", "/settings/password", with_a_temporary_password, role=Role.MEDIATOR),
    Page("factor", "/settings/factor", role=Role.MEDIATOR),
    Page("factor-confirm", "/settings/factor", with_a_password, role=Role.MEDIATOR, act=set_up_an_app),
    Page("missing", "/no/such/page", role=Role.MEDIATOR, status=404),
)
