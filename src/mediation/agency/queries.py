"""Every SELECT on agencies and staff."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, LargeBinary, Row, exists, func, or_, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, District, RecoveryCode, SecondFactor, Session, Staff, StaffRole
from mediation.gql.context import Reader
from mediation.infra.db import AnySelect
from mediation.infra.statements import among, late
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor, Role
from mediation.kit.problems import NotFound

COLUMNS = Facts(city=col(District.city_id), district=col(Agency.district_id), agency=col(Agency.id))
"""Facts of an agency as columns; the statement joins Agency with District."""

STAFF_COLUMNS = Facts(
    city=col(District.city_id), district=col(Agency.district_id), agency=col(Staff.agency_id), owner=col(Staff.id)
)
"""Facts of a member of staff as columns; the statement joins Staff, Agency and District."""


_ACCOUNT = (
    col(Staff.id),
    col(Staff.agency_id),
    col(Staff.login),
    col(Staff.email),
    col(Staff.phone_cipher),
    col(Staff.locale),
    col(Staff.must_change_password),
    col(Staff.disabled_at),
    col(Staff.version),
)

PROFILE = (
    col(Staff.id),
    col(Staff.locale),
    col(Staff.text_size),
    col(Staff.shortcuts),
    col(Staff.quiet_from),
    col(Staff.quiet_to),
    col(Staff.email),
    col(Staff.phone_cipher),
)
"""What a profile is made of."""

_ROLES = (
    select(func.array_agg(col(StaffRole.role)))
    .where(col(StaffRole.staff_id) == col(Staff.id))
    .scalar_subquery()
    .label("roles")
)

_HAS_FACTOR = (
    exists()
    .where(col(SecondFactor.staff_id) == col(Staff.id), col(SecondFactor.confirmed_at).is_not(None))
    .label("has_factor")
)

_ACTOR_PARTS = (
    select(
        col(Staff.id),
        col(Staff.name),
        col(Staff.locale),
        col(Staff.must_change_password),
        col(Staff.agency_id),
        col(Agency.district_id),
        col(District.city_id),
        _ROLES,
        _HAS_FACTOR,
    )
    .join(Agency, col(Agency.id) == col(Staff.agency_id))
    .join(District, col(District.id) == col(Agency.district_id))
)


def session_holder() -> AnySelect:
    """Build: who holds the open session with this `token_hash` at `now`, with everything an Actor is made of."""
    return (
        _ACTOR_PARTS.add_columns(col(Session.id).label("session_id"), col(Session.seen_at))
        .join(Session, col(Session.staff_id) == col(Staff.id))
        .where(
            col(Session.token_hash) == late("token_hash", LargeBinary()),
            col(Session.closed_at).is_(None),
            col(Session.expires_at) > late("now", DateTime(timezone=True)),
            col(Staff.disabled_at).is_(None),
        )
    )


def actor_parts(staff_id: UUID) -> AnySelect:
    """Everything an Actor is made of, for one member of staff."""
    return _ACTOR_PARTS.where(col(Staff.id) == staff_id)


def own_account(staff_id: UUID, session_id: UUID) -> AnySelect:
    """Login, password hash and the kind of the present session of somebody, for a change of password."""
    return (
        select(col(Staff.id), col(Staff.login), col(Staff.password_hash), col(Session.kind))
        .join(Session, col(Session.staff_id) == col(Staff.id))
        .where(col(Staff.id) == staff_id, col(Session.id) == session_id)
    )


def stored_hash(login: str) -> AnySelect:
    """The password hash of an account that lets in."""
    return select(col(Staff.password_hash)).where(col(Staff.login) == login, col(Staff.disabled_at).is_(None))


async def lock_staff(tx: Tx, staff_id: UUID) -> tuple[Staff, Facts]:
    """The member of staff, locked, with their facts. Raises NotFound."""
    found = (
        await tx.session.execute(
            select(Staff, col(Agency.district_id), col(District.city_id))
            .join(Agency, col(Agency.id) == col(Staff.agency_id))
            .join(District, col(District.id) == col(Agency.district_id))
            .where(col(Staff.id) == staff_id)
            .with_for_update(of=Staff)
        )
    ).first()
    if found is None:
        raise NotFound
    staff: Staff = found[0]
    return staff, Facts(city=found.city_id, district=found.district_id, agency=staff.agency_id, owner=staff.id)


async def lock_in_order(tx: Tx, *staff_ids: UUID) -> None:
    """Lock several accounts, those that are there, in the order of their ids."""
    wanted = select(col(Staff.id)).where(col(Staff.id).in_(staff_ids)).order_by(col(Staff.id))
    await tx.session.execute(wanted.with_for_update())


async def lock_agency(tx: Tx, agency_id: UUID) -> tuple[Agency, Facts]:
    """The agency, locked, with its facts: changes of its administrators pass here one after the other. Raises NotFound."""
    found = (
        await tx.session.execute(
            select(Agency, col(District.city_id))
            .join(District, col(District.id) == col(Agency.district_id))
            .where(col(Agency.id) == agency_id)
            .with_for_update(of=Agency)
        )
    ).first()
    if found is None:
        raise NotFound
    agency: Agency = found[0]
    return agency, Facts(city=found.city_id, district=agency.district_id, agency=agency.id)


async def roles_of(tx: Tx, staff_id: UUID) -> frozenset[Role]:
    """The granted roles of one member of staff."""
    found = await tx.session.execute(select(col(StaffRole.role)).where(col(StaffRole.staff_id) == staff_id))
    return frozenset(Role(role) for role in found.scalars())


async def other_administrators(tx: Tx, agency_id: UUID, staff_id: UUID) -> int:
    """How many administrators of the agency could sign in besides `staff_id`."""
    found = await tx.session.execute(
        select(func.count())
        .select_from(Staff)
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(
            col(Staff.agency_id) == agency_id,
            col(Staff.id) != staff_id,
            col(Staff.disabled_at).is_(None),
            col(StaffRole.role) == Role.ADMINISTRATOR.value,
        )
    )
    return int(found.scalar_one())


AGENCIES: AnySelect = select(
    *Agency.__table__.columns,  # type: ignore[attr-defined]
    col(District.name_zh).label("district_zh"),
    col(District.name_en).label("district_en"),
    col(District.code).label("district_code"),
).join(District, col(District.id) == col(Agency.district_id))
"""Agencies with their district's names."""


async def districts(reader: Reader, verb: Verb) -> Sequence[Row[Any]]:
    """The districts with an agency of whose things the caller may do `verb` to some, by name."""
    return await reader.fetch(_districts, verb)


def _districts(actor: Actor, verb: Verb) -> AnySelect:
    # By the English name: its letters are the order in which names are looked up in Chinese too.
    return (
        select(col(District.id), col(District.code), col(District.name_zh), col(District.name_en))
        .join(Agency, col(Agency.district_id) == col(District.id))
        .where(guard.visible(actor, verb, COLUMNS))
        .distinct()
        .order_by(col(District.name_en), col(District.id))
    )


STAFF: AnySelect = (
    select(col(Staff.id), col(Staff.name), col(Staff.agency_id))
    .join(Agency, col(Agency.id) == col(Staff.agency_id))
    .join(District, col(District.id) == col(Agency.district_id))
)
"""Id, name and agency of staff: what colleagues see of each other; no phones, no logins."""


async def agencies_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: agency rows with their district's names, by id."""
    found = {row.id: row for row in await reader.fetch(_agencies, keys=keys)}
    return [found.get(key) for key in keys]


def _agencies(_: Actor) -> AnySelect:
    return AGENCIES.where(among(Agency.id))


async def visible_agencies(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: agencies the caller may look up, by id."""
    visible = guard.visible(reader.actor, Verb.AGENCY_VIEW, COLUMNS)
    found = {row.id: row for row in await reader.rows(AGENCIES.where(col(Agency.id).in_(keys), visible))}
    return [found.get(key) for key in keys]


async def visible_staff(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: staff the caller may look up, by id."""
    found = {row.id: row for row in await reader.fetch(_visible_staff, keys=keys)}
    return [found.get(key) for key in keys]


def _visible_staff(actor: Actor) -> AnySelect:
    return STAFF.where(among(Staff.id), guard.visible(actor, Verb.STAFF_VIEW, STAFF_COLUMNS))


async def accounts(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: what an administrator sees of the accounts of the own agency, and everybody of their own, by staff id."""
    allowed = guard.visible(reader.actor, Verb.STAFF_GRANT, STAFF_COLUMNS)
    rows = await reader.rows(
        select(*_ACCOUNT, col(District.city_id), col(Agency.district_id))
        .join(Agency, col(Agency.id) == col(Staff.agency_id))
        .join(District, col(District.id) == col(Agency.district_id))
        .where(col(Staff.id).in_(keys), or_(allowed, col(Staff.id) == reader.actor.id))
    )
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def roles_of_staff(reader: Reader, keys: list[UUID]) -> list[list[Role]]:
    """Batch: granted roles, by staff id."""
    rows = await reader.rows(
        select(col(StaffRole.staff_id), col(StaffRole.role)).where(col(StaffRole.staff_id).in_(keys))
    )
    found: dict[UUID, list[Role]] = {key: [] for key in keys}
    for row in rows:
        found[row.staff_id].append(Role(row.role))
    return [sorted(found[key]) for key in keys]


async def factors_of(reader: Reader, keys: list[UUID]) -> list[list[Row[Any]]]:
    """Batch: the second factors that count, by staff id. For their own eyes."""
    rows = await reader.rows(
        select(
            col(SecondFactor.id),
            col(SecondFactor.staff_id),
            col(SecondFactor.kind),
            col(SecondFactor.value_cipher),
            col(SecondFactor.confirmed_at),
        )
        .where(col(SecondFactor.staff_id).in_(keys), col(SecondFactor.confirmed_at).is_not(None))
        .order_by(col(SecondFactor.kind).desc())
    )
    found: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        found[row.staff_id].append(row)
    return [found[key] for key in keys]


async def recovery_codes_left(reader: Reader, keys: list[UUID]) -> list[int]:
    """Batch: how many recovery codes somebody still has, by staff id."""
    rows = await reader.rows(
        select(col(RecoveryCode.staff_id), func.count().label("left"))
        .where(col(RecoveryCode.staff_id).in_(keys))
        .group_by(col(RecoveryCode.staff_id))
    )
    left = {row.staff_id: int(row.left) for row in rows}
    return [left.get(key, 0) for key in keys]


async def session_lives(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: when a session was last used and when it ends, by its id."""
    rows = await reader.rows(
        select(col(Session.id), col(Session.seen_at), col(Session.expires_at)).where(col(Session.id).in_(keys))
    )
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def profiles(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: how somebody wants to be shown things, by staff id. For their own eyes."""
    rows = await reader.rows(select(*PROFILE).where(col(Staff.id).in_(keys)))
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def open_sessions(reader: Reader, keys: list[UUID]) -> list[list[Row[Any]]]:
    """Batch: open sessions, newest first, by staff id. For their own eyes."""
    rows = await reader.rows(
        select(
            col(Session.id),
            col(Session.staff_id),
            col(Session.kind),
            col(Session.address),
            col(Session.opened_at),
            col(Session.seen_at),
            col(Session.expires_at),
        )
        .where(
            col(Session.staff_id).in_(keys),
            col(Session.closed_at).is_(None),
            col(Session.expires_at) > reader.now,
        )
        .order_by(col(Session.opened_at).desc(), col(Session.id).desc())
    )
    found: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        found[row.staff_id].append(row)
    return [found[key] for key in keys]


async def staff_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: id, name and agency of staff, by id. What colleagues see of each other; no phones, no logins."""
    found = {row.id: row for row in await reader.fetch(_staff, keys=keys)}
    return [found.get(key) for key in keys]


def _staff(_: Actor) -> AnySelect:
    return select(col(Staff.id), col(Staff.name), col(Staff.agency_id)).where(among(Staff.id))
