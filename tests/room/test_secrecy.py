"""Content, timing and existence of what is private reach nobody else: everything is asked before and after, byte by byte."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import lru_cache
from uuid import uuid4

import pytest
from graphql import GraphQLSchema
from sqlalchemy import text

from mediation import schema
from mediation.gql.relay import gid
from mediation.kit.ids import decode_global_id
from tests.room.conftest import Table
from tests.room.walker import Walker

WORDS = ("底线九成", "社保不能少", "内部讨论", "先问一百", "只对自己人说", "改口八成", "急着过年")
PRIVATE_THINGS = {
    "caucus": gid("Caucus", uuid4()),
    "second caucus": gid("Caucus", uuid4()),
    "note": gid("Message", uuid4()),
    "aside": gid("Message", uuid4()),
    "whisper 0": gid("Message", uuid4()),
    "whisper 1": gid("Message", uuid4()),
    "whisper 2": gid("Message", uuid4()),
    "offer": gid("Offer", uuid4()),
    "withdrawn offer": gid("Offer", uuid4()),
}
OUTSIDE = ("clerk", "supervisor", "auditor", "intake", "administrator", "recused", "stranger", "court_supervisor")


@lru_cache(maxsize=1)
def built() -> GraphQLSchema:
    return schema.build(introspection=True)._schema


@dataclass
class Eye:
    """Asks everything as somebody and keeps the bytes of each answer."""

    table: Table
    documents: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        table = self.table
        given = {
            "room.id": table.room_id,
            "case.id": table.case_id,
            "case": table.case_id,
            "room": table.room_id,
            "search": "王小",
            "number": table.case.number,
        }
        walker = Walker(built(), given)
        self.documents = list(walker.documents())
        self.nodes = {
            name: list(walker.node_documents(name))
            for name in ("Case", "Caucus", "Message", "Minutes", "Offer", "Participant", "Room")
        }

    async def look(self, who: str, ids: dict[str, str]) -> dict[tuple[str, str], bytes]:
        """Every root field, and node(id) of `ids`: label to global id."""
        with self._leaving_no_trace():
            answers = await self.glance(who, ids)
            for document in self.documents:
                answers[document, ""] = (await self.table.api.send(document, token=self.table.tokens[who])).content
        return answers

    @contextmanager
    def _leaving_no_trace(self) -> Iterator[None]:
        """What the eye itself is refused is not told to the access log: the auditor would see the eye."""
        runtime = self.table.make.runtime
        reactions = runtime.reactions
        runtime.reactions = replace(reactions, refused=None)
        yield
        runtime.reactions = reactions

    async def glance(self, who: str, ids: dict[str, str]) -> dict[tuple[str, str], bytes]:
        """Only node(id) of `ids`."""
        answers = {}
        for label, value in ids.items():
            for document in self.nodes[decode_global_id(value)[0]]:
                sent = await self.table.api.send(document, {"id": value}, token=self.table.tokens[who])
                answers[document, label] = sent.content
        return answers


async def something_private(table: Table, side: str, members: tuple[str, ...]) -> dict[str, str]:
    """A private session with messages and an offer made and kept, a note, a word to one's own side; the ids of all."""
    ids = {"caucus": await table.caucus(side)}
    for number, who in enumerate(("mediator", *members)):
        said = await table.whisper(who, ids["caucus"], WORDS[number])
        ids[f"whisper {number}"] = said["id"]
    ids["note"] = (await table.say("mediator", WORDS[3], audience="NOTE"))["id"]
    ids["aside"] = (await table.say(members[0], WORDS[4], audience=side))["id"]
    made = await table.offer(members[0], side, 654_321, 12_345, caucus=ids["caucus"], conditions=WORDS[5])
    kept = await table.offer(members[0], side, 765_432, caucus=ids["caucus"], conditions=WORDS[6])
    ids |= {"withdrawn offer": made["id"], "offer": kept["id"]}
    await table.do(members[0], "withdrawOffer", offer=made["id"], note=WORDS[6])
    await table.do("mediator", "closeCaucus", caucus=ids["caucus"])
    ids["second caucus"] = await table.caucus(side)
    refused = await table.do(members[0], "closeCaucus", caucus=ids["second caucus"])
    assert refused["__typename"] == "Forbidden"
    return ids


def strangers_of(ids: dict[str, str]) -> dict[str, str]:
    """Ids of the same types that have never existed."""
    return {label: gid(decode_global_id(value)[0], uuid4()) for label, value in ids.items()}


async def unaware(table: Table, side: str, members: tuple[str, ...], who: tuple[str, ...]) -> set[str]:
    """Those of `who` to whom every answer is the same, to the byte, without and with what is private.

    The mediator is one who is not, and so are the members: were they, the eye would be blind.
    """
    await table.say("employer", "可先付六成")
    joint = await table.offer("worker", "WORKERS", 900_000)
    known = {"room": table.room_id, "case": table.case_id, "joint offer": joint["id"], **table.seats}
    eye = Eye(table)
    blank = strangers_of(PRIVATE_THINGS)
    before = {one: await eye.look(one, known | blank) for one in who}
    inside = ("mediator", *members)
    unseen = {one: await eye.glance(one, blank) for one in inside}

    ids = await something_private(table, side, members)

    assert set(ids) <= set(blank)
    after = {one: await eye.look(one, known | {label: ids.get(label, blank[label]) for label in blank}) for one in who}
    seen = {one: await eye.glance(one, ids) for one in inside}
    for answers in (*after.values(), *seen.values()):
        assert not any(b'"INTERNAL"' in answer for answer in answers.values())
    assert not [one for one in inside if unseen[one] == seen[one]]
    return {one for one in who if before[one] == after[one]}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("who", [("employer", *OUTSIDE[:4]), OUTSIDE[4:]], ids=["employer and staff", "the others"])
async def test_a_private_session_with_the_workers_changes_nothing_for_anybody_else(
    table: Table, who: tuple[str, ...]
) -> None:
    unchanged = await unaware(table, "WORKERS", ("worker", "lawyer"), (*who, "colleague"))

    assert unchanged == set(who)


@pytest.mark.timeout(600)
async def test_a_private_session_with_the_employer_changes_nothing_for_anybody_else(table: Table) -> None:
    who = ("worker", "lawyer", "clerk", "supervisor", "auditor")

    assert await unaware(table, "EMPLOYER", ("employer",), who) == set(who)


def test_the_documents_ask_the_room_and_the_case_whole() -> None:
    walker = Walker(built(), {"room.id": "x", "case.id": "x", "case": "x", "room": "x"})
    asked = " ".join([*walker.documents(), *walker.node_documents("Case"), *walker.node_documents("Room")])

    for said in ("messages(first: 7)", "totalCount", "caucuses", "offers", "gap", "version", "timeline", "presence"):
        assert said in asked
    assert "journal(first: 7)" in asked
    assert "accessLog(first: 7)" in asked


@pytest.mark.parametrize("who", ["employer", "clerk", "supervisor", "stranger"])
async def test_what_is_private_answers_every_verb_like_what_never_existed(table: Table, who: str) -> None:
    ids = await something_private(table, "WORKERS", ("worker", "lawyer"))
    never = strangers_of(ids)
    term = {"kind": "WITHIN_DAYS", "days": 3}
    offer = {"room": table.room_id, "side": "EMPLOYER", "wagesFen": 1, "socialInsuranceFen": 0, "term": term}

    def tries(of: dict[str, str]) -> list[tuple[str, dict]]:
        return [
            ("speakInCaucus", {"caucus": of["second caucus"], "body": "x", "clientKey": "k"}),
            ("closeCaucus", {"caucus": of["second caucus"]}),
            ("closeCaucus", {"caucus": of["caucus"]}),
            ("acceptOffer", {"offer": of["offer"]}),
            ("rejectOffer", {"offer": of["offer"]}),
            ("withdrawOffer", {"offer": of["offer"]}),
            ("acceptOffer", {"offer": of["withdrawn offer"]}),
            ("releaseOffer", {"offer": of["offer"], "words": "可以"}),
            ("makeOffer", offer | {"counterTo": of["offer"]}),
            ("makeOffer", offer | {"caucus": of["second caucus"]}),
            ("makeOffer", offer | {"side": "WORKERS", "caucus": of["second caucus"]}),
        ]

    for real, imagined in zip(tries(ids), tries(never), strict=True):
        assert await table.do(who, real[0], **real[1]) == await table.do(who, imagined[0], **imagined[1]), real[0]


async def test_a_refusal_on_the_way_to_something_private_is_not_for_the_auditor(table: Table) -> None:
    """A mediator who has no seat yet is refused, sits down and tries again: the refusal would tell what they came for."""
    to_workers = {"room": table.room_id, "audience": "WORKERS", "body": "一", "clientKey": "k"}

    refused = [
        await table.do("colleague", "openCaucus", room=table.room_id, side="WORKERS"),
        await table.do("colleague", "speakInRoom", **to_workers),
        await table.do("employer", "speakInRoom", **to_workers),
    ]
    log = await table.ask("auditor", "{ accessLog(first: 50) { totalCount edges { node { verb } } } }")

    assert [one["__typename"] for one in refused] == ["Forbidden"] * 3
    assert log["accessLog"] == {"totalCount": 0, "edges": []}
    async with table.make.runtime.read() as connection:
        kept = await connection.execute(text("SELECT verb FROM access_entry WHERE private ORDER BY at, id"))
    assert kept.scalars().all() == ["caucus:open", "room:speak", "room:speak"]


async def test_what_was_said_lies_nowhere_in_the_open(table: Table) -> None:
    await something_private(table, "WORKERS", ("worker", "lawyer"))
    await table.say("employer", "急着过年的人是我")
    await table.do("mediator", "recordMinutes", room=table.room_id, revision=0, body="内部讨论之外的笔录")

    async with table.make.runtime.read() as connection:
        tables = (
            await connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"))
        ).scalars()
        dump = ""
        for name in tables.all():
            dump += str((await connection.execute(text(f'SELECT t::text FROM "{name}" t'))).scalars().all())
    assert not [said for said in (*WORDS, "急着过年的人是我", "内部讨论之外的笔录") if said in dump]
    assert not [said for said in WORDS if said.encode().hex() in dump]


async def test_nothing_private_touches_what_others_read_or_goes_out_as_a_notice(table: Table) -> None:
    runtime = table.make.runtime
    shared = ("room", "cases", "participant", "notice", "case_tie")

    async def rows() -> dict[str, list[str]]:
        async with runtime.read() as connection:
            return {
                name: sorted((await connection.execute(text(f"SELECT t::text FROM {name} t"))).scalars().all())
                for name in shared
            }

    before = await rows()
    await something_private(table, "EMPLOYER", ("employer",))

    assert await rows() == before
