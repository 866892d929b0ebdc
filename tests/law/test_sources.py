"""Sources cite themselves, know when they are in force, and say what the article says."""

import importlib
import pkgutil
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from mediation import law, rulebook
from mediation.law.deadlines import AGREED, ROWS, DayKind, Row
from mediation.law.sources import CIVIL_CODE_203, CIVIL_PROCEDURE_205, Grade, Source
from mediation.settings import resource_dir
from tests.law.statutes import NOT_IN_HAND, TEXTS, articles, is_quoted, number, squeezed, written


def _named() -> dict[str, Source]:
    """Every source that a module of law/ names, and those that only a row holds."""
    found = {}
    for info in pkgutil.walk_packages(law.__path__, "mediation.law."):
        module = importlib.import_module(info.name)
        for name, value in vars(module).items():
            several = value if isinstance(value, tuple) else (value,)
            for n, one in enumerate(several):
                if isinstance(one, Source):
                    # Modules may share a name; none may hide another's source.
                    hidden = found.get(f"{name}:{n}", one) != one
                    found[f"{info.name}.{name}:{n}" if hidden else f"{name}:{n}"] = one
    for row in (*ROWS.values(), AGREED):
        for source in (row.source, *row.also):
            if source not in found.values():
                found[f"{row.id}:{source.article}"] = source
    return found


BOOK = rulebook.load(resource_dir("policies"))
LOCAL = [row for region in BOOK.regions.values() for row in region.rows.values()]
EVERY = _named()
IN_HAND = {name: source for name, source in EVERY.items() if source.instrument_zh in articles()}


def test_a_source_cites_itself_in_both_languages() -> None:
    notice = replace(CIVIL_CODE_203, article="")

    assert replace(CIVIL_CODE_203, article="276之一").zh == "《民法典》第276条之一"
    assert (CIVIL_CODE_203.zh, CIVIL_CODE_203.en) == ("《民法典》第203条", "Civil Code, Art. 203")
    assert (notice.zh, notice.en) == ("《民法典》", "Civil Code")


def test_a_source_is_in_force_from_its_first_to_its_last_day() -> None:
    repealed = replace(CIVIL_PROCEDURE_205, in_force_to=date(2030, 12, 31))

    assert not CIVIL_PROCEDURE_205.is_in_force(date(2023, 12, 31))
    assert CIVIL_PROCEDURE_205.is_in_force(date(2024, 1, 1))
    assert CIVIL_PROCEDURE_205.is_in_force(date(2099, 1, 1))
    assert repealed.is_in_force(date(2030, 12, 31))
    assert not repealed.is_in_force(date(2031, 1, 1))


def test_every_source_names_instrument_article_day_and_words() -> None:
    assert len(EVERY) > 150
    for name, source in EVERY.items():
        assert source.instrument_zh, name
        assert source.instrument_en, name
        assert source.article.partition("之")[0].isdigit() or (not source.article and source.grade is Grade.C), name
        assert len(source.quote) >= 7, name
        assert source.in_force_from < date(2026, 11, 20), name


@pytest.mark.parametrize("name", IN_HAND)
def test_the_quoted_words_are_in_the_article_named(name: str) -> None:
    source = IN_HAND[name]

    words = articles()[source.instrument_zh].get(source.article)

    assert words, f"{source.zh} is not among tests/law/texts"
    assert is_quoted(source.quote, words), f"{source.zh} does not say: {source.quote}"


def test_an_instrument_whose_text_is_not_in_hand_is_listed_with_its_grade() -> None:
    unread = {source.instrument_zh: source.grade.value for source in EVERY.values() if source not in IN_HAND.values()}

    assert unread == {name: grade for name, grade in NOT_IN_HAND.items() if name in unread}
    assert not set(NOT_IN_HAND) & set(articles())


def test_what_was_read_in_full_is_graded_so() -> None:
    assert {source.grade for source in IN_HAND.values()} <= {Grade.A, Grade.B}


def test_each_text_names_its_origin_and_holds_articles() -> None:
    for path in TEXTS.glob("*.md"):
        assert "来源：" in path.read_text(encoding="utf-8").splitlines()[2], path.name
    assert all(words for words in articles().values())
    assert "十五日内" in articles()["劳动争议调解仲裁法"]["50"]


@pytest.mark.parametrize(
    ("chinese", "value"), [("十", 10), ("二十七", 27), ("一百零三", 103), ("二百五十", 250), ("四百三十", 430)]
)
def test_numbers_of_articles_are_read(chinese: str, value: int) -> None:
    assert number(chinese) == value


@pytest.mark.parametrize(
    ("quote", "stands"),
    [("十五日内", True), ("自……十五日", True), ("十五日……自收到", False), ("十六日", False), ("十五日……", False)],
)
def test_a_quote_stands_only_in_its_order_and_to_the_letter(quote: str, stands: bool) -> None:
    assert is_quoted(quote, "可以自收到之日起十五日内起诉") is stands


DATED = [row for row in [*ROWS.values(), *LOCAL] if row.length]


def _says(sources: Iterable[Source], count: int, day_kind: DayKind) -> bool:
    """Whether the quoted clauses name the length, in whatever digits; 十五日 does not name 五日."""
    digits = {str(count), written(count), chr(ord("０") + count) if count < 10 else "", "两" if count == 2 else ""} - {
        ""
    }
    units = {
        DayKind.CALENDAR_DAY: "日|天",
        DayKind.WORKING_DAY: "个工作日|日",
        DayKind.MONTH: "个月",
        DayKind.YEAR: "年",
        DayKind.HOUR: "小时",
    }[day_kind]
    quoted = squeezed("".join(source.quote for source in sources))
    return bool(re.search(rf"(?<![0-9一二三四五六七八九十])({'|'.join(digits)})({units})", quoted))


@pytest.mark.parametrize("row", DATED, ids=lambda row: f"{row.region}{row.id}")
def test_the_length_of_a_row_is_what_its_clauses_say(row: Row) -> None:
    assert row.length is not None

    assert _says((row.source, *row.also), row.length, row.day_kind)


@pytest.mark.parametrize(
    "row", [row for row in DATED if row.extension and row.extension.at_most], ids=lambda row: row.id
)
def test_the_most_by_which_it_is_made_longer_is_what_a_clause_says(row: Row) -> None:
    assert row.extension is not None
    assert row.extension.at_most is not None
    own = [row.extension.source] if row.extension.source else []

    assert _says((row.source, *row.also, *own), row.extension.at_most, row.extension.day_kind)


def test_a_length_is_not_read_into_a_longer_one() -> None:
    fifteen = [replace(CIVIL_CODE_203, quote="自收到之日起十五日内，逾期的，45日内结束")]

    assert _says(fifteen, 15, DayKind.CALENDAR_DAY)
    assert _says(fifteen, 45, DayKind.CALENDAR_DAY)
    assert not _says(fifteen, 5, DayKind.CALENDAR_DAY)
    assert not _says(fifteen, 15, DayKind.MONTH)


@pytest.mark.parametrize("count", [1, 2, 5, 7, 10, 15, 20, 24, 30, 45, 48, 60, 90])
def test_numbers_are_written_as_they_are_read(count: int) -> None:
    assert number(written(count)) == count


def test_an_instrument_is_called_one_name_and_was_read_in_one_way() -> None:
    called: dict[str, set[tuple[str, Grade]]] = {}
    for source in EVERY.values():
        called.setdefault(source.instrument_zh, set()).add((source.instrument_en, source.grade))

    assert {name: found for name, found in called.items() if len(found) > 1} == {}
