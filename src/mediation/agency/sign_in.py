"""The verbs `session:open`, `session:extend`, `session:close`, `session:close_all` and `password:change`.

`session:open` is the one verb of somebody who is nobody yet: no policy decides it, the password does.
"""

from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.scopes import Facts
from mediation.access.verbs import Verb
from mediation.agency import passwords, proof, queries, rules, second_step, sessions, throttle
from mediation.agency.events import PasswordChanged, SessionClosed, SessionExtended, SessionsClosed
from mediation.agency.models import Session, Staff
from mediation.agency.second_step import Challenge
from mediation.agency.sessions import Opened
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid, NotFound


def wrong_credentials() -> Invalid:
    """The one answer to an unknown login, a wrong password and a disabled account."""
    return Invalid.field("login", "wrong_credentials", "登录名或密码不正确。", "The login or the password is wrong.")


async def sign_in(tx: Tx, *, login: str, password: str, kind: str, address: str) -> Opened | Challenge:
    """Open a session for whoever knows the password, or, where a second factor counts, say what is asked besides.

    No connection is held while the password is looked at. Afterwards the transaction acts as the person.

    Raises Invalid (login, wrong_credentials), TooMany.
    """
    key = rules.login_key(login)
    try_id = await throttle.reserve(tx.runtime, key, address)
    stored = await _stored_hash(tx.runtime, key)
    if not await passwords.verify(stored, password[: rules.PASSWORD_MAX_CHARS + 1]):
        raise wrong_credentials()
    staff = (
        await tx.session.execute(select(Staff).where(col(Staff.login) == key).with_for_update())
    ).scalar_one_or_none()
    if staff is None or staff.disabled_at is not None or staff.password_hash != stored:
        raise wrong_credentials()
    if passwords.needs_rehash(staff.password_hash):
        staff.password_hash = await passwords.hash_password(password)
    await throttle.forgive(tx, try_id)
    asked = await second_step.challenge(tx, staff, kind=kind)
    if asked is not None:
        return asked
    if tx.actor.session_id is not None and tx.actor.id is not None:
        await sessions.close(tx, tx.actor.session_id, tx.actor.id)
    return await sessions.enter(tx, staff, kind=kind, address=address)


async def sign_out(tx: Tx, session_id: UUID | None = None) -> UUID:
    """Close the caller's session, or another of their own. Returns its id. Raises NotFound."""
    guard.require(tx.actor, Verb.SESSION_CLOSE, Facts(owner=tx.actor.id))
    closing = session_id or tx.actor.session_id
    if closing is None or tx.actor.id is None or not await sessions.close(tx, closing, tx.actor.id):
        raise NotFound(Verb.SESSION_CLOSE)
    tx.record(SessionClosed(subject_id=closing))
    return closing


async def sign_out_everywhere(tx: Tx) -> int:
    """Close every session of the caller, this one too. Returns how many there were."""
    guard.require(tx.actor, Verb.SESSION_CLOSE_ALL, Facts(owner=tx.actor.id))
    assert tx.actor.id is not None, "the guard lets only staff in"
    count = await sessions.close_all(tx, tx.actor.id)
    tx.record(SessionsClosed(subject_id=tx.actor.id, count=count))
    return count


async def extend(tx: Tx) -> Session:
    """Stay signed in: the idle time starts anew, the latest end stays. Raises NotFound for who has no session of staff."""
    guard.require(tx.actor, Verb.SESSION_EXTEND, Facts(owner=tx.actor.id))
    assert tx.actor.session_id is not None, "staff come with a session"
    row = await sessions.extend(tx, tx.actor.session_id)
    tx.record(SessionExtended(subject_id=row.id))
    return row


async def change_password(tx: Tx, *, current: str, new: str, address: str) -> Opened:
    """Replace the caller's password, close all their sessions and open a new one of the same kind.

    Raises Invalid (currentPassword: wrong; newPassword: too_short, too_long, too_simple, same), TooMany.
    """
    guard.require(tx.actor, Verb.PASSWORD_CHANGE, Facts(owner=tx.actor.id))
    before = await proof.account(tx)
    rules.check_password(new, login=before.login)
    proved = await proof.by_password(tx, before, current, address=address)
    if current == new:
        raise Invalid.field("newPassword", "same", "新密码不能与当前密码相同。", "The new password is the current one.")
    fresh = await passwords.hash_password(new)
    staff = await proof.locked(tx, proved, Verb.PASSWORD_CHANGE)
    staff.password_hash, staff.must_change_password = fresh, False
    await sessions.close_all(tx, staff.id)
    tx.record(PasswordChanged(subject_id=staff.id))
    return await sessions.enter(tx, staff, kind=before.kind, address=address)


async def _stored_hash(runtime: Runtime, login: str) -> str | None:
    async with runtime.read() as connection:
        stored: str | None = (await connection.execute(queries.stored_hash(login))).scalar_one_or_none()
        return stored
