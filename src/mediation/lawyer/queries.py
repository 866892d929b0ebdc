"""Every SELECT on lawyers and assignments."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Row, String, and_, any_, cast, exists, func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie
from mediation.access.verbs import Verb
from mediation.agency.models import District, Staff
from mediation.case import queries as cases
from mediation.case.models import Case, CaseTie, Claim, Party, PartySide
from mediation.gql.context import Reader
from mediation.infra.clock import SHANGHAI
from mediation.infra.db import AnySelect
from mediation.infra.statements import among, late
from mediation.kit.actor import Actor
from mediation.lawyer.models import Assignment, Engagement, Lawyer, RotaDay
from mediation.lawyer.rules import Acted, Candidate, Named
from mediation.person.models import Organisation, Person
from mediation.person.rules import name_key

PANEL = Facts(
    city=col(District.city_id),
    district=col(Lawyer.district_id),
    agency=col(Lawyer.agency_id),
    owner=col(Lawyer.staff_id),
)
"""Facts of a lawyer as columns; the statement joins Lawyer with District."""

ASSIGNMENTS = Facts(
    city=col(Case.city_id),
    district=col(Case.district_id),
    agency=col(Case.agency_id),
    owner=col(Lawyer.staff_id),
    tied=cases.COLUMNS.tied,
)
"""Facts of an assignment as columns; the statement joins Assignment, Case and Lawyer."""

Executor = AsyncSession | AsyncConnection


def open_load() -> Any:
    """How many cases a lawyer has, asked or accepted, as a scalar subquery correlated to Lawyer."""
    return (
        select(func.count())
        .where(col(Assignment.lawyer_id) == col(Lawyer.id), col(Assignment.state).in_(("offered", "accepted")))
        .correlate(Lawyer)
        .scalar_subquery()
    )


def panel_rows() -> Any:
    """Lawyers with name, firm and load."""
    return (
        select(
            col(Lawyer.id),
            col(Lawyer.staff_id),
            col(Lawyer.firm_id),
            col(Lawyer.district_id),
            col(Lawyer.licence),
            col(Lawyer.specialties),
            col(Lawyer.capacity),
            col(Lawyer.left_on),
            col(Lawyer.version),
            col(Staff.name),
            col(Organisation.name).label("firm"),
            open_load().label("open_cases"),
        )
        .join(Staff, col(Staff.id) == col(Lawyer.staff_id))
        .join(Organisation, col(Organisation.id) == col(Lawyer.firm_id))
        .join(District, col(District.id) == col(Lawyer.district_id))
    )


async def candidates(db: Executor, case_id: UUID, district_id: UUID, today: date) -> list[Candidate]:
    """The panel of a district as candidates for a case, in one query."""
    rota = (
        select(col(RotaDay.position))
        .where(col(RotaDay.lawyer_id) == col(Lawyer.id), col(RotaDay.on_day) == today)
        .correlate(Lawyer)
        .scalar_subquery()
    )
    asked = (
        select(func.count())
        .where(col(Assignment.lawyer_id) == col(Lawyer.id), col(Assignment.case_id) == case_id)
        .correlate(Lawyer)
        .scalar_subquery()
    )
    recused = exists(
        select(1)
        .where(
            col(CaseTie.case_id) == case_id,
            col(CaseTie.kind) == Tie.RECUSED.value,
            col(CaseTie.holder_id) == col(Lawyer.staff_id),
            col(CaseTie.ended_at).is_(None),
        )
        .correlate(Lawyer)
    )
    rows = await db.execute(
        panel_rows()
        .add_columns(rota.label("rota_position"), asked.label("asked"), recused.label("recused"))
        .where(col(Lawyer.district_id) == district_id, col(Lawyer.left_on).is_(None), col(Staff.disabled_at).is_(None))
    )
    return [_candidate(row) for row in rows.all()]


def _candidate(row: Any) -> Candidate:
    return Candidate(
        row.id,
        row.staff_id,
        row.firm_id,
        row.name,
        row.firm,
        tuple(row.specialties),
        row.capacity,
        row.open_cases,
        row.rota_position,
        lately_offered=row.asked > 0,
        recused=row.recused,
    )


async def parties(db: Executor, case_id: UUID) -> list[Named]:
    """The names and codes of a case's parties, for the conflict check."""
    rows = await db.execute(
        select(
            col(Party.side),
            func.coalesce(col(Person.name), col(Organisation.name)).label("name"),
            col(Organisation.credit_code),
        )
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.case_id) == case_id, col(Party.withdrawn_at).is_(None))
    )
    return [Named(row.name, row.credit_code, row.side == PartySide.CLAIMANT) for row in rows.all()]


async def needed(db: Executor, case_id: UUID) -> frozenset[str]:
    """The specialties a case asks for: what is claimed in it, by head and by group."""
    rows = await db.execute(
        select(col(Claim.head), col(Claim.group_))
        .where(col(Claim.case_id) == case_id, col(Claim.amount_fen) > 0)
        .distinct()
    )
    return frozenset(word for row in rows.all() for word in (row.head, row.group_))


async def engagements(db: Executor, firm_ids: Sequence[UUID], named: Sequence[Named]) -> list[Acted]:
    """What firms did for or against the people named: the register, and the cases that their lawyers took here."""
    keys = [name_key(one.name) for one in named]
    codes = [one.credit_code for one in named if one.credit_code]
    registered = await db.execute(
        select(
            col(Engagement.firm_id),
            col(Engagement.lawyer_id),
            col(Engagement.name_key),
            col(Engagement.credit_code),
            col(Engagement.capacity),
            col(Engagement.reference),
        ).where(
            col(Engagement.firm_id).in_(firm_ids),
            or_(col(Engagement.name_key).in_(keys), col(Engagement.credit_code).in_(codes)),
        )
    )
    acted = [
        Acted(row.firm_id, row.lawyer_id, row.name_key, row.credit_code, row.capacity == "for", row.reference)
        for row in registered.all()
    ]
    return acted + await _own_cases(db, firm_ids, named)


async def _own_cases(db: Executor, firm_ids: Sequence[UUID], named: Sequence[Named]) -> list[Acted]:
    """From the names to their cases, and only then to who took them: of a firm's years of work next to nothing is of them."""
    who = _people({one.name for one in named}).union_all(_organisations(named)).subquery("who")
    rows: Any = await db.execute(
        select(
            col(Lawyer.firm_id),
            col(Lawyer.id).label("lawyer_id"),
            who.c.name,
            who.c.credit_code,
            who.c.side,
            col(Case.number),
        )
        .select_from(who)
        .join(Assignment, col(Assignment.case_id) == who.c.case_id)
        .join(Lawyer, col(Lawyer.id) == col(Assignment.lawyer_id))
        .join(Case, col(Case.id) == who.c.case_id)
        .where(
            col(Lawyer.firm_id).in_(firm_ids),
            col(Assignment.state).in_(("accepted", "handed_back", "replaced", "ended")),
            col(Assignment.answered_at).is_not(None),
        )
    )
    return [
        Acted(
            row.firm_id, row.lawyer_id, name_key(row.name), row.credit_code, row.side == PartySide.CLAIMANT, row.number
        )
        for row in rows.all()
    ]


def _people(names: set[str]) -> Any:
    return (
        select(col(Party.case_id), col(Party.side), col(Person.name), cast(null(), String()).label("credit_code"))
        .join(Person, col(Person.id) == col(Party.person_id))
        .where(col(Person.name) == any_(cast(sorted(names), ARRAY(String))))
    )


def _organisations(named: Sequence[Named]) -> Any:
    keys = [name_key(one.name) for one in named]
    codes = [one.credit_code for one in named if one.credit_code]
    return (
        select(col(Party.case_id), col(Party.side), col(Organisation.name), col(Organisation.credit_code))
        .join(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(
            or_(
                col(Organisation.name_key) == any_(cast(keys, ARRAY(String))),
                col(Organisation.credit_code) == any_(cast(codes, ARRAY(String))),
            )
        )
    )


def assignment_rows(actor: Actor) -> Any:
    """Assignments that `actor` may see, with the lawyer's name and the case's."""
    return (
        select(
            Assignment.__table__.columns,  # type: ignore[attr-defined]
            col(Lawyer.staff_id),
            col(Staff.name).label("lawyer_name"),
            col(Staff.agency_id).label("lawyer_agency_id"),
            col(Case.number).label("case_number"),
            col(Case.registered_at),
        )
        .join(Lawyer, col(Lawyer.id) == col(Assignment.lawyer_id))
        .join(Staff, col(Staff.id) == col(Lawyer.staff_id))
        .join(Case, col(Case.id) == col(Assignment.case_id))
        .where(guard.visible(actor, Verb.ASSIGNMENT_VIEW, ASSIGNMENTS))
    )


async def assignments_of_cases(reader: Reader, keys: list[UUID]) -> list[list[Row[Any]]]:
    """Batch: the assignments of cases, newest first, as the caller may see them."""
    rows = await reader.fetch(_assignments_of_cases, keys=keys)
    found: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        found[row.case_id].append(row)
    return [found[key] for key in keys]


def _assignments_of_cases(actor: Actor) -> Any:
    return assignment_rows(actor).where(among(Assignment.case_id)).order_by(col(Assignment.offered_at).desc())


async def party_names(reader: Reader, keys: list[UUID]) -> list[list[str]]:
    """Batch: names of the parties of assignments' cases; visibility was decided when the assignment was read."""
    rows = await reader.rows(
        select(col(Party.case_id), func.coalesce(col(Person.name), col(Organisation.name)).label("name"))
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.case_id).in_(keys), col(Party.withdrawn_at).is_(None))
        .order_by(col(Party.case_id), col(Party.side), col(Party.position))
    )
    found: dict[UUID, list[str]] = {key: [] for key in keys}
    for row in rows:
        found[row.case_id].append(row.name)
    return [found[key] for key in keys]


async def workloads(reader: Reader, keys: list[UUID]) -> list[Row[Any]]:
    """Batch: what lawyers have to do, one row each: asked this month, the nearest deadline, and how fast they answer."""
    rows = await reader.fetch(_workloads, keys=keys, month=_month_of(reader.now), since=reader.now - timedelta(days=90))
    found = {row.lawyer_id: row for row in rows}
    return [found[key] for key in keys]


def _workloads(_: Actor) -> Any:
    held = col(Assignment.state) == "accepted"
    minutes = func.extract("epoch", col(Assignment.answered_at) - col(Assignment.offered_at)) / 60
    lately = and_(
        col(Assignment.answered_at).is_not(None), col(Assignment.offered_at) >= late("since", DateTime(timezone=True))
    )
    return (
        select(
            col(Lawyer.id).label("lawyer_id"),
            func.count(col(Assignment.id))
            .filter(col(Assignment.offered_at) >= late("month", DateTime(timezone=True)))
            .label("new_this_month"),
            func.min(col(Case.next_due_at)).filter(held).label("next_due_at"),
            func.percentile_cont(0.5).within_group(minutes.asc()).filter(lately).label("answer_minutes"),
        )
        .outerjoin(Assignment, col(Assignment.lawyer_id) == col(Lawyer.id))
        .outerjoin(Case, col(Case.id) == col(Assignment.case_id))
        .where(among(Lawyer.id))
        .group_by(col(Lawyer.id))
    )


def _month_of(now: datetime) -> datetime:
    """Where the month of `now` began in Shanghai."""
    return now.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def open_of_staff(keys: Sequence[UUID]) -> AnySelect:
    """How many requests are open or accepted, by the staff id of the lawyer, as `holder_id` and `open`."""
    return (
        select(col(Lawyer.staff_id).label("holder_id"), func.count().label("open"))
        .join(Assignment, col(Assignment.lawyer_id) == col(Lawyer.id))
        .where(col(Lawyer.staff_id).in_(keys), col(Assignment.state).in_(("offered", "accepted")))
        .group_by(col(Lawyer.staff_id))
    )
