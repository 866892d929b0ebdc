"""The verb `party:elect`: who speaks for the claimants."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.events import RepresentativeElected
from mediation.case.models import Case, CaseState, Party, PartySide, Representative
from mediation.case.moves import changed
from mediation.case.rules import require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.problems import check_version
from mediation.law.routing.collective import how_many_representatives


@dataclass(frozen=True)
class Elected:
    """What a representative may do."""

    special: bool
    """whether they may settle for others"""
    authorised_by: tuple[UUID, ...] | None = None
    """the claimants who gave that authority; None: all who take part at the election"""


async def elect(
    tx: Tx, case_id: UUID, chosen: Mapping[UUID, Elected], *, elected_on: date, document: str, version: int
) -> Case:
    """Record an election; it takes the place of an earlier one.

    Args:
        chosen: party ids, each with whether and for whom they may settle (special authority). Who joins the case later
            has given none.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case is closed), Invalid (representatives: how many, or not
    claimants who take part, nor who authorised them; electedOn; document).
    Source: 劳动争议调解仲裁法 7; 劳动人事争议仲裁办案规则 63 (three to five); 民事诉讼法 56 (a settlement needs the consent of
    whoever is represented), 62 (special authority).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.PARTY_ELECT, facts)
    check_version(version, case.version)
    require_possible("party:elect", CaseState(case.state))
    checks, eligible = Checks(), await _eligible(tx, case)
    _check_chosen(checks, case, chosen, eligible)
    if elected_on > tx.today:
        checks.wrong("electedOn", "in_future", "日期不能晚于今天", "The date cannot be after today.")
    reference = checks.line("document", document, max_chars=100) or ""
    checks.settle()
    authority = {party_id: _authority(one, eligible) for party_id, one in chosen.items()}
    await tx.session.execute(delete(Representative).where(col(Representative.case_id) == case.id))
    tx.session.add_all(
        Representative(
            case_id=case.id,
            district_id=case.district_id,
            party_id=party_id,
            special_authority=bool(authority[party_id]),
            authority_from=authority[party_id],
            elected_on=elected_on,
            document=reference,
        )
        for party_id in chosen
    )
    changed(tx, case)
    tx.record(
        RepresentativeElected(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            party_ids=tuple(chosen),
            special_authority_ids=tuple(party_id for party_id in chosen if authority[party_id]),
            authority_from_ids=tuple(tuple(authority[party_id]) for party_id in chosen if authority[party_id]),
            elected_on=elected_on,
        )
    )
    return case


def _check_chosen(checks: Checks, case: Case, chosen: Mapping[UUID, Elected], eligible: frozenset[UUID]) -> None:
    least, most = how_many_representatives(case.taking_part_count)
    if not least <= len(chosen) <= most:
        zh, en = f"代表人须为{least}至{most}名", f"There are {least} to {most} representatives."
        checks.wrong("representatives", "how_many", zh, en)
    for i, (party_id, one) in enumerate(chosen.items()):
        if party_id not in eligible:
            zh, en = "代表人须为参加本案的申请人", "Not a claimant who takes part."
            checks.wrong(f"representatives.{i}.party", "not_a_claimant", zh, en)
        _check_authority(checks, f"representatives.{i}.authorisedBy", one, eligible)


def _check_authority(checks: Checks, path: str, one: Elected, eligible: frozenset[UUID]) -> None:
    given = one.authorised_by
    if given is None:
        return
    if one.special != bool(given):
        zh, en = "特别授权与授权人须一并填写", "Name those who gave special authority, and only then."
        checks.wrong(path, "does_not_fit", zh, en)
    for j, party_id in enumerate(given):
        if party_id not in eligible:
            checks.wrong(
                f"{path}.{j}", "not_a_claimant", "授权人须为参加本案的申请人", "Not a claimant who takes part."
            )


def _authority(one: Elected, eligible: frozenset[UUID]) -> list[UUID]:
    if not one.special:
        return []
    return sorted(eligible if one.authorised_by is None else set(one.authorised_by))


async def _eligible(tx: Tx, case: Case) -> frozenset[UUID]:
    found = await tx.session.execute(
        select(col(Party.id)).where(
            col(Party.case_id) == case.id,
            col(Party.side) == PartySide.CLAIMANT.value,
            col(Party.taking_part).is_(True),
            col(Party.withdrawn_at).is_(None),
        )
    )
    return frozenset(found.scalars())
