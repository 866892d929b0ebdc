"""Both languages are whole: every sentence of the templates has its English, and every value of an enumeration its words."""

import re
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from graphql import GraphQLEnumType, GraphQLSchema, build_schema

from mediation.commands import words as words_of
from mediation.web import labels, words
from tests.conftest import THE_DAY

_ROOT = Path(__file__).parents[2]


def test_the_catalogues_are_in_step_with_the_templates():
    kept = {path.stem: set(_of(path)) for path in words_of.CATALOGUES.glob("*.po")}

    assert kept == {folder: set(said) for folder, said in words_of.sentences().items() if said}


def test_every_sentence_has_its_english_and_everywhere_the_same():
    seen: dict[str, str] = {}
    for path in sorted(words_of.CATALOGUES.glob("*.po")):
        for sentence, english in _of(path).items():
            assert english, f"{path.name} has no English for: {sentence}"
            assert seen.setdefault(sentence, english) == english, sentence
    assert len(seen) > 20


def _of(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file, locale="en") if message.id}


def test_the_gaps_of_a_sentence_are_the_same_in_english():
    gap = re.compile(r"%\((\w+)\)s")
    assert [zh for zh, en in words.english().items() if sorted(gap.findall(zh)) != sorted(gap.findall(en))] == []


@cache
def _schema() -> GraphQLSchema:
    return build_schema((_ROOT / "schema.graphql").read_text(encoding="utf-8"))


@pytest.mark.parametrize("enum", sorted(labels.all_labels()))
def test_an_enumeration_that_has_words_has_them_for_every_value(enum: str):
    kind = _schema().type_map[enum]

    assert isinstance(kind, GraphQLEnumType)
    assert set(labels.all_labels()[enum]) == set(kind.values)
    assert all(text.zh and text.en for text in labels.all_labels()[enum].values())


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (timedelta(days=3, hours=2, minutes=59), "还剩 3 天 2 小时"),
        (timedelta(hours=5, minutes=20), "还剩 5 小时 20 分"),
        (timedelta(seconds=1), "还剩 0 小时 1 分"),
        (timedelta(0), "已逾期"),
        (timedelta(hours=-5), "已逾期 5 小时"),
    ],
)
def test_a_countdown_is_to_the_minute(rest: timedelta, said: str):
    assert words.countdown(THE_DAY + rest, THE_DAY).zh == said
