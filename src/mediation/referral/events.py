"""What happens to referrals, in the past tense. What was asked and answered stays in the row."""

from dataclasses import dataclass
from uuid import UUID

from mediation.kit.events import Event


@dataclass(frozen=True, kw_only=True)
class ReferralEvent(Event):
    """What every event of a referral says: between whom."""

    subject = "Referral"

    from_agency_id: UUID
    to_agency_id: UUID


@dataclass(frozen=True, kw_only=True)
class ReferralOffered(ReferralEvent):
    """One agency asked another for something in a case."""

    verb = "referral:offer"


@dataclass(frozen=True, kw_only=True)
class ReferralAccepted(ReferralEvent):
    """The other agency took it on; from now on it sees the case."""

    verb = "referral:accept"


@dataclass(frozen=True, kw_only=True)
class ReferralDeclined(ReferralEvent):
    """The other agency said no, with a reason."""

    verb = "referral:decline"


@dataclass(frozen=True, kw_only=True)
class ReferralTakenBack(ReferralEvent):
    """The asking agency took it back before it was answered."""

    verb = "referral:take_back"


@dataclass(frozen=True, kw_only=True)
class ReferralClosed(ReferralEvent):
    """One of the two recorded what came of it; the other agency no longer sees the case."""

    verb = "referral:close"

    closed_by_agency_id: UUID | None
