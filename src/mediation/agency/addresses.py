"""The phones that codes for signing in go to. Answers notice/addresses.py; who was disabled is told nothing."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlmodel import col

from mediation.agency.models import FactorKind, SecondFactor, Staff
from mediation.kit.actor import DEFAULT_LOCALE
from mediation.notice.addresses import Address, Ask, Recipient


async def factors(ask: Ask, recipients: Sequence[Recipient]) -> Mapping[Recipient, Address]:
    """The number of each second factor that is a phone, also while it is being set up."""
    rows = await ask.connection.execute(
        select(col(SecondFactor.id), col(SecondFactor.value_cipher), col(Staff.name), col(Staff.locale))
        .join(Staff, col(Staff.id) == col(SecondFactor.staff_id))
        .where(
            col(SecondFactor.id).in_({recipient.id for recipient in recipients}),
            col(SecondFactor.kind) == FactorKind.SMS.value,
            col(Staff.disabled_at).is_(None),
        )
    )
    found = {
        row.id: Address(
            row.name,
            row.locale or DEFAULT_LOCALE,
            ask.vault.open(row.value_cipher, context=f"second_factor.value:{row.id}"),
        )
        for row in rows
    }
    return {one: found[one.id] for one in recipients if one.id in found}
