"""Who belongs to a case: the verbs `party:add`, `party:revise`, `party:withdraw`."""

from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import intake, parties, queries, tally
from mediation.case.books import books_of
from mediation.case.events import PartyAdded, PartyRevised, PartyWithdrawn
from mediation.case.intake import ClaimantDraft, OtherDraft
from mediation.case.models import Case, CaseState, Party, PartySide, Relation, Representative
from mediation.case.moves import changed
from mediation.case.rules import FORMING, possible, require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks, reason_given
from mediation.kit.problems import IllegalMove, Invalid, check_version
from mediation.person import people
from mediation.person.models import Organisation, Person
from mediation.person.organisations import current as current_organisation
from mediation.person.organisations import find_or_create, revise
from mediation.person.rules import check_organisation, check_person


@dataclass(frozen=True, kw_only=True)
class Revision:
    """What to put in the place of what is known of a party; None leaves it, an empty text clears it."""

    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    job: str | None = None
    taking_part: bool | None = None
    relation: Relation | None = None
    credit_code: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    address: str | None = None


async def add(tx: Tx, case_id: UUID, typed: ClaimantDraft | OtherDraft, *, version: int) -> Party:
    """Take down another worker with their claims, or a third party.

    Raises NotFound, Forbidden, Conflict, IllegalMove (an agreement has taken effect), Invalid (every wrong field; an ID
    number that stands in the case already).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.PARTY_ADD, facts)
    check_version(version, case.version)
    require_possible("party:add", CaseState(case.state))
    party = await (_claimant(tx, case, typed) if isinstance(typed, ClaimantDraft) else _other(tx, case, typed))
    await tally.count(tx, case)
    changed(tx, case)
    tx.record(
        PartyAdded(
            subject_id=party.id,
            case_id=case.id,
            district_id=case.district_id,
            side=party.side,
            relation=party.relation,
        )
    )
    return party


async def _claimant(tx: Tx, case: Case, typed: ClaimantDraft) -> Party:
    checks = Checks()
    draft = intake.check_claimant(checks, "claimant", typed, await books_of(tx, case.district_id, typed.claims))
    checks.settle()
    await _once(tx, case, draft.person.id_number, path="claimant.idNumber")
    intake.within_total(case.wages_claimed_fen + case.social_insurance_claimed_fen, draft.claims, "claimant.claims")
    (party,) = await parties.insert_claimants(tx, case, [draft], after=await queries.last_position(tx, case.id))
    return party


async def _other(tx: Tx, case: Case, typed: OtherDraft) -> Party:
    checks = Checks()
    draft = intake.check_other(checks, "otherParty", typed, today=tx.today)
    checks.settle()
    organisation = None
    if draft.organisation is not None:
        organisation = await find_or_create(tx, case.district_id, draft.organisation)
        if await queries.is_party(tx, case.id, organisation.id):
            path = "otherParty.organisation"
            raise Invalid.field(path, "duplicate", "该单位已是本案当事人", "It is a party of this case already.")
    position = await queries.last_position(tx, case.id, PartySide.THIRD_PARTY) + 1
    return await parties.insert_other(tx, case, draft, organisation, position=position)


async def revise_party(tx: Tx, party_id: UUID, wanted: Revision, *, version: int) -> Party:
    """Correct what is known of a party.

    What is known of an organisation is shared by the cases of its district. Who takes part is settled with the
    agreement.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case is closed, or the party has left), Invalid (every wrong
    field).
    """
    party, case = await _locked(tx, party_id, Verb.PARTY_REVISE, version)
    _require_fitting(party, wanted)
    if party.person_id is not None:
        fields = await _revise_person(tx, case, party, wanted)
    else:
        fields = await _revise_organisation(tx, party, wanted)
    fields += _revise_row(case, party, wanted)
    if fields:
        await tally.count(tx, case)
        changed(tx, case)
        tx.record(
            PartyRevised(subject_id=party.id, case_id=case.id, district_id=case.district_id, changed=tuple(fields))
        )
    return party


async def withdraw(tx: Tx, party_id: UUID, *, version: int, reason: str) -> Party:
    """Record that a worker or a third party leaves the case. A representative who leaves represents nobody.

    Raises NotFound, Forbidden, Conflict, IllegalMove (an agreement has taken effect, they have left already, or it is
    the employer), Invalid (reason).
    """
    party, case = await _locked(tx, party_id, Verb.PARTY_WITHDRAW, version)
    if party.side == PartySide.RESPONDENT:
        raise IllegalMove("party:withdraw", party.side)
    party.withdrawn_reason = reason_given("reason", reason)
    party.withdrawn_at = tx.now
    await tx.session.execute(delete(Representative).where(col(Representative.party_id) == party.id))
    await tally.count(tx, case)
    changed(tx, case)
    tx.record(
        PartyWithdrawn(
            subject_id=party.id,
            case_id=case.id,
            district_id=case.district_id,
            side=party.side,
            reason=party.withdrawn_reason,
        )
    )
    return party


async def _locked(tx: Tx, party_id: UUID, verb: Verb, version: int) -> tuple[Party, Case]:
    party, case, facts = await queries.lock_party(tx, party_id)
    guard.require(tx.actor, verb, facts)
    check_version(version, case.version)
    require_possible(verb, CaseState(case.state))
    if party.withdrawn_at is not None:
        raise IllegalMove(verb, "withdrawn")
    return party, case


_OF_A_PERSON: Final = {"name": "name", "phone": "phone", "id_number": "idNumber"}
_OF_AN_ORGANISATION: Final = {
    "credit_code": "creditCode",
    "contact_name": "contactName",
    "contact_phone": "contactPhone",
    "address": "address",
}
_OF_A_CLAIMANT: Final = {"job": "job", "taking_part": "takingPart"}
_OF_A_THIRD_PARTY: Final = {"relation": "relation"}


def _require_fitting(party: Party, wanted: Revision) -> None:
    """Raises Invalid for what this kind of party does not have: left out silently it would seem to be saved."""
    does_not_fit = {
        **(_OF_AN_ORGANISATION if party.person_id is not None else _OF_A_PERSON),
        **({} if party.side == PartySide.CLAIMANT else _OF_A_CLAIMANT),
        **({} if party.side == PartySide.THIRD_PARTY else _OF_A_THIRD_PARTY),
    }
    checks = Checks()
    for name, path in does_not_fit.items():
        if getattr(wanted, name) is not None:
            checks.wrong(path, "does_not_fit", "此类当事人没有这一项", "This kind of party has no such field.")
    checks.settle()


async def _revise_person(tx: Tx, case: Case, party: Party, wanted: Revision) -> list[str]:
    person = await tx.session.get_one(Person, party.person_id)
    known = people.current(tx.runtime.vault, person)
    typed = replace(
        known,
        name=known.name if wanted.name is None else wanted.name,
        phone=known.phone if wanted.phone is None else wanted.phone,
        id_number=known.id_number if wanted.id_number is None else wanted.id_number,
    )
    checks = Checks()
    draft = check_person(checks, "", typed, today=tx.today)
    checks.settle()
    if draft.id_number != known.id_number:
        await _once(tx, case, draft.id_number, path="idNumber")
    if draft == known:
        return []
    people.revise(tx.runtime.vault, person, draft)
    return [name for name in ("name", "phone", "id_number") if getattr(draft, name) != getattr(known, name)]


async def _revise_organisation(tx: Tx, party: Party, wanted: Revision) -> list[str]:
    organisation = await tx.session.get_one(Organisation, party.organisation_id, with_for_update=True)
    known = current_organisation(tx.runtime.vault, organisation)
    names = tuple(_OF_AN_ORGANISATION)
    typed = {name: value for name in names if (value := getattr(wanted, name)) is not None}
    checks = Checks()
    draft = check_organisation(checks, "", replace(known, **typed))
    if known.credit_code and draft.credit_code != known.credit_code:
        checks.wrong("creditCode", "known", "信用代码不同即为另一单位", "Another code is another organisation.")
    checks.settle()
    if draft == known:
        return []
    await revise(tx, organisation, draft)
    return [name for name in names if getattr(draft, name) != getattr(known, name)]


def _revise_row(case: Case, party: Party, wanted: Revision) -> list[str]:
    before = (party.job, party.taking_part, party.relation)
    if party.side == PartySide.CLAIMANT:
        if wanted.job is not None:
            checks = Checks()
            party.job = checks.line("job", wanted.job, max_chars=intake.JOB_CHARS) or ""
            checks.settle()
        if wanted.taking_part is not None and wanted.taking_part != party.taking_part:
            if CaseState(case.state) not in FORMING:
                raise IllegalMove("party:revise", case.state, possible(CaseState(case.state)))
            party.taking_part = wanted.taking_part
    if party.side == PartySide.THIRD_PARTY and wanted.relation is not None:
        party.relation = wanted.relation.value
    after = (party.job, party.taking_part, party.relation)
    names = ("job", "taking_part", "relation")
    return [name for name, old, new in zip(names, before, after, strict=True) if old != new]


async def _once(tx: Tx, case: Case, id_number: str | None, *, path: str) -> None:
    if id_number is None:
        return
    index = tx.runtime.vault.blind_index("id_number", id_number)
    if await queries.knows_person(tx, case.id, index):
        raise Invalid.field(path, "duplicate", "此身份证号已在本案中", "This ID number stands in the case already.")
