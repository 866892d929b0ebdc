"""The prose of every notice, in Chinese and English: loaded from `templates/*.yaml`, filled in by name.

A file holds `key: {sms: {zh, en}, inbox: {zh, en}, subject: {zh, en}, email: …, chat: …}`; each text has `{placeholders}`.
A template that lacks a language, or whose languages do not say the same things, stops the start. Refuses to hold
logic: a placeholder is a name and nothing else, so that no template can reach into an object.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from mediation.kit import money
from mediation.kit.money import Fen
from mediation.kit.own_yaml import read_yaml
from mediation.kit.problems import Text
from mediation.notice.rules import MAX_SMS, body_part

FOLDER: Final = Path(__file__).parent / "templates"
NO_SUBJECT: Final = Text("联合调解工作室通知", "Notice from the joint mediation studio")

_PLACEHOLDER: Final = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_BRACE: Final = re.compile(r"[{}]")
_KEY: Final = re.compile(r"[a-z_]+(\.[a-z0-9_]+)+")
_TEXTS: Final = frozenset({"chat", "email", "inbox", "sms", "subject"})
_SHANGHAI: Final = ZoneInfo("Asia/Shanghai")
_LONGEST_WORD: Final = 120
"""characters of one value in a text message: as long as a name may be, and as what the table of law says of any deadline"""
_LONGEST_PROSE: Final = 300
"""characters of a text message without its values"""
_HIDDEN: Final = "••••"


class TemplateError(ValueError):
    """A template is missing, incomplete or not filled in: a fault of the program, found when it is posted or loaded."""


@dataclass(frozen=True, slots=True)
class Template:
    """One notice in both languages."""

    key: str
    texts: Mapping[str, Text]
    names: Mapping[str, frozenset[str]] = field(hash=False)
    """placeholders by text"""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What a recipient reads."""

    subject: str
    body: str


class Templates:
    """Every template, by key."""

    def __init__(self, templates: Mapping[str, Template]) -> None:
        self._templates = templates

    def all(self) -> list[Template]:
        """Every template, by key in order."""
        return [self._templates[key] for key in sorted(self._templates)]

    def keys(self) -> frozenset[str]:
        """The keys there are."""
        return frozenset(self._templates)

    def check(self, key: str, channel: str, given: frozenset[str]) -> None:
        """Raises TemplateError unless `key` has a text for `channel` and every placeholder is among the names `given`."""
        template = self._get(key)
        part = body_part(channel, template.texts)
        if part is None:
            raise TemplateError(f"template {key} has no text for {channel}")
        needed = template.names[part] | (
            template.names.get("subject", frozenset()) if channel != "sms" else frozenset()
        )
        if not needed <= given:
            raise TemplateError(f"template {key} ({channel}) is not given {', '.join(sorted(needed - given))}")

    def render(
        self,
        key: str,
        channel: str,
        *,
        values: Mapping[str, Any],
        locale: str,
        secrets: Mapping[str, str] | None = None,
    ) -> Rendered:
        """The words of `key` for `channel` in `locale` ("en…", or anything else, which means zh-CN).

        `secrets` fill in what `values` may not hold; None writes dots in their place.
        """
        template = self._get(key)
        part = body_part(channel, template.texts)
        if part is None:
            raise TemplateError(f"template {key} has no text for {channel}")
        limit = _LONGEST_WORD if channel == "sms" else None

        def fill(text: str) -> str:
            return _PLACEHOLDER.sub(lambda found: _value(found[1], values, secrets, locale, limit), text)

        body = fill(template.texts[part].in_(locale))
        subject = template.texts.get("subject", NO_SUBJECT)
        if channel == "sms" and len(body) > MAX_SMS:
            body = body[: MAX_SMS - 1] + "…"
        return Rendered(subject=_one_line(fill(subject.in_(locale))), body=body)

    def _get(self, key: str) -> Template:
        try:
            return self._templates[key]
        except KeyError:
            raise TemplateError(f"there is no template {key}") from None


@lru_cache(maxsize=1)
def templates() -> Templates:
    """The product's templates, read once."""
    return load(FOLDER)


def load(folder: Path) -> Templates:
    """Every template of the `*.yaml` in `folder`. Raises TemplateError naming the file and the fault."""
    found: dict[str, Template] = {}
    for path in sorted(folder.glob("*.yaml")):
        content = read_yaml(path.read_text(encoding="utf-8")) or {}
        if not isinstance(content, dict):
            raise TemplateError(f"{path.name}: expected templates by key")
        for key, texts in content.items():
            if key in found:
                raise TemplateError(f"{path.name}: {key} is there twice")
            try:
                found[key] = _template(str(key), texts)
            except TemplateError as error:
                raise TemplateError(f"{path.name}: {key}: {error}") from None
    return Templates(found)


def _template(key: str, texts: Any) -> Template:
    if not _KEY.fullmatch(key):
        raise TemplateError("a key is `feature.what`")
    if not isinstance(texts, dict) or not texts or not set(texts) <= _TEXTS:
        raise TemplateError(f"its texts are some of {', '.join(sorted(_TEXTS))}")
    said: dict[str, Text] = {}
    names: dict[str, frozenset[str]] = {}
    for part, both in texts.items():
        if not isinstance(both, dict) or set(both) != {"zh", "en"}:
            raise TemplateError(f"{part} needs zh and en")
        zh, en = (str(both[language]).strip() for language in ("zh", "en"))
        if not zh or not en:
            raise TemplateError(f"{part} is empty")
        names[part] = _names(zh)
        if names[part] != _names(en):
            raise TemplateError(f"{part}: zh and en do not name the same values")
        if part == "sms" and max(len(_PLACEHOLDER.sub("", text)) for text in (zh, en)) > _LONGEST_PROSE:
            raise TemplateError(f"sms is longer than {_LONGEST_PROSE} characters without its values")
        said[part] = Text(zh, en)
    return Template(key, said, names)


def _names(text: str) -> frozenset[str]:
    if _BRACE.search(_PLACEHOLDER.sub("", text)):
        raise TemplateError("a placeholder is {a_name} and nothing else")
    return frozenset(_PLACEHOLDER.findall(text))


def _value(
    name: str, values: Mapping[str, Any], secrets: Mapping[str, str] | None, locale: str, limit: int | None
) -> str:
    if name in values:
        said = say(name, values[name], locale)
        return said if limit is None or len(said) <= limit else said[: limit - 1] + "…"
    if secrets is None:
        return _HIDDEN
    if name not in secrets:
        raise TemplateError(f"{name} is not given")
    return secrets[name]


def say(name: str, value: Any, locale: str) -> str:
    """`value` in words. What it is follows from its name: `…_fen` money, `…_on` a day, `…_at` a moment in Shanghai.

    A moment at midnight is written as 24:00 of the day that ends, as the law counts (民法典 203).

    >>> say("wages_fen", 648000, "zh-CN"), say("due_on", "2026-11-23", "en")
    ('6,480.00元', '23 Nov 2026')
    >>> say("due_at", "2026-11-23T16:00:00+00:00", "zh-CN")
    '2026年11月23日24:00'
    """
    english = locale.startswith("en")
    match value:
        case dict():
            return _one_line(str(value["en" if english else "zh"]))
        case int() if name.endswith("_fen"):
            return f"CNY {money.text(Fen(value))}" if english else f"{money.text(Fen(value))}元"
        case str() if name.endswith("_on"):
            return _day(date.fromisoformat(value), english=english)
        case str() if name.endswith("_at"):
            return _moment(datetime.fromisoformat(value).astimezone(_SHANGHAI), english=english)
        case _:
            return _one_line(str(value))


_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day(day: date, *, english: bool) -> str:
    if english:
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(at: datetime, *, english: bool) -> str:
    if (at.hour, at.minute, at.second) == (0, 0, 0):
        day, clock = at.date() - timedelta(days=1), "24:00"
    else:
        day, clock = at.date(), f"{at.hour:02d}:{at.minute:02d}"
    return f"{clock} on {_day(day, english=True)}" if english else f"{_day(day, english=False)}{clock}"


def _one_line(text: str) -> str:
    """`text` without line breaks and control or bidirectional marks: a value cannot rearrange the sentence around it."""
    plain = "".join(" " if char in "\r\n\t" else char for char in text)
    return "".join(char for char in plain if unicodedata.category(char) not in ("Cc", "Cf", "Cs")).strip()
