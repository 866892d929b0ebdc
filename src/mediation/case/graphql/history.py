"""What was done in a case (its timeline), and the one way to see a whole phone or identity number.

Both belong to features below, which know no case: here the guard's facts of the case are brought to them.
"""

from typing import Annotated, Any
from uuid import UUID

import strawberry
from sqlalchemy import select
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.graphql.permits import may
from mediation.case.graphql.types import Case
from mediation.case.models import Party
from mediation.gql.context import Info
from mediation.gql.enums import described
from mediation.gql.extend import extend
from mediation.gql.mutation import mutation
from mediation.gql.relay import After, Connection, First, gid, row_id
from mediation.infra.uow import Tx
from mediation.journal import graphql as journal
from mediation.journal.graphql import JournalEntry
from mediation.journal.queries import Part, Timeline
from mediation.kit.actor import Role
from mediation.kit.problems import NotFound
from mediation.person.reveal import Behind, PersonField, reveal

PersonFieldEnum = described(
    PersonField,
    "What can be revealed of a party.",
    {
        PersonField.ID_NUMBER: "The identity number of a person.",
        PersonField.PHONE: "The mobile number of a person, or the contact's of an organisation.",
    },
)


About = Annotated[
    list[str] | None,
    strawberry.argument(
        description="Only what was done in these features: what stands before the colon of a verb, e.g. `payment`; at most 20."
    ),
]
OfAgency = Annotated[
    strawberry.ID | None, strawberry.argument(description="Only what was done by somebody of this agency.")
]


@extend(Case)
class History:
    """Fields of a case that come from the journal."""

    @strawberry.field(
        description="What was done, newest first; null when the caller may not see it. Messages are in the room, not here."
    )
    async def timeline(
        self: Any, info: Info, first: First, after: After = None, about: About = None, agency: OfAgency = None
    ) -> Connection[JournalEntry] | None:
        """What is private to a side or to the mediators is for mediators of the case's own studio only."""
        context, row = info.context, self.row
        if not await may(context, row, Verb.JOURNAL_VIEW):
            return None
        actor = context.actor
        in_studio = Role.MEDIATOR in actor.roles and actor.agency_id == row.agency_id
        private = in_studio and await may(context, row, Verb.CAUCUS_VIEW)
        with_room = await may(context, row, Verb.ROOM_VIEW)
        wanted = Timeline(row.id, private)
        part = Part(tuple(about or ()), row_id("Agency", agency, "agency") if agency else None)
        return await journal.timeline(context, wanted, with_room=with_room, first=first, after=after, part=part)


@strawberry.input(description="What to reveal, and why.")
class RevealPersonInput:
    """One field of one party."""

    party: strawberry.ID = strawberry.field(description="The party.")
    field: PersonField = strawberry.field(description="Which field.")
    reason: str = strawberry.field(description="Why it is needed, in at least five characters. Kept in the access log.")


@strawberry.type(description="A whole phone or identity number. It was logged that you read it.")
class RevealedField:
    """One value, told once."""

    party: strawberry.ID = strawberry.field(description="The party.")
    field: PersonField = strawberry.field(description="Which field.")
    value: str = strawberry.field(description="The whole value.")


@strawberry.type
class Mutation:
    """Verbs of this feature."""

    @mutation("Show a party's whole phone or identity number. Every time is logged with the reason.", keyed=False)
    async def reveal_person(self, info: Info, tx: Tx, input: RevealPersonInput) -> RevealedField:
        """person:reveal"""
        behind = await _behind(tx, row_id("Party", input.party, "party"))
        value = await reveal(tx, behind, input.field, reason=input.reason)
        return RevealedField(party=gid("Party", behind.party_id), field=input.field, value=value)


async def _behind(tx: Tx, party_id: UUID) -> Behind:
    party = (await tx.session.execute(select(Party).where(col(Party.id) == party_id))).scalar_one_or_none()
    if party is None:
        raise NotFound(Verb.PERSON_REVEAL)
    case, facts = await queries.look(tx, party.case_id)
    return Behind(
        party_id=party.id,
        person_id=party.person_id,
        organisation_id=party.organisation_id,
        case_id=case.id,
        district_id=case.district_id,
        facts=facts,
    )
