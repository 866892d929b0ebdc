"""Settings and help: one's own profile, accounts, roles in words, agencies, holidays, rules, logs, the panel."""

import re

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, Staff
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.web.conftest import PASSWORD


@pytest.fixture
async def office(make):
    """A union with an administrator, a mediator with two cases in charge, and a colleague."""
    union = await make.agency()
    admin = await make.staff(Role.ADMINISTRATOR, agency=union, name="何主任")
    zhang = await make.staff(Role.MEDIATOR, agency=union, name="张敏", password=PASSWORD)
    wang = await make.staff(Role.MEDIATOR, agency=union, name="王芳")
    for _ in range(2):
        await make.tie(await make.case(agency=union, mediator_id=zhang.id), Tie.ASSIGNED, zhang.id)
    return union, admin, zhang, wang


def _hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page.text)[1]


async def test_a_profile_changes_language_size_and_hours_and_says_what_is_wrong_with_them(browser, office):
    _, _, zhang, _ = office
    await browser.be(zhang)
    whole = {"locale": "en", "textSize": "18", "shortcuts": "off", "email": "zm@example.org"}

    before = (await browser.get("/settings/profile")).text
    wrong = await browser.post(
        "/settings/profile", whole | {"quiet": "on", "quietHours.fromHour": "9", "quietHours.toHour": "9"}
    )
    phone = await browser.post("/settings/profile", whole | {"phone": "123"})
    saved = await browser.post(
        "/settings/profile",
        whole | {"phone": "13812341402", "quiet": "on", "quietHours.fromHour": "22", "quietHours.toHour": "7"},
    )
    after = (await browser.get("/settings/profile?said=profile-saved")).text
    await browser.post("/settings/profile", whole | {"noPhone": "on"})
    last = (await browser.get("/settings/profile")).text

    assert 'class="text-16"' in before
    assert wrong.status_code == phone.status_code == 422
    assert 'href="#f-quietHours' in wrong.text
    assert 'value="zm@example.org"' in wrong.text
    assert 'href="#f-phone"' in phone.text
    assert saved.status_code == 303
    assert '<html lang="en" class="text-18">' in after
    assert "Your settings were saved." in after
    assert "138****1402" in after
    assert 'value="22"' in after
    assert "138****1402" not in last


async def test_sessions_are_listed_and_closed_one_by_one_and_all_at_once(browser, make, office, api):
    _, _, zhang, wang = office
    other = await make.token(zhang)
    theirs = await make.token(wang)
    await browser.be(zhang)

    page = await browser.get("/settings/profile")
    (one,) = re.findall(r'name="session" value="([^"]+)"', page.text)
    out = await browser.post("/settings/profile/out", {"session": one}, on="/settings/profile")
    me = [await api.data("{ me { name } }", token=token) for token in (other, theirs)]
    everywhere = await browser.post("/settings/profile/out/everywhere", on="/settings/profile")

    assert "本次登录" in page.text
    assert out.headers["location"].endswith("said=signed-out-there")
    assert [one["me"] for one in me] == [None, {"name": "王芳"}]
    assert everywhere.headers["location"] == "/login"
    assert (await browser.get("/settings/profile")).headers["location"].startswith("/login")


async def test_a_factor_is_given_up_on_a_page_of_its_own_with_the_password(browser, make, office):
    _, _, zhang, _ = office
    await make.app(zhang)
    await browser.be(zhang)
    path = "/settings/factor/remove/totp"

    page = await browser.get(path)
    wrong = await browser.post(path, {"currentPassword": "wrong"})
    missing = await browser.get("/settings/factor/remove/sms")

    assert "恢复码同时作废" in page.text
    assert 'href="#f-currentPassword"' in wrong.text
    assert missing.status_code == 404


async def test_an_account_is_made_its_password_is_told_once_and_a_second_send_tells_nothing_new(
    browser, runtime, office
):
    _, admin, _, _ = office
    await browser.be(admin)
    new = {"login": "li.mei", "name": "李梅", "roles": ["MEDIATOR", "INTAKE_CLERK"], "phone": ""}

    empty = await browser.post("/settings/users/new", {"name": "李梅"})
    taken = await browser.post("/settings/users/new", new | {"login": admin.login})
    form = await browser.get("/settings/users/new")
    once = dict(re.findall(r'name="(form_token|once)" value="([\w-]+)"', form.text))
    made, again = [
        await browser.api.client.post("/settings/users/new", data=once | new, headers={"sec-fetch-site": "same-origin"})
        for _ in range(2)
    ]
    temporary = re.search(r"<code>([^<]+)</code>", made.text)[1]
    users = (await browser.get("/settings/users")).text
    async with runtime.read() as connection:
        mei = (await connection.execute(select(col(Staff.id)).where(col(Staff.login) == "li.mei"))).all()

    assert {'href="#f-login"', 'href="#f-roles"'} & set(re.findall(r'href="#f-\w+"', empty.text))
    assert 'value="李梅"' in taken.text
    assert temporary not in again.text
    assert temporary not in users
    assert len(mei) == 1
    assert "临时密码未改" in users
    signed = await browser.post("/login", {"login": "li.mei", "password": temporary})
    assert signed.headers["location"] == "/settings/password"


async def test_other_roles_are_shown_in_words_and_numbers_before_they_count(browser, office, api):
    _, admin, zhang, _ = office
    await browser.be(admin)
    path = f"/settings/users/{gid('Staff', zhang.id)}"

    preview = await browser.get(f"{path}/roles?roles=MEDIATOR&roles=SUPERVISOR")
    gained, lost = re.search(r"将新增 (\d+) 项权限，失去 (\d+) 项权限，[1-9]\d* 项范围变化", preview.text).groups()
    same = await browser.get(f"{path}/roles?roles=MEDIATOR")
    none = await browser.get(f"{path}/roles")
    alone = await browser.post(
        f"{path}/roles", {"roles": ["MEDIATOR", "ADMINISTRATOR"], "version": "1"}, on=f"{path}/roles?roles=MEDIATOR"
    )
    stale = await browser.post(f"{path}/roles", {"version": "7"}, on=f"{path}/roles?roles=SUPERVISOR")
    done = await browser.post(f"{path}/roles", {"roles": "SUPERVISOR", "version": "1"}, on=path)

    assert int(gained) > 0
    assert lost == "0"
    assert "调解员、主管" in preview.text
    assert "将新增 0 项权限，失去 0 项权限，0 项范围变化" in same.text
    assert "请至少选择一个角色" in none.text
    assert (alone.status_code, "不能" in alone.text or "须单独" in alone.text) == (422, True)
    assert stale.status_code == 422
    assert done.headers["location"].endswith("said=roles-granted")
    assert "主管" in (await browser.get(path)).text


async def test_whoever_leaves_hands_their_cases_over_first(browser, runtime, office):
    _, admin, zhang, wang = office
    await browser.be(admin)
    path = f"/settings/users/{gid('Staff', zhang.id)}"

    page = await browser.get(f"{path}/disable")
    nobody = await browser.post(f"{path}/disable", {"version": "1"})
    done = await browser.post(f"{path}/disable", {"version": "1", "handOverTo": gid("Staff", wang.id)})
    twice = await browser.get(f"{path}/disable")
    user = (await browser.get(path)).text
    heir = (await browser.get(f"/settings/users/{gid('Staff', wang.id)}")).text
    back = await browser.post(f"{path}/enable", {"version": _hidden(await browser.get(path), "version")}, on=path)

    assert "2 件" in page.text
    assert "何主任" not in re.search(r"<select.*?</select>", page.text, re.DOTALL)[0], "she takes no cases"
    assert (nobody.status_code, "请选择谁接手这些案件" in nobody.text) == (422, True)
    assert done.headers["location"].endswith("said=staff-disabled")
    assert twice.status_code == 404
    assert "停用</dd>" in user
    assert "主办案件 2 件" in heir
    assert back.headers["location"].endswith("said=staff-enabled")


async def test_a_lost_password_and_a_lost_phone_are_helped_by_the_administrator(browser, make, office):
    _, admin, zhang, _ = office
    await make.app(zhang)
    await browser.be(admin)
    path = f"/settings/users/{gid('Staff', zhang.id)}"

    factor = await browser.post(f"{path}/factor", {"version": "1"})
    reset = await browser.post(f"{path}/reset", {"version": "2"})
    temporary = re.search(r"<code>([^<]+)</code>", reset.text)[1]
    signed = await browser.post("/login", {"login": zhang.login, "password": temporary})

    assert factor.headers["location"].endswith("said=factor-reset")
    assert signed.headers["location"] == "/settings/password", "no second step is asked, a new password is"


async def test_who_may_not_sees_neither_accounts_nor_forms_nor_other_agencies(browser, make, office):
    _, admin, zhang, wang = office
    stranger = await make.staff(Role.ADMINISTRATOR, agency=await make.agency())

    await browser.be(wang)
    index = (await browser.get("/settings")).text
    users = (await browser.get("/settings/users")).text
    colleague = await browser.get(f"/settings/users/{gid('Staff', zhang.id)}")
    refused = await browser.post(
        "/settings/users/new", {"login": "x.y.z", "name": "某", "roles": "MEDIATOR"}, on="/settings/users"
    )
    logs = await browser.get("/settings/journal")
    await browser.be(stranger)
    elsewhere = [
        (await browser.get(f"/settings/users/{gid('Staff', admin.id)}{act}")).status_code
        for act in ("", "/disable", "/reset", "/factor", "/roles?roles=MEDIATOR")
    ]

    assert 'href="/settings/profile"' in index
    assert 'href="/settings/journal"' not in index
    assert admin.login not in users
    assert "无权查看" in users
    assert zhang.login not in colleague.text
    assert refused.status_code == 403
    assert "请联系本单位主管或管理员" in refused.text
    assert logs.status_code == 403
    assert elsewhere == [404] * 5


async def test_the_matrix_says_who_on_what_may_do_what_and_a_role_is_looked_at_not_worn(browser, office):
    _, admin, _, _ = office
    await browser.be(admin)

    roles = (await browser.get("/settings/roles")).text
    only = (await browser.get("/settings/roles?verb=staff:create")).text
    clerk = (await browser.get("/settings/roles/CLERK")).text
    none = await browser.get("/settings/roles/KING")

    assert roles.count("<details") > 20
    assert only.count("<summary>") == 2, "the menu, and the one thing"
    assert "管理员 <small>本单位</small>" in only
    assert "转办" in re.search(r'<ul class="chips">.*?</ul>', clerk, re.DOTALL)[0]
    assert 'href="/referrals"' not in clerk, "the bar stays one's own"
    assert none.status_code == 404


async def test_an_agency_is_established_with_its_first_administrator(browser, office):
    _, admin, _, _ = office
    await browser.be(admin)
    new = {
        "kind": "COURT",
        "nameZh": "某区人民法院",
        "nameEn": "District Court",
        "phone": "021-5555 1212",
        "districtCode": "310151",
        "districtNameZh": "崇明区",
        "districtNameEn": "Chongming",
        "administrator.name": "周法",
        "administrator.login": "zhou.fa",
    }

    wrong = await browser.post("/settings/agencies/new", new | {"administrator.login": "!"})
    made = await browser.post("/settings/agencies/new", new)

    assert 'href="#f-administrator.login"' in wrong.text
    assert 'value="某区人民法院"' in wrong.text
    assert "周法" in made.text
    assert re.search(r"<code>[^<]+</code>", made.text)
    assert "某区人民法院" in (await browser.get("/settings/agencies")).text


async def test_holidays_are_looked_at_day_by_day_before_they_count(browser, office):
    _, admin, zhang, _ = office
    await browser.be(admin)
    proper = ["2027-01-01", "2027-02-05 ～ 2027-02-08", "2027-04-05", "2027-05-01 ～ 2027-05-02", "2027-06-09"]
    proper += ["2027-09-15", "2027-10-01 ～ 2027-10-03"]
    notice = {
        "year": "2027",
        "title": "国务院办公厅关于2027年部分节假日安排的通知",
        "issuedOn": "2026-11-05",
        "url": "https://www.gov.cn/2027",
        "offDays": "2027-01-01 ～ 2027-01-03\n" + "\n".join(proper[1:]),
        "makeUpDays": "2027-01-10",
        "statutoryDays": "\n".join(proper),
    }

    wrong = await browser.post("/settings/calendars/new", notice | {"offDays": "2027-01-01\n元旦"})
    look = await browser.post("/settings/calendars/new", notice)
    nothing = (await browser.get("/settings/calendars")).text
    loaded = await browser.post("/settings/calendars/load", notice, on="/settings/calendars/new")
    refused = await browser.post(
        "/settings/calendars/load", notice | {"makeUpDays": "2027-01-12"}, on="/settings/calendars/new"
    )
    after = (await browser.get("/settings/calendars")).text

    assert "第 2 行不是日期：元旦" in wrong.text
    assert "2027-01-03 周日" in look.text
    assert "0 个法定期限，0 个约定付款日会改期" in look.text
    assert "2027 年" not in nothing
    assert loaded.headers["location"].endswith("said=calendar-loaded"), loaded.text
    assert (refused.status_code, 'href="#f-makeUpDays"' in refused.text) == (422, True)
    assert "2027 年" in after
    await browser.be(zhang)
    assert 'href="/settings/calendars/new"' not in (await browser.get("/settings/calendars")).text


async def test_a_rule_of_deadlines_is_tried_out_with_its_steps_and_its_article(browser, office):
    _, _, zhang, _ = office
    await browser.be(zhang)

    page = await browser.get("/settings/deadlines")
    tried = await browser.get("/settings/deadlines?rule=A-21&on=2026-11-20")
    odd = await browser.get("/settings/deadlines?rule=A-21&on=yesterday&at=25:99")

    assert page.text.count("#try") > 100
    assert "最后时刻" not in page.text
    assert "最后时刻" in tried.text
    assert "<blockquote>" in tried.text
    assert (odd.status_code, "最后时刻" in odd.text) == (200, False)


async def test_texts_of_notices_are_read_in_both_languages(browser, office):
    _, admin, _, _ = office
    await browser.be(admin)

    page = (await browser.get("/settings/templates")).text

    assert page.count("<details") > 5
    assert 'lang="en"' in page


async def test_an_auditor_narrows_the_logs_and_others_have_none(browser, make, office):
    union, admin, zhang, _ = office
    await browser.be(admin)
    await browser.post(f"/settings/users/{gid('Staff', zhang.id)}/reset", {"version": "1"})
    await browser.get(f"/settings/users/{gid('Staff', zhang.id)}/reset")
    await browser.be(await make.staff(Role.AUDITOR, agency=union, name="审计"))

    journal = (await browser.get("/settings/journal")).text
    narrowed = (await browser.get("/settings/journal?verb=staff:reset&since=2026-11-20&until=2026-11-20")).text
    by_name = [
        (await browser.get(f"/settings/{log}?name={name}")).text
        for log in ("journal", "access")
        for name in ("何", "_")
    ]
    later = (await browser.get("/settings/journal?since=2026-11-21")).text
    odd = await browser.get("/settings/journal?verb=nothing:here&since=x&case=nothing")
    glass = await browser.get("/settings/journal?verb=case:break_glass")
    access = await browser.get("/settings/access?allowed=no")

    assert "何主任" in journal
    assert narrowed.count("何主任") == 1
    assert by_name[0].count("何主任") == journal.count("何主任")
    assert 'value="何"' in by_name[0]
    assert all("没有符合条件的记录" in page for page in (by_name[1], by_name[3])), "a name, not a pattern"
    assert by_name[2]
    assert "已筛选" in narrowed
    assert "没有符合条件的记录" in later
    assert odd.status_code == 404, "a case that is none"
    assert glass.status_code == access.status_code == 200
    await browser.be(admin)
    assert (await browser.get("/settings/access")).status_code == 403


async def test_a_supervisor_of_the_justice_bureau_keeps_the_panel(browser, make):
    justice = await make.agency(kind=AgencyKind.JUSTICE)
    supervisor = await make.staff(Role.SUPERVISOR, agency=justice)
    account = await make.staff(Role.LAWYER, agency=justice, name="周律师")
    chen, _ = await make.lawyer(agency=justice, name="陈律师")
    await browser.be(supervisor)
    new = {"staff": gid("Staff", account.id), "firm": "某某律师事务所", "licence": "13101", "capacity": "5"}
    past = {"pastWork.0.name": "川味餐饮有限公司", "pastWork.0.actedFor": "against"}

    wrong = await browser.post("/settings/panel/new", new | {"capacity": "many"})
    done = await browser.post("/settings/panel/new", new | past | {"specialties": ["wages", "work_injury"]})
    path = f"/settings/panel/{gid('Lawyer', chen.id)}"
    left = await browser.post(path, {"version": "1", "capacity": "3", "leftOn": "2026-11-30"})
    stale = await browser.post(path, {"version": "1", "capacity": "3"})
    panel = (await browser.get("/settings/panel")).text

    assert 'href="#f-capacity"' in wrong.text
    assert "某某律师事务所" in wrong.text
    assert done.headers["location"].endswith("said=lawyer-enrolled")
    assert left.headers["location"].endswith("said=lawyer-revised")
    assert stale.status_code == 422
    assert "工资、工伤" in panel
    assert "2026-11-30 离册" in panel
    await browser.be(await make.staff(Role.MEDIATOR))
    assert (await browser.get(path)).status_code == 404


async def test_help_is_for_everybody_and_begins_with_ones_own_role(browser, make, runtime):
    stranger = await browser.get("/help")
    await browser.be(await make.staff(Role.CLERK))
    clerk = (await browser.get("/help")).text

    assert stranger.status_code == 200
    for number in ("12351", "12348"):
        assert number in stranger.text
    assert clerk.index('id="clerk"') < clerk.index('id="mediator"')
    assert "021-5555 0000" in clerk
    assert stranger.text.index('id="mediator"') < stranger.text.index('id="clerk"')


async def test_an_account_that_is_new_and_locked_out_at_once_opens_nothing(browser, runtime, office):
    """W-2: locking out ends every session at once."""
    _, admin, zhang, _ = office
    await browser.be(zhang)
    assert (await browser.get("/settings/profile")).status_code == 200
    token = browser.token

    await browser.be(admin)
    path = f"/settings/users/{gid('Staff', zhang.id)}/disable"
    await browser.post(path, {"version": "1", "handOverTo": "none"})
    browser.api.client.cookies.set("session", token)

    assert (await browser.get("/settings/profile")).headers["location"].startswith("/login")
    async with runtime.db.session() as session:
        await session.execute(update(Staff).where(col(Staff.id) == zhang.id).values(disabled_at=None))
        await session.commit()
    assert (await browser.get("/settings/profile")).headers["location"].startswith("/login")
