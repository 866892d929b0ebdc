"""Limits on signing in. A try is counted before the password is looked at, so that many at once count as many.

In fifteen minutes:

- an address from which the account has signed in during the last 30 days has five failures for that account of its own;
- all other addresses together have five failures for that account;
- an address has fifty failures over all accounts.

So somebody who guesses from many addresses has five guesses, and a stranger who uses them up keeps nobody out who comes
from where they always come. What a stranger can do is make the account unusable from *new* addresses for a quarter of
an hour; open sessions are not touched by any of this. The answer for an account that does not exist is the same.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import and_, delete, func, or_, select, text
from sqlmodel import col

from mediation.agency.models import Session, SignInTry, Staff
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.kit.actor import ANONYMOUS
from mediation.kit.ids import keyed_hash
from mediation.kit.problems import TooMany

WINDOW: Final = timedelta(minutes=15)
PER_ACCOUNT: Final = 5
PER_ADDRESS: Final = 50
_KNOWN_FOR: Final = timedelta(days=30)
_KEPT_FOR: Final = timedelta(days=1)
_SWEEP: Final = 100


async def reserve(runtime: Runtime, login: str, address: str) -> UUID:
    """Count one try of `login` from `address` as failed, for now. Raises TooMany at a limit; then nothing is counted."""
    async with runtime.uow(ANONYMOUS) as tx:
        # Tries of one account, and of one address, pass here one after the other: always account first.
        await tx.session.execute(
            text(
                "SELECT pg_advisory_xact_lock(hashtextextended(CAST(:login AS text), 1)), "
                "pg_advisory_xact_lock(hashtextextended(CAST(:address AS text), 2))"
            ),
            {"login": login, "address": address},
        )
        known = await _known_addresses(tx, login)
        since = tx.now - WINDOW
        login_hash = keyed_hash(runtime.settings.secret_key_bytes, f"sign_in.login:{login}")
        same_login, same_address = col(SignInTry.login_hash) == login_hash, col(SignInTry.address) == address
        if address in known:
            of_account = and_(same_login, same_address, col(SignInTry.at) > max(since, known[address]))
        else:
            of_account = and_(same_login, col(SignInTry.address).not_in(known))
        counted = (
            await tx.session.execute(
                select(
                    func.count().filter(of_account).label("of_account"),
                    func.count().filter(same_address).label("of_address"),
                    func.min(col(SignInTry.at)).label("oldest"),
                ).where(col(SignInTry.at) > since, or_(same_login, same_address))
            )
        ).one()
        if counted.of_account >= PER_ACCOUNT or counted.of_address >= PER_ADDRESS:
            raise TooMany(max(1, int((counted.oldest + WINDOW - tx.now).total_seconds()) + 1))
        row = SignInTry(at=tx.now, login_hash=login_hash, address=address)
        tx.session.add(row)
        await _sweep(tx, login_hash, address)
        return row.id


async def forgive(tx: Tx, try_id: UUID) -> None:
    """Take back a reserved try: it succeeded."""
    await tx.session.execute(delete(SignInTry).where(col(SignInTry.id) == try_id))


async def _known_addresses(tx: Tx, login: str) -> dict[str, datetime]:
    """Where the account has signed in from lately, and when last."""
    rows = await tx.session.execute(
        select(col(Session.address), func.max(col(Session.opened_at)).label("last"))
        .join(Staff, col(Staff.id) == col(Session.staff_id))
        .where(col(Staff.login) == login, col(Session.opened_at) > tx.now - _KNOWN_FOR, col(Session.address) != "")
        .group_by(col(Session.address))
    )
    return {row.address: row.last for row in rows}


async def _sweep(tx: Tx, login_hash: bytes, address: str) -> None:
    """Old tries go with new ones of the same account or address; no job is needed for it."""
    old = (
        select(col(SignInTry.id))
        .where(
            or_(col(SignInTry.login_hash) == login_hash, col(SignInTry.address) == address),
            col(SignInTry.at) < tx.now - _KEPT_FOR,
        )
        .limit(_SWEEP)
    )
    await tx.session.execute(delete(SignInTry).where(col(SignInTry.id).in_(old)))
