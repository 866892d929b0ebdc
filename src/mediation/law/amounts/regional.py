"""Figures that differ from place to place and from year to year, each with who published it.

Holds their vocabulary and how one is found for a region and a day. Refuses to hold the figures themselves
(`policies/region/<region>/values.yaml`) and to put anything in the place of one that is missing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from mediation.kit.problems import Text

NATIONAL: Final = "national"
"""the region of what holds in the whole country"""

_CODE: Final = re.compile("[0-9]{6}")
_KEYS: Final = frozenset({"id", "from", "to", "value", "source", "url"})


class Value(StrEnum):
    """A local figure that some head needs."""

    AVERAGE_PAY = "average_pay_month_fen"
    DOUBLE_WAGE_LIMITATION = "double_wage_limitation"
    EMPLOYMENT_GRANT_MONTHS = "employment_grant_months"
    GRANT_BASE = "grant_base_month_fen"
    INJURY_AVERAGE_PAY = "injury_average_pay_month_fen"
    LIVING_ALLOWANCE_PERCENT = "living_allowance_percent"
    MEDICAL_GRANT_MONTHS = "medical_grant_months"
    MINIMUM_WAGE = "minimum_wage_month_fen"
    URBAN_INCOME = "urban_income_year_fen"


TITLES: Final[Mapping[Value, Text]] = MappingProxyType(
    {
        Value.AVERAGE_PAY: Text("本地区上年度职工月平均工资", "local average monthly pay of the year before"),
        Value.DOUBLE_WAGE_LIMITATION: Text("二倍工资仲裁时效的计算口径", "how limitation runs for the double wage"),
        Value.EMPLOYMENT_GRANT_MONTHS: Text("一次性伤残就业补助金月数", "months of the employment grant"),
        Value.GRANT_BASE: Text(
            "一次性工伤医疗、就业补助金计发基数", "monthly base of the medical and employment grants"
        ),
        Value.INJURY_AVERAGE_PAY: Text(
            "统筹地区上年度职工月平均工资", "average monthly pay of the year before in the pooling region"
        ),
        Value.LIVING_ALLOWANCE_PERCENT: Text(
            "停工生活费占最低工资的百分比", "living allowance as a percentage of the minimum wage"
        ),
        Value.MEDICAL_GRANT_MONTHS: Text("一次性工伤医疗补助金月数", "months of the medical grant"),
        Value.MINIMUM_WAGE: Text("当地月最低工资标准", "local monthly minimum wage"),
        Value.URBAN_INCOME: Text(
            "上一年度全国城镇居民人均可支配收入", "national disposable income per urban resident of the year before"
        ),
    }
)

GIVEN_AS: Final[Mapping[Value, str]] = MappingProxyType(
    {
        Value.AVERAGE_PAY: "local_average_fen",
        Value.DOUBLE_WAGE_LIMITATION: "limitation",
        Value.EMPLOYMENT_GRANT_MONTHS: "employment_grant_months",
        Value.GRANT_BASE: "grant_base_fen",
        Value.INJURY_AVERAGE_PAY: "pool_average_fen",
        Value.LIVING_ALLOWANCE_PERCENT: "living_allowance_percent",
        Value.MEDICAL_GRANT_MONTHS: "medical_grant_months",
        Value.MINIMUM_WAGE: "minimum_wage_fen",
        Value.URBAN_INCOME: "urban_income_fen",
    }
)
"""The input by which the caller gives one, the same in every head."""

WORDS: Final[Mapping[Value, tuple[str, ...]]] = MappingProxyType(
    {Value.DOUBLE_WAGE_LIMITATION: ("each_month", "from_the_end")}
)
"""Those that are a choice, not a number."""
BY_GRADE: Final = frozenset({Value.EMPLOYMENT_GRANT_MONTHS, Value.MEDICAL_GRANT_MONTHS})
"""Those that differ by the grade of disability: a mapping of grades to numbers in a regional file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalValue:
    """One figure of one region, valid from its first to its last day (None: until further notice)."""

    id: Value
    region: str
    value: Fraction | str | Mapping[int, Fraction]
    from_on: date
    to_on: date | None
    source: str
    url: str


@dataclass(frozen=True, slots=True)
class Region:
    """A region with its figures. `code` is its GB/T 2260 code, by which it is known in what it lies; none is the country."""

    id: str
    name: Text
    code: str | None
    values: tuple[RegionalValue, ...] = ()


@dataclass(frozen=True, eq=False)
class Regions:
    """The regions that are known. A region without a figure is asked for it; nothing is borrowed from a neighbour."""

    known: Mapping[str, Region]

    def named(self, name: str) -> Region | None:
        """Return a region by its id, code or name in either language; for another code, the smallest that contains it."""
        asked = name.strip().casefold()
        for one in self.known.values():
            if asked in (one.id, one.code, one.name.zh, one.name.en.casefold()):
                return one
        return next(iter(self._around(asked)), None) if len(asked) == 6 and asked.isdecimal() else None

    def find(self, id: Value, region: str | None, on: date) -> RegionalValue | None:  # noqa: A002 - the word of the file
        """Return the figure that holds on the day in the region with this id, in what it lies within, or in the country."""
        here = self.known.get(region) if region is not None else None
        places = [] if here is None else [here, *self._around(here.code or "")]
        for place in (*places, self.known.get(NATIONAL)):
            for value in place.values if place is not None else ():
                if value.id is id and value.from_on <= on and (value.to_on is None or on <= value.to_on):
                    return value
        return None

    def _around(self, code: str) -> list[Region]:
        """What a code lies in, the smallest first: its county, its city, its province."""
        wider = dict.fromkeys((code, f"{code[:4]}00", f"{code[:2]}0000")) if code else ()
        return [one for around in wider for one in self.known.values() if one.code == around]


NONE: Final = Regions(MappingProxyType({}))
"""No region at all: everything local is asked for."""


def parse_region(id: str, content: Mapping[str, Any]) -> Region:  # noqa: A002 - as above
    """Return the region in a mapping as read from YAML.

    Args:
        content: `name_zh`, `name_en`, `code` (not of the country), and `values`: a list of `id`, `from`, optionally
            `to`, `value`, `source` (who published it, and its number), `url`.

    Raises:
        ValueError: a key missing or unknown, a figure of the wrong kind, two figures of one id for one day, or a source
            left out.
    """
    if not isinstance(content, Mapping) or set(content) - {"name_zh", "name_en", "code", "values"}:
        raise ValueError(f"{id}: a region has name_zh, name_en, code and values")
    zh, en, code = content.get("name_zh"), content.get("name_en"), content.get("code")
    if not isinstance(zh, str) or not zh or not isinstance(en, str) or not en:
        raise ValueError(f"{id}: a region has a name in both languages")
    if (code is None) != (id == NATIONAL) or (
        code is not None and not (isinstance(code, str) and _CODE.fullmatch(code))
    ):
        raise ValueError(f"{id}: the code of a region has six digits, in quotes; only the country has none")
    values = tuple(_value(id, one) for one in content.get("values") or ())
    _never_twice(id, values)
    return Region(id, Text(zh, en), code, values)


def _value(region: str, content: Mapping[str, Any]) -> RegionalValue:
    if not isinstance(content, Mapping) or set(content) - _KEYS or _KEYS - {"to"} - set(content):
        raise ValueError(f"{region}: a figure has the keys {', '.join(sorted(_KEYS))}")
    try:
        id_ = Value(content["id"])
    except ValueError:
        raise ValueError(f"{region}: no head needs {content['id']!r}") from None
    source, url = content["source"], content["url"]
    if not isinstance(source, str) or len(source) < 4 or not isinstance(url, str) or not url.startswith("https://"):
        raise ValueError(f"{region}: {id_} names who published it and the https address it was read at")
    from_on, to_on = content["from"], content.get("to")
    if type(from_on) is not date or (to_on is not None and (type(to_on) is not date or to_on < from_on)):
        raise ValueError(f"{region}: {id_} holds from one day to another, the later one last")
    value = _of_its_kind(region, id_, content["value"])
    return RegionalValue(id=id_, region=region, value=value, from_on=from_on, to_on=to_on, source=source, url=url)


def _of_its_kind(region: str, id_: Value, value: Any) -> Fraction | str | Mapping[int, Fraction]:
    if id_ in WORDS:
        if value not in WORDS[id_]:
            raise ValueError(f"{region}: {id_} is one of {', '.join(WORDS[id_])}")
        return str(value)
    if id_ in BY_GRADE:
        if not isinstance(value, Mapping) or set(value) != set(range(5, 11)):
            raise ValueError(f"{region}: {id_} has a number for each grade from 5 to 10")
        return MappingProxyType({grade: _number(region, id_, one) for grade, one in value.items()})
    return _number(region, id_, value)


def _number(region: str, id_: Value, value: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise ValueError(f"{region}: {id_} is a number above zero")
    return Fraction(str(value))


def _never_twice(region: str, values: tuple[RegionalValue, ...]) -> None:
    for at, one in enumerate(values):
        for other in values[:at]:
            apart = (one.to_on or date.max) < other.from_on or (other.to_on or date.max) < one.from_on
            if one.id is other.id and not apart:
                raise ValueError(f"{region}: {one.id} is given twice for the same day")
