"""Telling the other agency: the reaction to every event of a referral."""

from typing import Final

from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.notice import service as notices
from mediation.referral import queries
from mediation.referral.events import (
    ReferralAccepted,
    ReferralClosed,
    ReferralDeclined,
    ReferralEvent,
    ReferralOffered,
    ReferralTakenBack,
)
from mediation.referral.notices import told

TOLD: Final[tuple[type[Event], ...]] = (
    ReferralAccepted,
    ReferralClosed,
    ReferralDeclined,
    ReferralOffered,
    ReferralTakenBack,
)


async def tell(tx: Tx, event: Event) -> None:
    """Post the one message that follows."""
    assert isinstance(event, ReferralEvent)
    await notices.post(tx, told(event, await queries.between(tx, event.subject_id)))
