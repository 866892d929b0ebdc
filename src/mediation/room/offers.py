"""The ladder's verbs: `offer:make`, `offer:accept`, `offer:reject`, `offer:withdraw`, `offer:release`.

Offers and answers are only ever added. An offer made in a private session does not exist for the other side before it
is released: not to be seen, not to be answered, and a counter-offer made there leaves what it counters untouched until
then.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.actor import Side
from mediation.kit.checks import prose_given
from mediation.kit.machine import advance, allowed
from mediation.kit.problems import Forbidden, IllegalMove, Invalid, NotFound, Text
from mediation.room import topics
from mediation.room.caucus import enter_caucus
from mediation.room.events import OfferAccepted, OfferMade, OfferRejected, OfferReleased, OfferWithdrawn
from mediation.room.models import Offer, OfferAnswer, Participant
from mediation.room.queries import Floor, look
from mediation.room.rules import (
    CAUCUS_MOVES,
    MAX_CONDITIONS,
    MAX_NOTE,
    MAX_OFFERS,
    MOVES,
    OF_OTHERS,
    OFFER_MOVES,
    Audience,
    CaucusState,
    OfferStanding,
    SeatKind,
    Term,
    check_amounts,
    check_answerer,
    check_term,
    room_state,
)
from mediation.room.seats import sit, sit_quietly


@dataclass(frozen=True)
class OfferDraft:
    """What a side puts on the table. `on_behalf_of_id` is required of a mediator, who writes down another's words."""

    side: Side
    wages_fen: int
    social_insurance_fen: int
    term: Term
    conditions: str = ""
    counter_to_id: UUID | None = None
    caucus_id: UUID | None = None
    on_behalf_of_id: UUID | None = None


@dataclass(frozen=True)
class Held:
    """A locked offer with its room and what was answered."""

    offer: Offer
    floor: Floor
    standing: OfferStanding
    released: bool

    @property
    def private(self) -> bool:
        """Whether it exists for its own side and the mediators only."""
        return self.offer.caucus_id is not None and not self.released

    @property
    def audience(self) -> Audience:
        """For whom it exists."""
        return Audience(self.offer.side) if self.private else Audience.EVERYONE


async def make(tx: Tx, room_id: UUID, draft: OfferDraft) -> Offer:
    """Put an offer on the table, or (caucus_id) into a private session. A counter-offer answers the offer it names.

    Raises NotFound, Forbidden, IllegalMove, Invalid (side, wagesFen, socialInsuranceFen, term, conditions, counterTo, onBehalfOf).
    """
    floor, author, only_side = await _come_forward(tx, room_id, draft.caucus_id)
    side, behalf = _speaks_for(floor, author, draft.on_behalf_of_id, Verb.OFFER_MAKE)
    if draft.side is not side or only_side not in (None, side):
        raise Invalid.field("side", "not_this_side", "与提出方不符。", "This is not the side that makes the offer.")
    check_amounts(draft.wages_fen, draft.social_insurance_fen)
    check_term(draft.term, today=tx.today)
    countered = await _countered(tx, floor, draft)
    offer = await _add(tx, floor, draft, author, behalf)
    if countered is not None and draft.caucus_id is None:
        _answer(tx, countered, "countered", author, behalf)
    private_to = side.value if draft.caucus_id is not None else None
    tx.record(_made(offer, private_to=private_to))
    tx.ping(topics.of_audience(room_id, Audience(side.value) if private_to else Audience.EVERYONE))
    return offer


async def _come_forward(tx: Tx, room_id: UUID, caucus_id: UUID | None) -> tuple[Floor, Participant, str | None]:
    """Where an offer is made and by whom: at the table, or quietly in a private session, which names its side."""
    if caucus_id is None:
        floor = await look(tx, room_id, change=False)
        guard.require(tx.actor, Verb.OFFER_MAKE, floor.facts())
        advance(MOVES, room_state(floor.room.closed_at), Verb.OFFER_MAKE)
        return floor, await sit(tx, floor, Verb.OFFER_MAKE), None
    caucus, floor = await enter_caucus(tx, caucus_id, Verb.OFFER_MAKE)
    if caucus.room_id != room_id:
        raise NotFound
    advance(MOVES, room_state(floor.room.closed_at), Verb.OFFER_MAKE)
    if caucus.closed_at is not None:
        raise IllegalMove(Verb.OFFER_MAKE, CaucusState.CLOSED, allowed(CAUCUS_MOVES, CaucusState.CLOSED))
    return floor, sit_quietly(tx, floor, Verb.OFFER_MAKE), caucus.side


async def _add(tx: Tx, floor: Floor, draft: OfferDraft, author: Participant, behalf: UUID | None) -> Offer:
    ours = select(func.count()).where(col(Offer.room_id) == floor.room.id, col(Offer.side) == draft.side.value)
    if ((await tx.session.execute(ours)).scalar() or 0) >= MAX_OFFERS:
        raise Invalid.field("side", "too_many", "本方报价次数已达上限。", "This side has made too many offers here.")
    conditions = prose_given("conditions", draft.conditions, max_chars=MAX_CONDITIONS, required=False)
    await tx.session.flush()
    row_id = uuid4()
    offer = Offer(
        id=row_id,
        room_id=floor.room.id,
        case_id=floor.case.id,
        district_id=floor.case.district_id,
        caucus_id=draft.caucus_id,
        author_id=author.id,
        on_behalf_of_id=behalf,
        side=draft.side,
        counter_to_id=draft.counter_to_id,
        wages_fen=draft.wages_fen,
        social_insurance_fen=draft.social_insurance_fen,
        term_kind=draft.term.kind,
        term_days=draft.term.days,
        term_hours=draft.term.hours,
        term_on=draft.term.on,
        term_count=draft.term.count,
        conditions_cipher=tx.runtime.vault.seal(conditions, context=f"offer.conditions:{row_id}"),
        made_at=tx.now,
    )
    tx.session.add(offer)
    return offer


async def _countered(tx: Tx, floor: Floor, draft: OfferDraft) -> Held | None:
    """The offer that the draft answers, if it names one. Raises NotFound, Forbidden, IllegalMove, Invalid (counterTo)."""
    if draft.counter_to_id is None:
        return None
    held = await hold(tx, draft.counter_to_id, Verb.OFFER_MAKE)
    if held.floor.room.id != floor.room.id:
        raise NotFound
    if held.private:
        raise Invalid.field(
            "counterTo", "private", "该方案尚未转达对方。", "This offer has not been released to the other side."
        )
    check_answerer(Verb.OFFER_MAKE, held.offer.side, draft.side)
    advance(OFFER_MOVES, held.standing, Verb.OFFER_MAKE)
    return held


async def accept(tx: Tx, offer_id: UUID, *, on_behalf_of_id: UUID | None, note: str) -> Offer:
    """Accept an offer of the other side. Raises NotFound, Forbidden (own side), IllegalMove, Invalid (onBehalfOf, note)."""
    return await _decide(tx, offer_id, Verb.OFFER_ACCEPT, OfferAccepted, on_behalf_of_id, note)


async def reject(tx: Tx, offer_id: UUID, *, on_behalf_of_id: UUID | None, note: str) -> Offer:
    """Reject an offer of the other side. Raises as `accept`."""
    return await _decide(tx, offer_id, Verb.OFFER_REJECT, OfferRejected, on_behalf_of_id, note)


async def withdraw(tx: Tx, offer_id: UUID, *, on_behalf_of_id: UUID | None, note: str) -> Offer:
    """Take back an offer of one's own side. Raises NotFound, Forbidden (other side), IllegalMove, Invalid (onBehalfOf, note)."""
    return await _decide(tx, offer_id, Verb.OFFER_WITHDRAW, OfferWithdrawn, on_behalf_of_id, note)


_Answered = type[OfferAccepted] | type[OfferRejected] | type[OfferWithdrawn]


async def _decide(
    tx: Tx, offer_id: UUID, verb: Verb, event: _Answered, on_behalf_of_id: UUID | None, note: str
) -> Offer:
    held = await hold(tx, offer_id, verb)
    floor, offer = held.floor, held.offer
    advance(MOVES, room_state(floor.room.closed_at), verb)
    author = sit_quietly(tx, floor, verb) if held.private else await sit(tx, floor, verb)
    side, behalf = _speaks_for(floor, author, on_behalf_of_id, verb)
    check_answerer(verb, offer.side, side)
    _check_released(held, verb)
    target = advance(OFFER_MOVES, held.standing, verb)
    said = prose_given("note", note, max_chars=MAX_NOTE, required=False)
    _answer(tx, held, target.value, author, behalf, note=said)
    tx.record(
        event(
            subject_id=offer.id,
            case_id=offer.case_id,
            district_id=offer.district_id,
            private_to=offer.side if held.private else None,
            room_id=offer.room_id,
            side=offer.side,
            on_behalf_of_id=behalf,
        )
    )
    tx.ping(topics.of_audience(offer.room_id, held.audience))
    return offer


async def release(tx: Tx, offer_id: UUID, *, words: str) -> Offer:
    """Pass a private offer on to the other side; `words` are those in which its side allowed it.

    From now on the offer stands on the table as if it had been made now. Raises NotFound, Forbidden, IllegalMove, Invalid (words).
    """
    held = await hold(tx, offer_id, Verb.OFFER_RELEASE)
    offer, floor = held.offer, held.floor
    advance(MOVES, room_state(floor.room.closed_at), Verb.OFFER_RELEASE)
    if not held.private:
        possible = tuple(verb for verb in allowed(OFFER_MOVES, held.standing) if verb != Verb.OFFER_RELEASE)
        raise IllegalMove(Verb.OFFER_RELEASE, "released", possible)
    advance(OFFER_MOVES, held.standing, Verb.OFFER_RELEASE)
    author = await sit(tx, floor, Verb.OFFER_RELEASE)
    said = prose_given("words", words, max_chars=MAX_NOTE)
    _answer(tx, held, "released", author, None, note=said)
    if offer.counter_to_id is not None:
        countered = await hold(tx, offer.counter_to_id, Verb.OFFER_VIEW)
        if countered.standing is OfferStanding.OPEN:
            _answer(tx, countered, "countered", author, offer.on_behalf_of_id)
    side = Audience(offer.side)
    tx.record(
        OfferReleased(
            subject_id=offer.id,
            case_id=offer.case_id,
            district_id=offer.district_id,
            private_to=side.value,
            room_id=offer.room_id,
            side=offer.side,
        )
    )
    tx.record(_made(offer, private_to=None))
    tx.ping(topics.of_audience(offer.room_id, side))
    tx.ping(topics.joint(offer.room_id))
    return offer


async def hold(tx: Tx, offer_id: UUID, verb: Verb) -> Held:
    """The offer, locked, for somebody who may do `verb` to it. Raises NotFound, Forbidden."""
    found = await tx.session.get(Offer, offer_id)
    if found is None:
        raise NotFound
    floor = await look(tx, found.room_id, change=False)
    await tx.session.refresh(found, with_for_update=True)
    answers = await tx.session.execute(select(col(OfferAnswer.kind)).where(col(OfferAnswer.offer_id) == offer_id))
    kinds = set(answers.scalars().all())
    final = next(iter(kinds - {"released"}), None)
    held = Held(found, floor, OfferStanding(final) if final else OfferStanding.OPEN, "released" in kinds)
    tx.private = tx.private or held.private
    guard.require(tx.actor, verb, floor.facts(held.audience.value))
    return held


def _check_released(held: Held, verb: Verb) -> None:
    """Raises IllegalMove when the other side is to answer (through a mediator) what it has not been told of."""
    if held.private and verb in OF_OTHERS:
        possible = (Verb.OFFER_RELEASE, Verb.OFFER_WITHDRAW) if held.standing is OfferStanding.OPEN else ()
        text = Text("该方案尚未转达对方。", "This offer has not been released to the other side.")
        raise IllegalMove(verb, "private", possible, text=text)


def _speaks_for(floor: Floor, author: Participant, on_behalf_of_id: UUID | None, verb: str) -> tuple[Side, UUID | None]:
    """The side that acts, and for whom a mediator writes. Raises Forbidden, Invalid (onBehalfOf)."""
    if author.kind != SeatKind.MEDIATOR:
        if on_behalf_of_id is not None:
            raise Invalid.field("onBehalfOf", "not_wanted", "只有调解员可以代记。", "Only mediators write for others.")
        if author.side is None:
            raise Forbidden(verb, Text("须由一方当事人提出。", "Only a side can do this."))
        return Side(author.side), None
    for seat in floor.seats:
        there = seat.id == on_behalf_of_id and seat.removed_at is None and seat.entered_at is not None
        if there and seat.kind == SeatKind.PARTY and seat.side is not None:
            return Side(seat.side), seat.id
    raise Invalid.field(
        "onBehalfOf", "not_present", "请指明在场的当事人。", "Name a person of a party who is in the room."
    )


def _answer(tx: Tx, held: Held, kind: str, author: Participant, behalf: UUID | None, *, note: str = "") -> OfferAnswer:
    row_id = new_id()
    answer = OfferAnswer(
        id=row_id,
        offer_id=held.offer.id,
        district_id=held.offer.district_id,
        kind=kind,
        author_id=author.id,
        on_behalf_of_id=behalf,
        note_cipher=tx.runtime.vault.seal(note, context=f"offer_answer.note:{row_id}") if note else None,
        answered_at=tx.now,
    )
    tx.session.add(answer)
    return answer


def _made(offer: Offer, *, private_to: str | None) -> OfferMade:
    return OfferMade(
        subject_id=offer.id,
        case_id=offer.case_id,
        district_id=offer.district_id,
        private_to=private_to,
        room_id=offer.room_id,
        side=offer.side,
        wages_fen=offer.wages_fen,
        social_insurance_fen=offer.social_insurance_fen,
        term_kind=offer.term_kind,
        term_days=offer.term_days,
        term_hours=offer.term_hours,
        term_on=offer.term_on,
        term_count=offer.term_count,
        counter_to_id=offer.counter_to_id,
        on_behalf_of_id=None if offer.caucus_id and private_to is None else offer.on_behalf_of_id,
    )
