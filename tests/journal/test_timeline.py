"""The timeline of a case and the auditor's journal, over HTTP: who reads what, and what nobody can tell."""

import base64
import json
from dataclasses import dataclass
from types import SimpleNamespace

import pytest
from sqlalchemy import select
from tests.counting import statements

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry
from mediation.kit.actor import Role
from mediation.kit.events import MEDIATORS, Event

TIMELINE = """query($id: ID!, $n: Int! = 50, $after: String) { node(id: $id) { ... on Case { timeline(first: $n, after: $after) {
  totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
    id at verb sentence private subject subjectId particulars { key value } who { kind name agencyZh } } } } } } }"""
JOURNAL = """query($f: JournalFilter) { journal(first: 50, filter: $f) { totalCount edges { cursor node {
  verb sentence private case particulars { key value } who { name } } } } }"""


@dataclass(frozen=True, kw_only=True)
class Accepted(Event):
    """A case was accepted, for these tests."""

    verb = "case:accept"
    subject = "Case"

    on: str = "2026-11-20"


@dataclass(frozen=True, kw_only=True)
class Offered(Event):
    """An offer was made, for these tests."""

    verb = "offer:make"
    subject = "Offer"

    wages_fen: int = 100


@dataclass(frozen=True, kw_only=True)
class Caucused(Event):
    """A private session was opened, for these tests."""

    verb = "caucus:open"
    subject = "Caucus"


@dataclass(frozen=True, kw_only=True)
class Said(Event):
    """A message, for these tests."""

    verb = "room:speak"
    subject = "Message"


@pytest.fixture
async def scene(runtime, make, clock):
    """A case of a studio with six entries: one quiet, three private."""
    agency = await make.agency()
    mediator = await make.actor(Role.MEDIATOR, agency=agency)
    case = await make.case(agency=agency)
    about = {"subject_id": case.id, "case_id": case.id, "district_id": case.district_id}
    events = (
        Accepted(**about),
        Offered(**about),
        Caucused(**about, private_to="workers"),
        Said(**about),
        Offered(**about, private_to="employer"),
        Accepted(**about, private_to=MEDIATORS),
    )
    for event in events:
        async with runtime.uow(mediator) as tx:
            tx.record(event)
        clock.advance(seconds=10)
    return SimpleNamespace(agency=agency, case=case, id=gid("Case", case.id), mediator=mediator)


async def _reader(make, scene, *roles, agency=None, tie=None):
    staff = await make.staff(*roles, agency=agency or scene.agency, name="读者")
    if tie:
        holder = staff.agency_id if tie in (Tie.REFERRED, Tie.SEAT) else staff.id
        await make.tie(scene.case, tie, holder)
    return await make.token(staff)


async def _timeline(api, scene, token, **more):
    return (await api.data(TIMELINE, {"id": scene.id, **more}, token=token))["node"]


def _verbs(node):
    return [edge["node"]["verb"] for edge in node["timeline"]["edges"]]


async def test_a_mediator_of_the_studio_reads_everything_newest_first_in_both_languages(api, make, scene):
    node = await _timeline(api, scene, await _reader(make, scene, Role.MEDIATOR))

    assert _verbs(node) == ["case:accept", "offer:make", "caucus:open", "offer:make", "case:accept"]
    assert node["timeline"]["totalCount"] == 5
    assert [edge["node"]["private"] for edge in node["timeline"]["edges"]] == [True, True, True, False, False]
    newest = node["timeline"]["edges"][-1]["node"]
    assert newest["sentence"] == "受理案件"
    assert newest["who"] == {"kind": "STAFF", "name": "张敏", "agencyZh": scene.agency.name_zh}
    assert newest["particulars"] == [{"key": "on", "value": "2026-11-20"}]
    assert newest["subject"] == "Case"
    assert newest["subjectId"] == scene.id
    english = await api.data(
        'query($id: ID!) { node(id: $id) { ... on Case { timeline(first: 1) { edges { node { sentence(locale: "en") } } } } } }',
        {"id": scene.id},
        token=await _reader(make, scene, Role.MEDIATOR),
    )
    assert english["node"]["timeline"]["edges"][0]["node"]["sentence"] == "Accepted the case"


@pytest.mark.parametrize(
    ("role", "tie", "amounts"),
    [
        (Role.SUPERVISOR, None, False),
        (Role.LAWYER, Tie.ASSIGNED, True),
        (Role.CLERK, Tie.REFERRED, False),
        (Role.CLERK, Tie.SEAT, True),
    ],
)
async def test_nobody_else_can_tell_that_private_entries_exist(api, runtime, make, scene, role, tie, amounts):
    other = await make.agency(kind=AgencyKind.COURT) if role is Role.CLERK else scene.agency
    token = await _reader(make, scene, role, agency=other, tie=tie)

    node = await _timeline(api, scene, token)
    page = await _timeline(api, scene, token, n=1)
    rest = await _timeline(api, scene, token, n=50, after=page["timeline"]["pageInfo"]["endCursor"])

    assert _verbs(node) == ["offer:make", "case:accept"]
    assert node["timeline"]["totalCount"] == 2
    assert _verbs(page) + _verbs(rest) == _verbs(node)
    assert page["timeline"]["pageInfo"]["hasNextPage"] is True
    assert rest["timeline"]["pageInfo"]["hasNextPage"] is False
    said = node["timeline"]["edges"][0]["node"]["particulars"]
    assert said == ([{"key": "wages_fen", "value": "100"}] if amounts else [])
    for edge in node["timeline"]["edges"]:
        cursor = edge["cursor"]
        at, key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        assert at.startswith("2026-11-20T04:00")
        assert len(key) == 36


async def test_what_was_written_privately_changes_nothing_that_others_read(api, runtime, make, scene):
    token = await _reader(make, scene, Role.SUPERVISOR)
    before = await _timeline(api, scene, token)

    async with runtime.uow(scene.mediator) as tx:
        tx.record(Caucused(subject_id=scene.case.id, case_id=scene.case.id, private_to="employer"))

    assert await _timeline(api, scene, token) == before


async def test_who_may_not_see_the_case_sees_no_timeline(api, make, scene):
    stranger = await _reader(make, scene, Role.MEDIATOR, agency=await make.agency())
    recused_staff = await make.staff(Role.MEDIATOR, agency=scene.agency)
    await make.tie(scene.case, Tie.RECUSED, recused_staff.id)

    assert await _timeline(api, scene, stranger) is None
    assert await _timeline(api, scene, await make.token(recused_staff)) is None


async def test_who_sees_the_case_but_not_its_journal_gets_null(api, make, scene):
    node = await _timeline(api, scene, await _reader(make, scene, Role.INTAKE_CLERK))

    assert node == {"timeline": None}


async def test_entries_of_one_transaction_stand_in_the_order_in_which_they_were_recorded(api, runtime, make, scene):
    case = await make.case(agency=scene.agency)
    async with runtime.uow(scene.mediator) as tx:
        for n in range(10):
            tx.record(Offered(subject_id=case.id, case_id=case.id, wages_fen=n + 1))

    node = (await api.data(TIMELINE, {"id": gid("Case", case.id)}, token=await _reader(make, scene, Role.MEDIATOR)))[
        "node"
    ]

    amounts = [edge["node"]["particulars"][0]["value"] for edge in node["timeline"]["edges"]]
    assert amounts == [str(n) for n in range(10, 0, -1)]


async def test_timelines_of_many_cases_cost_one_query(api, runtime, make, scene):
    token = await _reader(make, scene, Role.MEDIATOR)
    query = """{ cases(first: 50) { edges { node { timeline(first: 5) { totalCount edges { node { verb who { name } } } } } } } }"""
    with statements(runtime) as few:
        await api.data(query, token=token)
    for _ in range(5):
        case = await make.case(agency=scene.agency)
        async with runtime.uow(scene.mediator) as tx:
            tx.record(Accepted(subject_id=case.id, case_id=case.id))

    with statements(runtime) as many:
        await api.data(query, token=token)

    assert len(few) == len(many)


async def test_an_auditor_reads_the_citys_journal_without_what_is_private_or_was_said_in_rooms(api, make, scene):
    token = await make.token(await make.staff(Role.AUDITOR, agency=await make.agency()))

    found = (await api.data(JOURNAL, {"f": {"case": scene.id}}, token=token))["journal"]

    assert [edge["node"]["verb"] for edge in found["edges"]] == ["room:speak", "offer:make", "case:accept"]
    assert found["totalCount"] == 3
    assert {edge["node"]["private"] for edge in found["edges"]} == {False}
    offer = next(edge["node"] for edge in found["edges"] if edge["node"]["verb"] == "offer:make")
    assert offer["particulars"] == []
    by_verb = (await api.data(JOURNAL, {"f": {"verb": "case:accept"}}, token=token))["journal"]
    assert [edge["node"]["case"] for edge in by_verb["edges"]] == [scene.id]
    later = {"f": {"case": scene.id, "since": "2026-11-20T12:00:10+08:00", "until": "2026-11-20T12:00:20+08:00"}}
    found = (await api.data(JOURNAL, later, token=token))["journal"]
    assert [edge["node"]["verb"] for edge in found["edges"]] == ["offer:make"]


async def test_an_auditor_who_is_recused_reads_nothing_of_the_case(api, make, scene):
    auditor = await make.staff(Role.AUDITOR, agency=await make.agency())
    await make.tie(scene.case, Tie.RECUSED, auditor.id)

    found = (await api.data(JOURNAL, {"f": {"case": scene.id}}, token=await make.token(auditor)))["journal"]

    assert found["totalCount"] == 0


@pytest.mark.parametrize("role", [role for role in sorted(Role) if role is not Role.AUDITOR])
async def test_only_auditors_read_the_journal_and_the_access_log(api, make, scene, role):
    token = await _reader(make, scene, role)

    for query in ("{ journal(first: 1) { totalCount } }", "{ accessLog(first: 1) { totalCount } }"):
        answer = (await api.send(query, token=token)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert not answer["data"]


async def test_a_question_that_was_refused_is_told_to_the_access_log_once(api, runtime, make, scene):
    token = await make.token(await make.staff(Role.ADMINISTRATOR, agency=scene.agency))
    twice = "{ a: journal(first: 1) { totalCount } b: journal(first: 2) { totalCount } }"

    answer = await api.send(twice, token=token)
    await api.send("{ accessLog(first: 1) { totalCount } }", token=token)
    await api.send(twice)  # nobody known

    assert {error["extensions"]["code"] for error in answer.json()["errors"]} == {"FORBIDDEN"}
    async with runtime.read() as connection:
        lines = (await connection.execute(select(AccessEntry.__table__).order_by(AccessEntry.verb))).all()
    assert [(line.verb, line.allowed, line.actor_kind) for line in lines] == [
        ("access_log:view", False, "staff"),
        ("journal:view", False, "staff"),
    ]


async def test_a_filter_that_makes_no_sense_is_refused_by_field(api, make, scene):
    token = await make.token(await make.staff(Role.AUDITOR, agency=scene.agency))

    for wrong in ({"verb": "case:steal"}, {"case": "nonsense"}, {"who": "nonsense"}):
        answer = (await api.send(JOURNAL, {"f": wrong}, token=token)).json()
        assert answer["errors"][0]["extensions"]["code"] == "INVALID"
