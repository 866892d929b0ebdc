"""Imports every table, for migrations and for tests. Holds nothing."""

from mediation.agency import models as agency
from mediation.agreement import models as agreement
from mediation.case import models as case
from mediation.deadline import models as deadline
from mediation.desk import models as desk
from mediation.document import models as document
from mediation.evidence import models as evidence
from mediation.holiday import models as holiday
from mediation.infra import idempotency
from mediation.journal import models as journal
from mediation.lawyer import models as lawyer
from mediation.notice import models as notice
from mediation.order import models as order
from mediation.person import models as person
from mediation.referral import models as referral
from mediation.room import models as room
from mediation.status import models as status

__all__ = [
    "agency",
    "agreement",
    "case",
    "deadline",
    "desk",
    "document",
    "evidence",
    "holiday",
    "idempotency",
    "journal",
    "lawyer",
    "notice",
    "order",
    "person",
    "referral",
    "room",
    "status",
]
