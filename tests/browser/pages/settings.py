"""Settings and help."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mediation.access.scopes import Tie
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.browser.table import Page, Scene

if TYPE_CHECKING:
    from playwright.async_api import Page as Tab


async def a_colleague(scene: Scene) -> Mapping[str, str]:
    """A mediator of the agency with a case in charge."""
    make = scene.studio.make
    staff = await make.staff(Role.MEDIATOR, agency=scene.agency, name="王芳")
    case = await make.case(agency=scene.agency, mediator_id=staff.id)
    await make.tie(case, Tie.ASSIGNED, staff.id)
    await make.app(staff)
    return {"staff": gid("Staff", staff.id)}


async def a_lawyer(scene: Scene) -> Mapping[str, str]:
    """Somebody on the panel of the district."""
    lawyer, _ = await scene.studio.make.lawyer(agency=scene.agency)
    return {"lawyer": gid("Lawyer", lawyer.id)}


async def with_an_app(scene: Scene) -> Mapping[str, str]:
    """Somebody with an app, signed in elsewhere too."""
    assert scene.staff is not None
    await scene.studio.make.app(scene.staff)
    await scene.studio.make.token(scene.staff)
    return {}


async def send(tab: "Tab") -> None:
    """Send the form of the page as it is."""
    await tab.click("main form button")


NOTICE = {
    "year": "2027",
    "title": "国务院办公厅关于2027年部分节假日安排的通知",
    "issuedOn": "2026-11-05",
    "url": "https://www.gov.cn/2027",
    "offDays": "2027-01-01 ～ 2027-01-03\n2027-02-05 ～ 2027-02-11",
    "makeUpDays": "2027-01-10",
    "statutoryDays": "2027-01-01",
}


async def look_at_a_notice(tab: "Tab") -> None:
    """Fill in a notice of holidays and look at it."""
    for name, value in NOTICE.items():
        await tab.fill(f"[name={name}]", value)
    await tab.click("main form button")


async def make_an_account(tab: "Tab") -> None:
    """Make an account: its password is shown."""
    await tab.fill("[name=name]", "李梅")
    await tab.fill("[name=login]", f"li.mei.{await tab.evaluate('document.documentElement.lang.toLowerCase()')}")
    await tab.check("[name=roles][value=MEDIATOR]")
    await tab.click("main form button")


PAGES = (
    Page("settings", "/settings", role=Role.AUDITOR),
    Page("profile", "/settings/profile", with_an_app, role=Role.MEDIATOR),
    Page("factor-remove", "/settings/factor/remove/totp", with_an_app, role=Role.MEDIATOR),
    Page("users", "/settings/users", a_colleague, role=Role.ADMINISTRATOR),
    Page("user-new", "/settings/users/new", role=Role.ADMINISTRATOR),
    Page("user-new-wrong", "/settings/users/new", role=Role.ADMINISTRATOR, act=send),
    Page("user-told-once", "/settings/users/new", role=Role.ADMINISTRATOR, act=make_an_account),
    Page("user", "/settings/users/{staff}", a_colleague, role=Role.ADMINISTRATOR),
    Page("user-roles", "/settings/users/{staff}/roles?roles=SUPERVISOR", a_colleague, role=Role.ADMINISTRATOR),
    Page("user-disable", "/settings/users/{staff}/disable", a_colleague, role=Role.ADMINISTRATOR),
    Page("user-disable-wrong", "/settings/users/{staff}/disable", a_colleague, role=Role.ADMINISTRATOR, act=send),
    Page("user-reset", "/settings/users/{staff}/reset", a_colleague, role=Role.ADMINISTRATOR),
    Page("roles", "/settings/roles?verb=case:view", role=Role.ADMINISTRATOR),
    Page("role", "/settings/roles/CLERK", role=Role.ADMINISTRATOR),
    Page("agencies", "/settings/agencies", role=Role.ADMINISTRATOR),
    Page("agency-new", "/settings/agencies/new", role=Role.ADMINISTRATOR),
    Page("agency-new-wrong", "/settings/agencies/new", role=Role.ADMINISTRATOR, act=send),
    Page("calendars", "/settings/calendars", role=Role.MEDIATOR),
    Page("calendar-new", "/settings/calendars/new", role=Role.ADMINISTRATOR),
    Page("calendar-look", "/settings/calendars/new", role=Role.ADMINISTRATOR, act=look_at_a_notice),
    Page("deadline-rules", "/settings/deadlines?rule=A-21&on=2026-11-20", role=Role.MEDIATOR),
    Page("notice-templates", "/settings/templates", role=Role.ADMINISTRATOR),
    Page("journal", "/settings/journal", role=Role.AUDITOR),
    Page("access-log", "/settings/access?allowed=no", role=Role.AUDITOR),
    Page("panel", "/settings/panel", a_lawyer, role=Role.SUPERVISOR),
    Page("panel-new", "/settings/panel/new", role=Role.SUPERVISOR),
    Page("panel-one", "/settings/panel/{lawyer}", a_lawyer, role=Role.SUPERVISOR),
    Page("refused", "/settings/journal", role=Role.MEDIATOR, status=403),
    Page("help", "/help", role=Role.MEDIATOR),
)
