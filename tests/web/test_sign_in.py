"""Signing in: the second step, what has to come first, the end of a session, and what was typed meanwhile."""

import html
import re

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from mediation.agency import sessions
from mediation.agency.models import Session, Staff
from mediation.kit.actor import Role
from mediation.notice.models import Notice
from mediation.notice.service import open_secrets
from mediation.web import kept
from tests.web.conftest import PASSWORD

NEW = "三条鱼 在雨里 唱歌 2027"


@pytest.fixture
async def zhang(make):
    """A mediator with a password."""
    return await make.staff(Role.MEDIATOR, name="张敏", password=PASSWORD)


def _fields(page, action):
    """The hidden fields of the form that goes to `action`."""
    (form,) = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page.text, re.DOTALL)
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(html.unescape(value))
    return found


async def _send(browser, page, action, **values):
    """Send the form of `page` that goes to `action`."""
    sent = {"sec-fetch-site": "same-origin", "accept-language": browser.language}
    return await browser.api.client.post(action, data=_fields(page, action) | values, headers=sent)


async def _password(browser, staff, **more):
    return await browser.post("/login", {"login": staff.login, "password": PASSWORD, **more})


async def test_one_sentence_for_an_unknown_account_a_wrong_password_and_a_closed_account(browser, runtime, make, zhang):
    pages = []
    for login, given in ((zhang.login, "wrong"), ("nobody.here", PASSWORD), (zhang.login, PASSWORD)):
        if given is PASSWORD and login == zhang.login:
            async with runtime.db.session() as session:
                closed = update(Staff).where(col(Staff.id) == zhang.id).values(disabled_at=runtime.clock.now())
                await session.execute(closed)
                await session.commit()
        page = await browser.post("/login", {"login": login, "password": given})
        pages.append((page.status_code, re.sub(r'(once" value="|f-login"[^>]*value=")[^"]*', "", page.text)))

    assert pages[0][0] == 422
    assert pages[0] == pages[1] == pages[2]
    assert "第二步" not in pages[0][1]


async def test_after_five_wrong_tries_the_page_says_until_when_to_wait_for_any_account(browser, zhang):
    said = set()
    for login in (zhang.login, "nobody.here"):
        for _ in range(5):
            wrong = await browser.post("/login", {"login": login, "password": "wrong"})
            assert "分钟后" not in wrong.text
        locked = await browser.post("/login", {"login": login, "password": PASSWORD})
        assert locked.status_code == 422
        assert "set-cookie" not in locked.headers
        said.add(re.search(r"请在 15 分钟后（\d\d:\d\d）再试", locked.text)[0])

    assert len(said) == 1


async def test_the_second_step_takes_a_code_of_the_app_and_then_leads_where_one_wanted(browser, make, zhang):
    secret = await make.app(zhang)

    step = await _password(browser, zhang, next="/work?x=1")
    wrong = await _send(browser, step, "/login/code", code="000000")
    done = await _send(browser, wrong, "/login/code", code=make.code(secret))

    assert step.status_code == 200
    assert "set-cookie" not in step.headers
    assert "/login/code/send" not in step.text, "there is no phone to send to"
    assert (wrong.status_code, "验证码不正确" in wrong.text) == (422, True)
    assert (done.status_code, done.headers["location"]) == (303, "/work?x=1")
    assert "session=" in done.headers["set-cookie"]


async def test_a_code_by_text_message_can_be_had_again_only_after_a_minute(browser, runtime, make, clock, zhang):
    await make.phone(zhang, "13812341402")

    step = await _password(browser, zhang)
    sent = await _send(browser, step, "/login/code/send")
    soon = await _send(browser, sent, "/login/code/send")
    clock.advance(seconds=61)
    again = await _send(browser, soon, "/login/code/send")
    async with runtime.read() as connection:
        rows = (await connection.execute(select(Notice.__table__).order_by(col(Notice.posted_at)))).all()
    codes = [open_secrets(runtime.vault, row.id, row.secrets)["code"] for row in rows]
    done = await _send(browser, again, "/login/code", code=codes[-1])

    assert "138****1402" in step.text
    assert "验证码已发送到 138****1402" in sent.text
    assert (soon.status_code, "请在 1 分钟后" in soon.text) == (422, True)
    assert "验证码已发送到" in again.text
    assert len(codes) == 2
    assert done.headers["location"] == "/work"


async def test_five_wrong_codes_end_the_sign_in_and_lead_back_to_the_password(browser, make, zhang):
    secret = await make.app(zhang)
    page = await _password(browser, zhang)
    right = make.code(secret)

    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    pages = [await _send(browser, page, "/login/code", code=wrong) for _ in range(5)]
    last = await _send(browser, page, "/login/code", code=right)

    assert [one.status_code for one in pages] == [422] * 5
    assert 'action="/login"' in last.text
    assert "请重新输入账号和密码" in last.text or "再试" in last.text
    assert "set-cookie" not in last.headers


async def test_a_session_that_was_there_before_signing_in_is_another_one_after_it(browser, runtime, make, zhang):
    """Fixation: whoever planted a cookie holds nothing afterwards, and a session of one's own is closed."""
    await browser.be(zhang)
    planted = browser.token

    done = await _password(browser, zhang)

    fresh = re.match(r"\w+=([^;]+);", done.headers["set-cookie"])[1]
    assert fresh != planted
    async with runtime.read() as connection:
        mine = await connection.execute(
            select(col(Session.closed_at)).where(col(Session.token_hash) == sessions.token_hash(runtime, planted))
        )
    assert mine.scalar_one() is not None


async def test_a_temporary_password_leads_to_changing_it_from_everywhere_and_to_nothing_else(browser, runtime, zhang):
    async with runtime.db.session() as session:
        await session.execute(update(Staff).where(col(Staff.id) == zhang.id).values(must_change_password=True))
        await session.commit()

    done = await _password(browser, zhang, next="/work")
    led = [(await browser.get(path)).headers["location"] for path in ("/", "/lawyers", "/cases/x/agreement")]
    part = await browser.get("/bar", hx_request="true")
    page = await browser.get("/settings/password")
    act = await browser.post("/lawyers/rota/2026-11-20", {}, on="/settings/password")
    differs = await browser.post(
        "/settings/password", {"currentPassword": PASSWORD, "newPassword": NEW, "again": NEW + "1"}
    )
    short = await browser.post("/settings/password", {"currentPassword": PASSWORD, "newPassword": "a", "again": "a"})
    changed = await browser.post("/settings/password", {"currentPassword": PASSWORD, "newPassword": NEW, "again": NEW})

    assert {done.headers["location"], *led, act.headers["location"]} == {"/settings/password"}
    assert (part.status_code, part.headers["hx-redirect"]) == (401, "/settings/password")
    assert "临时密码" in page.text
    assert 'aria-label="主导航"' not in page.text
    assert "两次输入的新密码不一致" in differs.text
    assert (short.status_code, 'href="#f-newPassword"' in short.text) == (422, True)
    assert NEW not in differs.text
    assert changed.headers["location"].startswith("/?said=password-changed")
    assert (await browser.get("/")).headers["location"] == "/work"


async def test_who_must_have_a_second_factor_sets_it_up_first_and_sees_the_recovery_codes_once(
    browser, runtime, make, clock, zhang
):
    object.__setattr__(runtime.settings, "second_factor", "required")

    done = await _password(browser, zhang)
    page = await browser.get("/settings/factor")
    nothing = await browser.post("/settings/factor", {"currentPassword": PASSWORD})
    begun = await browser.post("/settings/factor", {"kind": "TOTP", "currentPassword": PASSWORD})
    secret = re.search(r'class="key">([^<]+)<', begun.text)[1].replace(" ", "")
    wrong = await _send(browser, begun, "/settings/factor/confirm", code="12")
    papers = await _send(browser, wrong, "/settings/factor/confirm", code=make.code(secret))
    codes = re.findall(r"<li><code>([^<]+)</code>", papers.text)

    assert done.headers["location"] == "/settings/factor"
    assert "须使用第二步验证" in page.text
    assert 'href="#f-kind"' in nothing.text
    assert "<svg" in begun.text
    assert "viewBox" in begun.text, "it is whole at any size"
    assert "style=" not in begun.text
    assert "<svg" in wrong.text, "a wrong code does not lose the key"
    assert len(set(codes)) == 10
    assert 'aria-label="主导航"' in papers.text, "who set it up may go on at once"
    step = await _password(browser, zhang)
    assert (await _send(browser, step, "/login/code", code=codes[0])).headers["location"] == "/work"


async def test_less_than_five_minutes_before_its_end_a_session_can_be_kept_and_looking_does_not_keep_it(
    browser, clock, zhang
):
    await browser.be(zhang)
    waiting = {"x_waiting": "1", "hx_request": "true"}

    early = (await browser.get("/bar", **waiting)).text
    clock.advance(minutes=26)
    late = (await browser.get("/bar", **waiting)).text
    sent = {"sec-fetch-site": "same-origin", "hx-request": "true", "x-waiting": "1"}
    hidden = dict(re.findall(r'name="(form_token|once)" value="([\w-]+)"', late))
    stayed = await browser.api.client.post("/bar", data=hidden, headers=sent)
    clock.advance(minutes=31)
    over = await browser.get("/bar", **waiting)

    assert "alertdialog" not in early
    assert "登录还有 4 分钟结束" in late
    assert (stayed.status_code, "alertdialog" in stayed.text) == (200, False)
    assert (over.status_code, over.headers["hx-retarget"]) == (200, "#bar")
    assert "登录已结束" in over.text
    assert "hx-redirect" not in over.headers, "the page with what is being typed stays"


async def _typed_too_late(browser, clock, staff, *, code=""):
    """A form that is sent when the session has ended: the answer."""
    step = await _password(browser, staff)
    if code:
        await _send(browser, step, "/login/code", code=code)
    clock.advance(minutes=31)
    sent = {"sec-fetch-site": "same-origin", "accept-language": browser.language}
    typed = {"reason": "王小明的家属\n昨天来过", "version": "1", "form_token": "old", "password": "geheim"}
    return await browser.api.client.post("/assignments/x/decline", data=typed, headers=sent)


async def test_what_was_typed_while_the_session_ended_is_offered_again_after_signing_in(browser, make, clock, zhang):
    secret = await make.app(zhang)
    late = await _typed_too_late(browser, clock, zhang, code=make.code(secret))
    clock.advance(seconds=30)
    wrong = await _send(browser, late, "/login", login=zhang.login, password="wrong")
    step = await _send(browser, wrong, "/login", login=zhang.login, password=PASSWORD)
    offered = await _send(browser, step, "/login/code", code=make.code(secret))

    assert late.status_code == 401
    assert "已为您保留 30 分钟" in late.text
    assert "王小明" not in late.text, "who is not signed in reads nothing of it"
    assert "已为您保留" in wrong.text
    assert offered.status_code == 200
    assert "您的输入已保留" in offered.text
    again = _fields(offered, "/assignments/x/decline")
    assert again["reason"] == ["王小明的家属\r\n昨天来过"] or again["reason"] == ["王小明的家属\n昨天来过"]
    assert set(again) == {"form_token", "once", "reason", "version"}
    reached = await _send(browser, offered, "/assignments/x/decline")
    assert reached.status_code == 404, (
        "it is there and looks for the assignment: the form's token is of the new session"
    )


async def test_what_was_typed_goes_to_nobody_else_and_for_half_an_hour_only(browser, make, clock, zhang):
    li = await make.staff(Role.MEDIATOR, name="李梅", password=PASSWORD)
    late = await _typed_too_late(browser, clock, zhang)

    other = await _send(browser, late, "/login", login=li.login, password=PASSWORD)
    bent = _fields(late, "/login")[kept.NAME][0]
    browser.api.client.cookies.clear()
    changed = await browser.post(
        "/login", {"login": zhang.login, "password": PASSWORD, kept.NAME: bent[:-9] + "AAAAAAAA="}
    )
    browser.api.client.cookies.clear()
    clock.advance(minutes=30)
    too_late = await browser.post("/login", {"login": zhang.login, "password": PASSWORD, kept.NAME: bent})
    browser.api.client.cookies.clear()
    nobody = await browser.api.client.post(
        "/assignments/x/decline", data={"reason": "甲"}, headers={"sec-fetch-site": "same-origin"}
    )

    assert [one.status_code for one in (other, changed, too_late, nobody)] == [303] * 4
    assert nobody.headers["location"] == "/login?ended=1"
