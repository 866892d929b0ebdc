"""The figures a case carries about its parties and claims, and its search tokens: counted again after every change."""

from sqlalchemy import func, select
from sqlmodel import col

from mediation.case.models import Case, Claim, ClaimGroup, Party, PartySide
from mediation.infra.uow import Tx
from mediation.kit.names import bigrams
from mediation.person.models import Organisation, Person


async def count(tx: Tx, case: Case) -> None:
    """Bring counts, claim totals and search tokens of a locked case up to date.

    Registered counts every claimant ever taken down and not taken back, taking part those who have not withdrawn; totals are of the
    latter. The number of those who signed belongs to the agreement.
    """
    await tx.session.flush()
    parties = (
        await tx.session.execute(
            select(
                col(Party.side),
                col(Party.taking_part),
                col(Party.withdrawn_at),
                func.coalesce(col(Person.name), col(Organisation.name)).label("name"),
            )
            .outerjoin(Person, col(Person.id) == col(Party.person_id))
            .outerjoin(Organisation, col(Organisation.id) == col(Party.organisation_id))
            .where(col(Party.case_id) == case.id, col(Party.taken_back_at).is_(None))
            .order_by(col(Party.position), col(Party.id))
        )
    ).all()
    claimants = [party for party in parties if party.side == PartySide.CLAIMANT]
    case.registered_count = len(claimants)
    case.taking_part_count = sum(party.taking_part and party.withdrawn_at is None for party in claimants)
    others = [party for party in parties if party.side != PartySide.RESPONDENT]
    case.name_bigrams = list(dict.fromkeys(token for party in others for token in bigrams(party.name)))
    await _totals(tx, case)


async def _totals(tx: Tx, case: Case) -> None:
    sums = (
        await tx.session.execute(
            select(col(Claim.group_), func.sum(col(Claim.amount_fen)))
            .join(Party, col(Party.id) == col(Claim.party_id))
            .where(col(Claim.case_id) == case.id, col(Party.taking_part).is_(True), col(Party.withdrawn_at).is_(None))
            .group_by(col(Claim.group_))
        )
    ).all()
    by_group = {group: int(total) for group, total in sums}
    case.wages_claimed_fen = by_group.get(ClaimGroup.WAGES, 0)
    case.social_insurance_claimed_fen = by_group.get(ClaimGroup.SOCIAL_INSURANCE, 0)
