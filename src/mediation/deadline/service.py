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
    row = clocks.new(case, rules.INTERNAL, new_id(), tx.today)
    row.kind, row.title_zh, row.title_en, row.note = "internal", title, title, note
    row.due_on, row.due_at = due_on, periods.end_of(due_on)
    row.next_reminder_at = clocks.first_reminder(tx, row)
    tx.session.add(row)
    tx.record(DeadlineSet(subject_id=row.id, case_id=case.id, district_id=case.district_id, due_on=due_on))
    await clocks.refresh(tx, case)
    stir(tx, case)
    return row


async def meet_deadline(tx: Tx, deadline_id: UUID, *, note: str) -> Deadline:
    """`deadline:meet`: what was to be done is done.

    Raises NotFound, Forbidden, IllegalMove (not open, or not by hand), Invalid (note).
    """
    seen = await tx.session.get(Deadline, deadline_id)
    if seen is None:
        raise NotFound
    case, facts = await cases.lock(tx, seen.case_id)
    guard.require(tx.actor, Verb.DEADLINE_MEET, facts)
    row = await tx.session.get(Deadline, deadline_id, populate_existing=True, with_for_update=True)
    assert row is not None, "deadlines are never deleted"
    stands = clocks.standing_of(row, tx.now)
    if row.rule not in rules.MEETABLE or stands not in (
        rules.Standing.OPEN,
        rules.Standing.OVERDUE,
        rules.Standing.UNCOMPUTED,
    ):
        raise IllegalMove(Verb.DEADLINE_MEET, stands)
    row.note = prose_given("note", note, max_chars=NOTE_CHARS, required=False) or row.note
    await clocks.end(tx, row, met_at=tx.now)
    tx.record(DeadlineMet(subject_id=row.id, case_id=case.id, district_id=case.district_id, rule=row.rule))
    await clocks.refresh(tx, case)
    stir(tx, case)
    return row
