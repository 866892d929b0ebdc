"""Word and Excel files: packages whose every part is known, weighed before it is unpacked, and looked through.

A package with a macro, a control, another file, a way out of itself or something fetched from elsewhere is refused. What
is kept is what came; it is handed out as a download only. Refuses to hold other archives.
"""

import html
import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from mediation.evidence.found import Found, Media, Reason, RefusedError

_MAIN: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": Media.DOCX,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": Media.XLSX,
}
_MAX_ENTRIES: Final = 2_000
_MAX_UNPACKED: Final = 64 * 1024 * 1024
_MAX_XML: Final = 12 * 1024 * 1024
_MAX_PART: Final = 24 * 1024 * 1024
_PART: Final = re.compile(r"(?:[\w\[\](),&+=@ -][\w\[\](),&+=@ .-]{0,120}/){0,8}[\w\[\](),&+=@ .-]{1,120}")
_TEXT_PARTS: Final = (".xml", ".rels", ".vml")
_OTHER_PARTS: Final = (
    *(".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff"),
    *(".emf", ".wmf", ".wdp", ".svg"),
    *(".odttf", ".fntdata"),
)
_FILES: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"%PDF-", b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"\x7fELF")
_ACTIVE_TYPES: Final = (
    "/vbaProject",
    "/control",
    "/activeX",
    "/activeXControlBinary",
    "/ui/extensibility",
    "/keyMapCustomizations",
)
_ACTIVE_TYPES_TOO: Final = (
    "/webextension",
    "/webextensiontaskpanes",
    "/attachedToolbars",
    "/wordVbaData",
    "/xlMacrosheet",
)
_FILE_TYPES: Final = ("/oleObject", "/package", "/aFChunk", "/subDocument")
_OUTSIDE_TYPES: Final = ("/externalLink", "/externalLinkPath", "/frame", "/connections", "/queryTable")
_HYPERLINK: Final = "/hyperlink"
_SAFE_LINK: Final = re.compile(r"(?:https?://|mailto:|#)", re.IGNORECASE)
_ASIDE: Final = re.compile(rb"<!--.*?-->|<\?(?!xml[\s?]).*?\?>", re.DOTALL)
_FIELD: Final = re.compile(rb"<(?:[\w.-]+:)?instrText\b[^>]*>([^<]*)<")
_SIMPLE: Final = re.compile(rb"<(?:[\w.-]+:)?fldSimple\b[^>]*?\binstr\s*=\s*(\"[^\"]*\"|'[^']*')")
_FORMULA: Final = re.compile(rb"<(?:[\w.-]+:)?(?:f|formula|formula1|formula2|definedName)(?:\s[^>]*)?>([^<]*)<")
_FETCHES: Final = re.compile(r"DDE(?:AUTO)?|INCLUDE(?:TEXT|PICTURE)|IMPORT|MACROBUTTON|\bLINK\b|RD\s", re.IGNORECASE)
_CALLS: Final = re.compile(r"\||\b(?:WEBSERVICE|CALL|EXEC|REGISTER|RTD|DDE)\s*\(", re.IGNORECASE)
_QUOTED: Final = re.compile(r'"(?:[^"]|"")*"')


def office(data: bytes) -> Found:
    """A Word or Excel file. Raises RefusedError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _weigh(package, entries, data)
            return Found(_read(package, entries))
    # Whatever zipfile and zlib raise over bytes that are no sound package: it is damaged, however they put it.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, NotImplementedError, RuntimeError):
        raise RefusedError(Reason.DAMAGED) from None


def _weigh(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo], data: bytes) -> None:
    if len(entries) > _MAX_ENTRIES or sum(entry.file_size for entry in entries) > _MAX_UNPACKED:
        raise RefusedError(Reason.UNPACKS_TOO_LARGE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise RefusedError(Reason.ENCRYPTED)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names) or not all(_is_safe(entry) for entry in entries):
        raise RefusedError(Reason.UNSAFE_NAMES)
    if not data.endswith(package.comment) or b"PK\x05\x06" not in data[-22 - len(package.comment) :]:
        raise RefusedError(Reason.TWO_IN_ONE)
    if b"%PDF-" in data[:2_048] or package.comment:
        raise RefusedError(Reason.TWO_IN_ONE)
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        # Entries that share their bytes unpack to many times what is there.
        if entry.header_offset < end or entry.file_size > _MAX_PART:
            raise RefusedError(Reason.UNPACKS_TOO_LARGE)
        end = entry.header_offset + 30 + entry.compress_size
    if min((entry.header_offset for entry in entries), default=1) != 0:
        raise RefusedError(Reason.TWO_IN_ONE)


def _is_safe(entry: zipfile.ZipInfo) -> bool:
    """Whether a part has a name that stays within the package and is a plain file (no link of a Unix archive)."""
    name, kind = entry.orig_filename, entry.external_attr >> 28
    parts = name.removesuffix("/").split("/")
    return (
        bool(_PART.fullmatch(name.removesuffix("/"))) and ".." not in parts and "." not in parts and kind in (0, 4, 8)
    )


def _read(package: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> Media:
    files = [entry for entry in entries if not entry.is_dir()]
    if not any(entry.filename == "[Content_Types].xml" for entry in files):
        raise RefusedError(Reason.NOT_ACCEPTED)
    if sum(entry.file_size for entry in files if entry.filename.lower().endswith(_TEXT_PARTS)) > _MAX_XML:
        raise RefusedError(Reason.UNPACKS_TOO_LARGE)
    media = _media(package.read("[Content_Types].xml"))
    for entry in files:
        name = entry.filename.lower()
        if name.endswith(_TEXT_PARTS):
            _look_at_text(name, package.read(entry))
        elif name.endswith(_OTHER_PARTS) or re.fullmatch(r"xl/printersettings/[\w.]+\.bin", name):
            _look_at_file(package, entry)
        else:
            active = "vba" in name or "activex" in name or "macrosheet" in name
            raise RefusedError(Reason.ACTIVE if active else Reason.EMBEDDED)
    return media


def _media(types: bytes) -> Media:
    """What the package says it is. One that holds macros says so, and is neither."""
    found: list[str] = []
    _parse(types, lambda _, attributes: found.append(attributes.get("ContentType", "")))
    if any("macroenabled" in one.lower() or "vbaproject" in one.lower() or "activex" in one.lower() for one in found):
        raise RefusedError(Reason.ACTIVE)
    main = [_MAIN[one] for one in found if one in _MAIN]
    if len(main) != 1:
        raise RefusedError(Reason.NOT_ACCEPTED)
    return main[0]


def _look_at_file(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    with package.open(entry) as part:
        first = part.read(16)
        while part.read(1 << 16):
            pass
    if first.startswith(_FILES):
        raise RefusedError(Reason.EMBEDDED)


def _look_at_text(name: str, content: bytes) -> None:
    head = content[:200].lower()
    if content.startswith((b"\xfe\xff", b"\xff\xfe")) or re.search(rb"encoding\s*=\s*['\"](?!utf-8|us-ascii)", head):
        raise RefusedError(Reason.NOT_ACCEPTED)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"<![CDATA[" in content:
        raise RefusedError(Reason.ACTIVE)
    if name.endswith(".rels"):
        _parse(content, _relation)
        return
    content = _ASIDE.sub(b"", content)
    fields = "".join(_words(found[1]) for found in _FIELD.finditer(content))
    simple = " ".join(_words(found[1]) for found in _SIMPLE.finditer(content))
    if _FETCHES.search(fields) or _FETCHES.search(simple) or b"ddeLink" in content or b"oleLink" in content:
        raise RefusedError(Reason.EXTERNAL)
    if any(_CALLS.search(_QUOTED.sub("", _words(found[1]))) for found in _FORMULA.finditer(content)):
        raise RefusedError(Reason.EXTERNAL)


def _words(raw: bytes) -> str:
    return html.unescape(raw.decode("utf-8", errors="replace"))


def _relation(element: str, attributes: dict[str, str]) -> None:
    if element.rpartition(":")[2] != "Relationship":
        return
    kind, target = attributes.get("Type", ""), attributes.get("Target", "")
    if kind.endswith((*_ACTIVE_TYPES, *_ACTIVE_TYPES_TOO)):
        raise RefusedError(Reason.ACTIVE)
    if kind.endswith(_FILE_TYPES):
        raise RefusedError(Reason.EMBEDDED)
    outside = attributes.get("TargetMode", "").lower() == "external"
    harmless = kind.endswith(_HYPERLINK) and _SAFE_LINK.match(target)
    if kind.endswith(_OUTSIDE_TYPES) or (outside and not harmless):
        raise RefusedError(Reason.EXTERNAL)


def _parse(content: bytes, begin: Callable[[str, dict[str, str]], None]) -> None:
    parser = expat.ParserCreate()
    parser.StartElementHandler = begin
    try:
        parser.Parse(content, True)
    except expat.ExpatError:
        raise RefusedError(Reason.DAMAGED) from None
