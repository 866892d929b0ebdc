"""Natural persons as rows: sealed on the way in, masked on the way out. One row per person and case.

A person is not shared between cases: a correction in one studio's case would change another's, and a phone known from
one case would show in the other. That two rows are one person is told by the blind indexes.
"""

from uuid import UUID

from mediation.infra.vault import Vault
from mediation.kit.names import mask_id, mask_phone
from mediation.person.models import Person
from mediation.person.rules import PersonDraft, Traces


def new_person(vault: Vault, district_id: UUID, draft: PersonDraft) -> Person:
    """An unsaved row for a checked `draft`."""
    person = Person(district_id=district_id, name="")
    _write(vault, person, draft)
    return person


def revise(vault: Vault, person: Person, draft: PersonDraft) -> None:
    """Put a checked `draft` in the place of what is known of `person`."""
    _write(vault, person, draft)
    person.version += 1


def current(vault: Vault, person: Person) -> PersonDraft:
    """What is known of `person`, in the clear: for verbs that change it, never for an answer."""
    return PersonDraft(
        name=person.name,
        phone=vault.open(person.phone_cipher, context=f"person.phone:{person.id}") if person.phone_cipher else None,
        id_number=vault.open(person.id_cipher, context=f"person.id_number:{person.id}") if person.id_cipher else None,
    )


def traces(vault: Vault, draft: PersonDraft) -> Traces:
    """What tells the person in a checked `draft` from others."""
    return Traces(
        id_index=vault.blind_index("id_number", draft.id_number) if draft.id_number else None,
        phone_index=vault.blind_index("phone", draft.phone) if draft.phone else None,
        name=draft.name,
    )


def masked_phone(vault: Vault, person_id: UUID, cipher: bytes | None) -> str | None:
    """The phone behind `cipher` as colleagues see it."""
    return mask_phone(vault.open(cipher, context=f"person.phone:{person_id}")) if cipher else None


def masked_id_number(vault: Vault, person_id: UUID, cipher: bytes | None) -> str | None:
    """The ID number behind `cipher` as colleagues see it."""
    return mask_id(vault.open(cipher, context=f"person.id_number:{person_id}")) if cipher else None


def sort_key(name: str) -> str:
    """Pinyin of a name, for lists in the order people expect."""
    from pypinyin import Style, lazy_pinyin  # half a second of dictionaries, for whoever names somebody

    return " ".join(lazy_pinyin(name, style=Style.TONE3)).casefold()


def _write(vault: Vault, person: Person, draft: PersonDraft) -> None:
    found = traces(vault, draft)
    person.name, person.sort_key = draft.name, sort_key(draft.name)
    person.phone_index, person.id_index = found.phone_index, found.id_index
    person.phone_cipher = vault.seal(draft.phone, context=f"person.phone:{person.id}") if draft.phone else None
    person.id_cipher = vault.seal(draft.id_number, context=f"person.id_number:{person.id}") if draft.id_number else None
