"""What an address of the work list asks for, and the addresses that ask for something else. Pure.

The first `tab` is the list one is in; further ones narrow it, as in a filter “逾期、我的”.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Self
from urllib.parse import parse_qsl, urlencode

from mediation.kit.problems import Text
from mediation.web.labels import all_labels, label

TABS: Final = ("MINE", "UNCLAIMED", "AGENCY", "OVERDUE", "TODAY")
SIZES: Final = (25, 50, 100)
DAYS: Final = (3, 7, 15, 30)
DAYS_MAX: Final = 365
STATES: Final = ("REGISTERED", "ACCEPTED", "MEDIATING", "PERFORMING", "DEFAULTED")
"""the states in which a case is worked on"""
SORTS: Final = ("DEADLINE", "NUMBER", "AMOUNT")
_LISTS: Final = {"channel": "Channel", "state": "CaseState", "heads": "ClaimGroup"}
"""conditions of which one member must hold, with the enumeration of their values"""


@dataclass(frozen=True)
class Chip:
    """One condition in words, and the address without it."""

    words: Text
    without: str


@dataclass(frozen=True, kw_only=True)
class View:
    """What is shown of the work list. `conditions` are those of a filter as the API has them, without what narrows nothing."""

    tab: str
    conditions: Mapping[str, Any] = field(default_factory=dict)
    sort: str = "DEADLINE"
    descending: bool = False
    size: int = SIZES[0]
    after: str = ""
    start: int = 1
    """the place of the first row in the whole list, for the eye only"""

    @classmethod
    def read(cls, query: str, *, tab: str) -> Self:
        """The view of the query part of an address; what is no value of ours is left out. `tab` unless it names one."""
        pairs = [(name, value.strip()) for name, value in parse_qsl(query[:4_000]) if value.strip()]
        first = dict(reversed(pairs))
        tabs = [value for name, value in pairs if name == "tab" and value in TABS] or [tab]
        size, start = _number(first.get("size")), _number(first.get("start"))
        return cls(
            tab=tabs[0],
            conditions=_conditions(pairs, sorted(set(tabs[1:]) - {tabs[0]})),
            sort=first["sort"] if first.get("sort") in SORTS else SORTS[0],
            descending="descending" in first,
            size=size if size in SIZES else SIZES[0],
            after=first.get("after", "")[:200],
            start=start if start and "after" in first else 1,
        )

    @classmethod
    def of_saved(cls, kept: Mapping[str, Any], *, tab: str) -> Self:
        """The view that a saved filter opens. One that names no tab is looked for in `tab`."""
        tabs = sorted(kept["tabs"], key=TABS.index)
        found = {name: kept[name] for name in ("withinDays", "kind", *_LISTS, "urgent", "search")}
        conditions = {name: value for name, value in found.items() if value not in (None, "", [])}
        if tabs[1:]:
            conditions["tabs"] = tabs[1:]
        return cls(tab=tabs[0] if tabs else tab, conditions=conditions)

    @property
    def narrowed(self) -> bool:
        """Whether a part of the tab is hidden by a filter."""
        return bool(self.conditions)

    @property
    def wanted(self) -> dict[str, Any]:
        """The filter for the API."""
        return {**self.conditions, "tabs": [self.tab, *self.conditions.get("tabs", ())]}

    def path(self, *, at: str = "/work", **more: str) -> str:
        """The address of the view; `more` is added to its query."""
        pairs: list[tuple[str, Any]] = [("tab", tab) for tab in self.wanted["tabs"]]
        for name, value in self.conditions.items():
            if name == "tabs":
                continue
            pairs += [(name, one) for one in value] if isinstance(value, list) else [(name, _written(value))]
        if self.sort != SORTS[0]:
            pairs.append(("sort", self.sort))
        if self.descending:
            pairs.append(("descending", "on"))
        if self.size != SIZES[0]:
            pairs.append(("size", self.size))
        if self.after:
            pairs += [("after", self.after), ("start", self.start)]
        return f"{at}?{urlencode(pairs + list(more.items()))}"

    @property
    def query(self) -> str:
        """The query part of the address, which a form carries to come back here."""
        return self.path().partition("?")[2]

    def first(self) -> Self:
        """The first page of the same list."""
        return replace(self, after="", start=1)

    def following(self) -> str:
        """The address of the next page, without its cursor."""
        return f"{self.first().path()}&start={self.start + self.size}"

    def in_tab(self, tab: str) -> str:
        """Another tab, whole: its figure counts all of it."""
        return replace(self.first(), tab=tab, conditions={}).path()

    def cleared(self) -> str:
        """The same tab, whole."""
        return self.in_tab(self.tab)

    def sorted_by(self, sort: str) -> str:
        """The same list in this order; in the other direction when it is in this order already."""
        return replace(self.first(), sort=sort, descending=sort == self.sort and not self.descending).path()

    def sized(self, size: int) -> str:
        """The same list with so many rows on a page."""
        return replace(self.first(), size=size).path()

    def heading(self, sort: str) -> str:
        """`aria-sort` of a column. Amounts begin with the largest."""
        if sort != self.sort:
            return "none"
        return "descending" if self.descending is (sort != "AMOUNT") else "ascending"

    def chips(self) -> list[Chip]:
        """Every condition, each with the address without it."""
        return [Chip(words, self._without(name, one)) for name, one, words in self._said()]

    def _without(self, name: str, one: str) -> str:
        kept = dict(self.conditions)
        taken = kept.pop(name)
        left = [value for value in taken if value != one] if name == "tabs" else []
        return replace(self.first(), conditions={**kept, name: left} if left else kept).path()

    def _said(self) -> Iterable[tuple[str, str, Text]]:
        for name, value in self.conditions.items():
            match name:
                case "tabs":
                    yield from ((name, tab, label("WorkTab", tab)) for tab in value)
                case "withinDays":
                    yield name, "", Text(f"期限 ≤ {value} 天", f"Due within {value} days")
                case "kind":
                    yield name, "", label("CaseKind", value)
                case "urgent":
                    yield name, "", Text("紧急", "Urgent") if value else Text("不紧急", "Not urgent")
                case "search":
                    yield name, "", Text(f"含“{value}”", f"With “{value}”")
                case _:
                    yield name, "", _any_of(_LISTS[name], value)


def _any_of(enum: str, values: Sequence[str]) -> Text:
    said = [label(enum, value) for value in values]
    return Text("或".join(one.zh for one in said), " or ".join(one.en for one in said))


def _number(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and value.isascii() and len(value) < 6 else 0


def _written(value: Any) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def _conditions(pairs: Sequence[tuple[str, str]], tabs: list[str]) -> dict[str, Any]:
    first = dict(reversed(pairs))
    found: dict[str, Any] = {"tabs": tabs} if tabs else {}
    days = first.get("withinDays", "")
    if days.isdecimal() and days.isascii() and len(days) < 4 and int(days) <= DAYS_MAX:
        found["withinDays"] = int(days)
    if first.get("kind") in ("SINGLE", "COLLECTIVE"):
        found["kind"] = first["kind"]
    for name, enum in _LISTS.items():
        if chosen := sorted({value for key, value in pairs if key == name and value in all_labels()[enum]}):
            found[name] = chosen
    if first.get("urgent") in ("on", "off"):
        found["urgent"] = first["urgent"] == "on"
    if first.get("search"):
        found["search"] = first["search"][:100]
    return found
