"""Inputs of the verbs on a case that is there already."""

from datetime import date
from uuid import UUID

import strawberry

from mediation.case.claims import Amendment
from mediation.case.editing import Corrections
from mediation.case.election import Elected
from mediation.case.findings import FindingDraft
from mediation.case.graphql.inputs import ClaimantInput, ComputedInput, OrganisationInput, OtherPartyInput
from mediation.case.intake import ClaimantDraft, ClaimDraft, OtherDraft
from mediation.case.membership import Revision
from mediation.case.models import CaseKind, Channel, ClaimHead, FindingKind, Outcome, Relation
from mediation.gql.relay import row_id
from mediation.gql.scalars import Fen
from mediation.kit.problems import Invalid

_ID = "Global id of the case."
_VERSION = "The version of the case that you saw."


@strawberry.input(description="Take a case on.")
class AcceptCaseInput:
    """case:accept"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)


@strawberry.input(description="Do not take a case on.")
class RefuseCaseInput:
    """case:refuse"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    reason: str = strawberry.field(description="Why, 2 to 500 characters; the workers are told.")


@strawberry.input(description="Correct what was taken down. What is left out stays.")
class EditCaseInput:
    """case:edit"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    summary: str | None = strawberry.field(default=None, description="What it is about, up to 2,000 characters.")
    urgent: bool | None = strawberry.field(default=None, description="Whether it cannot wait.")
    channel: Channel | None = strawberry.field(default=None, description="How it came in.")
    received_on: date | None = strawberry.field(default=None, description="The day the application was received.")
    kind: CaseKind | None = strawberry.field(default=None, description="Single (below ten workers) or collective.")
    employer: OrganisationInput | None = strawberry.field(
        default=None, description="Another employer than was taken down; until an agreement takes effect."
    )

    def plain(self) -> Corrections:
        """The corrections."""
        return Corrections(
            summary=self.summary,
            urgent=self.urgent,
            channel=self.channel,
            received_on=self.received_on,
            kind=self.kind,
            employer=self.employer.plain() if self.employer else None,
        )


@strawberry.input(description="Name the mediator in charge.")
class AllocateCaseInput:
    """case:allocate"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    mediator: strawberry.ID = strawberry.field(description="Global id of a mediator of the studio.")


@strawberry.input(description="Record that the workers take the case back.")
class WithdrawCaseInput:
    """case:withdraw"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


@strawberry.input(description="Hand a case to another body.")
class TransferCaseInput:
    """case:transfer"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    to: str = strawberry.field(description="The body it goes to, up to 100 characters.")
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


@strawberry.input(description="Close a case, as far as the books bear it out.")
class CloseCaseInput:
    """case:close"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    outcome: Outcome = strawberry.field(description="PERFORMED, ADVANCED or FAILED.")
    reason: str = strawberry.field(default="", description="Why; required for FAILED.")


@strawberry.input(description="Take a closed or refused case up again.")
class ReopenCaseInput:
    """case:reopen"""

    id: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


@strawberry.input(description="Take somebody off a case for a conflict of interest.")
class RecuseCaseInput:
    """case:recuse"""

    id: strawberry.ID = strawberry.field(description=_ID)
    staff: strawberry.ID | None = strawberry.field(
        default=None, description="Global id of a colleague; left out it is the caller."
    )
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


@strawberry.input(description="Look into a case of the district that is not yours. The owner is told.")
class BreakGlassCaseInput:
    """case:break_glass"""

    number: str = strawberry.field(description="The case's whole number, as on paper.")
    reason: str = strawberry.field(description="Why, at least 20 characters; it stands in the journal.")
    hours: int = strawberry.field(description="For how long, 1 to 24.")


@strawberry.input(description="Take down another worker or third party, exactly one.")
class AddPartyInput:
    """party:add"""

    case: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    claimant: ClaimantInput | None = strawberry.field(default=None, description="A worker with their claims.")
    other_party: OtherPartyInput | None = strawberry.field(default=None, description="A third party.")

    def plain(self) -> ClaimantDraft | OtherDraft:
        """The draft. Raises Invalid unless exactly one is given."""
        if self.claimant is not None and self.other_party is None:
            return self.claimant.plain()
        if self.other_party is not None and self.claimant is None:
            return self.other_party.plain()
        raise Invalid.field("claimant", "one_of", "请填写申请人或第三人其中之一", "Give a claimant or a third party.")


@strawberry.input(description="Correct what is known of a party. What is left out stays; an empty text clears it.")
class RevisePartyInput:
    """party:revise"""

    id: strawberry.ID = strawberry.field(description="Global id of the party.")
    version: int = strawberry.field(description=_VERSION)
    name: str | None = strawberry.field(default=None, description="Of a person.")
    phone: str | None = strawberry.field(default=None, description="Of a person: mobile number.")
    id_number: str | None = strawberry.field(default=None, description="Of a person: identity number.")
    job: str | None = strawberry.field(default=None, description="Of a worker.")
    taking_part: bool | None = strawberry.field(default=None, description="Of a worker: takes part in the mediation.")
    relation: Relation | None = strawberry.field(default=None, description="Of a third party.")
    credit_code: str | None = strawberry.field(default=None, description="Of an organisation that has none yet.")
    contact_name: str | None = strawberry.field(default=None, description="Of an organisation: whom to talk to.")
    contact_phone: str | None = strawberry.field(default=None, description="Of an organisation: their phone.")
    address: str | None = strawberry.field(default=None, description="Of an organisation.")

    def plain(self) -> Revision:
        """The revision."""
        return Revision(
            name=self.name,
            phone=self.phone,
            id_number=self.id_number,
            job=self.job,
            taking_part=self.taking_part,
            relation=self.relation,
            credit_code=self.credit_code,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            address=self.address,
        )


@strawberry.input(description="Record that a party leaves the case.")
class WithdrawPartyInput:
    """party:withdraw"""

    id: strawberry.ID = strawberry.field(description="Global id of the party.")
    version: int = strawberry.field(description=_VERSION)
    reason: str = strawberry.field(description="Why, 2 to 500 characters.")


@strawberry.input(description="One worker who was elected.")
class ElectedInput:
    """A representative."""

    party: strawberry.ID = strawberry.field(description="Global id of the claimant.")
    special_authority: bool = strawberry.field(
        default=False, description="Whether they may settle for the others (民事诉讼法 56, 62)."
    )
    authorised_by: list[strawberry.ID] | None = strawberry.field(
        default=None,
        description="Global ids of the claimants who gave the special authority; left out: all who take part now.",
    )

    def plain(self, path: str) -> Elected:
        """What they may do."""
        given = self.authorised_by
        if given is None:
            return Elected(self.special_authority)
        by = tuple(row_id("Party", one, f"{path}.authorisedBy.{j}") for j, one in enumerate(given[:2_000]))
        return Elected(self.special_authority, by)


@strawberry.input(description="Record an election of representatives; it takes the place of an earlier one.")
class ElectPartyInput:
    """party:elect"""

    case: strawberry.ID = strawberry.field(description=_ID)
    version: int = strawberry.field(description=_VERSION)
    representatives: list[ElectedInput] = strawberry.field(
        description="Three to five of ten workers and more; one to five of fewer."
    )
    elected_on: date = strawberry.field(description="Day of the election.")
    document: str = strawberry.field(default="", description="Reference of the election form (代表人推选书).")

    def plain(self) -> dict[UUID, Elected]:
        """Party ids with their authority. Raises Invalid when one is named twice."""
        chosen: dict[UUID, Elected] = {}
        for i, elected in enumerate(self.representatives[:100]):
            path = f"representatives.{i}.party"
            party_id = row_id("Party", elected.party, path)
            if party_id in chosen:
                raise Invalid.field(path, "duplicate", "同一人只能当选一次", "Named twice.")
            chosen[party_id] = elected.plain(f"representatives.{i}")
        return chosen


@strawberry.input(description="Add a claim of a worker: either an amount, or what it is computed from.")
class StateClaimInput:
    """claim:state"""

    party: strawberry.ID = strawberry.field(description="Global id of the claimant.")
    version: int = strawberry.field(description=_VERSION)
    head: ClaimHead = strawberry.field(description="What is claimed.")
    amount_fen: Fen | None = strawberry.field(default=None, description="Amount, more than zero.")
    computed: ComputedInput | None = strawberry.field(
        default=None, description="What the amount is computed from, instead of typing it."
    )
    period_from: date | None = strawberry.field(default=None, description="First day of the time it is for.")
    period_to: date | None = strawberry.field(default=None, description="Last day of the time it is for.")
    note: str = strawberry.field(default="", description="Remark, up to 500 characters.")

    def plain(self) -> ClaimDraft:
        """The draft."""
        return ClaimDraft(
            head=self.head,
            amount_fen=self.amount_fen,
            computed=self.computed.plain() if self.computed else None,
            period_from=self.period_from,
            period_to=self.period_to,
            note=self.note,
        )


@strawberry.input(description="Change a claim. What is left out stays.")
class AmendClaimInput:
    """claim:amend"""

    id: strawberry.ID = strawberry.field(description="Global id of the claim.")
    version: int = strawberry.field(description=_VERSION)
    amount_fen: Fen | None = strawberry.field(
        default=None, description="Amount; zero gives the claim up. It takes the place of a computation."
    )
    computed: ComputedInput | None = strawberry.field(
        default=None, description="What the amount is computed from now, instead of an amount."
    )
    period_from: date | None = strawberry.field(default=None, description="First day of the time it is for.")
    period_to: date | None = strawberry.field(default=None, description="Last day of the time it is for.")
    note: str | None = strawberry.field(default=None, description="Remark, up to 500 characters.")

    def plain(self) -> Amendment:
        """The amendment."""
        return Amendment(
            amount_fen=self.amount_fen,
            computed=self.computed.plain() if self.computed else None,
            period_from=self.period_from,
            period_to=self.period_to,
            note=self.note,
        )


@strawberry.input(description="Record what was found out about the employer.")
class RecordFindingInput:
    """finding:record"""

    case: strawberry.ID = strawberry.field(description=_ID)
    kind: FindingKind = strawberry.field(description="What it is about.")
    statement: str = strawberry.field(description="What was found, 2 to 2,000 characters.")
    source: str = strawberry.field(description="How it became known, up to 100 characters.")
    found_on: date = strawberry.field(description="When it was found; not after today.")

    def plain(self) -> FindingDraft:
        """The draft."""
        return FindingDraft(kind=self.kind, statement=self.statement, source=self.source, found_on=self.found_on)
