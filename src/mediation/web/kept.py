"""What somebody typed while their session ended: sealed into the sign-in page, and offered again to the same person.

Nothing of it is stored here. Passwords, codes and files are not kept, and what is too long is told to be lost.
"""

import base64
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import orjson
from starlette.responses import Response

from mediation.agency import sessions
from mediation.infra.vault import VaultError
from mediation.web.page import ONCE, TOKEN, Page

NAME: Final = "kept"
LIVES: Final = timedelta(minutes=30)
_CONTEXT: Final = "page.kept"
_SECRET: Final = frozenset(
    {TOKEN, ONCE, NAME, "challenge", "code", "password", "currentPassword", "newPassword", "again"}
)
_LONGEST: Final = 120_000


@dataclass(frozen=True)
class Kept:
    """A form that was not sent: where it was going, and its fields in their order."""

    path: str
    fields: list[tuple[str, str]]
    lost_files: bool
    """files were chosen besides, and have to be chosen again"""

    @property
    def words(self) -> list[str]:
        """What a person would know again: sentences and names, not marks of the form."""
        return [value for _, value in self.fields if any(ord(sign) > 127 or sign.isspace() for sign in value)]


async def ask(page: Page) -> Response | None:
    """The sign-in page that carries what was posted, or None when there is nothing to be kept."""
    fields, lost_files = await _posted(page)
    holder = await sessions.holder_of(page.client.runtime, page.request.cookies.get(_cookie(page), ""))
    if not fields or holder is None:
        return None
    sealed = _sealed(page, Kept(page.request.url.path, fields, lost_files), holder)
    return page.fragment(
        "sign_in/sign_in.html", status=401, next="", ended=True, kept=sealed or "", too_long=sealed is None
    )


def opened(page: Page, text: str) -> Kept | None:
    """What `text` holds, when it was typed by who is signed in now, at most half an hour ago."""
    try:
        packed = page.client.runtime.vault.open_bytes(base64.urlsafe_b64decode(text), context=_CONTEXT)
    except (VaultError, ValueError):
        return None
    found: dict[str, Any] = orjson.loads(zlib.decompress(packed))
    if datetime.fromisoformat(found["until"]) <= page.now or found["holder"] != str(page.actor.id):
        return None
    return Kept(found["path"], [(name, value) for name, value in found["fields"]], found["lost_files"])


def _cookie(page: Page) -> str:
    return sessions.cookie_name(page.client.runtime.settings)


async def _posted(page: Page) -> tuple[list[tuple[str, str]], bool]:
    data = await page.request.form(max_files=20, max_fields=5_000)
    texts = [(name, value) for name, value in data.multi_items() if isinstance(value, str) and name not in _SECRET]
    files = any(not isinstance(value, str) and value.filename for _, value in data.multi_items())
    return texts, files


def _sealed(page: Page, kept: Kept, holder: UUID) -> str | None:
    """The seal binds the address, the person and the time to what was typed. None for what is too long."""
    until = (page.now + LIVES).isoformat()
    told = {
        "path": kept.path,
        "fields": kept.fields,
        "lost_files": kept.lost_files,
        "holder": str(holder),
        "until": until,
    }
    packed = zlib.compress(orjson.dumps(told))
    sealed = page.client.runtime.vault.seal_bytes(packed, context=_CONTEXT)
    text = base64.urlsafe_b64encode(sealed).decode()
    return text if len(text) <= _LONGEST else None
