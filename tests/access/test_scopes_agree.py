"""A scope read as a bool and as SQL gives the same answer on random data."""

import random
from datetime import timedelta
from itertools import product

from sqlalchemy import select
from sqlmodel import col

from mediation.access.guard import Policy, guard
from mediation.access.scopes import Scope, Tie, TieValue
from mediation.access.verbs import Verb
from mediation.case import queries
from mediation.case.models import Case, CaseTie
from mediation.infra.db import new_id
from mediation.kit.actor import Actor, ActorKind, Role


async def _world(make, chance: random.Random):
    agencies = [await make.agency() for _ in range(3)]
    agencies.append(await make.agency(district=None))
    cases = [await make.case(agency=chance.choice(agencies)) for _ in range(40)]
    people = [new_id() for _ in range(6)]
    holders = [*people, *(agency.id for agency in agencies)]
    now = make.runtime.clock.now()
    ties = {}
    for case, kind, holder in product(cases, Tie, holders):
        if chance.random() < 0.06:
            until = chance.choice([None, None, now - timedelta(seconds=1), now, now + timedelta(hours=1)])
            ended = chance.choice([None, None, None, now])
            ties[case.id, kind, holder] = (until, ended)
    rows = [
        CaseTie(
            case_id=case_id,
            district_id=agencies[0].district_id,
            kind=kind,
            holder_id=holder,
            since_at=now,
            until_at=until,
            ended_at=ended,
        )
        for (case_id, kind, holder), (until, ended) in ties.items()
    ]
    await make.save(*rows)
    return agencies, cases, people, ties


def _actors(chance: random.Random, agencies, people, now):
    for person, role in product(people, Role):
        agency = chance.choice(agencies)
        empty = chance.random() < 0.2
        yield Actor(
            kind=chance.choice([ActorKind.STAFF, ActorKind.STAFF, ActorKind.PARTY, ActorKind.SYSTEM]),
            id=person,
            roles=frozenset({role}),
            city_id=None,
            district_id=None if empty else agency.district_id,
            agency_id=None if empty else agency.id,
            at=now,
        )


async def test_a_scope_as_a_bool_and_as_sql_agree_on_random_data(runtime, make):
    chance = random.Random(20261120)
    agencies, cases, people, ties = await _world(make, chance)
    model = runtime.settings.policies_dir / "access" / "model.conf"
    every = [(str(role), str(Verb.CASE_VIEW), str(scope)) for role in Role for scope in Scope if chance.random() < 0.35]
    before = guard.policy
    guard.use(Policy(model, every))
    checked = allowed = 0

    try:
        for actor in _actors(chance, agencies, people, runtime.clock.now()):
            clause = guard.visible(actor, Verb.CASE_VIEW, queries.COLUMNS)
            async with runtime.read() as connection:
                listed = set((await connection.execute(select(col(Case.id)).where(clause))).scalars())
            for case in cases:
                tied = frozenset(
                    TieValue(kind, holder, until)
                    for (case_id, kind, holder), (until, ended) in ties.items()
                    if case_id == case.id and ended is None
                )
                may = guard.may(actor, Verb.CASE_VIEW, queries.facts_of(case, tied))
                assert may == (case.id in listed), (actor, case.number)
                checked += 1
                allowed += may
    finally:
        guard.use(before)

    assert checked == len(people) * len(Role) * len(cases)
    assert 0 < allowed < checked


async def test_an_actor_without_attributes_sees_nothing_but_under_any(runtime, make):
    agency = await make.agency()
    case = await make.case(agency=agency)
    nobody = Actor(kind=ActorKind.STAFF, roles=frozenset(Role) - {Role.SYSTEM}, at=runtime.clock.now())

    async with runtime.read() as connection:
        clause = guard.visible(nobody, Verb.CASE_VIEW, queries.COLUMNS)
        listed = (await connection.execute(select(col(Case.id)).where(clause))).all()

    assert listed == []
    assert not guard.may(nobody, Verb.CASE_VIEW, queries.facts_of(case, frozenset()))
