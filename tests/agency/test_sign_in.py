"""Signing in, over HTTP: the session, the limits, the cookie, and what ends them."""

import asyncio
import math
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col
from tests.counting import statements

from mediation.agency import passwords, sessions
from mediation.agency.models import Session, SignInTry, Staff
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role

PASSWORD = "杏花春雨江南 2026-11"
SIGN_IN = """mutation($login: String!, $password: String!, $cookie: Boolean! = false) {
  signIn(input: {login: $login, password: $password, cookie: $cookie}) { __typename
    ... on SignedIn { token expiresAt mustChangePassword me { name roles agency { nameZh } } }
    ... on Invalid { fields { path code message } }
    ... on TooMany { retryAfterSeconds } } }"""
ME = "{ me { name roles district { code } sessions { kind current } access { verbs canCreateStaff } } }"


@pytest.fixture
async def zhang(runtime, make):
    """A mediator with a password."""
    return await make.staff(Role.MEDIATOR, name="张敏", password=PASSWORD)


async def _sign_in(api, login, password=PASSWORD, **more):
    return await api.do(SIGN_IN, {"login": login, "password": password, **more})


async def _count(runtime, table, *where):
    async with runtime.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table).where(*where))).scalar_one()


async def test_who_knows_the_password_is_in_with_a_token_that_is_not_stored(api, runtime, zhang):
    answer = await _sign_in(api, zhang.login.upper() + " ")

    assert answer["__typename"] == "SignedIn"
    assert answer["mustChangePassword"] is False
    assert answer["expiresAt"] == "2026-11-20T16:00:00.000Z"
    assert answer["me"]["name"] == "张敏"
    assert answer["me"]["roles"] == ["MEDIATOR"]
    me = (await api.data(ME, token=answer["token"]))["me"]
    assert me["sessions"] == [{"kind": "bearer", "current": True}]
    assert "case:view" in me["access"]["verbs"]
    assert me["access"]["canCreateStaff"] is False
    async with runtime.read() as connection:
        stored = (await connection.execute(select(col(Session.token_hash)))).scalar_one()
        entry = (await connection.execute(select(col(JournalEntry.verb), col(JournalEntry.actor_id)))).one()
    assert answer["token"].encode() not in stored
    assert entry == ("session:open", zhang.id)
    assert await _count(runtime, SignInTry) == 0


async def test_unknown_wrong_and_disabled_answer_alike(api, runtime, make, zhang):
    gone = await make.staff(Role.MEDIATOR, name="李四", password=PASSWORD)
    async with runtime.db.session() as session:
        await session.execute(update(Staff).where(col(Staff.id) == gone.id).values(disabled_at=runtime.clock.now()))
        await session.commit()

    answers = [
        await _sign_in(api, login, password)
        for login, password in ((zhang.login, "wrong password"), ("nobody", PASSWORD), (gone.login, PASSWORD))
    ]

    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["fields"] == [{"path": "login", "code": "wrong_credentials", "message": "登录名或密码不正确。"}]
    assert await _count(runtime, Session) == 0


async def test_five_wrong_tries_and_then_even_the_right_password_waits(api, runtime, clock, zhang):
    for _ in range(5):
        await _sign_in(api, zhang.login, "wrong password")

    blocked = await _sign_in(api, zhang.login)
    clock.advance(minutes=15, seconds=1)
    later = await _sign_in(api, zhang.login)

    assert blocked["__typename"] == "TooMany"
    assert 890 <= blocked["retryAfterSeconds"] <= 901
    assert later["__typename"] == "SignedIn"


async def test_an_account_that_does_not_exist_is_limited_like_one_that_does(api):
    for _ in range(5):
        await _sign_in(api, "nobody", "wrong password")

    assert (await _sign_in(api, "nobody"))["__typename"] == "TooMany"


async def test_fifty_tries_at_once_are_five_looks_at_the_password(api, zhang):
    answers = await asyncio.gather(*(_sign_in(api, zhang.login, "wrong password") for _ in range(50)))

    kinds = [answer["__typename"] for answer in answers]
    assert kinds.count("Invalid") == 5
    assert kinds.count("TooMany") == 45


async def test_a_stranger_keeps_nobody_out_who_comes_from_where_they_always_come(api_from, zhang):
    home, stranger, new_place = await api_from("10.0.0.8"), await api_from("203.0.113.9"), await api_from("10.0.0.9")
    await _sign_in(home, zhang.login)

    for _ in range(5):
        await _sign_in(stranger, zhang.login, "wrong password")

    assert (await _sign_in(stranger, zhang.login))["__typename"] == "TooMany"
    assert (await _sign_in(new_place, zhang.login))["__typename"] == "TooMany"
    assert (await _sign_in(home, zhang.login))["__typename"] == "SignedIn"


async def test_guessing_from_the_usual_place_is_limited_too_and_success_starts_anew(api_from, clock, zhang):
    home = await api_from("10.0.0.8")
    await _sign_in(home, zhang.login)
    for _ in range(4):
        await _sign_in(home, zhang.login, "wrong password")

    assert (await _sign_in(home, zhang.login))["__typename"] == "SignedIn"
    clock.advance(seconds=1)
    for _ in range(5):
        await _sign_in(home, zhang.login, "wrong password")
    assert (await _sign_in(home, zhang.login))["__typename"] == "TooMany"


async def test_an_address_has_fifty_wrong_tries_over_all_accounts(api, runtime, make, zhang):
    now = runtime.clock.now()
    await make.save(*[SignInTry(at=now, login_hash=b"%d" % n, address="127.0.0.1") for n in range(49)])

    assert (await _sign_in(api, "guess50", "wrong password"))["__typename"] == "Invalid"
    assert (await _sign_in(api, zhang.login))["__typename"] == "TooMany"


@pytest.mark.parametrize("typed", ["My$ecret Password!", "mysecretpassword", "13812341402"])
async def test_what_was_typed_as_a_login_is_not_written_down(api, runtime, typed):
    await _sign_in(api, typed, "x")

    async with runtime.read() as connection:
        (kept,) = (await connection.execute(select(SignInTry.__table__))).all()
    assert len(kept.login_hash) == 32
    assert typed not in str(kept)


async def test_a_browser_gets_a_cookie_and_no_token(api, zhang):
    response = await api.send(SIGN_IN, {"login": zhang.login, "password": PASSWORD, "cookie": True})

    assert response.json()["data"]["signIn"]["token"] is None
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("session=ms_")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert "Domain" not in cookie
    assert (await api.data(ME, origin="http://test"))["me"]["name"] == "张敏"
    assert (await api.send(ME, origin="http://elsewhere.example")).status_code == 403


@pytest.mark.parametrize("authorization", ["bearer x", "Bearer x", "BEARER  x", "bearer ms_x"])
async def test_beside_a_bearer_token_the_cookie_is_not_looked_at(api, zhang, authorization):
    """A request with a bearer token may come from anywhere, so it must not act for the browser's person."""
    await api.send(SIGN_IN, {"login": zhang.login, "password": PASSWORD, "cookie": True})
    elsewhere = {"authorization": authorization, "origin": "http://elsewhere.example"}

    answer = await api.client.post("/graphql", json={"query": ME}, headers=elsewhere)

    assert answer.json()["data"] == {"me": None}
    assert (await api.data(ME, origin="http://test"))["me"]["name"] == "张敏"


async def test_with_tls_the_cookie_is_bound_to_this_host(api, runtime, zhang):
    object.__setattr__(runtime.settings, "secure_cookies", True)

    response = await api.send(SIGN_IN, {"login": zhang.login, "password": PASSWORD, "cookie": True})

    cookie = response.headers["set-cookie"]
    assert cookie.startswith("__Host-session=ms_")
    assert "; Secure" in cookie


async def test_signing_in_again_replaces_the_session_that_asked(api, runtime, zhang):
    values = {"login": zhang.login, "password": PASSWORD, "cookie": True}
    for _ in range(2):
        assert (await api.do(SIGN_IN, values, origin="http://test"))["__typename"] == "SignedIn"

    assert await _count(runtime, Session) == 2
    assert await _count(runtime, Session, col(Session.closed_at).is_(None)) == 1


async def test_a_session_ends_after_thirty_idle_minutes(api, runtime, clock, zhang):
    token = (await _sign_in(api, zhang.login))["token"]

    clock.advance(minutes=30)
    assert (await api.data(ME, token=token))["me"] is not None
    await runtime.background.settle()
    clock.advance(minutes=30)
    assert (await api.data(ME, token=token))["me"] is not None
    await runtime.background.settle()
    clock.advance(minutes=30, seconds=1)
    assert (await api.data(ME, token=token))["me"] is None


async def test_a_session_ends_after_twelve_hours_however_busy(api, runtime, clock, zhang):
    token = (await _sign_in(api, zhang.login))["token"]

    for _ in range(24):
        clock.advance(minutes=29)
        assert (await api.data(ME, token=token))["me"] is not None
        await runtime.background.settle()
    clock.advance(minutes=25)

    assert (await api.data(ME, token=token))["me"] is None


async def test_that_a_session_is_used_is_written_once_a_minute_at_most(api, runtime, clock, zhang):
    token = (await _sign_in(api, zhang.login))["token"]
    opened = clock.now()

    clock.advance(seconds=59)
    await api.data(ME, token=token)
    await runtime.background.settle()
    async with runtime.read() as connection:
        early = (await connection.execute(select(col(Session.seen_at)))).scalar_one()
    clock.advance(seconds=1)
    await api.data(ME, token=token)
    await runtime.background.settle()
    async with runtime.read() as connection:
        late = (await connection.execute(select(col(Session.seen_at)))).scalar_one()

    assert early == opened
    assert late == opened + timedelta(minutes=1)


async def test_signing_out_closes_this_session_and_signing_out_everywhere_all(api, zhang):
    first, second, third = [(await _sign_in(api, zhang.login))["token"] for _ in range(3)]

    out = await api.do("mutation { signOut(input: {}) { __typename ... on SignedOut { count } } }", token=first)
    assert out == {"__typename": "SignedOut", "count": 1}
    assert (await api.data(ME, token=first))["me"] is None
    everywhere = await api.do("mutation { signOutEverywhere { ... on SignedOut { count } } }", token=second)

    assert everywhere == {"count": 2}
    assert (await api.data(ME, token=third))["me"] is None


async def test_another_own_session_can_be_closed_but_nobody_elses(api, make, zhang):
    token, other = [(await _sign_in(api, zhang.login))["token"] for _ in range(2)]
    sessions = (await api.data("{ me { sessions { id current } } }", token=other))["me"]["sessions"]
    mine = next(session["id"] for session in sessions if session["current"])
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    out = "mutation($s: ID!) { signOut(input: {session: $s}) { __typename } }"

    refused = await api.do(out, {"s": mine}, token=stranger)
    done = await api.do(out, {"s": mine}, token=token)

    assert refused == {"__typename": "NotFound"}
    assert done == {"__typename": "SignedOut"}
    assert (await api.data(ME, token=other))["me"] is None


async def test_the_oldest_session_gives_way_to_the_twenty_first(api, runtime, clock, make, zhang):
    oldest = await make.token(zhang)
    for _ in range(19):
        clock.advance(seconds=1)
        await make.token(zhang)

    await _sign_in(api, zhang.login)

    assert await _count(runtime, Session, col(Session.closed_at).is_(None)) == 20
    assert (await api.data(ME, token=oldest))["me"] is None


async def test_a_new_password_ends_every_session_and_opens_one(api, zhang):
    token, other = [(await _sign_in(api, zhang.login))["token"] for _ in range(2)]
    change = """mutation($c: String!, $n: String!) { changePassword(input: {currentPassword: $c, newPassword: $n}) {
      __typename ... on SignedIn { token } ... on Invalid { fields { path code } } } }"""
    new = "小桥流水人家，古道西风 9"

    wrong = await api.do(change, {"c": "not the password", "n": new}, token=token)
    weak = [
        (await api.do(change, {"c": PASSWORD, "n": weak}, token=token))["fields"][0]["code"]
        for weak in ("short", "aaaaaaaaaaaaaa", "abcdefghijklmn", f"xx{zhang.login}yy99zz", PASSWORD, "长" * 201)
    ]
    changed = await api.do(change, {"c": PASSWORD, "n": new}, token=token)

    assert wrong["fields"] == [{"path": "currentPassword", "code": "wrong"}]
    assert weak == ["too_short", "too_simple", "too_simple", "too_simple", "same", "too_long"]
    assert changed["__typename"] == "SignedIn"
    assert [(await api.data(ME, token=t))["me"] is None for t in (token, other, changed["token"])] == [
        True,
        True,
        False,
    ]
    assert (await _sign_in(api, zhang.login))["__typename"] == "Invalid"
    assert (await _sign_in(api, zhang.login, new))["__typename"] == "SignedIn"


async def test_an_unknown_login_takes_as_long_as_a_known_one(zhang):
    """In process, turn by turn and by the quickest of each, over the part that takes time: a busy machine only adds."""
    loop = asyncio.get_running_loop()
    stored = {"known": zhang.password_hash, "unknown": None, "unusable": "!"}
    quickest = dict.fromkeys(stored, math.inf)

    for _ in range(9):
        for which, kept in stored.items():
            start = loop.time()
            assert await passwords.verify(kept, "wrong password") is False
            quickest[which] = min(quickest[which], loop.time() - start)

    assert quickest["known"] > 0.005
    assert 0.5 < quickest["unknown"] / quickest["known"] < 2
    assert 0.5 < quickest["unusable"] / quickest["known"] < 2


async def test_a_page_that_merely_waits_does_not_keep_a_session_open(api, runtime, clock, make, zhang):
    token = (await _sign_in(api, zhang.login))["token"]

    for _ in range(3):
        clock.advance(minutes=10)
        assert await sessions.actor_of(runtime, token, clock.now(), live=True) is not None
        await runtime.background.settle()
    clock.advance(seconds=1)

    assert await sessions.actor_of(runtime, token, clock.now(), live=True) is None


async def test_to_know_who_asks_costs_one_query(api, runtime, make, zhang):
    token = await make.token(zhang)

    with statements(runtime) as sent:
        await api.data("{ me { name roles access { verbs } } }", token=token)

    assert len(sent) == 1
