"""What happens to a case outside the house: the verbs `procedure:record` and `procedure:correct`.

An entry is never changed: a mistaken one is taken back by another. Which clocks an event starts, answers or ends is the
table's business (`law/`), not theirs.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.models import Case, CaseState, Party
from mediation.case.moves import changed
from mediation.case.rules import require_possible
from mediation.deadline import rules
from mediation.deadline.events import ProcedureCorrected, ProcedureRecorded
from mediation.deadline.models import ProcedureEvent
from mediation.infra.uow import Tx
from mediation.kit.checks import Checks, reason_given
from mediation.kit.problems import IllegalMove, NotFound, check_version
from mediation.law.answers import CHOICES
from mediation.law.deadlines import ROWS, Trigger

REFERENCE_CHARS: Final = 100
NOTE_CHARS: Final = 500
MAX_DAYS_BACK: Final = 18_300
MAX_DAYS_AHEAD: Final = 3_660


@dataclass(frozen=True, kw_only=True)
class ProcedureDraft:
    """An event as it is written down."""

    trigger: Trigger
    happened_on: date
    until_on: date | None = None
    """of what kept the claimant from applying (LIMITATION_OBSTACLE): the day on which it was removed"""
    rule: str | None = None
    """the one that runs, where the day alone does not tell which (law.answers.CHOICES)"""
    party_id: UUID | None = None
    """to whom it happened, where it counts for one party alone"""
    reference: str = ""
    note: str = ""


async def record(tx: Tx, case_id: UUID, draft: ProcedureDraft, *, version: int) -> ProcedureEvent:
    """`procedure:record`: write down what happened outside. What runs from it begins to run, from its day.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case has ended), Invalid (trigger: the house knows it by itself;
    happenedOn: in the future, too long ago, written down already; rule: one of several is to be named; party, untilOn,
    reference, note).
    """
    case, facts = await cases.lock(tx, case_id)
    guard.require(tx.actor, Verb.PROCEDURE_RECORD, facts)
    check_version(version, case.version)
    require_possible(Verb.PROCEDURE_RECORD, CaseState(case.state))
    checks = Checks()
    reference = checks.line("reference", draft.reference, max_chars=REFERENCE_CHARS) or ""
    note = checks.prose("note", draft.note, max_chars=NOTE_CHARS)
    party = await _check(tx, case, draft, checks)
    checks.settle()
    row = ProcedureEvent(
        case_id=case.id,
        district_id=case.district_id,
        trigger=draft.trigger,
        happened_on=draft.happened_on,
        until_on=draft.until_on,
        rule=draft.rule,
        party_id=draft.party_id,
        reference=reference,
        note=note,
        recorded_at=tx.now,
        recorded_by=tx.actor.id,
    )
    tx.session.add(row)
    tx.record(
        ProcedureRecorded(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            trigger=draft.trigger,
            happened_on=draft.happened_on,
            until_on=draft.until_on,
            rule=draft.rule,
            party_id=draft.party_id,
            side=party.side if party else None,
            reference=reference,
        )
    )
    changed(tx, case)
    return row


async def correct(tx: Tx, event_id: UUID, *, version: int, reason: str) -> ProcedureEvent:
    """`procedure:correct`: take a mistaken entry back by a counter-entry. What it had started runs no more.

    Raises NotFound, Forbidden, Conflict, IllegalMove (the case has ended; taken back already, or itself a correction),
    Invalid (reason).
    """
    mistaken = await tx.session.get(ProcedureEvent, event_id)
    if mistaken is None:
        raise NotFound
    case, facts = await cases.lock(tx, mistaken.case_id)
    guard.require(tx.actor, Verb.PROCEDURE_CORRECT, facts)
    check_version(version, case.version)
    require_possible(Verb.PROCEDURE_CORRECT, CaseState(case.state))
    if mistaken.takes_back_id is not None:
        raise IllegalMove(Verb.PROCEDURE_CORRECT, "correction")
    taken_back = select(col(ProcedureEvent.id)).where(col(ProcedureEvent.takes_back_id) == mistaken.id)
    if (await tx.session.execute(taken_back)).first() is not None:
        raise IllegalMove(Verb.PROCEDURE_CORRECT, "taken_back")
    row = ProcedureEvent(
        case_id=case.id,
        district_id=case.district_id,
        trigger=mistaken.trigger,
        happened_on=mistaken.happened_on,
        until_on=mistaken.until_on,
        rule=mistaken.rule,
        party_id=mistaken.party_id,
        recorded_at=tx.now,
        recorded_by=tx.actor.id,
        takes_back_id=mistaken.id,
        reason=reason_given("reason", reason),
    )
    tx.session.add(row)
    tx.record(
        ProcedureCorrected(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            trigger=mistaken.trigger,
            taken_back_id=mistaken.id,
            reason=row.reason,
        )
    )
    changed(tx, case)
    return row


async def _check(tx: Tx, case: Case, draft: ProcedureDraft, checks: Checks) -> Party | None:
    if draft.trigger in rules.BY_THE_HOUSE:
        checks.wrong(
            "trigger",
            "by_the_house",
            "系统自行登记此事项，无须另行记录。",
            "The house knows this by itself: record nothing.",
        )
    days_ahead = (draft.happened_on - tx.today).days
    if days_ahead > (MAX_DAYS_AHEAD if rules.lies_ahead(draft.trigger) else 0):
        checks.wrong("happenedOn", "in_future", "日期不能晚于今天。", "The day cannot be after today.")
    elif days_ahead < -MAX_DAYS_BACK:
        checks.wrong("happenedOn", "out_of_range", "日期过早。", "The day is too long ago.")
    elif await _is_recorded(tx, case, draft):
        checks.wrong(
            "happenedOn",
            "already_recorded",
            "同一事项、同一日期已经登记。",
            "The same event of this day is recorded already.",
        )
    if draft.until_on is not None and draft.trigger is not Trigger.LIMITATION_OBSTACLE:
        checks.wrong("untilOn", "not_needed", "此事项没有结束日。", "This event has no last day.")
    elif draft.until_on is not None and not draft.happened_on <= draft.until_on <= tx.today:
        checks.wrong(
            "untilOn", "out_of_range", "日期须在障碍发生日与今天之间。", "The day lies between the first day and today."
        )
    choices = CHOICES.get(draft.trigger, ())
    if choices and draft.rule not in choices:
        named = "、".join(f"{rule}（{ROWS[rule].title.zh}）" for rule in choices)
        english = ", ".join(f"{rule} ({ROWS[rule].title.en})" for rule in choices)
        checks.wrong("rule", "needed", f"请指明适用哪一条：{named}", f"Say which one runs: {english}.")
    elif not choices and draft.rule is not None:
        checks.wrong("rule", "not_needed", "此事项无须选择规则。", "Nothing is to be chosen for this event.")
    return await _party(tx, case, draft.party_id, checks)


async def _party(tx: Tx, case: Case, party_id: UUID | None, checks: Checks) -> Party | None:
    party = await tx.session.get(Party, party_id) if party_id is not None else None
    if party_id is not None and (party is None or party.case_id != case.id or party.withdrawn_at is not None):
        checks.wrong("party", "not_of_case", "不是本案当事人。", "This is not a party of the case.")
    return party


async def _is_recorded(tx: Tx, case: Case, draft: ProcedureDraft) -> bool:
    correction = aliased(ProcedureEvent)
    same = select(col(ProcedureEvent.id)).where(
        col(ProcedureEvent.case_id) == case.id,
        col(ProcedureEvent.trigger) == draft.trigger,
        col(ProcedureEvent.happened_on) == draft.happened_on,
        col(ProcedureEvent.party_id).is_not_distinct_from(draft.party_id),
        col(ProcedureEvent.takes_back_id).is_(None),
        ~exists().where(col(correction.takes_back_id) == col(ProcedureEvent.id)),
    )
    return (await tx.session.execute(same.limit(1))).first() is not None
