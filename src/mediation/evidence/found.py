"""What an examination of a file says: what the file is, or why it is not taken. Plain values, no reading of bytes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Media(StrEnum):
    """What a file is by its content; its name and what the sender says of it do not count."""

    DOCX = "docx"
    JPEG = "jpeg"
    PDF = "pdf"
    PNG = "png"
    TEXT = "text"
    XLSX = "xlsx"


class Reason(StrEnum):
    """Why a file is not taken."""

    ACTIVE = "active"
    """it does something: scripts, macros, launches, sends"""
    DAMAGED = "damaged"
    EMBEDDED = "embedded"
    """another file is in it"""
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    EXTERNAL = "external"
    """it fetches something from elsewhere when it is opened"""
    MARKUP = "markup"
    """a page for a browser: HTML, SVG, XML, MHTML"""
    MOVING = "moving"
    """more than one picture"""
    NOT_ACCEPTED = "not_accepted"
    OLD_OFFICE = "old_office"
    TOO_COMPLEX = "too_complex"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TWO_IN_ONE = "two_in_one"
    """also a file of another kind"""
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    UNSAFE_NAMES = "unsafe_names"
    """names in a package that lead out of it"""


class RefusedError(Exception):
    """The file is not taken."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Found:
    """What the file is. Widths and heights in pixels; `content` is None unless it was written anew."""

    media: Media
    pages: int | None = None
    """of a PDF"""
    width: int | None = None
    height: int | None = None
    lines: int | None = None
    """of a text"""
    content: bytes | None = None
    """the file without what was hidden in it, for images"""


MAX_BYTES: Final = 20 * 1024 * 1024
"""of one file as it comes"""
MAX_PIXELS: Final = 40_000_000
"""of one picture: phones make 12 to 50 million; a page scanned at 300 dpi has 9"""
MAX_PAGES: Final = 2_000
MAX_OBJECTS: Final = 60_000
"""of one PDF; a scan has a few for each page"""
