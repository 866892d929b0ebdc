"""Reads a PDF and a DOCX as anybody's program would."""

import io
import zipfile
from typing import Any

import pypdf
from docx import Document


def pdf_text(content: bytes) -> str:
    """The text of every page, without the breaks that lines make."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages]
    return "\n".join(pages).replace("\n", "").replace(" ", "")


def pdf_fonts(content: bytes) -> list[tuple[str, bool]]:
    """Name and whether it is embedded, of every font of every page."""
    found: dict[str, bool] = {}
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        fonts: Any = page["/Resources"].get("/Font", {})
        for font in fonts.values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            descriptor = inner["/FontDescriptor"].get_object()
            found[str(inner["/BaseFont"])] = any(f"/FontFile{n}" in descriptor for n in ("", "2", "3"))
    return sorted(found.items())


def docx_text(content: bytes) -> str:
    """The text of paragraphs, cells, headers and footers."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
    document = Document(io.BytesIO(content))
    parts = [paragraph.text for paragraph in document.paragraphs]
    parts += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for section in document.sections:
        parts += [p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join(parts).replace("\n", "").replace(" ", "")


def text_of(content: bytes) -> str:
    """Of either."""
    return pdf_text(content) if content.startswith(b"%PDF-") else docx_text(content)
