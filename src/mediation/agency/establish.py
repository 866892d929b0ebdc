"""The verb `agency:establish`: a member agency takes part, with its district if that is new and its first administrator."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency import passwords, rules, staff
from mediation.agency.events import AgencyEstablished
from mediation.agency.models import Agency, AgencyKind, District, Staff
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.actor import Role
from mediation.kit.problems import Invalid


@dataclass(frozen=True)
class StudioDraft:
    """The studio that a union agency runs: its name, why it is a mediation body, and the prefix of its case numbers."""

    name_zh: str
    name_en: str
    legal_basis: str
    number_prefix: str


@dataclass(frozen=True)
class AgencyDraft:
    """An agency to be established, as typed. The district's names are needed when its code is new in the city."""

    kind: AgencyKind
    name_zh: str
    name_en: str
    phone: str
    district_code: str
    district_name_zh: str | None = None
    district_name_en: str | None = None
    studio: StudioDraft | None = None


FIRST_ROLES: Final = (Role.ADMINISTRATOR,)


async def establish(tx: Tx, draft: AgencyDraft, administrator: staff.StaffDraft) -> tuple[Agency, Staff, str]:
    """Establish an agency of the caller's city. Returns it, its administrator and their temporary password, told once.

    Raises Forbidden, Invalid (districtCode, nameZh, studio…: taken, empty, …; administrator.login, …).
    """
    guard.require_somewhere(tx.actor, Verb.AGENCY_ESTABLISH)
    guard.require(tx.actor, Verb.AGENCY_ESTABLISH, Facts(city=tx.actor.city_id))
    temporary = passwords.temporary_password()
    hashed = await passwords.hash_password(temporary)
    assert tx.actor.city_id is not None, "the guard matched the city"
    agency = await write(tx, tx.actor.city_id, draft)
    first = await staff.add(tx, agency, administrator, password_hash=hashed, must_change=True, path="administrator.")
    return agency, first, temporary


async def write(tx: Tx, city_id: UUID, draft: AgencyDraft) -> Agency:
    """Write the agency and, where it is new, its district; who may is decided by the caller."""
    district = await _district(tx, city_id, draft)
    row = Agency(
        district_id=district.id,
        kind=draft.kind.value,
        name_zh=rules.check_label(draft.name_zh, path="nameZh"),
        name_en=rules.check_label(draft.name_en, path="nameEn", max_chars=120),
        phone=rules.check_label(draft.phone, path="phone", max_chars=40),
    )
    if draft.studio:
        _add_studio(row, draft.kind, draft.studio)
    same = or_(
        (col(Agency.district_id) == district.id)
        & (col(Agency.kind) == row.kind)
        & (col(Agency.name_zh) == row.name_zh),
        col(Agency.number_prefix) == row.number_prefix,
    )
    taken = (await tx.session.execute(select(col(Agency.number_prefix)).where(same))).first()
    made = await tx.session.execute(
        insert(Agency).values(row.model_dump()).on_conflict_do_nothing().returning(col(Agency.id))
    )
    if made.first() is None:
        path = "studio.numberPrefix" if taken and row.number_prefix and taken[0] == row.number_prefix else "nameZh"
        raise Invalid.field(path, "taken", "已有相同的单位或编号前缀。", "There is such an agency or prefix already.")
    tx.record(
        AgencyEstablished(
            subject_id=row.id, district_id=district.id, kind=draft.kind.value, district_code=district.code
        )
    )
    return row


def _add_studio(row: Agency, kind: AgencyKind, studio: StudioDraft) -> None:
    if kind is not AgencyKind.UNION:
        raise Invalid.field("studio", "not_a_union", "只有工会可以设立工作室。", "Only a union agency runs a studio.")
    row.studio_name_zh = rules.check_label(studio.name_zh, path="studio.nameZh")
    row.studio_name_en = rules.check_label(studio.name_en, path="studio.nameEn", max_chars=120)
    row.legal_basis = rules.check_label(studio.legal_basis, path="studio.legalBasis", max_chars=200)
    row.number_prefix = rules.check_prefix(studio.number_prefix, path="studio.numberPrefix")


async def _district(tx: Tx, city_id: UUID, draft: AgencyDraft) -> District:
    code = rules.check_district_code(draft.district_code, path="districtCode")
    find = select(District).where(col(District.code) == code)
    found = (await tx.session.execute(find)).scalar_one_or_none()
    if found is None:
        names = {
            "name_zh": rules.check_label(draft.district_name_zh or "", path="districtNameZh"),
            "name_en": rules.check_label(draft.district_name_en or "", path="districtNameEn", max_chars=120),
        }
        await tx.session.execute(
            insert(District).values(id=new_id(), city_id=city_id, code=code, **names).on_conflict_do_nothing()
        )
        found = (await tx.session.execute(find)).scalar_one()
    if found.city_id != city_id:
        raise Invalid.field("districtCode", "other_city", "该区属于其他城市。", "This district is of another city.")
    return found
