"""The verb `person:reveal`: one sealed field of one party, opened for a written reason, and never without a trace."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.journal import service as journal
from mediation.kit.checks import Checks
from mediation.kit.problems import Invalid
from mediation.person.events import PersonRevealed
from mediation.person.models import Organisation, Person

REASON_MIN_CHARS: Final = 5
REASON_MAX_CHARS: Final = 200


class PersonField(StrEnum):
    """What can be revealed."""

    ID_NUMBER = "id_number"
    PHONE = "phone"


@dataclass(frozen=True, kw_only=True)
class Behind:
    """Who stands behind a party, and the facts of the case by which the guard decides."""

    party_id: UUID
    person_id: UUID | None
    organisation_id: UUID | None
    case_id: UUID
    district_id: UUID
    facts: Facts


async def reveal(tx: Tx, behind: Behind, field: PersonField, *, reason: str) -> str:
    """The whole value of `field`. Written to the journal, and with the reason to the access log, in the same transaction.

    Raises NotFound, Forbidden, Invalid (reason: too_short, too_long, …; field: not_known).
    """
    guard.require(tx.actor, Verb.PERSON_REVEAL, behind.facts)
    checks = Checks()
    why = checks.prose("reason", reason, min_chars=REASON_MIN_CHARS, max_chars=REASON_MAX_CHARS)
    checks.settle()
    value = await _open(tx, behind, field)
    if value is None:
        raise Invalid.field("field", "not_known", "没有登记此项信息。", "This has not been taken down.")
    tx.record(
        PersonRevealed(
            subject_id=behind.party_id, case_id=behind.case_id, district_id=behind.district_id, field=field.value
        )
    )
    journal.note(
        tx,
        verb=Verb.PERSON_REVEAL,
        subject=PersonRevealed.subject,
        subject_id=behind.party_id,
        case_id=behind.case_id,
        field=field.value,
        reason=why,
        allowed=True,
    )
    return value


async def _open(tx: Tx, behind: Behind, field: PersonField) -> str | None:
    vault = tx.runtime.vault
    if behind.person_id is not None:
        person = await tx.session.get(Person, behind.person_id)
        return _of_person(vault, person, field) if person else None
    organisation = await tx.session.get(Organisation, behind.organisation_id)
    if organisation is None or organisation.contact_phone_cipher is None or field is not PersonField.PHONE:
        return None
    return vault.open(organisation.contact_phone_cipher, context=f"organisation.contact_phone:{organisation.id}")


def _of_person(vault: Vault, person: Person, field: PersonField) -> str | None:
    match field:
        case PersonField.PHONE:
            return vault.open(person.phone_cipher, context=f"person.phone:{person.id}") if person.phone_cipher else None
        case PersonField.ID_NUMBER:
            return vault.open(person.id_cipher, context=f"person.id_number:{person.id}") if person.id_cipher else None
