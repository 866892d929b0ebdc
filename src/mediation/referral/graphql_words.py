"""The closed words of referrals as GraphQL enums."""

from enum import StrEnum

from mediation.gql.enums import described
from mediation.referral.models import ReferralState


class ReferralDirection(StrEnum):
    """Which of an agency's referrals."""

    INBOX = "inbox"
    OUTBOX = "outbox"


described(
    ReferralDirection,
    "Which of the referrals of the caller's agency.",
    {
        ReferralDirection.INBOX: "收到的转办: those it is asked for.",
        ReferralDirection.OUTBOX: "发出的转办: those it asks for.",
    },
)
described(
    ReferralState,
    "Where a referral stands.",
    {
        ReferralState.ACCEPTED: "已接受: the asked agency sees the case.",
        ReferralState.CLOSED: "已办结: it has a result.",
        ReferralState.DECLINED: "未接受: see the reason.",
        ReferralState.OFFERED: "待接受: not answered yet.",
        ReferralState.TAKEN_BACK: "已撤回: taken back before it was answered.",
    },
)
