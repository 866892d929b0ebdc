"""What is taken down of a person or an organisation, checked and in one form; and when two records are of one person.

Pure. Refuses to hold encryption and rows (`people.py`, `organisations.py`).
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from mediation.kit import identifiers
from mediation.kit.checks import Checks, line
from mediation.kit.names import person_name

NAME_CHARS: Final = 100
ADDRESS_CHARS: Final = 200
_NOT_WORD: Final = re.compile(r"[\W_]+")
_LANDLINE: Final = re.compile(r"0[1-9][0-9]{9,10}|400[0-9]{7}|[1-9][0-9]{4,7}")


@dataclass(frozen=True, kw_only=True)
class PersonDraft:
    """A natural person as taken down. `phone` and `id_number` are in the clear: this never leaves the verb."""

    name: str
    phone: str | None = None
    id_number: str | None = None


@dataclass(frozen=True, kw_only=True)
class OrganisationDraft:
    """A company or other body as taken down."""

    name: str
    credit_code: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Traces:
    """What tells one person from another without saying who they are: blind indexes, and the name where both lack."""

    id_index: bytes | None
    phone_index: bytes | None
    name: str


def check_person(checks: Checks, path: str, typed: PersonDraft, *, today: date) -> PersonDraft:
    """Return `typed` in its one form; what is wrong is noted under `path`, or bare when it is empty (name, phone, idNumber)."""
    under = f"{path}." if path else ""
    return replace(
        typed,
        name=checks.require(f"{under}name", person_name, typed.name) or "",
        phone=checks.read(f"{under}phone", identifiers.mobile, typed.phone),
        id_number=checks.read(
            f"{under}idNumber", lambda text: identifiers.national_id(text, today=today), typed.id_number
        ),
    )


def check_organisation(checks: Checks, path: str, typed: OrganisationDraft) -> OrganisationDraft:
    """Return `typed` in its one form; what is wrong is noted under `path`, or bare when it is empty."""
    under = f"{path}." if path else ""
    name = checks.require(f"{under}name", lambda text: line(text, max_chars=NAME_CHARS), typed.name)
    if name is not None and not name_key(name):
        checks.wrong(f"{under}name", "not_a_name", "名称中没有文字", "The name has no letters in it.")
    return OrganisationDraft(
        name=name or "",
        credit_code=checks.read(f"{under}creditCode", identifiers.credit_code, typed.credit_code),
        contact_name=checks.read(f"{under}contactName", person_name, typed.contact_name),
        contact_phone=checks.read(f"{under}contactPhone", business_phone, typed.contact_phone),
        address=checks.line(f"{under}address", typed.address, max_chars=ADDRESS_CHARS),
    )


def business_phone(text: str) -> str:
    """Return the phone of a company: a mobile number, or a landline with its area code (`021-64120001`), digits only.

    Raises:
        IdentifierError: as `identifiers.mobile`, when it is neither.
    """
    digits = re.sub(r"[\s()\-]", "", unicodedata.normalize("NFKC", text)) if len(text) <= 40 else ""
    return digits if _LANDLINE.fullmatch(digits) else identifiers.mobile(text)


def name_key(name: str) -> str:
    """Return what is compared of a name: letters, digits and Han characters, without width, case, brackets and spaces.

    >>> name_key("某某餐饮管理（上海）有限公司") == name_key("某某餐饮管理 (上海) 有限公司")
    True
    """
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", name).casefold())


def distinct(people: Iterable[Traces]) -> int:
    """Return how many different people the records are of.

    An ID number decides where there is one. Without it, the same phone is the same person, and without both the same
    name is: counting somebody twice would raise an alarm for nobody.
    """
    known = list(people)
    ids = {person.id_index for person in known if person.id_index}
    phones = {person.phone_index for person in known if person.id_index and person.phone_index}
    without_id = {person.phone_index for person in known if not person.id_index and person.phone_index} - phones
    names = {person.name for person in known if not person.id_index and not person.phone_index}
    return len(ids) + len(without_id) + len(names)
