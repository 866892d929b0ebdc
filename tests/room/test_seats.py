"""Opening a room, asking people in, entering by link and code, losing a seat."""

import asyncio
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Tie
from mediation.access.verbs import Verb
from mediation.agency import sessions
from mediation.agency.models import Agency, AgencyKind, Staff
from mediation.case.models import Case, CaseKind, CaseState, CaseTie, Party, PartySide
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import ANONYMOUS, Actor, Role, Side
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound
from mediation.notice.models import Notice
from mediation.room import entry, invite, seats, session
from mediation.room.invite import Guest
from mediation.room.models import Participant, Room
from mediation.room.queries import look


@dataclass
class Scene:
    """A studio with one accepted case and its mediator."""

    studio: Agency
    case: Case
    mediator: Staff
    actor: Actor


@pytest.fixture
async def scene(make) -> Scene:
    studio = await make.agency()
    mediator = await make.staff(Role.MEDIATOR, agency=studio, name="张调解")
    case = await make.case(agency=studio, state=CaseState.ACCEPTED)
    token = await make.token(mediator)
    actor = await sessions.actor_of(make.runtime, token, make.runtime.clock.now())
    return Scene(studio, case, mediator, actor)


async def opened(runtime, scene: Scene) -> Room:
    async with runtime.uow(scene.actor) as tx:
        return await session.open_room(tx, scene.case.id)


async def respondent(runtime, case: Case) -> Party:
    async with runtime.db.session() as s:
        found = await s.execute(
            select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT)
        )
        return found.scalar_one()


async def rows(runtime, model):
    async with runtime.db.session() as s:
        return (await s.execute(select(model).order_by(model.id))).scalars().all()


async def test_opening_a_room_moves_the_case_and_seats_the_mediator(runtime, scene) -> None:
    room = await opened(runtime, scene)

    (case,) = await rows(runtime, Case)
    (seat,) = await rows(runtime, Participant)
    assert case.state == "mediating"
    assert (seat.kind, seat.staff_id, seat.entered_at) == ("mediator", scene.mediator.id, runtime.clock.now())
    assert [(e.verb, e.subject_id) for e in await rows(runtime, JournalEntry)] == [("room:open", room.id)]


async def test_a_case_has_one_open_room_at_a_time(runtime, scene) -> None:
    first = await opened(runtime, scene)

    with pytest.raises(IllegalMove) as refused:
        await opened(runtime, scene)
    assert refused.value.state == "open"

    async with runtime.uow(scene.actor) as tx:
        await session.close_room(tx, first.id, version=1, note="今天没有谈成，约定周一再来。")
    assert (await opened(runtime, scene)).id != first.id


@pytest.mark.parametrize("state", [CaseState.REGISTERED, CaseState.PERFORMING])
async def test_a_room_is_opened_only_on_an_accepted_or_mediating_case(runtime, make, scene, state) -> None:
    case = await make.case(agency=scene.studio, state=state)

    with pytest.raises(IllegalMove):
        async with runtime.uow(scene.actor) as tx:
            await session.open_room(tx, case.id)


async def test_a_mediator_of_another_studio_finds_no_case_to_open_a_room_on(runtime, make, scene) -> None:
    stranger = await make.actor(Role.MEDIATOR)

    with pytest.raises(NotFound):
        async with runtime.uow(stranger) as tx:
            await session.open_room(tx, scene.case.id)


async def test_an_agency_that_is_asked_in_has_a_seat_its_clerks_take_and_lose_with_it(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    court = await make.agency(kind=AgencyKind.COURT)
    clerk = await make.actor(Role.CLERK, agency=court)
    async with runtime.uow(scene.actor) as tx:
        invitation = await invite.invite(tx, room.id, Guest(agency_id=court.id))

    async with runtime.uow(clerk) as tx:
        own = await seats.enter(tx, room.id)

    assert invitation.link is None
    assert (own.kind, own.agency_id, own.staff_id, own.side) == ("agency", court.id, clerk.id, None)

    async with runtime.uow(scene.actor) as tx:
        await seats.remove(tx, invitation.seat.id, reason="与本案无关")
    with pytest.raises(NotFound):
        async with runtime.uow(clerk) as tx:
            await seats.enter(tx, room.id)
    async with runtime.uow(clerk) as tx:
        assert not guard.may(clerk, Verb.CASE_VIEW, (await look(tx, room.id, change=False)).facts())
    assert {row.ended_at for row in await rows(runtime, CaseTie)} == {runtime.clock.now()}


async def test_one_clerk_taken_out_stays_out_though_the_agency_stays(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    court = await make.agency(kind=AgencyKind.COURT)
    first, second = await make.actor(Role.CLERK, agency=court), await make.actor(Role.CLERK, agency=court)
    async with runtime.uow(scene.actor) as tx:
        await invite.invite(tx, room.id, Guest(agency_id=court.id))
    async with runtime.uow(first) as tx:
        own = await seats.enter(tx, room.id)

    async with runtime.uow(scene.actor) as tx:
        await seats.remove(tx, own.id, reason="已由同事接替")

    with pytest.raises(NotFound):
        async with runtime.uow(first) as tx:
            await seats.enter(tx, room.id)
    async with runtime.uow(second) as tx:
        await seats.enter(tx, room.id)


async def test_a_lawyer_sits_on_the_workers_side_while_assigned(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    justice = await make.agency(kind=AgencyKind.JUSTICE)
    lawyer, staff = await make.assigned_lawyer(scene.case, agency=justice)
    async with runtime.uow(scene.actor) as tx:
        invitation = await invite.invite(tx, room.id, Guest(lawyer_id=lawyer.id))

    actor = await sessions.actor_of(runtime, await make.token(staff), runtime.clock.now())
    async with runtime.uow(actor) as tx:
        seat = await seats.enter(tx, room.id)
    assert (seat.id, seat.kind, seat.side) == (invitation.seat.id, "lawyer", "workers")

    async with runtime.db.session() as s:
        for tie in (await s.execute(select(CaseTie).where(col(CaseTie.kind) == Tie.ASSIGNED))).scalars():
            tie.ended_at = runtime.clock.now()
        await s.commit()
    with pytest.raises(NotFound):
        async with runtime.uow(actor) as tx:
            await seats.enter(tx, room.id)


async def test_a_colleague_of_the_bureau_that_keeps_the_panel_is_not_the_lawyer(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    justice = await make.agency(kind=AgencyKind.JUSTICE)
    async with runtime.uow(scene.actor) as tx:
        await invite.invite(tx, room.id, Guest(agency_id=justice.id))
    other_lawyer = await make.actor(Role.LAWYER, agency=justice)

    with pytest.raises(NotFound):
        async with runtime.uow(other_lawyer) as tx:
            await seats.enter(tx, room.id)


async def test_who_may_not_sit_is_refused_by_field(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    justice = await make.agency(kind=AgencyKind.JUSTICE)
    supervisor = await make.staff(Role.SUPERVISOR, agency=justice)
    clerk = await make.staff(Role.CLERK, agency=justice)
    await make.tie(scene.case, Tie.RECUSED, clerk.id)
    lawyer, _ = await make.assigned_lawyer(await make.case(agency=scene.studio), agency=justice)
    collective = await make.case(agency=scene.studio, state=CaseState.ACCEPTED, kind=CaseKind.COLLECTIVE)
    async with runtime.uow(scene.actor) as tx:
        big_room = await session.open_room(tx, collective.id)
    worker = await make.claimant(collective)
    alone = await make.claimant(scene.case)
    employer = await respondent(runtime, scene.case)

    for room_id, guest, problem in (
        (room.id, Guest(), ("party", "one_of")),
        (room.id, Guest(agency_id=justice.id, staff_id=clerk.id), ("party", "one_of")),
        (room.id, Guest(agency_id=scene.studio.id), ("agency", "own_studio")),
        (room.id, Guest(staff_id=supervisor.id), ("staff", "wrong_role")),
        (room.id, Guest(staff_id=clerk.id), ("staff", "recused")),
        (room.id, Guest(lawyer_id=lawyer.id), ("lawyer", "not_assigned")),
        (room.id, Guest(party_id=employer.id), ("name", "empty")),
        (room.id, Guest(party_id=employer.id, name="李某", phone="12345"), ("phone", "wrong_length")),
        (room.id, Guest(party_id=alone.id, name="别人"), ("name", "known")),
        (big_room.id, Guest(party_id=worker.id), ("party", "not_a_representative")),
    ):
        with pytest.raises(Invalid) as refused:
            async with runtime.uow(scene.actor) as tx:
                await invite.invite(tx, room_id, guest)
        assert (refused.value.fields[0].path, refused.value.fields[0].code) == problem

    with pytest.raises(NotFound):
        async with runtime.uow(scene.actor) as tx:
            await invite.invite(tx, room.id, Guest(party_id=worker.id))


async def invited_employer(runtime, scene, room, **more) -> invite.Invitation:
    party = await respondent(runtime, scene.case)
    async with runtime.uow(scene.actor) as tx:
        return await invite.invite(
            tx, room.id, Guest(party_id=party.id, **{"name": "李某", "phone": "13812341402", **more})
        )


async def come_in(runtime, link: str, code: str) -> entry.Entry:
    async with runtime.uow(ANONYMOUS.as_of(runtime.clock.now())) as tx:
        return await entry.enter(tx, link, code)


async def test_a_party_enters_once_by_link_and_code_and_is_that_party_only_in_that_room(runtime, scene) -> None:
    room = await opened(runtime, scene)
    invitation = await invited_employer(runtime, scene, room)

    came = await come_in(runtime, invitation.link, invitation.code)

    actor = await entry.actor_of(runtime, came.token, runtime.clock.now())
    assert came.token.startswith("rp_")
    assert actor.roles == {Role.ROOM_PARTY}
    assert (actor.id, actor.room_id, actor.case_id, actor.side) == (
        invitation.seat.id,
        room.id,
        scene.case.id,
        Side.EMPLOYER,
    )
    assert (actor.agency_id, actor.district_id, actor.city_id) == (None, None, None)
    with pytest.raises(NotFound):
        await come_in(runtime, invitation.link, invitation.code)
    entries = [e for e in await rows(runtime, JournalEntry) if e.verb == "room:enter"]
    assert [(e.actor_kind, e.actor_id) for e in entries] == [("party", invitation.seat.id)]


async def test_neither_link_nor_code_nor_entry_nor_phone_lies_in_the_database(runtime, scene) -> None:
    room = await opened(runtime, scene)
    invitation = await invited_employer(runtime, scene, room)
    came = await come_in(runtime, invitation.link, invitation.code)

    async with runtime.read() as connection:
        tables = ("participant", "journal_entry", "notice", "idempotency_key")
        dump = "".join(
            [
                str((await connection.exec_driver_sql(f"SELECT t::text FROM {table} t")).scalars().all())
                for table in tables
            ]
        )
    for secret in (invitation.link, came.token, "13812341402", f'"{invitation.code}"'):
        assert secret not in dump


async def test_a_fifth_wrong_code_kills_the_link_and_every_wrong_one_is_logged(runtime, scene) -> None:
    room = await opened(runtime, scene)
    invitation = await invited_employer(runtime, scene, room)
    wrong = "000000" if invitation.code != "000000" else "000001"

    for _ in range(5):
        with pytest.raises(Invalid) as refused:
            await come_in(runtime, invitation.link, wrong)
        assert refused.value.fields[0].code == "wrong_code"

    with pytest.raises(NotFound):
        await come_in(runtime, invitation.link, invitation.code)
    logged = await rows(runtime, AccessEntry)
    assert [(e.verb, e.allowed, e.reason, e.case_id) for e in logged] == [
        ("room:enter", False, "wrong_code", scene.case.id)
    ] * 5


async def test_a_link_lives_a_day(runtime, clock, scene) -> None:
    room = await opened(runtime, scene)
    invitation = await invited_employer(runtime, scene, room)

    clock.advance(hours=24)

    with pytest.raises(NotFound):
        await come_in(runtime, invitation.link, invitation.code)


async def test_asked_again_the_same_person_gets_a_new_link_and_the_old_one_is_dead(runtime, scene) -> None:
    room = await opened(runtime, scene)
    first = await invited_employer(runtime, scene, room)
    second = await invited_employer(runtime, scene, room)

    assert second.seat.id == first.seat.id
    with pytest.raises(NotFound):
        await come_in(runtime, first.link, first.code)
    old = await come_in(runtime, second.link, second.code)
    third = await invited_employer(runtime, scene, room)
    new = await come_in(runtime, third.link, third.code)
    assert await entry.actor_of(runtime, old.token, runtime.clock.now()) is None
    assert await entry.actor_of(runtime, new.token, runtime.clock.now()) is not None


async def test_somebody_without_a_device_is_seated_in_person(runtime, scene) -> None:
    room = await opened(runtime, scene)

    invitation = await invited_employer(runtime, scene, room, in_person=True)

    assert (invitation.link, invitation.code) == (None, None)
    assert invitation.seat.entered_at == runtime.clock.now()


@pytest.mark.parametrize("how", ["removed", "closed"])
async def test_an_entry_dies_with_the_seat_and_with_the_room(runtime, scene, how) -> None:
    room = await opened(runtime, scene)
    invitation = await invited_employer(runtime, scene, room)
    pending = await invited_employer(runtime, scene, room, name="王某") if how == "closed" else None
    came = await come_in(runtime, invitation.link, invitation.code)

    async with runtime.uow(scene.actor) as tx:
        if how == "removed":
            await seats.remove(tx, invitation.seat.id, reason="扰乱秩序")
        else:
            version = (await look(tx, room.id, change=True)).room.version
            await session.close_room(tx, room.id, version=version, note="")

    assert await entry.actor_of(runtime, came.token, runtime.clock.now()) is None
    if pending:
        with pytest.raises(NotFound):
            await come_in(runtime, pending.link, pending.code)
    ended = [row.ended_at for row in await rows(runtime, CaseTie) if row.kind == Tie.SEAT]
    assert None not in ended


async def test_closing_takes_the_version_that_was_seen(runtime, scene) -> None:
    room = await opened(runtime, scene)
    await invited_employer(runtime, scene, room)

    with pytest.raises(Conflict) as refused:
        async with runtime.uow(scene.actor) as tx:
            await session.close_room(tx, room.id, version=1, note="")
    assert refused.value.current_version == 2


async def test_the_invitation_goes_out_by_sms_with_the_link_and_without_the_code(runtime, scene) -> None:
    room = await opened(runtime, scene)
    invitation = await invited_employer(runtime, scene, room)

    (notice,) = await rows(runtime, Notice)
    assert (notice.template, notice.channel, notice.recipient_kind, notice.recipient_id) == (
        "room.invitation",
        "sms",
        "participant",
        invitation.seat.id,
    )
    assert invitation.code not in str(notice.parameters)
    assert invitation.link not in str(notice.parameters)


async def test_a_sign_of_life_is_kept_seldom_and_not_journaled(runtime, clock, scene) -> None:
    room = await opened(runtime, scene)
    start = clock.now()

    for seconds, kept in ((10, 0), (10, 20), (10, 20), (30, 60)):
        clock.advance(seconds=seconds)
        async with runtime.uow(scene.actor) as tx:
            seat = await seats.touch(tx, room.id, present=True)
        assert (seat.seen_at - start).total_seconds() == kept

    async with runtime.uow(scene.actor) as tx:
        seat = await seats.touch(tx, room.id, present=False)
    assert seat.seen_at is None
    assert [e.verb for e in await rows(runtime, JournalEntry)] == ["room:open"]


async def test_whoever_has_no_seat_gives_no_sign_of_life(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    colleague = await make.actor(Role.MEDIATOR, agency=scene.studio)

    with pytest.raises(Forbidden):
        async with runtime.uow(colleague) as tx:
            await seats.touch(tx, room.id, present=True)


async def test_coming_in_five_times_at_once_takes_one_seat_once(runtime, make, scene) -> None:
    room = await opened(runtime, scene)
    colleague = await make.actor(Role.MEDIATOR, agency=scene.studio)

    async def once() -> None:
        async with runtime.uow(colleague) as tx:
            await seats.enter(tx, room.id)

    await asyncio.gather(*[once() for _ in range(5)])

    async with runtime.read() as connection:
        count = select(func.count()).where(col(Participant.staff_id) == colleague.id)
        assert (await connection.execute(count)).scalar() == 1
    assert [e.verb for e in await rows(runtime, JournalEntry)] == ["room:open", "room:enter"]
