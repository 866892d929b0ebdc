"""A mediation in session: studio, case, room, and everyone who may or may not be in it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.case.models import CaseKind, CaseState, Party, PartySide, Representative
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.api import Api

WITHIN_THREE_DAYS = {"kind": "WITHIN_DAYS", "days": 3}


@dataclass
class Table:
    """Everyone by name: their token, and the global id of their seat where they have one."""

    api: Api
    make: Any
    case: Any
    room: Any
    worker_party: Party
    employer_party: Party
    tokens: dict[str, str] = field(default_factory=dict)
    seats: dict[str, str] = field(default_factory=dict)

    @property
    def case_id(self) -> str:
        return gid("Case", self.case.id)

    @property
    def room_id(self) -> str:
        return gid("Room", self.room.id)

    async def do(self, who: str, mutation: str, want: str = "__typename", **given: Any) -> Any:
        """One mutation as `who`; the answer, whatever it is, with the code and fields of a problem."""
        problems = "... on NotFound{code} ... on Forbidden{code verb} ... on IllegalMove{code currentState possible}"
        problems += " ... on Invalid{code fields{path code}} ... on Conflict{code currentVersion}"
        answers = mutation in ("acceptOffer", "rejectOffer", "withdrawOffer")
        input_type = "AnswerOfferInput" if answers else f"{mutation[0].upper()}{mutation[1:]}Input"
        asked = f"{mutation}(input: $input) {{ __typename {want_on(mutation, want)} {problems} }}"
        done = f"mutation($input: {input_type}!) {{ {asked} }}"
        return await self.api.do(done, {"input": given}, token=self.tokens.get(who))

    async def ask(self, who: str, query: str, **variables: Any) -> Any:
        """One query as `who`."""
        return await self.api.data(query, variables, token=self.tokens[who])

    async def say(self, who: str, body: str, *, audience: str = "EVERYONE", key: str | None = None) -> Any:
        given = {"room": self.room_id, "audience": audience, "body": body, "clientKey": key or f"k{hash(body)}"}
        return await self.do(who, "speakInRoom", "id", **given)

    async def caucus(self, side: str) -> str:
        """The id of a private session that is opened now."""
        opened = await self.do("mediator", "openCaucus", "id", room=self.room_id, side=side)
        assert opened["__typename"] == "Caucus", opened
        return opened["id"]

    async def whisper(self, who: str, caucus: str, body: str) -> Any:
        return await self.do(who, "speakInCaucus", "id", caucus=caucus, body=body, clientKey=f"k{hash(body)}")

    async def offer(self, who: str, side: str, wages_fen: int, social_insurance_fen: int = 0, **more: Any) -> Any:
        given = {
            "room": self.room_id,
            "side": side,
            "wagesFen": wages_fen,
            "socialInsuranceFen": social_insurance_fen,
            "term": WITHIN_THREE_DAYS,
            **more,
        }
        return await self.do(who, "makeOffer", "id", **given)


_RESULTS = {
    "acceptOffer": "Offer",
    "closeCaucus": "Caucus",
    "closeRoom": "Room",
    "enterRoom": "RoomEntry",
    "inviteToRoom": "RoomInvitation",
    "makeOffer": "Offer",
    "openCaucus": "Caucus",
    "openRoom": "Room",
    "recordMinutes": "Minutes",
    "rejectOffer": "Offer",
    "releaseOffer": "Offer",
    "removeFromRoom": "Participant",
    "speakInCaucus": "Message",
    "speakInRoom": "Message",
    "touchRoom": "Participant",
    "withdrawOffer": "Offer",
}


def want_on(name: str, want: str) -> str:
    """The wanted fields on the result type of a mutation."""
    return f"... on {_RESULTS[name]} {{ {want} }}"


MakeTable = Callable[[], Awaitable[Table]]


@pytest.fixture
async def table(api, make) -> Table:
    """Mediator, court clerk, aid lawyer, a worker and the employer in the room; the others outside it."""
    studio = await make.agency()
    court = await make.agency(kind=AgencyKind.COURT)
    justice = await make.agency(kind=AgencyKind.JUSTICE)
    mediator = await make.staff(Role.MEDIATOR, agency=studio, name="张调解")
    case = await make.case(agency=studio, state=CaseState.MEDIATING, kind=CaseKind.COLLECTIVE)
    worker = await make.claimant(case, name="王小明", phone="13812341402")
    await make.save(
        Representative(
            case_id=case.id,
            district_id=case.district_id,
            party_id=worker.id,
            elected_on=make.runtime.clock.now().date(),
        )
    )
    employer = await respondent(make, case)
    room = await make.room(case, opened_by=mediator)
    table = Table(api, make, case, room, worker, employer)
    table.tokens["mediator"] = await make.token(mediator)
    await _seat(table, court, justice)
    await _outsiders(table, studio, court)
    return table


async def _seat(table: Table, court: Any, justice: Any) -> None:
    make, room = table.make, table.room
    clerk = await make.staff(Role.CLERK, agency=court, name="法院李")
    table.tokens["clerk"] = await make.token(clerk)
    seat = await make.seat(room, kind="agency", staff_id=clerk.id, agency_id=court.id)
    await make.tie(table.case, Tie.SEAT, clerk.id)
    table.seats["clerk"] = gid("Participant", seat.id)
    _, lawyer = await make.assigned_lawyer(table.case, agency=justice)
    table.tokens["lawyer"] = await make.token(lawyer)
    seat = await make.seat(room, kind="lawyer", staff_id=lawyer.id, agency_id=justice.id, side="workers")
    table.seats["lawyer"] = gid("Participant", seat.id)
    for who, party, side, name in (
        ("worker", table.worker_party, "workers", "王小明"),
        ("employer", table.employer_party, "employer", "李某"),
    ):
        seat, table.tokens[who] = await make.entry(room, party, side=side, name=name)
        table.seats[who] = gid("Participant", seat.id)


async def _outsiders(table: Table, studio: Any, court: Any) -> None:
    make = table.make
    for who, role, agency in (
        ("colleague", Role.MEDIATOR, studio),
        ("recused", Role.MEDIATOR, studio),
        ("intake", Role.INTAKE_CLERK, studio),
        ("administrator", Role.ADMINISTRATOR, studio),
        ("supervisor", Role.SUPERVISOR, studio),
        ("auditor", Role.AUDITOR, studio),
        ("court_supervisor", Role.SUPERVISOR, court),
        ("court_colleague", Role.CLERK, court),
        ("stranger", Role.MEDIATOR, None),
        ("other_lawyer", Role.LAWYER, await make.agency(kind=AgencyKind.JUSTICE)),
    ):
        staff = await make.staff(role, agency=agency, name=who)
        table.tokens[who] = await make.token(staff)
        if who == "recused":
            await make.tie(table.case, Tie.RECUSED, staff.id)


async def respondent(make: Any, case: Any) -> Party:
    """The employer as a party of the case."""
    from sqlalchemy import select
    from sqlmodel import col

    async with make.runtime.db.session() as session:
        found = await session.execute(
            select(Party).where(col(Party.case_id) == case.id, col(Party.side) == PartySide.RESPONDENT)
        )
        return found.scalar_one()
