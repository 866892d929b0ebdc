"""What a claim of a case is computed with: the process's figures and calendar, today, and where the case lies."""

from collections.abc import Iterable
from uuid import UUID

from mediation import regions
from mediation.agency.models import District
from mediation.case.computing import Books
from mediation.case.intake import ClaimDraft
from mediation.holiday import current as holiday
from mediation.infra.uow import Tx


async def books_of(tx: Tx, district_id: UUID, claims: Iterable[ClaimDraft]) -> Books:
    """The books for claims in a case of a district; the district is asked for only where one of them is computed."""
    computed = any(claim.computed is not None for claim in claims)
    district = await tx.session.get(District, district_id) if computed else None
    # Where nothing is computed nothing is asked of it, and nobody waits for a notice being loaded.
    calendar = await holiday.calendar(tx) if computed else tx.runtime.days.started_with
    return Books(
        regions=regions.known(tx.runtime.settings.policies_dir),
        calendar=calendar,
        today=tx.today,
        place=district.code if district else None,
    )
