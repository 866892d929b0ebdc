"""The verbs `staff:create`, `staff:disable`, `staff:enable`, `staff:grant`, `staff:reset`, `staff:reset_factor`.

Accounts belong to one agency and are made by its administrator. Whatever takes something away closes the person's
sessions in the same transaction.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency import factors, open_work, passwords, queries, rules, sessions
from mediation.agency.events import (
    SecondFactorReset,
    StaffCreated,
    StaffDisabled,
    StaffEnabled,
    StaffGranted,
    StaffReset,
)
from mediation.agency.models import Agency, Staff, StaffRole
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.actor import Role
from mediation.kit.identifiers import IdentifierError, mobile
from mediation.kit.problems import IllegalMove, Invalid, Text, check_version


@dataclass(frozen=True)
class StaffDraft:
    """An account to be made, as typed."""

    login: str
    name: str
    roles: tuple[Role, ...]
    phone: str | None = None
    email: str | None = None
    locale: str | None = None
    """none: as the browser asks"""


async def create(tx: Tx, draft: StaffDraft) -> tuple[Staff, str]:
    """Make an account in the caller's agency. Returns it with its temporary password, which is told once.

    Raises Forbidden, Invalid (login: not_a_login, taken; name, roles, phone, email, locale).
    """
    guard.require_somewhere(tx.actor, Verb.STAFF_CREATE)
    temporary = passwords.temporary_password()
    hashed = await passwords.hash_password(temporary)
    assert tx.actor.agency_id is not None, "staff belong to an agency"
    agency, facts = await queries.lock_agency(tx, tx.actor.agency_id)
    guard.require(tx.actor, Verb.STAFF_CREATE, facts)
    return await add(tx, agency, draft, password_hash=hashed, must_change=True), temporary


async def add(
    tx: Tx, agency: Agency, draft: StaffDraft, *, password_hash: str, must_change: bool, path: str = ""
) -> Staff:
    """Write the account; who may is decided by the caller. `path` stands before the field names of Invalid."""
    row = Staff(
        agency_id=agency.id,
        login=rules.check_login(draft.login, path=f"{path}login"),
        name=rules.staff_name(draft.name, path=f"{path}name"),
        email=rules.check_email(draft.email, path=f"{path}email"),
        password_hash=password_hash,
        must_change_password=must_change,
        locale=rules.check_locale(draft.locale, path=f"{path}locale") if draft.locale is not None else None,
    )
    roles = rules.check_roles(draft.roles, path=f"{path}roles")
    if draft.phone:
        row.phone_cipher = tx.runtime.vault.seal(_mobile(draft.phone, f"{path}phone"), context=f"staff.phone:{row.id}")
    made = await tx.session.execute(
        insert(Staff).values(row.model_dump()).on_conflict_do_nothing(index_elements=["login"]).returning(col(Staff.id))
    )
    if made.first() is None:
        raise Invalid.field(f"{path}login", "taken", "登录名已被使用。", "This login is taken.")
    await _write_roles(tx, row.id, roles)
    tx.record(
        StaffCreated(
            subject_id=row.id, district_id=agency.district_id, roles=tuple(sorted(str(role) for role in roles))
        )
    )
    return row


async def disable(tx: Tx, staff_id: UUID, *, version: int, hand_over_to: UUID | None = None) -> Staff:
    """Lock an account out, at once; where a colleague is named, they take over the cases in charge in the same transaction.

    Raises NotFound, Forbidden, Conflict, IllegalMove (disabled already, last administrator), Invalid (handOverTo: not of
    this agency, not a mediator, recused from one of the cases).
    """
    if hand_over_to is not None:  # two who are handed to each other at once are locked in one order
        await queries.lock_in_order(tx, staff_id, hand_over_to)
    staff = await _reach(tx, staff_id, Verb.STAFF_DISABLE, version)
    if staff.disabled_at is not None:
        raise IllegalMove(Verb.STAFF_DISABLE, "disabled", (Verb.STAFF_ENABLE,))
    await _keep_an_administrator(tx, staff, Verb.STAFF_DISABLE, stays=False)
    staff.disabled_at, staff.version = tx.now, staff.version + 1
    await sessions.close_all(tx, staff.id)
    moved = await _hand_over(tx, staff, hand_over_to) if hand_over_to is not None else 0
    tx.record(StaffDisabled(subject_id=staff.id, handed_over_to=hand_over_to, handed_over=moved))
    return staff


async def _hand_over(tx: Tx, staff: Staff, to_id: UUID) -> int:
    to = await tx.session.get(Staff, to_id)
    if to is None or to.id == staff.id or to.agency_id != staff.agency_id or to.disabled_at is not None:
        text = "此人不是本单位在职人员。", "They do not work in this agency, or not any more."
        raise Invalid.field("handOverTo", "not_here", *text)
    return await open_work.hand_over(tx, staff.id, to.id)


async def enable(tx: Tx, staff_id: UUID, *, version: int) -> Staff:
    """Let a disabled account in again. Raises NotFound, Forbidden, Conflict, IllegalMove (not disabled)."""
    staff = await _reach(tx, staff_id, Verb.STAFF_ENABLE, version)
    if staff.disabled_at is None:
        raise IllegalMove(Verb.STAFF_ENABLE, "enabled", (Verb.STAFF_DISABLE,))
    staff.disabled_at, staff.version = None, staff.version + 1
    tx.record(StaffEnabled(subject_id=staff.id))
    return staff


async def grant(tx: Tx, staff_id: UUID, roles: Iterable[Role], *, version: int) -> Staff:
    """Replace the roles of an account; its sessions end, so that nobody works on with what they had.

    Raises NotFound, Forbidden, Conflict, Invalid (roles), IllegalMove (last administrator).
    """
    staff = await _reach(tx, staff_id, Verb.STAFF_GRANT, version)
    wanted, had = rules.check_roles(roles), await queries.roles_of(tx, staff.id)
    await _keep_an_administrator(tx, staff, Verb.STAFF_GRANT, stays=Role.ADMINISTRATOR in wanted)
    await tx.session.execute(
        delete(StaffRole).where(col(StaffRole.staff_id) == staff.id, col(StaffRole.role).in_(had - wanted))
    )
    await _write_roles(tx, staff.id, wanted - had)
    staff.version += 1
    if wanted != had:
        await sessions.close_all(tx, staff.id)
    tx.record(
        StaffGranted(
            subject_id=staff.id,
            granted=tuple(sorted(str(role) for role in wanted - had)),
            revoked=tuple(sorted(str(role) for role in had - wanted)),
        )
    )
    return staff


async def reset(tx: Tx, staff_id: UUID, *, version: int) -> tuple[Staff, str]:
    """Give an account a temporary password, which is told once; its sessions end. Raises NotFound, Forbidden, Conflict."""
    guard.require_somewhere(tx.actor, Verb.STAFF_RESET)
    temporary = passwords.temporary_password()
    hashed = await passwords.hash_password(temporary)
    staff = await _reach(tx, staff_id, Verb.STAFF_RESET, version)
    staff.password_hash, staff.must_change_password, staff.version = hashed, True, staff.version + 1
    await sessions.close_all(tx, staff.id)
    tx.record(StaffReset(subject_id=staff.id))
    return staff, temporary


async def reset_factor(tx: Tx, staff_id: UUID, *, version: int) -> Staff:
    """Take the second factor and the recovery codes from an account whose phone is lost; its sessions end.

    Raises NotFound, Forbidden, Conflict.
    """
    staff = await _reach(tx, staff_id, Verb.STAFF_RESET_FACTOR, version)
    staff.version += 1
    had = await factors.forget(tx, staff.id)
    await sessions.close_all(tx, staff.id)
    tx.record(SecondFactorReset(subject_id=staff.id, had=had))
    return staff


async def _reach(tx: Tx, staff_id: UUID, verb: Verb, version: int) -> Staff:
    staff, facts = await queries.lock_staff(tx, staff_id)
    guard.require(tx.actor, verb, facts)
    check_version(version, staff.version)
    return staff


async def _keep_an_administrator(tx: Tx, staff: Staff, verb: Verb, *, stays: bool) -> None:
    await queries.lock_agency(tx, staff.agency_id)
    was = staff.disabled_at is None and Role.ADMINISTRATOR in await queries.roles_of(tx, staff.id)
    others = await queries.other_administrators(tx, staff.agency_id, staff.id)
    if rules.leaves_nobody(was_administrator=was, stays_administrator=stays, other_administrators=others):
        text = Text("这是本单位唯一的管理员。", "This is the agency's only administrator.")
        raise IllegalMove(verb, "last_administrator", text=text)


async def _write_roles(tx: Tx, staff_id: UUID, roles: Iterable[Role]) -> None:
    rows = [{"id": new_id(), "staff_id": staff_id, "role": str(role)} for role in sorted(roles)]
    if rows:
        await tx.session.execute(insert(StaffRole).values(rows))


def _mobile(typed: str, path: str) -> str:
    try:
        return mobile(typed)
    except IdentifierError as error:
        raise Invalid(error.at(path)) from None
