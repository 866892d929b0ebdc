"""One place commits: a verb that did so itself would keep half of what it did, and journal none of it."""

import ast
from pathlib import Path

from tests.architecture.source import modules

ALLOWED = {Path("infra/uow.py")}


def _commits(tree: ast.Module) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]


def test_only_the_unit_of_work_commits():
    found = {path: _commits(tree) for path, tree in modules()}

    assert {path for path, lines in found.items() if lines} == ALLOWED
    assert len(found) > 100, "the walk found the source"


def test_the_check_sees_a_commit():
    assert _commits(ast.parse("async def f(tx):\n    await tx.session.commit()")) == [2]
