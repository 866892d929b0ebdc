"""The verb `profile:revise`: how somebody is shown things, when they want quiet, and where notices reach them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency import rules
from mediation.agency.events import ProfileRevised
from mediation.agency.models import Staff
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.identifiers import IdentifierError, mobile
from mediation.kit.problems import Invalid

TEXT_SIZES: Final = (14, 16, 18)


@dataclass(frozen=True)
class Wishes:
    """A profile as it is to be, as typed. Phone and e-mail: None leaves what is there, an empty text takes it away."""

    locale: str | None
    text_size: int
    shortcuts: bool
    quiet: tuple[int, int] | None
    phone: str | None = None
    email: str | None = None


async def revise(tx: Tx, wishes: Wishes) -> Staff:
    """Replace the caller's profile. Raises Invalid (locale, textSize, quietHours, phone, email), NotFound for strangers.

    The phone of a second factor is its own and stays: that one changes by being set up anew.
    """
    guard.require(tx.actor, Verb.PROFILE_REVISE, Facts(owner=tx.actor.id))
    assert tx.actor.id is not None, "the guard lets only staff in"
    _check(wishes)
    number = _number(wishes.phone) if wishes.phone else None
    email = rules.check_email(wishes.email, path="email")
    locale = rules.check_locale(wishes.locale, path="locale") if wishes.locale is not None else None
    staff = await tx.session.get_one(Staff, tx.actor.id, with_for_update=True)
    before = _shown(tx, staff)
    staff.locale, staff.text_size, staff.shortcuts = locale, wishes.text_size, wishes.shortcuts
    staff.quiet_from, staff.quiet_to = wishes.quiet or (None, None)
    if wishes.email is not None:
        staff.email = email
    if wishes.phone is not None and number != before["phone"]:
        staff.phone_cipher = tx.runtime.vault.seal(number, context=f"staff.phone:{staff.id}") if number else None
    tx.record(ProfileRevised(subject_id=staff.id, changed=tuple(_changed(before, _shown(tx, staff)))))
    return staff


def _check(wishes: Wishes) -> None:
    checks = Checks()
    if wishes.text_size not in TEXT_SIZES:
        checks.wrong("textSize", "unknown", "字号须为 14、16 或 18。", "The text size is 14, 16 or 18.")
    if wishes.quiet is not None and (not all(0 <= hour <= 23 for hour in wishes.quiet) or len({*wishes.quiet}) == 1):
        checks.wrong("quietHours", "out_of_range", "起止须为 0 至 23 的不同整点。", "Two different hours from 0 to 23.")
    checks.settle()


def _shown(tx: Tx, staff: Staff) -> dict[str, Any]:
    vault, context = tx.runtime.vault, f"staff.phone:{staff.id}"
    return {
        "email": staff.email,
        "locale": staff.locale,
        "phone": vault.open(staff.phone_cipher, context=context) if staff.phone_cipher else None,
        "quiet_hours": (staff.quiet_from, staff.quiet_to),
        "shortcuts": staff.shortcuts,
        "text_size": staff.text_size,
    }


def _changed(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    return (name for name, value in before.items() if value != after[name])


def _number(typed: str) -> str:
    try:
        return mobile(typed)
    except IdentifierError as error:
        raise Invalid(error.at("phone")) from None
