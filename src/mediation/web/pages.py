"""Rendering: one Jinja environment, the words of money and days, and the headers of pages."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import Response

from mediation.infra.clock import SHANGHAI
from mediation.kit.money import Fen, text

_HERE = Path(__file__).parent
_DAYS_ZH = "一二三四五六日"
_DAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LINK = re.compile(r"https?://[\w.:/-]+", re.ASCII)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

PAGE_HEADERS = {
    "cache-control": "private, no-store",
    "referrer-policy": "no-referrer",
    "x-robots-tag": "noindex, nofollow",
    "x-content-type-options": "nosniff",
    "content-security-policy": CONTENT_SECURITY_POLICY,
}
"""what keeps a page out of caches, frames, referrers and indexes"""


@lru_cache(maxsize=1)
def _environment() -> Environment:
    env = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters["yuan"] = lambda fen: text(Fen(fen))
    env.filters["moment_zh"] = moment_zh
    env.filters["moment_en"] = moment_en
    env.filters["linked"] = linked
    env.filters["stamp"] = lambda at: f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return env


def linked(words: str) -> Markup:
    """`words` with addresses that can be followed; everything else escaped."""
    return Markup(_LINK.sub(r'<a href="\g<0>">\g<0></a>', str(escape(words))))  # noqa: S704 - escaped the line before


def moment_zh(at: datetime) -> str:
    """`11月23日（周一）24:00`: midnight belongs to the day it ends."""
    local, clock = _day_and_clock(at)
    return f"{local.month}月{local.day}日（周{_DAYS_ZH[local.weekday()]}）{clock}"


def moment_en(at: datetime) -> str:
    """`24:00 on Mon 23 Nov`."""
    local, clock = _day_and_clock(at)
    return f"{clock} on {_DAYS_EN[local.weekday()]} {local.day} {_MONTHS_EN[local.month - 1]}"


def _day_and_clock(at: datetime) -> tuple[datetime, str]:
    local = at.astimezone(SHANGHAI)
    clock = f"{local.hour:02}:{local.minute:02}"
    if clock == "00:00":
        return datetime.fromtimestamp(local.timestamp() - 1, SHANGHAI), "24:00"
    return local, clock


def rendered(page: str, /, **values: Any) -> str:
    """The text of `page`."""
    return _environment().get_template(page).render(**values)


def render(page: str, /, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> Response:
    """`page` with headers that keep it out of caches, frames, referrers and indexes."""
    return as_page(rendered(page, **values), status=status, headers=headers)


def as_page(text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """A page whose text is rendered already, with the same headers."""
    made = Response(text, status_code=status, media_type="text/html")
    made.raw_headers += _RAW_HEADERS if headers is None else _raw({**PAGE_HEADERS, **headers})
    return made


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


_RAW_HEADERS: Final = _raw(PAGE_HEADERS)


class Frame:
    """A page rendered once for all who are shown the same of it, with gaps for what differs from one to the next.

    Args:
        page: the template.
        gaps: the names of the values that each reader brings: texts. The template may ask whether there is one, and write
            it; what it would do with a filter is done before.
        values: the other values of the template.
    """

    def __init__(self, page: str, gaps: Iterable[str], **values: Any) -> None:
        marked = {name: Markup(f"{_GAP}{name}{_GAP}") for name in gaps}  # noqa: S704 - a name of ours
        self._parts = rendered(page, **values, **marked).split(_GAP)
        self._names = self._parts[1::2]

    def filled(self, values: Mapping[str, str | None]) -> str:
        """The page with `values` in the gaps, escaped."""
        parts = self._parts.copy()
        parts[1::2] = [escape(values[name]) for name in self._names]
        return "".join(parts)


_GAP: Final = "\0"
"""what no text of ours holds: PostgreSQL does not store it"""
