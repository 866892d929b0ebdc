"""Where the people of a case are reached: parties, employers, and the staff who are not recused from it.

Answers notice/addresses.py. Refuses to answer for who has left: a withdrawn claimant, a disabled account, a recused
member of staff is missing from the answer and is told nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import Agency, Staff
from mediation.case.models import CaseTie, Party
from mediation.kit.actor import DEFAULT_LOCALE
from mediation.notice.addresses import Address, Ask, Recipient
from mediation.person.models import Organisation, Person


async def staff(ask: Ask, recipients: Sequence[Recipient]) -> Mapping[Recipient, Address]:
    """Staff with an open account who are not recused from the case in question."""
    rows = await ask.connection.execute(
        select(
            col(Staff.id),
            col(Staff.name),
            col(Staff.locale),
            col(Staff.email),
            col(Staff.phone_cipher),
            col(Staff.quiet_from),
            col(Staff.quiet_to),
        ).where(col(Staff.id).in_({recipient.id for recipient in recipients}), col(Staff.disabled_at).is_(None))
    )
    found = {row.id: _colleague(ask, row) for row in rows}
    recused = await _recused(ask, recipients)
    return {one: found[one.id] for one in recipients if one.id in found and (one.id, one.case_id) not in recused}


def _colleague(ask: Ask, row: Any) -> Address:
    quiet = (row.quiet_from, row.quiet_to) if row.quiet_from is not None else None
    phone = _opened(ask, row.phone_cipher, "staff.phone", row.id)
    return Address(row.name, row.locale or DEFAULT_LOCALE, phone, row.email, quiet)


async def _recused(ask: Ask, recipients: Sequence[Recipient]) -> set[tuple[UUID, UUID | None]]:
    cases = {one.case_id for one in recipients if one.case_id}
    if not cases:
        return set()
    rows = await ask.connection.execute(
        select(col(CaseTie.holder_id), col(CaseTie.case_id)).where(
            col(CaseTie.case_id).in_(cases),
            col(CaseTie.holder_id).in_({one.id for one in recipients}),
            col(CaseTie.kind) == Tie.RECUSED,
            col(CaseTie.ended_at).is_(None),
        )
    )
    return {(row.holder_id, row.case_id) for row in rows}


async def agencies(ask: Ask, recipients: Sequence[Recipient]) -> Mapping[Recipient, Address]:
    """Agencies: a board and a chat channel, no number of their own."""
    rows = await ask.connection.execute(
        select(col(Agency.id), col(Agency.name_zh)).where(col(Agency.id).in_({one.id for one in recipients}))
    )
    found = {row.id: Address(row.name_zh) for row in rows}
    return {one: found[one.id] for one in recipients if one.id in found}


async def parties(ask: Ask, recipients: Sequence[Recipient]) -> Mapping[Recipient, Address]:
    """Parties who have not withdrawn: a person's own phone, an organisation's contact."""
    rows: Any = await ask.connection.execute(
        select(
            col(Party.id),
            col(Person.id).label("person_id"),
            col(Person.name),
            col(Person.phone_cipher),
            col(Organisation.id).label("organisation_id"),
            col(Organisation.name).label("organisation_name"),
            col(Organisation.contact_phone_cipher),
        )
        .outerjoin(Person, col(Person.id) == col(Party.person_id))
        .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
        .where(col(Party.id).in_({one.id for one in recipients}), col(Party.withdrawn_at).is_(None))
    )
    found = {row.id: _party(ask, row) for row in rows}
    return {one: found[one.id] for one in recipients if one.id in found}


def _party(ask: Ask, row: Any) -> Address:
    if row.person_id:
        return Address(row.name, phone=_opened(ask, row.phone_cipher, "person.phone", row.person_id))
    contact = _opened(ask, row.contact_phone_cipher, "organisation.contact_phone", row.organisation_id)
    return Address(row.organisation_name, phone=contact)


async def organisations(ask: Ask, recipients: Sequence[Recipient]) -> Mapping[Recipient, Address]:
    """Organisations, by the contact they gave."""
    rows = await ask.connection.execute(
        select(
            col(Organisation.id),
            col(Organisation.name),
            col(Organisation.contact_name),
            col(Organisation.contact_phone_cipher),
        ).where(col(Organisation.id).in_({one.id for one in recipients}))
    )
    found = {
        row.id: Address(
            row.contact_name or row.name,
            phone=_opened(ask, row.contact_phone_cipher, "organisation.contact_phone", row.id),
        )
        for row in rows
    }
    return {one: found[one.id] for one in recipients if one.id in found}


def _opened(ask: Ask, cipher: bytes | None, column: str, row_id: UUID) -> str | None:
    return ask.vault.open(cipher, context=f"{column}:{row_id}") if cipher else None
