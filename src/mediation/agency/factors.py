"""Setting up a second factor: the verbs `factor:enroll`, `factor:confirm`, `factor:remove`.

Each needs the password again, or a code, so that a session that was left open gives nothing away. A factor counts once
one code of it was right; then every session of the person ends and a new one is opened: it may do more than the old.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency import codes, proof, queries, second_step, sending, sessions
from mediation.agency.events import FactorConfirmed, FactorEnrolled, FactorRemoved
from mediation.agency.models import FactorKind, RecoveryCode, SecondFactor, SentCode, Staff
from mediation.infra.uow import Tx
from mediation.kit.actor import ANONYMOUS
from mediation.kit.identifiers import IdentifierError, mobile
from mediation.kit.problems import IllegalMove, Invalid, Text

TRIES: Final = 5
_SET_UP_WITHIN: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Started:
    """What is needed to confirm a factor: the app's secret, told once, or where the code went."""

    kind: FactorKind
    secret: str | None = None
    uri: str | None = None
    sent: sending.Sent | None = None


@dataclass(frozen=True)
class Confirmed:
    """The session that may do more, and the codes for paper, told once."""

    opened: sessions.Opened
    recovery_codes: tuple[str, ...]


async def enroll(tx: Tx, kind: FactorKind, *, password: str, phone: str | None, address: str) -> Started:
    """Begin to set up an app or a phone; what counts already goes on counting until the new one is confirmed.

    Raises Invalid (currentPassword: wrong; phone: empty, …), IllegalMove (the operator has switched it off), TooMany.
    """
    guard.require(tx.actor, Verb.FACTOR_ENROLL, Facts(owner=tx.actor.id))
    typed = _mobile(phone) if phone else None
    staff, _ = await _proved(tx, password, address, Verb.FACTOR_ENROLL)
    if tx.runtime.settings.second_factor_of(await queries.roles_of(tx, staff.id)) == "off":
        raise IllegalMove(
            Verb.FACTOR_ENROLL, "off", text=Text("系统未启用第二步验证。", "No second step is used here.")
        )
    await tx.session.execute(
        delete(SecondFactor).where(col(SecondFactor.staff_id) == staff.id, col(SecondFactor.confirmed_at).is_(None))
    )
    row = SecondFactor(staff_id=staff.id, kind=kind.value, value_cipher=b"", started_at=tx.now)
    value = codes.app_secret() if kind is FactorKind.TOTP else typed or _own_phone(tx, staff)
    row.value_cipher = tx.runtime.vault.seal(value, context=f"second_factor.value:{row.id}")
    tx.session.add(row)
    await tx.session.flush()
    tx.record(FactorEnrolled(subject_id=staff.id, kind=kind.value))
    if kind is FactorKind.SMS:
        return Started(kind, sent=await sending.send(tx, row, for_id=row.id))
    return Started(kind, value, codes.app_uri(value, staff.login))


async def confirm(tx: Tx, code: str, *, address: str) -> Confirmed:
    """Make what was begun count. Raises IllegalMove (nothing begun, too old, tried too often), Invalid (code), TooMany."""
    guard.require(tx.actor, Verb.FACTOR_CONFIRM, Facts(owner=tx.actor.id))
    given, before = codes.typed(code), await proof.account(tx)
    await _spend(tx, before.id, counts=codes.is_digits(given))
    if not codes.is_digits(given):
        raise second_step.wrong_code()
    staff = (await tx.session.execute(select(Staff).where(col(Staff.id) == before.id).with_for_update())).scalar_one()
    row = (await tx.session.execute(_begun(staff.id).with_for_update())).scalar_one_or_none()
    if row is None or staff.disabled_at is not None:
        raise _nothing_begun()
    if not await _right(tx, row, given):
        raise second_step.wrong_code()
    same = col(SecondFactor.staff_id) == staff.id, col(SecondFactor.kind) == row.kind, col(SecondFactor.id) != row.id
    await tx.session.execute(delete(SecondFactor).where(*same))
    row.confirmed_at = tx.now
    if row.kind == FactorKind.SMS and staff.phone_cipher is None:
        staff.phone_cipher = tx.runtime.vault.seal(sending.number(tx, row), context=f"staff.phone:{staff.id}")
    papers = await _fresh_papers(tx, staff.id)
    await sessions.close_all(tx, staff.id)
    tx.record(FactorConfirmed(subject_id=staff.id, kind=row.kind))
    return Confirmed(await sessions.enter(tx, staff, kind=before.kind, address=address), papers)


async def remove(tx: Tx, kind: FactorKind, *, password: str, address: str) -> sessions.Opened:
    """Give a factor up. With the last one the recovery codes go. Every session ends and one is opened.

    Raises Invalid (currentPassword: wrong), IllegalMove (not set up, or the last where one is required), TooMany.
    """
    guard.require(tx.actor, Verb.FACTOR_REMOVE, Facts(owner=tx.actor.id))
    staff, before = await _proved(tx, password, address, Verb.FACTOR_REMOVE)
    counting = await second_step.counting(tx, staff.id)
    row = next((factor for factor in counting if factor.kind == kind), None)
    if row is None:
        raise IllegalMove(Verb.FACTOR_REMOVE, "not_set_up", (Verb.FACTOR_ENROLL,))
    rule = tx.runtime.settings.second_factor_of(await queries.roles_of(tx, staff.id))
    if len(counting) == 1 and rule == "required":
        text = Text("须至少保留一种第二步验证方式。", "One second factor has to stay.")
        raise IllegalMove(Verb.FACTOR_REMOVE, "required", (Verb.FACTOR_ENROLL,), text=text)
    await tx.session.delete(row)
    if len(counting) == 1:
        await tx.session.execute(delete(RecoveryCode).where(col(RecoveryCode.staff_id) == staff.id))
    await sessions.close_all(tx, staff.id)
    tx.record(FactorRemoved(subject_id=staff.id, kind=kind.value))
    return await sessions.enter(tx, staff, kind=before.kind, address=address)


async def forget(tx: Tx, staff_id: UUID) -> tuple[str, ...]:
    """Drop everything an account has besides its password; says which kinds counted. Who may is decided by the caller."""
    counted = tuple(factor.kind for factor in await second_step.counting(tx, staff_id))
    for table in (SecondFactor, RecoveryCode, SentCode):
        await tx.session.execute(delete(table).where(col(table.staff_id) == staff_id))
    return counted


async def _proved(tx: Tx, password: str, address: str, verb: Verb) -> tuple[Staff, Any]:
    before = await proof.account(tx)
    proved = await proof.by_password(tx, before, password, address=address)
    return await proof.locked(tx, proved, verb), before


def _begun(staff_id: UUID) -> Any:
    return select(SecondFactor).where(col(SecondFactor.staff_id) == staff_id, col(SecondFactor.confirmed_at).is_(None))


async def _spend(tx: Tx, staff_id: UUID, *, counts: bool) -> None:
    """Count a try of a code, and keep it, before it is looked at. What cannot be a code does not count."""
    spend = (
        update(SecondFactor)
        .where(
            col(SecondFactor.staff_id) == staff_id,
            col(SecondFactor.confirmed_at).is_(None),
            col(SecondFactor.started_at) > tx.now - _SET_UP_WITHIN,
            col(SecondFactor.tries) < TRIES,
        )
        .values(tries=col(SecondFactor.tries) + int(counts))
        .returning(col(SecondFactor.id))
    )
    async with tx.runtime.uow(ANONYMOUS) as own:
        if (await own.session.execute(spend)).first() is None:
            raise _nothing_begun()


def _nothing_begun() -> IllegalMove:
    text = Text("没有待确认的设置，或已过期，请重新开始。", "Nothing is being set up, or not any more. Begin again.")
    return IllegalMove(Verb.FACTOR_CONFIRM, "not_begun", (Verb.FACTOR_ENROLL,), text=text)


async def _right(tx: Tx, row: SecondFactor, code: str) -> bool:
    if row.kind == FactorKind.TOTP:
        return second_step.from_app(tx, row, code)
    return await sending.take(tx, row.staff_id, row.id, code)


async def _fresh_papers(tx: Tx, staff_id: UUID) -> tuple[str, ...]:
    await tx.session.execute(delete(RecoveryCode).where(col(RecoveryCode.staff_id) == staff_id))
    papers = tuple(codes.paper_code() for _ in range(codes.RECOVERY_CODES))
    key = tx.runtime.settings.secret_key_bytes
    tx.session.add_all(
        RecoveryCode(staff_id=staff_id, code_hash=codes.paper_hash(key, staff_id, codes.typed(paper)))
        for paper in papers
    )
    return papers


def _own_phone(tx: Tx, staff: Staff) -> str:
    if staff.phone_cipher is None:
        raise Invalid.field("phone", "empty", "请填写手机号。", "Give the phone number.")
    return tx.runtime.vault.open(staff.phone_cipher, context=f"staff.phone:{staff.id}")


def _mobile(typed: str) -> str:
    try:
        return mobile(typed)
    except IdentifierError as error:
        raise Invalid(error.at("phone")) from None
