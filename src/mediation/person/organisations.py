"""Organisations as rows, shared by all cases of a district: found by credit code, else by name, or made."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlmodel import col

from mediation.infra.uow import Tx
from mediation.infra.vault import Vault
from mediation.kit.names import bigrams, mask_phone
from mediation.kit.problems import Invalid
from mediation.person.models import Organisation
from mediation.person.rules import OrganisationDraft, name_key


async def find_or_create(tx: Tx, district_id: UUID, draft: OrganisationDraft) -> Organisation:
    """The organisation of a checked `draft`; see `find_or_create_all`."""
    (found,) = await find_or_create_all(tx, district_id, [draft])
    return found


async def find_or_create_all(tx: Tx, district_id: UUID, drafts: Sequence[OrganisationDraft]) -> list[Organisation]:
    """The organisations of checked `drafts`, in their order; two drafts of one organisation give one row.

    The credit code decides where both have one; else the name does, and both within the district: a code is public, so
    whoever registers a case under it elsewhere must neither read nor change whom this district talks to. What the row did not know yet
    (code, contact, address) is filled in; what it knows stays, for other cases rely on it. Names and codes are locked
    until the transaction ends, in one order for everybody, so that two clerks at once make one row and never wait for
    each other in a circle.
    """
    keys = {f"name:{district_id}:{name_key(draft.name)}" for draft in drafts}
    keys |= {f"code:{district_id}:{draft.credit_code}" for draft in drafts if draft.credit_code}
    for key in sorted(keys):
        await _lock(tx, key)
    return [await _one(tx, district_id, draft) for draft in drafts]


def current(vault: Vault, row: Organisation) -> OrganisationDraft:
    """What is known of an organisation, the contact's phone in the clear: for verbs that change it."""
    phone = vault.open(row.contact_phone_cipher, context=_context(row.id)) if row.contact_phone_cipher else None
    return OrganisationDraft(
        name=row.name,
        credit_code=row.credit_code,
        contact_name=row.contact_name,
        contact_phone=phone,
        address=row.address,
    )


async def revise(tx: Tx, row: Organisation, draft: OrganisationDraft) -> None:
    """Put a checked `draft` in the place of what is known, but for the name. Raises Invalid (creditCode: another's)."""
    if draft.credit_code and draft.credit_code != row.credit_code:
        await _lock(tx, f"code:{row.district_id}:{draft.credit_code}")
        taken = select(col(Organisation.id)).where(
            col(Organisation.district_id) == row.district_id, col(Organisation.credit_code) == draft.credit_code
        )
        if (await tx.session.execute(taken)).first() is not None:
            raise Invalid.field("creditCode", "taken", "该信用代码属于另一单位", "This code is another organisation's.")
    row.credit_code, row.contact_name, row.address = draft.credit_code, draft.contact_name, draft.address
    phone = draft.contact_phone
    row.contact_phone_cipher = tx.runtime.vault.seal(phone, context=_context(row.id)) if phone else None
    row.version += 1


def masked_contact_phone(vault: Vault, organisation_id: UUID, cipher: bytes | None) -> str | None:
    """The contact's phone behind `cipher` as colleagues see it."""
    return mask_phone(vault.open(cipher, context=_context(organisation_id))) if cipher else None


async def _lock(tx: Tx, key: str) -> None:
    await tx.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"organisation:{key}", 0))))


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
        by_code = select(Organisation).where(
            col(Organisation.district_id) == district_id, col(Organisation.credit_code) == draft.credit_code
        )
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
        row.contact_phone_cipher = vault.seal(draft.contact_phone, context=_context(row.id))


def _context(organisation_id: UUID) -> str:
    return f"organisation.contact_phone:{organisation_id}"
