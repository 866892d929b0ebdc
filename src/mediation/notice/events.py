"""What happens to notices at the hands of people. Sending is the machine's affair and is told by the row itself."""

from dataclasses import dataclass

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class NoticeRead(Event):
    """The recipient has read it. In the chain of the reader's agency, not of the case: mail is nobody else's business."""

    verb = "notice:read"
    subject = "Notice"


@dataclass(frozen=True, kw_only=True)
class NoticeHandled(Event):
    """Somebody told the recipient in another way."""

    verb = "notice:handle"
    subject = "Notice"

    template: str
    """empty when the notice was private"""
