"""The process that sets papers: JSON in, the bytes of a PDF or a DOCX out, again and again until its input ends.

It runs beside the product (`press.py`), without its settings, keys or database: what it is sent is all it knows. Refuses
to hold anything of a case, and to read any file but its own templates and fonts.
"""

import io
import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from mediation.infra.pipes import serve

_TEMPLATES: Final = Path(__file__).parent / "templates"


def pdf(paper: dict[str, Any]) -> bytes:
    """The paper as PDF, fonts embedded, tagged, in Chinese."""
    asked = {**paper, "fonts": _more_families(tuple(paper["font_paths"]))}
    made = _compiler(tuple(paper["font_paths"])).compile(
        format="pdf", sys_inputs={"paper": json.dumps(asked, ensure_ascii=False)}, timestamp=0
    )
    assert isinstance(made, bytes), "one document, one file"
    return made


@lru_cache(maxsize=2)
def _fonts(paths: tuple[str, ...]) -> Any:
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*paths])


def _more_families(paths: tuple[str, ...]) -> list[str]:
    return sorted(set(_fonts(paths).families()) - {"Noto Serif SC", "Noto Serif TC", "Noto Serif JP"})


@lru_cache(maxsize=2)
def _compiler(paths: tuple[str, ...]) -> Any:
    import typst

    return typst.Compiler(
        input=str(_TEMPLATES / "page.typ"),
        root=str(_TEMPLATES),
        font_paths=_fonts(paths),
        package_path="/nonexistent",
        package_cache_path="/nonexistent",
    )


def docx(paper: dict[str, Any]) -> bytes:
    """The paper as DOCX, to be edited."""
    from docxtpl import DocxTemplate

    from mediation.document.frame import fit, frame

    document = DocxTemplate(io.BytesIO(frame()))
    blocks = [part for block in paper["blocks"] for part in _for_word(block)]
    document.render({"paper": paper, "blocks": blocks}, autoescape=True)
    fit(document.docx, [block for block in blocks if block["kind"] in ("fields", "table")])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def _for_word(block: dict[str, Any]) -> list[dict[str, Any]]:
    """A paragraph of several lines as several paragraphs; everything else as it is."""
    if block["kind"] != "paragraph":
        return [block]
    return [block | {"text": line} for line in block["text"].split("\n")]


_SETTERS: Final = {"pdf": pdf, "docx": docx}


def set_paper(asked: bytes) -> bytes:
    """The bytes of the paper that `asked` is, as JSON."""
    paper = json.loads(asked)
    return _SETTERS[paper["format"]](paper)


if __name__ == "__main__":
    serve(set_paper, sys.stdin.buffer, sys.stdout.buffer)
