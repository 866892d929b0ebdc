"""The views of the board of promised payments: what somebody has to look after today, as clauses over a promise."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.agreement.models import Commitment, Payment
from mediation.agreement.queries import stands
from mediation.infra.clock import SHANGHAI, legal_day


class BoardView(StrEnum):
    """A view of the board. Nothing stands in two of the first four."""

    DUE_TODAY = "due_today"
    WITHIN_SEVEN_DAYS = "within_seven_days"
    OVERDUE = "overdue"
    DEFAULTED = "defaulted"
    ADVANCED = "advanced"
    PAID_THIS_MONTH = "paid_this_month"


def holds(view: BoardView, now: datetime) -> ColumnElement[bool]:
    """Whether a promise to a worker stands in `view` at `now`. Days are legal days; 24:00 belongs to the day it ends."""
    due_at, settled_at = col(Commitment.due_at), col(Commitment.settled_at)
    tomorrow = datetime.combine(legal_day(now) + timedelta(days=1), time.min, SHANGHAI)
    is_called = col(Commitment.defaulted_at).is_not(None)
    match view:
        case BoardView.DUE_TODAY:
            return and_(settled_at.is_(None), due_at > now, due_at <= tomorrow)
        case BoardView.WITHIN_SEVEN_DAYS:
            return and_(settled_at.is_(None), due_at > tomorrow, due_at <= tomorrow + timedelta(days=7))
        case BoardView.OVERDUE:
            return and_(settled_at.is_(None), due_at <= now, ~is_called)
        case BoardView.DEFAULTED:
            return and_(settled_at.is_(None), due_at <= now, is_called)
        case BoardView.ADVANCED:
            return _advanced()
        case BoardView.PAID_THIS_MONTH:
            month = datetime.combine(legal_day(now).replace(day=1), time.min, SHANGHAI)
            return settled_at >= month


def _advanced() -> ColumnElement[bool]:
    """A third party's money is on it, and the company still owes the third party for that advance."""
    payment, recourse = aliased(Payment), aliased(Commitment)
    owed = exists(
        select(1)
        .where(
            col(recourse.advance_id) == col(payment.advance_id),
            col(recourse.kind) == "recourse",
            col(recourse.settled_at).is_(None),
        )
        .correlate(payment)
    )
    paid: Any = select(1).where(
        col(payment.commitment_id) == col(Commitment.id),
        col(payment.advance_id).is_not(None),
        stands(payment),
        owed,
    )
    return exists(paid.correlate(Commitment))
