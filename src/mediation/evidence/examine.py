"""What a file is, told by its bytes alone, and whether it can be taken. Pure: bytes in, a decision out.

Runs in a process of its own (`examining.py`). Holds what each kind starts with, and texts; images, PDF and Office packages
are read in `pictures.py`, `portable.py` and `packages.py`. Refuses to look at names and at what the sender says.
"""

import re
from collections.abc import Callable
from typing import Final

from mediation.evidence import packages, pictures, portable
from mediation.evidence.found import MAX_BYTES, Found, Media, Reason, RefusedError

_KINDS: Final[tuple[tuple[bytes, Callable[[bytes], Found]], ...]] = (
    (b"\xff\xd8\xff", pictures.jpeg),
    (b"\x89PNG\r\n\x1a\n", pictures.png),
    (b"%PDF-", portable.pdf),
    (b"PK\x03\x04", packages.office),
)
_OTHERS: Final[tuple[tuple[bytes, Reason], ...]] = (
    (b"\xd0\xcf\x11\xe0", Reason.OLD_OFFICE),
    (b"{\\rtf", Reason.NOT_ACCEPTED),
    (b"%!PS", Reason.NOT_ACCEPTED),
    (b"#!", Reason.ACTIVE),
    (b"[InternetShortcut]", Reason.EXTERNAL),
)
_MARKUP: Final = re.compile(
    r"<\s*(?:!doctype|!entity|\?xml|\w+:)?\s*(?:html|head|body|script|svg|iframe|object|embed|link|meta|style|form|img|math"
    r"|base|frameset|video|audio|applet)\b|<\s*(?:!doctype|!entity|\?xml)\b",
    re.IGNORECASE,
)
_MAIL: Final = re.compile(r"^(?:mime-version|content-type|content-transfer-encoding)\s*:", re.IGNORECASE | re.MULTILINE)
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\x80-\x9f\ufffe\uffff]")


def examine(data: bytes) -> Found:
    """What the file is. Raises RefusedError."""
    if not data.strip():
        raise RefusedError(Reason.EMPTY)
    if len(data) > MAX_BYTES:
        raise RefusedError(Reason.TOO_LARGE)
    for start, read in _KINDS:
        if data.startswith(start):
            return read(data)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return pictures.webp(data)
    for start, reason in _OTHERS:
        if data.startswith(start):
            raise RefusedError(reason)
    return _text(data)


def _text(data: bytes) -> Found:
    """A text is what decodes without a control character, and is no page for a browser."""
    text = _decoded(data)
    if _CONTROL.search(text):
        raise RefusedError(Reason.NOT_ACCEPTED)
    if _MARKUP.search(text) or _MAIL.search(text[:8_192]):
        raise RefusedError(Reason.MARKUP)
    if b"PK\x05\x06" in data or b"%PDF-" in data[:1_024]:
        raise RefusedError(Reason.TWO_IN_ONE)
    return Found(Media.TEXT, lines=text.count("\n") + (not text.endswith("\n")))


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RefusedError(Reason.NOT_ACCEPTED)
