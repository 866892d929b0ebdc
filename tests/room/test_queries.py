"""The guard over a room's seats says the same of values and of columns; lists cost the same however long they are."""

import random
from itertools import product

import pytest
from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import Policy, guard
from mediation.access.scopes import Scope, Tie
from mediation.access.verbs import Verb
from mediation.agency.models import Agency
from mediation.case.models import Case, CaseState
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.kit.actor import Actor, ActorKind, Role
from mediation.room.models import Room
from mediation.room.queries import columns, look
from mediation.room.rules import Audience
from tests.counting import statements
from tests.room.conftest import Table


async def _seats(make, chance: random.Random, room: Room, agencies: list, people: list) -> None:
    now = make.runtime.clock.now()
    staff = set()
    for _ in range(chance.randrange(8)):
        kind = chance.choice(["agency", "agency", "lawyer", "mediator", "party"])
        side = chance.choice(["workers", "employer"]) if kind in ("lawyer", "party") else None
        holder = {"agency_id": chance.choice(agencies).id} if kind == "agency" else {}
        if kind != "party" and (kind != "agency" or chance.random() < 0.5):
            person = chance.choice(people)
            if person.id in staff:
                continue
            staff.add(person.id)
            holder |= {"staff_id": person.id}
        removed = now if chance.random() < 0.25 else None
        await make.seat(room, kind=kind, side=side, removed_at=removed, **holder)


@pytest.mark.parametrize("verb", [Verb.ROOM_VIEW, Verb.CAUCUS_VIEW])
async def test_a_seat_as_a_value_and_as_sql_agree_on_random_data(runtime, make, verb) -> None:
    chance = random.Random(20261120)
    agencies = [await make.agency() for _ in range(3)]
    people = [await make.staff(agency=chance.choice(agencies)) for _ in range(5)]
    rooms = []
    for _ in range(20):
        case = await make.case(agency=chance.choice(agencies), state=CaseState.MEDIATING)
        rooms.append(await make.room(case))
        await _seats(make, chance, rooms[-1], agencies, people)
        for kind, person in product((Tie.ASSIGNED, Tie.RECUSED, Tie.SEAT), people):
            if chance.random() < 0.25:
                await make.tie(case, kind, person.id)
    model = runtime.settings.policies_dir / "access" / "model.conf"
    every = [(str(role), str(verb), str(scope)) for role in Role for scope in Scope if chance.random() < 0.3]
    before = guard.policy
    guard.use(Policy(model, every))
    allowed = 0

    try:
        for actor, audience in product(_actors(chance, agencies, people, rooms), Audience):
            clause = guard.visible(actor, verb, columns(audience.value))
            statement = select(col(Room.id)).join(Case, col(Case.id) == col(Room.case_id)).where(clause)
            async with runtime.read() as connection:
                listed = set((await connection.execute(statement)).scalars())
            async with runtime.uow(actor) as tx:
                for room in rooms:
                    may = guard.may(actor, verb, (await look(tx, room.id, change=False)).facts(audience.value))
                    assert may == (room.id in listed), (actor, audience)
                    allowed += may
    finally:
        guard.use(before)
    assert allowed > 50


def _actors(chance: random.Random, agencies, people, rooms):
    for person in people:
        agency = chance.choice([*agencies, None])
        yield Actor(
            kind=ActorKind.STAFF,
            id=person.id,
            roles=frozenset(chance.sample(list(Role), 3)),
            agency_id=agency.id if agency else None,
            at=rooms[0].opened_at,
        )
    yield Actor(kind=ActorKind.PARTY, id=new_id(), roles=frozenset({Role.ROOM_PARTY}), at=rooms[0].opened_at)


async def test_a_party_without_an_id_or_a_room_reaches_nothing(runtime, make) -> None:
    case = await make.case(state=CaseState.MEDIATING)
    room = await make.room(case)
    await make.seat(room, kind="party", side="workers")
    nobody = Actor(kind=ActorKind.PARTY, roles=frozenset({Role.ROOM_PARTY}), at=room.opened_at)

    async with runtime.uow(nobody) as tx:
        assert not guard.may(nobody, Verb.ROOM_VIEW, (await look(tx, room.id, change=False)).facts())


EVERYTHING = """{ rooms(first: 20) { edges { node { id caseNumber case { number } mySeat { name }
  participants(removed: true) { name agency { nameZh } phone }
  messages(first: 5) { edges { node { body author { name } } } pageInfo { hasNextPage } totalCount }
  offers { totalFen conditions author { name } answer { author { name } note } release { words } }
  gap { currentFen }
  caucuses { side messages(first: 3) { edges { node { body author { name } } } totalCount } }
  minutes { body author { name } } access { canSpeak denied { field } } } } } }"""


async def _fill(table: Table, room: str) -> None:
    caucus = (await table.do("mediator", "openCaucus", "id", room=room, side="WORKERS"))["id"]
    for n in range(3):
        said = {"room": room, "audience": "EVERYONE", "body": f"第{n}句", "clientKey": f"joint {n}"}
        await table.do("mediator", "speakInRoom", "id", **said)
        await table.whisper("mediator", caucus, f"悄悄话{n}")
    await table.do("mediator", "recordMinutes", "id", room=room, revision=0, body="笔录")


async def test_a_list_of_rooms_with_all_that_is_in_them_costs_the_same_for_one_and_for_ten(table: Table) -> None:
    async def cost(rooms: int) -> int:
        with statements(table.make.runtime) as sent:
            found = await table.ask("mediator", EVERYTHING)
        assert len(found["rooms"]["edges"]) == rooms
        return len(sent)

    await _fill(table, table.room_id)
    await table.offer("worker", "WORKERS", 1_000)
    await table.offer("employer", "EMPLOYER", 900)
    one = await cost(1)

    async with table.make.runtime.db.session() as session:
        studio = await session.get_one(Agency, table.case.agency_id)
    for _ in range(9):
        case = await table.make.case(agency=studio, state=CaseState.ACCEPTED)
        opened = await table.do("mediator", "openRoom", "id", case=gid("Case", case.id))
        await _fill(table, opened["id"])

    assert await cost(10) == one
    assert one <= 20
