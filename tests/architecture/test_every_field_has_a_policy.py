"""Nothing reads or does anything without the guard: every resolver, mutation, subscription, node and job is looked through."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import strawberry
from tests.architecture.reach import reach

from mediation import schema, worker
from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.gql import relay
from mediation.gql.context import Info


def _fields(built: Any) -> Iterator[tuple[str, Any]]:
    """`Type.field` with the function behind it, for every field that has one."""
    for type_name, type_ in sorted(built.type_map.items()):
        definition = type_.extensions.get("strawberry-definition") if not type_name.startswith("__") else None
        for field in getattr(definition, "fields", ()):
            if getattr(field, "base_resolver", None) is not None:
                yield f"{type_name}.{field.python_name}", field


NAMES: Final = "a name and an agency: whoever reads the row may know who did it"
WHERE: Final = "what the row itself says, with the agency's public name"
DAYS: Final = "what the row lets the caller read, with the working days, which are nobody's secret"
OWN: Final = "the caller's own"

EXPLAINED: Final[Mapping[str, str]] = {
    "Advance.booked_by": NAMES,
    "Agreement.drafted_by": NAMES,
    "Agreement.dues": DAYS,
    "Agreement.dues_under": DAYS,
    "Agreement.text": DAYS,
    "Agreement.text_in_english": DAYS,
    "AgreementSignature.recorded_by": NAMES,
    "Case.registered_by": NAMES,
    "Colleague.agency": WHERE,
    "Commitment.defaulted_by": NAMES,
    "Deadline.steps": DAYS,
    "DebtorContact.recorded_by": NAMES,
    "Document.generated_by": NAMES,
    "Evidence.uploaded_by": NAMES,
    "EvidenceWithdrawal.by": NAMES,
    "Finding.recorded_by": NAMES,
    "Lawyer.workload": "counts and one moment of a lawyer who was read under lawyer:view; no case is named",
    "Me.agency": OWN,
    "Me.district": OWN,
    "Me.profile": OWN,
    "Me.second_factor": OWN,
    "Me.session": OWN,
    "Me.sessions": OWN,
    "Me.staff": OWN,
    "Mutation.complete_sign_in": "whoever signs in is nobody yet; the challenge decides",
    "Mutation.send_sign_in_code": "whoever signs in is nobody yet; the challenge decides",
    "Mutation.sign_in": "whoever signs in is nobody yet",
    "Notice.contact": "masked unless the row was read with `person:reveal`",
    "OrderStepEntry.agency": WHERE,
    "OrderStepEntry.done_by": NAMES,
    "OrderStepEntry.owner": NAMES,
    "Participant.agency": WHERE,
    "Payment.confirmed_by": NAMES,
    "Payment.recorded_by": NAMES,
    "ProcedureEvent.recorded_by": NAMES,
    "Query.me": OWN,
    "Query.node": "hands over to the loaders, each of which is looked through below",
    "Recusal.staff": NAMES,
    "Referral.answered_by": NAMES,
    "Referral.closed_by": NAMES,
    "Referral.from_agency": WHERE,
    "Referral.offered_by": NAMES,
    "Referral.to_agency": WHERE,
    "RosterImport.taking": "whether the row that was read is being taken in at this moment",
    "ServiceOrder.agency": WHERE,
    "ServiceOrder.handler": WHERE,
    "ServiceOrder.owner": NAMES,
    "Staff.agency": WHERE,
    "Staff.roles": "part of what `staff:view` shows",
}
"""Fields that ask nothing of the guard, and why they need not. Everything else must."""

CLOCKS: Final[Mapping[str, str]] = {
    "agreement.reminders.due": "says what is due, to those it concerns; does nothing",
    "case.roster.forget_expired": "empties what nobody confirmed within a day",
    "deadline.reminders.due": "says what is due, to those it concerns; does nothing",
    "deadline.sweeps.compute_missing": "brings a projection up to date",
    "deadline.sweeps.fall_due": "brings a projection up to date",
    "deadline.sweeps.lapse": "brings a projection up to date",
    "desk.drafts.forget_old": "forgets what its author has left for a month",
    "desk.filters.forget_deleted": "forgets what its owner deleted a day ago",
    "evidence.service.forget_expired": "removes what nobody accepted within a day",
    "infra.idempotency.forget_answers": "empties what no repeat will ask for any more",
    "order.reminders.due": "says what is due, to those it concerns; does nothing",
    "status.misses.forget_old": "empties counters that no limit reads any more",
}
"""Jobs without a verb of anybody's, and why."""


def _unguarded(built: Any) -> set[str]:
    """Root fields that never ask the guard, and other fields that touch data without asking it."""
    found = set()
    for name, field in _fields(built):
        asks, touches = reach(field)
        root = name.split(".")[0] in ("Query", "Mutation", "Subscription")
        if not asks and (root or touches):
            found.add(name)
    return found


def _jobs() -> dict[str, Any]:
    return {worker._name(job): job for job in (*worker.REMINDER_SOURCES, *worker.SWEEPS)}


def _built() -> Any:
    return schema.build(introspection=True)._schema


def test_every_resolver_mutation_and_subscription_asks_the_guard_or_says_why_not():
    fields = dict(_fields(_built()))
    roots = [name for name in fields if name.split(".")[0] in ("Query", "Mutation", "Subscription")]

    assert _unguarded(_built()) == set(EXPLAINED)
    assert len(roots) == sum(
        len(type_.fields) for type_ in (_built().query_type, _built().mutation_type, _built().subscription_type)
    )
    assert len(fields) > 250


def test_every_node_is_loaded_under_the_guard():
    built = _built()
    nodes = {type_.name for type_ in built.get_implementations(built.type_map["Node"]).objects}
    asked = {name: reach(relay._LOADERS[name])[0] for name in nodes}

    assert [name for name, asks in asked.items() if not asks] == []
    assert len(asked) > 25


def test_every_job_acts_by_a_verb_of_the_system_or_says_why_not():
    asked = {name: reach(job)[0] for name, job in _jobs().items()}

    assert {name for name, asks in asked.items() if not asks} == set(CLOCKS)
    assert asked["lawyer.follow.expire_due"] == {"require"}


@strawberry.type
class Weak:
    """What must be flagged: three ways in without a word to the guard, and one that is nobody's business."""

    @strawberry.field
    async def rows(self, info: Info) -> int:
        return len(await info.context.reader.rows("SELECT 1"))

    @strawberry.field
    async def through_another(self, info: Info) -> int:
        return await _further(info)

    @strawberry.field
    def harmless(self) -> int:
        return 1


async def _further(info: Info) -> int:
    return int(await info.context.load(_batch, 1))


async def _batch(reader: Any, keys: list[int]) -> list[int]:
    return [len(await reader.rows("SELECT 1")) for _ in keys]


@strawberry.type
class Query:
    """Root fields are flagged whether or not they touch anything; one asks."""

    @strawberry.field
    def weak(self) -> Weak:
        return Weak()

    @strawberry.field
    def asking(self, info: Info) -> int:
        return len([verb for verb in Verb if guard.scopes(info.context.actor, verb)])


async def weak_job(tx: Any, *, limit: int) -> int:
    """A job that closes whatever it finds."""
    return len((await tx.session.execute("DELETE FROM cases")).all()[:limit])


def test_a_weak_field_and_a_weak_job_are_flagged():
    toy = strawberry.Schema(query=Query)._schema

    assert _unguarded(toy) == {"Query.weak", "Weak.rows", "Weak.through_another"}
    assert reach(weak_job) == (frozenset(), {"session"})
