"""The clocks of cases as they are stored: read from the journal, compared, written. Everything else here works on these rows.

Whoever changes what a clock follows from calls `project`; done again it changes nothing. Refuses to hold permissions and
events (service.py and its neighbours) and how a clock follows from the facts (projection.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid5

import orjson
from sqlalchemy import DateTime, Text, Uuid, bindparam, cast, column, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.util import identity_key
from sqlmodel import col

from mediation import rulebook
from mediation.agency.models import District
from mediation.case import queries as cases
from mediation.case.models import Case, CaseKind
from mediation.deadline import dates, ladders, rules
from mediation.deadline.facts import VERBS, Clock, Fact, Subject, WhyVoid
from mediation.deadline.models import Deadline
from mediation.deadline.projection import clocks_of
from mediation.holiday import current as holiday
from mediation.infra.db import NEVER
from mediation.infra.uow import Tx
from mediation.journal.models import JournalEntry
from mediation.kit.own_yaml import read_yaml
from mediation.law.answers import Kind
from mediation.law.deadlines import AGREED
from mediation.law.limitation import Step
from mediation.notice.service import recall

BATCH: Final = 1_000
"""cases that are projected together: a few statements, however many clocks they have"""


@dataclass(frozen=True, slots=True)
class Moved:
    """A running clock whose last day is another now; None: it cannot be computed."""

    id: UUID
    case_id: UUID
    rule: str
    before: date | None
    after: date | None


@lru_cache(maxsize=4)
def rungs(policies_dir: Path) -> dict[str, tuple[ladders.Rung, ...]]:
    """The reminder ladders, read once. A file that does not parse raises ValueError and stops the start."""
    path = policies_dir / "reminders" / "deadlines.yaml"
    return ladders.read_ladders(read_yaml(path.read_text(encoding="utf-8")))


async def recompute(tx: Tx, case_id: UUID) -> list[Moved]:
    """The clocks of a case made again from its journal, with the calendar of today; which of them moved."""
    case = await locked(tx, case_id)
    return await project(tx, [case.id])


async def project(tx: Tx, case_ids: Sequence[UUID]) -> list[Moved]:
    """Make the clocks of locked cases what their journals say, and keep each case's nearest deadline.

    The same number of statements for one case and for a thousand.
    """
    found = await compare(tx, case_ids)
    await found.write()
    await refresh(tx, case_ids)
    return found.moved


async def compare(tx: Tx, case_ids: Sequence[UUID]) -> "Differences":
    """Where the clocks of locked cases are not what their journals say: nowhere, as long as nothing else wrote them."""
    await tx.session.flush()
    calendar = await holiday.calendar(tx)
    subjects = await _subjects(tx, case_ids)
    facts, agreed = await _facts(tx, case_ids), await dates.agreed(tx, list(case_ids))
    stored = await _stored(tx, case_ids)
    found, book = Differences(tx), rulebook.load(tx.runtime.settings.policies_dir)
    for row in subjects:
        clocks = clocks_of(
            _subject(row),
            facts.get(row.id, ()),
            agreed.get(row.id, ()),
            book=book,
            calendar=calendar,
            now=tx.now,
        )
        found.add(row, clocks, stored.get(row.id, {}))
    return found


def _subject(row: Any) -> Subject:
    kind = Kind.COLLECTIVE if row.kind == CaseKind.COLLECTIVE else Kind.SINGLE
    return Subject(row.id, row.code, kind, row.received_on, row.accepted_on, row.closed_at)


async def _subjects(tx: Tx, case_ids: Sequence[UUID]) -> Sequence[Any]:
    columns = (Case.id, Case.district_id, Case.kind, Case.received_on, Case.accepted_on, Case.closed_at, District.code)
    found = await tx.session.execute(
        select(*(col(column) for column in columns))
        .join(District, col(District.id) == col(Case.district_id))
        .where(_among(Case.id, case_ids))
    )
    return found.all()


async def _facts(tx: Tx, case_ids: Sequence[UUID]) -> Mapping[UUID, list[Fact]]:
    columns = (JournalEntry.chain_id, JournalEntry.verb, JournalEntry.at, JournalEntry.subject_id)
    rows = await tx.session.execute(
        select(*(col(column) for column in columns), col(JournalEntry.particulars))
        .where(_among(JournalEntry.chain_id, case_ids), col(JournalEntry.verb).in_(VERBS))
        .order_by(col(JournalEntry.chain_id), col(JournalEntry.seq))
    )
    found: dict[UUID, list[Fact]] = {}
    for row in rows:
        found.setdefault(row.chain_id, []).append(Fact(row.verb, row.at, row.subject_id, row.particulars))
    return found


async def _stored(tx: Tx, case_ids: Sequence[UUID]) -> Mapping[UUID, dict[tuple[str, UUID], Any]]:
    rows = await tx.session.execute(
        select(*Deadline.__table__.columns).where(  # type: ignore[attr-defined]  # SQLModel sets it
            _among(Deadline.case_id, case_ids), col(Deadline.rule) != rules.INTERNAL
        )
    )
    found: dict[UUID, dict[tuple[str, UUID], Any]] = {}
    for row in rows:
        found.setdefault(row.case_id, {})[row.rule, row.subject_id] = row
    return found


def _among(column: Any, keys: Sequence[UUID]) -> Any:
    return col(column) == func.any(bindparam(None, list(keys), type_=ARRAY(Uuid)))


class Differences:
    """The differences between what is stored and what the journals say, written in one statement."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._rungs = rungs(tx.runtime.settings.policies_dir)
        self._rows: list[dict[str, Any]] = []
        self._settled: list[str] = []
        self.moved: list[Moved] = []

    @property
    def count(self) -> int:
        """How many clocks differ."""
        return len(self._rows)

    def add(self, case: Any, clocks: Iterable[Clock], stored: dict[tuple[str, UUID], Any]) -> None:
        """Compare the clocks of one case."""
        for clock in clocks:
            had = stored.pop((clock.rule, clock.subject_id), None)
            values = _values(case, clock)
            if had is None or any(getattr(had, name) != value for name, value in values.items()):
                self._change(values, had)
        for orphan in stored.values():  # of a rule that the table has no more
            if is_open(orphan):
                values = {name: getattr(orphan, name) for name in _PROJECTED}
                self._change({**values, "void_at": self._tx.now, "void_why": WhyVoid.TAKEN_BACK.value}, orphan)

    def _change(self, values: dict[str, Any], had: Any) -> None:
        key = had.id if had is not None else uuid5(values["case_id"], f"{values['rule']}/{values['subject_id']}")
        runs = values["met_at"] is None and values["void_at"] is None
        as_before = (
            had is not None and _runs(had) == runs and all(getattr(had, name) == values[name] for name in _COUNT)
        )
        if had is not None and not as_before:
            self._settled.append(f"deadline/{key}/")
            if runs and _runs(had) and had.due_on != values["due_on"]:
                self.moved.append(Moved(key, values["case_id"], values["rule"], had.due_on, values["due_on"]))
        next_reminder = had.next_reminder_at if as_before else self._first(values) if runs else None
        self._rows.append({"id": key, **values, "next_reminder_at": next_reminder})

    def _first(self, values: Mapping[str, Any]) -> datetime | None:
        if values["shown_only"]:
            return None
        if values["due_on"] is None:
            return self._tx.now if values["why_not"] else None
        ladder = ladders.ladder(self._rungs, values["rule"])
        return ladders.next_moment(ladder, values["due_on"], self._tx.now)

    async def write(self) -> None:
        """Write what differs, and take back what is queued about clocks that ended or moved."""
        if self._rows:
            rows = orjson.dumps([{**row, "note": ""} for row in self._rows], default=str).decode()
            connection = await self._tx.session.connection()  # the session itself would send row after row
            await connection.execute(_upsert(), {"rows": rows})
        if self._settled:
            await recall(self._tx, *self._settled)


@lru_cache(maxsize=1)
def _upsert() -> Any:
    """One statement and one parameter for any number of rows."""
    table = Deadline.__table__  # type: ignore[attr-defined]  # SQLModel sets it
    given: Any = func.jsonb_to_recordset(cast(bindparam("rows", type_=Text()), JSONB))
    rows = given.table_valued(*(column(one.name, one.type) for one in table.columns))
    rows = rows.render_derived(name="given", with_types=True)
    names = [one.name for one in table.columns]
    statement = insert(table).from_select(names, select(*(rows.c[name] for name in names)))
    changing = {name: statement.excluded[name] for name in (*_PROJECTED, "next_reminder_at")}
    return statement.on_conflict_do_update(index_elements=["case_id", "rule", "subject_id"], set_=changing)


_COUNT: Final = ("starts_on", "due_on", "due_at", "why_not", "shown_only")
"""What reminders depend on."""


def _runs(row: Any) -> bool:
    return row.met_at is None and row.void_at is None


def _values(case: Any, clock: Clock) -> dict[str, Any]:
    law = rules.law_of(clock.rule)
    assert law is not None, "only rows of the table are projected"
    return {
        "case_id": case.id,
        "district_id": case.district_id,
        "rule": clock.rule,
        "subject_id": clock.subject_id,
        "party_id": clock.party_id,
        "kind": "agreed" if clock.rule == AGREED.id else "statutory",
        "title_zh": law.title.zh,
        "title_en": law.title.en,
        "citation": law.source.zh,
        "duty_of": rules.duty_of(law).value,
        "is_right": rules.is_right(clock.rule),
        "shown_only": rules.is_shown_only(clock.rule),
        "region": clock.region,
        "starts_on": clock.starts_on,
        "due_on": clock.end.on,
        "due_at": clock.end.at,
        "natural_on": clock.end.natural_on,
        "why_not": clock.end.why_not,
        "extended_days": clock.extended_days,
        "steps": [_step(one) for one in clock.steps] or None,
        "met_at": clock.met_at,
        "met_on": clock.met_on,
        "void_at": clock.void_at,
        "void_why": clock.void_why.value if clock.void_why else None,
        "lapsed_at": clock.lapsed_at,
    }


def _step(one: Step) -> dict[str, str]:
    return {"zh": f"{one.on.isoformat()}：{one.text.zh}", "en": f"{one.on.isoformat()}: {one.text.en}"}


_PROJECTED: Final = (
    "case_id",
    "district_id",
    "rule",
    "subject_id",
    "party_id",
    "kind",
    "title_zh",
    "title_en",
    "citation",
    "duty_of",
    "is_right",
    "shown_only",
    "region",
    "starts_on",
    "due_on",
    "due_at",
    "natural_on",
    "why_not",
    "extended_days",
    "steps",
    "met_at",
    "met_on",
    "void_at",
    "void_why",
    "lapsed_at",
)
"""The columns that follow from the journal; what is left are the id, the reminders said, and remarks."""


_REFRESH: Final = text(
    """
    UPDATE cases SET next_due_at = nearest.at
    FROM (
        SELECT k.id, coalesce(min(d.due_at) FILTER (WHERE NOT (d.is_right AND d.due_at <= :now)), :never) AS at
        FROM unnest(:case_ids) AS k(id)
        LEFT JOIN deadline d ON d.case_id = k.id AND NOT d.shown_only
            AND d.met_at IS NULL AND d.void_at IS NULL AND d.lapsed_at IS NULL
        GROUP BY k.id
    ) AS nearest
    WHERE cases.id = nearest.id AND cases.next_due_at <> nearest.at
    RETURNING cases.id, cases.next_due_at
    """
).bindparams(
    bindparam("now", type_=DateTime(timezone=True)),
    bindparam("never", NEVER, type_=DateTime(timezone=True)),
    bindparam("case_ids", type_=ARRAY(Uuid)),
)
"""As rules.next_due has it: a test compares the two."""


async def refresh(tx: Tx, case_ids: Sequence[UUID]) -> None:
    """Keep the nearest deadline of locked cases."""
    await tx.session.flush()
    changed = await tx.session.execute(_REFRESH, {"now": tx.now, "case_ids": list(case_ids)})
    for case_id, next_due_at in changed.all():
        case = tx.session.identity_map.get(identity_key(Case, case_id))
        if case is not None:
            set_committed_value(case, "next_due_at", next_due_at)


def standing_of(row: Any, now: datetime) -> rules.Standing:
    """Where a deadline, or a row with its columns, stands."""
    of = rules.Stands(
        rule=row.rule,
        due_on=row.due_on,
        due_at=row.due_at,
        met_on=row.met_on,
        void=row.void_at is not None,
        lapsed=row.lapsed_at is not None,
    )
    return rules.standing(of, now)


async def locked(tx: Tx, case_id: UUID | None) -> Case:
    """The case an event is about, locked: whoever changes its clocks has it first."""
    assert case_id is not None, "the event is about a case"
    case, _ = await cases.lock(tx, case_id)
    return case


async def lock_many(tx: Tx, case_ids: Iterable[UUID], *, nowait: bool = False) -> list[UUID]:
    """Lock cases in the order of their ids: two that lock the same ones must not wait for each other in a circle.

    With `nowait` a case that somebody else holds raises sqlalchemy's DBAPIError instead of being waited for.
    """
    chosen = select(col(Case.id)).where(_among(Case.id, sorted(case_ids))).order_by(col(Case.id))
    found = await tx.session.execute(chosen.with_for_update(nowait=nowait))
    return list(found.scalars())


async def after(tx: Tx, case_id: UUID | None) -> list[UUID]:
    """The next open cases in the order of their ids, for going through all of them."""
    statement = select(col(Case.id)).where(col(Case.closed_at).is_(None)).order_by(col(Case.id)).limit(BATCH)
    if case_id is not None:
        statement = statement.where(col(Case.id) > case_id)
    return list((await tx.session.execute(statement)).scalars())


def open_clause() -> Any:
    """What is still running, as a WHERE clause."""
    return col(Deadline.met_at).is_(None) & col(Deadline.void_at).is_(None) & col(Deadline.lapsed_at).is_(None)


def is_open(row: Any) -> bool:
    """Whether it is still running."""
    return row.met_at is None and row.void_at is None and row.lapsed_at is None


def first_reminder(tx: Tx, row: Deadline) -> datetime | None:
    """When somebody is told first, from now on."""
    if row.due_on is None:
        return None
    ladder = ladders.ladder(rungs(tx.runtime.settings.policies_dir), row.rule)
    return ladders.next_moment(ladder, row.due_on, tx.now)
