"""Inputs of rooms as they are typed. They become the plain drafts of the verbs, which check them."""

from datetime import date
from uuid import UUID

import strawberry

from mediation.gql.relay import row_id
from mediation.gql.scalars import Fen
from mediation.kit.actor import Side
from mediation.room.invite import Guest
from mediation.room.offers import OfferDraft
from mediation.room.rules import Audience, OfferTermKind, Term


def key(type_name: str, value: str | None, path: str) -> UUID | None:
    """The row id behind an optional global id."""
    return row_id(type_name, value, path) if value is not None else None


@strawberry.input(description="On which case.")
class OpenRoomInput:
    """Input of openRoom."""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")


@strawberry.input(description="Which room, as the caller saw it.")
class CloseRoomInput:
    """Input of closeRoom."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    version: int = strawberry.field(description="The version the caller saw.")
    note: str = strawberry.field(
        default="", description="How it ended; read by everyone in the room. Up to 1,000 characters."
    )


@strawberry.input(description="Whom to ask in: exactly one of agency, staff, lawyer and party.")
class InviteToRoomInput:
    """Input of inviteToRoom."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    agency: strawberry.ID | None = strawberry.field(
        default=None, description="A member agency; any of its clerks may come."
    )
    staff: strawberry.ID | None = strawberry.field(
        default=None, description="One clerk of an agency, or a mediator of the studio."
    )
    lawyer: strawberry.ID | None = strawberry.field(
        default=None, description="The lawyer who has accepted the case; sits on the workers' side."
    )
    party: strawberry.ID | None = strawberry.field(
        default=None,
        description="A party of the case: employer, claimant (in a collective case an elected representative), third party.",
    )
    name: str | None = strawberry.field(
        default=None, description="Of the person who comes for a party; of a worker it is known."
    )
    phone: str | None = strawberry.field(
        default=None, description="Of that person: the link goes there by SMS. Without it the number on file is used."
    )
    in_person: bool = strawberry.field(
        default=False, description="The person is at the table without a device: no link, no code."
    )

    def plain(self) -> Guest:
        """The guest."""
        return Guest(
            agency_id=key("Agency", self.agency, "agency"),
            staff_id=key("Staff", self.staff, "staff"),
            lawyer_id=key("Lawyer", self.lawyer, "lawyer"),
            party_id=key("Party", self.party, "party"),
            name=self.name,
            phone=self.phone,
            in_person=self.in_person,
        )


@strawberry.input(description="How the caller comes in: staff by the room's id, a party by link and code.")
class EnterRoomInput:
    """Input of enterRoom."""

    room: strawberry.ID | None = strawberry.field(default=None, description="Global id of the room; for staff.")
    link: str | None = strawberry.field(default=None, description="The part of the link after the last slash.")
    code: str | None = strawberry.field(default=None, description="The six digits the mediator told.")


@strawberry.input(description="Whose seat, and why.")
class RemoveFromRoomInput:
    """Input of removeFromRoom."""

    participant: strawberry.ID = strawberry.field(description="Global id of the seat.")
    reason: str = strawberry.field(description="Why; read by mediators only. Up to 1,000 characters.")


@strawberry.input(description="A sign of life in the joint session.")
class TouchRoomInput:
    """Input of touchRoom."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    present: bool = strawberry.field(
        default=True, description="False to be shown as away at once; not to be sent from a private session."
    )


@strawberry.input(description="What to say in the joint session.")
class SpeakInRoomInput:
    """Input of speakInRoom."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    audience: Audience = strawberry.field(default=Audience.EVERYONE, description="Whom it is for.")
    body: str = strawberry.field(description="The words, up to 5,000 characters.")
    client_key: str = strawberry.field(
        description="Chosen by the caller: the same key is the same message. Up to 100 characters."
    )


@strawberry.input(description="With whom to talk in private.")
class OpenCaucusInput:
    """Input of openCaucus."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    side: Side = strawberry.field(description="The side.")


@strawberry.input(description="What to say in a private session.")
class SpeakInCaucusInput:
    """Input of speakInCaucus."""

    caucus: strawberry.ID = strawberry.field(description="Global id of the private session.")
    body: str = strawberry.field(description="The words, up to 5,000 characters.")
    client_key: str = strawberry.field(
        description="Chosen by the caller: the same key is the same message. Up to 100 characters."
    )


@strawberry.input(description="Which private session to end.")
class CloseCaucusInput:
    """Input of closeCaucus."""

    caucus: strawberry.ID = strawberry.field(description="Global id of the private session.")


@strawberry.input(description="When an offer is to be performed: the kind, and exactly the figures of that kind.")
class OfferTermInput:
    """See room.rules.Term."""

    kind: OfferTermKind = strawberry.field(description="How the time is given.")
    days: int | None = strawberry.field(default=None, description="1 to 366, for within_days.")
    hours: int | None = strawberry.field(default=None, description="1 to 8,784, for within_hours.")
    on: date | None = strawberry.field(
        default=None, description="Today or later, for on_date; the day of the last one for instalments."
    )
    count: int | None = strawberry.field(default=None, description="2 to 60, for instalments.")

    def plain(self) -> Term:
        """The term."""
        return Term(kind=self.kind, days=self.days, hours=self.hours, on=self.on, count=self.count)


@strawberry.input(description="What a side puts on the table.")
class MakeOfferInput:
    """Input of makeOffer."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    side: Side = strawberry.field(description="Whose offer it is: the caller's own, or the side of `onBehalfOf`.")
    wages_fen: Fen = strawberry.field(description="Wages and what is owed in their place.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance, never part of the wages.")
    term: OfferTermInput = strawberry.field(description="When it is to be performed.")
    conditions: str = strawberry.field(default="", description="Conditions, up to 2,000 characters.")
    counter_to: strawberry.ID | None = strawberry.field(
        default=None, description="Global id of the other side's offer it answers, which then counts as countered."
    )
    caucus: strawberry.ID | None = strawberry.field(
        default=None, description="Global id of the private session it is made in; to the other side it does not exist."
    )
    on_behalf_of: strawberry.ID | None = strawberry.field(
        default=None, description="For mediators: global id of the seat of the party's person whose words these are."
    )

    def plain(self) -> OfferDraft:
        """The draft."""
        return OfferDraft(
            side=self.side,
            wages_fen=self.wages_fen,
            social_insurance_fen=self.social_insurance_fen,
            term=self.term.plain(),
            conditions=self.conditions,
            counter_to_id=key("Offer", self.counter_to, "counterTo"),
            caucus_id=key("Caucus", self.caucus, "caucus"),
            on_behalf_of_id=key("Participant", self.on_behalf_of, "onBehalfOf"),
        )


@strawberry.input(description="Which offer to answer.")
class AnswerOfferInput:
    """Input of acceptOffer, rejectOffer and withdrawOffer."""

    offer: strawberry.ID = strawberry.field(description="Global id of the offer.")
    note: str = strawberry.field(
        default="", description="Words that go with it; read by all who see the offer. Up to 1,000 characters."
    )
    on_behalf_of: strawberry.ID | None = strawberry.field(
        default=None, description="For mediators: global id of the seat of the party's person whose words these are."
    )


@strawberry.input(description="Which private offer to pass on.")
class ReleaseOfferInput:
    """Input of releaseOffer."""

    offer: strawberry.ID = strawberry.field(description="Global id of the offer.")
    words: str = strawberry.field(
        description="The words in which its side allowed it (转达授权); the other side does not read them. Up to 1,000 characters."
    )


@strawberry.input(description="The next version of the minutes.")
class RecordMinutesInput:
    """Input of recordMinutes."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    revision: int = strawberry.field(description="The latest revision the caller saw; 0 when there was none.")
    body: str = strawberry.field(
        description="The whole text, read by everyone in the room: nothing of a private session. Up to 50,000 characters."
    )
