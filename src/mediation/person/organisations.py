"""Organisations as rows, shared by all cases of a district: found by credit code, else by name, or made."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.names import bigrams, mask_phone
from mediation.person.models import Organisation
from mediation.person.rules import OrganisationDraft, name_key


async def find_or_create(tx: Tx, district_id: UUID, draft: OrganisationDraft) -> Organisation:
    """The organisation of a checked `draft`; see `find_or_create_all`."""
    (found,) = await find_or_create_all(tx, district_id, [draft])
    return found


async def find_or_create_all(tx: Tx, district_id: UUID, drafts: Sequence[OrganisationDraft]) -> list[Organisation]:
    """The organisations of checked `drafts`, in their order; two drafts of one organisation give one row.

    The credit code decides where both have one; else the name within the district does. What the row did not know yet
    (code, contact, address) is filled in; what it knows stays, for other cases rely on it. Names and codes are locked
    until the transaction ends, in one order for everybody, so that two clerks at once make one row and never wait for
    each other in a circle.
    """
    keys = {f"name:{district_id}:{name_key(draft.name)}" for draft in drafts}
    keys |= {f"code:{draft.credit_code}" for draft in drafts if draft.credit_code}
    for key in sorted(keys):
        await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"organisation:{key}", 0))))
    return [await _one(tx, district_id, draft) for draft in drafts]


def masked_contact_phone(vault: Vault, organisation_id: UUID, cipher: bytes | None) -> str | None:
    """The contact's phone behind `cipher` as colleagues see it."""
    return mask_phone(vault.open(cipher, context=_context(organisation_id))) if cipher else None


def set_contact_phone(vault: Vault, row: Organisation, phone: str) -> None:
    """Seal `phone` as the contact's."""
    row.contact_phone_cipher = vault.seal(phone, context=_context(row.id))


async def _one(tx: Tx, district_id: UUID, draft: OrganisationDraft) -> Organisation:
    row = await _find(tx, district_id, draft)
    if row is None:
        row = Organisation(
            district_id=district_id, name=draft.name, name_key=name_key(draft.name), bigrams=bigrams(draft.name)
        )
        tx.session.add(row)
    _fill(tx.runtime.vault, row, draft)
    await tx.session.flush()
    return row


async def _find(tx: Tx, district_id: UUID, draft: OrganisationDraft) -> Organisation | None:
    if draft.credit_code:
        by_code = select(Organisation).where(col(Organisation.credit_code) == draft.credit_code)
        if found := (await tx.session.execute(by_code)).scalar_one_or_none():
            return found
    by_name = (
        select(Organisation)
        .where(col(Organisation.district_id) == district_id, col(Organisation.name_key) == name_key(draft.name))
        .order_by(col(Organisation.id))
        .limit(1)
    )
    if draft.credit_code:
        # Another code is another company, however alike the names.
        by_name = by_name.where(col(Organisation.credit_code).is_(None))
    return (await tx.session.execute(by_name)).scalar_one_or_none()


def _fill(vault: Vault, row: Organisation, draft: OrganisationDraft) -> None:
    row.credit_code = row.credit_code or draft.credit_code
    row.contact_name = row.contact_name or draft.contact_name
    row.address = row.address or draft.address
    if draft.contact_phone and row.contact_phone_cipher is None:
        set_contact_phone(vault, row, draft.contact_phone)


def _context(organisation_id: UUID) -> str:
    return f"organisation.contact_phone:{organisation_id}"
