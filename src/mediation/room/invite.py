"""The verb `room:invite`: an agency, a member of its staff, the assigned lawyer, or a person of a party.

A person of a party gets a link that lets in once and a code that is told apart from it; both are handed out here once
and stored only as keyed hashes. One who sits at the table without a device is seated in person, without either.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Tie
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, District, Staff, StaffRole
from mediation.case.models import CaseKind, Party, Representative
from mediation.case.ties import tie
from mediation.infra.uow import Tx
from mediation.kit.actor import Role
from mediation.kit.identifiers import mobile
from mediation.kit.ids import token_160
from mediation.kit.machine import advance
from mediation.kit.names import Unacceptable
from mediation.kit.problems import Invalid, NotFound
from mediation.lawyer.models import Assignment, Lawyer
from mediation.notice import service as notices
from mediation.notice.drafts import Draft
from mediation.person.models import Organisation, Person
from mediation.room import entry, topics
from mediation.room import notices as drafts
from mediation.room.events import ParticipantInvited
from mediation.room.models import Participant
from mediation.room.queries import Floor, look
from mediation.room.rules import LINK_LIFE, MAX_PARTICIPANTS, MOVES, SeatKind, check_name, room_state, side_of_party


@dataclass(frozen=True)
class Guest:
    """Whom to invite: exactly one of the four ids. Name, phone and in_person are of a party's person."""

    agency_id: UUID | None = None
    staff_id: UUID | None = None
    lawyer_id: UUID | None = None
    party_id: UUID | None = None
    name: str | None = None
    phone: str | None = None
    in_person: bool = False


@dataclass(frozen=True)
class Invitation:
    """The seat, and for a party's person what lets in: told once, stored nowhere."""

    seat: Participant
    link: str | None = None
    code: str | None = None


async def invite(tx: Tx, room_id: UUID, guest: Guest) -> Invitation:
    """Ask somebody to the table. A person of a party who is asked again gets a new link and code; the old ones die.

    Raises NotFound, Forbidden, IllegalMove, Invalid (agency, staff, lawyer, party, name, phone).
    """
    floor = await look(tx, room_id, change=True)
    guard.require(tx.actor, Verb.ROOM_INVITE, floor.facts())
    advance(MOVES, room_state(floor.room.closed_at), Verb.ROOM_INVITE)
    if sum(seat.removed_at is None for seat in floor.seats) >= MAX_PARTICIPANTS:
        raise Invalid.field("room", "full", "参会人数已达上限。", "The room is full.")
    match guest:
        case Guest(agency_id=UUID() as agency_id, staff_id=None, lawyer_id=None, party_id=None):
            invitation = Invitation(await _agency(tx, floor, agency_id))
        case Guest(agency_id=None, staff_id=UUID() as staff_id, lawyer_id=None, party_id=None):
            invitation = Invitation(await _staff(tx, floor, staff_id))
        case Guest(agency_id=None, staff_id=None, lawyer_id=UUID() as lawyer_id, party_id=None):
            invitation = Invitation(await _lawyer(tx, floor, lawyer_id))
        case Guest(agency_id=None, staff_id=None, lawyer_id=None, party_id=UUID() as party_id):
            invitation = await _party(tx, floor, party_id, guest)
        case _:
            raise Invalid.field("party", "one_of", "请指定一位受邀人。", "Name exactly one guest.")
    await _announce(tx, floor, invitation, guest)
    return invitation


async def _announce(tx: Tx, floor: Floor, invitation: Invitation, guest: Guest) -> None:
    seat = invitation.seat
    floor.room.version += 1
    await tx.session.flush()
    tx.record(
        ParticipantInvited(
            subject_id=seat.id,
            case_id=floor.case.id,
            district_id=floor.case.district_id,
            room_id=floor.room.id,
            kind=seat.kind,
            side=seat.side,
            agency_id=seat.agency_id,
            staff_id=seat.staff_id,
            party_id=seat.party_id,
            in_person=guest.in_person,
        )
    )
    tx.ping(topics.joint(floor.room.id))
    if seat.agency_id is not None:
        tx.ping(f"work:{seat.agency_id}")
    await notices.post(tx, *_told(tx, floor, invitation))


def _told(tx: Tx, floor: Floor, invitation: Invitation) -> Iterator[Draft]:
    seat, case = invitation.seat, floor.case
    about = {"seat_id": seat.id, "case_id": case.id, "district_id": case.district_id}
    if seat.agency_id is not None:
        yield drafts.seat(**about, number=case.number, agency_id=seat.agency_id, staff_id=seat.staff_id, at=tx.now)
    elif invitation.link is not None and seat.phone_cipher is not None and seat.link_expires_at is not None:
        link = f"{tx.runtime.settings.base_url.rstrip('/')}/r/{invitation.link}"
        yield drafts.invitation(**about, number=case.number, link=link, expires_at=seat.link_expires_at, at=tx.now)


def _seat(tx: Tx, floor: Floor, kind: SeatKind, **more: Any) -> Participant:
    seat = Participant(
        room_id=floor.room.id,
        case_id=floor.case.id,
        district_id=floor.case.district_id,
        kind=kind,
        invited_at=tx.now,
        **{"display_name": "", **more},
    )
    tx.session.add(seat)
    return seat


def _already(path: str) -> Invalid:
    return Invalid.field(path, "already_seated", "已在调解室中。", "Already has a seat in this room.")


async def _agency(tx: Tx, floor: Floor, agency_id: UUID) -> Participant:
    in_city = select(col(Agency.id)).join(District, col(District.id) == col(Agency.district_id))
    in_city = in_city.where(col(Agency.id) == agency_id, col(District.city_id) == floor.case.city_id)
    if (await tx.session.execute(in_city)).first() is None:
        raise NotFound
    if agency_id == floor.case.agency_id:
        raise Invalid.field(
            "agency", "own_studio", "本工作室调解员可直接进入。", "Mediators of the studio enter by themselves."
        )
    if any(s.agency_id == agency_id and s.staff_id is None and s.removed_at is None for s in floor.seats):
        raise _already("agency")
    await tie(tx, floor.case, Tie.SEAT, agency_id)
    return _seat(tx, floor, SeatKind.AGENCY, agency_id=agency_id)


async def _staff(tx: Tx, floor: Floor, staff_id: UUID) -> Participant:
    found = await tx.session.execute(
        select(col(Staff.agency_id), col(StaffRole.role))
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .join(Agency, col(Agency.id) == col(Staff.agency_id))
        .join(District, col(District.id) == col(Agency.district_id))
        .where(col(Staff.id) == staff_id, col(Staff.disabled_at).is_(None), col(District.city_id) == floor.case.city_id)
    )
    rows = found.all()
    if not rows:
        raise NotFound
    agency_id, roles = rows[0].agency_id, {row.role for row in rows}
    kind = SeatKind.MEDIATOR if agency_id == floor.case.agency_id else SeatKind.AGENCY
    if (Role.MEDIATOR if kind is SeatKind.MEDIATOR else Role.CLERK) not in roles:
        raise Invalid.field("staff", "wrong_role", "此人不能参加调解。", "This person cannot sit in a room.")
    seat = _staff_seat(tx, floor, "staff", staff_id, kind=kind, agency_id=agency_id, side=None)
    if kind is SeatKind.AGENCY:
        await tie(tx, floor.case, Tie.SEAT, staff_id)
    return seat


async def _lawyer(tx: Tx, floor: Floor, lawyer_id: UUID) -> Participant:
    accepted = await tx.session.execute(
        select(col(Lawyer.staff_id), col(Lawyer.agency_id))
        .join(Assignment, col(Assignment.lawyer_id) == col(Lawyer.id))
        .where(
            col(Lawyer.id) == lawyer_id,
            col(Assignment.case_id) == floor.case.id,
            col(Assignment.state) == "accepted",
        )
    )
    row = accepted.first()
    if row is None:
        raise Invalid.field(
            "lawyer", "not_assigned", "该律师未接受本案指派。", "This lawyer has not accepted this case."
        )
    return _staff_seat(tx, floor, "lawyer", row.staff_id, kind=SeatKind.LAWYER, agency_id=row.agency_id, side="workers")


def _staff_seat(
    tx: Tx, floor: Floor, path: str, staff_id: UUID, *, kind: SeatKind, agency_id: UUID, side: str | None
) -> Participant:
    if floor.facts().tied(Tie.RECUSED, (staff_id,), tx.now):
        raise Invalid.field(path, "recused", "此人已回避本案。", "This person is recused from the case.")
    seat = next((seat for seat in floor.seats if seat.staff_id == staff_id), None)
    if seat is None:
        return _seat(tx, floor, kind, staff_id=staff_id, agency_id=agency_id, side=side)
    if seat.removed_at is None:
        raise _already(path)
    seat.removed_at = seat.removed_reason = seat.entered_at = seat.seen_at = None
    seat.kind, seat.side, seat.agency_id, seat.invited_at = kind, side, agency_id, tx.now
    return seat


async def _party(tx: Tx, floor: Floor, party_id: UUID, guest: Guest) -> Invitation:
    name, phone = await _who(tx, floor, party_id, guest)
    party = await tx.session.get(Party, party_id)
    assert party is not None, "_who has found it"
    seat = next(
        (s for s in floor.seats if s.party_id == party_id and s.display_name == name and s.removed_at is None), None
    )
    if seat is None:
        side = side_of_party(party.side)
        seat = _seat(tx, floor, SeatKind.PARTY, party_id=party_id, side=side, display_name=name)
        await tie(tx, floor.case, Tie.SEAT, seat.id)
    if phone is not None:
        seat.phone_cipher = tx.runtime.vault.seal(phone, context=f"participant.phone:{seat.id}")
    if guest.in_person:
        seat.entered_at = seat.entered_at or tx.now
        return Invitation(seat)
    link, code = token_160(secrets.token_bytes(20)), f"{secrets.randbelow(1_000_000):06d}"
    seat.link_hash = entry.link_hash(tx.runtime, link)
    seat.code_hash = entry.code_hash(tx.runtime, seat.id, code)
    seat.code_tries, seat.link_expires_at = 0, tx.now + LINK_LIFE
    return Invitation(seat, link, code)


async def _who(tx: Tx, floor: Floor, party_id: UUID, guest: Guest) -> tuple[str, str | None]:
    """Name and phone of the party's person. Raises NotFound, Invalid (party, name, phone)."""
    found: Any = (
        await tx.session.execute(
            select(Party, Person, Organisation, col(Representative.id).label("representative_id"))
            .outerjoin(Person, col(Person.id) == col(Party.person_id))
            .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
            .outerjoin(Representative, col(Representative.party_id) == col(Party.id))
            .where(col(Party.id) == party_id, col(Party.case_id) == floor.case.id)
        )
    ).first()
    if found is None:
        raise NotFound
    party, person, organisation, representative_id = found
    if party.withdrawn_at is not None or not party.taking_part:
        raise Invalid.field("party", "not_taking_part", "该当事人未参加调解。", "This party does not take part.")
    if party.side == "claimant" and floor.case.kind == CaseKind.COLLECTIVE and representative_id is None:
        raise Invalid.field(
            "party",
            "not_a_representative",
            "集体案件由推举的代表人参加调解，请先登记代表人。",
            "In a collective case the elected representatives take part; record the election first.",
        )
    if person is not None and guest.name and check_name("name", guest.name) != person.name:
        raise Invalid.field(
            "name", "known", "此当事人本人参加，无需另填姓名。", "This party comes in person; the name is known."
        )
    typed = person.name if person is not None else guest.name or organisation.contact_name
    if not typed:
        raise Invalid.field("name", "empty", "请填写到场人姓名。", "Name the person who comes for the party.")
    return check_name("name", typed), _phone(tx, guest, person, organisation)


def _phone(tx: Tx, guest: Guest, person: Person | None, organisation: Organisation | None) -> str | None:
    """The number that was typed, or the one on file for exactly this person. Raises Invalid (phone)."""
    if guest.phone is not None and guest.phone.strip():
        try:
            return mobile(guest.phone)
        except Unacceptable as refusal:
            raise Invalid(refusal.at("phone")) from None
    unseal = tx.runtime.vault.open
    if person is not None and person.phone_cipher:
        return unseal(person.phone_cipher, context=f"person.phone:{person.id}")
    if organisation is not None and organisation.contact_phone_cipher and not guest.name:
        return unseal(organisation.contact_phone_cipher, context=f"organisation.contact_phone:{organisation.id}")
    return None
