"""What a caller reads of agreements: batches, one query each, every one under the guard.

A draft is for staff. A party in the room reads the text; of the lines, the employer all, a worker their own, a
representative with special authority all. Whatever is left out is not in the answer of the database.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Row,
    String,
    and_,
    any_,
    cast,
    exists,
    false,
    func,
    or_,
    select,
    true,
    tuple_,
)
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency.models import Agency
from mediation.agreement.models import Agreement, AgreementLine, Signature
from mediation.agreement.queries import COLUMNS
from mediation.case.models import Case, ClaimGroup, Party, Representative
from mediation.case.queries import Rows
from mediation.gql.context import Reader
from mediation.infra.statements import among
from mediation.kit.actor import Actor, ActorKind, Side
from mediation.person.models import Organisation, Person

VERBS = (
    Verb.AGREEMENT_ABANDON,
    Verb.AGREEMENT_DECLINE,
    Verb.AGREEMENT_FINALISE,
    Verb.AGREEMENT_LINE_VIEW,
    Verb.AGREEMENT_REVISE,
    Verb.AGREEMENT_SEAL,
    Verb.AGREEMENT_SIGN,
)
"""what an agreement tells its reader about themselves"""


def flag(verb: Verb) -> str:
    """The name of the column that says whether the reader may do `verb` here."""
    return "may_" + verb.value.replace(":", "_")


def agreements(actor: Actor) -> Rows:
    """The agreements that `actor` sees, with their sums, how far the signing is, and what they may do."""
    line_sum = _line_sums().lateral("sums")
    standing = _mark_counts(actor).lateral("marks")
    return (
        select(
            Agreement.__table__.columns,  # type: ignore[attr-defined]  # SQLModel sets it
            line_sum.c.workers,
            line_sum.c.wages_fen,
            line_sum.c.social_insurance_fen,
            standing.c.workers_signed,
            standing.c.workers_declined,
            standing.c.signed_by,
            standing.c.signed_by_reader,
            col(Case.number).label("case_number"),
            col(Case.state).label("case_state"),
            col(Case.wages_claimed_fen),
            col(Case.social_insurance_claimed_fen),
            col(Organisation.name).label("employer"),
            col(Organisation.credit_code),
            func.coalesce(col(Agency.studio_name_zh), col(Agency.name_zh)).label("studio_zh"),
            func.coalesce(col(Agency.studio_name_en), col(Agency.name_en)).label("studio_en"),
            *[guard.visible(actor, verb, COLUMNS).label(flag(verb)) for verb in VERBS],
        )
        .select_from(Agreement)
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(Organisation, col(Organisation.id) == col(Case.employer_id))
        .join(Agency, col(Agency.id) == col(Case.agency_id))
        .join(line_sum, true())
        .join(standing, true())
        .where(sees(actor))
    )


def sees(actor: Actor) -> ColumnElement[bool]:
    """Whether `actor` sees an agreement of the statement, which joins `Case`."""
    visible = guard.visible(actor, Verb.AGREEMENT_VIEW, COLUMNS)
    return and_(visible, col(Agreement.state) != "draft") if actor.kind is ActorKind.PARTY else visible


def reads_lines(actor: Actor) -> ColumnElement[bool]:
    """Whether `actor` reads lines and signatures of an agreement of the statement, which joins `Case`."""
    return and_(sees(actor), guard.visible(actor, Verb.AGREEMENT_LINE_VIEW, COLUMNS))


def is_theirs(actor: Actor, party_id: Any) -> ColumnElement[bool]:
    """Whether the line of `party_id` (a column) is among those that `actor`, who reads lines, may see.

    Staff and the employer see all, a worker their own, a representative those of the workers who authorised them too.
    """
    if actor.kind is not ActorKind.PARTY or actor.side is Side.EMPLOYER:
        return true()
    if actor.side is not Side.WORKERS or actor.party_id is None:
        return false()
    speaks_for_them = exists(
        select(1)
        .where(
            col(Representative.case_id) == col(Agreement.case_id),
            col(Representative.party_id) == actor.party_id,
            party_id == any_(col(Representative.authority_from)),
        )
        .correlate_except(Representative)
    )
    return or_(party_id == actor.party_id, speaks_for_them)


async def agreements_by_id(reader: Reader, keys: list[UUID]) -> Sequence[Row[Any] | None]:
    """Batch: agreements by id."""
    found = {row.id: row for row in await reader.fetch(_agreements, "agreement", keys=keys)}
    return [found.get(key) for key in keys]


async def agreements_of_cases(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: the agreements of cases, newest first."""
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in await reader.fetch(_agreements, "case", keys=keys):
        groups[row.case_id].append(row)
    return [groups[key] for key in keys]


def _agreements(actor: Actor, by: Literal["agreement", "case"]) -> Rows:
    return (
        agreements(actor)
        .where(among(Agreement.id if by == "agreement" else Agreement.case_id))
        .order_by(col(Agreement.drafted_at).desc(), col(Agreement.id).desc())
    )


_MARK = aliased(Signature)


async def lines_of_agreements(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[int, UUID] | None
) -> Sequence[list[Row[Any]]]:
    """Batch: up to `first` + 1 lines of each agreement behind position and party `after`, in the order of the roster."""
    line = aliased(AgreementLine)
    amount = {
        group: func.coalesce(func.sum(col(line.amount_fen)).filter(col(line.group_) == group.value), 0)
        for group in ClaimGroup
    }
    each: Any = (
        select(
            col(Party.id).label("party_id"),
            col(Party.position),
            func.min(col(Person.name)).label("name"),
            amount[ClaimGroup.WAGES].label("wages_fen"),
            amount[ClaimGroup.SOCIAL_INSURANCE].label("social_insurance_fen"),
        )
        .select_from(line)
        .join(Party, col(Party.id) == col(line.party_id))
        .join(Person, col(Person.id) == col(Party.person_id))
        .where(col(line.agreement_id) == col(Agreement.id), is_theirs(reader.actor, col(Party.id)))
        .group_by(col(Party.id), col(Party.position))
        .order_by(col(Party.position), col(Party.id))
        .limit(first + 1)
        .correlate(Agreement)
    )
    if after is not None:
        each = each.where(tuple_(col(Party.position), col(Party.id)) > tuple_(*after))
    lines = each.lateral("line")
    statement = (
        select(col(Agreement.id).label("agreement_id"), lines, *_mark_columns(_MARK))
        .select_from(Agreement)
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(lines, true())
        .outerjoin(_MARK, and_(_stands(_MARK), col(_MARK.party_id) == lines.c.party_id))
        .where(col(Agreement.id).in_(keys), reads_lines(reader.actor))
        .order_by(lines.c.position, lines.c.party_id)
    )
    return _grouped(await reader.rows(statement), keys)


async def line_counts_of_agreements(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many lines of each agreement the caller reads."""
    rows = await reader.rows(
        select(col(Agreement.id), func.count(col(AgreementLine.party_id).distinct()).label("n"))
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(AgreementLine, col(AgreementLine.agreement_id) == col(Agreement.id))
        .where(
            col(Agreement.id).in_(keys), reads_lines(reader.actor), is_theirs(reader.actor, col(AgreementLine.party_id))
        )
        .group_by(col(Agreement.id))
    )
    found = {row.id: int(row.n) for row in rows}
    return [found.get(key, 0) for key in keys]


async def signatures_of_agreements(
    reader: Reader, keys: list[UUID], *, first: int, after: tuple[datetime, UUID] | None
) -> Sequence[list[Row[Any]]]:
    """Batch: up to `first` + 1 standing signatures, seals and refusals of each agreement in the order they were given."""
    each = (
        select(*_mark_columns(_MARK), func.coalesce(col(Person.name), "").label("name"))
        .select_from(_MARK)
        .outerjoin(Party, col(Party.id) == col(_MARK.party_id))
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .where(_stands(_MARK), _is_theirs(reader.actor, _MARK))
        .order_by(col(_MARK.signed_at), col(_MARK.id))
        .limit(first + 1)
        .correlate(Agreement)
    )
    if after is not None:
        each = each.where(tuple_(col(_MARK.signed_at), col(_MARK.id)) > tuple_(*after))
    marks = each.lateral("mark")
    statement = (
        select(col(Agreement.id).label("agreement_id"), marks)
        .select_from(Agreement)
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(marks, true())
        .where(col(Agreement.id).in_(keys), reads_lines(reader.actor))
        .order_by(marks.c.signed_at, marks.c.mark_id)
    )
    return _grouped(await reader.rows(statement), keys)


async def signature_counts_of_agreements(reader: Reader, keys: list[UUID]) -> Sequence[int]:
    """Batch: how many standing marks of each agreement the caller reads."""
    rows = await reader.rows(
        select(col(Agreement.id), func.count().label("n"))
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(_MARK, _stands(_MARK))
        .where(col(Agreement.id).in_(keys), reads_lines(reader.actor), _is_theirs(reader.actor, _MARK))
        .group_by(col(Agreement.id))
    )
    found = {row.id: int(row.n) for row in rows}
    return [found.get(key, 0) for key in keys]


async def gaps_of_agreements(reader: Reader, keys: list[UUID]) -> Sequence[list[Row[Any]]]:
    """Batch: per worker of each agreement, the amounts and the standing mark: what the gate of the law is asked with.

    Ids and figures only; no filter by line, because what is missing is for everybody at the table to know.
    """
    amount = {
        group: func.coalesce(
            func.sum(col(AgreementLine.amount_fen)).filter(col(AgreementLine.group_) == group.value), 0
        )
        for group in ClaimGroup
    }
    rows = await reader.rows(
        select(
            col(Agreement.id).label("agreement_id"),
            col(AgreementLine.party_id),
            amount[ClaimGroup.WAGES].label("wages_fen"),
            amount[ClaimGroup.SOCIAL_INSURANCE].label("social_insurance_fen"),
            func.bool_or(col(_MARK.declined)).label("declined"),
            func.bool_or(col(_MARK.represented_by).is_not(None)).label("represented"),
            func.bool_or(or_(col(Party.taking_part).is_(False), col(Party.withdrawn_at).is_not(None))).label("gone"),
        )
        .select_from(Agreement)
        .join(Case, col(Case.id) == col(Agreement.case_id))
        .join(AgreementLine, col(AgreementLine.agreement_id) == col(Agreement.id))
        .join(Party, col(Party.id) == col(AgreementLine.party_id))
        .outerjoin(_MARK, and_(_stands(_MARK), col(_MARK.party_id) == col(AgreementLine.party_id)))
        .where(col(Agreement.id).in_(keys), sees(reader.actor))
        .group_by(col(Agreement.id), col(AgreementLine.party_id))
    )
    return _grouped(rows, keys)


def _line_sums() -> Any:
    amount = {
        group: func.coalesce(
            func.sum(col(AgreementLine.amount_fen)).filter(col(AgreementLine.group_) == group.value), 0
        )
        for group in ClaimGroup
    }
    return (
        select(
            func.count(col(AgreementLine.party_id).distinct()).label("workers"),
            amount[ClaimGroup.WAGES].label("wages_fen"),
            amount[ClaimGroup.SOCIAL_INSURANCE].label("social_insurance_fen"),
        )
        .where(col(AgreementLine.agreement_id) == col(Agreement.id))
        .correlate(Agreement)
    )


def _mark_counts(actor: Actor) -> Any:
    worker = col(_MARK.signatory) == "worker"
    return (
        select(
            func.count().filter(and_(worker, col(_MARK.declined).is_(False))).label("workers_signed"),
            func.count().filter(and_(worker, col(_MARK.declined).is_(True))).label("workers_declined"),
            func.coalesce(
                func.array_agg(col(_MARK.signatory)).filter(and_(~worker, col(_MARK.declined).is_(False))),
                cast([], ARRAY(String)),
            ).label("signed_by"),
            func.count().filter(and_(_is_own(actor), col(_MARK.declined).is_(False))).label("signed_by_reader"),
        )
        .where(_stands(_MARK))
        .correlate(Agreement)
    )


def _is_own(actor: Actor) -> ColumnElement[bool]:
    """Whether a mark is of the party in the room themselves; nobody else has one of their own here."""
    if actor.kind is not ActorKind.PARTY:
        return false()
    if actor.side is Side.EMPLOYER:
        return col(_MARK.signatory) == "employer"
    return false() if actor.party_id is None else col(_MARK.party_id) == actor.party_id


def _stands(mark: Any) -> ColumnElement[bool]:
    return and_(
        col(mark.agreement_id) == col(Agreement.id),
        col(mark.revision) == col(Agreement.revision),
        col(mark.voided_at).is_(None),
    )


def _is_theirs(actor: Actor, mark: Any) -> ColumnElement[bool]:
    return or_(col(mark.party_id).is_(None), is_theirs(actor, col(mark.party_id)))


def _mark_columns(mark: Any) -> list[Any]:
    return [
        col(mark.id).label("mark_id"),
        col(mark.signatory),
        col(mark.party_id).label("mark_party_id"),
        col(mark.declined),
        col(mark.reason),
        col(mark.method),
        col(mark.represented_by),
        col(mark.recorded_by),
        col(mark.signed_at),
    ]


def _grouped(rows: Sequence[Row[Any]], keys: Sequence[UUID]) -> list[list[Row[Any]]]:
    groups: dict[UUID, list[Row[Any]]] = {key: [] for key in keys}
    for row in rows:
        groups[row.agreement_id].append(row)
    return [groups[key] for key in keys]
