"""A mediation over HTTP: who says what, who hears it, who comes and goes, what is refused."""

import pytest

from mediation.gql.relay import gid
from tests.room.conftest import Table
from tests.room.reading import said, seen


async def test_what_is_said_reaches_its_audience_and_nobody_else(table: Table) -> None:
    await table.say("employer", "可先付六成", audience="EVERYONE")
    await table.say("employer", "底线是八成", audience="EMPLOYER")
    await table.say("lawyer", "社保须同时补缴", audience="WORKERS")
    await table.say("mediator", "公司有转圜余地", audience="NOTE")
    await table.say("clerk", "法院可当场司法确认")

    heard = {
        who: said(await seen(table, who)) for who in ("mediator", "colleague", "clerk", "lawyer", "worker", "employer")
    }
    everything = ["可先付六成", "底线是八成", "社保须同时补缴", "公司有转圜余地", "法院可当场司法确认"]
    assert heard["mediator"] == heard["colleague"] == everything
    assert heard["clerk"] == ["可先付六成", "法院可当场司法确认"]
    assert heard["worker"] == heard["lawyer"] == ["可先付六成", "社保须同时补缴", "法院可当场司法确认"]
    assert heard["employer"] == ["可先付六成", "底线是八成", "法院可当场司法确认"]


@pytest.mark.parametrize(
    ("who", "audience"),
    [("employer", "WORKERS"), ("worker", "NOTE"), ("clerk", "WORKERS"), ("lawyer", "EMPLOYER")],
)
async def test_nobody_speaks_to_an_audience_that_is_not_theirs(table: Table, who: str, audience: str) -> None:
    refused = await table.say(who, "……", audience=audience)

    assert refused == {"__typename": "Forbidden", "code": "FORBIDDEN", "verb": "room:speak"}


async def test_the_same_client_key_is_the_same_message(table: Table) -> None:
    first = await table.say("worker", "我们只要工资", key="k-1")
    second = await table.say("worker", "我们只要工资！！", key="k-1")
    other = await table.say("employer", "同一个键，另一个人", key="k-1")

    assert first["id"] == second["id"] != other["id"]
    assert said(await seen(table, "clerk")) == ["我们只要工资", "同一个键，另一个人"]


@pytest.mark.parametrize("body", ["", "   ", "字" * 5_001, "a\x00b"])
async def test_a_message_is_text_of_one_to_five_thousand_characters(table: Table, body: str) -> None:
    refused = await table.say("worker", body, key="k")

    assert refused["__typename"] == "Invalid"
    assert refused["fields"][0]["path"] == "body"


@pytest.mark.parametrize(
    "who",
    ["recused", "intake", "administrator", "supervisor", "auditor", "court_supervisor", "court_colleague", "stranger"],
)
async def test_whoever_has_no_business_in_the_room_finds_none(table: Table, who: str) -> None:
    assert await seen(table, who) is None
    listed = await table.ask(who, "{ rooms(first: 10) { totalCount edges { node { id } } } }")
    assert listed["rooms"] == {"totalCount": 0, "edges": []}
    refused = await table.say(who, "让我说一句")
    assert refused["__typename"] == "NotFound"


async def test_a_party_sees_the_room_but_not_the_case(table: Table) -> None:
    room = await seen(table, "employer")

    assert (room["case"], room["caseNumber"]) == (None, table.case.number)
    assert room["access"]["denied"] == [{"field": "case"}]
    assert (await seen(table, "clerk"))["access"]["denied"] == [{"field": "caucuses"}]
    assert room["mySeat"]["name"] == "李某"
    assert {seat["phone"] for seat in room["participants"]} == {None}


async def test_each_reader_is_told_what_they_may_do(table: Table) -> None:
    access = {who: (await seen(table, who))["access"] for who in ("mediator", "clerk", "lawyer", "employer")}

    assert access["mediator"]["audiences"] == ["EMPLOYER", "EVERYONE", "NOTE", "WORKERS"]
    assert access["clerk"]["audiences"] == ["EVERYONE"]
    assert access["lawyer"]["audiences"] == ["EVERYONE", "WORKERS"]
    assert access["employer"]["audiences"] == ["EMPLOYER", "EVERYONE"]
    assert {who for who, can in access.items() if can["canMakeOffer"]} == {"mediator", "lawyer", "employer"}
    for only_mediators in ("canInvite", "canOpenCaucus", "canRecordMinutes", "canClose"):
        assert {who for who, can in access.items() if can[only_mediators]} == {"mediator"}


async def test_a_mediator_writes_only_for_a_person_of_a_party_who_is_in_the_room(table: Table) -> None:
    for seat in ("clerk", "lawyer"):
        refused = await table.offer("mediator", "WORKERS", 100, onBehalfOf=table.seats[seat])
        assert refused["fields"] == [{"path": "onBehalfOf", "code": "not_present"}]
    await table.do("mediator", "removeFromRoom", participant=table.seats["worker"], reason="已离开")
    refused = await table.offer("mediator", "WORKERS", 100, onBehalfOf=table.seats["worker"])
    assert refused["fields"] == [{"path": "onBehalfOf", "code": "not_present"}]


async def test_a_private_session_is_for_the_mediators_and_one_side(table: Table) -> None:
    caucus = await table.caucus("WORKERS")
    for who, body in (("mediator", "底线是多少？"), ("worker", "九成"), ("lawyer", "社保不能少")):
        assert (await table.whisper(who, caucus, body))["__typename"] == "Message"

    for who in ("mediator", "colleague", "worker", "lawyer"):
        (shown,) = (await seen(table, who))["caucuses"]
        assert [edge["node"]["body"] for edge in shown["messages"]["edges"]] == ["底线是多少？", "九成", "社保不能少"]
        assert shown["messages"]["totalCount"] == 3
    assert (await seen(table, "employer"))["caucuses"] == []
    assert (await seen(table, "clerk"))["caucuses"] is None
    assert said(await seen(table, "mediator")) == []
    again = await table.do("mediator", "openCaucus", room=table.room_id, side="WORKERS")
    assert again["__typename"] == "IllegalMove"
    assert (await table.do("worker", "closeCaucus", caucus=caucus))["__typename"] == "Forbidden"
    assert (await table.do("mediator", "closeCaucus", "state", caucus=caucus))["state"] == "CLOSED"
    assert (await table.whisper("worker", caucus, "还有一句"))["__typename"] == "IllegalMove"


async def test_a_mediator_outside_the_room_cannot_slip_into_a_private_session(table: Table) -> None:
    caucus = await table.caucus("WORKERS")

    assert (await table.whisper("colleague", caucus, "我来"))["__typename"] == "Forbidden"
    entered = await table.do("colleague", "enterRoom", "participant { kind }", room=table.room_id)
    assert entered["participant"] == {"kind": "MEDIATOR"}
    assert (await table.whisper("colleague", caucus, "我来"))["__typename"] == "Message"


async def test_minutes_are_versions_that_everyone_in_the_room_reads(table: Table) -> None:
    first = await table.do("mediator", "recordMinutes", "revision", room=table.room_id, revision=0, body="双方到场。")
    stale = await table.do("mediator", "recordMinutes", room=table.room_id, revision=0, body="另一份。")
    second = await table.do(
        "mediator", "recordMinutes", "revision", room=table.room_id, revision=1, body="双方到场，达成一致。"
    )

    assert (first["revision"], second["revision"]) == (1, 2)
    assert stale == {"__typename": "Conflict", "code": "CONFLICT", "currentVersion": 1}
    for who in ("clerk", "worker", "employer"):
        room = await seen(table, who)
        assert room["minutes"]["body"] == "双方到场，达成一致。"
        assert [m["revision"] for m in room["minutesHistory"]] == [2, 1]
        refused = await table.do(who, "recordMinutes", room=table.room_id, revision=2, body="改一改")
        assert refused["__typename"] == "Forbidden"


async def test_after_the_close_nothing_more_is_said_and_parties_are_out(table: Table) -> None:
    caucus = await table.caucus("WORKERS")
    version = (await seen(table, "mediator"))["version"]

    closed = await table.do(
        "mediator", "closeRoom", "state closingNote", room=table.room_id, version=version, note="已成"
    )

    assert (closed["state"], closed["closingNote"]) == ("CLOSED", "已成")
    assert (await table.say("mediator", "还有一句"))["__typename"] == "IllegalMove"
    assert (await table.whisper("lawyer", caucus, "还有一句"))["__typename"] == "IllegalMove"
    assert await seen(table, "employer") is None
    assert (await seen(table, "clerk"))["state"] == "CLOSED"
    assert not any(
        v
        for k, v in (await seen(table, "mediator"))["access"].items()
        if k.startswith("can") and k != "canRecordMinutes"
    )


async def test_removed_at_once_is_out_at_once(table: Table) -> None:
    await table.do("mediator", "removeFromRoom", participant=table.seats["employer"], reason="扰乱秩序")
    await table.do("mediator", "removeFromRoom", participant=table.seats["clerk"], reason="换人")
    await table.do("mediator", "removeFromRoom", participant=table.seats["lawyer"], reason="换人")

    for who in ("employer", "clerk", "lawyer"):
        assert await seen(table, who) is None
        assert (await table.say(who, "……"))["__typename"] == "NotFound"
    history = await table.ask(
        "mediator",
        "query($id: ID!) { room(id: $id) { participants(removed: true) { name removedReason } } }",
        id=table.room_id,
    )
    assert {"name": "李某", "removedReason": "扰乱秩序"} in history["room"]["participants"]


async def test_invitation_and_entry_over_the_api(table: Table) -> None:
    want = "id link entryCode participant { name phone presence }"
    invited = await table.do(
        "mediator",
        "inviteToRoom",
        want,
        room=table.room_id,
        party=gid("Party", table.employer_party.id),
        name="周某",
        phone="139 1234 5678",
    )
    assert invited["participant"] == {"name": "周某", "phone": "139****5678", "presence": "EXPECTED"}

    came = await table.do(
        "nobody",
        "enterRoom",
        "token room { caseNumber mySeat { name } }",
        link=invited["link"],
        code=invited["entryCode"],
    )

    assert came["room"] == {"caseNumber": table.case.number, "mySeat": {"name": "周某"}}
    table.tokens["second"] = came["token"]
    await table.say("second", "我是周某", audience="EMPLOYER")
    assert said(await seen(table, "employer")) == ["我是周某"]
    used = await table.do("nobody", "enterRoom", link=invited["link"], code=invited["entryCode"])
    assert used == {"__typename": "NotFound", "code": "NOT_FOUND"}
    again = await table.ask(
        "mediator", "query($id: ID!) { node(id: $id) { ... on RoomInvitation { link entryCode } } }", id=invited["id"]
    )
    assert again["node"] == {"link": None, "entryCode": None}


async def test_a_repeated_invitation_under_a_key_does_not_tell_the_secrets_again(table: Table) -> None:
    mutation = """mutation($input: InviteToRoomInput!) { inviteToRoom(input: $input) {
        ... on RoomInvitation { id link entryCode } } }"""
    given = {"room": table.room_id, "party": gid("Party", table.employer_party.id), "name": "周某"}
    first, second = [
        await table.api.do(mutation, {"input": given}, token=table.tokens["mediator"], idempotency_key="once")
        for _ in range(2)
    ]

    assert first["link"]
    assert second == {"id": first["id"], "link": None, "entryCode": None}


async def test_presence_is_of_the_joint_session(table: Table, clock) -> None:
    def presence(room: dict) -> dict[str, str]:
        return {seat["name"]: seat["presence"] for seat in room["participants"]}

    clock.advance(seconds=61)
    assert set(presence(await seen(table, "mediator")).values()) == {"AWAY"}

    touched = await table.do("worker", "touchRoom", "presence", room=table.room_id)
    assert touched["presence"] == "PRESENT"
    assert presence(await seen(table, "employer"))["王小明"] == "PRESENT"
    await table.do("worker", "touchRoom", "presence", room=table.room_id, present=False)
    assert presence(await seen(table, "employer"))["王小明"] == "AWAY"
    assert (await table.do("stranger", "touchRoom", room=table.room_id))["__typename"] == "NotFound"


async def test_messages_are_paged_by_cursor_in_both_orders(table: Table) -> None:
    for n in range(5):
        await table.say("worker", f"第{n}句")
        await table.say("lawyer", f"悄悄话{n}", audience="WORKERS")
    page = """query($id: ID!, $after: String, $newest: Boolean!) { room(id: $id) {
        messages(first: 2, after: $after, newestFirst: $newest) {
            totalCount pageInfo { hasNextPage endCursor } edges { node { body } } } } }"""

    for newest, order in ((False, range(5)), (True, range(4, -1, -1))):
        bodies, after, more = [], None, True
        while more:
            found = (await table.ask("employer", page, id=table.room_id, after=after, newest=newest))["room"][
                "messages"
            ]
            bodies += [edge["node"]["body"] for edge in found["edges"]]
            more, after = found["pageInfo"]["hasNextPage"], found["pageInfo"]["endCursor"]
            assert found["totalCount"] == 5
        assert bodies == [f"第{n}句" for n in order]


async def test_a_cursor_that_is_none_is_refused(table: Table) -> None:
    response = await table.api.send(
        'query($id: ID!) { room(id: $id) { messages(first: 1, after: "xx") { totalCount } } }',
        {"id": table.room_id},
        token=table.tokens["worker"],
    )

    assert response.json()["errors"][0]["extensions"]["code"] == "INVALID"


async def test_a_case_shows_its_rooms_to_those_who_see_them(table: Table) -> None:
    query = "query($id: ID!) { node(id: $id) { ... on Case { room { id } rooms { id } } } }"

    for who in ("mediator", "clerk", "lawyer"):
        assert (await table.ask(who, query, id=table.case_id))["node"] == {
            "room": {"id": table.room_id},
            "rooms": [{"id": table.room_id}],
        }
    assert (await table.ask("supervisor", query, id=table.case_id))["node"] == {"room": None, "rooms": []}
    assert (await table.ask("employer", query, id=table.case_id))["node"] is None


async def test_rooms_are_listed_by_day_and_state(table: Table, clock) -> None:
    query = "query($on: Date, $open: Boolean) { rooms(first: 10, on: $on, open: $open) { totalCount } }"

    async def count(who: str = "clerk", **given) -> int:
        return (await table.ask(who, query, **given))["rooms"]["totalCount"]

    assert await count(on="2026-11-20") == await count(open=True) == await count(who="employer") == 1
    assert await count(on="2026-11-19") == await count(open=False) == 0
    clock.advance(days=1)
    assert await count(who="employer", on="2026-11-21") == 1
    clock.advance(days=-1)
    await table.do("mediator", "closeRoom", room=table.room_id, version=1)
    assert await count(on="2026-11-21") == await count(open=True) == 0
    assert await count(on="2026-11-20") == await count(open=False) == 1
