"""What a source is: one clause of one instrument, since when, its words, and how well we have read them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Grade(StrEnum):
    """How the words were read."""

    A = "A"
    """the whole article, in a copy of 2026 that names the official page"""
    B = "B"
    """the whole article, in a copy of April 2025; no later amendment is known"""
    C = "C"
    """an excerpt, a report or a page of a third party only"""
    UNVERIFIED = "UNVERIFIED"
    """not read; what is said of it comes from elsewhere and has to be looked up before anybody relies on it"""


@dataclass(frozen=True, slots=True)
class Source:
    """One clause of one instrument. `in_force_from` is the day the quoted wording took effect; `in_force_to` its last.

    `article` is empty for a notice that has none. In `quote`, "……" stands for words left out.
    """

    instrument_zh: str
    instrument_en: str
    article: str
    in_force_from: date
    quote: str
    in_force_to: date | None = None
    grade: Grade = Grade.B

    @property
    def zh(self) -> str:
        """The citation in Chinese: 《民法典》第203条."""
        number, inserted, one = self.article.partition("之")  # 第276条之一, an article put in later
        return f"《{self.instrument_zh}》" + (f"第{number}条{inserted}{one}" if self.article else "")

    @property
    def en(self) -> str:
        """The citation in English: Civil Code, Art. 203."""
        return f"{self.instrument_en}, Art. {self.article}" if self.article else self.instrument_en

    def is_in_force(self, on: date) -> bool:
        """Whether the quoted wording is in force on the day."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A statute, regulation, interpretation or notice; it makes the sources that cite it."""

    zh: str
    en: str
    in_force_from: date
    grade: Grade = Grade.B

    def article(self, number: str, quote: str) -> Source:
        """The clause `quote` of an article, e.g. `article("203", "……")`."""
        return Source(self.zh, self.en, number, self.in_force_from, quote, grade=self.grade)
