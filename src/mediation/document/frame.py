"""The Word frame that docxtpl fills in, written in code so that it can be read and changed like everything else."""

import io
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_FONT: Final = "宋体"
_LATIN: Final = "Times New Roman"
_LINE_MM: Final = 160.0
_NARROW_MM: Final = 12.0
_FIGURE: Final = re.compile(r"-?[0-9][0-9,]*\.[0-9]{2}")


@lru_cache(maxsize=1)
def frame() -> bytes:
    """The template as a DOCX: one loop over the blocks, one branch per kind."""
    document = Document()
    _page(document)
    _line(document, "{%p for b in blocks %}")
    _branch(document, "title", size=20, align=WD_ALIGN_PARAGRAPH.CENTER)
    _branch(document, "heading", size=12.5, bold=True)
    _branch(document, "note", size=10.5, align=WD_ALIGN_PARAGRAPH.CENTER)
    _branch(document, "right", align=WD_ALIGN_PARAGRAPH.RIGHT)
    _branch(document, "line")
    _branch(document, "sign", after=18)
    _branch(document, "paragraph", indent=Pt(23))
    _branch(document, "page", text="{{ '\\f' }}")
    _branch(document, "qr", text="{{ b.text }}　{{ b.address }}")
    _table(document)
    _fields(document)
    _line(document, "{%p endfor %}")
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _LATIN, Pt(11.5)
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "zh-CN")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.get_or_add_rPr().append(language)
    normal.paragraph_format.space_after = Pt(3)
    _run(section.header.paragraphs[0], "{% if paper.draft %}草稿：内容不完整，不得签署{% endif %}", size=9)
    section.header.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer = section.footer.paragraphs[0]
    _run(footer, "{{ paper.number }}　{{ paper.version }}　第 ", size=8.5)
    _counter(footer, "PAGE")
    _run(footer, " 页，共 ", size=8.5)
    _counter(footer, "NUMPAGES")
    _run(footer, " 页", size=8.5)


def fit(document: Any, blocks: Sequence[dict[str, Any]]) -> None:
    """Give the tables of a filled-in document their widths, and figures their place at the right."""
    for table, block in zip(document.tables, blocks, strict=True):
        widths = _widths(block)
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=False):
            column.width = Mm(width)
        for row in table.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            for at, cell in enumerate(row.cells):
                cell.width = Mm(widths[at % len(widths)])
                cell.paragraphs[0].paragraph_format.space_after = Pt(0)
                if _FIGURE.fullmatch(cell.text):
                    cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _widths(block: dict[str, Any]) -> list[float]:
    if block["kind"] == "fields":
        return [29.0, 51.0, 29.0, 51.0] if any(len(row) == 4 for row in block["rows"]) else [40.0, 120.0]
    narrow = sum(name == "序号" for name in block["head"])
    shares = sum(width for name, width in zip(block["head"], block["widths"], strict=True) if name != "序号")
    share = (_LINE_MM - _NARROW_MM * narrow) / shares
    return [_NARROW_MM if name == "序号" else share * w for name, w in zip(block["head"], block["widths"], strict=True)]


def _run(paragraph: Any, text: str, *, size: float | None = None, bold: bool = False) -> Any:
    run = paragraph.add_run(text)
    if size is not None:
        run.font.size = Pt(size)
    run.bold = bold or None
    return run


def _counter(paragraph: Any, field: str) -> None:
    element = OxmlElement("w:fldSimple")
    element.set(qn("w:instr"), field)
    paragraph._p.append(element)


def _line(document: Any, tag: str) -> None:
    document.add_paragraph(tag)


def _branch(
    document: Any,
    kind: str,
    *,
    size: float | None = None,
    bold: bool = False,
    align: Any = None,
    indent: Any = None,
    after: float | None = None,
    text: str = "{{ b.text }}",
) -> None:
    _line(document, f"{{%p if b.kind == '{kind}' %}}")
    paragraph = document.add_paragraph()
    _run(paragraph, text, size=size, bold=bold)
    if align is not None:
        paragraph.alignment = align
    if indent is not None:
        paragraph.paragraph_format.first_line_indent = indent
    if after is not None:
        paragraph.paragraph_format.space_after = Pt(after)
    _line(document, "{%p endif %}")


def _table(document: Any) -> None:
    _line(document, "{%p if b.kind == 'table' %}")
    table = document.add_table(rows=4, cols=3)
    table.style = "Table Grid"
    _cells(table, 0, "{%tc for name in b.head %}", "{{ name }}", "{%tc endfor %}")
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    _cells(table, 1, "{%tr for row in b.rows %}", "", "")
    _cells(table, 2, "{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")
    _cells(table, 3, "{%tr endfor %}", "", "")
    document.add_paragraph()
    _line(document, "{%p endif %}")


def _fields(document: Any) -> None:
    _line(document, "{%p if b.kind == 'fields' %}")
    table = document.add_table(rows=3, cols=3)
    table.style = "Table Grid"
    _cells(table, 0, "{%tr for row in b.rows %}", "", "")
    _cells(table, 1, "{%tc for cell in row %}", "{{ cell }}", "{%tc endfor %}")
    _cells(table, 2, "{%tr endfor %}", "", "")
    document.add_paragraph()
    _line(document, "{%p endif %}")


def _cells(table: Any, row: int, *texts: str) -> None:
    for cell, text in zip(table.rows[row].cells, texts, strict=True):
        cell.text = text
