"""Sources cite themselves and know when they are in force."""

from dataclasses import replace
from datetime import date

from mediation.law import sources
from mediation.law.sources import CIVIL_CODE_203, CIVIL_PROCEDURE_205, Source


def test_a_source_cites_itself_in_both_languages() -> None:
    assert (CIVIL_CODE_203.zh, CIVIL_CODE_203.en) == ("《民法典》第203条", "Civil Code, Art. 203")


def test_a_source_is_in_force_from_its_first_to_its_last_day() -> None:
    repealed = replace(CIVIL_PROCEDURE_205, in_force_to=date(2030, 12, 31))

    assert not CIVIL_PROCEDURE_205.is_in_force(date(2023, 12, 31))
    assert CIVIL_PROCEDURE_205.is_in_force(date(2024, 1, 1))
    assert CIVIL_PROCEDURE_205.is_in_force(date(2099, 1, 1))
    assert repealed.is_in_force(date(2030, 12, 31))
    assert not repealed.is_in_force(date(2031, 1, 1))


def test_every_source_names_instrument_article_day_and_words() -> None:
    every = [value for value in vars(sources).values() if isinstance(value, Source)]

    assert len(every) == len(set(every)) >= 14
    assert all(source.instrument_zh and source.instrument_en and source.article.isdigit() for source in every)
    assert all(len(source.quote) >= 10 and source.in_force_from < date(2026, 11, 20) for source in every)
