"""Every SELECT on agencies and staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlmodel import col

from mediation.access.scopes import Facts
from mediation.agency.models import Agency, District, Session, Staff, StaffRole
from mediation.gql.context import Reader

COLUMNS = Facts(city=col(District.city_id), district=col(Agency.district_id), agency=col(Agency.id))
"""Facts of an agency as columns; the statement joins Agency with District."""

STAFF_COLUMNS = Facts(
    city=col(District.city_id), district=col(Agency.district_id), agency=col(Staff.agency_id), owner=col(Staff.id)
)
"""Facts of a member of staff as columns; the statement joins Staff, Agency and District."""


def session_holder(token_hash: bytes, now: datetime) -> Any:
    """Who holds the open session with this token hash, with everything an Actor is made of."""
    roles = (
        select(func.array_agg(col(StaffRole.role)))
        .where(col(StaffRole.staff_id) == col(Staff.id))
        .scalar_subquery()
        .label("roles")
    )
    return (
        select(
            col(Session.id).label("session_id"),
            col(Session.seen_at),
            col(Staff.id),
            col(Staff.name),
            col(Staff.locale),
            col(Staff.agency_id),
            col(Agency.district_id),
            col(District.city_id),
            roles,
        )
        .join(Staff, col(Staff.id) == col(Session.staff_id))
        .join(Agency, col(Agency.id) == col(Staff.agency_id))
        .join(District, col(District.id) == col(Agency.district_id))
        .where(
            col(Session.token_hash) == token_hash,
            col(Session.closed_at).is_(None),
            col(Session.expires_at) > now,
            col(Staff.disabled_at).is_(None),
        )
    )


async def agencies_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: agency rows with their district's names, by id."""
    rows = await reader.rows(
        select(
            Agency.__table__.columns,  # type: ignore[attr-defined]
            col(District.name_zh).label("district_zh"),
            col(District.name_en).label("district_en"),
            col(District.code).label("district_code"),
        )
        .join(District, col(District.id) == col(Agency.district_id))
        .where(col(Agency.id).in_(keys))
    )
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


async def staff_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: id, name and agency of staff, by id. What colleagues see of each other; no phones, no logins."""
    rows = await reader.rows(
        select(col(Staff.id), col(Staff.name), col(Staff.agency_id)).where(col(Staff.id).in_(keys))
    )
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]
