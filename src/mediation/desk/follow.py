"""What follows on the desk from what happened elsewhere."""

from mediation.desk import drafts
from mediation.infra.uow import Tx
from mediation.kit.events import Event


async def staff_disabled(tx: Tx, event: Event) -> None:
    """Whoever has no account has no drafts."""
    await drafts.forget_all_of(tx, event.subject_id)
