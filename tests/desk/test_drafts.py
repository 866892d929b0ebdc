"""Drafts: for their author alone, sealed, one version after the other, and gone after a month or with the account."""

import asyncio

import pytest
from sqlalchemy import text

from mediation import worker
from mediation.access.scopes import Tie
from mediation.desk import drafts
from mediation.gql.relay import gid
from mediation.kit.actor import Role

SAVE = """mutation($i: SaveDraftInput!) { saveDraft(input: $i) { __typename ... on Invalid { fields { path code } }
  ... on Draft { id kind about body version keptUntil }
  ... on Conflict { currentVersion current { id ... on Draft { body version } } } } }"""
DISCARD = "mutation($i: DiscardDraftInput!) { discardDraft(input: $i) { __typename ... on DiscardedDraft { id } } }"
ONE = "query($kind: DraftKind!, $about: ID) { draft(kind: $kind, about: $about) { id body version } }"
LIST = "{ drafts(first: 50) { totalCount edges { node { kind about body } } } }"


@pytest.fixture
async def desk(make):
    """A mediator with a case, and everybody who is curious: staff and tokens by name."""
    studio = await make.agency()
    people = {
        "mine": await make.staff(Role.MEDIATOR, agency=studio),
        "colleague": await make.staff(Role.MEDIATOR, agency=studio),
        "supervisor": await make.staff(Role.SUPERVISOR, agency=studio),
        "administrator": await make.staff(Role.ADMINISTRATOR, agency=studio),
        "auditor": await make.staff(Role.AUDITOR, agency=studio),
    }
    return await make.case(agency=studio), people, {name: await make.token(one) for name, one in people.items()}


async def _save(api, token, body='{"text": "请各方"}', version=0, kind="MINUTES", about=None):
    given = {"kind": kind, "about": about, "body": body, "version": version}
    return await api.do(SAVE, {"i": given}, token=token)


async def test_what_was_typed_is_there_again_and_nobody_else_reads_it(api, desk, runtime):
    case, _, tokens = desk
    about = gid("Case", case.id)
    saved = await _save(api, tokens["mine"], about=about)
    await _save(api, tokens["mine"], kind="INTAKE", body="[1]")
    again = await _save(api, tokens["mine"], about=about, version=1, body='{"text": "请双方"}')

    assert (saved["version"], saved["keptUntil"]) == (1, "2026-12-20T04:00:00.000Z")
    assert again == {**saved, "version": 2, "body": '{"text": "请双方"}'}
    found = await api.data(ONE, {"kind": "MINUTES", "about": about}, token=tokens["mine"])
    assert found["draft"] == {"id": saved["id"], "body": '{"text": "请双方"}', "version": 2}
    assert (await api.data(LIST, token=tokens["mine"]))["drafts"]["totalCount"] == 2
    node = "query($id: ID!) { node(id: $id) { id } }"
    for name in ("colleague", "supervisor"):
        assert (await api.data(ONE, {"kind": "MINUTES", "about": about}, token=tokens[name]))["draft"] is None
        assert (await api.data(LIST, token=tokens[name]))["drafts"]["totalCount"] == 0
    for name in tokens:
        assert ((await api.data(node, {"id": saved["id"]}, token=tokens[name]))["node"] is None) == (name != "mine")
        if name != "mine":
            answer = await api.do(DISCARD, {"i": {"id": saved["id"]}}, token=tokens[name])
            assert answer == {"__typename": "NotFound"}
    for name in ("administrator", "auditor"):
        assert (await api.send(LIST, token=tokens[name])).json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
        assert (await _save(api, tokens[name]))["__typename"] == "Forbidden"
    async with runtime.read() as connection:
        rows = str((await connection.execute(text("SELECT row_to_json(draft)::text FROM draft"))).all())
        journal = await connection.scalar(text("SELECT count(*) FROM journal_entry"))
    assert "双方" not in rows
    assert "text" not in rows
    assert journal == 0


async def test_whoever_saved_elsewhere_meanwhile_has_theirs_given_back(api, desk):
    _, _, tokens = desk
    token = tokens["mine"]
    both = await asyncio.gather(_save(api, token, body='"甲"'), _save(api, token, body='"乙"'))
    late = await _save(api, token, body='"丙"', version=7)
    no_more = await _save(api, token, kind="ROSTER", version=3)

    kept = next(one for one in both if one["__typename"] == "Draft")
    lost = next(one for one in both if one["__typename"] == "Conflict")
    stands = {"id": kept["id"], "body": kept["body"], "version": 1}
    assert lost == late == {"__typename": "Conflict", "currentVersion": 1, "current": stands}
    assert no_more == {"__typename": "Conflict", "currentVersion": 0, "current": None}


async def test_a_draft_is_about_something_its_author_sees_and_only_while_they_do(api, make, desk):
    case, people, tokens = desk
    elsewhere = await make.case()
    said = {
        about: (await _save(api, tokens["mine"], about=about))["__typename"]
        for about in ("x", gid("Case", elsewhere.id), gid("Case", people["mine"].id), gid("Nothing", case.id))
    }
    saved = await _save(api, tokens["mine"], about=gid("Case", case.id))
    await make.tie(case, Tie.RECUSED, people["mine"].id)
    listed = (await api.data(LIST, token=tokens["mine"]))["drafts"]["edges"]

    assert list(said.values()) == ["Invalid", "NotFound", "NotFound", "NotFound"]
    assert saved["body"] is not None
    assert listed == [{"node": {"kind": "MINUTES", "about": gid("Case", case.id), "body": None}}]
    assert (await api.do(DISCARD, {"i": {"id": saved["id"]}}, token=tokens["mine"]))["id"] == saved["id"]
    assert (await api.do(DISCARD, {"i": {"id": saved["id"]}}, token=tokens["mine"])) == {"__typename": "NotFound"}


async def test_a_body_is_json_of_64_kilobytes_and_there_is_an_end(api, desk, monkeypatch):
    _, _, tokens = desk
    token = tokens["mine"]
    monkeypatch.setattr(drafts, "MOST", 2)
    whole = '"' + "a" * (drafts.BODY_BYTES - 2) + '"'
    assert (await _save(api, token, body=whole))["body"] == whole
    for body in ("", "{", "NaN", whole + " ", '"' + "字" * 21_846 + '"', '"\\ud800"'):
        answer = await _save(api, token, body=body, version=1)
        assert [one["path"] for one in answer["fields"]] == ["body"], body[:20]
    assert (await _save(api, token, kind="INTAKE"))["__typename"] == "Draft"
    assert (await _save(api, token, kind="ROSTER"))["fields"] == [{"path": "body", "code": "too_many"}]
    assert (await _save(api, token, version=1))["version"] == 2


async def test_drafts_go_after_thirty_days_and_with_the_account(api, make, desk, clock, runtime):
    _, people, tokens = desk
    await _save(api, tokens["mine"], kind="INTAKE")
    clock.advance(days=20)
    tokens = {name: await make.token(one) for name, one in people.items()}
    await _save(api, tokens["mine"])
    await _save(api, tokens["colleague"])
    clock.advance(days=10)
    tokens = {name: await make.token(one) for name, one in people.items()}
    swept = await worker.tick(runtime)
    left = (await api.data(LIST, token=tokens["mine"]))["drafts"]["edges"]
    disable = "mutation($i: DisableStaffInput!) { disableStaff(input: $i) { __typename } }"
    given = {"staff": gid("Staff", people["mine"].id), "version": 1}
    done = await api.do(disable, {"i": given}, token=tokens["administrator"])

    assert swept["desk.drafts.forget_old"] == 1
    assert [edge["node"]["kind"] for edge in left] == ["MINUTES"]
    assert done == {"__typename": "Staff"}
    async with runtime.read() as connection:
        owners = (await connection.execute(text("SELECT staff_id FROM draft"))).scalars().all()
    assert owners == [people["colleague"].id]
