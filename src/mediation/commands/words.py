"""The English catalogues of the staff's pages, kept in step with the templates: one for each folder of templates."""

from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from mediation.web import words

TEMPLATES: Final = words.HERE / "templates" / "client"
CATALOGUES: Final = words.HERE / "locales" / "en"
_METHOD: Final = "jinja2.ext:babel_extract"
_OPTIONS: Final = {
    "extensions": "jinja2.ext.do",
    "silent": "false",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
}
"""as the pages are read; a template that cannot be read is an error here, too, not one without sentences"""


def sentences() -> dict[str, dict[str, None]]:
    """The sentences of the templates by folder, in their order; those of the top folder belong to `common`."""
    found: dict[str, dict[str, None]] = {}
    for path in sorted(TEMPLATES.rglob("*.html")):
        folder = path.relative_to(TEMPLATES).parts[0] if path.parent != TEMPLATES else "common"
        with path.open("rb") as file:
            for _, message, _, _ in extract(_METHOD, file, options=_OPTIONS):
                for sentence in (message,) if isinstance(message, str) else message:
                    found.setdefault(folder, {})[str(sentence)] = None
    common = found.setdefault("common", {})
    return {folder: {s: None for s in said if folder == "common" or s not in common} for folder, said in found.items()}


def update() -> list[str]:
    """Write the catalogues: new sentences without English, left-over ones gone. Returns the sentences without English."""
    known, missing = words.english(), []
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    found = sentences()
    for path in CATALOGUES.glob("*.po"):
        if path.stem not in found:
            path.unlink()
    for folder, said in found.items():
        kept = _read(CATALOGUES / f"{folder}.po")
        catalogue = Catalog(locale="en", fuzzy=False)
        for sentence in said:
            english = kept.get(sentence) or known.get(sentence, "")
            catalogue.add(sentence, english)
            missing += [] if english else [f"{folder}.po: {sentence}"]
        with (CATALOGUES / f"{folder}.po").open("wb") as file:
            write_po(file, catalogue, width=0, omit_header=True)
    return missing


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    with path.open("rb") as file:
        return {str(m.id): str(m.string) for m in read_po(file, locale="en") if m.id and m.string}
