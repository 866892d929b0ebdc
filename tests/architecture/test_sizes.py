"""A function fits on a screen, a module in a sitting."""

import ast

from tests.architecture.source import ROOT, modules

FUNCTION_LINES = 40
MODULE_LINES = 400


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """From `def` to the last line; the docstring does not count, because nobody should be thrifty with it."""
    docstring = function.body[0] if ast.get_docstring(function, clean=False) is not None else None
    said = docstring.end_lineno - docstring.lineno + 1 if docstring is not None else 0
    return function.end_lineno - function.lineno + 1 - said


def test_no_function_is_longer_than_a_screen():
    long = [
        f"{path}:{node.lineno} {node.name} has {_lines(node)} lines"
        for path, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > FUNCTION_LINES
    ]

    assert long == []


def test_no_module_is_longer_than_a_sitting():
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path, _ in modules()}

    assert {path: count for path, count in lengths.items() if count > MODULE_LINES} == {}
