"""The ledger as a table for spreadsheets: which columns, in which words, and how a value is kept from being a formula. Pure.

A cell that begins like a formula is run by spreadsheets as one (CWE-1236): in CSV it gets an apostrophe, in XLSX every text is
stored as text.
"""

import csv
import io
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mediation.infra.clock import legal_day
from mediation.kit.problems import Text
from mediation.statistics import rules
from mediation.statistics.graphql import words
from mediation.statistics.graphql.entries import answers_of, last_day
from mediation.statistics.rules import CaseResult, PromiseState, Way

Value = str | int | Decimal | date | None

BOM: Final = "\ufeff"
"""without it spreadsheets read UTF-8 as something else"""
_DANGEROUS: Final = frozenset("=+-@\t\r\n|%")


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and what stands under it for a row of `ledger.page` with its number, in a locale."""

    heading: Text
    value: Callable[[Any, int, str], Value]


def _plain(heading: Text, name: str) -> Column:
    return Column(heading, lambda row, _number, _locale: getattr(row, name))


def _yuan(heading: Text, name: str) -> Column:
    return Column(heading, lambda row, _number, _locale: Decimal(int(getattr(row, name))).scaleb(-2))


def _ways(row: Any, _number: int, locale: str) -> str:
    comma = ", " if locale.startswith("en") else "、"
    return comma.join(words.WAYS[Way(one)].in_(locale) for one in row.ways)


def _satisfaction(row: Any, _number: int, locale: str) -> str | None:
    answers = answers_of(row)
    if answers.is_hidden:
        return Text("少于5份，不显示", "fewer than 5, not shown").in_(locale)
    rate = rules.per_mille(answers.satisfied + answers.fairly, answers.count)
    return None if rate is None else f"{Decimal(rate).scaleb(-1)}%"


def _state(heading: Text, *states: PromiseState) -> Column:
    return Column(
        heading, lambda row, _number, _locale: sum(getattr(row, f"promises_{state.value}") for state in states)
    )


COLUMNS: Final = (
    Column(Text("序号", "No."), lambda _row, number, _locale: number),
    _plain(Text("编号", "Case number"), "number"),
    _plain(Text("单位", "Company"), "employer"),
    Column(Text("登记日", "Registered"), lambda row, _number, _locale: legal_day(row.registered_at)),
    _plain(Text("登记人数", "Workers registered"), "registered_count"),
    _plain(Text("参加人数", "Workers taking part"), "taking_part_count"),
    _plain(Text("签署人数", "Workers who signed"), "signed_count"),
    _yuan(Text("协议工资（元）", "Wages agreed (CNY)"), "agreed_wages_fen"),
    _yuan(Text("协议社会保险（元）", "Social insurance agreed (CNY)"), "agreed_social_insurance_fen"),
    Column(
        Text("协议日", "Agreed"),
        lambda row, _number, _locale: legal_day(row.effective_at) if row.effective_at else None,
    ),
    Column(Text("到期日", "Due"), lambda row, _number, _locale: last_day(row.due_at)),
    _plain(Text("付清日", "Paid off"), "paid_off_on"),
    _yuan(Text("垫付（元）", "Advanced (CNY)"), "advanced_ever_fen"),
    Column(Text("途径", "Ways"), _ways),
    Column(Text("结果", "Result"), lambda row, _number, locale: words.RESULTS[CaseResult(row.result)].in_(locale)),
    Column(Text("满意度", "Satisfaction"), _satisfaction),
    Column(Text("评价数", "Answers"), lambda row, _number, _locale: answers_of(row).count),
    _plain(Text("主办", "Mediator"), "mediator"),
    _yuan(Text("本期到账工资（元）", "Wages received in the period (CNY)"), "wages_fen"),
    _yuan(Text("本期到账社会保险（元）", "Social insurance received in the period (CNY)"), "social_insurance_fen"),
    _plain(Text("本期到期（笔）", "Due in the period"), "due"),
    _state(Text("其中按期兑付", "Paid on time"), PromiseState.ON_TIME),
    _state(Text("其中劳动者已收到", "Received by workers"), *rules.PAID_STATES),
    _plain(Text("其中违约", "Defaults"), "defaults"),
)


def headings(locale: str) -> list[str]:
    """The first row."""
    return [column.heading.in_(locale) for column in COLUMNS]


def cells(row: Any, number: int, locale: str) -> list[Value]:
    """A row."""
    return [column.value(row, number, locale) for column in COLUMNS]


def harmless(text: str) -> str:
    """`text` as no spreadsheet takes it for a formula: with an apostrophe where it begins like one.

    Signs in full width count as what they are, and what cannot be seen before them does not hide them.

    >>> [harmless(one) for one in ("=1+1", "\uff0b1", "\u200b@x", "某餐饮有限公司", "-5")]
    ["'=1+1", "'\uff0b1", "'\\u200b@x", '某餐饮有限公司', "'-5"]
    """
    for char in text:
        if char in _DANGEROUS or unicodedata.normalize("NFKC", char) in _DANGEROUS:
            return f"'{text}"
        if not (char.isspace() or unicodedata.category(char) in ("Cf", "Cc") or char in "'\""):
            return text
    return text


def csv_lines(rows: Iterable[Sequence[Value]]) -> bytes:
    """The rows as CSV (RFC 4180) in UTF-8; texts harmless, amounts in yuan with a point, days as YYYY-MM-DD."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([harmless(one) if isinstance(one, str) else "" if one is None else str(one) for one in row])
    return out.getvalue().encode()
