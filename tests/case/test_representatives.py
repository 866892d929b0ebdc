"""Who speaks for whom in a case: through the API."""

import pytest

from mediation.gql.relay import gid
from tests.case.membership import ELECT, LEAVE, Table


@pytest.fixture
async def table(api, make, runtime) -> Table:
    return await Table(api, make, runtime).lay()


async def _elect(table, parties: list, **given):
    chosen = [{"party": gid("Party", party.id), "specialAuthority": i == 0} for i, party in enumerate(parties)]
    return await table.on_case(ELECT, representatives=chosen, electedOn="2026-11-20", document="推选书1号", **given)


async def test_representatives_are_elected_by_the_rules_and_a_new_election_replaces_the_old(table, make) -> None:
    workers = [table.wang, *[await make.claimant(table.case, name=f"张{c}") for c in "一二三四五六七八九"]]

    too_few = await _elect(table, workers[:2])
    too_many = await _elect(table, workers[:6])
    first = await _elect(table, workers[:3])
    second = await _elect(table, workers[1:4])

    assert too_few["fields"] == too_many["fields"] == [{"path": "representatives", "code": "how_many"}]
    assert [one["party"]["name"] for one in first["representatives"]] == ["王小明", "张一", "张二"]
    assert second["representatives"] == [
        {"specialAuthority": True, "electedOn": "2026-11-20", "document": "推选书1号", "party": {"name": "张一"}},
        {"specialAuthority": False, "electedOn": "2026-11-20", "document": "推选书1号", "party": {"name": "张二"}},
        {"specialAuthority": False, "electedOn": "2026-11-20", "document": "推选书1号", "party": {"name": "张三"}},
    ]
    (_, old), (_, new) = await table.journal()
    assert old["party_ids"] == [str(worker.id) for worker in workers[:3]]
    assert new["special_authority_ids"] == [str(workers[1].id)]


async def test_authority_to_settle_is_given_by_each_claimant_or_by_all_who_take_part_then(table, make) -> None:
    li, zhang = await make.claimant(table.case, name="李四"), await make.claimant(table.case, name="张三")
    stranger = await make.claimant(await make.case(agency=table.studio))
    wang, given = gid("Party", table.wang.id), gid("Party", li.id)

    async def elect(**authority):
        one = {"party": wang, **authority}
        return await table.on_case(ELECT, representatives=[one], electedOn="2026-11-20", document="推选书1号")

    some = await elect(specialAuthority=True, authorisedBy=[given])
    everyone = await elect(specialAuthority=True)
    nobody = await elect(specialAuthority=True, authorisedBy=[])
    without = await elect(authorisedBy=[given])
    wrong = await elect(specialAuthority=True, authorisedBy=[given, gid("Party", stranger.id)])

    query = "query($id: ID!) { case(id: $id) { representatives { specialAuthority authorisedBy } } }"
    stands = await table.api.data(query, {"id": gid("Case", table.case.id)}, token=table.token)
    path = "representatives.0.authorisedBy"
    assert "representatives" in some
    assert "representatives" in everyone
    assert nobody["fields"] == without["fields"] == [{"path": path, "code": "does_not_fit"}]
    assert wrong["fields"] == [{"path": f"{path}.1", "code": "not_a_claimant"}]
    (shown,) = stands["case"]["representatives"]
    assert (shown["specialAuthority"], set(shown["authorisedBy"])) == (True, {wang, given, gid("Party", zhang.id)})
    (_, first), _ = await table.journal()
    assert first["authority_from_ids"] == [[str(li.id)]]


async def test_only_claimants_who_take_part_represent_and_who_leaves_represents_nobody(table, make, runtime) -> None:
    stranger = await make.claimant(await make.case(agency=table.studio))
    li = await make.claimant(table.case, name="李四")

    refused = await _elect(table, [table.wang, stranger])
    twice = await _elect(table, [table.wang, table.wang])
    tomorrow = await table.on_case(ELECT, representatives=[{"party": gid("Party", li.id)}], electedOn="2026-11-21")
    await _elect(table, [table.wang, li])
    await table.on_party(LEAVE, li, reason="已与单位和解")

    assert refused["fields"] == [{"path": "representatives.1.party", "code": "not_a_claimant"}]
    assert twice["fields"] == [{"path": "representatives.1.party", "code": "duplicate"}]
    assert tomorrow["fields"] == [{"path": "electedOn", "code": "in_future"}]
    query = "query($id: ID!) { case(id: $id) { representatives { party { name } } } }"
    left = await table.api.data(query, {"id": gid("Case", table.case.id)}, token=table.token)
    assert left["case"]["representatives"] == [{"party": {"name": "王小明"}}]
