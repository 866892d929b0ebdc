"""What every page of the staff has in common: who may come in, forms, refusals, headers."""

from mediation.kit.actor import Role
from tests.web.conftest import PASSWORD


async def test_a_stranger_is_sent_to_sign_in_and_then_back(browser, make):
    sent = await browser.get("/bar?a=1")
    assert sent.status_code == 303
    assert sent.headers["location"] == "/login?next=%2Fbar%3Fa%3D1"

    staff = await make.staff(Role.MEDIATOR, password=PASSWORD)
    done = await browser.post("/login", {"login": staff.login, "password": PASSWORD, "next": "/work?x=1"})
    assert done.status_code == 303
    assert done.headers["location"] == "/work?x=1"
    assert "session=" in done.headers["set-cookie"]


async def test_a_wrong_password_says_one_sentence_and_keeps_the_login(browser, make):
    page = await browser.post("/login", {"login": "nobody", "password": "wrong-password-1"})

    assert page.status_code == 422
    assert "<title>错误：登录" in page.text
    assert 'href="#f-login"' in page.text
    assert 'value="nobody"' in page.text
    assert "wrong-password-1" not in page.text


async def test_a_link_never_sends_anybody_elsewhere_after_signing_in(browser, make):
    staff = await make.staff(Role.MEDIATOR, password=PASSWORD)
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        done = await browser.post("/login", {"login": staff.login, "password": PASSWORD, "next": elsewhere})
        assert done.headers["location"] == "/work"


async def test_a_form_without_the_token_of_its_session_does_nothing(browser, make, api):
    await browser.be(await make.staff(Role.MEDIATOR))

    sent = await api.client.post("/logout", data={}, headers={"sec-fetch-site": "same-origin"})

    assert sent.status_code == 400
    assert "页面已过期" in sent.text
    assert (await browser.get("/")).headers["location"] == "/work"


async def test_every_page_has_its_headers_and_speaks_the_readers_language(browser, make):
    page = await browser.get("/login", accept_language="en")

    assert page.headers["cache-control"] == "private, no-store"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["x-robots-tag"].startswith("noindex")


async def test_an_unknown_address_is_a_page_for_people(browser, make):
    await browser.be(await make.staff(Role.MEDIATOR))

    page = await browser.get("/no/such/page", accept="text/html")

    assert page.status_code == 404
    assert "没有找到" in page.text
    assert 'href="/work"' in page.text
    assert "无权" not in page.text


async def test_what_fails_unexpectedly_tells_a_reference_and_nothing_else(browser, make, monkeypatch):
    from mediation.web.page import Page

    await browser.be(await make.staff(Role.MEDIATOR))

    async def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr(Page, "_run", broken)
    page = await browser.get("/bar")

    assert page.status_code == 500
    assert page.headers["x-request-id"] in page.text
    assert "secret words" not in page.text


async def test_the_bar_counts_unread_notices(browser, make):
    await browser.be(await make.staff(Role.MEDIATOR))

    assert 'href="/inbox"' in (await browser.get("/bar")).text
