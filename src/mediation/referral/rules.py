"""Decisions about referrals over plain values: the state machine and what may be written into one.

Pure. Refuses to hold who may do it (`access/`) and what acceptance opens (`case/ties.py`).
"""

from typing import Final

from mediation.case.models import CaseState
from mediation.case.rules import OPEN
from mediation.kit.machine import Move
from mediation.kit.problems import IllegalMove, Text
from mediation.referral.models import ReferralState

MOVES: tuple[Move[ReferralState], ...] = (
    Move("referral:accept", ReferralState.OFFERED, ReferralState.ACCEPTED),
    Move("referral:decline", ReferralState.OFFERED, ReferralState.DECLINED),
    Move("referral:take_back", ReferralState.OFFERED, ReferralState.TAKEN_BACK),
    Move("referral:close", ReferralState.ACCEPTED, ReferralState.CLOSED),
)

REQUEST_MAX: Final = 2_000
"""characters of what is asked; the same for the result"""
REASON_MAX: Final = 500
BASIS_MAX: Final = 200


def require_open(verb: str, case: CaseState) -> None:
    """Return nothing while the case is open.

    Raises:
        IllegalMove: the case is closed or was refused: it is not opened to another agency any more.
    """
    if case not in OPEN:
        raise IllegalMove(verb, case, text=Text("案件已结束。", "The case has ended."))
