"""The verbs of status links: issue, revoke, reissue, open, prove, report a receipt, rate."""

import hmac
import os
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case, Party, PartySide
from mediation.infra.db import new_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.journal import service as journal
from mediation.kit.actor import Actor, ActorKind, Role
from mediation.kit.checks import reason_given
from mediation.kit.events import Event
from mediation.kit.ids import is_token, keyed_hash, token_160
from mediation.kit.problems import Forbidden, Invalid, NotFound, TooMany
from mediation.status import queries, rules
from mediation.status.events import LinkIssued, LinkProved, LinkReissued, LinkRevoked, RatingGiven, ReceiptReported
from mediation.status.models import DeviceGrant, ProofTry, Rating, Receipt, StatusLink


class Why(StrEnum):
    """Why a known link no longer opens."""

    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True)
class Gone:
    """A known link that no longer opens, and whom its holder can call."""

    why: Why
    studio: queries.Studio


@dataclass(frozen=True)
class Visit:
    """A link opened by its holder. `proved` says whether this device gave the last digits of the registered phone."""

    actor: Actor
    opened: queries.Opened
    proved: bool


async def issue(tx: Tx, party_id: UUID) -> StatusLink:
    """A link for a claimant who has none that is open; otherwise the open one. Raises NotFound, Forbidden, Invalid."""
    party, case, facts = await _claimant(tx, party_id)
    guard.require(tx.actor, Verb.LINK_ISSUE, facts)
    if not rules.is_alive(case.closed_at, tx.now):
        raise Invalid.field("party", "closed", "案件已结束超过90天。", "The case closed more than 90 days ago.")
    standing = await _standing(tx, party_id)
    if standing is not None:
        return standing
    link = new_link(tx, party)
    tx.record(LinkIssued(subject_id=link.id, case_id=case.id, district_id=case.district_id, party_id=party_id))
    return link


async def revoke(tx: Tx, link_id: UUID, reason: str) -> StatusLink:
    """Turn a link off, at once, on every device. Raises NotFound, Forbidden, Invalid; doing it twice changes nothing."""
    reason = reason_given("reason", reason)
    link = await tx.session.get(StatusLink, link_id)
    if link is None:
        raise NotFound
    case, facts = await cases.hold(tx, link.case_id)
    guard.require(tx.actor, Verb.LINK_REVOKE, facts)
    await tx.session.refresh(link, with_for_update=True)
    if link.revoked_at is None:
        link.revoked_at = tx.now
        tx.record(
            LinkRevoked(
                subject_id=link.id, case_id=case.id, district_id=case.district_id, party_id=link.party_id, reason=reason
            )
        )
    return link


async def reissue(tx: Tx, party_id: UUID) -> StatusLink:
    """A new link, which goes to the registered phone and nowhere else; the old ones die. Raises NotFound, Forbidden, Invalid."""
    party, case, facts = await _claimant(tx, party_id)
    guard.require(tx.actor, Verb.LINK_REISSUE, facts)
    if not rules.is_alive(case.closed_at, tx.now):
        raise Invalid.field("party", "closed", "案件已结束超过90天。", "The case closed more than 90 days ago.")
    return await renew(tx, party, case)


async def renew(tx: Tx, party: Party, case: Case) -> StatusLink:
    """Put a new link in the place of a claimant's links, which die at once. The caller has decided that it may."""
    await _lock_party(tx, party.id)
    await tx.session.execute(
        update(StatusLink)
        .where(col(StatusLink.party_id) == party.id, col(StatusLink.revoked_at).is_(None))
        .values(revoked_at=tx.now)
    )
    link = new_link(tx, party)
    tx.record(LinkReissued(subject_id=link.id, case_id=case.id, district_id=case.district_id, party_id=party.id))
    return link


def token_of(runtime: Runtime, link: StatusLink) -> str:
    """The token behind a link, for the address that is sent to the worker."""
    return runtime.vault.open(link.token_cipher, context=f"status_link.token:{link.id}")


def sought(key: bytes, token: str) -> bytes:
    """Under which hash the link is looked for that opens with `token`.

    What is no token is looked for as well, and found nowhere: the time to answer tells nothing about the shape.
    """
    return keyed_hash(key, token if is_token(token) else "")


async def visit(runtime: Runtime, token: str, device: str | None) -> Visit | Gone | None:
    """Open a link: the visit, why it is gone, or None for a token that is unknown or malformed."""
    now = runtime.clock.now()
    opened = await queries.open_link(runtime, sought(runtime.settings.secret_key_bytes, token))
    if opened is None:
        return None
    if opened.revoked_at is not None:
        return Gone(Why.REVOKED, opened.studio)
    if not rules.is_alive(opened.closed_at, now):
        return Gone(Why.EXPIRED, opened.studio)
    proved = False
    if device:
        async with runtime.read() as connection:
            proved = await _is_granted(runtime, connection, opened.link_id, device)
    actor = Actor(
        kind=ActorKind.LINK,
        id=opened.link_id,
        roles=frozenset({Role.LINK_HOLDER}),
        district_id=opened.district_id,
        case_id=opened.case_id,
        party_id=opened.party_id,
        at=now,
    )
    guard.require(actor, Verb.LINK_OPEN, Facts(owner=opened.link_id))
    return Visit(actor, opened, proved)


@dataclass(frozen=True)
class Proof:
    """What came of an answer: the device's token, or how many tries are left."""

    device: str | None
    tries_left: int = 0


async def prove(tx: Tx, opened: queries.Opened, last_digits: str) -> Proof:
    """Check the last four digits of the registered phone. Raises TooMany.

    Five wrong answers an hour for each link, on whatever devices. A wrong answer is counted under the link's lock and
    in the access log, so it is told by the result and not by a problem: that would roll it back.
    """
    guard.require(tx.actor, Verb.LINK_PROVE, Facts(owner=opened.link_id))
    await cases.hold(tx, opened.case_id)
    await tx.session.execute(select(col(StatusLink.id)).where(col(StatusLink.id) == opened.link_id).with_for_update())
    since = tx.now - timedelta(hours=1)
    wrong = await tx.session.scalar(
        select(func.count()).where(col(ProofTry.link_id) == opened.link_id, col(ProofTry.at) > since)
    )
    if (wrong or 0) >= rules.TRIES_PER_HOUR:
        raise TooMany(3600)
    if not _is_right(tx.runtime, opened, last_digits):
        tx.session.add(ProofTry(link_id=opened.link_id, at=tx.now))
        _note_wrong(tx, opened)
        return Proof(None, rules.TRIES_PER_HOUR - (wrong or 0) - 1)
    device = token_160(os.urandom(20))
    tx.session.add(
        DeviceGrant(
            link_id=opened.link_id,
            token_hash=keyed_hash(tx.runtime.settings.secret_key_bytes, device),
            granted_at=tx.now,
            expires_at=tx.now + rules.DEVICE_REMEMBERED,
        )
    )
    tx.record(_said(LinkProved, opened, opened.link_id))
    return Proof(device)


def _is_right(runtime: Runtime, opened: queries.Opened, last_digits: str) -> bool:
    cipher, digits = opened.phone_cipher, unicodedata.normalize("NFKC", last_digits).strip()
    phone = runtime.vault.open(cipher, context=f"person.phone:{opened.person_id}") if cipher else ""
    return bool(phone) and hmac.compare_digest(phone[-4:].encode(), digits.encode())


def _note_wrong(tx: Tx, opened: queries.Opened) -> None:
    journal.note(
        tx,
        verb=Verb.LINK_PROVE,
        subject="StatusLink",
        subject_id=opened.link_id,
        case_id=opened.case_id,
        reason="wrong digits",
        allowed=False,
    )


async def report_receipt(tx: Tx, visit: Visit, *, received: bool) -> None:
    """Keep a worker's own word on the money: shown to staff as self-reported, never booked. The same word is kept once a day.

    Raises Forbidden unless proved, Invalid when nothing was promised to this worker.
    """
    opened = visit.opened
    _require_proved(visit, Verb.RECEIPT_REPORT)
    if not opened.facts.has_own_commitments:
        raise Invalid.field("answer", "nothing_promised", "还没有约定付款。", "No payment has been agreed yet.")
    await _lock_party(tx, opened.party_id)
    last = select(col(Receipt.received)).where(
        col(Receipt.party_id) == opened.party_id, col(Receipt.reported_at) > tx.now - rules.SAME_WORD
    )
    if await tx.session.scalar(last.order_by(col(Receipt.reported_at).desc()).limit(1)) is received:
        return
    row = Receipt(
        case_id=opened.case_id,
        district_id=opened.district_id,
        party_id=opened.party_id,
        received=received,
        reported_at=tx.now,
    )
    tx.session.add(row)
    tx.record(_said(ReceiptReported, opened, row.id, received=received))
    tx.ping(f"case:{opened.case_id}")


async def rate(tx: Tx, visit: Visit, mark: str, comment: str) -> None:
    """Give or change the rating, within seven days of the first; the same again changes nothing.

    Raises Forbidden unless proved, Invalid (mark, too early, too late).
    """
    opened = visit.opened
    _require_proved(visit, Verb.RATING_GIVE)
    if mark not in set(rules.Mark):
        raise Invalid.field("mark", "unknown", "请选择一项。", "Please choose one.")
    if not rules.may_rate(opened.facts, None, tx.now):
        raise Invalid.field("mark", "too_early", "办完以后再请您评价。", "Please tell us when there is a result.")
    await _lock_party(tx, opened.party_id)
    found = await tx.session.execute(select(Rating).where(col(Rating.party_id) == opened.party_id).with_for_update())
    row = found.scalar_one_or_none()
    if row is None:
        row = Rating(
            case_id=opened.case_id,
            district_id=opened.district_id,
            party_id=opened.party_id,
            mark=mark,
            first_given_at=tx.now,
            given_at=tx.now,
        )
        tx.session.add(row)
    elif not rules.may_change_rating(row.first_given_at, tx.now):
        raise Invalid.field("mark", "too_late", "评价7天后不能再改。", "A rating can be changed for seven days.")
    elif (row.mark, row.comment) == (mark, comment):
        return
    row.mark, row.comment, row.given_at = mark, comment, tx.now
    tx.record(_said(RatingGiven, opened, row.id, mark=mark))


async def _lock_party(tx: Tx, party_id: UUID) -> None:
    """One word of one worker at a time: an impatient thumb says it once."""
    await tx.session.execute(select(col(Party.id)).where(col(Party.id) == party_id).with_for_update())


def _said(event: Callable[..., Event], opened: queries.Opened, subject_id: UUID, **more: Any) -> Event:
    return event(
        subject_id=subject_id,
        case_id=opened.case_id,
        district_id=opened.district_id,
        party_id=opened.party_id,
        **more,
    )


def _require_proved(visit: Visit, verb: Verb) -> None:
    guard.require(visit.actor, verb, Facts(owner=visit.opened.link_id))
    if not visit.proved:
        raise Forbidden(verb)


async def _claimant(tx: Tx, party_id: UUID) -> tuple[Party, Case, Facts]:
    party = await tx.session.get(Party, party_id)
    if party is None or party.side != PartySide.CLAIMANT:
        raise NotFound
    case, facts = await cases.look(tx, party.case_id)
    return party, case, facts


async def _standing(tx: Tx, party_id: UUID) -> StatusLink | None:
    await _lock_party(tx, party_id)
    found = await tx.session.execute(
        select(StatusLink).where(col(StatusLink.party_id) == party_id, col(StatusLink.revoked_at).is_(None)).limit(1)
    )
    return found.scalar_one_or_none()


def new_link(tx: Tx, party: Party) -> StatusLink:
    """A fresh link of a claimant, not yet recorded: the caller records why."""
    token, link_id = token_160(os.urandom(20)), new_id()
    link = StatusLink(
        id=link_id,
        case_id=party.case_id,
        district_id=party.district_id,
        party_id=party.id,
        token_hash=keyed_hash(tx.runtime.settings.secret_key_bytes, token),
        token_cipher=tx.runtime.vault.seal(token, context=f"status_link.token:{link_id}"),
        issued_by=tx.actor.id if tx.actor.kind is ActorKind.STAFF else None,
        issued_at=tx.now,
    )
    tx.session.add(link)
    return link


async def _is_granted(runtime: Runtime, connection: AsyncConnection, link_id: UUID, device: str) -> bool:
    if not is_token(device):
        return False
    found = await connection.execute(
        select(col(DeviceGrant.id)).where(
            col(DeviceGrant.token_hash) == keyed_hash(runtime.settings.secret_key_bytes, device),
            col(DeviceGrant.link_id) == link_id,
            col(DeviceGrant.expires_at) > runtime.clock.now(),
        )
    )
    return found.first() is not None
