"""Offers over HTTP: the ladder they make, who answers them, and what stays private until it is released."""

import pytest

from tests.room.conftest import Table
from tests.room.reading import seen


async def test_four_offers_and_the_ladder_they_make(table: Table) -> None:
    first = await table.offer("worker", "WORKERS", 19_840_000, 1_800_000)
    second = await table.offer("employer", "EMPLOYER", 15_000_000, counterTo=first["id"], conditions="一次了结")
    assert (await table.do("worker", "rejectOffer", "id", offer=second["id"], note="太少"))["__typename"] == "Offer"
    third = await table.offer(
        "mediator", "WORKERS", 18_700_000, 1_800_000, onBehalfOf=table.seats["worker"], conditions="三日内付清"
    )
    fourth = await table.offer("employer", "EMPLOYER", 18_040_000, 1_800_000, counterTo=third["id"])
    assert (await table.do("worker", "acceptOffer", "standing", offer=fourth["id"]))["standing"] == "ACCEPTED"

    room = await seen(table, "clerk")

    ladder = [(o["round"], o["side"], o["totalFen"], o["standing"], o["gapFen"], o["movedFen"]) for o in room["offers"]]
    assert ladder == [
        (1, "WORKERS", 21_640_000, "COUNTERED", None, None),
        (2, "EMPLOYER", 15_000_000, "REJECTED", 6_640_000, None),
        (3, "WORKERS", 20_500_000, "COUNTERED", 5_500_000, -1_140_000),
        (4, "EMPLOYER", 19_840_000, "ACCEPTED", 660_000, 4_840_000),
    ]
    assert room["gap"] == {"firstFen": 6_640_000, "currentFen": 0, "wagesFen": 0, "socialInsuranceFen": 0}
    assert room["offers"][2]["onBehalfOf"] == {"name": "王小明"}
    assert room["offers"][1]["answer"] == {"author": {"name": "王小明"}, "note": "太少"}
    assert [o["counterTo"] for o in room["offers"]] == [None, first["id"], None, third["id"]]


async def test_nobody_accepts_their_own_offer_and_what_is_answered_stays_answered(table: Table) -> None:
    made = await table.offer("worker", "WORKERS", 100)

    assert (await table.do("worker", "acceptOffer", offer=made["id"]))["__typename"] == "Forbidden"
    own_side = await table.do("mediator", "acceptOffer", offer=made["id"], onBehalfOf=table.seats["worker"])
    assert own_side["__typename"] == "Forbidden"
    assert (await table.do("employer", "withdrawOffer", offer=made["id"]))["__typename"] == "Forbidden"
    assert (await table.do("lawyer", "withdrawOffer", "standing", offer=made["id"]))["standing"] == "WITHDRAWN"
    for verb in ("acceptOffer", "rejectOffer"):
        refused = await table.do("employer", verb, offer=made["id"])
        assert refused == {
            "__typename": "IllegalMove",
            "code": "ILLEGAL_MOVE",
            "currentState": "withdrawn",
            "possible": [],
        }
    countered = await table.offer("employer", "EMPLOYER", 90, counterTo=made["id"])
    assert countered["__typename"] == "IllegalMove"


async def test_a_lawyer_negotiates_but_does_not_accept_for_the_workers(table: Table) -> None:
    made = await table.offer("employer", "EMPLOYER", 100)

    assert await table.do("lawyer", "acceptOffer", offer=made["id"]) == {
        "__typename": "Forbidden",
        "code": "FORBIDDEN",
        "verb": "offer:accept",
    }
    assert (await table.do("lawyer", "rejectOffer", "standing", offer=made["id"]))["standing"] == "REJECTED"


@pytest.mark.parametrize(
    ("who", "given", "problem"),
    [
        ("worker", {"side": "EMPLOYER"}, "side"),
        ("mediator", {"side": "WORKERS"}, "onBehalfOf"),
        ("worker", {"side": "WORKERS", "wagesFen": 0}, "wagesFen"),
        ("worker", {"side": "WORKERS", "wagesFen": -1}, "wagesFen"),
        ("worker", {"side": "WORKERS", "term": {"kind": "ON_DATE", "on": "2026-11-19"}}, "term.on"),
        ("worker", {"side": "WORKERS", "term": {"kind": "WITHIN_DAYS"}}, "term.days"),
        ("worker", {"side": "WORKERS", "conditions": "字" * 2_001}, "conditions"),
    ],
)
async def test_an_offer_that_makes_no_sense_is_refused_by_field(
    table: Table, who: str, given: dict, problem: str
) -> None:
    given = {
        "room": table.room_id,
        "wagesFen": 100,
        "socialInsuranceFen": 0,
        "term": {"kind": "WITHIN_DAYS", "days": 3},
    } | given

    refused = await table.do(who, "makeOffer", **given)

    assert refused["__typename"] == "Invalid", refused
    assert refused["fields"][0]["path"] == problem


async def test_an_offer_made_in_private_reaches_the_other_side_only_when_it_is_released(table: Table, clock) -> None:
    joint = await table.offer("worker", "WORKERS", 1_000)
    caucus = await table.caucus("EMPLOYER")
    clock.advance(minutes=10)
    private = await table.offer("employer", "EMPLOYER", 800, caucus=caucus, counterTo=joint["id"])
    assert (await table.do("worker", "acceptOffer", offer=private["id"]))["__typename"] == "NotFound"
    (before,) = (await seen(table, "worker"))["offers"]
    assert before["standing"] == "OPEN"
    assert [o["private"] for o in (await seen(table, "employer"))["offers"]] == [False, True]
    assert (await table.do("employer", "releaseOffer", offer=private["id"], words="可以转达"))[
        "__typename"
    ] == "Forbidden"

    clock.advance(minutes=20)
    await table.do("mediator", "releaseOffer", "id", offer=private["id"], words="可以把八百告诉他们，但别说我们急")

    countered, released = (await seen(table, "worker"))["offers"]
    assert countered["standing"] == "COUNTERED"
    assert (released["round"], released["totalFen"], released["private"], released["release"]) == (2, 800, False, None)
    assert released["madeAt"] == "2026-11-20T04:30:00.000Z"
    assert released["author"] == {"name": "张调解"}
    own = (await seen(table, "employer"))["offers"][1]
    assert own["madeAt"] == "2026-11-20T04:10:00.000Z"
    assert own["release"] == {"words": "可以把八百告诉他们，但别说我们急"}
    again = await table.do("mediator", "releaseOffer", offer=private["id"], words="再说一次")
    assert again["__typename"] == "IllegalMove"
    assert (await table.do("worker", "acceptOffer", "standing", offer=private["id"]))["standing"] == "ACCEPTED"


@pytest.mark.parametrize("answer", ["acceptOffer", "rejectOffer"])
async def test_a_mediator_does_not_answer_for_the_other_side_what_it_was_not_told(table: Table, answer: str) -> None:
    private = await table.offer("employer", "EMPLOYER", 800, caucus=await table.caucus("EMPLOYER"))
    given = {"offer": private["id"], "onBehalfOf": table.seats["worker"]}

    early = await table.do("mediator", answer, **given)
    await table.do("mediator", "releaseOffer", "id", offer=private["id"], words="可以转达")
    late = await table.do("mediator", answer, **given)

    assert early["__typename"] == "IllegalMove"
    assert (early["currentState"], early["possible"]) == ("private", ["offer:release", "offer:withdraw"])
    assert late["__typename"] == "Offer"


async def test_an_offer_in_a_private_session_is_of_its_side(table: Table) -> None:
    caucus = await table.caucus("EMPLOYER")

    refused = await table.offer("mediator", "WORKERS", 100, caucus=caucus, onBehalfOf=table.seats["worker"])

    assert refused["fields"] == [{"path": "side", "code": "not_this_side"}]


async def test_the_joint_ladder_is_the_same_for_everyone_and_holds_nothing_private(table: Table, clock):
    """Also for those who know more: a released offer stands there from its release, by the mediator."""
    fields = (
        "id madeAt round gapFen movedFen standing caucus private release { words } author { name } onBehalfOf { name }"
    )
    query = f"query($id: ID!) {{ room(id: $id) {{ offers(joint: true) {{ {fields} }} gap(joint: true) {{ currentFen }} }} }}"
    await table.offer("worker", "WORKERS", 20_000_000)
    caucus = await table.caucus("EMPLOYER")
    private = await table.offer("employer", "EMPLOYER", 15_000_000, caucus=caucus)
    clock.advance(minutes=5)
    before = [await table.ask(who, query, id=table.room_id) for who in ("mediator", "employer", "clerk", "worker")]
    await table.do("mediator", "releaseOffer", "id", offer=private["id"], words="可以告诉他们")
    after = [await table.ask(who, query, id=table.room_id) for who in ("mediator", "employer", "clerk", "worker")]

    assert all(seen == before[0] for seen in before)
    assert len(before[0]["room"]["offers"]) == 1
    assert before[0]["room"]["gap"] is None
    assert all(seen == after[0] for seen in after)
    assert after[0]["room"]["gap"] == {"currentFen": 5_000_000}
    released = after[0]["room"]["offers"][1]
    assert (released["caucus"], released["release"], released["author"]["name"]) == (None, None, "张调解")
