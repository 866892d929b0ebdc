"""`mediation admin create`: the first administrator of an agency, made by whoever runs the machine.

Makes the city, the district and the agency as well when their names are given and they are not there. Refuses to hold
the reading of the password: the command line does that and passes it in.
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.agency import establish, passwords, rules, staff
from mediation.agency.models import Agency, AgencyKind, City, District
from mediation.infra.db import new_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.actor import Role, system
from mediation.kit.problems import Invalid


@dataclass(frozen=True)
class Place:
    """The agency, by name, and where it is. Everything but the agency's name is needed only for what is not there yet."""

    agency: str
    kind: AgencyKind = AgencyKind.UNION
    agency_en: str | None = None
    phone: str = "12351"
    city_code: str | None = None
    city: str | None = None
    city_en: str | None = None
    district_code: str | None = None
    district: str | None = None
    district_en: str | None = None
    studio: establish.StudioDraft | None = None


async def create(
    runtime: Runtime, *, login: str, password: str, place: Place, name: str = "管理员", locale: str | None = None
) -> str:
    """Make an administrator's account who can sign in with `password` right away. Returns one line to print.

    Raises Invalid (login, password, agency, …) naming each field; then nothing was made.
    """
    rules.check_password(password, login=rules.check_login(login), path="password")
    hashed = await passwords.hash_password(password)
    draft = staff.StaffDraft(login=login, name=name, roles=(Role.ADMINISTRATOR,), locale=locale)
    async with runtime.uow(system(runtime.clock.now())) as tx:
        agency = await _agency(tx, place) or await _establish(tx, place)
        row = await staff.add(tx, agency, draft, password_hash=hashed, must_change=False)
    return f"{row.login} is administrator of {agency.name_zh}"


async def _agency(tx: Tx, place: Place) -> Agency | None:
    found = select(Agency).join(District, col(District.id) == col(Agency.district_id))
    found = found.where(col(Agency.name_zh) == rules.check_label(place.agency, path="agency"))
    if place.district_code is not None:
        found = found.where(col(District.code) == place.district_code)
    agencies = (await tx.session.execute(found.limit(2))).scalars().all()
    if len(agencies) > 1:
        raise Invalid.field(
            "district_code", "ambiguous", "有多个同名单位。", "Several agencies have this name: say where."
        )
    return agencies[0] if agencies else None


async def _establish(tx: Tx, place: Place) -> Agency:
    if not (place.city_code and place.district_code):
        raise Invalid.field(
            "agency",
            "unknown",
            "没有这个单位；新建单位须给出城市和区的代码与名称。",
            "There is no such agency. To make it, give codes and names of its city and district.",
        )
    city = await _city(tx, place, place.city_code)
    draft = establish.AgencyDraft(
        kind=place.kind,
        name_zh=place.agency,
        name_en=place.agency_en or place.agency,
        phone=place.phone,
        district_code=place.district_code,
        district_name_zh=place.district,
        district_name_en=place.district_en or place.district,
        studio=place.studio,
    )
    return await establish.write(tx, city.id, draft)


async def _city(tx: Tx, place: Place, code: str) -> City:
    find = select(City).where(col(City.code) == rules.check_district_code(code, path="city_code"))
    found = (await tx.session.execute(find)).scalar_one_or_none()
    if found is None:
        name = rules.check_label(place.city or "", path="city")
        values = {"id": new_id(), "code": code, "name_zh": name, "name_en": place.city_en or name}
        await tx.session.execute(insert(City).values(**values).on_conflict_do_nothing())
        found = (await tx.session.execute(find)).scalar_one()
    return found
