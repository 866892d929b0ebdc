"""The verbs of people on deadlines: set one of the studio's own, and say that one was met."""

from datetime import date
from typing import Final
from uuid import UUID

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.case import queries as cases
from mediation.case.moves import stir
from mediation.deadline import clocks, rules
from mediation.deadline.events import DeadlineMet, DeadlineSet
from mediation.deadline.models import Deadline
from mediation.infra.db import new_id
from mediation.infra.uow import Tx
from mediation.kit.checks import line_given, prose_given
from mediation.kit.problems import IllegalMove, Invalid, NotFound
from mediation.law import periods
from mediation.notice.service import recall

MAX_DAYS_AHEAD: Final = 3_660
TITLE_CHARS: Final = 100
NOTE_CHARS: Final = 500


async def set_deadline(tx: Tx, case_id: UUID, *, title: str, due_on: date, note: str) -> Deadline:
    """`deadline:set`: a deadline of the studio's own, until 24:00 of a day.

    Raises NotFound, Forbidden, IllegalMove (the case has ended), Invalid (title, note, dueOn).
    """
    case, facts = await cases.lock(tx, case_id)
    guard.require(tx.actor, Verb.DEADLINE_SET, facts)
    if case.closed_at is not None:
        raise IllegalMove(Verb.DEADLINE_SET, case.state)
    title = line_given("title", title, max_chars=TITLE_CHARS)
    note = prose_given("note", note, max_chars=NOTE_CHARS, required=False)
    if not 0 <= (due_on - tx.today).days <= MAX_DAYS_AHEAD:
        raise Invalid.field(
            "dueOn", "out_of_range", "日期须为今天至十年内。", "The day lies today or within ten years."
        )
    key = new_id()
    row = Deadline(
        id=key,
        case_id=case.id,
        district_id=case.district_id,
        rule=rules.INTERNAL,
        subject_id=key,
        kind="internal",
        title_zh=title,
        title_en=title,
        citation="",
        duty_of=rules.DutyOf.MEDIATOR,
        starts_on=tx.today,
        due_on=due_on,
        due_at=periods.end_of(due_on),
        note=note,
    )
    row.next_reminder_at = clocks.first_reminder(tx, row)
    tx.session.add(row)
    tx.record(DeadlineSet(subject_id=row.id, case_id=case.id, district_id=case.district_id, due_on=due_on))
    await clocks.refresh(tx, [case.id])
    stir(tx, case)
    return row


async def meet_deadline(tx: Tx, deadline_id: UUID, *, note: str, met_on: date | None = None) -> Deadline:
    """`deadline:meet`: what was to be done is done, today or on an earlier day.

    Raises NotFound, Forbidden, IllegalMove (not running, or not by hand), Invalid (note, metOn).
    """
    seen = await tx.session.get(Deadline, deadline_id)
    if seen is None:
        raise NotFound
    case, facts = await cases.lock(tx, seen.case_id)
    guard.require(tx.actor, Verb.DEADLINE_MEET, facts)
    row = await tx.session.get(Deadline, deadline_id, populate_existing=True, with_for_update=True)
    assert row is not None, "deadlines are never deleted"
    stands = clocks.standing_of(row, tx.now)
    if not rules.is_met_by_hand(row.rule) or stands not in rules.RUNNING:
        raise IllegalMove(Verb.DEADLINE_MEET, stands)
    on = _day_of_meeting(tx, row, met_on)
    row.note = prose_given("note", note, max_chars=NOTE_CHARS, required=False) or row.note
    if row.rule == rules.INTERNAL:
        row.met_at, row.met_on, row.next_reminder_at = tx.now, on, None
        await recall(tx, f"deadline/{row.id}/")
        await clocks.refresh(tx, [case.id])
    tx.record(
        DeadlineMet(
            subject_id=row.id,
            case_id=case.id,
            district_id=case.district_id,
            rule=row.rule,
            of=row.subject_id,
            met_on=on,
        )
    )
    stir(tx, case)
    return row


def _day_of_meeting(tx: Tx, row: Deadline, met_on: date | None) -> date:
    on = met_on or tx.today
    if not row.starts_on <= on <= tx.today:
        raise Invalid.field(
            "metOn", "out_of_range", "日期须在起算日与今天之间。", "The day lies between the first day and today."
        )
    return on
