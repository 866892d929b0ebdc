"""Parties and their claims as rows: written for a new case, and added to one."""

from collections.abc import Sequence
from uuid import UUID

from mediation.case.computing import Reckoned
from mediation.case.intake import ClaimantDraft, ClaimDraft, OtherDraft
from mediation.case.models import Case, Claim, ClaimComputation, Party, PartySide
from mediation.case.rules import GROUP_OF
from mediation.infra.uow import Tx
from mediation.person.models import Organisation, Person
from mediation.person.people import new_person


async def insert(
    tx: Tx,
    case: Case,
    employer: Organisation,
    claimants: Sequence[ClaimantDraft],
    others: Sequence[OtherDraft],
    organisations: Sequence[Organisation],
) -> None:
    """Write the parties of a new case. `organisations` are the rows of those `others` that are organisations, in order."""
    tx.session.add(_party(tx, case, PartySide.RESPONDENT, organisation=employer))
    await insert_claimants(tx, case, claimants, after=0)
    rows = iter(organisations)
    for position, other in enumerate(others, start=1):
        await insert_other(tx, case, other, next(rows) if other.organisation else None, position=position)


async def insert_claimants(
    tx: Tx, case: Case, claimants: Sequence[ClaimantDraft], *, after: int, import_id: UUID | None = None
) -> list[Party]:
    """Write claimants with their claims, in order behind position `after`; `import_id` is the roster they stand in."""
    made: list[tuple[Person, Party, list[Claim]]] = []
    for position, draft in enumerate(claimants, start=after + 1):
        person = new_person(tx.runtime.vault, case.district_id, draft.person)
        party = _party(tx, case, PartySide.CLAIMANT, person=person)
        party.position, party.job, party.taking_part = position, draft.job, draft.taking_part
        party.import_id = import_id
        made.append((person, party, [claim_row(case, party, claim) for claim in draft.claims]))
    tx.session.add_all([person for person, _, _ in made])
    await tx.session.flush()
    tx.session.add_all([party for _, party, _ in made])
    await tx.session.flush()
    tx.session.add_all([claim for _, _, claims in made for claim in claims])
    await tx.session.flush()
    drafted = zip(claimants, (claims for _, _, claims in made), strict=True)
    pairs = [pair for draft, claims in drafted for pair in zip(draft.claims, claims, strict=True)]
    kept = [computation_row(tx, claim, draft.reckoned) for draft, claim in pairs if draft.reckoned]
    if kept:
        tx.session.add_all(kept)
        await tx.session.flush()
    return [party for _, party, _ in made]


async def insert_other(
    tx: Tx, case: Case, draft: OtherDraft, organisation: Organisation | None, *, position: int
) -> Party:
    """Write a third party; `organisation` is its row when it is one."""
    person = new_person(tx.runtime.vault, case.district_id, draft.person) if draft.person else None
    if person is not None:
        tx.session.add(person)
        await tx.session.flush()
    party = _party(tx, case, PartySide.THIRD_PARTY, person=person, organisation=organisation)
    party.relation, party.position = draft.relation.value, position
    tx.session.add(party)
    await tx.session.flush()
    return party


def claim_row(case: Case, party: Party, draft: ClaimDraft) -> Claim:
    """An unsaved row for a checked claim."""
    return Claim(
        case_id=case.id,
        district_id=case.district_id,
        party_id=party.id,
        head=draft.head,
        group_=GROUP_OF[draft.head],
        amount_fen=draft.fen,
        period_from=draft.period_from,
        period_to=draft.period_to,
        note=draft.note,
    )


def computation_row(tx: Tx, claim: Claim, reckoned: Reckoned) -> ClaimComputation:
    """An unsaved row for what a saved claim was computed from."""
    return ClaimComputation(
        claim_id=claim.id,
        case_id=claim.case_id,
        district_id=claim.district_id,
        head=reckoned.head,
        inputs=dict(reckoned.inputs),
        region=reckoned.region,
        counted_on=reckoned.on,
        answer=dict(reckoned.answer),
        computed_at=tx.now,
    )


def _party(
    tx: Tx, case: Case, side: PartySide, *, person: Person | None = None, organisation: Organisation | None = None
) -> Party:
    return Party(
        case_id=case.id,
        district_id=case.district_id,
        side=side,
        person_id=person.id if person else None,
        organisation_id=organisation.id if organisation else None,
        joined_at=tx.now,
    )
