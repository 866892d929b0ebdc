"""The verb `deadline:extend`: both sides consent to more time.

"双方当事人同意延期的可以延长" (企业劳动争议协商调解规定 29): consent makes the period longer, so it is given while the period runs;
once it has passed without consent, mediation counts as failed, and nothing is left to extend. Days are added to the length
that the rule gives, and the new end is counted from the same day through the calendar.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case, Party, PartySide, Representative
from mediation.case.moves import changed
from mediation.deadline import clocks, rules
from mediation.deadline.events import DeadlineExtended
from mediation.deadline.models import Deadline
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks
from mediation.kit.problems import IllegalMove, NotFound, check_version
from mediation.law.deadlines import Extender, Row

MOST_DAYS: Final = 365
"""more at once than anybody means, where the rule sets no limit"""
MOST_CONSENTS: Final = 500
NOTE_CHARS: Final = 500


class ConsentManner(StrEnum):
    """How somebody consented."""

    IN_PERSON = "in_person"
    MESSAGE = "message"
    ONLINE = "online"
    PHONE = "phone"
    WRITTEN = "written"


@dataclass(frozen=True, kw_only=True)
class Consent:
    """That one party consented, how and on which day."""

    party_id: UUID
    manner: ConsentManner
    consented_on: date


async def extend(
    tx: Tx, deadline_id: UUID, *, version: int, days: int, consents: Sequence[Consent], note: str = ""
) -> Deadline:
    """`deadline:extend`: make a period longer by `days`, with the consent of both sides.

    For the workers each one who takes part consents, or an elected representative for all; for the employer, the employer.

    Raises NotFound, Forbidden, Conflict, IllegalMove (not running, or not for the parties to extend), Invalid (days: none,
    or more than the rule allows; consents: somebody is missing or is no party, a day after the last or in the future).
    """
    seen = await tx.session.get(Deadline, deadline_id)
    if seen is None:
        raise NotFound
    case, facts = await cases.lock(tx, seen.case_id)
    guard.require(tx.actor, Verb.DEADLINE_EXTEND, facts)
    check_version(version, case.version)
    row = await tx.session.get(Deadline, deadline_id, populate_existing=True)
    assert row is not None, "deadlines are never deleted"
    law, stands = rules.law_of(row.rule), clocks.standing_of(row, tx.now)
    if law is None or law.extendable_by is not Extender.BOTH_PARTIES or stands not in rules.EXTENDABLE:
        raise IllegalMove(Verb.DEADLINE_EXTEND, stands)
    checks = Checks()
    _check_days(checks, law, days, had=row.extended_days)
    await _check_consents(tx, checks, case, row, consents)
    row.note = checks.prose("note", note, max_chars=NOTE_CHARS) or row.note
    checks.settle()
    tx.record(
        DeadlineExtended(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            rule=row.rule,
            of=row.subject_id,
            days=days,
            party_ids=tuple(one.party_id for one in consents),
            manners=tuple(one.manner for one in consents),
            consented_ons=tuple(one.consented_on for one in consents),
        )
    )
    changed(tx, case)
    return row


def _check_days(checks: Checks, law: Row, days: int, *, had: int) -> None:
    assert law.extension is not None
    most = law.extension.at_most
    left = MOST_DAYS if most is None else most - had
    if not 1 <= days <= left:
        zh = f"最多还可延长{left}天。" if most is not None else f"延长 1 至 {MOST_DAYS} 天。"
        en = f"At most {left} more days." if most is not None else f"Between 1 and {MOST_DAYS} days."
        checks.wrong("days", "out_of_range", zh, en)


async def _check_consents(tx: Tx, checks: Checks, case: Case, row: Deadline, consents: Sequence[Consent]) -> None:
    if len(consents) > MOST_CONSENTS:
        checks.wrong("consents", "too_many", "同意人数过多。", "Too many consents.")
        return
    for n, one in enumerate(consents):
        path = f"consents.{n}.consentedOn"
        if not row.starts_on <= one.consented_on <= tx.today:
            zh, en = "日期须在起算日与今天之间。", "The day lies between the first day and today."
            checks.wrong(path, "out_of_range", zh, en)
        elif row.due_on is not None and one.consented_on > row.due_on:
            zh, en = "期限届满后才同意的，不能延长。", "Consent that was given after the last day extends nothing."
            checks.wrong(path, "after_the_end", zh, en)
    parties, elected = await _parties(tx, case)
    given = {one.party_id for one in consents}
    for n, one in enumerate(consents):
        if one.party_id not in parties:
            checks.wrong(f"consents.{n}.party", "not_of_case", "不是本案当事人。", "This is not a party of the case.")
    if _missing(given, (id_ for id_, side in parties.items() if side == PartySide.CLAIMANT), elected):
        zh, en = "还缺劳动者一方的同意。", "The consent of the workers is missing."
        checks.wrong("consents", "workers_missing", zh, en)
    if _missing(given, (id_ for id_, side in parties.items() if side == PartySide.RESPONDENT), frozenset()):
        checks.wrong("consents", "employer_missing", "还缺用人单位的同意。", "The consent of the employer is missing.")


def _missing(given: set[UUID], side: Iterable[UUID], elected: frozenset[UUID]) -> bool:
    return not given & elected if elected else not set(side) <= given


async def _parties(tx: Tx, case: Case) -> tuple[dict[UUID, str], frozenset[UUID]]:
    """Claimants who take part and the respondent, each with their side; and the representatives elected."""
    found = await tx.session.execute(
        select(col(Party.id), col(Party.side)).where(
            col(Party.case_id) == case.id,
            col(Party.side).in_([PartySide.CLAIMANT.value, PartySide.RESPONDENT.value]),
            col(Party.taking_part),
            col(Party.withdrawn_at).is_(None),
        )
    )
    parties = {row.id: row.side for row in found}
    elected = await tx.session.execute(
        select(col(Representative.party_id)).where(col(Representative.case_id) == case.id)
    )
    return parties, frozenset(elected.scalars()) & frozenset(parties)
