"""One year's holiday arrangement as the State Council gives notice of it, and the reading of one from a file.

Holds the shape of a notice and what makes one faulty, field by field. Refuses to know where a notice comes from, and what
a calendar makes of it (`kit/workdays.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from mediation.kit.problems import FieldProblem, Text

SATURDAY: Final = 5
KEYS: Final = ("year", "title", "number", "issued_on", "url", "off_days", "make_up_days", "statutory_days")
_OPTIONAL: Final = frozenset({"number"})
_DAY: Final = timedelta(days=1)
_LONGEST: Final = {"title": 200, "number": 100, "url": 500}
_MOST_DAYS: Final = 366


class NoticeError(ValueError):
    """A notice is faulty. `problem` names the field, in the spelling of the file: `off_days.2.from`."""

    def __init__(self, path: str, code: str, zh: str, en: str) -> None:
        super().__init__(f"{path}: {en}" if path else en)
        self.problem = FieldProblem(path, code, Text(zh, en))


@dataclass(frozen=True, slots=True)
class YearNotice:
    """One year's holiday arrangement. Days may lie in the December before: New Year is sometimes taken early.

    `off_days` are those named by the notice, `make_up_days` the weekend days worked in return, `statutory_days` the public
    holidays proper (全国年节及纪念日放假办法 Art. 2).
    """

    year: int
    title: str
    issued_on: date | None
    url: str
    off_days: frozenset[date]
    make_up_days: frozenset[date]
    statutory_days: frozenset[date]
    number: str = ""


def parse_notice(content: Mapping[str, object]) -> YearNotice:
    """Return the notice in a mapping as read from YAML or JSON.

    Args:
        content: `year`, `title`, `issued_on`, `url`, `off_days`, `make_up_days`, `statutory_days`; optionally `number`.
            The days are lists of dates or ISO texts, or of ranges `{from: ..., to: ...}` with both ends included.

    Raises:
        NoticeError: a key missing or unknown, a day that is none or lies outside the year (December before allowed), a
            day both off and worked, a make-up day that is no weekend, a statutory holiday that is not a day off, or a
            number of statutory holidays other than 13 from 2025 on.
    """
    for key in KEYS:
        if key not in content and key not in _OPTIONAL:
            raise NoticeError(
                key, "missing", "缺少此项。", f"is missing; a holiday notice has the keys {', '.join(KEYS)}"
            )
    for key in content:
        if key not in KEYS:
            said = f"is unknown; a holiday notice has the keys {', '.join(KEYS)}"
            raise NoticeError(str(key)[:100], "unknown", "没有这一项。", said)
    year = content["year"]
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2099:
        raise NoticeError(
            "year", "out_of_range", "年份须为2000至2099。", "the year of a holiday notice lies between 2000 and 2099"
        )
    notice = YearNotice(
        year=year,
        title=_line(content, "title"),
        issued_on=_day(content["issued_on"], "issued_on"),
        url=_address(content),
        off_days=_days(content["off_days"], "off_days"),
        make_up_days=_days(content["make_up_days"], "make_up_days"),
        statutory_days=_days(content["statutory_days"], "statutory_days"),
        number=_line(content, "number") if content.get("number") else "",
    )
    _check(notice)
    return notice


def as_json(notice: YearNotice) -> dict[str, Any]:
    """The notice as `parse_notice` reads it: one spelling, so that equal notices are equal texts.

    >>> quiet = {"year": 2024, "title": "t", "issued_on": "2023-10-25", "url": "https://e.test", "off_days": ["2024-01-01"],
    ...          "make_up_days": [], "statutory_days": ["2024-01-01"]}
    >>> as_json(parse_notice(quiet)) == {**quiet, "number": ""}
    True
    """
    return {
        "year": notice.year,
        "title": notice.title,
        "number": notice.number,
        "issued_on": notice.issued_on.isoformat() if notice.issued_on else None,
        "url": notice.url,
        "off_days": [day.isoformat() for day in sorted(notice.off_days)],
        "make_up_days": [day.isoformat() for day in sorted(notice.make_up_days)],
        "statutory_days": [day.isoformat() for day in sorted(notice.statutory_days)],
    }


def _line(content: Mapping[str, object], key: str) -> str:
    value = content[key]
    if not isinstance(value, str) or not value.strip() or not value.isprintable() or len(value) > _LONGEST[key]:
        said = f"a holiday notice names its {key} in one line of at most {_LONGEST[key]} characters"
        raise NoticeError(key, "not_a_line", f"须为一行文字，不超过{_LONGEST[key]}字。", said)
    return value.strip()


def _address(content: Mapping[str, object]) -> str:
    if not str(content["url"]).startswith("https://"):
        said = "a holiday notice names the https address it was read at"
        raise NoticeError("url", "not_https", "须为通知原文的https网址。", said)
    return _line(content, "url")


def _check(notice: YearNotice) -> None:
    for path in ("off_days", "make_up_days"):
        for day in sorted(getattr(notice, path)):
            if day.year != notice.year and (day.year, day.month) != (notice.year - 1, 12):
                said = f"the notice of {notice.year} names {day}, a day of another year"
                raise NoticeError(path, "other_year", f"{day}不在{notice.year}年。", said)
    for day in sorted(notice.make_up_days):
        if day in notice.off_days:
            said = f"the notice of {notice.year} names {day} as both off and worked"
            raise NoticeError("make_up_days", "both", f"{day}既放假又上班。", said)
        if day.weekday() < SATURDAY:
            said = f"the notice of {notice.year} names the make-up day {day}, that is no Saturday or Sunday"
            raise NoticeError("make_up_days", "no_weekend", f"{day}不是周六或周日。", said)
    for day in sorted(notice.statutory_days):
        if day not in notice.off_days or day.year != notice.year:
            said = f"the notice of {notice.year} names the statutory holiday {day}, that is not a day off of that year"
            raise NoticeError("statutory_days", "not_off", f"{day}不在当年放假日内。", said)
    if notice.year >= 2025 and len(notice.statutory_days) != 13:
        said = f"{notice.year} has 13 statutory holidays by 全国年节及纪念日放假办法 Art. 2, not {len(notice.statutory_days)}"
        raise NoticeError("statutory_days", "not_13", "按《全国年节及纪念日放假办法》第二条应为13日。", said)


def _days(content: object, path: str) -> frozenset[date]:
    if not isinstance(content, list) or len(content) > _MOST_DAYS:
        raise NoticeError(path, "not_a_list", "须为日期列表。", "the days of a holiday notice are a list")
    days: set[date] = set()
    for number, item in enumerate(content):
        at = f"{path}.{number}"
        if isinstance(item, dict):
            start, end = _day(item.get("from"), f"{at}.from"), _day(item.get("to"), f"{at}.to")
        else:
            start = end = _day(item, at)
        if not 0 <= (end - start).days <= 31:
            said = "a range of days off runs forward and is at most a month long"
            raise NoticeError(at, "not_a_range", "起止日期须先后排列，且不超过一个月。", said)
        named = {start + _DAY * step for step in range((end - start).days + 1)}
        if days & named:
            said = f"a holiday notice names a day twice: {min(days & named)}"
            raise NoticeError(at, "twice", f"日期重复：{min(days & named)}。", said)
        days |= named
    return frozenset(days)


def _day(content: object, path: str) -> date:
    if isinstance(content, date) and not isinstance(content, datetime):
        return content
    said = "a day in a holiday notice is a date such as 2026-10-01"
    if isinstance(content, str):
        try:
            return date.fromisoformat(content)
        except ValueError as error:
            raise NoticeError(path, "not_a_date", "须为日期，如2026-10-01。", f"{said}: {error}") from None
    raise NoticeError(path, "not_a_date", "须为日期，如2026-10-01。", said)
