"""The documents of our own pages: valid against the schema that partners have, named, and all of them used."""

from pathlib import Path

from graphql import build_schema, parse, validate

from mediation.web import operations

_ROOT = Path(__file__).parents[2]


def test_every_operation_is_valid_against_the_published_schema():
    schema = build_schema((_ROOT / "schema.graphql").read_text(encoding="utf-8"))

    wrong = {
        name: [error.message for error in errors]
        for name, text in operations.documents().items()
        if (errors := validate(schema, parse(text)))
    }

    assert not wrong
    assert len(operations.documents()) >= 3


def test_every_operation_and_every_fragment_is_used_by_a_page():
    code = "\n".join(path.read_text(encoding="utf-8") for path in (_ROOT / "src/mediation/web").rglob("*.py"))

    assert [name for name in operations.documents() if f'"{name}"' not in code] == []


def test_an_operation_asks_for_the_reason_of_every_mutation():
    silent = [
        name
        for name, text in operations.documents().items()
        if text.startswith("mutation") and ("__typename" not in text or "...Refusal" not in text)
    ]

    assert silent == []
