"""Accounts, roles and agencies, made and taken away by administrators, over HTTP."""

import asyncio
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from sqlmodel import col
from tests.counting import statements

from mediation.agency import admin
from mediation.agency.models import AgencyKind, Session, Staff
from mediation.journal import service as journal
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role
from mediation.kit.problems import Invalid

PROBLEM = """... on Forbidden { verb } ... on Invalid { fields { path code } } ... on Conflict { currentVersion }
  ... on IllegalMove { state: currentState possible }"""
STAFF = "... on Staff { id name roles temporaryPassword account { login phone version disabledAt mustChangePassword } }"
CREATE = f"""mutation($input: CreateStaffInput!) {{ createStaff(input: $input) {{ __typename {STAFF} {PROBLEM} }} }}"""
SIGN_IN = """mutation($login: String!, $password: String!) { signIn(input: {login: $login, password: $password}) {
  __typename ... on SignedIn { token mustChangePassword } } }"""
ME = "{ me { name roles access { verbs } } }"


def _on(verb):
    """A mutation on an account with its version."""
    return f"""mutation($s: ID!, $v: Int!) {{ {verb}(input: {{staff: $s, version: $v}}) {{
      __typename {STAFF} {PROBLEM} }} }}"""


GRANT = f"""mutation($s: ID!, $v: Int!, $r: [Role!]!) {{ grantRoles(input: {{staff: $s, version: $v, roles: $r}}) {{
  __typename {STAFF} {PROBLEM} }} }}"""


@pytest.fixture
async def office(make):
    """An agency with an administrator, and the administrator's token."""

    agency = await make.agency()
    administrator = await make.staff(Role.ADMINISTRATOR, agency=agency, name="管理员")
    return SimpleNamespace(agency=agency, administrator=administrator, token=await make.token(administrator))


async def _create(api, office, *, token=None, **more):
    values = {"login": "wang.fang", "name": "王芳", "roles": ["MEDIATOR"], "phone": "１３８ 1234 1402"} | more
    return await api.do(CREATE, {"input": values}, token=token or office.token)


async def _entries(runtime, verb):
    async with runtime.read() as connection:
        found = await connection.execute(select(col(JournalEntry.particulars)).where(col(JournalEntry.verb) == verb))
        return found.scalars().all()


async def test_an_account_starts_with_a_temporary_password_that_opens_nothing_but_its_own_change(api, runtime, office):
    made = await _create(api, office)

    assert made["__typename"] == "Staff"
    assert made["roles"] == ["MEDIATOR"]
    assert made["account"] == {
        "login": "wang.fang",
        "phone": "138****1402",
        "version": 1,
        "disabledAt": None,
        "mustChangePassword": True,
    }
    opened = await api.do(SIGN_IN, {"login": "wang.fang", "password": made["temporaryPassword"]})
    assert opened["mustChangePassword"] is True
    me = (await api.data(ME, token=opened["token"]))["me"]
    assert me["roles"] == []
    assert me["access"]["verbs"] == [
        "factor:confirm",
        "factor:enroll",
        "factor:remove",
        "password:change",
        "profile:revise",
        "session:close",
        "session:close_all",
        "session:extend",
    ]
    changed = await api.do(
        """mutation($c: String!) { changePassword(input: {currentPassword: $c, newPassword: "雨打芭蕉闲听雨，道是有愁又无愁"}) {
          ... on SignedIn { token me { roles } } } }""",
        {"c": made["temporaryPassword"]},
        token=opened["token"],
    )
    assert changed["me"]["roles"] == ["MEDIATOR"]
    assert await _entries(runtime, "staff:create") == [{"roles": ["mediator"]}]


async def test_the_temporary_password_is_told_once_and_kept_nowhere(api, runtime, office):
    body = {"input": {"login": "li.si", "name": "李四", "roles": ["CLERK"]}}

    first = await api.do(CREATE, body, token=office.token, idempotency_key="k1")
    again = await api.do(CREATE, body, token=office.token, idempotency_key="k1")

    assert len(first["temporaryPassword"]) == 19
    assert again["id"] == first["id"]
    assert again["temporaryPassword"] is None
    async with runtime.read() as connection:
        kept = await connection.exec_driver_sql(
            "SELECT string_agg(t::text, '') FROM (SELECT i::text AS t FROM idempotency_key i "
            "UNION ALL SELECT s::text FROM staff s UNION ALL SELECT j::text FROM journal_entry j) AS rows"
        )
        assert first["temporaryPassword"] not in kept.scalar_one()


@pytest.mark.parametrize(
    ("more", "path", "code"),
    [
        ({"login": "王芳"}, "login", "not_a_login"),
        ({"login": "a b"}, "login", "not_a_login"),
        ({"login": ""}, "login", "not_a_login"),
        ({"login": "x" * 65}, "login", "not_a_login"),
        ({"name": ""}, "name", "empty"),
        ({"name": "Мary Smith"}, "name", "mixed_script"),  # the M is Cyrillic
        ({"name": "张\u202e敏"}, "name", "bidi_control"),
        ({"name": "王芳\x00"}, "name", "nul"),
        ({"name": "王" * 51}, "name", "too_long"),
        ({"roles": []}, "roles", "empty"),
        ({"roles": ["SYSTEM"]}, "roles", "not_grantable"),
        ({"roles": ["STAFF"]}, "roles", "not_grantable"),
        ({"roles": ["ADMINISTRATOR", "MEDIATOR"]}, "roles", "not_together"),
        ({"roles": ["AUDITOR", "ADMINISTRATOR"]}, "roles", "not_together"),
        ({"phone": "12345"}, "phone", "wrong_length"),
        ({"email": "nobody"}, "email", "not_an_address"),
        ({"email": "a@b.cn\r\nBcc: x@y.cn"}, "email", "not_an_address"),
        ({"locale": "fr"}, "locale", "unknown"),
    ],
)
async def test_an_account_that_makes_no_sense_is_refused_by_field(api, runtime, office, more, path, code):
    answer = await _create(api, office, **more)

    assert answer["__typename"] == "Invalid"
    assert answer["fields"] == [{"path": path, "code": code}]
    assert await _entries(runtime, "staff:create") == []


async def test_a_login_belongs_to_one_person(api, office):
    await _create(api, office)

    assert (await _create(api, office, login="WANG.FANG"))["fields"] == [{"path": "login", "code": "taken"}]


@pytest.mark.parametrize("role", [role for role in sorted(Role) if role is not Role.ADMINISTRATOR])
async def test_nobody_but_an_administrator_makes_accounts(api, runtime, make, office, role):
    token = await make.token(await make.staff(role, agency=office.agency))

    answer = await _create(api, office, token=token)

    assert answer == {"__typename": "Forbidden", "verb": "staff:create"}
    async with runtime.read() as connection:
        logged = (await connection.execute(select(col(AccessEntry.verb), col(AccessEntry.allowed)))).all()
    assert logged == [("staff:create", False)]


async def test_who_is_nobody_makes_no_accounts_and_fills_no_log(api, runtime, office):
    answer = await api.do(CREATE, {"input": {"login": "abc", "name": "王芳", "roles": ["CLERK"]}})

    assert answer == {"__typename": "Forbidden", "verb": "staff:create"}
    async with runtime.read() as connection:
        assert (await connection.execute(select(col(AccessEntry.id)))).all() == []


async def test_disabling_ends_the_sessions_in_the_same_moment(api, runtime, make, office):
    made = await _create(api, office)
    await make.staff(Role.MEDIATOR, agency=office.agency)
    opened = await api.do(SIGN_IN, {"login": "wang.fang", "password": made["temporaryPassword"]})

    disabled = await api.do(_on("disableStaff"), {"s": made["id"], "v": 1}, token=office.token)
    me = await api.data(ME, token=opened["token"])
    back_in = await api.do(SIGN_IN, {"login": "wang.fang", "password": made["temporaryPassword"]})
    enabled = await api.do(_on("enableStaff"), {"s": made["id"], "v": 2}, token=office.token)
    after = await api.data(ME, token=opened["token"])

    assert disabled["account"]["disabledAt"] == "2026-11-20T04:00:00.000Z"
    assert me["me"] is None
    assert back_in["__typename"] == "Invalid"
    assert enabled["account"]["disabledAt"] is None
    assert after["me"] is None
    async with runtime.read() as connection:
        open_ones = await connection.execute(
            select(col(Session.staff_id)).where(col(Session.closed_at).is_(None), col(Session.kind) == "bearer")
        )
        assert open_ones.scalars().all() == [office.administrator.id]


async def test_requests_in_flight_while_somebody_is_disabled_never_succeed_afterwards(api, runtime, make, office):
    staff = await make.staff(Role.MEDIATOR, agency=office.agency)
    token = await make.token(staff)
    done = asyncio.Event()
    late: list[object] = []

    async def ask():
        began_after = done.is_set()
        answer = await api.data(ME, token=token)
        if began_after:
            late.append(answer["me"])

    async def disable():
        await asyncio.sleep(0)
        listed = await api.data(
            "{ staff(first: 100) { edges { node { id name account { version } } } } }", token=office.token
        )
        row = next(edge["node"] for edge in listed["staff"]["edges"] if edge["node"]["name"] == "张敏")
        answer = await api.do(_on("disableStaff"), {"s": row["id"], "v": 1}, token=office.token)
        assert answer["__typename"] == "Staff"
        done.set()

    async def keep_asking():
        while not done.is_set() or len(late) < 20:
            await ask()

    await asyncio.gather(disable(), *(keep_asking() for _ in range(5)))

    assert late
    assert set(late) == {None}


async def test_new_roles_end_the_sessions_and_are_journaled_as_a_difference(api, runtime, office):
    made = await _create(api, office, roles=["MEDIATOR", "INTAKE_CLERK"])
    opened = await api.do(SIGN_IN, {"login": "wang.fang", "password": made["temporaryPassword"]})

    granted = await api.do(GRANT, {"s": made["id"], "v": 1, "r": ["INTAKE_CLERK", "SUPERVISOR"]}, token=office.token)

    assert granted["roles"] == ["INTAKE_CLERK", "SUPERVISOR"]
    assert (await api.data(ME, token=opened["token"]))["me"] is None
    assert await _entries(runtime, "staff:grant") == [{"granted": ["supervisor"], "revoked": ["mediator"]}]


async def test_a_reset_password_is_temporary_and_ends_the_sessions(api, office):
    made = await _create(api, office)
    opened = await api.do(SIGN_IN, {"login": "wang.fang", "password": made["temporaryPassword"]})

    reset = await api.do(_on("resetStaff"), {"s": made["id"], "v": 1}, token=office.token)

    assert reset["temporaryPassword"] != made["temporaryPassword"]
    assert (await api.data(ME, token=opened["token"]))["me"] is None
    old = await api.do(SIGN_IN, {"login": "wang.fang", "password": made["temporaryPassword"]})
    new = await api.do(SIGN_IN, {"login": "wang.fang", "password": reset["temporaryPassword"]})
    assert [old["__typename"], new["mustChangePassword"]] == ["Invalid", True]


async def test_a_stale_version_is_a_conflict_and_changes_nothing(api, office):
    made = await _create(api, office)
    await api.do(_on("disableStaff"), {"s": made["id"], "v": 1}, token=office.token)

    for verb in ("disableStaff", "enableStaff", "resetStaff"):
        answer = await api.do(_on(verb), {"s": made["id"], "v": 1}, token=office.token)
        assert answer == {"__typename": "Conflict", "currentVersion": 2}
    assert (await api.do(_on("disableStaff"), {"s": made["id"], "v": 2}, token=office.token)) == {
        "__typename": "IllegalMove",
        "state": "disabled",
        "possible": ["staff:enable"],
    }


async def test_the_only_administrator_stays_one(api, office):
    listed = await api.data("{ staff(first: 10) { edges { node { id } } totalCount } }", token=office.token)
    me = listed["staff"]["edges"][0]["node"]["id"]

    disabled = await api.do(_on("disableStaff"), {"s": me, "v": 1}, token=office.token)
    degraded = await api.do(GRANT, {"s": me, "v": 1, "r": ["MEDIATOR"]}, token=office.token)
    await _create(api, office, roles=["ADMINISTRATOR"])
    degraded_now = await api.do(GRANT, {"s": me, "v": 1, "r": ["MEDIATOR"]}, token=office.token)

    assert disabled["state"] == "last_administrator"
    assert degraded["state"] == "last_administrator"
    assert degraded_now["__typename"] == "Staff"


async def test_two_administrators_cannot_disable_each_other_at_once(api, runtime, make, office):
    other = await make.staff(Role.ADMINISTRATOR, agency=office.agency, name="另一位")
    listed = await api.data("{ staff(first: 10) { edges { node { id name } } } }", token=office.token)
    ids = {edge["node"]["name"]: edge["node"]["id"] for edge in listed["staff"]["edges"]}

    answers = await asyncio.gather(
        api.do(_on("disableStaff"), {"s": ids["另一位"], "v": 1}, token=office.token),
        api.do(_on("disableStaff"), {"s": ids["管理员"], "v": 1}, token=await make.token(other)),
    )

    async with runtime.read() as connection:
        left = await connection.execute(select(col(Staff.id)).where(col(Staff.disabled_at).is_(None)))
        assert len(left.all()) == 1
    assert sorted(answer["__typename"] for answer in answers)[-1] == "Staff"


async def test_an_administrator_of_another_agency_sees_and_does_nothing_here(api, runtime, make, office):
    made = await _create(api, office)
    stranger = await make.token(await make.staff(Role.ADMINISTRATOR, agency=await make.agency(kind=AgencyKind.COURT)))

    listed = await api.data("{ staff(first: 10) { totalCount edges { node { name } } } }", token=stranger)
    read = await api.data("query($id: ID!) { node(id: $id) { id } }", {"id": made["id"]}, token=stranger)
    refused = await api.do(_on("disableStaff"), {"s": made["id"], "v": 1}, token=stranger)

    assert listed["staff"]["totalCount"] == 1
    assert read["node"] is None
    assert refused == {"__typename": "NotFound"}
    async with runtime.read() as connection:
        logged = (await connection.execute(select(AccessEntry.__table__))).one()
    assert (logged.verb, logged.subject, logged.allowed) == ("staff:disable", "Staff", False)
    assert str(logged.subject_id) in str(logged)


async def test_a_colleague_sees_name_and_roles_and_why_no_more(api, make, office):
    await _create(api, office)
    token = await make.token(await make.staff(Role.MEDIATOR, agency=office.agency, name="同事"))

    listed = await api.data(
        "{ staff(first: 10) { edges { node { name roles account { login } access { canDisable denied { field reason } } } } } }",
        token=token,
    )

    found = {edge["node"]["name"]: edge["node"] for edge in listed["staff"]["edges"]}
    assert found["王芳"] == {
        "name": "王芳",
        "roles": ["MEDIATOR"],
        "account": None,
        "access": {"canDisable": False, "denied": [{"field": "account", "reason": "您的权限看不到此项。"}]},
    }
    assert found["同事"]["account"] is not None


async def test_lists_cost_the_same_number_of_queries_whatever_their_length(api, runtime, make, office):
    query = """{ staff(first: 100) { totalCount edges { node { name roles agency { nameZh } account { login }
      access { canDisable } } } } agencies(first: 100) { edges { node { nameZh district { code } } } } }"""
    with statements(runtime) as few:
        await api.data(query, token=office.token)
    for n in range(20):
        await make.staff(Role.MEDIATOR, agency=office.agency, name=f"甲{'乙' * n}")
        if n % 5 == 0:
            await make.agency()

    with statements(runtime) as many:
        answer = await api.data(query, token=office.token)

    assert answer["staff"]["totalCount"] == 21
    assert len(few) == len(many)


async def test_an_agency_is_established_with_its_district_and_its_first_administrator(api, runtime, office):
    establish = f"""mutation($input: EstablishAgencyInput!) {{ establishAgency(input: $input) {{ __typename
      ... on Agency {{ id nameZh kind district {{ code nameEn }} studio {{ numberPrefix }}
        administrator {{ name roles temporaryPassword }} }} {PROBLEM} }} }}"""
    values = {
        "kind": "UNION",
        "nameZh": "闵行区总工会",
        "nameEn": "Minhang District Federation of Trade Unions",
        "phone": "021-6412 0000",
        "districtCode": "310112",
        "districtNameZh": "闵行区",
        "districtNameEn": "Minhang",
        "studio": {
            "nameZh": "闵行区劳动争议联合调解工作室",
            "nameEn": "Minhang Joint Mediation Studio",
            "legalBasis": "劳动争议调解仲裁法 10",
            "numberPrefix": "闵工调",
        },
        "administrator": {"login": "minhang.admin", "name": "陈静"},
    }

    made = await api.do(establish, {"input": values}, token=office.token)
    again = await api.do(establish, {"input": values}, token=office.token)
    court = {**values, "kind": "COURT", "administrator": {"login": "court.admin", "name": "陈静"}}
    wrong = await api.do(establish, {"input": court}, token=office.token)

    assert made["district"] == {"code": "310112", "nameEn": "Minhang"}
    assert made["studio"] == {"numberPrefix": "闵工调"}
    assert made["administrator"]["roles"] == ["ADMINISTRATOR"]
    opened = await api.do(SIGN_IN, {"login": "minhang.admin", "password": made["administrator"]["temporaryPassword"]})
    assert opened["mustChangePassword"] is True
    assert again["fields"] == [{"path": "studio.numberPrefix", "code": "taken"}]
    assert wrong["fields"] == [{"path": "studio", "code": "not_a_union"}]
    assert await _entries(runtime, "agency:establish") == [{"kind": "union", "district_code": "310112"}]


async def test_the_first_administrator_is_made_on_the_machine_with_everything_that_is_missing(api, runtime):
    place = admin.Place(
        agency="闵行区总工会", city_code="310000", city="上海市", district_code="310112", district="闵行区"
    )

    said = await admin.create(runtime, login="root.admin", password="乱石穿空惊涛拍岸卷起千堆雪", place=place)
    second = await admin.create(
        runtime, login="second", password="乱石穿空惊涛拍岸卷起千堆雪", place=admin.Place(agency="闵行区总工会")
    )

    assert said == "root.admin is administrator of 闵行区总工会"
    assert second == "second is administrator of 闵行区总工会"
    opened = await api.do(SIGN_IN, {"login": "root.admin", "password": "乱石穿空惊涛拍岸卷起千堆雪"})
    assert opened["mustChangePassword"] is False
    me = await api.data("{ me { roles agency { nameZh district { code } } } }", token=opened["token"])
    assert me["me"] == {
        "roles": ["ADMINISTRATOR"],
        "agency": {"nameZh": "闵行区总工会", "district": {"code": "310112"}},
    }
    async with runtime.read() as connection:
        kinds = await connection.execute(select(col(JournalEntry.verb), col(JournalEntry.chain_id)))
        assert ("staff:create", journal.NO_CHAIN) in kinds.all()


async def test_a_weak_password_or_an_unknown_agency_makes_nothing(runtime):
    with pytest.raises(Invalid) as weak:
        await admin.create(runtime, login="root.admin", password="kurz", place=admin.Place(agency="闵行区总工会"))
    with pytest.raises(Invalid) as unknown:
        await admin.create(
            runtime, login="root.admin", password="乱石穿空惊涛拍岸卷起千堆雪", place=admin.Place(agency="闵行区总工会")
        )

    assert weak.value.fields[0].path == "password"
    assert unknown.value.fields[0].code == "unknown"
    async with runtime.read() as connection:
        assert (await connection.execute(select(col(Staff.id)))).all() == []
