"""All routes of the application at once, those that are added later too: headers, methods, and forms from elsewhere."""

import re

import pytest
from starlette.routing import Route

from mediation.agency import sessions
from mediation.kit.actor import Role
from tests.access.digest import digest
from tests.http.test_http_origin import FOREIGN_ORIGINS, FOREIGN_SITES
from tests.web.conftest import PASSWORD

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE")
ALWAYS = {
    "strict-transport-security": "max-age=63072000; includeSubDomains",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
FORM = {"content-type": "application/x-www-form-urlencoded"}
OURS = {"origin": "http://test", "sec-fetch-site": "same-origin"}
ELSEWHERE = [
    *({"origin": origin} for origin in FOREIGN_ORIGINS),
    *({"sec-fetch-site": site, "origin": "http://test"} for site in FOREIGN_SITES),
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
]


def _routes(api) -> list[Route]:
    found = [route for route in api.app.routes if isinstance(route, Route)]
    assert len(found) > 15
    return found


def _path(route: Route) -> str:
    """An address of the route at which nothing is."""
    return re.sub(r"\{\w+(:\w+)?\}", "0123456789", route.path)


def _is_form(route: Route) -> bool:
    """Whether it is a form of the staff's pages."""
    return "POST" in (route.methods or ()) and route.endpoint.__qualname__.startswith("Client.")


def _wrong(answer, route: Route, method: str) -> list[str]:
    told = answer.headers
    faults = [f"{name}: {told.get(name)}" for name, value in ALWAYS.items() if told.get(name) != value]
    faults += [name for name in ("server", "x-powered-by", "access-control-allow-origin") if name in told]
    policies = told.get_list("content-security-policy")
    if len(policies) != 1 or "default-src 'none'" not in policies[0] or "frame-ancestors 'none'" not in policies[0]:
        faults.append(f"policies: {policies}")
    if any(weak in policy for policy in policies for weak in ("unsafe", "*", "http:", "https:")):
        faults.append(f"policies: {policies}")
    is_asset = route.path.startswith("/static/") and answer.status_code == 200
    if "no-store" not in told.get("cache-control", "") and not is_asset:
        faults.append(f"cache-control: {told.get('cache-control')}")
    if answer.status_code >= 500:
        faults.append(f"answers {answer.status_code}")
    if answer.status_code < 400 and method in ("PUT", "PATCH", "DELETE", "TRACE"):
        faults.append(f"takes {method}: {answer.status_code}")
    return [f"{method} {_path(route)}: {fault}" for fault in faults]


@pytest.mark.parametrize("role", [None, Role.MEDIATOR])
async def test_every_route_has_its_headers_with_every_method_and_takes_no_other(api, make, runtime, role):
    if role:
        cookie = sessions.cookie_name(runtime.settings)
        api.client.cookies.set(cookie, await make.token(await make.staff(role)))
    found, seen = [], set()
    for route in _routes(api):
        for method in METHODS:
            answer = await api.client.request(method, _path(route), headers=OURS)
            seen.add(answer.status_code)
            found += _wrong(answer, route, method)

    assert not found, "\n" + "\n".join(found)
    assert seen >= {200, 303, 400, 404, 405}, seen


async def test_no_form_or_upload_from_elsewhere_reaches_any_route_and_nothing_is_written(api, make, runtime):
    cookie = sessions.cookie_name(runtime.settings)
    api.client.cookies.set(cookie, await make.token(await make.staff(Role.MEDIATOR)))
    await api.client.get("/s/x")  # a miss is counted once, before we look
    before, passed, tried = await digest(runtime), [], 0

    for route in _routes(api):
        if "POST" not in (route.methods or ()):
            continue
        for shape in ELSEWHERE:
            if shape == {"origin": "null"} and route.path.startswith("/s/"):
                continue  # the telephones of some workers say no more: there the address is the secret
            answer = await api.client.post(_path(route), content=b"a=1", headers={**FORM, **shape})
            tried += 1
            if answer.status_code != 403 or answer.json()["error"]["code"] != "CROSS_ORIGIN":
                passed.append((route.path, shape, answer.status_code))

    assert passed == []
    assert tried > 200
    assert await digest(runtime) == before


async def test_a_form_of_the_pages_does_nothing_without_the_token_that_its_page_carried(api, make, runtime):
    cookie = sessions.cookie_name(runtime.settings)
    mediator, other = [await make.token(await make.staff(Role.MEDIATOR)) for _ in range(2)]
    api.client.cookies.set(cookie, other)
    theirs = await _token_of(api)
    api.client.cookies.set(cookie, mediator)
    assert theirs != await _token_of(api)
    forms = [route for route in _routes(api) if _is_form(route)]
    before = await digest(runtime)

    answers = {
        (route.path, given): (
            await api.client.post(_path(route), content=given.encode(), headers={**FORM, **OURS})
        ).status_code
        for route in forms
        for given in ("", "form_token=", "form_token=x", f"form_token={theirs}")
    }

    assert len(answers) >= 4
    assert {status for status in answers.values() if status != 400} == set(), answers
    assert await digest(runtime) == before


async def _token_of(api) -> str:
    page = await api.client.get("/login")
    found = re.search(r'name="form_token" value="([\w-]+)"', page.text)
    assert found, page.text
    return found[1]


async def test_a_session_that_idled_or_was_closed_opens_no_page_and_keeps_no_cookie(browser, make, clock, api):
    staff = await make.staff(Role.MEDIATOR)
    await browser.be(staff)
    assert (await browser.get("/bar")).status_code == 200

    clock.advance(minutes=31)
    idle = await browser.get("/bar")
    await browser.be(staff)
    token = browser.token
    left = await browser.post("/logout", on="/login")
    api.client.cookies.set(sessions.cookie_name(make.runtime.settings), token)
    closed = await browser.get("/bar")

    assert (idle.status_code, idle.headers["location"].partition("?")[0]) == (303, "/login")
    assert left.status_code == 303
    assert "Max-Age=0" in left.headers["set-cookie"] or "expires=Thu, 01 Jan 1970" in left.headers["set-cookie"]
    assert (closed.status_code, closed.headers["location"].partition("?")[0]) == (303, "/login")


async def test_a_session_opened_at_the_pages_is_bound_to_this_host_and_is_a_new_one_each_time(browser, make, runtime):
    object.__setattr__(runtime.settings, "secure_cookies", True)
    staff = await make.staff(Role.MEDIATOR, password=PASSWORD)

    given = {"login": staff.login, "password": PASSWORD}
    cookies = [(await browser.post("/login", given)).headers["set-cookie"] for _ in range(2)]

    values = [re.match(r"__Host-session=(ms_[\w-]{40,});", cookie) for cookie in cookies]
    assert all(values)
    assert len({value[1] for value in values if value}) == 2
    for cookie in cookies:
        parts = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "path=/", "samesite=lax"} <= parts
        assert not [part for part in parts if part.startswith("domain")]


HOSTS = (
    {"host": "evil.example"},
    {"host": "test@evil.example"},
    {"host": "test", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https"},
    {"host": "test", "x-forwarded-for": "evil.example", "forwarded": "host=evil.example;proto=https"},
    {"host": "test", "x-original-url": "/evil.example", "x-rewrite-url": "/evil.example"},
)


async def test_no_page_address_or_header_says_what_a_stranger_wrote_as_host(browser, make):
    for headers in HOSTS:
        for signed_in in (False, True):
            if signed_in:
                await browser.be(await make.staff(Role.MEDIATOR))
            for path in (
                "/",
                "/login",
                "/work",
                "/cases/new",
                "/no/such",
                "/s/x",
                "/s/again",
                "/r/x",
                "/static/icon.svg",
                "http://evil.example/work",
            ):
                answer = await browser.api.client.get(path, headers={**headers, "accept": "text/html"})
                said = answer.text + "".join(f"{name}: {value}\n" for name, value in answer.headers.items())
                assert "evil.example" not in said.replace("%2F%2Fevil.example", ""), (headers, path)
                assert not answer.headers.get("location", "/").startswith(("//", "http")), (headers, path)
        browser.api.client.cookies.clear()
