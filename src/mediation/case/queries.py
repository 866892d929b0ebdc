"""Facts of cases, locks, and the batch reads of one case. Lists are in lists.py.

Whoever reads cases passes the guard's `visible` clause; it is never optional.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select, true, tuple_
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts, Tie, TieValue, tied_values
from mediation.access.verbs import Verb
from mediation.agency.models import Agency, Staff, StaffRole
from mediation.case.models import Case, CaseTie, Claim, Finding, Party, PartySide, Representative
from mediation.gql.context import Reader
from mediation.infra.uow import Tx
from mediation.kit.actor import Role
from mediation.kit.ids import case_number, parse_case_number
from mediation.kit.problems import NotFound
from mediation.person.models import Organisation, Person

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
    return select(col(CaseTie.case_id), col(CaseTie.kind), col(CaseTie.holder_id), col(CaseTie.until_at)).where(
        and_(col(CaseTie.case_id).in_(case_ids), col(CaseTie.ended_at).is_(None))
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
        .where(col(Party.case_id) == case_id, col(Person.id_index) == id_index)
        .limit(1)
    )
    return found.first() is not None


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

PARTY = (
    col(Party.id),
    col(Party.case_id),
    col(Party.side),
    col(Party.relation),
    col(Party.position),
    col(Party.job),
    col(Party.taking_part),
    col(Party.withdrawn_at),
    col(Party.withdrawn_reason),
    col(Party.joined_at),
    col(Party.organisation_id),
    col(Party.person_id),
    col(Person.phone_cipher),
    col(Person.id_cipher),
    func.coalesce(col(Person.name), col(Organisation.name)).label("name"),
)
"""The columns of a party that are shown; the statement comes from `_parties`."""


def _parties() -> Rows:
    return (
        select(*PARTY)
        .select_from(Party)
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
    )


def _in_order(rows: Sequence[Row[Any]], keys: Sequence[UUID]) -> Sequence[Row[Any] | None]:
    found = {row.id: row for row in rows}
    return [found.get(key) for key in keys]


def _grouped(rows: Sequence[Row[Any]], keys: Sequence[UUID], by: str) -> Sequence[Sequence[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[getattr(row, by)].append(row)
    return [groups[key] for key in keys]


async def cases_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: the shown columns of cases the caller may see, by id."""
    visible = guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)
    return _in_order(await reader.rows(select(*CASE).where(col(Case.id).in_(keys), visible)), keys)


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
    groups = _grouped(await reader.rows(open_ties(keys)), keys, "case_id")
    return [frozenset(TieValue(Tie(row.kind), row.holder_id, row.until_at) for row in rows) for rows in groups]


async def claimants_of_cases(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[int, UUID] | None
) -> Sequence[Sequence[Row[Any]]]:
    """Batch: up to `first` claimants of each case behind position and id `after`, in the order of the roster."""
    of_case = (
        _parties()
        .where(col(Party.side) == PartySide.CLAIMANT.value)
        .order_by(col(Party.position), col(Party.id))
        .limit(first)
    )
    if after is not None:
        of_case = of_case.where(tuple_(col(Party.position), col(Party.id)) > tuple_(*after))
    return await _of_each_case(reader, keys, of_case)


async def others_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: third parties of cases."""
    of_case = (
        _parties()
        .where(col(Party.side) == PartySide.THIRD_PARTY.value)
        .order_by(col(Party.position), col(Party.id))
        .limit(100)
    )
    return await _of_each_case(reader, keys, of_case)


async def respondents_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the employer's place among the parties of cases, as a list of one."""
    return await _of_each_case(reader, keys, _parties().where(col(Party.side) == PartySide.RESPONDENT.value).limit(1))


async def _of_each_case(reader: Reader, keys: list[UUID], of_case: Rows) -> Sequence[Sequence[Row[Any]]]:
    """One statement for all: the limit is per case, and the rows of a case stand beside each other in the index."""
    each = of_case.where(col(Party.case_id) == col(Case.id)).correlate(Case).lateral("each")
    visible = guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS)
    rows = await reader.rows(
        select(each)
        .select_from(Case)
        .join(each, true())
        .where(col(Case.id).in_(keys), visible)
        .order_by(each.c.position, each.c.id)
    )
    return _grouped(rows, keys, "case_id")


async def parties_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: the shown columns of parties the caller may see, by id."""
    rows = await reader.rows(
        _parties()
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(col(Party.id).in_(keys), guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS))
    )
    return _in_order(rows, keys)


async def claims_of_parties(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the claims of parties, where the caller may see claims."""
    rows = await reader.rows(
        _claims()
        .where(col(Claim.party_id).in_(keys), guard.visible(reader.actor, Verb.CLAIM_VIEW, COLUMNS))
        .order_by(col(Claim.group_).desc(), col(Claim.head))
    )
    return _grouped(rows, keys, "party_id")


async def claims_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: claims the caller may see, by id."""
    visible = guard.visible(reader.actor, Verb.CLAIM_VIEW, COLUMNS)
    return _in_order(await reader.rows(_claims().where(col(Claim.id).in_(keys), visible)), keys)


def _claims() -> Rows:
    return select(
        col(Claim.id),
        col(Claim.party_id),
        col(Claim.head),
        col(Claim.group_),
        col(Claim.amount_fen),
        col(Claim.period_from),
        col(Claim.period_to),
        col(Claim.note),
    ).join(Case, col(Case.id) == col(Claim.case_id))


async def representatives_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the elected representatives of cases, in the order of the roster."""
    rows = await reader.rows(
        select(
            col(Representative.id),
            col(Representative.case_id),
            col(Representative.party_id),
            col(Representative.special_authority),
            col(Representative.elected_on),
            col(Representative.document),
        )
        .join(Case, col(Case.id) == col(Representative.case_id))
        .join(Party, col(Party.id) == col(Representative.party_id))
        .where(col(Representative.case_id).in_(keys), guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS))
        .order_by(col(Party.position), col(Party.id))
    )
    return _grouped(rows, keys, "case_id")


async def findings_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[Sequence[Row[Any]]]:
    """Batch: the findings recorded in cases, newest first."""
    rows = await reader.rows(_findings(reader).where(col(Finding.case_id).in_(keys)))
    return _grouped(rows, keys, "case_id")


async def findings_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: findings the caller may see, by id."""
    return _in_order(await reader.rows(_findings(reader).where(col(Finding.id).in_(keys))), keys)


def _findings(reader: Reader) -> Rows:
    return (
        select(
            col(Finding.id),
            col(Finding.case_id),
            col(Finding.kind),
            col(Finding.statement),
            col(Finding.source),
            col(Finding.found_on),
            col(Finding.recorded_by),
        )
        .join(Case, col(Case.id) == col(Finding.case_id))
        .where(guard.visible(reader.actor, Verb.FINDING_VIEW, COLUMNS))
        .order_by(col(Finding.found_on).desc(), col(Finding.id).desc())
    )


async def employers_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: employers in whose cases the caller may look, by id; the contact's phone sealed."""
    seen = exists(
        select(1).where(
            col(Case.employer_id) == col(Organisation.id), guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)
        )
    )
    rows = await reader.rows(
        select(
            col(Organisation.id),
            col(Organisation.name),
            col(Organisation.credit_code),
            col(Organisation.contact_name),
            col(Organisation.contact_phone_cipher),
            col(Organisation.address),
        ).where(col(Organisation.id).in_(keys), seen)
    )
    return _in_order(rows, keys)


async def open_cases_of_employers(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many open cases the caller may see against each employer."""
    rows = await reader.rows(
        select(col(Case.employer_id), func.count().label("open"))
        .where(
            col(Case.employer_id).in_(keys),
            col(Case.closed_at).is_(None),
            guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS),
        )
        .group_by(col(Case.employer_id))
    )
    found = {row.employer_id: int(row.open) for row in rows}
    return [found.get(key, 0) for key in keys]


async def recusals_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: recusals, for whoever sees the case and for the person who no longer does."""
    rows = await reader.rows(
        select(
            col(CaseTie.id),
            col(CaseTie.case_id),
            col(CaseTie.holder_id),
            col(CaseTie.since_at),
            col(CaseTie.reason),
            col(Case.mediator_id),
        )
        .join(Case, col(Case.id) == col(CaseTie.case_id))
        .where(
            col(CaseTie.id).in_(keys),
            col(CaseTie.kind) == Tie.RECUSED.value,
            or_(col(CaseTie.holder_id) == reader.actor.id, guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS)),
        )
    )
    return _in_order(rows, keys)
