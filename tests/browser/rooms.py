"""A mediation in session, for browsers: studio, court, worker and employer at the table, and what they said."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency import sessions
from mediation.agency.models import Agency, AgencyKind, Staff
from mediation.case.models import CaseState, Party, PartySide
from mediation.gql.relay import gid
from mediation.kit.actor import Actor, Role, Side
from mediation.room import caucus, entry, messages, offers
from mediation.room.models import Caucus, Offer, Participant, Room
from mediation.room.rules import Audience, OfferTermKind, Term

CODE = "582013"


@dataclass
class Sitting:
    """The room and everyone's token by name: `mediator`, `clerk`, `worker`, `employer`."""

    runtime: Any
    make: Any
    case: Any
    room: Room
    tokens: dict[str, str]

    @property
    def path(self) -> str:
        """Of the room's page."""
        return f"/rooms/{gid('Room', self.room.id)}"

    async def actor(self, who: str) -> Actor:
        """`who`, as their token says now."""
        token, now = self.tokens[who], self.runtime.clock.now()
        found = await sessions.actor_of(self.runtime, token, now) or await entry.actor_of(self.runtime, token, now)
        assert found is not None
        return found

    async def say(self, who: str, body: str, audience: Audience = Audience.EVERYONE) -> None:
        """Say something in the joint session."""
        async with self.runtime.uow(await self.actor(who)) as tx:
            await messages.speak(tx, self.room.id, audience=audience, body=body, client_key=body)

    async def offer(self, who: str, wages_fen: int, social_insurance_fen: int = 0, **more: Any) -> Offer:
        """Put an offer on the table."""
        side = Side.WORKERS if who == "worker" else Side.EMPLOYER
        draft = offers.OfferDraft(
            side, wages_fen, social_insurance_fen, Term(OfferTermKind.WITHIN_DAYS, days=3), **more
        )
        async with self.runtime.uow(await self.actor(who)) as tx:
            return await offers.make(tx, self.room.id, draft)

    async def caucus(self, side: Side) -> Caucus:
        """Begin a private session."""
        async with self.runtime.uow(await self.actor("mediator")) as tx:
            return await caucus.open_caucus(tx, self.room.id, side)

    async def whisper(self, who: str, session: Caucus, body: str) -> None:
        """Say something in private."""
        async with self.runtime.uow(await self.actor(who)) as tx:
            await caucus.speak(tx, session.id, body=body, client_key=body)

    def caucus_path(self, session: Caucus) -> str:
        """Of the page of a private session."""
        return f"{self.path}/caucus/{gid('Caucus', session.id)}"

    async def enter(self, tab: Any, who: str, origin: str) -> None:
        """Give the browser of `tab` the entry of a party."""
        name = entry.cookie_name(self.runtime.settings)
        await tab.context.add_cookies(
            [{"name": name, "value": self.tokens[who], "url": f"{origin}{entry.COOKIE_PATH}", "httpOnly": True}]
        )


async def sitting(runtime: Any, make: Any, agency: Agency, mediator: Staff | None = None) -> Sitting:
    """An open room with a mediator, a clerk of the court, a worker and the employer in it. Nothing was said yet."""
    mediator = mediator or await make.staff(Role.MEDIATOR, agency=agency, name="张调解员")
    court = await make.agency(kind=AgencyKind.COURT, district=None)
    case = await make.case(agency=agency, state=CaseState.MEDIATING, mediator_id=mediator.id)
    worker = await make.claimant(case, name="王小明", phone="13812341402")
    room = await make.room(case, opened_by=mediator)
    clerk = await make.staff(Role.CLERK, agency=court, name="吴静")
    await make.seat(room, kind="agency", staff_id=clerk.id, agency_id=court.id)
    await make.tie(case, Tie.SEAT, clerk.id)
    tokens = {"mediator": await make.token(mediator), "clerk": await make.token(clerk)}
    for who, party, side, name in (
        ("worker", worker, "workers", "王小明"),
        ("employer", await _employer(runtime, case), "employer", "李某"),
    ):
        seat, tokens[who] = await make.entry(room, party, side=side, name=name)
        await make.tie(case, Tie.SEAT, seat.id)
    return Sitting(runtime, make, case, room, tokens)


async def link_into(made: Sitting, *, used: bool = False, phone: str = "") -> str:
    """A link whose code is CODE, for one more person of the employer."""
    async with made.runtime.db.session() as session:
        party = (await session.execute(_respondent(made.case))).scalar_one()
        seat = Participant(
            room_id=made.room.id, case_id=made.case.id, district_id=made.case.district_id, kind="party",
            party_id=party.id, side="employer", display_name="周经理", invited_at=made.runtime.clock.now(),
        )  # fmt: skip
        link = f"{seat.id.hex}"
        if not used:
            seat.link_hash = entry.link_hash(made.runtime, link)
            seat.code_hash = entry.code_hash(made.runtime, seat.id, CODE)
            seat.link_expires_at = made.runtime.clock.now() + timedelta(hours=24)
        session.add(seat)
        await session.commit()
    await made.make.tie(made.case, Tie.SEAT, seat.id)
    if phone:
        await made.make.seat_phone(seat.id, phone)
    return link


async def _employer(runtime: Any, case: Any) -> Party:
    async with runtime.db.session() as session:
        return (await session.execute(_respondent(case))).scalar_one()


def _respondent(case: Any) -> Any:
    return select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT)


async def talked(made: Sitting) -> Sitting:
    """After an hour of talk: messages, a note, offers of both sides, one of them withdrawn."""
    await made.say("mediator", "各位好。调解自愿、保密，任何一方可以随时要求和我单独说。")
    await made.say("employer", "公司资金紧张，可先付六成，其余一个月内付清。")
    await made.say("worker", "社保须同时补缴，工资三日内付清。")
    await made.say("mediator", "账户余额待核实", Audience.NOTE)
    first = await made.offer("worker", 19_840_000, 1_800_000)
    await made.offer("employer", 15_000_000, conditions="分两次转账到各人账户", counter_to_id=first.id)
    wrong = await made.offer("worker", 20_500_000, 1_800_000)
    async with made.runtime.uow(await made.actor("worker")) as tx:
        await offers.withdraw(tx, wrong.id, on_behalf_of_id=None, note="数字写错")
    return made
