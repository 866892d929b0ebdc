"""The second step of signing in, over HTTP: apps, text messages, paper; what is tried against it; who has to have one."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlmodel import col

from mediation.agency.models import Agency, RecoveryCode, SecondFactor, SentCode, Session, SignInChallenge, Staff
from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role
from mediation.notice.models import Notice
from mediation.notice.service import open_secrets

PASSWORD = "杏花春雨江南 2026-11"
PHONE = "13812341402"
IN = "token mustEnrollFactor me { name roles }"
REFUSED = """... on Invalid { fields { path code } } ... on TooMany { retryAfterSeconds }
  ... on IllegalMove { currentState } ... on NotFound { code } ... on Forbidden { code }"""
SIGN_IN = f"""mutation($login: String!, $password: String!, $cookie: Boolean! = false) {{
  signIn(input: {{login: $login, password: $password, cookie: $cookie}}) {{ __typename
    ... on SignedIn {{ {IN} }} ... on SecondStep {{ challenge expiresAt kinds phone }} {REFUSED} }} }}"""
COMPLETE = f"""mutation($challenge: String!, $code: String!) {{
  completeSignIn(input: {{challenge: $challenge, code: $code}}) {{ __typename ... on SignedIn {{ {IN} }} {REFUSED} }} }}"""
SEND = f"""mutation($challenge: String!) {{ sendSignInCode(input: {{challenge: $challenge}}) {{ __typename
  ... on CodeSent {{ phone expiresAt againAt }} {REFUSED} }} }}"""
ENROLL = f"""mutation($kind: FactorKind!, $password: String!, $phone: String) {{
  enrollFactor(input: {{kind: $kind, currentPassword: $password, phone: $phone}}) {{ __typename
    ... on FactorEnrolment {{ secret uri sent {{ phone }} }} {REFUSED} }} }}"""
CONFIRM = f"""mutation($code: String!) {{ confirmFactor(input: {{code: $code}}) {{ __typename
  ... on FactorConfirmation {{ recoveryCodes signedIn {{ {IN} }} }} {REFUSED} }} }}"""
REMOVE = f"""mutation($kind: FactorKind!, $password: String!) {{
  removeFactor(input: {{kind: $kind, currentPassword: $password}}) {{ __typename ... on SignedIn {{ {IN} }} {REFUSED} }} }}"""
ME = """{ me { name roles access { verbs } secondFactor { rule mustEnroll recoveryCodesLeft factors { kind phone } } } }"""
OVER = [{"path": "challenge", "code": "over"}]
WRONG = [{"path": "code", "code": "wrong_code"}]


@pytest.fixture
async def zhang(make):
    """A mediator with a password."""
    return await make.staff(Role.MEDIATOR, name="张敏", password=PASSWORD)


async def _sign_in(api, staff, **more):
    return await api.do(SIGN_IN, {"login": staff.login, "password": PASSWORD, **more})


async def _challenge(api, staff, **more):
    return (await _sign_in(api, staff, **more))["challenge"]


async def _complete(api, challenge, code):
    return await api.do(COMPLETE, {"challenge": challenge, "code": code})


async def _rows(runtime, table, *where):
    async with runtime.read() as connection:
        return (await connection.execute(select(table.__table__).where(*where))).all()


async def _sent(runtime):
    """The codes that were posted, the newest last."""
    notices = sorted(await _rows(runtime, Notice), key=lambda row: row.posted_at)
    return [open_secrets(runtime.vault, row.id, row.secrets)["code"] for row in notices]


async def test_an_app_is_set_up_by_one_code_and_then_the_password_alone_opens_nothing(api, runtime, clock, make, zhang):
    first = (await _sign_in(api, zhang))["token"]
    other = (await _sign_in(api, zhang))["token"]

    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=first)
    still = await _sign_in(api, zhang)
    done = await api.do(CONFIRM, {"code": make.code(begun["secret"])}, token=first)

    assert begun["uri"].startswith("otpauth://totp/")
    assert f"secret={begun['secret']}" in begun["uri"]
    assert still["__typename"] == "SignedIn", "what is not confirmed does not count"
    assert len(set(done["recoveryCodes"])) == 10
    assert [(await api.data(ME, token=token))["me"] is None for token in (first, other, still["token"])] == [True] * 3
    me = (await api.data(ME, token=done["signedIn"]["token"]))["me"]
    assert me["secondFactor"] == {
        "rule": "optional",
        "mustEnroll": False,
        "recoveryCodesLeft": 10,
        "factors": [{"kind": "TOTP", "phone": None}],
    }
    asked = await _sign_in(api, zhang)
    assert asked == {
        "__typename": "SecondStep",
        "challenge": asked["challenge"],
        "expiresAt": "2026-11-20T04:10:00.000Z",
        "kinds": ["TOTP"],
        "phone": None,
    }
    assert (await api.data(ME, token=asked["challenge"]))["me"] is None
    clock.advance(seconds=30)
    opened = await _complete(
        api, asked["challenge"], f" {make.code(begun['secret'])[:3]} {make.code(begun['secret'])[3:]}"
    )
    assert opened["me"] == {"name": "张敏", "roles": ["MEDIATOR"]}
    verbs = [row.verb for row in sorted(await _rows(runtime, JournalEntry), key=lambda row: row.seq)]
    assert verbs[-3:] == ["session:challenge", "session:complete", "session:open"]
    (factor,) = await _rows(runtime, SecondFactor)
    assert begun["secret"].encode() not in factor.value_cipher


async def test_a_code_works_once_and_only_within_one_step_of_now(api, clock, make, zhang):
    secret = await make.app(zhang)

    answers = {}
    for steps in (-2, 2, 1):
        answers[steps] = await _complete(api, await _challenge(api, zhang), make.code(secret, steps=steps))
    again = await _complete(api, await _challenge(api, zhang), make.code(secret, steps=1))
    earlier = await _complete(api, await _challenge(api, zhang), make.code(secret))
    clock.advance(seconds=60)
    late = await _complete(api, await _challenge(api, zhang), make.code(secret, steps=1))
    clock.advance(seconds=60)
    behind = await _complete(api, await _challenge(api, zhang), make.code(secret, steps=-1))

    assert [answers[steps].get("fields") for steps in (-2, 2)] == [WRONG, WRONG]
    assert answers[1]["__typename"] == "SignedIn", "a phone that is half a minute ahead"
    assert again["fields"] == earlier["fields"] == WRONG, "used, or older than what was used"
    assert late["__typename"] == "SignedIn"
    assert behind["fields"] == WRONG, "shown before, even if it was not typed then"


async def test_fifty_at_once_with_the_right_code_are_one_session(api, runtime, make, zhang):
    secret = await make.app(zhang)
    challenge = await _challenge(api, zhang)

    answers = await asyncio.gather(*[_complete(api, challenge, make.code(secret)) for _ in range(50)])

    assert [answer["__typename"] for answer in answers].count("SignedIn") == 1
    assert len(await _rows(runtime, Session)) == 1


async def test_five_wrong_codes_end_a_challenge_and_new_challenges_are_no_new_allowance(
    api_from, runtime, clock, make, zhang
):
    api = await api_from("203.0.113.9")
    secret, wrong = await make.app(zhang), "000000"
    challenge = await _challenge(api, zhang)

    tried = [await _complete(api, challenge, wrong if make.code(secret) != wrong else "000001") for _ in range(5)]
    ended = await _complete(api, challenge, make.code(secret))
    another = await _sign_in(api, zhang)
    clock.advance(minutes=15, seconds=1)
    later = await _complete(api, await _challenge(api, zhang), make.code(secret))

    assert [one["fields"] for one in tried] == [WRONG] * 5
    assert ended["fields"] == OVER, "even with the right code"
    assert another["__typename"] == "TooMany", "wrong codes count like wrong passwords"
    assert later["__typename"] == "SignedIn"
    assert len(await _rows(runtime, AccessEntry, col(AccessEntry.reason) == "wrong_code")) == 5


async def test_a_challenge_is_good_for_its_own_account_only_and_ends_with_it(api, runtime, clock, make, zhang):
    li = await make.staff(Role.SUPERVISOR, name="李四", password=PASSWORD)
    admin = await make.token(await make.staff(Role.ADMINISTRATOR, agency=await _agency(runtime, zhang)))
    mine, theirs = await make.app(zhang), await make.app(li)

    crossed = await _complete(api, await _challenge(api, zhang), make.code(theirs))
    waits = await _challenge(api, zhang)
    gone = "mutation($i: DisableStaffInput!) { disableStaff(input: $i) { __typename } }"
    await api.do(gone, {"i": {"staff": gid("Staff", zhang.id), "version": 1}}, token=admin)
    disabled = await _complete(api, waits, make.code(mine))
    old = await _challenge(api, li)
    clock.advance(minutes=10)
    expired = await _complete(api, old, make.code(theirs))
    unknown = [await _complete(api, token, "123456") for token in ("mc_" + "A" * 43, "ms_x", "", "字" * 50)]
    unsent = await api.do(SEND, {"challenge": old})

    assert crossed["fields"] == WRONG
    assert disabled == expired == unknown[0]
    assert {str(one) for one in unknown} == {str({"__typename": "Invalid", "fields": OVER})} == {str(unsent)}
    assert await _rows(runtime, Session, col(Session.staff_id).in_([zhang.id, li.id])) == []


async def _agency(runtime, staff):
    async with runtime.db.session() as session:
        return await session.get_one(Agency, staff.agency_id)


async def test_a_new_password_ends_the_sign_ins_that_wait(api, runtime, make, zhang):
    token, secret = await make.token(zhang), await make.app(zhang)
    waits = await _challenge(api, zhang)
    change = """mutation($c: String!) { changePassword(input: {currentPassword: $c, newPassword: "雨打芭蕉闲听雨，道是有愁"}) {
      __typename } }"""

    await api.do(change, {"c": PASSWORD}, token=token)

    assert (await _complete(api, waits, make.code(secret)))["fields"] == OVER
    assert await _rows(runtime, SignInChallenge) == []


async def test_the_session_that_asked_is_replaced_and_a_browser_gets_its_cookie_only_in_the_end(
    api, runtime, make, zhang
):
    secret = await make.app(zhang)

    first = await api.send(SIGN_IN, {"login": zhang.login, "password": PASSWORD, "cookie": True})
    challenge = first.json()["data"]["signIn"]["challenge"]
    second = await api.send(COMPLETE, {"challenge": challenge, "code": make.code(secret)}, origin="http://test")

    assert "set-cookie" not in first.headers
    assert second.json()["data"]["completeSignIn"]["token"] is None
    assert second.headers["set-cookie"].startswith("session=ms_")
    assert "HttpOnly" in second.headers["set-cookie"]
    fixed = api.client.cookies["session"]
    clock = runtime.clock
    clock.advance(seconds=60)
    challenge = await api.do(
        SIGN_IN, {"login": zhang.login, "password": PASSWORD, "cookie": True}, origin="http://test"
    )
    assert (await api.data(ME, origin="http://test"))["me"] is not None, "half a sign-in closes nothing"
    await api.do(COMPLETE, {"challenge": challenge["challenge"], "code": make.code(secret)}, origin="http://test")
    assert api.client.cookies["session"] != fixed
    assert (await api.data(ME, token=fixed))["me"] is None


async def test_a_text_message_takes_the_second_step_for_five_minutes_and_once(api, runtime, clock, make, zhang):
    await make.phone(zhang, PHONE)
    asked = await _sign_in(api, zhang)

    sent = await api.do(SEND, {"challenge": asked["challenge"]})
    soon = await api.do(SEND, {"challenge": asked["challenge"]})
    elsewhere = await api.do(SEND, {"challenge": await _challenge(api, zhang)})
    clock.advance(seconds=60)
    await api.do(SEND, {"challenge": asked["challenge"]})
    old, new = await _sent(runtime)
    replaced = await _complete(api, asked["challenge"], old)
    clock.advance(minutes=5)
    late = await _complete(api, asked["challenge"], new)
    other = await _challenge(api, zhang)
    await api.do(SEND, {"challenge": other})
    newest = (await _sent(runtime))[-1]
    crossed = await _complete(api, await _challenge(api, zhang), newest)
    opened = await _complete(api, other, newest)

    assert (asked["kinds"], asked["phone"]) == (["SMS"], "138****1402")
    assert sent == {
        "__typename": "CodeSent",
        "phone": "138****1402",
        "expiresAt": "2026-11-20T04:05:00.000Z",
        "againAt": "2026-11-20T04:01:00.000Z",
    }
    assert soon["retryAfterSeconds"] == elsewhere["retryAfterSeconds"] == 60
    assert old == new or replaced["fields"] == WRONG
    assert late["fields"] == crossed["fields"] == WRONG, "too late; of another sign-in"
    assert opened["__typename"] == "SignedIn"
    (notice, *_) = await _rows(runtime, Notice)
    assert (notice.channel, notice.urgent, notice.private, notice.state) == ("sms", True, True, "queued")
    assert notice.not_after == notice.posted_at + timedelta(minutes=5)
    assert old not in str(notice.parameters)


async def test_ten_messages_an_hour_and_no_more(api, clock, make, zhang):
    await make.phone(zhang, PHONE)
    kinds = []
    for _ in range(11):
        kinds.append((await api.do(SEND, {"challenge": await _challenge(api, zhang)}))["__typename"])
        clock.advance(minutes=2)

    assert kinds == ["CodeSent"] * 10 + ["TooMany"]


async def test_a_phone_is_set_up_by_the_code_it_was_sent_and_its_number_is_sealed(api, runtime, make, zhang):
    token = await make.token(zhang)

    none = await api.do(ENROLL, {"kind": "SMS", "password": PASSWORD}, token=token)
    begun = await api.do(ENROLL, {"kind": "SMS", "password": PASSWORD, "phone": "138 1234 1402"}, token=token)
    wrong = await api.do(CONFIRM, {"code": "no code"}, token=token)
    done = await api.do(CONFIRM, {"code": (await _sent(runtime))[0]}, token=token)

    assert none["fields"] == [{"path": "phone", "code": "empty"}]
    assert begun["sent"] == {"phone": "138****1402"}
    assert wrong["fields"] == WRONG
    token = done["signedIn"]["token"]
    me = (await api.data("{ me { profile { phone } secondFactor { factors { kind phone } } } }", token=token))["me"]
    assert me["secondFactor"]["factors"] == [{"kind": "SMS", "phone": "138****1402"}]
    assert me["profile"] == {"phone": "138****1402"}, "notices had no number: they take this one"
    (factor,) = await _rows(runtime, SecondFactor)
    assert PHONE.encode() not in factor.value_cipher


async def test_setting_up_wants_the_password_and_takes_five_codes_within_half_an_hour(api, clock, make, zhang):
    token = await make.token(zhang)

    stolen = await api.do(ENROLL, {"kind": "TOTP", "password": "a guess at it"}, token=token)
    nothing = await api.do(CONFIRM, {"code": "123456"}, token=token)
    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=token)
    right = make.code(begun["secret"])
    wrong = "000000" if right != "000000" else "000001"
    tried = [await api.do(CONFIRM, {"code": wrong}, token=token) for _ in range(5)]
    spent = await api.do(CONFIRM, {"code": right}, token=token)
    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=token)
    clock.advance(minutes=30)
    stale = await api.do(CONFIRM, {"code": make.code(begun["secret"])}, token=token)

    assert stolen["fields"] == [{"path": "currentPassword", "code": "wrong"}]
    assert [one["fields"] for one in tried] == [WRONG] * 5
    assert nothing["currentState"] == spent["currentState"] == stale["currentState"] == "not_begun"


async def test_a_recovery_code_goes_in_the_place_of_the_app_once_and_is_not_stored(api, runtime, make, zhang):
    token = await make.token(zhang)
    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=token)
    papers = (await api.do(CONFIRM, {"code": make.code(begun["secret"])}, token=token))["recoveryCodes"]

    opened = await _complete(api, await _challenge(api, zhang), papers[3].upper().replace("-", " "))
    again = await _complete(api, await _challenge(api, zhang), papers[3])

    assert opened["__typename"] == "SignedIn"
    assert again["fields"] == WRONG
    assert len(await _rows(runtime, RecoveryCode)) == 9
    assert (await api.data(ME, token=opened["token"]))["me"]["secondFactor"]["recoveryCodesLeft"] == 9
    (entry,) = await _rows(runtime, JournalEntry, col(JournalEntry.verb) == "session:complete")
    assert entry.particulars == {"by": "recovery", "recovery_codes_left": 9}


async def test_a_new_app_takes_the_place_of_the_old_once_confirmed_and_can_be_given_up(api, clock, make, zhang):
    old = await make.app(zhang)
    token = await make.token(zhang)

    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=token)
    meanwhile = await _complete(api, await _challenge(api, zhang), make.code(old))
    token = (await api.do(CONFIRM, {"code": make.code(begun["secret"])}, token=token))["signedIn"]["token"]
    clock.advance(seconds=30)
    former = await _complete(api, await _challenge(api, zhang), make.code(old))
    none = await api.do(REMOVE, {"kind": "SMS", "password": PASSWORD}, token=token)
    given_up = await api.do(REMOVE, {"kind": "TOTP", "password": PASSWORD}, token=token)

    assert meanwhile["__typename"] == "SignedIn"
    assert former["fields"] == WRONG
    assert none["currentState"] == "not_set_up"
    assert (await api.data(ME, token=token))["me"] is None
    assert (await api.data(ME, token=given_up["token"]))["me"]["secondFactor"]["factors"] == []
    assert (await _sign_in(api, zhang))["__typename"] == "SignedIn"


@pytest.fixture
def rule(runtime):
    """Has the operator ask otherwise."""

    def ask(overall, **by_role):
        object.__setattr__(runtime.settings, "second_factor", overall)
        object.__setattr__(runtime.settings, "second_factor_by_role", by_role)

    return ask


async def test_where_it_is_required_a_session_without_one_can_set_it_up_and_nothing_else(api, make, zhang, rule):
    rule("optional", mediator="required")
    clerk = await make.staff(Role.CLERK, password=PASSWORD)

    opened = await _sign_in(api, zhang)
    me = (await api.data(ME, token=opened["token"]))["me"]
    register = """mutation { registerCase(input: {
      channel: WALK_IN, receivedOn: "2026-11-20", employer: {name: "某公司"}, claimants: []}) { __typename } }"""
    refused = await api.do(register, token=opened["token"])
    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=opened["token"])
    done = await api.do(CONFIRM, {"code": make.code(begun["secret"])}, token=opened["token"])
    kept = await api.do(REMOVE, {"kind": "TOTP", "password": PASSWORD}, token=done["signedIn"]["token"])

    assert opened["mustEnrollFactor"] is True
    assert (me["roles"], me["secondFactor"]["mustEnroll"], me["secondFactor"]["rule"]) == ([], True, "required")
    assert {verb.partition(":")[0] for verb in me["access"]["verbs"]} == {"factor", "password", "profile", "session"}
    assert refused["__typename"] == "Forbidden"
    assert (done["signedIn"]["me"]["roles"], done["signedIn"]["mustEnrollFactor"]) == (["MEDIATOR"], False)
    assert kept["currentState"] == "required"
    assert (await _sign_in(api, clerk))["mustEnrollFactor"] is False


async def test_where_it_is_off_nobody_is_asked_and_nothing_can_be_set_up(api, make, zhang, rule):
    await make.app(zhang)
    rule("off")

    opened = await _sign_in(api, zhang)
    begun = await api.do(ENROLL, {"kind": "TOTP", "password": PASSWORD}, token=opened["token"])

    assert opened["__typename"] == "SignedIn"
    assert begun["currentState"] == "off"


async def test_an_administrator_takes_the_factor_of_a_lost_phone_away_and_sessions_end(api, runtime, make, zhang):
    token, secret = await make.token(zhang), await make.app(zhang)
    admin = await make.token(await make.staff(Role.ADMINISTRATOR, agency=await _agency(runtime, zhang)))
    waits = await _challenge(api, zhang)
    reset = """mutation($s: ID!) { resetSecondFactor(input: {staff: $s, version: 1}) { __typename
      ... on Staff { account { secondFactor version } access { canResetSecondFactor } } } }"""

    done = await api.do(reset, {"s": gid("Staff", zhang.id)}, token=admin)

    assert done["account"] == {"secondFactor": [], "version": 2}
    assert (await api.data(ME, token=token))["me"] is None
    assert (await _complete(api, waits, make.code(secret)))["fields"] == OVER
    assert (await _sign_in(api, zhang))["__typename"] == "SignedIn"
    for table in (SecondFactor, RecoveryCode, SentCode):
        assert await _rows(runtime, table) == []


async def test_an_unknown_account_learns_nothing_of_second_steps(api, runtime, make, zhang):
    await make.app(zhang)
    values = {"login": zhang.login, "password": "not the password"}

    wrong, unknown = await api.do(SIGN_IN, values), await api.do(SIGN_IN, {**values, "login": "nobody"})
    async with runtime.db.session() as session:
        await session.execute(update(Staff).where(col(Staff.id) == zhang.id).values(disabled_at=runtime.clock.now()))
        await session.commit()
    disabled = await _sign_in(api, zhang)

    assert wrong == unknown == disabled
    async with runtime.read() as connection:
        assert (await connection.execute(select(func.count()).select_from(SignInChallenge))).scalar_one() == 0
