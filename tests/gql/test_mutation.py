"""The mutation decorator over a small schema: one transaction, one result or one typed problem, safe to repeat."""

import asyncio
from datetime import date
from uuid import UUID

import strawberry
from sqlalchemy import func, select
from sqlmodel import col

from mediation.case import findings
from mediation.case.models import Finding, FindingKind
from mediation.gql import relay
from mediation.gql.context import Context, Info, Origin
from mediation.gql.endpoint import Schema, Words
from mediation.gql.mutation import mutation
from mediation.gql.scalars import schema_config
from mediation.infra.uow import Tx
from mediation.journal.models import JournalEntry
from mediation.kit.actor import Role


@strawberry.type
class Note(relay.Node):
    """A finding, for this test."""

    statement: str


@strawberry.type
class Query:
    """Nothing to ask."""

    nothing: int = 0


@strawberry.type
class Mutation:
    """One verb."""

    @mutation("Record a note.")
    async def record_note(self, info: Info, tx: Tx, case: str, statement: str, on: date) -> Note:
        """Through the product's own verb."""
        draft = findings.FindingDraft(FindingKind.BREACH, statement, "visit", on)
        row = await findings.record(tx, UUID(case), draft)
        return Note(id=relay.gid("Note", row.id), statement=row.statement)


async def _read(context: Context, key: UUID) -> Note | None:
    row = await context.reader.first(select(col(Finding.statement)).where(col(Finding.id) == key))
    return Note(id=relay.gid("Note", key), statement=row.statement) if row else None


relay.node_loader("Note")(_read)
SCHEMA = Schema(query=Query, mutation=Mutation, config=schema_config(), extensions=[Words])
DO = """mutation($c: String!, $s: String!, $on: Date!) { recordNote(case: $c, statement: $s, on: $on) {
  __typename ... on Note { id statement } ... on Forbidden { verb } ... on Invalid { fields { path code message } } } }"""


async def _do(runtime, actor, case_id, *, on="2026-11-20", statement="欠薪两个月", key=None, mark=b"one"):
    context = Context(runtime, actor, origin=Origin(idempotency_key=key, fingerprint=mark))
    values = {"c": str(case_id), "s": statement, "on": on}
    result = await SCHEMA.execute(DO, variable_values=values, context_value=context)
    assert not result.errors, result.errors
    return result.data["recordNote"]


async def _count(runtime, table) -> int:
    async with runtime.read() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar()


async def test_a_verb_done_answers_its_result_and_writes_one_journal_entry(runtime, make):
    agency = await make.agency()
    case, actor = await make.case(agency=agency), await make.actor(Role.MEDIATOR, agency=agency)

    answer = await _do(runtime, actor, case.id)

    assert answer["__typename"] == "Note"
    assert await _count(runtime, Finding) == 1
    assert await _count(runtime, JournalEntry) == 1


async def test_a_refused_verb_answers_a_typed_problem_and_writes_nothing(runtime, make):
    agency = await make.agency()
    case = await make.case(agency=agency)
    mediator = await make.actor(Role.MEDIATOR, agency=agency)
    stranger = await make.actor(Role.MEDIATOR)
    colleague = await make.actor(Role.INTAKE_CLERK, agency=agency)

    late = await _do(runtime, mediator, case.id, on="2026-11-21")
    hidden = await _do(runtime, stranger, case.id)
    absent = await _do(runtime, stranger, UUID(int=7))
    seen = await _do(runtime, colleague, case.id)

    assert late["fields"] == [{"path": "foundOn", "code": "in_future", "message": "日期不能晚于今天。"}]
    assert hidden == absent == {"__typename": "NotFound"}
    assert seen == {"__typename": "Forbidden", "verb": "finding:record"}
    assert await _count(runtime, Finding) == await _count(runtime, JournalEntry) == 0


async def test_the_same_key_does_it_once_and_answers_the_same(runtime, make):
    agency = await make.agency()
    case, actor = await make.case(agency=agency), await make.actor(Role.MEDIATOR, agency=agency)

    first = await _do(runtime, actor, case.id, key="k1")
    again = await _do(runtime, actor, case.id, key="k1")

    assert again == first
    assert await _count(runtime, Finding) == 1


async def test_twenty_at_once_with_one_key_do_it_once(runtime, make):
    agency = await make.agency()
    case, actor = await make.case(agency=agency), await make.actor(Role.MEDIATOR, agency=agency)

    answers = await asyncio.gather(*[_do(runtime, actor, case.id, key="k1") for _ in range(20)])

    assert all(answer == answers[0] for answer in answers)
    assert await _count(runtime, Finding) == 1


async def test_a_key_used_for_something_else_is_a_conflict(runtime, make):
    agency = await make.agency()
    case, actor = await make.case(agency=agency), await make.actor(Role.MEDIATOR, agency=agency)

    await _do(runtime, actor, case.id, key="k1")
    other = await _do(runtime, actor, case.id, key="k1", mark=b"two", statement="另一件")

    assert other["__typename"] == "Conflict"
    assert await _count(runtime, Finding) == 1


async def test_a_refusal_does_not_use_up_the_key(runtime, make):
    agency = await make.agency()
    case, actor = await make.case(agency=agency), await make.actor(Role.MEDIATOR, agency=agency)

    refused = await _do(runtime, actor, case.id, key="k1", on="2026-11-21")
    done = await _do(runtime, actor, case.id, key="k1", on="2026-11-20")

    assert refused["__typename"] == "Invalid"
    assert done["__typename"] == "Note"
