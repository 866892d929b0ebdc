"""Which cases an intake may repeat: of the same employer, or of the same worker; only such as the caller may see anyhow."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, case, literal, or_, select, union
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case.models import Case, Party, PartySide
from mediation.case.queries import CASE, COLUMNS
from mediation.gql.context import Reader
from mediation.infra.clock import legal_day
from mediation.kit import identifiers
from mediation.kit.checks import Checks
from mediation.person.models import Organisation, Person
from mediation.person.rules import NAME_CHARS, name_key

MOST: Final = 20


@dataclass(frozen=True, kw_only=True)
class Sought:
    """Who is about to be taken down."""

    employer: str
    credit_code: str | None = None
    phone: str | None = None
    id_number: str | None = None


async def similar(reader: Reader, typed: Sought) -> Sequence[Row[Any]]:
    """At most 20 cases, those of the same worker and employer first, then the newest.

    Each with `same_employer`, `same_phone` and `same_id_number`. A worker is compared only in cases whose parties the
    caller may see; a case they may not see is not there at all.

    Raises Invalid with every wrong field.
    """
    guard.require_somewhere(reader.actor, Verb.CASE_VIEW)
    checks = Checks()
    name = checks.line("employer", typed.employer, max_chars=NAME_CHARS) or ""
    code = checks.read("creditCode", identifiers.credit_code, typed.credit_code)
    phone = checks.read("phone", identifiers.mobile, typed.phone)
    today = legal_day(reader.now)
    number = checks.read("idNumber", lambda text: identifiers.national_id(text, today=today), typed.id_number)
    checks.settle()
    employers = _employers(name, code)
    by_phone = _of_worker(reader, Person.phone_index, "phone", phone)
    by_number = _of_worker(reader, Person.id_index, "id_number", number)
    found = [select(col(Case.id)).where(col(Case.employer_id).in_(employers))] if employers is not None else []
    found += [one for one in (by_phone, by_number) if one is not None]
    if not found:
        return []
    same_employer = col(Case.employer_id).in_(employers) if employers is not None else literal(False)
    same_phone = col(Case.id).in_(by_phone) if by_phone is not None else literal(False)
    same_number = col(Case.id).in_(by_number) if by_number is not None else literal(False)
    closeness = case((same_employer, 1), else_=0) + case((or_(same_phone, same_number), 2), else_=0)
    return await reader.rows(
        select(
            *CASE,
            same_employer.label("same_employer"),
            same_phone.label("same_phone"),
            same_number.label("same_id_number"),
        )
        .where(col(Case.id).in_(union(*found)), guard.visible(reader.actor, Verb.CASE_VIEW, COLUMNS))
        .order_by(closeness.desc(), col(Case.registered_at).desc(), col(Case.id).desc())
        .limit(MOST)
    )


def _employers(name: str, code: str | None) -> Select[Any] | None:
    same = []
    if name_key(name):
        same.append(col(Organisation.name_key) == name_key(name))
    if code:
        same.append(col(Organisation.credit_code) == code)
    return select(col(Organisation.id)).where(or_(*same)) if same else None


def _of_worker(reader: Reader, index: Any, kind: str, value: str | None) -> Select[Any] | None:
    if value is None:
        return None
    return (
        select(col(Party.case_id))
        .join(Person, col(Person.id) == col(Party.person_id))
        .join(Case, col(Case.id) == col(Party.case_id))
        .where(
            index == reader.vault.blind_index(kind, value),
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.taken_back_at).is_(None),
            guard.visible(reader.actor, Verb.PARTY_VIEW, COLUMNS),
        )
    )
