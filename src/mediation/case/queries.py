"""Facts of cases, locks, and the batch reads of one case. Lists are in lists.py.

Whoever reads cases passes the guard's `visible` clause; it is never optional.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie, TieValue, tied_values
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, Staff, StaffRole
from mediation.case.models import Case, CaseTie, Party, PartySide, RosterImport
from mediation.gql.context import Reader
from mediation.infra.statements import among
from mediation.infra.uow import Tx
from mediation.kit.actor import Actor, Role
from mediation.kit.ids import case_number, parse_case_number
from mediation.kit.problems import NotFound
from mediation.person.models import Person

Rows = Select[*tuple[Any, ...]]
"""A statement whose columns are read by name."""


def _tied_sql(kind: Tie, holders: tuple[UUID, ...], at: datetime) -> Any:
    return exists(
        select(1)
        .where(
            col(CaseTie.case_id) == col(Case.id),
            col(CaseTie.kind) == kind.value,
            col(CaseTie.holder_id).in_(holders),
            col(CaseTie.ended_at).is_(None),
            or_(col(CaseTie.until_at).is_(None), col(CaseTie.until_at) > at),
        )
        .correlate(Case)
    )


COLUMNS = Facts(city=col(Case.city_id), district=col(Case.district_id), agency=col(Case.agency_id), tied=_tied_sql)
"""Facts of a case as columns. The statement must select from, or join, `Case`."""


def facts_of(case: Case, ties: frozenset[TieValue]) -> Facts:
    """Facts of a loaded case."""
    return Facts(
        city=case.city_id, district=case.district_id, agency=case.agency_id, case=case.id, tied=tied_values(ties)
    )


def open_ties(case_ids: Sequence[UUID]) -> Rows:
    """The open ties of cases: case_id, kind, holder_id, until_at."""
    return _TIES.where(col(CaseTie.case_id).in_(case_ids))


_TIES: Rows = select(col(CaseTie.case_id), col(CaseTie.kind), col(CaseTie.holder_id), col(CaseTie.until_at)).where(
    col(CaseTie.ended_at).is_(None)
)


async def lock(tx: Tx, case_id: UUID) -> tuple[Case, Facts]:
    """The case, locked for this transaction, with its facts. Raises NotFound."""
    found = await tx.session.execute(
        select(Case).where(col(Case.id) == case_id).with_for_update().execution_options(populate_existing=True)
    )
    case = found.scalar_one_or_none()
    if case is None:
        raise NotFound
    return case, facts_of(case, await ties_of(tx, case_id))


async def hold(tx: Tx, case_id: UUID) -> tuple[Case, Facts]:
    """The case with its facts, kept from being changed while what hangs on it is. Raises NotFound.

    Before any row that a verb of the case locks too: who changes the case comes to that row only with the case in hand, so
    that nobody waits in a circle. Verbs beside each other do not wait for each other.
    """
    held = select(Case).where(col(Case.id) == case_id).with_for_update(read=True, key_share=True)
    case = (await tx.session.execute(held)).scalar_one_or_none()
    if case is None:
        raise NotFound
    return case, facts_of(case, await ties_of(tx, case_id))


async def look(tx: Tx, case_id: UUID) -> tuple[Case, Facts]:
    """The case without a lock, with its facts, for verbs that change something beside it. Raises NotFound."""
    case = await tx.session.get(Case, case_id)
    if case is None:
        raise NotFound
    return case, facts_of(case, await ties_of(tx, case_id))


async def ties_of(tx: Tx, case_id: UUID) -> frozenset[TieValue]:
    """The open ties of one case."""
    rows = (await tx.session.execute(open_ties([case_id]))).all()
    return frozenset(TieValue(Tie(row.kind), row.holder_id, row.until_at) for row in rows)


async def lock_party(tx: Tx, party_id: UUID) -> tuple[Party, Case, Facts]:
    """A party with its case, the case locked and the party read under the lock. Raises NotFound."""
    party = await tx.session.get(Party, party_id)
    if party is None:
        raise NotFound
    case, facts = await lock(tx, party.case_id)
    await tx.session.refresh(party)
    return party, case, facts


async def claimants_to_tell(tx: Tx, case_id: UUID) -> Sequence[UUID]:
    """The claimants who take part and have not left, as party ids in the order of the roster."""
    found = await tx.session.execute(
        select(col(Party.id))
        .where(
            col(Party.case_id) == case_id,
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.taking_part).is_(True),
            col(Party.withdrawn_at).is_(None),
        )
        .order_by(col(Party.position), col(Party.id))
    )
    return found.scalars().all()


async def is_party(tx: Tx, case_id: UUID, organisation_id: UUID, *, besides: UUID | None = None) -> bool:
    """Whether the organisation is a party of the case that has not left."""
    wanted = [
        col(Party.case_id) == case_id,
        col(Party.organisation_id) == organisation_id,
        col(Party.withdrawn_at).is_(None),
    ]
    if besides is not None:
        wanted.append(col(Party.id) != besides)
    return (await tx.session.execute(select(col(Party.id)).where(*wanted).limit(1))).first() is not None


async def knows_person(tx: Tx, case_id: UUID, id_index: bytes) -> bool:
    """Whether a person with this ID number stands in the case already, also one who has left."""
    found = await tx.session.execute(
        select(col(Party.id))
        .join(Person, col(Person.id) == col(Party.person_id))
        .where(col(Party.case_id) == case_id, col(Person.id_index) == id_index, col(Party.taken_back_at).is_(None))
        .limit(1)
    )
    return found.first() is not None


def rosters(actor: Actor) -> Select[Any]:
    """The rosters of cases for which the caller may preview one."""
    columns = RosterImport.__table__.columns  # type: ignore[attr-defined]
    return (
        select(columns)
        .join(Case, col(Case.id) == col(RosterImport.case_id))
        .where(guard.visible(actor, Verb.ROSTER_PREVIEW, COLUMNS))
    )


def came_with(import_id: UUID) -> Rows:
    """The claimants whom a roster brought, as party ids: also those who have left or were taken back."""
    return select(col(Party.id)).where(col(Party.import_id) == import_id)


async def last_position(tx: Tx, case_id: UUID, side: PartySide = PartySide.CLAIMANT) -> int:
    """The last place taken on that side of the case; 0 when there is none."""
    found = await tx.session.execute(
        select(func.max(col(Party.position))).where(col(Party.case_id) == case_id, col(Party.side) == side.value)
    )
    return found.scalar() or 0


async def open_tie(tx: Tx, case_id: UUID, kind: Tie, holder_id: UUID) -> CaseTie:
    """The open tie of that kind, which is there."""
    found = await tx.session.execute(
        select(CaseTie).where(
            col(CaseTie.case_id) == case_id,
            col(CaseTie.kind) == kind.value,
            col(CaseTie.holder_id) == holder_id,
            col(CaseTie.ended_at).is_(None),
        )
    )
    return found.scalar_one()


async def id_of_number(tx: Tx, typed: str) -> UUID | None:
    """The id of the case with exactly this number, whoever asks: only for verbs that guard themselves."""
    number = parse_case_number(typed)
    if number is None or not number.prefix:
        return None
    found = await tx.session.execute(select(col(Case.id)).where(col(Case.number) == case_number(*number)))
    return found.scalar_one_or_none()


async def is_mediator_of(tx: Tx, agency_id: UUID, staff_id: UUID) -> bool:
    """Whether the member of staff works there as a mediator now."""
    found = await tx.session.execute(
        select(col(Staff.id))
        .join(StaffRole, col(StaffRole.staff_id) == col(Staff.id))
        .where(
            col(Staff.id) == staff_id,
            col(Staff.agency_id) == agency_id,
            col(Staff.disabled_at).is_(None),
            col(StaffRole.role) == Role.MEDIATOR.value,
        )
    )
    return found.first() is not None


async def staff_of_studio(tx: Tx, case: Case, roles: Sequence[Role]) -> list[UUID]:
    """Who works at the case's studio in one of `roles` and is not recused from the case."""
    found = await tx.session.execute(
        select(col(Staff.id))
        .where(
            col(Staff.agency_id) == case.agency_id,
            col(Staff.disabled_at).is_(None),
            col(Staff.id).in_(select(col(StaffRole.staff_id)).where(col(StaffRole.role).in_([*roles]))),
            col(Staff.id).not_in(
                select(col(CaseTie.holder_id)).where(
                    col(CaseTie.case_id) == case.id,
                    col(CaseTie.kind) == Tie.RECUSED.value,
                    col(CaseTie.ended_at).is_(None),
                )
            ),
        )
        .order_by(col(Staff.id))
    )
    return list(found.scalars())


async def is_staff_of_district(tx: Tx, district_id: UUID, staff_id: UUID) -> bool:
    """Whether the member of staff belongs to an agency of the district."""
    found = await tx.session.execute(
        select(col(Staff.id))
        .join(Agency, col(Agency.id) == col(Staff.agency_id))
        .where(col(Staff.id) == staff_id, col(Agency.district_id) == district_id)
    )
    return found.first() is not None


CASE = tuple(
    column
    for column in Case.__table__.columns  # type: ignore[attr-defined]  # SQLModel sets it
    if column.name not in {"bigrams", "name_bigrams", "year", "serial"}
)
"""The columns of a case that are shown."""


def in_order(rows: Sequence[Row[Any]], keys: Sequence[UUID]) -> Sequence[Row[Any] | None]:
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


def grouped(rows: Sequence[Row[Any]], keys: Sequence[UUID], by: str) -> Sequence[Sequence[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[getattr(row, by)].append(row)
    return [groups[key] for key in keys]


async def cases_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: the shown columns of cases the caller may see, by id."""
    return in_order(await reader.fetch(_cases, keys=keys), keys)


def _cases(actor: Actor) -> Rows:
    return select(*CASE).where(among(Case.id), guard.visible(actor, Verb.CASE_VIEW, COLUMNS))


async def case_of_number(reader: Reader, typed: str) -> Row[Any] | None:
    """The case with a number as typed. Without its prefix (`2026-118`) it is one of the caller's own studio."""
    number = parse_case_number(typed)
    if number is None:
        return None
    if number.prefix:
        wanted = col(Case.number) == case_number(*number)
    else:
        own = reader.actor.agency_id
        wanted = and_(col(Case.agency_id) == own, col(Case.year) == number.year, col(Case.serial) == number.n)
    return await reader.first(select(*CASE).where(wanted, guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)))


async def ties_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[frozenset[TieValue]]:
    """Batch: the open ties of cases."""
    groups = grouped(await reader.fetch(_ties, keys=keys), keys, "case_id")
    return [frozenset(TieValue(Tie(row.kind), row.holder_id, row.until_at) for row in rows) for rows in groups]


def _ties(_: Actor) -> Rows:
    return _TIES.where(among(CaseTie.case_id))
