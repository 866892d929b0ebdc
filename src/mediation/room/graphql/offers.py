"""Offers as they are read: each as one step of the ladder that its reader sees."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import strawberry

from mediation.access.verbs import Verb
from mediation.gql.context import Context, Info
from mediation.gql.relay import Node, gid, node_loader
from mediation.gql.scalars import Fen
from mediation.kit.actor import Side
from mediation.room import ladder
from mediation.room.graphql.types import Participant, participant
from mediation.room.rules import OfferStanding, OfferTermKind


@strawberry.type(description="When an offer is to be performed; only the figures of its kind are given.")
class OfferTerm:
    """See room.rules.Term."""

    kind: OfferTermKind = strawberry.field(description="How the time is given.")
    days: int | None = strawberry.field(description="Days after taking effect.")
    hours: int | None = strawberry.field(description="Hours after taking effect.")
    on: date | None = strawberry.field(description="The day; of instalments the day of the last.")
    count: int | None = strawberry.field(description="Number of instalments.")


@strawberry.type(description="What was answered to an offer.")
class OfferAnswer:
    """An answer."""

    answered_at: datetime = strawberry.field(description="When.")
    answer: strawberry.Private[ladder.Answer]

    @strawberry.field(description="Who answered, or wrote the answer down.")
    async def author(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.answer.author_id)

    @strawberry.field(description="The words that came with it.")
    def note(self, info: Info) -> str | None:
        """Opened on the way out."""
        return _note(info.context, self.answer)


@strawberry.type(
    description="The permission to pass on an offer made in private; read by its own side and the mediators."
)
class OfferRelease:
    """A release."""

    released_at: datetime = strawberry.field(description="When it was passed on.")
    answer: strawberry.Private[ladder.Answer]

    @strawberry.field(description="The mediator who passed it on.")
    async def author(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.answer.author_id)

    @strawberry.field(description="The words in which its side allowed it.")
    def words(self, info: Info) -> str | None:
        """Opened on the way out."""
        return _note(info.context, self.answer)


def _note(context: Context, answer: ladder.Answer) -> str | None:
    if answer.note_cipher is None:
        return None
    return context.runtime.vault.open(answer.note_cipher, context=f"offer_answer.note:{answer.id}")


@strawberry.type(description="What the caller may do to an offer now.")
class OfferAccess:
    """Permission, standing and side together."""

    can_accept: bool = strawberry.field(description="Accept it.")
    can_counter: bool = strawberry.field(description="Answer it with another offer.")
    can_reject: bool = strawberry.field(description="Reject it.")
    can_withdraw: bool = strawberry.field(description="Take it back.")
    can_release: bool = strawberry.field(description="Pass it on to the other side.")


@strawberry.type(description="One step of the ladder. Offers never change; what follows is added.")
class Offer(Node):
    """An offer as its reader sees it."""

    room: strawberry.ID = strawberry.field(description="Global id of the room.")
    side: Side = strawberry.field(description="Whose offer it is.")
    wages_fen: Fen = strawberry.field(description="Wages and what is owed in their place.")
    social_insurance_fen: Fen = strawberry.field(description="Social insurance.")
    total_fen: Fen = strawberry.field(description="Both together.")
    term: OfferTerm = strawberry.field(description="When it is to be performed.")
    made_at: datetime = strawberry.field(description="When it came before the caller.")
    counter_to: strawberry.ID | None = strawberry.field(description="Global id of the offer it answers.")
    private: bool = strawberry.field(description="Whether the other side does not know of it.")
    caucus: strawberry.ID | None = strawberry.field(description="Global id of the private session it was made in.")
    standing: OfferStanding = strawberry.field(description="What became of it.")
    answer: OfferAnswer | None = strawberry.field(description="What was answered.")
    release: OfferRelease | None = strawberry.field(description="The permission to pass it on, for its own side.")
    round: int = strawberry.field(description="Its number among the offers the caller sees.")
    gap_fen: Fen | None = strawberry.field(description="How far from the other side's latest figure it was.")
    moved_fen: Fen | None = strawberry.field(description="How far from its own side's figure before.")
    access: OfferAccess = strawberry.field(description="What the caller may do to it now.")
    view: strawberry.Private[ladder.OfferView]

    @strawberry.field(description="Conditions, in the side's words; may be empty.")
    def conditions(self, info: Info) -> str:
        """Opened on the way out."""
        sealed = self.view.conditions_cipher
        return info.context.runtime.vault.open(sealed, context=f"offer.conditions:{self.view.id}")

    @strawberry.field(description="Who put it on the table.")
    async def author(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.view.author_id)

    @strawberry.field(description="Whose words a mediator wrote down.")
    async def on_behalf_of(self, info: Info) -> Participant | None:
        """Loaded with the others of its level."""
        return await participant(info.context, self.view.on_behalf_of_id)

    @classmethod
    def of(cls, view: ladder.OfferView) -> "Offer":
        """From a step of the reader's ladder."""
        return cls(
            id=gid("Offer", view.id),
            room=gid("Room", view.room_id),
            side=view.side,
            wages_fen=Fen(view.wages_fen),
            social_insurance_fen=Fen(view.social_insurance_fen),
            total_fen=Fen(view.total_fen),
            term=OfferTerm(
                kind=OfferTermKind(view.term_kind),
                days=view.term_days,
                hours=view.term_hours,
                on=view.term_on,
                count=view.term_count,
            ),
            made_at=view.shown_at,
            counter_to=gid("Offer", view.counter_to_id) if view.counter_to_id else None,
            private=view.private,
            caucus=gid("Caucus", view.caucus_id) if view.caucus_id else None,
            standing=view.standing,
            answer=OfferAnswer(answered_at=view.answer.answered_at, answer=view.answer) if view.answer else None,
            release=OfferRelease(released_at=view.release.answered_at, answer=view.release) if view.release else None,
            round=view.rung.round,
            gap_fen=_fen(view.rung.gap_fen),
            moved_fen=_fen(view.rung.moved_fen),
            access=_access(view),
            view=view,
        )


def _fen(value: int | None) -> Fen | None:
    return None if value is None else Fen(value)


def _access(view: ladder.OfferView) -> OfferAccess:
    return OfferAccess(
        can_accept=Verb.OFFER_ACCEPT in view.may,
        can_counter=Verb.OFFER_MAKE in view.may,
        can_reject=Verb.OFFER_REJECT in view.may,
        can_withdraw=Verb.OFFER_WITHDRAW in view.may,
        can_release=Verb.OFFER_RELEASE in view.may,
    )


@node_loader("Offer")
async def _offer(context: Context, key: UUID) -> Offer | None:
    room_id: Any = await context.load(ladder.rooms_of_offers, key)
    if room_id is None:
        return None
    views = await context.load(ladder.offers_of_rooms, room_id, joint=False)
    return next((Offer.of(view) for view in views if view.id == key), None)
