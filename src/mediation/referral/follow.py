"""Telling the other agency: the reaction to every event of a referral."""

from mediation.infra.uow import Tx
from mediation.kit.events import Event
from mediation.notice import service as notices
from mediation.referral import queries
from mediation.referral.events import ReferralEvent
from mediation.referral.notices import told


async def tell_other(tx: Tx, event: Event) -> None:
    """Post the one message that follows."""
    assert isinstance(event, ReferralEvent)
    await notices.post(tx, told(event, await queries.between(tx, event.subject_id)))
