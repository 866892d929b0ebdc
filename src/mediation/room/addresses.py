"""Where those in a room without an account are reached: by the phone they were invited on, until they are removed."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlmodel import col

from mediation.notice.addresses import Address, Ask, Recipient
from mediation.room.models import Participant


async def participants(ask: Ask, recipients: Sequence[Recipient]) -> Mapping[Recipient, Address]:
    """Participants who have not been removed. Answers notice/addresses.py."""
    rows = await ask.connection.execute(
        select(col(Participant.id), col(Participant.display_name), col(Participant.phone_cipher)).where(
            col(Participant.id).in_({one.id for one in recipients}), col(Participant.removed_at).is_(None)
        )
    )
    found = {
        row.id: Address(
            row.display_name,
            phone=ask.vault.open(row.phone_cipher, context=f"participant.phone:{row.id}") if row.phone_cipher else None,
        )
        for row in rows
    }
    return {one: found[one.id] for one in recipients if one.id in found}
