"""Everybody who can try something: one person per role and per way of standing to the studio's cases.

A standing is a plain word for how the caller is related to the object; scopes (access/scopes.py) are not mentioned
here, so that the table of what is expected does not repeat the policy it is to check.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from mediation.access.scopes import Tie
from mediation.agency.models import Agency, AgencyKind, City, District
from mediation.case.models import Case, CaseTie, Party
from mediation.kit.actor import STAFF_ROLES, Role
from mediation.room.models import Room
from tests.make import Make

STANDINGS: Final = {
    "home": "works at the studio's agency",
    "assigned": "took the case on as its lawyer, or is in charge; works in another district",
    "asked": "was asked to take the case; works in another district",
    "district": "works at another agency of the district",
    "city": "works in another district of the city",
    "elsewhere": "works in another city",
    "referred": "their agency, in another district, accepted a referral of the case",
    "seated": "their agency, of another district, has a seat in the room",
    "glass": "of another agency of the district, looks in for a written reason",
    "glass_over": "the same, but the hours are over",
    "recused": "works at the studio, is in charge, seated and has broken the glass; and is recused",
    "recused_referred": "as `referred`, but recused in person",
    "recused_seated": "as `seated`, but recused in person",
}
"""How staff stand to every case of the studio."""

SEATS: Final = ("employer", "third", "workers")
"""Parties without an account, by the side on which they sit; `third` on neither."""

ROLES: Final = tuple(sorted(STAFF_ROLES))


@dataclass(frozen=True)
class Caller:
    """One person with a token, or nobody."""

    name: str
    role: str
    standing: str
    token: str | None = None
    id: Any = None
    case: str = ""
    """of a party in a room: the key of the case whose room it is"""

    def stands(self, case: str) -> str:
        """How they stand to the studio's case with this key."""
        return self.standing if self.role != "room_party" or self.case == case else "stranger"


@dataclass
class Places:
    """The agencies of the world, by what they are to the studio's cases."""

    studio: Agency
    justice: Agency
    """of the same district; keeps the panel of lawyers"""
    next_studio: Agency
    far: Agency
    asked: Agency
    """which a referral went to"""
    court: Agency
    """which has a seat"""
    abroad: Agency
    """a studio of another city"""

    def of(self, standing: str) -> Agency:
        """Where somebody of this standing works."""
        match standing:
            case "home" | "recused":
                return self.studio
            case "district" | "glass" | "glass_over":
                return self.justice
            case "city":
                return self.next_studio
            case "referred" | "recused_referred":
                return self.asked
            case "seated" | "recused_seated":
                return self.court
            case "elsewhere":
                return self.abroad
            case _:
                return self.far


async def places(make: Make) -> Places:
    """Two districts of one city, one of another, and seven agencies."""
    here, there = await make.district(name_zh="闵行区"), await make.district(name_zh="徐汇区")
    city = City(code="110000", name_zh="北京市", name_en="Beijing")
    abroad = District(city_id=city.id, code="110105", name_zh="朝阳区", name_en="Chaoyang")
    await make.save(city, abroad)
    return Places(
        studio=await make.agency(district=here),
        justice=await make.agency(kind=AgencyKind.JUSTICE, district=here),
        next_studio=await make.agency(district=there),
        far=await make.agency(kind=AgencyKind.JUSTICE, district=there),
        asked=await make.agency(kind=AgencyKind.HUMAN_RESOURCES, district=there),
        court=await make.agency(kind=AgencyKind.COURT, district=there),
        abroad=await make.agency(district=abroad),
    )


async def staff(make: Make, where: Places) -> dict[str, Caller]:
    """A member of staff for every role and standing, by `role/standing`."""
    callers = {}
    for role in ROLES:
        for standing in STANDINGS:
            row = await make.staff(role, agency=where.of(standing), name="李四")
            name = f"{role}/{standing}"
            callers[name] = Caller(name, role, standing, await make.token(row), row.id)
    return callers


def ties(make: Make, case: Case, where: Places, callers: dict[str, Caller]) -> list[CaseTie]:
    """What ties the cast to a case."""
    now = make.runtime.clock.now()

    def tie(kind: Tie, holder: Any, hours: int | None = None) -> CaseTie:
        until = now + timedelta(hours=hours) if hours is not None else None
        return CaseTie(
            case_id=case.id,
            district_id=case.district_id,
            kind=kind,
            holder_id=holder,
            since_at=now - timedelta(hours=2),
            until_at=until,
        )

    made = [tie(Tie.REFERRED, where.asked.id), tie(Tie.SEAT, where.court.id)]
    for caller in callers.values():
        match caller.standing:
            case "assigned":
                made.append(tie(Tie.ASSIGNED, caller.id))
            case "asked":
                made.append(tie(Tie.OFFERED, caller.id))
            case "glass":
                made.append(tie(Tie.GLASS, caller.id, 10))
            case "glass_over":
                made.append(tie(Tie.GLASS, caller.id, -1))
            case "recused":
                kinds = (Tie.ASSIGNED, Tie.GLASS, Tie.OFFERED, Tie.SEAT, Tie.RECUSED)
                made += [tie(kind, caller.id, 10 if kind is Tie.GLASS else None) for kind in kinds]
            case "recused_referred" | "recused_seated":
                made.append(tie(Tie.RECUSED, caller.id))
    return made


async def sit(make: Make, room: Room, where: Places, callers: dict[str, Caller]) -> None:
    """Seats of the studio's mediators, the court, the lawyer, and of everyone who is recused."""
    await make.seat(room, kind="agency", agency_id=where.court.id)
    for caller in callers.values():
        at = {"staff_id": caller.id, "agency_id": where.of(caller.standing).id}
        lawyer = caller.role == "lawyer"
        match caller.standing:
            case "home" if caller.role == "mediator":
                await make.seat(room, kind="mediator", **at)
            case "assigned" if lawyer:
                await make.seat(room, kind="lawyer", side="workers", **at)
            case "recused":
                kind = {"mediator": "mediator", "lawyer": "lawyer"}.get(caller.role, "agency")
                await make.seat(room, kind=kind, side="workers" if lawyer else None, **at)


async def parties(make: Make, key: str, room: Room, claimant: Party, respondent: Party, third: Party) -> list[Caller]:
    """One person for each side and one for neither, who came into the room by link and code."""
    made = []
    for standing, party, side in (
        ("employer", respondent, "employer"),
        ("third", third, None),
        ("workers", claimant, "workers"),
    ):
        seat, token = await make.entry(room, party, side=side, name="王五")
        made.append(Caller(f"{standing}@{key}", Role.ROOM_PARTY, standing, token, seat.id, key))
    return made


def nobody(link_token: str, waiting: str) -> list[Caller]:
    """Those without a role over this door: nobody, a worker's link sent as a token, and a new account."""
    return [
        Caller("anonymous", "anonymous", "nobody"),
        Caller("link_holder", "link_holder", "nobody", link_token),
        Caller("newcomer", "staff", "home", waiting),
    ]
