"""Rendering: one Jinja environment, the words of money and days, and the headers of pages."""

import re
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.responses import HTMLResponse

from mediation.infra.clock import SHANGHAI
from mediation.kit.money import Fen, text

_HERE = Path(__file__).parent
_DAYS_ZH = "一二三四五六日"
_LINK = re.compile(r"https?://[\w.:/-]+", re.ASCII)

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
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
    local = at.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    if clock == "00:00":
        local = datetime.fromtimestamp(local.timestamp() - 1, SHANGHAI)
        clock = "24:00"
    return f"{local.month}月{local.day}日（周{_DAYS_ZH[local.weekday()]}）{clock}"


def moment_en(at: datetime) -> str:
    """`24:00 on Mon 23 Nov`."""
    local = at.astimezone(SHANGHAI)
    clock = f"{local:%H:%M}"
    if clock == "00:00":
        local = datetime.fromtimestamp(local.timestamp() - 1, SHANGHAI)
        clock = "24:00"
    return f"{clock} on {local:%a} {local.day} {local:%b}"


def render(page: str, /, *, status: int = 200, headers: dict[str, str] | None = None, **values: Any) -> HTMLResponse:
    """`page` with headers that keep it out of caches, frames, referrers and indexes."""
    return HTMLResponse(
        _environment().get_template(page).render(**values),
        status_code=status,
        headers=PAGE_HEADERS | (headers or {}),
    )
