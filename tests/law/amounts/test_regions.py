"""Local figures: versioned by region and day, each with its source, asked for where they are missing."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from mediation import regions
from mediation.law.amounts import Regions, Value, parse_region
from mediation.settings import resource_dir
from tests.law.amounts.ask import amount, needed, wrong

FIGURE = {
    "id": "minimum_wage_month_fen",
    "from": date(2026, 1, 1),
    "to": date(2026, 6, 30),
    "value": 250_000,
    "source": "某省人民政府",
    "url": "https://example.gov.cn/1",
}
LATER = FIGURE | {"from": date(2026, 7, 1), "to": None, "value": 260_000}


CODES = {"national": None, "a-province": "330000", "a-city": "330100", "b-city": "440100"}


def region(id_: str, *values: dict):
    names = {"name_zh": f"某地{id_}", "name_en": f"Some {id_}", "code": CODES[id_]}
    return parse_region(id_, names | {"values": list(values)})


def known(*made) -> Regions:
    return Regions({one.id: one for one in made})


def test_a_figure_holds_from_its_first_to_its_last_day():
    there = known(region("a-province", FIGURE, LATER))

    def found(on: date) -> int | None:
        value = there.find(Value.MINIMUM_WAGE, "a-province", on)
        return int(value.value) if value else None

    assert [found(date(2025, 12, 31)), found(date(2026, 1, 1)), found(date(2026, 6, 30))] == [None, 250_000, 250_000]
    assert [found(date(2026, 7, 1)), found(date(2199, 1, 1))] == [260_000, 260_000]


def test_a_city_is_looked_up_in_its_province_and_in_the_country_but_never_at_a_neighbour():
    there = known(
        region("national", FIGURE | {"id": "urban_income_year_fen"}),
        region("a-province", FIGURE),
        region("a-city"),
        region("b-city"),
    )
    on = date(2026, 3, 1)

    assert there.find(Value.MINIMUM_WAGE, "a-city", on).region == "a-province"
    assert there.find(Value.URBAN_INCOME, "a-city", on).region == "national"
    assert there.find(Value.MINIMUM_WAGE, "b-city", on) is None
    assert there.find(Value.MINIMUM_WAGE, None, on) is None
    assert there.find(Value.URBAN_INCOME, None, on).region == "national"


def test_a_region_is_named_by_id_code_or_name_and_a_county_by_what_it_lies_in():
    there = known(region("national"), region("a-province"), region("a-city"))

    asked = ("a-city", "330100", "某地a-city", "some A-City", "330106", "330200", "440100", "33010", "mars", "national")
    found = [there.named(one) for one in asked]
    assert [one.id if one else None for one in found] == [
        *["a-city"] * 5, "a-province", None, None, None, "national",
    ]  # fmt: skip


def test_a_head_takes_the_figure_of_the_day_and_says_whose_it_is():
    there = known(region("a-province", FIGURE, LATER))
    given = {"regions": there, "region": "a-province", "average_pay_fen": 100_000, "months": 1}

    before = amount("non-compete", on=date(2026, 6, 30), **given)
    after = amount("non-compete", on=date(2026, 7, 1), **given)

    assert (before.fen, after.fen) == (250_000, 260_000)
    assert [(one.region, one.source) for one in before.used] == [
        ("a-province", "某省人民政府 https://example.gov.cn/1")
    ]


def test_the_callers_own_figure_goes_before_the_regions():
    there = known(region("a-province", FIGURE))
    given = {"average_pay_fen": 100_000, "months": 1, "minimum_wage_fen": "270000@某市人社局 2026"}

    assert amount("non-compete", regions=there, region="a-province", on=date(2026, 3, 1), **given).fen == 270_000


def test_a_month_in_which_the_minimum_wage_changes_is_not_guessed():
    middle = [FIGURE | {"to": date(2026, 6, 14)}, LATER | {"from": date(2026, 6, 15)}]
    there = known(region("a-province", *middle))
    given = {"regions": there, "region": "a-province"}

    assert wrong("minimum-wage-gap", periods="2026-06 100", **given) == {"inputs.periods": "changes"}
    assert amount("minimum-wage-gap", periods="2026-05 100; 2026-07 100", **given).fen == 249_900 + 259_900
    assert needed("minimum-wage-gap", periods="2025-12 100", **given) == {"minimum_wage_month_fen": date(2025, 12, 1)}


def test_a_figure_by_grade_and_a_word_are_found_too():
    grants = [
        FIGURE | {"id": "medical_grant_months", "value": {grade: 11 - grade for grade in range(5, 11)}},
        FIGURE | {"id": "employment_grant_months", "value": {grade: 20 - grade for grade in range(5, 11)}},
        FIGURE | {"id": "grant_base_month_fen", "value": 1_000_000},
        FIGURE | {"id": "double_wage_limitation", "value": "each_month"},
    ]
    given = {"regions": known(region("a-province", *grants)), "region": "a-province"}

    assert amount("disability-grants", grade=7, ended_on="2026-03-01", **given).fen == (4 + 13) * 1_000_000
    late = amount("double-wage", monthly_pay_fen=1, started_on="2024-01-01", claimed_on="2026-01-31", **given)
    assert [one.fen for one in late.also] == [11]


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"id": "basic_pay"}, "no head needs"),
        ({"source": ""}, "who published"),
        ({"url": "http://example.gov.cn"}, "https"),
        ({"to": date(2025, 1, 1)}, "one day to another"),
        ({"from": "2026-01-01"}, "one day to another"),
        ({"value": 0}, "above zero"),
        ({"value": True}, "above zero"),
        ({"value": "250000"}, "above zero"),
        ({"id": "double_wage_limitation"}, "one of each_month"),
        ({"id": "medical_grant_months"}, "each grade from 5 to 10"),
        ({"note": "x"}, "has the keys"),
    ],
)
def test_a_figure_that_is_none_stops_the_start(change: dict, what: str):
    with pytest.raises(ValueError, match=what):
        region("a-province", FIGURE | change)


def test_two_figures_for_one_day_stop_the_start():
    with pytest.raises(ValueError, match="twice"):
        region("a-province", FIGURE, LATER | {"from": date(2026, 6, 30)})
    region("a-province", FIGURE, FIGURE | {"id": "grant_base_month_fen"})


def test_the_regions_that_ship_parse_and_each_figure_has_its_source():
    shipped = regions.known(resource_dir("policies"))

    assert {"national", "shanghai", "zhejiang"} <= set(shipped.known)
    incomes = [(one.from_on.year, int(one.value)) for one in shipped.known["national"].values]
    assert incomes == [(2025, 5_418_800), (2026, 5_650_200)]
    death = amount(
        "death-grants", died_on="2026-12-31", pool_average_fen="1@某市统计局", region="shanghai", regions=shipped
    )
    assert {one.id: one.fen for one in death.also}["death"] == 113_004_000
    assert "urban_income_year_fen" in needed(
        "death-grants", died_on="2027-01-01", pool_average_fen="1@某市统计局", region="shanghai", regions=shipped
    )


def test_a_folder_with_a_bad_file_stops_the_start(tmp_path: Path):
    place = tmp_path / "region" / "a-city"
    place.mkdir(parents=True)
    names = {"name_zh": "某", "name_en": "A", "code": "330100"}
    (place / "deadlines.yaml").write_text(yaml.safe_dump(names | {"rows": []}), "utf-8")

    assert regions.known(tmp_path).known["a-city"].values == ()
    for bad, what in ((names | {"code": "330200"}, "differently"), ([], "mapping"), (names | {"x": 1}, "a region has")):
        (place / "values.yaml").write_text(yaml.safe_dump(bad), "utf-8")
        regions.known.cache_clear()
        with pytest.raises(ValueError, match=what):
            regions.known(tmp_path)


@pytest.mark.parametrize("code", [None, 330100, "33010", "ABCDEF"])
def test_a_region_has_a_code_of_six_digits(code: object):
    with pytest.raises(ValueError, match="six digits"):
        parse_region("a-city", {"name_zh": "某", "name_en": "A", "code": code})
