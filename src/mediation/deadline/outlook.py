"""What was recorded outside tells whose turn it is: whether the court has been asked to confirm. Bound in bindings.py."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Label, exists
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.case.models import Case
from mediation.deadline.models import ProcedureEvent
from mediation.kit.actor import Actor
from mediation.law.deadlines import Trigger

_BACK = aliased(ProcedureEvent)


def hints(_: Actor) -> Sequence[Label[Any]]:
    """A column beside `Case`: whether an application for confirmation is on record and not taken back."""
    taken_back = exists(1).where(col(_BACK.takes_back_id) == col(ProcedureEvent.id)).correlate(ProcedureEvent)
    asked = exists(1).where(
        col(ProcedureEvent.case_id) == col(Case.id),
        col(ProcedureEvent.trigger) == Trigger.CONFIRMATION_APPLICATION_RECEIVED.value,
        ~taken_back,
    )
    return (asked.correlate(Case).label("confirmation_asked"),)


def told(row: Any) -> Mapping[str, Any]:
    """The fields of `turns.Hints` that the column of `hints` tells."""
    return {"confirmation_asked": True} if row.confirmation_asked else {}
