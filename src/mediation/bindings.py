"""What the lower features are told of those above them, on one page: who is reached where, and the facts of a case.

Called once by every process that serves or works. Refuses to decide anything.
"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlmodel import col

from mediation.access.scopes import Facts
from mediation.agency import addresses as agency
from mediation.agency import open_work
from mediation.agreement import outlook as agreement
from mediation.agreement.dates import dates_of
from mediation.case import addresses as case
from mediation.case import closing, handing, queries, waiting
from mediation.case.models import Case
from mediation.deadline import dates, parties
from mediation.deadline import outlook as outside
from mediation.infra.uow import Tx
from mediation.lawyer import queries as lawyers
from mediation.notice import about
from mediation.notice.addresses import book
from mediation.notice.drafts import RecipientKind
from mediation.referral import queries as referrals
from mediation.room import addresses as room
from mediation.room import outlook as talks


def bind() -> None:
    """Teach. Doing it again changes nothing."""
    book.teach(
        {
            RecipientKind.AGENCY: case.agencies,
            RecipientKind.CLAIMANT: case.parties,
            RecipientKind.EMPLOYER: case.organisations,
            RecipientKind.FACTOR: agency.factors,
            RecipientKind.PARTICIPANT: room.participants,
            RecipientKind.STAFF: case.staff,
        }
    )
    open_work.teach(
        handing.WORK,
        open_work.Work("open_assignments", lawyers.open_of_staff),
        open_work.Work("referrals_owned", referrals.owned_by),
    )
    closing.register(agreement.closing_facts)
    dates.register(dates_of)
    parties.register(agreement.bound)
    waiting.register(waiting.Provider(agreement.hints, agreement.told))
    waiting.register(waiting.Provider(talks.hints, talks.told))
    waiting.register(waiting.Provider(outside.hints, outside.told))
    about.teach(about.Cases(columns=queries.COLUMNS, joined=_joined, facts=_facts))


def _joined(statement: Select[Any], case_id: Any) -> Select[Any]:
    return statement.outerjoin(Case, col(Case.id) == case_id)


async def _facts(tx: Tx, case_id: UUID) -> Facts:
    _, facts = await queries.look(tx, case_id)
    return facts
