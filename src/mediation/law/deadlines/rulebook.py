"""The table with what regions add to it: which row answers for a rule in a region.

Holds the parsing of a region's rows and their choice. Refuses to read files, to let a region change what the country
decides (it may give only what the table leaves to it), and to borrow a value from another region.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Row
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources.source import Grade, Instrument

_REGION_KEYS: Final = frozenset({"name_zh", "name_en", "code", "instruments", "rows"})
_INSTRUMENT_KEYS: Final = frozenset({"zh", "en", "in_force_from", "grade"})
_ROW_KEYS: Final = frozenset({"rule", "length", "day_kind", "instrument", "article", "quote"})
_ROW_MAY: Final = frozenset({"trigger", "question_zh", "question_en", "unverified"})
_COUNTED: Final = frozenset({DayKind.CALENDAR_DAY, DayKind.WORKING_DAY, DayKind.MONTH, DayKind.YEAR})


class UnansweredError(LookupError):
    """Why no row can be chosen: an unknown rule or region, a region left out, or one without a value. One sentence."""

    def __init__(self, path: str, text: Text) -> None:
        super().__init__(text.en)
        self.path = path
        """`rule` or `region`"""
        self.text = text


@dataclass(frozen=True, slots=True)
class Region:
    """A region and its rows. `code` is its GB/T 2260 code: 330000 a province, 360100 a city."""

    id: str
    name: Text
    code: str
    rows: Mapping[str, Row]


@dataclass(frozen=True, eq=False)
class Rulebook:
    """The rows of the country by id, and the regions by their id."""

    rows: Mapping[str, Row]
    regions: Mapping[str, Region]

    def row(self, rule: str, region: str | None = None) -> Row:
        """Return the row that answers for `rule` in `region` (its id, code or name), None meaning the whole country.

        Raises:
            UnansweredError: no such rule or region, or a rule left to regions without one that knows it.
        """
        found = self._national(rule)
        here = self.region(region) if region is not None else None
        if found.day_kind is not DayKind.REGIONAL:
            return found
        if here is None:
            known = [one.id for one in self.regions.values() if rule in one.rows]
            zh, en = ("、".join(known), ", ".join(known)) if known else ("尚无", "none yet")
            raise UnansweredError(
                "region",
                Text(
                    f"{rule}的期间由各地区规定，请指明地区（已知：{zh}）。",
                    f"{rule} is set by each region: say which (known: {en})",
                ),
            )
        for one in self._around(here):
            if rule in one.rows:
                return one.rows[rule]
        raise UnansweredError(
            "region",
            Text(
                f"{rule}在{here.name.zh}的期间尚不知道。", f"{rule} is not known for {here.name.en}: nothing is assumed"
            ),
        )

    def as_in(self, rule: str, region: str | None) -> Row:
        """Return the row as it stands in a region, for a list: the country's where the region is silent.

        Raises:
            UnansweredError: no such rule or region.
        """
        found = self._national(rule)
        if region is None:
            return found
        return next((one.rows[rule] for one in self._around(self.region(region)) if rule in one.rows), found)

    def region(self, name: str) -> Region:
        """Return a region by its id, code or name in either language; for a code, the nearest that contains it.

        Raises:
            UnansweredError: there is none.
        """
        asked = name.strip()
        for one in self.regions.values():
            if asked.casefold() in (one.id, one.code, one.name.zh, one.name.en.casefold()):
                return one
        nearest = self.containing(asked)
        if nearest is None:
            known = ", ".join(self.regions)
            raise UnansweredError(
                "region", Text(f"没有地区{asked}（已知：{known}）。", f"there is no region {asked} (known: {known})")
            )
        return nearest

    def containing(self, code: str) -> Region | None:
        """Return the smallest known region in which a GB/T 2260 code lies: its county, its city, its province."""
        if len(code) != 6 or not code.isascii() or not code.isdigit():
            return None
        around = (code, f"{code[:4]}00", f"{code[:2]}0000")
        return next((one for wider in around for one in self.regions.values() if one.code == wider), None)

    def _national(self, rule: str) -> Row:
        found = self.rows.get(rule)
        if found is None:
            raise UnansweredError("rule", Text(f"没有规则{rule}。", f"there is no rule {rule}"))
        return found

    def _around(self, region: Region) -> list[Region]:
        wider = dict.fromkeys((region.code, f"{region.code[:4]}00", f"{region.code[:2]}0000"))
        return [one for code in wider for one in self.regions.values() if one.code == code]


def parse_region(region: str, content: Any, rows: Mapping[str, Row]) -> Region:
    """Return the region in a mapping as read from YAML.

    Args:
        region: its id, the name of its folder.
        content: `name_zh`, `name_en`, `code`; `instruments` by a short name (`zh`, `en`, `in_force_from`, `grade`);
            `rows`: a list of `rule`, `length`, `day_kind`, `instrument`, `article`, `quote`, and where they differ
            `trigger`, `question_zh` with `question_en`, `unverified`.
        rows: the table whose regional rows are given here.

    Raises:
        ValueError: a key missing or unknown, a rule that is not left to regions or is given twice, a length that is none,
            or a source left out.
    """
    _keys(region, content, _REGION_KEYS)
    code = content["code"]
    if not isinstance(code, str) or len(code) != 6 or not code.isdigit():
        raise ValueError(f"{region}: the code of a region has six digits, in quotes")
    named = content["instruments"]
    if not isinstance(named, dict) or not isinstance(content["rows"], list):
        raise ValueError(f"{region}: instruments are given by name, rows as a list")  # noqa: TRY004 - wrong content
    instruments = {name: _instrument(f"{region}: {name}", one) for name, one in named.items()}
    found: dict[str, Row] = {}
    for one in content["rows"]:
        row = _row(region, one, rows, instruments)
        if row.id in found:
            raise ValueError(f"{region}: {row.id} is given twice")
        found[row.id] = row
    name = Text(_words(region, content["name_zh"]), _words(region, content["name_en"]))
    return Region(region, name, code, MappingProxyType(found))


def _row(region: str, one: Any, rows: Mapping[str, Row], instruments: Mapping[str, Instrument]) -> Row:
    _keys(region, one, _ROW_KEYS, _ROW_MAY)
    rule = one["rule"]
    where = f"{region}: {rule}"
    base = rows.get(rule)
    if base is None or base.day_kind is not DayKind.REGIONAL:
        raise ValueError(f"{where}: there is no such rule that is left to regions")
    length, day_kind = one["length"], DayKind(one["day_kind"])
    if type(length) is not int or length < 1 or day_kind not in _COUNTED:
        raise ValueError(f"{where}: a length is a whole number of days, months or years")
    if one["instrument"] not in instruments:
        raise ValueError(f"{where}: there is no instrument {one['instrument']}")
    source = instruments[one["instrument"]].article(_words(where, one["article"]), _words(where, one["quote"]))
    asked = [one.get(key) for key in ("question_zh", "question_en")]
    if any(asked) and not all(asked):
        raise ValueError(f"{where}: a question is put in both languages")
    return replace(
        base,
        source=source,
        trigger=Trigger(one.get("trigger", base.trigger)),
        length=length,
        day_kind=day_kind,
        region=region,
        open_question=Text(_words(where, asked[0]), _words(where, asked[1])) if all(asked) else None,
        unverified=one.get("unverified") is True,
    )


def _instrument(where: str, one: Any) -> Instrument:
    _keys(where, one, _INSTRUMENT_KEYS)
    if type(one["in_force_from"]) is not date:
        raise ValueError(f"{where}: in_force_from is a day")
    return Instrument(_words(where, one["zh"]), _words(where, one["en"]), one["in_force_from"], Grade(one["grade"]))


def _keys(where: str, content: Any, must: frozenset[str], may: frozenset[str] = frozenset()) -> None:
    if not isinstance(content, dict) or must - set(content) or set(content) - must - may:
        raise ValueError(
            f"{where}: the keys are {', '.join(sorted(must))}{', and ' + ', '.join(sorted(may)) if may else ''}"
        )


def _words(where: str, content: Any) -> str:
    if not isinstance(content, str) or not content.strip():
        raise ValueError(f"{where}: words are missing")
    return content
