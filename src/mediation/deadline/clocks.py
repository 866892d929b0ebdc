"""The clocks of a case: started, met, ended, counted again. The projection that everything else in this feature works on.

Every function leaves the same rows when it is done twice, and whoever changes a clock calls `refresh`, so that the work
queue is in order at every commit. Refuses to hold permissions and events: verbs are in service.py, what follows from
others' events in follow.py.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from sqlalchemy import select
from sqlmodel import col

from mediation.case import queries as cases
from mediation.case.models import Case
from mediation.deadline import rules
from mediation.deadline.models import Deadline
from mediation.infra.db import NEVER
from mediation.infra.uow import Tx
from mediation.law.deadlines import ROWS
from mediation.notice.service import recall


@lru_cache(maxsize=4)
def ladders(policies_dir: Path) -> dict[str, tuple[rules.Rung, ...]]:
    """The reminder ladders, read once. A file that does not parse raises ValueError and stops the start."""
    path = policies_dir / "reminders" / "deadlines.yaml"
    return rules.read_ladders(yaml.safe_load(path.read_text(encoding="utf-8")))


async def recompute(tx: Tx, case_id: UUID) -> None:
    """Every open deadline of the law counted again with the calendar of today, from the event that started it."""
    case = await locked(tx, case_id)
    for row in await all_of(tx, case.id):
        if is_open(row) and row.rule in ROWS:
            await start(tx, case, row.rule, row.starts_on, subject_id=row.subject_id)
    await refresh(tx, case)


async def refresh(tx: Tx, case: Case) -> None:
    """Keep the case's nearest deadline."""
    await tx.session.flush()
    ends = [(row.rule, row.due_at) for row in await all_of(tx, case.id) if is_open(row)]
    case.next_due_at = rules.next_due(ends, tx.now) or NEVER


def standing_of(row: Any, now: datetime) -> rules.Standing:
    """Where a deadline, or a row with its columns, stands."""
    return rules.standing(
        due_at=row.due_at,
        met=row.met_at is not None,
        void=row.void_at is not None,
        lapsed=row.lapsed_at is not None,
        right=row.is_right,
        opening=rules.opens(row.rule),
        now=now,
    )


async def locked(tx: Tx, case_id: UUID | None) -> Case:
    """The case an event is about, locked: whoever changes its clocks has it first."""
    assert case_id is not None, "the event is about a case"
    case, _ = await cases.lock(tx, case_id)
    return case


def open_clause() -> Any:
    """What is still running, as a WHERE clause."""
    return col(Deadline.met_at).is_(None) & col(Deadline.void_at).is_(None) & col(Deadline.lapsed_at).is_(None)


def is_open(row: Deadline) -> bool:
    """Whether it is still running."""
    return row.met_at is None and row.void_at is None and row.lapsed_at is None


async def all_of(tx: Tx, case_id: UUID) -> Sequence[Deadline]:
    """Every clock of a case, running or not."""
    found = await tx.session.execute(select(Deadline).where(col(Deadline.case_id) == case_id))
    return found.scalars().all()


async def one(tx: Tx, case_id: UUID, rule: str, subject_id: UUID) -> Deadline | None:
    """The clock of a rule on a subject, if it was ever started."""
    found = await tx.session.execute(
        select(Deadline).where(
            col(Deadline.case_id) == case_id, col(Deadline.rule) == rule, col(Deadline.subject_id) == subject_id
        )
    )
    return found.scalar_one_or_none()


def new(case: Case, rule: str, subject_id: UUID, starts_on: date) -> Deadline:
    """A clock in the words of its rule, without an end yet."""
    law = rules.law_of(rule)
    return Deadline(
        case_id=case.id,
        district_id=case.district_id,
        rule=rule,
        subject_id=subject_id,
        kind="statutory",
        title_zh=law.title.zh if law else "",
        title_en=law.title.en if law else "",
        citation=law.source.zh if law else "",
        duty_of=rules.duty_of(law) if law else rules.DutyOf.MEDIATOR,
        is_right=rules.is_right(rule),
        starts_on=starts_on,
    )


async def start(tx: Tx, case: Case, rule: str, starts_on: date, *, subject_id: UUID | None = None) -> None:
    """Run a rule of the law from the day of its event. The same day again changes nothing; another day starts it anew."""
    subject_id = subject_id or case.id
    ends = rules.end_of(rule, starts_on, tx.runtime.calendar)
    row = await one(tx, case.id, rule, subject_id)
    if row is None:
        row = new(case, rule, subject_id, starts_on)
        tx.session.add(row)
    elif is_open(row) and (row.starts_on, row.due_at, row.why_not) == (starts_on, ends.at, ends.why_not):
        return
    else:
        await recall(tx, f"deadline/{row.id}/")
    row.starts_on, row.due_on, row.due_at, row.why_not = starts_on, ends.on, ends.at, ends.why_not
    row.met_at = row.void_at = row.lapsed_at = None
    row.next_reminder_at = tx.now if ends.why_not else first_reminder(tx, row)


def first_reminder(tx: Tx, row: Deadline) -> datetime | None:
    """When somebody is told first, from now on."""
    if row.due_on is None:
        return None
    rungs = rules.ladder(ladders(tx.runtime.settings.policies_dir), row.rule)
    return rules.next_moment(rungs, row.due_on, tx.now)


async def meet(tx: Tx, case: Case, rule: str) -> None:
    """What the rule asked for was done, in time or not."""
    row = await one(tx, case.id, rule, case.id)
    if row is not None and row.met_at is None and row.void_at is None:
        await end(tx, row, met_at=tx.now)


async def end(tx: Tx, row: Deadline, *, met_at: datetime | None = None, void_at: datetime | None = None) -> None:
    """Stop a clock, and take back what is queued about it."""
    row.met_at, row.void_at, row.next_reminder_at = met_at, void_at, None
    await recall(tx, f"deadline/{row.id}/")


async def revive(tx: Tx, case: Case, rule: str) -> None:
    """Run a clock again from where it began, if it was not met."""
    row = await one(tx, case.id, rule, case.id)
    if row is not None and row.met_at is None:
        await start(tx, case, rule, row.starts_on)
