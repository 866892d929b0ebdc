"""The views of the board of promised payments: what somebody has to look after today, as clauses over a promise."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, DateTime, and_, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.agreement.models import Commitment, Payment
from mediation.agreement.queries import stands
from mediation.infra.clock import SHANGHAI, legal_day
from mediation.infra.statements import late


class BoardView(StrEnum):
    """A view of the board. Nothing stands in two of the first four."""

    DUE_TODAY = "due_today"
    WITHIN_SEVEN_DAYS = "within_seven_days"
    OVERDUE = "overdue"
    DEFAULTED = "defaulted"
    ADVANCED = "advanced"
    PAID_THIS_MONTH = "paid_this_month"


def moments(now: datetime) -> dict[str, datetime]:
    """The moments between which the views lie, by name. Days are legal days."""
    midnight = datetime.combine(legal_day(now), time.min, SHANGHAI)
    return {
        "board_now": now,
        "board_tomorrow": midnight + timedelta(days=1),
        "board_week": midnight + timedelta(days=8),
        "board_month": midnight.replace(day=1),
    }


LATE: Final[Mapping[str, Any]] = {
    name: late(name, DateTime(timezone=True)) for name in ("board_now", "board_tomorrow", "board_week", "board_month")
}
"""the same as parameters, for statements that are kept"""


def holds(view: BoardView, at: Mapping[str, Any]) -> ColumnElement[bool]:
    """Whether a promise to a worker stands in `view`; `at` are the moments. 24:00 belongs to the day it ends."""
    due_at, settled_at = col(Commitment.due_at), col(Commitment.settled_at)
    now, tomorrow = at["board_now"], at["board_tomorrow"]
    is_called = col(Commitment.defaulted_at).is_not(None)
    match view:
        case BoardView.DUE_TODAY:
            return and_(settled_at.is_(None), due_at > now, due_at <= tomorrow)
        case BoardView.WITHIN_SEVEN_DAYS:
            return and_(settled_at.is_(None), due_at > tomorrow, due_at <= at["board_week"])
        case BoardView.OVERDUE:
            return and_(settled_at.is_(None), due_at <= now, ~is_called)
        case BoardView.DEFAULTED:
            return and_(settled_at.is_(None), due_at <= now, is_called)
        case BoardView.ADVANCED:
            return _advanced()
        case BoardView.PAID_THIS_MONTH:
            return and_(settled_at >= at["board_month"])


def _advanced() -> ColumnElement[bool]:
    """A third party's money is on it, and the company still owes the third party for that advance."""
    payment, recourse = aliased(Payment), aliased(Commitment)
    # The debt is of the same case: said, so that the few open ones of a district lead to the payments, not all payments to them.
    owed: Any = select(1).where(
        col(payment.commitment_id) == col(Commitment.id),
        stands(payment),
        col(recourse.advance_id) == col(payment.advance_id),
        col(recourse.case_id) == col(Commitment.case_id),
        col(recourse.district_id) == col(Commitment.district_id),
        col(recourse.kind) == "recourse",
        col(recourse.settled_at).is_(None),
    )
    return exists(owed.correlate(Commitment))
