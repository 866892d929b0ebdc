"""What the caller may do to a case now: the guard and the table of moves, so that no client derives the rules again."""

from typing import Any

import strawberry

from mediation.access.verbs import Verb
from mediation.case.graphql.permits import may
from mediation.case.models import CaseState
from mediation.case.rules import possible
from mediation.gql.context import Info
from mediation.gql.denied import DeniedField, denied

_GUARDED = {
    "claimTotals": Verb.CLAIM_VIEW,
    "claimants": Verb.PARTY_VIEW,
    "findings": Verb.FINDING_VIEW,
    "otherParties": Verb.PARTY_VIEW,
    "representatives": Verb.PARTY_VIEW,
    "respondent": Verb.PARTY_VIEW,
}
"""Fields of Case that need more than `case:view`."""


def _can(verb: Verb, description: str) -> Any:
    async def resolve(self: "CaseAccess", info: Info) -> bool:
        return await self.allows(info, verb)

    return strawberry.field(resolver=resolve, description=description)


@strawberry.type(description="What the caller may do to a case now.")
class CaseAccess:
    """Permission and state together."""

    row: strawberry.Private[Any]

    can_accept: bool = _can(Verb.CASE_ACCEPT, "Accept it.")
    can_add_party: bool = _can(Verb.PARTY_ADD, "Add a worker or a third party.")
    can_allocate: bool = _can(Verb.CASE_ALLOCATE, "Name the mediator in charge.")
    can_amend_claim: bool = _can(Verb.CLAIM_AMEND, "Change what is claimed.")
    can_break_glass: bool = _can(Verb.CASE_BREAK_GLASS, "Look into it for a written reason, for at most 24 hours.")
    can_close: bool = _can(Verb.CASE_CLOSE, "Close it.")
    can_edit: bool = _can(Verb.CASE_EDIT, "Correct what was taken down.")
    can_elect_party: bool = _can(Verb.PARTY_ELECT, "Record the election of representatives.")
    can_import_roster: bool = _can(Verb.ROSTER_PREVIEW, "Upload a roster.")
    can_record_circumstances: bool = _can(Verb.CIRCUMSTANCES_RECORD, "Record what decides which legal ways are open.")
    can_record_finding: bool = _can(Verb.FINDING_RECORD, "Record what was found out about the employer.")
    can_recuse: bool = _can(Verb.CASE_RECUSE, "Withdraw from it for a conflict of interest.")
    can_refuse: bool = _can(Verb.CASE_REFUSE, "Refuse it with a reason.")
    can_reopen: bool = _can(Verb.CASE_REOPEN, "Open it again.")
    can_revise_party: bool = _can(Verb.PARTY_REVISE, "Correct what is known of a party.")
    can_state_claim: bool = _can(Verb.CLAIM_STATE, "Add a claim.")
    can_transfer: bool = _can(Verb.CASE_TRANSFER, "Hand it to another body.")
    can_withdraw: bool = _can(Verb.CASE_WITHDRAW, "Record that the workers take it back.")
    can_withdraw_party: bool = _can(Verb.PARTY_WITHDRAW, "Record that a party leaves.")

    async def allows(self, info: Info, verb: Verb) -> bool:
        """Whether the state allows `verb` and the guard too."""
        return verb.value in possible(CaseState(self.row.state)) and await may(info.context, self.row, verb)

    @strawberry.field(description="Every verb of this and other features that the caller may apply to the case now.")
    async def possible(self, info: Info) -> list[str]:
        """As `feature:verb`, in the order of the life of a case."""
        return [verb for verb in possible(CaseState(self.row.state)) if await may(info.context, self.row, Verb(verb))]

    @strawberry.field(description="Fields of the case that are null because the caller may not see them.")
    async def denied(self, info: Info) -> list[DeniedField]:
        """Named, so that nobody takes null for nothing."""
        hidden = [name for name, verb in _GUARDED.items() if not await may(info.context, self.row, verb)]
        return denied(hidden, info.context.locale)
