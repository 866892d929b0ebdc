"""PDF: read with qpdf as it stands, without repairing it, and refused when anything in it acts or another file is in it.

The bytes that are kept are those that came: a signature under them still holds. Refuses to draw a page.
"""

import io
import re
import zlib
from typing import Any, Final

import pikepdf

from mediation.evidence.found import MAX_OBJECTS, MAX_PAGES, Found, Media, Reason, RefusedError

_HTML: Final = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|img|object|embed)\b", re.IGNORECASE)
_HEAD: Final = 8_192
_SIZE: Final = re.compile(rb"/Size\s+(\d{1,12})")
_PACKED: Final = re.compile(rb"/(?:XRef|ObjStm)\b")
_STREAM: Final = re.compile(rb"stream\r?\n")
_MOST_UNPACKED: Final = 6 * 1024 * 1024
"""of one stream in which objects are packed"""
_ACTS: Final = frozenset(
    {
        "/GoToE",
        "/GoToR",
        "/ImportData",
        "/JavaScript",
        "/Launch",
        "/Movie",
        "/Rendition",
        "/RichMediaExecute",
        "/Sound",
        "/SubmitForm",
    }
)
"""`/S` of actions that run, fetch or send something (ISO 32000-2, 12.6.4)"""
_ACTIVE_KEYS: Final = frozenset({"/JS", "/JavaScript", "/RichMediaContent", "/RichMediaSettings", "/XFA"})
_FILE_KEYS: Final = frozenset({"/EF", "/EmbeddedFiles"})
_DEEP: Final = 40


def pdf(data: bytes) -> Found:
    """A document in pages. Raises RefusedError."""
    if _HTML.search(data[:_HEAD]) or b"PK\x05\x06" in data[-65_557:]:
        raise RefusedError(Reason.TWO_IN_ONE)
    if not data.rstrip(b"\x00\t\n\f\r ").endswith(b"%%EOF"):
        raise RefusedError(Reason.DAMAGED if b"%%EOF" not in data[-2_048:] else Reason.TWO_IN_ONE)
    _count(data)
    try:
        with pikepdf.open(io.BytesIO(data), attempt_recovery=False, suppress_warnings=True) as document:
            pages = _look_through(document)
    except pikepdf.PasswordError:
        raise RefusedError(Reason.ENCRYPTED) from None
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, RuntimeError, KeyError, IndexError):
        raise RefusedError(Reason.DAMAGED) from None
    return Found(Media.PDF, pages=pages)


def _count(data: bytes) -> None:
    """Before anything is unpacked: how many objects it says it has, and how large what they are packed in would be."""
    says = max((int(found[1]) for found in _SIZE.finditer(data)), default=0)
    if says > MAX_OBJECTS or data.count(b" obj") > MAX_OBJECTS:
        raise RefusedError(Reason.TOO_COMPLEX)
    for found in _PACKED.finditer(data):
        begin = _STREAM.search(data, found.end(), found.end() + 2_048)
        if begin is None:
            continue
        try:
            unpacked = zlib.decompressobj().decompress(data[begin.end() :], _MOST_UNPACKED + 1)
        except zlib.error:
            continue
        if len(unpacked) > _MOST_UNPACKED:
            raise RefusedError(Reason.TOO_COMPLEX)


def _look_through(document: pikepdf.Pdf) -> int:
    if len(document.objects) > MAX_OBJECTS:
        raise RefusedError(Reason.TOO_COMPLEX)
    for one in document.objects:
        _look_at(one)
    _look_at(document.trailer)
    if any("Resources is missing" not in warning for warning in document.get_warnings()):
        # Whoever repairs it may read something else than was looked through. A blank page without fonts is no repair.
        raise RefusedError(Reason.DAMAGED)
    pages = len(document.pages)
    if not pages:
        raise RefusedError(Reason.DAMAGED)
    if pages > MAX_PAGES:
        raise RefusedError(Reason.TOO_COMPLEX)
    return pages


def _look_at(top: Any) -> None:
    """One object and everything written inside it; what it refers to is an object of its own."""
    waiting = [(top, 0)]
    while waiting:
        one, depth = waiting.pop()
        if depth > _DEEP:
            raise RefusedError(Reason.TOO_COMPLEX)
        if isinstance(one, pikepdf.Stream):
            one = one.stream_dict
        if isinstance(one, pikepdf.Dictionary):
            inner = list(one.items())
            _judge(dict(inner))
            waiting += [(value, depth + 1) for _, value in inner if _is_inside(value)]
        elif isinstance(one, pikepdf.Array):
            waiting += [(value, depth + 1) for value in one if _is_inside(value)]


def _is_inside(value: Any) -> bool:
    return isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect


def _judge(entries: dict[str, Any]) -> None:
    named = {str(entries[key]) for key in ("/S", "/Type", "/Subtype") if isinstance(entries.get(key), pikepdf.Name)}
    if _ACTIVE_KEYS & set(entries) or _ACTS & named or "/RichMedia" in named:
        raise RefusedError(Reason.ACTIVE)
    if _FILE_KEYS & set(entries) or {"/EmbeddedFile", "/FileAttachment"} & named:
        raise RefusedError(Reason.EMBEDDED)
