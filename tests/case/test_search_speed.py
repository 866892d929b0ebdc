"""A search for two Chinese characters is answered by the index, however many cases there are."""

import pytest
from sqlalchemy import event, text

from mediation.case.models import Case
from mediation.kit.actor import Role
from mediation.kit.names import bigrams

OTHERS = 20_000
SEARCH = "query($s: String!) { cases(first: 20, filter: {search: $s}) { totalCount edges { node { number } } } }"


@pytest.fixture
def database(own_database):
    """It gets statistics."""
    return own_database


@pytest.fixture
async def crowded(make, runtime):
    """A studio with twenty thousand cases, of which one has its employer and one its claimant by the name that is sought."""
    agency = await make.agency()
    mine = await make.case(agency=agency, employer=await make.organisation(agency=agency, name="顺风装饰有限公司"))
    also = await make.case(agency=agency)
    await make.claimant(also, name="顺风耳")
    own = {
        "id": "gen_random_uuid()",
        "number": "'他〔2026〕' || n || '号'",
        "serial": "n + 1_000_000",
        "bigrams": ":bigrams",
    }
    names = [column.name for column in Case.__table__.columns]
    copied = ", ".join(own.get(name, f"source.{name}") for name in names)
    async with runtime.db.engine.begin() as connection:
        await connection.execute(
            text(
                f"INSERT INTO cases ({', '.join(names)}) SELECT {copied} FROM cases AS source, "
                f"generate_series(1, {OTHERS}) AS n WHERE source.id = :id"
            ),
            {"id": mine.id, "bigrams": bigrams("大吉餐饮管理有限公司")},
        )
        await connection.execute(text("ANALYZE cases"))
    return await make.token(await make.staff(Role.MEDIATOR, agency=agency)), {mine.number, also.number}


async def test_two_characters_are_looked_up_in_the_index_by_the_list_and_by_its_total(api, runtime, crowded):
    token, numbers = crowded
    asked = []

    def note(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if "bigrams" in statement and not statement.startswith("EXPLAIN"):
            asked.append((statement, parameters))

    engine = runtime.db.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        found = (await api.data(SEARCH, {"s": "顺风"}, token=token))["cases"]
    finally:
        event.remove(engine, "before_cursor_execute", note)

    assert found["totalCount"] == 2
    assert {edge["node"]["number"] for edge in found["edges"]} == numbers
    assert len(asked) == 2
    for statement, parameters in asked:
        async with runtime.read() as connection:
            rows = await connection.exec_driver_sql(f"EXPLAIN {statement}", tuple(parameters))
            plan = "\n".join(row[0] for row in rows)
        assert "ix_cases_bigrams" in plan, plan
        assert "ix_cases_name_bigrams" in plan, plan
        assert "Seq Scan on cases" not in plan, plan
