"""That the caller is really there and not only their session: they give their password again. Counted like a sign-in."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.verbs import Verb
from mediation.agency import passwords, queries, rules, throttle
from mediation.agency.models import Staff
from mediation.infra.uow import Tx
from mediation.kit.problems import Invalid, NotFound


@dataclass(frozen=True)
class Proved:
    """The account as it was when the password was looked at, and the try that is taken back once all is done."""

    before: Any
    try_id: UUID


async def account(tx: Tx) -> Any:
    """The caller's account: id, login, password_hash, and the kind of their session."""
    assert tx.actor.id is not None, "the guard lets only staff in"
    assert tx.actor.session_id is not None, "staff come with a session"
    async with tx.runtime.read() as connection:
        return (await connection.execute(queries.own_account(tx.actor.id, tx.actor.session_id))).one()


async def by_password(tx: Tx, before: Any, password: str, *, address: str) -> Proved:
    """Look at the password. No connection is held meanwhile. Raises Invalid (currentPassword: wrong), TooMany."""
    try_id = await throttle.reserve(tx.runtime, before.login, address)
    if not await passwords.verify(before.password_hash, password[: rules.PASSWORD_MAX_CHARS + 1]):
        raise Invalid.field("currentPassword", "wrong", "当前密码不正确。", "The current password is wrong.")
    return Proved(before, try_id)


async def locked(tx: Tx, proved: Proved, verb: Verb) -> Staff:
    """The account, locked, unless it changed meanwhile: then NotFound. The try is taken back."""
    before = proved.before
    staff = (await tx.session.execute(select(Staff).where(col(Staff.id) == before.id).with_for_update())).scalar_one()
    if staff.password_hash != before.password_hash or staff.disabled_at is not None:
        raise NotFound(verb)
    await throttle.forgive(tx, proved.try_id)
    return staff
