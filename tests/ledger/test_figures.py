"""Every figure is what its list adds up to, and what a plain count of the same book says; nobody's cases are in another's."""

from datetime import date

import pytest

from mediation.agency.models import Agency, AgencyKind, District
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from mediation.statistics.definitions import Definition
from tests.counting import statements
from tests.ledger.book import TODAY, Book, Entry, Sums, sums

FIGURE = "{ count previous meaning { list adds textZh } }"
AMOUNT = "{ fen previousFen meaning { list adds } }"
FIGURES = f"""
query($p: PeriodInput!, $agency: ID, $district: String) {{
  statistics(period: $p, agency: $agency, district: $district) {{
    asOf isEmpty previousSince previousUntil
    cases {FIGURE} workersRegistered {FIGURE} workersTakingPart {FIGURE} workersSigned {FIGURE}
    wages {AMOUNT} socialInsurance {AMOUNT} advancedMoney {AMOUNT}
    onTimeRate {{ hits of perMille previousPerMille meaning {{ list adds }} }}
    received {FIGURE} advanced {FIGURE} defaulted {FIGURE}
    satisfaction {{ asked answers responsePerMille isHidden satisfied fairly notSatisfied satisfiedPerMille
                    meaning {{ list adds }} }}
    charts {{ kind titleZh series {{ nameZh points {{ key labelZh labelEn value }} }} }}
  }}
}}"""
LEDGER = """
query($p: PeriodInput!, $f: LedgerFilter, $first: Int!, $after: String) {
  ledger(period: $p, filter: $f, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor }
    edges { node {
      rowNumber case number employer result ways agreedOn dueOn paidOffOn advancedFen mediator
      agreedWagesFen agreedSocialInsuranceFen
      workers { registered takingPart signed } satisfaction { asked answers isHidden satisfied }
      inPeriod { wagesFen socialInsuranceFen advancedFen due onTime received advanced late unpaid defaulted notDue }
    } }
  }
}"""
QUARTER = {"from": "2026-10-01", "to": "2026-12-31"}
PERIODS = (QUARTER, {"from": "2026-09-30", "to": "2026-10-31"}, {"from": "2026-11-20", "to": "2026-11-20"})
COUNTS = ("cases", "workersRegistered", "workersTakingPart", "workersSigned", "received", "advanced", "defaulted")


def _days(given) -> tuple[date, date]:
    return date.fromisoformat(given["from"]), date.fromisoformat(given["to"])


class House:
    """Who works where."""

    own: Agency
    next_door: Agency
    far: Agency
    mine: list[Entry]
    beside: list[Entry]

    def __init__(self, make, near: District) -> None:
        self.make, self.near = make, near
        self.book, self.others = Book(make, 7), Book(make, 11)

    async def token(self, role: Role, agency: Agency) -> str:
        """Somebody who reads."""
        return await self.make.token(await self.make.staff(role, agency=agency))


@pytest.fixture
async def house(runtime, make):
    """Two studios in one district with cases of everything, a third far away, and who reads them."""

    made = House(make, await make.district())
    made.own, made.next_door = [await make.agency(district=made.near) for _ in range(2)]
    made.far = await make.agency()
    employer = await make.organisation(agency=made.own, name="=某餐饮有限公司")
    made.mine = await made.book.grow(made.own, 12, employer)
    made.beside = await made.book.grow(made.next_door, 4, employer)
    await made.others.grow(made.far, 2, employer)
    return made


async def _all(api, token, given, **more) -> list[dict]:
    """Every row of a ledger, three at a time."""
    rows, after = [], None
    while True:
        asked = {"p": given, "f": more or None, "first": 5, "after": after}
        page = (await api.data(LEDGER, asked, token=token))["ledger"]
        rows += [edge["node"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            assert page["totalCount"] == len(rows)
            assert [row["rowNumber"] for row in rows] == list(range(1, len(rows) + 1))
            assert len({row["case"] for row in rows}) == len(rows)
            return rows


def _added(rows: list[dict], adds: str) -> int:
    if adds == "count":
        return len(rows)
    first, _, second = adds.partition(".")
    return sum(row[first][second] for row in rows)


def _as_counted(answer: dict) -> Sums:
    points = {
        (chart["kind"], n): {point["key"]: point["value"] for point in series["points"] if point["value"]}
        for chart in answer["charts"]
        for n, series in enumerate(chart["series"])
    }
    return Sums(
        *(answer[name]["count"] for name in COUNTS[:4]),
        *(answer[name]["fen"] for name in ("wages", "socialInsurance", "advancedMoney")),
        defaulted=answer["defaulted"]["count"],
        asked=answer["satisfaction"]["asked"],
        states=points["PROMISES_BY_STATE", 0],
        ways=points["WAYS_AND_RESULTS", 0],
        months=points["CASES_BY_MONTH", 0],
    )


async def test_every_figure_is_what_its_list_adds_up_to_and_what_the_book_says(api, house, clock):
    readers = [
        (await house.token(Role.MEDIATOR, house.own), house.mine, {}),
        (await house.token(Role.INTAKE_CLERK, house.next_door), house.beside, {}),
        (await house.token(Role.SUPERVISOR, house.own), house.book.entries, {}),
        (
            await house.token(Role.SUPERVISOR, house.own),
            house.beside,
            {"agency": gid("Agency", house.next_door.id), "district": house.near.code},
        ),
    ]
    tried, most_due = 0, 0
    for token, entries, part in readers:
        for given in PERIODS:
            answer = (await api.data(FIGURES, {"p": given, **part}, token=token))["statistics"]
            expected = sums(entries, *_days(given), clock.now())
            before = sums(
                entries, *map(date.fromisoformat, (answer["previousSince"], answer["previousUntil"])), clock.now()
            )
            marks, expected.marks = expected.marks, []
            assert _as_counted(answer) == expected
            assert answer["cases"]["previous"] == before.cases
            assert answer["wages"]["previousFen"] == before.wages
            due = sum(n for name, n in expected.states.items() if name != "NOT_DUE")
            most_due = max(due, most_due)
            assert (answer["onTimeRate"]["hits"], answer["onTimeRate"]["of"]) == (
                expected.states.get("ON_TIME", 0),
                due,
            )
            assert answer["satisfaction"]["answers"] == len(marks)
            hidden = 0 < len(marks) < 5
            assert answer["satisfaction"]["isHidden"] is hidden
            assert answer["satisfaction"]["satisfied"] == (None if hidden else marks.count("satisfied"))
            tried += await _compare(api, token, given, part, answer)
            if given is QUARTER and entries is house.book.entries:
                await _points(api, token, answer)
    assert tried == len(readers) * len(PERIODS) * 13
    assert most_due > 10


async def _compare(api, token, given, part, answer) -> int:
    lists = {one: await _all(api, token, given, list=one, **part) for one in ("CASES", "DUE", "RATED", "RECOVERED")}
    tried = 0
    for figure in answer.values():
        if isinstance(figure, dict) and "meaning" in figure:
            value = next(figure[name] for name in ("count", "fen", "hits", "answers") if name in figure)
            meaning = figure["meaning"]
            assert _added(lists[meaning["list"]], meaning["adds"]) == value, figure
            tried += 1
    assert _added(lists["DUE"], "inPeriod.due") == answer["onTimeRate"]["of"]
    return tried + 1


async def _points(api, token, answer) -> None:
    """Each part of a picture is a ledger too."""
    months, states, cases = ({s["nameZh"]: s["points"] for s in chart["series"]} for chart in answer["charts"])
    for name, points in (("way", cases["途径"]), ("result", cases["结果"])):
        for point in points:
            assert len(await _all(api, token, QUARTER, **{name: [point["key"]]})) == point["value"], point
    for point in states["承诺笔数"]:
        field = {"ON_TIME": "onTime", "NOT_DUE": "notDue"}.get(point["key"], point["key"].lower())
        rows = await _all(api, token, {"from": "2026-10-01", "to": "2026-12-31"}, list="CASES", promise=[point["key"]])
        both = [row["inPeriod"] for row in rows]
        if field in ("onTime", "late", "advanced", "notDue"):
            assert all(row[field] for row in both)
            assert point["value"], "the book has something of everything"
    assert sum(point["value"] for point in months["案件"]) == answer["cases"]["count"]
    assert sum(point["value"] for point in months["参加人数"]) == answer["workersTakingPart"]["count"]


async def test_an_auditor_counts_a_city_whole_or_by_its_districts_which_add_up(api, make, house, clock):
    names = "{ me { access { ledgerDistricts { code nameZh nameEn } } } }"
    token = await house.token(Role.AUDITOR, house.far)
    districts = (await api.data(names, token=token))["me"]["access"]["ledgerDistricts"]
    entries = {house.near.code: house.book.entries}
    (far,) = [one["code"] for one in districts if one["code"] != house.near.code]
    entries[far] = house.others.entries

    assert [one["nameEn"] for one in districts] == sorted(one["nameEn"] for one in districts)
    whole = (await api.data(FIGURES, {"p": QUARTER}, token=token))["statistics"]
    parts = []
    for code, of in entries.items():
        part = (await api.data(FIGURES, {"p": QUARTER, "district": code}, token=token))["statistics"]
        expected = sums(of, *_days(QUARTER), clock.now())
        expected.marks = []
        assert _as_counted(part) == expected
        await _compare(api, token, QUARTER, {"district": code}, part)
        parts.append(part)
    for name in COUNTS:
        assert whole[name]["count"] == sum(part[name]["count"] for part in parts) > 0, name

    for role, agency in ((Role.MEDIATOR, house.own), (Role.SUPERVISOR, house.next_door)):
        own = (await api.data(names, token=await house.token(role, agency)))["me"]["access"]["ledgerDistricts"]
        assert [one["code"] for one in own] == [house.near.code], role
    for role in (Role.CLERK, Role.ADMINISTRATOR, Role.LAWYER):
        none = (await api.data(names, token=await house.token(role, house.own)))["me"]["access"]["ledgerDistricts"]
        assert none == [], role


async def test_cases_out_of_reach_change_nothing_in_any_answer(api, make, house):
    stranger = await make.agency(kind=AgencyKind.COURT, district=house.near)
    readers = [
        await house.token(Role.MEDIATOR, house.own),
        await house.token(Role.INTAKE_CLERK, house.own),
        await house.token(Role.SUPERVISOR, house.own),
        await house.token(Role.MEDIATOR, stranger),
    ]

    async def answers() -> list:
        found = []
        for token in readers:
            for part in ({}, {"agency": gid("Agency", house.far.id)}, {"agency": gid("Agency", house.own.id)}):
                found.append(await api.data(FIGURES, {"p": QUARTER, **part}, token=token))
                asked = {"p": QUARTER, "first": 100, "f": {"list": "DUE", **part}}
                found.append(await api.data(LEDGER, asked, token=token))
        return found

    before = await answers()
    employer = await make.organisation(agency=house.own)
    await house.others.grow(house.far, 4, employer)

    assert await answers() == before
    assert before[0]["statistics"]["cases"]["count"] > 0
    assert before[2]["statistics"]["isEmpty"], "another agency's cases, asked for by name"
    assert before[-6]["statistics"]["isEmpty"], "a mediator of an agency without cases"

    # A recused mediator counts without the case.
    mediator = await make.staff(Role.MEDIATOR, agency=house.own)
    token = await make.token(mediator)
    counted = next(one for one in house.mine if one.registered_on == TODAY)
    day = {"from": "2026-11-20", "to": "2026-11-20"}
    counted_before = (await api.data(FIGURES, {"p": day}, token=token))["statistics"]["cases"]["count"]

    await make.tie(counted.case, "recused", mediator.id)

    after = (await api.data(FIGURES, {"p": day}, token=token))["statistics"]["cases"]["count"]
    assert after == counted_before - 1
    assert all(row["number"] != counted.case.number for row in await _all(api, token, day))


async def test_others_have_no_figures_wrong_questions_are_named_and_the_cost_does_not_grow(api, make, house, runtime):
    for role in (Role.CLERK, Role.ADMINISTRATOR, Role.LAWYER, Role.PARTNER):
        token = await house.token(role, house.own)
        for query, more in ((FIGURES, {}), (LEDGER, {"first": 1})):
            body = (await api.send(query, {"p": QUARTER, **more}, token=token)).json()
            assert body["errors"][0]["extensions"]["code"] == "FORBIDDEN", role

    token = await house.token(Role.MEDIATOR, house.own)
    wrong = [
        {"p": {"from": "2026-11-20", "to": "2026-11-19"}},
        {"p": {"from": "2025-11-20", "to": "2026-11-21"}},
        {"p": QUARTER, "agency": gid("Case", house.mine[0].case.id)},
        {"p": QUARTER, "agency": "x"},
    ]
    for given in wrong:
        (error,) = (await api.send(FIGURES, given, token=token)).json()["errors"]
        assert error["extensions"]["code"] == "INVALID", given
    empty = (await api.data(FIGURES, {"p": {"from": "2020-01-01", "to": "2020-03-31"}}, token=token))["statistics"]
    assert empty["isEmpty"]
    assert [len(one["points"]) for one in empty["charts"][0]["series"]] == [3, 3], "the axes stay"
    assert empty["onTimeRate"]["perMille"] is None

    # The same number of statements for many cases as for few.
    token = await house.token(Role.SUPERVISOR, house.own)
    asked = {"p": QUARTER, "first": 50}

    async def cost() -> tuple[int, int]:
        with statements(runtime) as figures:
            await api.data(FIGURES, {"p": QUARTER}, token=token)
        with statements(runtime) as ledger:
            await api.data(LEDGER, asked, token=token)
        return len(figures), len(ledger)

    await cost()
    few = await cost()
    await house.book.grow(house.own, 4, await make.organisation(agency=house.own))

    assert await cost() == few
    assert few[1] <= 4


def test_every_figure_says_in_both_languages_what_it_counts():
    from mediation.statistics import definitions

    found = [one for one in vars(definitions).values() if isinstance(one, Definition)]

    assert len(found) == 14
    assert all(one.name.zh and one.name.en and one.text.zh != one.text.en for one in found)
