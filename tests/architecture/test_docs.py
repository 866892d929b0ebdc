"""What is written about the house is true of it."""

import ast
import re

import pytest
from tests.architecture.source import ROOT, modules

HOME = ROOT.parents[1]
PAGES = sorted([*HOME.glob("*.md"), *HOME.glob("docs/**/*.md"), HOME / "migrations/README.md"])
FOLDERS = sorted(path.name for path in ROOT.iterdir() if (path / "__init__.py").exists())
NO_FEATURE = {"seed", "story", "law"}


def test_the_house_is_described_room_by_room():
    said = (HOME / "docs/architecture.md").read_text(encoding="utf-8")
    pages = sorted(path.name for path in ROOT.glob("*.py") if path.name != "__init__.py")

    assert [name for name in FOLDERS if f"`{name}/`" not in said] == []
    assert [name for name in pages if f"`{name}`" not in said] == []


@pytest.mark.parametrize("folder", [name for name in FOLDERS if name not in NO_FEATURE])
def test_a_folder_says_what_it_refuses_to_hold(folder):
    tree = ast.parse((ROOT / folder / "__init__.py").read_text(encoding="utf-8"))

    assert "Refuses to hold" in (ast.get_docstring(tree) or "")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_link_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page.read_text(encoding="utf-8"))

    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_a_document_named_in_the_source_exists():
    named = {
        (str(path), name)
        for path, _ in modules()
        for name in re.findall(r"docs/[\w./-]+\.md", (ROOT / path).read_text(encoding="utf-8"))
    }

    assert [one for one in named if not (HOME / one[1]).exists()] == []


def test_a_word_of_the_glossary_is_a_word_of_the_code():
    source = "\n".join((ROOT / path).read_text(encoding="utf-8") for path, _ in modules())
    files = {path.name for path, _ in modules()}
    rows = re.findall(
        r"^\|[^|]+\|[^|]+\|([^|]+)\|", (HOME / "docs/glossary.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    words = [
        word
        for cell in rows
        for code in re.findall(r"`([^`]+)`", cell)
        for word in re.findall(r"[\w:]+(?:\.py)?", code)
    ]

    assert len(words) > 40
    assert [word for word in words if word not in files and word not in source] == []


def test_both_readmes_say_the_same_commands_and_the_same_query():
    def blocks(name: str) -> list[str]:
        return re.findall(r"```(?:sh|graphql)\n(.*?)```", (HOME / name).read_text(encoding="utf-8"), re.DOTALL)

    def without_remarks(block: str) -> list[str]:
        return [line.partition("#")[0].rstrip() for line in block.splitlines()]

    english, chinese = blocks("README.md"), blocks("README.zh-CN.md")

    assert len(english) >= 3
    assert [without_remarks(block) for block in english] == [without_remarks(block) for block in chinese]
