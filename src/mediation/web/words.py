"""The words of the staff's pages: templates are written in Chinese, `locales/en/*.po` has each sentence in English.

One catalogue for each folder of templates, read as it is: nothing is compiled, and a missing sentence fails a test.
"""

from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from babel.messages.pofile import read_po
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mediation.infra.clock import SHANGHAI
from mediation.kit.money import Fen, text, uppercase
from mediation.kit.problems import Text
from mediation.web import assets, labels

HERE: Final = Path(__file__).parent
ENGLISH: Final = "en"
CHINESE: Final = "zh-CN"

_DAYS: Final = {
    CHINESE: ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
    ENGLISH: ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}


def locale_of(locale: str) -> str:
    """One of our two languages."""
    return ENGLISH if locale.lower().startswith("en") else CHINESE


@lru_cache(maxsize=1)
def english() -> dict[str, str]:
    """Every sentence of the templates in English, by the sentence in Chinese."""
    found: dict[str, str] = {}
    for path in sorted((HERE / "locales" / "en").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="en"):
                if message.id and message.string:
                    found[str(message.id)] = str(message.string)
    return found


@lru_cache(maxsize=2)
def environment(locale: str) -> Environment:
    """The templates in one language."""
    env = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    known = english() if locale == ENGLISH else {}

    def said(sentence: str) -> str:
        return known.get(sentence, sentence)

    def several(one: str, many: str, n: int) -> str:
        return said(one) if n == 1 else said(many)

    env.install_gettext_callables(said, several, newstyle=True)  # type: ignore[attr-defined]
    env.globals |= {
        "asset": assets.address,
        "icon": assets.icon,
        "locale": locale,
        "label": lambda enum, value: labels.label(enum, value).in_(locale),
        "words_of": lambda enum: [(value, text.in_(locale)) for value, text in labels.all_labels()[enum].items()],
        "in_words": lambda words: words.in_(locale),
    }
    env.filters |= {
        "yuan": yuan,
        "capital": lambda fen: uppercase(Fen(fen)),
        "day": day,
        "weekday": lambda value: _DAYS[locale][_local(value).weekday()],
        "moment": moment,
        "clock": clock,
        "due": lambda value: due(value, locale),
        "short": short,
        "named": lambda thing: "--" if thing is None else thing["nameEn" if locale == ENGLISH else "nameZh"],
    }
    return env


def yuan(fen: int | None) -> str:
    """`1,234.00`; two hyphens for no amount."""
    return "--" if fen is None else text(Fen(fen))


def instant(value: str | datetime) -> datetime:
    """An instant as the API writes it."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def day(value: str | datetime | None) -> str:
    """`2026-11-23`; two hyphens for none. Dates of the API pass through."""
    if value is None:
        return "--"
    return value if isinstance(value, str) and len(value) == 10 else _local(value).strftime("%Y-%m-%d")


def clock(value: str | datetime) -> str:
    """`21:10` in Shanghai."""
    return _local(value).strftime("%H:%M")


def moment(value: str | datetime | None) -> str:
    """`2026-11-23 21:10` in Shanghai; two hyphens for none."""
    return "--" if value is None else _local(value).strftime("%Y-%m-%d %H:%M")


def due(value: str | datetime | None, locale: str = CHINESE) -> str:
    """`2026-11-23（周一）24:00`: midnight belongs to the day it ends."""
    if value is None:
        return "--"
    local = _local(value)
    at = f"{local:%H:%M}"
    if at == "00:00":
        local, at = local - timedelta(seconds=1), "24:00"
    named = _DAYS[locale][local.weekday()]
    return f"{local:%Y-%m-%d}（{named}）{at}" if locale == CHINESE else f"{local:%Y-%m-%d} ({named}) {at}"


def short(value: str | datetime | None) -> str:
    """`11-23 24:00`, for cells: the year is known."""
    if value is None:
        return "--"
    local = _local(value)
    at = f"{local:%H:%M}"
    if at == "00:00":
        local, at = local - timedelta(seconds=1), "24:00"
    return f"{local:%m-%d} {at}"


def _local(value: str | datetime) -> datetime:
    if isinstance(value, str) and len(value) == 10:
        return datetime.fromisoformat(value).replace(tzinfo=SHANGHAI)
    return instant(value).astimezone(SHANGHAI)


class Left:
    """How a due moment stands to now: a word for the eye (`tone`) and the words."""

    def __init__(self, tone: str, words: Text) -> None:
        self.tone = tone
        self.words = words


def left(ends_at: str | datetime | None, now: datetime) -> Left:
    """Overdue, today, soon (three days or less), or in time, in words; `none` without a due moment."""
    if ends_at is None:
        return Left("none", Text("无期限", "No deadline"))
    end = instant(ends_at)
    if end <= now:
        return Left("overdue", _ago(now - end))
    last = (end - timedelta(microseconds=1)).astimezone(SHANGHAI).date()
    days = (last - now.astimezone(SHANGHAI).date()).days
    if days == 0:
        return Left("today", Text("今天到期", "Due today"))
    if days <= 3:
        return Left("soon", Text(f"还剩 {days} 天", f"{days} day{'s' if days > 1 else ''} left"))
    return Left("normal", Text(f"还有 {days} 天", f"In time, {days} days"))


def countdown(ends_at: str | datetime, now: datetime) -> Text:
    """How long is left to the minute; once it is over, how long ago: as `left` says it."""
    rest = instant(ends_at) - now
    if rest <= timedelta(0):
        return left(ends_at, now).words
    minutes = -(-rest // timedelta(minutes=1))
    days, hours, minutes = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return Text(f"还剩 {days} 天 {hours} 小时", f"{days} d {hours} h left")
    return Text(f"还剩 {hours} 小时 {minutes} 分", f"{hours} h {minutes} min left")


def _ago(passed: timedelta) -> Text:
    if passed < timedelta(hours=1):
        return Text("已逾期", "Overdue")
    if passed < timedelta(days=1):
        hours = passed // timedelta(hours=1)
        return Text(f"已逾期 {hours} 小时", f"Overdue {hours} hour{'s' if hours > 1 else ''}")
    return Text(f"已逾期 {passed.days} 天", f"Overdue {passed.days} day{'s' if passed.days > 1 else ''}")


def rendered(template: str, locale: str, values: dict[str, Any]) -> str:
    """The text of `template` in one language."""
    return environment(locale).get_template(template).render(values)
