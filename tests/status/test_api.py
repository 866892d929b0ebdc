"""Links, receipts and ratings as staff see them: the token is never an answer, and each door has its own permission."""

from types import SimpleNamespace

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role
from mediation.notice.models import Notice
from mediation.status.models import Rating, Receipt, StatusLink

PHONE = "13812341402"
ISSUE = """mutation($p: ID!) { issueLink(input: {party: $p}) { __typename
  ... on StatusLink { id party revokedAt } ... on Forbidden { verb } ... on Invalid { fields { path code } } } }"""
REISSUE = ISSUE.replace("issueLink", "reissueLink")
REVOKE = """mutation($l: ID!, $r: String!) { revokeLink(input: {link: $l, reason: $r}) { __typename
  ... on StatusLink { id revokedAt } ... on Forbidden { verb } ... on Invalid { fields { path code } } } }"""
READ = """query($c: ID!) { statusLinks(case: $c, first: 10) { totalCount edges { node { id party revokedAt } } }
  receiptReports(case: $c, first: 10) { totalCount edges { node { party received reportedAt } } }
  ratings(case: $c, first: 10) { totalCount edges { node { party mark comment givenAt } } } }"""


@pytest.fixture
async def scene(make):
    """A case with a worker who has a phone, and a mediator of its studio."""
    agency = await make.agency()
    case = await make.case(agency=agency)
    party = await make.claimant(case, phone=PHONE)
    token = await make.token(await make.staff(Role.MEDIATOR, agency=agency))
    return SimpleNamespace(agency=agency, case=case, party=party, id=gid("Party", party.id), token=token)


async def _count(runtime, table, *where) -> int:
    async with runtime.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table).where(*where))).scalar()


async def test_a_link_is_issued_once_sent_to_the_phone_and_its_token_is_in_no_answer(api, runtime, scene):
    first = await api.send(ISSUE, {"p": scene.id}, token=scene.token)
    again = await api.send(ISSUE, {"p": scene.id}, token=scene.token)

    issued = first.json()["data"]["issueLink"]
    assert issued == again.json()["data"]["issueLink"]
    assert (issued["__typename"], issued["party"], issued["revokedAt"]) == ("StatusLink", scene.id, None)
    assert await _count(runtime, StatusLink) == 1
    async with runtime.read() as connection:
        sent = (await connection.execute(select(Notice.recipient_id, Notice.channel, Notice.parameters))).one()
    assert (sent.recipient_id, sent.channel) == (scene.party.id, "sms")
    assert "/s/" not in str(sent.parameters), "the address is sealed"


async def test_a_new_link_ends_the_old_one_and_a_link_can_be_turned_off_twice(api, runtime, scene):
    old = await api.do(ISSUE, {"p": scene.id}, token=scene.token)
    new = await api.do(REISSUE, {"p": scene.id}, token=scene.token)
    off = await api.do(REVOKE, {"l": new["id"], "r": "手机丢了"}, token=scene.token)
    twice = await api.do(REVOKE, {"l": new["id"], "r": "手机丢了"}, token=scene.token)
    links = (await api.data(READ, {"c": gid("Case", scene.case.id)}, token=scene.token))["statusLinks"]

    assert old["id"] != new["id"]
    assert off == twice
    assert off["revokedAt"] == "2026-11-20T04:00:00.000Z"
    assert links["totalCount"] == 2
    assert {edge["node"]["id"] for edge in links["edges"]} == {old["id"], new["id"]}
    assert all(edge["node"]["revokedAt"] for edge in links["edges"])
    assert await _count(runtime, JournalEntry, col(JournalEntry.verb) == "link:revoke") == 1


@pytest.mark.parametrize("reason", ["x" * 501, "坏\x00字", ""])
async def test_a_reason_that_cannot_be_kept_is_told_by_its_field(api, runtime, scene, reason):
    link = await api.do(ISSUE, {"p": scene.id}, token=scene.token)

    refused = await api.do(REVOKE, {"l": link["id"], "r": reason}, token=scene.token)

    assert [field["path"] for field in refused["fields"]] == ["reason"]
    assert await _count(runtime, StatusLink, col(StatusLink.revoked_at).is_not(None)) == 0


async def test_what_workers_said_is_read_by_their_studio_and_by_nobody_else(api, make, runtime, clock, scene):
    now = clock.now()
    about = {"case_id": scene.case.id, "district_id": scene.case.district_id, "party_id": scene.party.id}
    rating = Rating(**about, mark="not_satisfied", comment="等了很久", first_given_at=now, given_at=now)
    await make.save(Receipt(**about, received=False, reported_at=now), rating)
    stranger = await make.token(await make.staff(Role.MEDIATOR))
    supervisor = await make.token(await make.staff(Role.SUPERVISOR, agency=scene.agency))

    mine = await api.data(READ, {"c": gid("Case", scene.case.id)}, token=scene.token)
    others = [await api.data(READ, {"c": gid("Case", scene.case.id)}, token=t) for t in (stranger, supervisor)]

    assert [e["node"] for e in mine["receiptReports"]["edges"]] == [
        {"party": scene.id, "received": False, "reportedAt": "2026-11-20T04:00:00.000Z"}
    ]
    assert [e["node"] for e in mine["ratings"]["edges"]] == [
        {"party": scene.id, "mark": "NOT_SATISFIED", "comment": "等了很久", "givenAt": "2026-11-20T04:00:00.000Z"}
    ]
    for other in others:
        assert [part["totalCount"] for part in other.values()] == [0, 0, 0]


async def test_an_intake_clerk_issues_but_turns_nothing_off_and_a_stranger_finds_nothing(api, make, runtime, scene):
    clerk = await make.token(await make.staff(Role.INTAKE_CLERK, agency=scene.agency))
    stranger = await make.token(await make.staff(Role.MEDIATOR))

    link = await api.do(ISSUE, {"p": scene.id}, token=clerk)
    refused = [
        await api.do(REISSUE, {"p": scene.id}, token=clerk),
        await api.do(REVOKE, {"l": link["id"], "r": "手机丢了"}, token=clerk),
        await api.do(REISSUE, {"p": scene.id}, token=stranger),
        await api.do(REVOKE, {"l": link["id"], "r": "手机丢了"}, token=stranger),
    ]

    assert [answer["__typename"] for answer in refused] == ["Forbidden", "Forbidden", "NotFound", "NotFound"]
    assert await _count(runtime, StatusLink, col(StatusLink.revoked_at).is_not(None)) == 0
    assert await _count(runtime, AccessEntry, ~col(AccessEntry.allowed)) == 4
