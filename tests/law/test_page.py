"""The page of all deadlines, for a lawyer to read."""

import re

from mediation import rulebook
from mediation.law.deadlines import ROWS
from mediation.law.deadlines.page import markdown
from mediation.settings import resource_dir

BOOK = rulebook.load(resource_dir("policies"))
PAGE = markdown(BOOK)


def test_every_row_stands_once_in_its_section_with_its_article() -> None:
    found = re.findall(r"^\| ([A-Z]-[\w.]+)(?: \*\*\?\*\*)? \|", PAGE, re.MULTILINE)

    assert found == list(ROWS)
    for row in ROWS.values():
        (line,) = re.findall(rf"^\| {re.escape(row.id)}(?: \*\*\?\*\*)? \|.*$", PAGE, re.MULTILINE)
        assert row.source.zh in line
        assert row.consequence.zh in line
        assert ("**?**" in line) is row.sign_off
        assert ("internal" in line) is row.internal


def test_every_value_of_a_region_and_every_question_is_shown() -> None:
    local = [row for region in BOOK.regions.values() for row in region.rows.values()]

    for row in local:
        assert f"| {row.id}" in PAGE
        assert row.source.zh in PAGE
    asked = [row for row in (*ROWS.values(), *local) if row.open_question]
    assert PAGE.count("\n- **") == len(asked) + 1
    assert "调休上班" in PAGE
    for row in asked:
        assert row.open_question.zh in PAGE


def test_every_line_of_a_table_has_the_cells_of_its_head() -> None:
    cells = 0
    for line in PAGE.splitlines():
        if line.startswith("|---"):
            cells = line.count("|")
        elif line.startswith("| ") and cells and not line.startswith(("| |", "| 文件", "| 地区")):
            assert line.count("|") == cells, line
        elif not line.startswith("|"):
            cells = 0
