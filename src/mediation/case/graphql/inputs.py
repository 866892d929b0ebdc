"""Inputs of cases as they are typed. They become the plain drafts of case/intake.py, which checks them."""

from datetime import date

import strawberry

from mediation.case import intake
from mediation.case.computing import Computed
from mediation.case.models import CaseKind, Channel, ClaimHead, Relation
from mediation.gql.scalars import Fen
from mediation.person.rules import OrganisationDraft, PersonDraft


@strawberry.input(description="One input of a computation, as `amountHeads` lists it.")
class AmountInput:
    """A name and a value, both as text."""

    name: str = strawberry.field(description="Its name, such as monthly_pay_fen.")
    value: str = strawberry.field(description="Its value: 648000, 6480元, 2026-11-20, true, or rows with semicolons.")


@strawberry.input(description="What a claim is computed from, by a head of the law.")
class ComputedInput:
    """See case.computing.Computed."""

    head: str = strawberry.field(description="The head, as `amountHeads` lists it.")
    inputs: list[AmountInput] = strawberry.field(description="What it is computed from; at most 40.")
    region: str | None = strawberry.field(
        default=None,
        description="Where the work was done: a name, or a GB/T 2260 code; the case's district unless given.",
    )
    on: date | None = strawberry.field(
        default=None, description="The day whose law and figures count; today unless given."
    )

    def plain(self) -> Computed:
        """What to compute it from."""
        given = tuple((one.name, one.value) for one in self.inputs)
        return Computed(head=self.head, inputs=given, region=self.region, on=self.on)


@strawberry.input(description="One head claimed: either an amount, or what it is computed from.")
class ClaimInput:
    """See case.intake.ClaimDraft."""

    head: ClaimHead = strawberry.field(description="What is claimed.")
    amount_fen: Fen | None = strawberry.field(default=None, description="Amount, more than zero.")
    computed: ComputedInput | None = strawberry.field(
        default=None, description="What the amount is computed from, instead of typing it."
    )
    period_from: date | None = strawberry.field(default=None, description="First day of the time it is for.")
    period_to: date | None = strawberry.field(default=None, description="Last day of the time it is for.")
    note: str = strawberry.field(default="", description="Remark, up to 500 characters.")

    def plain(self) -> intake.ClaimDraft:
        """The draft."""
        return intake.ClaimDraft(
            head=self.head,
            amount_fen=self.amount_fen,
            computed=self.computed.plain() if self.computed else None,
            period_from=self.period_from,
            period_to=self.period_to,
            note=self.note,
        )


@strawberry.input(description="One worker.")
class ClaimantInput:
    """See case.intake.ClaimantDraft."""

    name: str = strawberry.field(description="Name, up to 50 characters.")
    phone: str | None = strawberry.field(default=None, description="Mobile number of mainland China, as typed.")
    id_number: str | None = strawberry.field(default=None, description="18-digit identity number, as typed.")
    job: str = strawberry.field(default="", description="Job at the employer.")
    taking_part: bool = strawberry.field(default=True, description="Whether they take part in the mediation.")
    claims: list[ClaimInput] = strawberry.field(default_factory=list, description="What they claim, each head once.")

    def plain(self) -> intake.ClaimantDraft:
        """The draft."""
        return intake.ClaimantDraft(
            person=PersonDraft(name=self.name, phone=self.phone, id_number=self.id_number),
            job=self.job,
            taking_part=self.taking_part,
            claims=tuple(claim.plain() for claim in self.claims),
        )


@strawberry.input(description="A natural person who is a third party.")
class PersonInput:
    """See person.rules.PersonDraft."""

    name: str = strawberry.field(description="Name, up to 50 characters.")
    phone: str | None = strawberry.field(default=None, description="Mobile number of mainland China, as typed.")
    id_number: str | None = strawberry.field(default=None, description="18-digit identity number, as typed.")

    def plain(self) -> PersonDraft:
        """The draft."""
        return PersonDraft(name=self.name, phone=self.phone, id_number=self.id_number)


@strawberry.input(description="A company or other body.")
class OrganisationInput:
    """See person.rules.OrganisationDraft."""

    name: str = strawberry.field(description="Name, up to 100 characters.")
    credit_code: str | None = strawberry.field(default=None, description="18-character unified social credit code.")
    contact_name: str | None = strawberry.field(default=None, description="Whom to talk to.")
    contact_phone: str | None = strawberry.field(default=None, description="Their mobile number, or a landline.")
    address: str | None = strawberry.field(default=None, description="Address, up to 200 characters.")

    def plain(self) -> OrganisationDraft:
        """The draft."""
        return OrganisationDraft(
            name=self.name,
            credit_code=self.credit_code,
            contact_name=self.contact_name,
            contact_phone=self.contact_phone,
            address=self.address,
        )


@strawberry.input(description="A third party: a person or an organisation, exactly one.")
class OtherPartyInput:
    """See case.intake.OtherDraft."""

    relation: Relation = strawberry.field(description="What it is to the dispute.")
    person: PersonInput | None = strawberry.field(default=None, description="The person.")
    organisation: OrganisationInput | None = strawberry.field(default=None, description="The organisation.")

    def plain(self) -> intake.OtherDraft:
        """The draft."""
        return intake.OtherDraft(
            relation=self.relation,
            person=self.person.plain() if self.person else None,
            organisation=self.organisation.plain() if self.organisation else None,
        )


@strawberry.input(description="A case as it comes in.")
class RegisterCaseInput:
    """See case.intake.Registration."""

    channel: Channel = strawberry.field(description="How it came in.")
    received_on: date = strawberry.field(description="The day the application was received; not after today.")
    employer: OrganisationInput = strawberry.field(description="Whom it is against.")
    claimants: list[ClaimantInput] = strawberry.field(description="1 to 100 workers; more come by roster.")
    other_parties: list[OtherPartyInput] = strawberry.field(default_factory=list, description="Third parties.")
    kind: CaseKind = strawberry.field(
        default=CaseKind.SINGLE,
        description="Collective from the start, if it is known; from ten workers on it always is.",
    )
    urgent: bool = strawberry.field(default=False, description="Whether it cannot wait.")
    summary: str = strawberry.field(default="", description="What it is about, up to 2,000 characters.")

    def plain(self) -> intake.Registration:
        """The draft."""
        return intake.Registration(
            channel=self.channel,
            received_on=self.received_on,
            employer=self.employer.plain(),
            claimants=tuple(claimant.plain() for claimant in self.claimants),
            others=tuple(other.plain() for other in self.other_parties),
            kind=self.kind,
            urgent=self.urgent,
            summary=self.summary,
        )
