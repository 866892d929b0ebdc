"""The verbs of the panel: lawyer:enroll, lawyer:revise, rota:set."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, District, Staff
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks, line
from mediation.kit.identifiers import credit_code
from mediation.kit.problems import Conflict, Invalid, NotFound, Text, check_version
from mediation.lawyer.events import LawyerEnrolled, LawyerRevised, RotaSet
from mediation.lawyer.models import Engagement, Lawyer, RotaDay
from mediation.person.models import Organisation
from mediation.person.rules import name_key


@dataclass(frozen=True)
class PastWork:
    """An entry of the conflict register."""

    name: str
    credit_code: str | None
    is_for: bool
    reference: str


@dataclass(frozen=True)
class Enrolment:
    """A lawyer as they join the panel."""

    staff_id: UUID
    firm_name: str
    licence: str
    specialties: tuple[str, ...]
    capacity: int
    past: tuple[PastWork, ...] = ()


async def enroll(tx: Tx, draft: Enrolment) -> Lawyer:
    """Put a member of staff on the panel of their agency's district.

    Raises NotFound, Forbidden, Conflict, Invalid (firm, licence, specialties, capacity, pastWork.N...).
    """
    staff = await tx.session.get(Staff, draft.staff_id)
    agency = await tx.session.get(Agency, staff.agency_id) if staff else None
    if staff is None or agency is None:
        raise NotFound
    guard.require(tx.actor, Verb.LAWYER_ENROLL, await _facts(tx, agency.district_id, agency.id, staff.id))
    draft = _checked(draft)
    found = await tx.session.execute(select(col(Lawyer.id)).where(col(Lawyer.staff_id) == staff.id))
    if found.first() is not None:
        raise Conflict(text=Text("该律师已在名册中。", "This lawyer is on the panel already."))
    firm = await _firm(tx, draft.firm_name, agency.district_id)
    lawyer = Lawyer(
        district_id=agency.district_id,
        agency_id=agency.id,
        staff_id=staff.id,
        firm_id=firm.id,
        licence=draft.licence,
        specialties=list(draft.specialties),
        capacity=draft.capacity,
    )
    tx.session.add(lawyer)
    await tx.session.flush()
    tx.session.add_all([_engagement(lawyer, entry) for entry in draft.past])
    tx.record(LawyerEnrolled(subject_id=lawyer.id, district_id=lawyer.district_id, firm_id=firm.id))
    return lawyer


async def revise(
    tx: Tx,
    lawyer_id: UUID,
    *,
    seen: int,
    capacity: int,
    specialties: tuple[str, ...],
    left_on: date | None,
    past: tuple[PastWork, ...],
) -> Lawyer:
    """Change a lawyer's capacity, specialties or membership; add to the conflict register.

    Raises NotFound, Forbidden, Conflict, Invalid (specialties, capacity, pastWork.N...).
    """
    lawyer = await tx.session.get(Lawyer, lawyer_id, with_for_update=True)
    if lawyer is None:
        raise NotFound
    guard.require(tx.actor, Verb.LAWYER_REVISE, await _facts(tx, lawyer.district_id, lawyer.agency_id, lawyer.staff_id))
    check_version(seen, lawyer.version)
    checks = Checks()
    specialties, past = _entry(checks, capacity, specialties, past)
    checks.settle()
    lawyer.capacity, lawyer.specialties, lawyer.left_on = capacity, list(specialties), left_on
    lawyer.version += 1
    tx.session.add_all([_engagement(lawyer, entry) for entry in past])
    tx.record(LawyerRevised(subject_id=lawyer.id, district_id=lawyer.district_id, capacity=capacity, left_on=left_on))
    return lawyer


async def set_rota(tx: Tx, district_id: UUID, on_day: date, lawyer_ids: Sequence[UUID]) -> None:
    """Decide who is on duty on a day, in turn. An empty list clears the day. Raises NotFound, Forbidden, Invalid."""
    guard.require(tx.actor, Verb.ROTA_SET, await _facts(tx, district_id, None, None))
    if len(set(lawyer_ids)) != len(lawyer_ids) or len(lawyer_ids) > 50:
        raise Invalid.field("lawyers", "repeated", "律师不能重复，最多50名。", "Each lawyer once, at most 50.")
    found = await tx.session.execute(
        select(col(Lawyer.id)).where(
            col(Lawyer.id).in_(lawyer_ids), col(Lawyer.district_id) == district_id, col(Lawyer.left_on).is_(None)
        )
    )
    if len(found.all()) != len(lawyer_ids):
        raise Invalid.field(
            "lawyers", "not_on_panel", "有律师不在本区名册中。", "Not all are on this district's panel."
        )
    await tx.session.execute(
        delete(RotaDay).where(col(RotaDay.district_id) == district_id, col(RotaDay.on_day) == on_day)
    )
    tx.session.add_all(
        [
            RotaDay(district_id=district_id, on_day=on_day, lawyer_id=one, position=position)
            for position, one in enumerate(lawyer_ids, start=1)
        ]
    )
    tx.record(RotaSet(subject_id=district_id, district_id=district_id, on_day=on_day, lawyers=tuple(lawyer_ids)))


async def _facts(tx: Tx, district_id: UUID, agency_id: UUID | None, owner: UUID | None) -> Facts:
    district = await tx.session.get(District, district_id)
    if district is None:
        raise NotFound
    return Facts(city=district.city_id, district=district_id, agency=agency_id, owner=owner)


def _checked(typed: Enrolment) -> Enrolment:
    checks = Checks()
    firm = checks.require("firm", lambda text: line(text, max_chars=100), typed.firm_name) or ""
    if firm and not name_key(firm):
        checks.wrong("firm", "not_a_name", "名称中没有文字", "The name has no letters in it.")
    licence = checks.require("licence", lambda text: line(text, max_chars=50), typed.licence) or ""
    specialties, past = _entry(checks, typed.capacity, typed.specialties, typed.past)
    checks.settle()
    return replace(typed, firm_name=firm, licence=licence, specialties=specialties, past=past)


def _entry(
    checks: Checks, capacity: int, specialties: Sequence[str], past: Sequence[PastWork]
) -> tuple[tuple[str, ...], tuple[PastWork, ...]]:
    if not 0 <= capacity <= 500:
        checks.wrong("capacity", "out_of_range", "在办上限须为0至500", "Capacity is 0 to 500.")
    if len(specialties) > 20:
        checks.wrong("specialties", "too_many", "专长不超过20项", "At most 20.")
    words = [
        checks.require(f"specialties.{i}", lambda text: line(text, max_chars=50), one) or ""
        for i, one in enumerate(specialties[:20])
    ]
    return tuple(words), tuple(_past(checks, f"pastWork.{i}", one) for i, one in enumerate(past))


def _past(checks: Checks, path: str, typed: PastWork) -> PastWork:
    """An entry in its one form. A code with a slip in it would hide a conflict that the name alone shows."""
    return replace(
        typed,
        name=checks.require(f"{path}.name", lambda text: line(text, max_chars=100), typed.name) or "",
        credit_code=checks.read(f"{path}.creditCode", credit_code, typed.credit_code),
        reference=checks.line(f"{path}.reference", typed.reference, max_chars=100) or "",
    )


async def _firm(tx: Tx, name: str, district_id: UUID) -> Organisation:
    key = name_key(name)
    found = await tx.session.execute(select(Organisation).where(col(Organisation.name_key) == key).limit(1))
    firm = found.scalar_one_or_none()
    if firm is None:
        firm = Organisation(district_id=district_id, name=name, name_key=key, bigrams=[])
        tx.session.add(firm)
        await tx.session.flush()
    return firm


def _engagement(lawyer: Lawyer, entry: PastWork) -> Engagement:
    return Engagement(
        district_id=lawyer.district_id,
        firm_id=lawyer.firm_id,
        lawyer_id=lawyer.id,
        name=entry.name,
        name_key=name_key(entry.name),
        credit_code=entry.credit_code,
        capacity="for" if entry.is_for else "against",
        reference=entry.reference,
    )
