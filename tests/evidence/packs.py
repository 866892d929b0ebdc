"""Writers of PDFs, packages and pictures that let a test say what no honest program writes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import docx
import openpyxl
import pikepdf
from PIL import Image

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] %s >>"


def pdf(*more: bytes, catalog: bytes = b"", page: bytes = b"", tail: bytes = b"") -> bytes:
    """A PDF of one page: catalog 1, pages 2, page 3, then `more` from 4 on, with a plain table at its end."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        PAGE % page,
        *more,
    ]
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out) + tail


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream object."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def resaved(data: bytes, **how: Any) -> bytes:
    """The same document as qpdf writes it: packed objects, encryption."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as document:
        document.save(target, **how)
    return target.getvalue()


def packed(data: bytes) -> bytes:
    """With its objects in compressed streams, where no search through the bytes finds their names."""
    return resaved(data, object_stream_mode=pikepdf.ObjectStreamMode.generate, compress_streams=True)


def word() -> bytes:
    """A plain Word file."""
    target = io.BytesIO()
    made = docx.Document()
    made.add_paragraph("工资条 2026年9月")
    made.save(target)
    return target.getvalue()


def excel() -> bytes:
    """A plain Excel file with a sum and a quoted bar."""
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "=SUM(B1:B9)", '=IF(B1>0,"a|b","c")'
    book.save(target)
    return target.getvalue()


def changed(
    package: bytes, parts: Mapping[str, bytes | None], *, replaced: Sequence[tuple[bytes, bytes]] = ()
) -> bytes:
    """A package with parts added, replaced or (None) left out; `replaced` is done in the content types."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "[Content_Types].xml":
                for old, new in replaced:
                    assert old in content, old
                    content = content.replace(old, new)
            if entry.filename not in parts:
                out.writestr(entry.filename, content)
        for name, content in parts.items():
            if content is not None:
                out.writestr(name, content)
    return target.getvalue()


def related(package: bytes, kind: str, target: str, *, mode: str = "", part: str = "word/document.xml") -> bytes:
    """A package one part of which has a further relation."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        rels = source.read(path)
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rX" Type="{base}/{kind}" Target="{target}"{mode}/></Relationships>'
    return changed(package, {path: rels.replace(b"</Relationships>", more.encode())})


def said(package: bytes, xml: str) -> bytes:
    """A Word file with `xml` before the end of its text."""
    with zipfile.ZipFile(io.BytesIO(package)) as source:
        content = source.read("word/document.xml")
    put = f"<w:p><w:r>{xml}</w:r></w:p></w:body>".encode()
    return changed(package, {"word/document.xml": content.replace(b"</w:body>", put)})


def computed(formula: str) -> bytes:
    """An Excel file with one formula, written as text."""
    with zipfile.ZipFile(io.BytesIO(excel())) as source:
        content = source.read("xl/worksheets/sheet1.xml")
    return changed(excel(), {"xl/worksheets/sheet1.xml": content.replace(b"SUM(B1:B9)", formula.encode())})


@dataclass(frozen=True)
class Squeezed:
    """A deflated body, with the size and the sum of what it unpacks to."""

    body: bytes
    size: int
    sum: int


@cache
def squeezed(content: bytes) -> Squeezed:
    """Content, deflated."""
    made = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Squeezed(made.compress(content) + made.flush(), len(content), zlib.crc32(content))


@cache
def many_zeros(mebibytes: int) -> Squeezed:
    """So many zero bytes without ever having them: one block, deflated once, again and again."""
    made, block, total = zlib.compressobj(9, zlib.DEFLATED, -15), bytes(1 << 20), 0
    once = made.compress(block) + made.flush(zlib.Z_FULL_FLUSH)
    for _ in range(mebibytes):
        total = zlib.crc32(block, total)
    return Squeezed(once * mebibytes + b"\x03\x00", mebibytes << 20, total)


def archive(
    *entries: tuple[bytes, bytes | Squeezed],
    sizes: int | None = None,
    mode: int = 0,
    flags: int = 0,
    at: int | None = None,
) -> bytes:
    """A ZIP written by hand: (name, content) each.

    Args:
        sizes: what every entry says it unpacks to, true or not.
        mode: Unix mode of every entry.
        flags: general purpose bits.
        at: where every entry of the directory says it begins; None: where it does.
    """
    out, directory = bytearray(), bytearray()
    for name, content in entries:
        made = content if isinstance(content, Squeezed) else squeezed(content)
        size = made.size if sizes is None else sizes
        fields = (20, flags, 8, 0, 0, made.sum, len(made.body), size, len(name))
        place = len(out) if at is None else at
        out += struct.pack("<4s5H3L2H", b"PK\x03\x04", *fields, 0) + name + made.body
        directory += struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 0x314, *fields, 0, 0, 0, 0, mode << 16, place) + name
    count = len(entries) % 65_536
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + end)


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (64, 48), **how: Any) -> bytes:
    """A picture of some pattern."""
    target = io.BytesIO()
    made = Image.linear_gradient("L").resize(size).convert(mode)
    if mode == "RGBA":
        made.putalpha(Image.radial_gradient("L").resize(size))
    made.save(target, kind, **how)
    return target.getvalue()


def png_chunk(name: bytes, body: bytes) -> bytes:
    """One chunk of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(width: int, height: int, body: bytes = b"", more: bytes = b"") -> bytes:
    """A grey PNG that says it is so wide and so high."""
    head = png_chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + head
        + more
        + png_chunk(b"IDAT", body or zlib.compress(bytes(64)))
        + png_chunk(b"IEND", b"")
    )


def zeros(mebibytes: int) -> bytes:
    """So many zero bytes as zlib packs them."""
    total, block = 1, bytes(1 << 20)
    for _ in range(mebibytes):
        total = zlib.adler32(block, total)
    return b"\x78\xda" + many_zeros(mebibytes).body + total.to_bytes(4, "big")
