"""Files that somebody hostile, or only careless, might attach: made here, each with what must become of it.

`python -m tests.evidence.corpus FOLDER` writes them out, to be looked at with other tools.
"""

import gzip
import io
import lzma
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pikepdf
from PIL import Image

from mediation.evidence.found import Media, Reason
from tests.evidence import packs

MARK = b"<script>alert(document.domain)</script>"
"""What must not be in anything handed out."""
PLACE = "31.2304,121.4737"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@dataclass(frozen=True)
class Sample:
    """One file: its family, its name, its bytes, and what it is taken for, or why it is not."""

    family: str
    name: str
    data: bytes
    expected: Media | Reason | frozenset[Reason]

    @property
    def is_taken(self) -> bool:
        """Whether it is taken."""
        return isinstance(self.expected, Media)

    def fits(self, said: Media | Reason) -> bool:
        """Whether this is what must become of it."""
        return said in self.expected if isinstance(self.expected, frozenset) else said == self.expected


def _good() -> Iterator[tuple[str, bytes, Media]]:
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "家里"
    exif.get_ifd(0x8825)[1] = "N"
    yield "photo.jpg", packs.picture("JPEG", exif=exif, comment=PLACE.encode()), Media.JPEG
    yield "grey.jpg", packs.picture("JPEG", "L"), Media.JPEG
    yield "print.jpg", packs.picture("JPEG", "CMYK"), Media.JPEG
    yield "progressive.jpg", packs.picture("JPEG", progressive=True), Media.JPEG
    yield "a.png", packs.picture("PNG"), Media.PNG
    yield "see-through.png", packs.picture("PNG", "RGBA"), Media.PNG
    yield "palette.png", packs.picture("PNG", "P"), Media.PNG
    yield "bits.png", packs.picture("PNG", "1"), Media.PNG
    yield "deep.png", packs.picture("PNG", "I;16"), Media.PNG
    yield "a.webp", packs.picture("WEBP"), Media.JPEG
    yield "see-through.webp", packs.picture("WEBP", "RGBA"), Media.PNG
    yield "plain.pdf", packs.pdf(), Media.PDF
    yield "packed.pdf", packs.packed(packs.pdf()), Media.PDF
    link = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://a.cn) >> >>]"
    yield "link.pdf", packs.pdf(page=link), Media.PDF
    yield "opens-at.pdf", packs.pdf(catalog=b"/OpenAction [3 0 R /Fit]"), Media.PDF
    yield "no-printing.pdf", packs.resaved(packs.pdf(), encryption=pikepdf.Encryption(owner="x", user="")), Media.PDF
    yield "contract.docx", packs.word(), Media.DOCX
    site = packs.related(packs.word(), "hyperlink", "https://a.cn", mode=' TargetMode="External"')
    yield "site.docx", site, Media.DOCX
    yield "paged.docx", packs.said(packs.word(), "<w:instrText>PAGE</w:instrText>"), Media.DOCX
    yield "sheet.xlsx", packs.excel(), Media.XLSX
    yield "chat.txt", "王明：工资什么时候发？\n老板：3<5 天内\n".encode(), Media.TEXT
    yield "bom.csv", b"\xef\xbb\xbf" + "日期,金额\n11-20,6480.00\n".encode(), Media.TEXT
    yield "gb.csv", "日期,金额,备注\n11-20,6480.00,工资\n".encode("gb18030"), Media.TEXT
    yield "eicar.txt", EICAR, Media.TEXT  # the scanner's business


def _others() -> Iterator[tuple[str, bytes, Reason | frozenset[Reason]]]:
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as tar:
        tar.addfile(tarfile.TarInfo("a"), io.BytesIO(b""))
    linked = io.BytesIO()
    with tarfile.open(fileobj=linked, mode="w") as tar:
        link = tarfile.TarInfo("a")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    no = Reason.NOT_ACCEPTED
    yield "a.gif", packs.picture("GIF"), no
    yield "a.bmp", packs.picture("BMP"), no
    yield "a.tiff", packs.picture("TIFF"), no
    yield "a.ico", packs.picture("ICO"), no
    yield "a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", no
    yield "a.mp4", b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", no
    yield "a.mp3", b"ID3\x03\x00\x00\x00\x00\x00\x0fTIT2\x00", no
    yield "a.wav", b"RIFF\x24\x00\x00\x00WAVEfmt \x10\x00\x00\x00", no
    yield "a.exe", b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff", no
    yield "a.elf", b"\x7fELF\x02\x01\x01\x00" + bytes(8), no
    yield "a.class", b"\xca\xfe\xba\xbe\x00\x00\x00\x34", no
    yield "a.wasm", b"\x00asm\x01\x00\x00\x00", no
    yield "a.swf", b"CWS\x09\x00\x00\x00\x00x\x9c", no
    yield "a.rar", b"Rar!\x1a\x07\x01\x00", no
    yield "a.7z", b"7z\xbc\xaf\x27\x1c\x00\x04", no
    yield "a.gz", gzip.compress(b"a"), no
    yield "a.xz", lzma.compress(b"a"), no
    yield "a.tar", plain.getvalue(), no
    yield "link.tar", linked.getvalue(), no
    yield "a.lnk", b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(8), no
    yield "a.url", b"[InternetShortcut]\r\nURL=file:///c:/a.exe\r\n", Reason.EXTERNAL
    yield "a.sh", b"#!/bin/sh\nrm -rf /\n", Reason.ACTIVE
    yield "a.rtf", b"{\\rtf1{\\object\\objdata 0105}}", no
    yield "a.ps", b"%!PS-Adobe-3.0\n(/etc/passwd) run\n", no
    yield "a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504), Reason.OLD_OFFICE
    yield "a.zip", packs.archive((b"a.txt", b"a")), no
    yield "a.jar", packs.archive((b"META-INF/MANIFEST.MF", b"Main-Class: A\n")), no
    yield "a.odt", packs.archive((b"mimetype", b"application/vnd.oasis.opendocument.text")), no
    yield "a.ofd", packs.archive((b"OFD.xml", b"<ofd:OFD/>")), no
    yield "utf16.txt", "工资".encode("utf-16"), frozenset({no})
    yield "nul.txt", b"a\x00b", no
    yield "escape.txt", b"a\x1b]0;b\x07", no
    yield "empty", b"", Reason.EMPTY
    yield "blank.txt", b" \r\n\t ", Reason.EMPTY
    yield "large.txt", b"a" * (20 * 1024 * 1024 + 1), Reason.TOO_LARGE
    yield "cut.jpg", packs.picture("JPEG", size=(400, 400))[:900], Reason.DAMAGED
    yield "cut.png", packs.picture("PNG", size=(400, 400))[:120], Reason.DAMAGED
    yield "cut.pdf", packs.pdf()[:200], Reason.DAMAGED
    yield "cut.docx", packs.word()[:4000], Reason.DAMAGED
    yield "only-magic.jpg", b"\xff\xd8\xff\xe0", Reason.DAMAGED
    moving = [Image.new("RGB", (9, 9), color) for color in ("red", "blue")]
    for name, kind in (("moving.png", "PNG"), ("moving.webp", "WEBP")):
        target = io.BytesIO()
        moving[0].save(target, kind, save_all=True, append_images=moving[1:])
        yield name, target.getvalue(), Reason.MOVING


def _markup() -> Iterator[tuple[str, bytes, Reason]]:
    svg = b'<svg xmlns="http://www.w3.org/2000/svg">' + MARK + b"</svg>"
    for name, data in (
        ("a.html", b"<!DOCTYPE html><html>" + MARK),
        ("upper.html", b"<HTML><BODY ONLOAD=alert(1)>"),
        ("spaces.html", b"  \r\n\t<  script >alert(1)</script>"),
        ("bom.html", b"\xef\xbb\xbf<html>" + MARK),
        ("comment.html", b"<!-- contract -->" + MARK),
        ("late.html", b"contract\n" * 5_000 + MARK),
        ("gb.html", "合同".encode("gb18030") + MARK),
        ("image.html", b"<img src=x onerror=alert(1)>"),
        ("meta.html", b"<meta http-equiv=refresh content=0;url=//a.cn>"),
        ("a.svg", svg),
        ("declared.svg", b'<?xml version="1.0"?>' + svg),
        ("prefixed.svg", b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>'),
        ("a.xhtml", b'<html xmlns="http://www.w3.org/1999/xhtml">' + MARK + b"</html>"),
        ("a.xml", b'<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?><a/>'),
        ("laughs.xml", b'<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'),
        ("a.mhtml", b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n--a\r\n"),
        ("a.eml", b"Subject: a\r\nContent-Type: text/html\r\n\r\nhello"),
    ):
        yield name, data, Reason.MARKUP


def _two() -> Iterator[tuple[str, bytes, Media | Reason | frozenset[Reason]]]:
    package, two = packs.archive((b"a.class", b"\xca\xfe\xba\xbe")), Reason.TWO_IN_ONE
    yield "head.pdf", packs.pdf().replace(b"%\xe2\xe3\xcf\xd3", b"%<html>" + MARK), two
    yield "tail.pdf", packs.pdf(tail=b"<html>" + MARK), two
    yield "zip.pdf", packs.pdf(tail=package), two
    yield "zip-inside.pdf", packs.pdf(packs.stream(package)), two
    yield "late-start.pdf", b"<html>" + MARK + packs.pdf(), frozenset({Reason.MARKUP, Reason.NOT_ACCEPTED})
    yield "zip.jpg", packs.picture("JPEG") + package, two
    yield "zip.png", packs.picture("PNG") + package, two
    yield "zip.webp", packs.picture("WEBP") + package, two
    yield "gifar.gif", packs.picture("GIF") + package, Reason.NOT_ACCEPTED
    yield "exe.docx", b"MZ" + packs.word(), Reason.NOT_ACCEPTED
    yield "tail.docx", packs.word() + b"<html>" + MARK, frozenset({two, Reason.DAMAGED})
    yield "pdf.docx", packs.changed(packs.word(), {}) + packs.pdf(), frozenset({two, Reason.DAMAGED})
    yield "before.docx", b"PK\x03\x04" + bytes(40) + packs.word(), two
    commented = io.BytesIO(packs.word())
    with zipfile.ZipFile(commented, "a") as box:
        box.comment = MARK
    yield "comment.docx", commented.getvalue(), two
    yield "zip.txt", b"contract\n" + b"PK\x05\x06" + b" " * 18, frozenset({two, Reason.NOT_ACCEPTED})
    # These are pictures whatever else they are: written anew, nothing else is left.
    code = b"\xff\xfe" + (len(MARK) + 2).to_bytes(2) + MARK
    start, rest = packs.picture("JPEG")[:2], packs.picture("JPEG")[2:]
    yield "js.jpg", start + code + rest, Media.JPEG
    yield "tail.jpg", packs.picture("JPEG") + MARK, Media.JPEG
    yield "php.png", packs.png_of(8, 8, zlib.compress(bytes(72)), packs.png_chunk(b"tEXt", b"a\0" + MARK)), Media.PNG
    yield "tail.png", packs.picture("PNG") + MARK, Media.PNG
    exif = Image.Exif()
    exif[0x010E] = MARK.decode()
    yield "exif.webp", packs.picture("WEBP", exif=exif), Media.JPEG


def _bombs() -> Iterator[tuple[str, bytes, Reason | frozenset[Reason]]]:
    large, many = Reason.UNPACKS_TOO_LARGE, Reason.TOO_COMPLEX
    types = packs.changed(packs.word(), {})
    with zipfile.ZipFile(io.BytesIO(types)) as source:
        first = (b"[Content_Types].xml", source.read("[Content_Types].xml"))
    flat = packs.archive((b"word/document.xml", packs.many_zeros(200)))
    yield "flat.zip", flat, large
    body = b"<w:p/>" * 2_300_000
    yield "text.docx", packs.changed(packs.word(), {"word/document.xml": body}), large
    yield "cells.xlsx", packs.changed(packs.excel(), {"xl/worksheets/sheet1.xml": body}), large
    yield "image.docx", packs.archive(first, (b"word/media/a.png", packs.many_zeros(30))), large
    yield "liar.docx", packs.archive(first, (b"word/document.xml", packs.many_zeros(40)), sizes=1_000), Reason.DAMAGED
    yield "nested.docx", packs.changed(packs.word(), {"word/media/a.png": flat}), Reason.EMBEDDED
    same = packs.archive(*[(b"a%05d.xml" % n, b"") for n in range(900)], sizes=60_000, at=0)
    yield "overlapping.zip", same, frozenset({large, Reason.DAMAGED})
    yield "crowd.zip", packs.archive(*[(b"word/%d.xml" % n, b"") for n in range(100_000)]), large
    laughs = b'<!DOCTYPE a [<!ENTITY b "' + b"b" * 9_000 + b'">]><a>' + b"&b;" * 99_000 + b"</a>"
    yield "laughs.docx", packs.changed(packs.word(), {"word/document.xml": laughs}), Reason.ACTIVE
    yield (
        "laughs-types.docx",
        packs.changed(packs.word(), {"[Content_Types].xml": laughs}),
        frozenset({Reason.NOT_ACCEPTED, Reason.ACTIVE, Reason.DAMAGED}),
    )
    yield "square.png", packs.png_of(60_000, 60_000), Reason.TOO_MANY_PIXELS
    yield "zeros.png", packs.png_of(12_000, 12_000, packs.zeros(138)), Reason.TOO_MANY_PIXELS
    text = packs.png_chunk(b"zTXt", b"a\0\0" + packs.zeros(200))
    yield "text.png", packs.png_of(8, 8, more=text), Reason.DAMAGED
    profile = packs.png_chunk(b"iCCP", b"a\0\0" + packs.zeros(200))
    yield "profile.png", packs.png_of(8, 8, more=profile), Reason.DAMAGED
    wide = bytearray(packs.picture("JPEG", size=(64, 64)))
    place = wide.index(b"\xff\xc0") + 5
    wide[place : place + 4] = (65_000).to_bytes(2) + (65_000).to_bytes(2)
    yield "wide.jpg", bytes(wide), Reason.TOO_MANY_PIXELS
    scans = packs.picture("JPEG", progressive=True)
    scan = scans[scans.rindex(b"\xff\xda") : -2]
    yield "scans.jpg", scans[:-2] + scan * 5_000 + b"\xff\xd9", many
    yield "square.webp", _webp(16_383, 16_383), Reason.TOO_MANY_PIXELS
    yield "objects.pdf", packs.pdf(*[b"null"] * 100_000), many
    yield "says.pdf", packs.pdf().replace(b"/Size 4", b"/Size 9999999"), many
    table = b"/Type /XRef /Size 9 /W [1 4 2] /Root 1 0 R /Filter /FlateDecode"
    yield "table.pdf", packs.pdf(packs.stream(packs.zeros(100), table)), many
    inner = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
    yield "packed.pdf", packs.pdf(packs.stream(packs.zeros(100), inner)), many
    yield "deep.pdf", packs.pdf(b"[" * 60 + b"]" * 60), many
    yield "deeper.pdf", packs.pdf(b"[" * 100_000 + b"]" * 100_000), frozenset({many, Reason.DAMAGED})
    loop = packs.pdf().replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    yield "loop.pdf", loop, Reason.DAMAGED


def _webp(width: int, height: int) -> bytes:
    body = b"VP8X" + (10).to_bytes(4, "little") + bytes(4) + (width - 1).to_bytes(3, "little")
    body += (height - 1).to_bytes(3, "little") + b"VP8 " + (10).to_bytes(4, "little")
    frame = b"\x30\x01\x00\x9d\x01\x2a" + width.to_bytes(2, "little") + height.to_bytes(2, "little")
    return b"RIFF" + (len(body) + 14).to_bytes(4, "little") + b"WEBP" + body + frame


def _acting_pdfs() -> Iterator[tuple[str, bytes, Reason | frozenset[Reason]]]:
    acts, inside = Reason.ACTIVE, Reason.EMBEDDED
    js = b"<< /S /JavaScript /JS (app.alert(1)) >>"
    opens = packs.pdf(catalog=b"/OpenAction " + js)
    yield "opens.pdf", opens, acts
    yield "names.pdf", packs.pdf(js, catalog=b"/Names << /JavaScript << /Names [(a) 4 0 R] >> >>"), acts
    yield "escaped.pdf", packs.pdf(b"<< /S /J#61va#53cript /#4aS (a) >>", catalog=b"/OpenAction 4 0 R"), acts
    yield "packed.pdf", packs.packed(packs.pdf(js, catalog=b"/OpenAction 4 0 R")), acts
    yield "owner.pdf", packs.resaved(opens, encryption=pikepdf.Encryption(owner="x", user="")), acts
    yield "page.pdf", packs.pdf(page=b"/AA << /O " + js + b" >>"), acts
    yield "chained.pdf", packs.pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next " + js + b" >>"), acts
    field = b"<< /FT /Tx /T (a) /Kids [] /AA << /K << /S /JavaScript /JS (a) >> >> >>"
    yield "field.pdf", packs.pdf(field, catalog=b"/AcroForm << /Fields [4 0 R] >>"), acts
    yield "form.pdf", packs.pdf(packs.stream(b"<xdp/>"), catalog=b"/AcroForm << /Fields [] /XFA 4 0 R >>"), acts
    for action in (
        b"Launch /F (cmd.exe)",
        b"SubmitForm /F (https://a.cn)",
        b"ImportData /F (a.fdf)",
        b"GoToR /F (a.pdf)",
    ):
        name = action.partition(b" ")[0].decode().lower()
        yield f"{name}.pdf", packs.pdf(catalog=b"/OpenAction << /S /" + action + b" >>"), acts
    yield "gotoe.pdf", packs.pdf(catalog=b"/OpenAction << /S /GoToE /T << /R /C >> >>"), acts
    for subtype in (b"Movie", b"Sound", b"Rendition"):
        link = b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /" + subtype + b" >> >>]"
        yield f"{subtype.decode().lower()}.pdf", packs.pdf(page=link), acts
    yield "rich.pdf", packs.pdf(page=b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]"), acts
    file = packs.stream(b"MZ", b"/Type /EmbeddedFile")
    spec = b"<< /Type /Filespec /F (a.exe) /EF << /F 4 0 R >> >>"
    yield "attached.pdf", packs.pdf(file, spec, catalog=b"/Names << /EmbeddedFiles << /Names [(a) 5 0 R] >> >>"), inside
    yield "pinned.pdf", packs.pdf(file, spec, page=b"/Annots [<< /Subtype /FileAttachment /FS 5 0 R >>]"), inside
    yield "associated.pdf", packs.packed(packs.pdf(file, spec, catalog=b"/AF [5 0 R]")), inside
    yield "locked.pdf", packs.resaved(packs.pdf(), encryption=pikepdf.Encryption(owner="x", user="y")), Reason.ENCRYPTED
    yield "pageless.pdf", packs.pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0"), Reason.DAMAGED
    yield "tableless.pdf", packs.pdf().replace(b"xref\n0 4", b"xrxx\n0 4"), Reason.DAMAGED


def _acting_packages() -> Iterator[tuple[str, bytes, Reason | frozenset[Reason]]]:
    word, excel = packs.word(), packs.excel()
    acts, inside, away = Reason.ACTIVE, Reason.EMBEDDED, Reason.EXTERNAL
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    outside = ' TargetMode="External"'
    yield "macro.docm", packs.changed(word, {}, replaced=[(main, macro)]), acts
    yield "vba.docx", packs.changed(word, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}), acts
    yield "vba-related.docx", packs.related(word, "vbaProject", "a.png"), acts
    yield "control.docx", packs.related(word, "control", "activeX/a.xml"), acts
    yield "activex.docx", packs.changed(word, {"word/activeX/activeX1.bin": b"a"}), acts
    yield "ribbon.docx", packs.related(word, "ui/extensibility", "customUI/a.xml"), acts
    yield "entity.docx", packs.changed(word, {"word/a.xml": b'<!DOCTYPE a SYSTEM "https://a.cn"><a/>'}), acts
    yield "cdata.docx", packs.said(word, "<w:instrText><![CDATA[DDE]]></w:instrText>"), acts
    yield "ole.docx", packs.related(word, "oleObject", "embeddings/a.png"), inside
    yield "ole-part.docx", packs.changed(word, {"word/embeddings/oleObject1.bin": b"a"}), inside
    yield "sheet.docx", packs.related(word, "package", "embeddings/a.xlsx"), inside
    yield "chunk.docx", packs.related(word, "aFChunk", "a.html"), inside
    yield "html.docx", packs.changed(word, {"word/a.html": MARK}), inside
    yield "exe.docx", packs.changed(word, {"word/media/a.png": b"MZ\x90\x00"}), inside
    yield "template.docx", packs.related(word, "attachedTemplate", "https://a.cn/a.dotm", mode=outside), away
    yield "picture.docx", packs.related(word, "image", "https://a.cn/a.png", mode=outside), away
    yield "frame.docx", packs.related(word, "frame", "https://a.cn", mode=outside), away
    yield "share.docx", packs.related(word, "hyperlink", "file:////a.cn/a", mode=outside), away
    yield "script.docx", packs.related(word, "hyperlink", "javascript:alert(1)", mode=outside), away
    yield "case.docx", packs.related(word, "image", "https://a.cn/a.png", mode=' TargetMode="external"'), away
    yield "dde.docx", packs.said(word, "<w:instrText>DDEAUTO c:\\cmd.exe</w:instrText>"), away
    yield "split.docx", packs.said(word, "<w:instrText>D</w:instrText><w:instrText>DE cmd</w:instrText>"), away
    yield "entities.docx", packs.said(word, "<w:instrText>&#68;&#x44;E cmd</w:instrText>"), away
    yield "aside.docx", packs.said(word, "<w:instrText>D<!-- -->DE cmd</w:instrText>"), away
    yield "simple.docx", packs.said(word, "<w:fldSimple w:instr='DDE cmd'/>"), away
    yield "include.docx", packs.said(word, "<w:instrText>INCLUDEPICTURE https://a.cn</w:instrText>"), away
    yield "link.xlsx", packs.related(excel, "externalLink", "externalLinks/a.xml", part="xl/workbook.xml"), away
    yield "dde.xlsx", packs.changed(excel, {"xl/externalLinks/a.xml": b'<ddeLink ddeService="cmd"/>'}), away
    yield "command.xlsx", packs.computed("cmd|'/C calc'!A0"), away
    yield "service.xlsx", packs.computed('WEBSERVICE("https://a.cn")'), away
    wide = '<?xml version="1.0" encoding="UTF-16"?><a/>'
    yield "utf16.docx", packs.changed(word, {"word/a.xml": wide.encode("utf-16")}), Reason.NOT_ACCEPTED
    yield (
        "two.docx",
        packs.changed(word, {}, replaced=[(b"</Types>", b'<Override PartName="/b" ContentType="%s"/></Types>' % main)]),
        Reason.NOT_ACCEPTED,
    )
    yield "no-types.docx", packs.changed(word, {"[Content_Types].xml": None}), Reason.NOT_ACCEPTED
    yield "locked.docx", packs.archive((b"[Content_Types].xml", b"a"), flags=1), Reason.ENCRYPTED
    unsafe = Reason.UNSAFE_NAMES
    for name in (
        b"../../a.xml",
        b"/etc/a.xml",
        b"word\\..\\a.xml",
        b"C:/a.xml",
        b"word/a\x00.xml",
        b"word/\xe2\x80\xae.xml",
        b"a/./b.xml",
        b"word//a.xml",
    ):
        yield f"name-{name!r}.docx", packs.archive((b"[Content_Types].xml", b"a"), (name, b"a")), unsafe
    yield (
        "twice.docx",
        packs.archive((b"[Content_Types].xml", b"a"), (b"word/a.xml", b"a"), (b"WORD/A.xml", b"a")),
        unsafe,
    )
    yield "symlink.docx", packs.archive((b"[Content_Types].xml", b"/etc/passwd"), mode=0o120777), unsafe
    yield "device.docx", packs.archive((b"[Content_Types].xml", b""), mode=0o020666), unsafe


_FAMILIES = {
    "good": _good,
    "other kinds": _others,
    "markup": _markup,
    "two in one": _two,
    "bombs": _bombs,
    "acting PDF": _acting_pdfs,
    "acting packages": _acting_packages,
}


@cache
def corpus() -> tuple[Sample, ...]:
    """All of them."""
    return tuple(Sample(family, *made) for family, makes in _FAMILIES.items() for made in makes())


def family(name: str) -> tuple[Sample, ...]:
    """Those of one family."""
    return tuple(Sample(name, *made) for made in _FAMILIES[name]())


def main() -> None:
    """Write every file into a folder."""
    folder = Path(sys.argv[1])
    for number, sample in enumerate(corpus()):
        place = folder / sample.family
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:03d}-{sample.name.replace('/', '_')}").write_bytes(sample.data)


if __name__ == "__main__":
    main()
