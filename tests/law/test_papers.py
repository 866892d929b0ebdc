"""Every paper rests on a clause, is called something in both languages, and asks for what its form prints."""

import re
from pathlib import Path

from mediation.document import forms_of_case
from mediation.law.papers import GIVEN, LABELS, PAPERS, PaperGroup, PaperKind
from mediation.law.sources.source import Source

FORMS = Path(forms_of_case.__file__).parent / "forms"


def test_every_kind_has_its_row_with_source_and_title() -> None:
    assert set(PAPERS) == set(PaperKind)
    for paper in PAPERS.values():
        assert paper.title.zh
        assert paper.title.en
        assert paper.fields, paper.kind
        assert all(isinstance(source, Source) and source.quote for source in paper.sources), paper.kind
        assert all(paper.source_of(field).quote for field in paper.fields)
    assert {paper.group for paper in PAPERS.values()} == set(PaperGroup)


def test_every_field_is_said_in_both_languages_and_used() -> None:
    used = {field for paper in PAPERS.values() for field in (*paper.fields, *paper.optional)}

    assert used == set(LABELS)
    assert used >= GIVEN
    assert all(label.zh and label.en for label in LABELS.values())


def test_what_a_form_prints_is_what_its_row_asks_for() -> None:
    """A field that is asked for and printed nowhere would be typed for nothing; `claims`, `workers` and the like are tables."""
    shared = "\n".join(path.read_text(encoding="utf-8") for path in sorted(FORMS.glob("_*.txt")))
    for paper in PAPERS.values():
        text = (FORMS / f"{paper.kind.value}.txt").read_text(encoding="utf-8")
        text = text + (shared if "import" in text else "")
        printed = set(re.findall(r"\bv\.([a-z_]+)", text))
        known = {field.value for field in (*paper.fields, *paper.optional)}
        own = set(re.findall(r"\bv\.([a-z_]+)", (FORMS / f"{paper.kind.value}.txt").read_text(encoding="utf-8")))
        assert own <= known, (paper.kind, own - known)
        asked = {field.value for field in paper.fields if field in GIVEN}
        assert asked <= printed, (paper.kind, asked - printed)
