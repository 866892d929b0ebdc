"""The verb `party:elect`: who speaks for the claimants."""

from collections.abc import Mapping
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
from mediation.case.rules import how_many_representatives, require_possible
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.problems import check_version


async def elect(
    tx: Tx, case_id: UUID, chosen: Mapping[UUID, bool], *, elected_on: date, document: str, version: int
) -> Case:
    """Record an election; it takes the place of an earlier one.

    Args:
        chosen: party ids, each with whether they may settle for the others (special authority).

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case is closed), Invalid (representatives: how many, or not
    claimants who take part; electedOn; document).
    Source: 劳动争议调解仲裁法 7; 劳动人事争议仲裁办案规则 63 (three to five); 民事诉讼法 62 (special authority).
    """
    case, facts = await queries.lock(tx, case_id)
    guard.require(tx.actor, Verb.PARTY_ELECT, facts)
    check_version(version, case.version)
    require_possible("party:elect", CaseState(case.state))
    checks = Checks()
    least, most = how_many_representatives(case.taking_part_count)
    if not least <= len(chosen) <= most:
        zh, en = f"代表人须为{least}至{most}名", f"There are {least} to {most} representatives."
        checks.wrong("representatives", "how_many", zh, en)
    eligible = await _eligible(tx, case)
    for i, party_id in enumerate(chosen):
        if party_id not in eligible:
            zh, en = "代表人须为参加本案的申请人", "Not a claimant who takes part."
            checks.wrong(f"representatives.{i}.party", "not_a_claimant", zh, en)
    if elected_on > tx.today:
        checks.wrong("electedOn", "in_future", "日期不能晚于今天", "The date cannot be after today.")
    reference = checks.line("document", document, max_chars=100) or ""
    checks.settle()
    await tx.session.execute(delete(Representative).where(col(Representative.case_id) == case.id))
    tx.session.add_all(
        Representative(
            case_id=case.id,
            district_id=case.district_id,
            party_id=party_id,
            special_authority=special,
            elected_on=elected_on,
            document=reference,
        )
        for party_id, special in chosen.items()
    )
    changed(tx, case)
    tx.record(
        RepresentativeElected(
            subject_id=case.id,
            case_id=case.id,
            district_id=case.district_id,
            party_ids=tuple(chosen),
            special_authority_ids=tuple(party_id for party_id, special in chosen.items() if special),
            elected_on=elected_on,
        )
    )
    return case


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
