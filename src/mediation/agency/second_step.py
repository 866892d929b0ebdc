"""The second step of signing in: the verbs `session:send_code` and `session:complete`, and the challenge between the steps.

The password opens nothing where a second factor counts: it gives a challenge, a token that lives ten minutes and takes
five codes. No policy decides here, the challenge does: whoever comes is nobody yet. A wrong code also counts as a failed
try of the account (throttle.py), so that a new challenge is no new allowance.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.agency import codes, queries, sending, sessions, throttle
from mediation.agency.events import SignInChallenged, SignInCodeSent, SignInCompleted
from mediation.agency.models import FactorKind, RecoveryCode, SecondFactor, SignInChallenge, Staff
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.journal.service import note_access
from mediation.kit.actor import ANONYMOUS, Actor
from mediation.kit.ids import keyed_hash
from mediation.kit.names import mask_phone
from mediation.kit.problems import Invalid

PREFIX: Final = "mc_"
LIVES: Final = timedelta(minutes=10)
TRIES: Final = 5
_AT_ONCE: Final = 5
"""challenges of one account; the oldest give way"""


@dataclass(frozen=True)
class Challenge:
    """What somebody has to answer who gave the right password: its token is told once."""

    token: str
    expires_at: datetime
    kinds: tuple[FactorKind, ...]
    phone: str | None
    """masked; of who can have a code sent"""


def over() -> Invalid:
    """The one answer to a challenge that never was, is used up, too old or tried too often, or whose account is closed."""
    return Invalid.field(
        "challenge",
        "over",
        "本次登录已失效，请重新输入账号和密码。",
        "This sign-in is over. Start again with login and password.",
    )


def wrong_code() -> Invalid:
    """The one answer to a code that is wrong, used or too old."""
    return Invalid.field("code", "wrong_code", "验证码不正确或已失效。", "The code is wrong, or no longer valid.")


async def challenge(tx: Tx, staff: Staff, *, kind: str) -> Challenge | None:
    """A challenge for `staff` (locked; the password was right), or None where no second factor counts."""
    roles = await queries.roles_of(tx, staff.id)
    factors = await counting(tx, staff.id)
    if not factors or tx.runtime.settings.second_factor_of(roles) == "off":
        return None
    token = PREFIX + secrets.token_urlsafe(32)
    row = SignInChallenge(staff_id=staff.id, token_hash=_hash(tx.runtime, token), kind=kind, expires_at=tx.now + LIVES)
    tx.session.add(row)
    await tx.session.flush()
    await _only_the_newest(tx, staff.id)
    await _act_as(tx, staff)
    tx.record(SignInChallenged(subject_id=staff.id))
    phone = next((factor for factor in factors if factor.kind == FactorKind.SMS), None)
    return Challenge(
        token,
        row.expires_at,
        tuple(FactorKind(factor.kind) for factor in factors),
        mask_phone(sending.number(tx, phone)) if phone else None,
    )


async def send_code(tx: Tx, token: str) -> sending.Sent:
    """Send a code to the phone of whoever holds the challenge. Raises Invalid (challenge: over, no_phone), TooMany."""
    found = await _find(tx.runtime, token, tx.now)
    staff, row = await _locked(tx, found)
    factors = await counting(tx, staff.id)
    phone = next((factor for factor in factors if factor.kind == FactorKind.SMS), None)
    if phone is None:
        raise Invalid.field("challenge", "no_phone", "未设置接收验证码的手机。", "No phone is set up for codes.")
    sent = await sending.send(tx, phone, for_id=row.id)
    await _act_as(tx, staff)
    tx.record(SignInCodeSent(subject_id=staff.id))
    return sent


async def complete(tx: Tx, *, token: str, code: str, address: str) -> sessions.Opened:
    """Open the session for whoever holds the challenge and gives a right code.

    Raises Invalid (challenge: over; code: wrong_code), TooMany.
    """
    given = codes.typed(code)
    found = await _find(tx.runtime, token, tx.now)
    if not codes.is_digits(given) and not codes.is_on_paper(given):
        raise wrong_code()
    try_id = await throttle.reserve(tx.runtime, found.login, address)
    await _spend(tx.runtime, found.id)
    staff, row = await _locked(tx, found)
    by = await _accepted(tx, staff, row, given)
    if by is None:
        await tx.session.rollback()  # nobody waits for this connection while the log takes another
        await _note_wrong(tx.runtime, found.staff_id, tx.actor)
        raise wrong_code()
    await tx.session.delete(row)
    await throttle.forgive(tx, try_id)
    if tx.actor.session_id is not None and tx.actor.id is not None:
        await sessions.close(tx, tx.actor.session_id, tx.actor.id)
    await _act_as(tx, staff)
    left = len((await tx.session.execute(_papers(staff.id))).all())
    tx.record(SignInCompleted(subject_id=staff.id, by=by, recovery_codes_left=left))
    return await sessions.enter(tx, staff, kind=row.kind, address=address)


def _hash(runtime: Runtime, token: str) -> bytes:
    return keyed_hash(runtime.settings.secret_key_bytes, f"staff.challenge:{token}")


async def _find(runtime: Runtime, token: str, now: datetime) -> Any:
    """The challenge with the login it is for; five codes are the last. Raises Invalid (over)."""
    if not token.startswith(PREFIX) or len(token) > 100 or not token.isascii():
        raise over()
    wanted = (
        select(col(SignInChallenge.id), col(SignInChallenge.staff_id), col(Staff.login))
        .join(Staff, col(Staff.id) == col(SignInChallenge.staff_id))
        .where(
            col(SignInChallenge.token_hash) == _hash(runtime, token),
            col(SignInChallenge.expires_at) > now,
            col(SignInChallenge.tries) < TRIES,
            col(Staff.disabled_at).is_(None),
        )
    )
    async with runtime.read() as connection:
        found = (await connection.execute(wanted)).first()
    if found is None:
        raise over()
    return found


async def _spend(runtime: Runtime, challenge_id: UUID) -> None:
    """Count a try, and keep it, before the code is looked at. Raises Invalid (over)."""
    spend = (
        update(SignInChallenge)
        .where(col(SignInChallenge.id) == challenge_id, col(SignInChallenge.tries) < TRIES)
        .values(tries=col(SignInChallenge.tries) + 1)
        .returning(col(SignInChallenge.id))
    )
    async with runtime.uow(ANONYMOUS) as tx:
        if (await tx.session.execute(spend)).first() is None:
            raise over()


async def _locked(tx: Tx, found: Any) -> tuple[Staff, SignInChallenge]:
    """Account and challenge, always in this order. Raises Invalid (over) when one has gone meanwhile."""
    staff = await tx.session.get(Staff, found.staff_id, with_for_update=True)
    row = await tx.session.get(SignInChallenge, found.id, with_for_update=True)
    if staff is None or staff.disabled_at is not None or row is None or row.expires_at <= tx.now:
        raise over()
    return staff, row


async def _act_as(tx: Tx, staff: Staff) -> None:
    parts = (await tx.session.execute(queries.actor_parts(staff.id))).one()
    tx.actor = sessions.actor_from(tx.runtime.settings, parts, session_id=None, at=tx.now, locale=tx.actor.locale)


async def _accepted(tx: Tx, staff: Staff, row: SignInChallenge, code: str) -> str | None:
    """By what the code is right, or None. What works once is used up with it."""
    if codes.is_on_paper(code):
        return await _from_paper(tx, staff, code)
    for factor in await counting(tx, staff.id):
        if factor.kind == FactorKind.TOTP and from_app(tx, factor, code):
            return FactorKind.TOTP.value
    return FactorKind.SMS.value if await sending.take(tx, staff.id, row.id, code) else None


def from_app(tx: Tx, factor: SecondFactor, code: str) -> bool:
    """Whether `code` is one of the app now and was not used; then it is used."""
    secret = sending.number(tx, factor)
    step = codes.app_step(secret, code, at=tx.now, after=factor.last_step)
    if step is not None:
        factor.last_step = step
    return step is not None


async def _from_paper(tx: Tx, staff: Staff, code: str) -> str | None:
    hashed = codes.paper_hash(tx.runtime.settings.secret_key_bytes, staff.id, code)
    used = await tx.session.execute(
        delete(RecoveryCode).where(col(RecoveryCode.code_hash) == hashed).returning(col(RecoveryCode.id))
    )
    return "recovery" if used.first() is not None else None


def _papers(staff_id: UUID) -> Any:
    return select(col(RecoveryCode.id)).where(col(RecoveryCode.staff_id) == staff_id)


async def counting(tx: Tx, staff_id: UUID) -> list[SecondFactor]:
    """The second factors of an account that count, the app first."""
    wanted = select(SecondFactor).where(
        col(SecondFactor.staff_id) == staff_id, col(SecondFactor.confirmed_at).is_not(None)
    )
    return list((await tx.session.execute(wanted.order_by(col(SecondFactor.kind).desc()))).scalars())


async def _only_the_newest(tx: Tx, staff_id: UUID) -> None:
    newest = select(col(SignInChallenge.id)).where(col(SignInChallenge.staff_id) == staff_id)
    newest = newest.order_by(col(SignInChallenge.expires_at).desc(), col(SignInChallenge.id).desc()).limit(_AT_ONCE)
    await tx.session.execute(
        delete(SignInChallenge).where(
            col(SignInChallenge.staff_id) == staff_id, col(SignInChallenge.id).not_in(newest.scalar_subquery())
        )
    )


async def _note_wrong(runtime: Runtime, staff_id: UUID, actor: Actor) -> None:
    await note_access(
        runtime,
        actor,
        verb=Verb.SESSION_COMPLETE,
        subject="Staff",
        subject_id=staff_id,
        allowed=False,
        reason="wrong_code",
    )
