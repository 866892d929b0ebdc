"""Mutations on cases: each hands its input to the verb and answers the object as it stands after the commit."""

from typing import cast

import strawberry

from mediation.case import charge, circumstances, claims, editing, election, ending, findings, membership, register
from mediation.case.graphql import orders
from mediation.case.graphql.circumstances import RecordCircumstancesInput
from mediation.case.graphql.inputs import RegisterCaseInput
from mediation.case.graphql.parties import Claim, Finding, Party
from mediation.case.graphql.recusal import Recusal
from mediation.case.graphql.types import Case
from mediation.case.models import Case as CaseRow
from mediation.gql.context import Info
from mediation.gql.mutation import Tx, mutation
from mediation.gql.relay import reread, row_id
from mediation.kit.problems import Forbidden


def _case(row: CaseRow) -> Case:
    return cast("Case", reread("Case", row.id))


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Register a case at the caller's studio, with its parties and claims.")
    async def register_case(self, info: Info, tx: Tx, input: RegisterCaseInput) -> Case:
        """case:register"""
        return _case(await register.register(tx, input.plain()))

    @mutation("Take a case on. Whoever accepts is in charge, unless somebody is already.")
    async def accept_case(self, info: Info, tx: Tx, input: orders.AcceptCaseInput) -> Case:
        """case:accept"""
        return _case(await ending.accept(tx, row_id("Case", input.id), version=input.version))

    @mutation("Do not take a case on.")
    async def refuse_case(self, info: Info, tx: Tx, input: orders.RefuseCaseInput) -> Case:
        """case:refuse"""
        return _case(await ending.refuse(tx, row_id("Case", input.id), version=input.version, reason=input.reason))

    @mutation("Correct what was taken down of a case.")
    async def edit_case(self, info: Info, tx: Tx, input: orders.EditCaseInput) -> Case:
        """case:edit"""
        return _case(await editing.edit(tx, row_id("Case", input.id), input.plain(), version=input.version))

    @mutation("Name the mediator in charge.")
    async def allocate_case(self, info: Info, tx: Tx, input: orders.AllocateCaseInput) -> Case:
        """case:allocate"""
        mediator = row_id("Staff", input.mediator, "mediator")
        return _case(await charge.allocate(tx, row_id("Case", input.id), mediator, version=input.version))

    @mutation("Record that the workers take the case back.")
    async def withdraw_case(self, info: Info, tx: Tx, input: orders.WithdrawCaseInput) -> Case:
        """case:withdraw"""
        return _case(await ending.withdraw(tx, row_id("Case", input.id), version=input.version, reason=input.reason))

    @mutation("Hand a case to another body.")
    async def transfer_case(self, info: Info, tx: Tx, input: orders.TransferCaseInput) -> Case:
        """case:transfer"""
        case_id = row_id("Case", input.id)
        return _case(await ending.transfer(tx, case_id, version=input.version, to=input.to, reason=input.reason))

    @mutation("Close a case as performed, advanced or failed, as far as the books bear it out.")
    async def close_case(self, info: Info, tx: Tx, input: orders.CloseCaseInput) -> Case:
        """case:close"""
        case_id = row_id("Case", input.id)
        row = await ending.close(tx, case_id, version=input.version, outcome=input.outcome, reason=input.reason)
        return _case(row)

    @mutation("Take a closed or refused case up again.")
    async def reopen_case(self, info: Info, tx: Tx, input: orders.ReopenCaseInput) -> Case:
        """case:reopen"""
        return _case(await ending.reopen(tx, row_id("Case", input.id), version=input.version, reason=input.reason))

    @mutation("Take oneself, or (a supervisor) a colleague, off a case for a conflict of interest.")
    async def recuse_case(self, info: Info, tx: Tx, input: orders.RecuseCaseInput) -> Recusal:
        """case:recuse"""
        staff_id = tx.actor.id if input.staff is None else row_id("Staff", input.staff, "staff")
        if staff_id is None:
            raise Forbidden("case:recuse")
        row = await charge.recuse(tx, row_id("Case", input.id), staff_id, reason=input.reason)
        return cast("Recusal", reread("Recusal", row.id))

    @mutation("Look into a case of the district that is not yours, for a written reason, for at most 24 hours.")
    async def break_glass_case(self, info: Info, tx: Tx, input: orders.BreakGlassCaseInput) -> Case:
        """case:break_glass"""
        return _case(await charge.break_glass(tx, input.number, reason=input.reason, hours=input.hours))

    @mutation("Take down another worker, or a third party.")
    async def add_party(self, info: Info, tx: Tx, input: orders.AddPartyInput) -> Party:
        """party:add"""
        row = await membership.add(tx, row_id("Case", input.case, "case"), input.plain(), version=input.version)
        return cast("Party", reread("Party", row.id))

    @mutation("Correct what is known of a party.")
    async def revise_party(self, info: Info, tx: Tx, input: orders.RevisePartyInput) -> Party:
        """party:revise"""
        row = await membership.revise_party(tx, row_id("Party", input.id), input.plain(), version=input.version)
        return cast("Party", reread("Party", row.id))

    @mutation("Record that a party leaves the case.")
    async def withdraw_party(self, info: Info, tx: Tx, input: orders.WithdrawPartyInput) -> Party:
        """party:withdraw"""
        party_id = row_id("Party", input.id)
        row = await membership.withdraw(tx, party_id, version=input.version, reason=input.reason)
        return cast("Party", reread("Party", row.id))

    @mutation("Record an election of representatives; it takes the place of an earlier one.")
    async def elect_party(self, info: Info, tx: Tx, input: orders.ElectPartyInput) -> Case:
        """party:elect"""
        row = await election.elect(
            tx,
            row_id("Case", input.case, "case"),
            input.plain(),
            elected_on=input.elected_on,
            document=input.document,
            version=input.version,
        )
        return _case(row)

    @mutation("Add a claim of a worker.")
    async def state_claim(self, info: Info, tx: Tx, input: orders.StateClaimInput) -> Claim:
        """claim:state"""
        row = await claims.state(tx, row_id("Party", input.party, "party"), input.plain(), version=input.version)
        return cast("Claim", reread("Claim", row.id))

    @mutation("Change a claim; the journal keeps what it was.")
    async def amend_claim(self, info: Info, tx: Tx, input: orders.AmendClaimInput) -> Claim:
        """claim:amend"""
        row = await claims.amend(tx, row_id("Claim", input.id), input.plain(), version=input.version)
        return cast("Claim", reread("Claim", row.id))

    @mutation("Record what was found out about the employer.")
    async def record_finding(self, info: Info, tx: Tx, input: orders.RecordFindingInput) -> Finding:
        """finding:record"""
        row = await findings.record(tx, row_id("Case", input.case, "case"), input.plain())
        return cast("Finding", reread("Finding", row.id))

    @mutation("Record what was looked into that decides which legal ways are open; see `Case.openDoors`.")
    async def record_circumstances(self, info: Info, tx: Tx, input: RecordCircumstancesInput) -> Case:
        """circumstances:record"""
        return _case(
            await circumstances.record(tx, row_id("Case", input.case, "case"), input.plain(), version=input.version)
        )
