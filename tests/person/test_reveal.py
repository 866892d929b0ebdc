"""Seeing a whole phone or identity number: for a reason, and never without a trace."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from mediation.access.scopes import Tie
from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role
from mediation.person.models import Organisation, Person

PHONE = "13812341402"
ID_NUMBER = "11010519491231002X"
REVEAL = """mutation($party: ID!, $field: PersonField!, $reason: String!) {
  revealPerson(input: {party: $party, field: $field, reason: $reason}) { __typename
    ... on RevealedField { value field } ... on Forbidden { verb } ... on Invalid { fields { path code } } } }"""
LOG = """query($f: AccessLogFilter) { accessLog(first: 50, filter: $f) { totalCount edges { node {
  verb allowed field reason subject subjectId case sentence who { name agencyZh } } } } }"""


@pytest.fixture
async def scene(runtime, make):
    """A case with a worker whose phone and identity number are known, and a mediator."""
    agency = await make.agency()
    case = await make.case(agency=agency)
    party = await make.claimant(case, phone=PHONE)
    async with runtime.db.session() as session:
        person = await session.get(Person, party.person_id)
        person.id_cipher = runtime.vault.seal(ID_NUMBER, context=f"person.id_number:{person.id}")
        await session.commit()
    token = await make.token(await make.staff(Role.MEDIATOR, agency=agency))
    return SimpleNamespace(agency=agency, case=case, party=party, token=token, id=gid("Party", party.id))


async def _reveal(api, scene, *, token=None, field="PHONE", reason="联系申请人确认到场时间", **headers):
    values = {"party": scene.id, "field": field, "reason": reason}
    return await api.do(REVEAL, values, token=token or scene.token, **headers)


async def _rows(runtime, table):
    async with runtime.read() as connection:
        return (await connection.execute(select(table.__table__))).all()


async def test_a_mediator_sees_the_number_and_both_books_say_so_without_it(api, runtime, scene):
    phone = await _reveal(api, scene)
    number = await _reveal(api, scene, field="ID_NUMBER")

    assert phone == {"__typename": "RevealedField", "value": PHONE, "field": "PHONE"}
    assert number["value"] == ID_NUMBER
    entries = await _rows(runtime, JournalEntry)
    assert [(e.verb, e.subject, e.subject_id, e.case_id, e.particulars) for e in entries] == [
        ("person:reveal", "Party", scene.party.id, scene.case.id, {"field": "phone"}),
        ("person:reveal", "Party", scene.party.id, scene.case.id, {"field": "id_number"}),
    ]
    log = await _rows(runtime, AccessEntry)
    assert [(e.field, e.reason, e.allowed, e.case_id) for e in log] == [
        ("phone", "联系申请人确认到场时间", True, scene.case.id),
        ("id_number", "联系申请人确认到场时间", True, scene.case.id),
    ]
    written = str(entries) + str(log)
    assert PHONE not in written
    assert ID_NUMBER not in written


async def test_every_time_counts_even_under_the_same_key_and_the_answer_is_not_kept(api, runtime, scene):
    for _ in range(2):
        assert (await _reveal(api, scene, idempotency_key="again"))["value"] == PHONE

    assert len(await _rows(runtime, AccessEntry)) == 2
    async with runtime.read() as connection:
        kept = await connection.exec_driver_sql("SELECT count(*) FROM idempotency_key")
        assert kept.scalar_one() == 0


@pytest.mark.parametrize("reason", ["", "    ", "看看", "x\n\n\ny", "原因" * 101, "因为需要\x00联系"])
async def test_without_a_reason_nothing_is_shown(api, runtime, scene, reason):
    answer = await _reveal(api, scene, reason=reason)

    assert answer["__typename"] == "Invalid"
    assert [field["path"] for field in answer["fields"]] == ["reason"]
    assert await _rows(runtime, JournalEntry) == []


async def test_what_is_not_known_cannot_be_shown(api, runtime, make, scene):
    bare = await make.claimant(scene.case, name="李四")

    answer = await api.do(
        REVEAL, {"party": gid("Party", bare.id), "field": "PHONE", "reason": "联系申请人"}, token=scene.token
    )

    assert answer["fields"] == [{"path": "field", "code": "not_known"}]
    assert await _rows(runtime, AccessEntry) == []


async def test_the_contact_of_a_company_can_be_called_too(api, runtime, make, scene):
    from sqlalchemy import select as find
    from sqlmodel import col

    from mediation.case.models import Party

    async with runtime.db.session() as session:
        respondent = (
            await session.execute(
                find(Party).where(col(Party.case_id) == scene.case.id, col(Party.side) == "respondent")
            )
        ).scalar_one()
        company = await session.get(Organisation, respondent.organisation_id)
        context = f"organisation.contact_phone:{company.id}"
        company.contact_phone_cipher = runtime.vault.seal("02164120001", context=context)
        await session.commit()
    values = {"party": gid("Party", respondent.id), "reason": "催告履行付款义务"}

    phone = await api.do(REVEAL, {**values, "field": "PHONE"}, token=scene.token)
    number = await api.do(REVEAL, {**values, "field": "ID_NUMBER"}, token=scene.token)

    assert phone["value"] == "02164120001"
    assert number["fields"][0]["code"] == "not_known"


@pytest.mark.parametrize(
    ("role", "answer"),
    [
        (Role.INTAKE_CLERK, "Forbidden"),
        (Role.SUPERVISOR, "NotFound"),
        (Role.ADMINISTRATOR, "NotFound"),
        (Role.AUDITOR, "NotFound"),
        (Role.CLERK, "NotFound"),
        (Role.LAWYER, "NotFound"),
        (Role.PARTNER, "NotFound"),
    ],
)
async def test_nobody_else_sees_it_and_each_try_is_logged_once(api, runtime, make, scene, role, answer):
    token = await make.token(await make.staff(role, agency=scene.agency))

    refused = await _reveal(api, scene, token=token)

    assert refused["__typename"] == answer
    assert await _rows(runtime, JournalEntry) == []
    (line,) = await _rows(runtime, AccessEntry)
    assert (line.verb, line.allowed, line.subject, line.subject_id) == ("person:reveal", False, "Party", scene.party.id)
    assert line.case_id == scene.case.id


async def test_a_recused_mediator_is_told_what_a_stranger_is_told(api, runtime, make, scene):
    recused = await make.staff(Role.MEDIATOR, agency=scene.agency)
    await make.tie(scene.case, Tie.RECUSED, recused.id)
    unknown = SimpleNamespace(id=gid("Party", scene.case.id), token=scene.token)

    refused = await _reveal(api, scene, token=await make.token(recused))
    nothing = await _reveal(api, unknown)

    assert refused == nothing == {"__typename": "NotFound"}
    assert len(await _rows(runtime, AccessEntry)) == 2


async def test_the_auditor_reads_who_looked_why_and_who_was_refused(api, make, scene):
    await _reveal(api, scene)
    curious = await make.token(await make.staff(Role.INTAKE_CLERK, agency=scene.agency, name="李好奇"))
    await _reveal(api, scene, token=curious)
    auditor = await make.token(await make.staff(Role.AUDITOR, agency=await make.agency()))

    log = (await api.data(LOG, token=auditor))["accessLog"]
    refused = (await api.data(LOG, {"f": {"allowed": False}}, token=auditor))["accessLog"]

    assert log["totalCount"] == 2
    assert log["edges"][1]["node"] == {
        "verb": "person:reveal",
        "allowed": True,
        "field": "phone",
        "reason": "联系申请人确认到场时间",
        "subject": "Party",
        "subjectId": scene.id,
        "case": gid("Case", scene.case.id),
        "sentence": "查看完整的个人信息",
        "who": {"name": "张敏", "agencyZh": scene.agency.name_zh},
    }
    assert [edge["node"]["who"]["name"] for edge in refused["edges"]] == ["李好奇"]


async def test_the_access_log_of_another_city_is_not_here(api, make, runtime, scene):
    from mediation.agency.models import Agency, City, District

    await _reveal(api, scene)
    city = City(code="330100", name_zh="杭州市", name_en="Hangzhou")
    district = District(city_id=city.id, code="330106", name_zh="西湖区", name_en="Xihu")
    agency = Agency(district_id=district.id, kind="union", name_zh="西湖区总工会", name_en="Xihu Union")
    await make.save(city, district, agency)
    auditor = await make.token(await make.staff(Role.AUDITOR, agency=agency))

    assert (await api.data(LOG, token=auditor))["accessLog"]["totalCount"] == 0
