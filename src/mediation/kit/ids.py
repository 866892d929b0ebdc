"""Names of things: case numbers people read, global ids and cursors clients carry, link tokens and their keyed hash.

Holds formats only. Refuses to hold randomness and keys (both are arguments) and the counting of case numbers (a row).
"""

import base64
import binascii
import hashlib
import hmac
import json
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from uuid import UUID

TOKEN_BYTES: Final = 20
TOKEN_CHARS: Final = 32
CURSOR_MAX_CHARS: Final = 1000

# Crockford's base32 in lower case: no i, l, o, u, so that a token read aloud over the phone survives.
_BASE32: Final = "0123456789abcdefghjkmnpqrstvwxyz"
_TOKEN: Final = re.compile(f"[{_BASE32}]{{{TOKEN_CHARS}}}")
_TO_TOKEN: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", _BASE32)
_PREFIX: Final = r"[^\W\d_]{0,12}"
_CASE_NUMBER: Final = re.compile(
    rf"(?P<prefix>{_PREFIX})[\[(<{{〔【〈]?(?P<year>20[0-9]{{2}})[\])>}}〕】〉]?[-/—第年]?(?P<n>[0-9]{{1,6}})号?"
)
_BRACKETED: Final = re.compile(r"[\])>}〕】〉\-/—第年]")
_KIND: Final = re.compile(r"[A-Z][A-Za-z0-9]{0,63}")
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_URL_SAFE: Final = re.compile(r"[A-Za-z0-9_-]+")
_TO_URL_SAFE: Final = bytes.maketrans(b"+/", b"-_")


class CaseNumber(NamedTuple):
    """A case number taken apart; `prefix` is empty when only year and number were typed."""

    prefix: str
    year: int
    n: int

    @property
    def key(self) -> str:
        """The ASCII form used to search and in addresses: `2026-118`."""
        return f"{self.year}-{self.n}"


def case_number(prefix: str, year: int, n: int) -> str:
    """Return the number a case carries on paper: the agency's prefix, the year, the count within it.

    Args:
        prefix: one to twelve letters given by the agency.
        year: 2000 to 2099.
        n: 1 to 999,999.

    Raises:
        ValueError: an argument outside its range.

    >>> case_number("闵工调", 2026, 118)
    '闵工调〔2026〕118号'
    """
    if not prefix or not re.fullmatch(_PREFIX, prefix) or not 2000 <= year <= 2099 or not 1 <= n <= 999_999:
        raise ValueError("a case number has a prefix of 1-12 letters, a year 2000-2099 and a count 1-999999")
    return f"{prefix}〔{year}〕{n}号"


def parse_case_number(typed: str) -> CaseNumber | None:
    """Return the case number in what a person typed, however the brackets and the width came out, or None.

    >>> parse_case_number("闵工调[２０２６]118").key, parse_case_number("2026-118").key, parse_case_number("王小明")
    ('2026-118', '2026-118', None)
    """
    if len(typed) > 60:
        return None
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", typed))
    match = _CASE_NUMBER.fullmatch(compact)
    # Without any separator "2026118" could be year and count or just digits.
    if match is None or not _BRACKETED.search(compact) or int(match["n"]) == 0:
        return None
    return CaseNumber(match["prefix"], int(match["year"]), int(match["n"]))


def keyed_hash(key: bytes, token: str) -> bytes:
    """Return the 32-byte HMAC-SHA256 under which a token is stored, so that a copied database opens no link.

    Raises:
        ValueError: a key shorter than 32 bytes.
    """
    if len(key) < 32:
        raise ValueError("the key of a keyed hash has at least 32 bytes")
    return hmac.new(key, token.encode(), hashlib.sha256).digest()


def token_160(random_bytes: bytes) -> str:
    """Return 20 random bytes as 32 lower-case characters without i, l, o and u, safe in a URL and read aloud.

    Raises:
        ValueError: not exactly 20 bytes.
    """
    if len(random_bytes) != TOKEN_BYTES:
        raise ValueError("a token is made of exactly 20 random bytes")
    return base64.b32encode(random_bytes).decode().translate(_TO_TOKEN)


def is_token(text: str) -> bool:
    """Whether `text` has the shape of a token; nothing else is worth a look in the database."""
    return _TOKEN.fullmatch(text) is not None


def encode_global_id(kind: str, row_id: UUID) -> str:
    """Return the opaque id under which a client knows an object.

    Raises:
        ValueError: `kind` is not a type name of 1-64 ASCII letters and digits starting with a capital.
    """
    return _to_base64(f"{_type_name(kind)}:{row_id}".encode())


@lru_cache(maxsize=256)
def _type_name(kind: str) -> str:
    if not _KIND.fullmatch(kind):
        raise ValueError("a global id names a type")
    return kind


def decode_global_id(text: str) -> tuple[str, UUID]:
    """Return the type name and the row id in a global id.

    Raises:
        ValueError: anything that `encode_global_id` would not have written, to the letter.
    """
    kind, _, row = _from_base64(text, max_chars=200).decode("ascii", errors="replace").partition(":")
    if not _KIND.fullmatch(kind) or not re.fullmatch(_UUID, row):
        raise ValueError("not a global id")
    row_id = UUID(row)
    if encode_global_id(kind, row_id) != text:
        raise ValueError("not a global id")
    return kind, row_id


def encode_cursor(parts: Sequence[str]) -> str:
    """Return the sort key of a row as an opaque cursor; dates, numbers and ids travel as text.

    Raises:
        ValueError: no part, a part with NUL, or a cursor above 1,000 characters.
    """
    if not parts or any("\x00" in part for part in parts):
        raise ValueError("a cursor holds at least one text, and none with NUL")
    packed = _to_base64(json.dumps(list(parts), ensure_ascii=False, separators=(",", ":")).encode())
    if len(packed) > CURSOR_MAX_CHARS:
        raise ValueError("a cursor has at most 1,000 characters")
    return packed


def decode_cursor(text: str) -> tuple[str, ...]:
    """Return the texts in a cursor; how many there should be is for the list to check.

    Raises:
        ValueError: anything that `encode_cursor` would not have written, to the letter.
    """
    try:
        parts = json.loads(_from_base64(text, max_chars=CURSOR_MAX_CHARS))
    except RecursionError:
        # The 1,000 characters hold 700 brackets: enough when the caller's own stack is deep.
        raise ValueError("not a cursor") from None
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts) or encode_cursor(parts) != text:
        raise ValueError("not a cursor")
    return tuple(parts)


def _to_base64(raw: bytes) -> str:
    return binascii.b2a_base64(raw, newline=False).translate(_TO_URL_SAFE, b"=").decode("ascii")


def _from_base64(text: str, *, max_chars: int) -> bytes:
    if len(text) > max_chars or not _URL_SAFE.fullmatch(text):
        raise ValueError("not url-safe base64")
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not url-safe base64") from None
