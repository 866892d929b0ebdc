"""The table as a page that a lawyer can read: `docs/deadlines.md`, generated, compared in CI."""

from collections.abc import Iterable, Iterator
from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines import words
from mediation.law.deadlines.answer import MAKE_UP_DAY
from mediation.law.deadlines.row import DayKind, Roll, Row
from mediation.law.deadlines.rulebook import Rulebook
from mediation.law.deadlines.triggers import MEANS
from mediation.law.sources.source import Source

_HEAD: Final = """# Every deadline, with its article

Generated from `src/mediation/law/deadlines/` and `policies/region/*/deadlines.yaml` by `make policy`; do not edit.
`mediation deadline RULE DATE` computes one, step by step.

An end on a rest day moves to the first working day after it unless the row says otherwise. **Internal** periods of courts,
commissions and authorities are shown and nobody is reminded of them. The letter behind a source says how its words were
read: **A** the whole article in a copy of 2026 that names the official page, **B** the whole article in a copy of April
2025, **C** an excerpt or a third party's page only. **?** marks a row about which a lawyer still has to be asked; the
questions stand at the end.
"""
_SECTIONS: Final = {
    "M": Text("协商与调解", "Negotiation and mediation"),
    "G": Text("调解协议之后", "From a signed agreement"),
    "O": Text("支付令", "Payment order"),
    "A": Text("仲裁", "Arbitration"),
    "C": Text("法院", "Court"),
    "E": Text("执行", "Enforcement"),
    "L": Text("法律援助", "Legal aid"),
    "U": Text("工会劳动法律监督（一函两书）", "Trade-union supervision"),
    "S": Text("劳动保障监察、社会保险、工伤与用工义务", "Inspection, insurance, injury, employment"),
}
_ROLLS: Final = {
    Roll.FORWARD: Text("", ""),
    Roll.BACKWARD: Text("；遇休息日提前", "; a rest day moves it back"),
    Roll.NONE: Text("；不顺延", "; does not roll"),
}


def markdown(book: Rulebook) -> str:
    """The page: a table per section, the regions, the instruments, the open questions."""
    parts = [_HEAD]
    for letter, title in _SECTIONS.items():
        rows = [row for row in book.rows.values() if row.id.startswith(f"{letter}-")]
        parts.append(f"\n## {title.zh} · {title.en}\n")
        parts += _table(rows)
    local = [row for region in book.regions.values() for row in region.rows.values()]
    parts.append("\n## 地区规定 · Set by regions\n")
    parts.append("A rule without a line for a region is not known there; nothing is assumed.\n")
    parts += _local(book)
    parts.append("\n## 法律文件 · Instruments\n")
    parts += _instruments((*book.rows.values(), *local))
    parts.append("\n## 待确认的问题 · Open questions\n")
    parts.append(f"- **调休上班日 · make-up working days** [SIGN-OFF] {_both(MAKE_UP_DAY)}")
    parts += [f"- **{row.id}**{_where(row)} [{row.mark}] {_both(row.open_question)}" for row in _asked(book, local)]
    return "\n".join(parts) + "\n"


def _table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| | 事项 what | 起算 from | 期间 length | 谁 whose | 依据 source | 其后 then |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        cells = (
            f"{row.id}{' **?**' if row.open_question else ''}",
            _both(row.title),
            _both(MEANS[row.trigger]),
            _length(row),
            _both(words.whose(row)) + ("<br>internal" if row.internal else ""),
            "<br>".join(_cited(source) for source in (row.source, *row.also)),
            _both(row.consequence),
        )
        yield f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _length(row: Row) -> str:
    said, more = _both(words.length_of(row)), words.extension(row)
    if row.has_period and row.day_kind is not DayKind.HOUR and not row.first_day_counts:
        roll = _ROLLS[row.roll]
        said = _both(Text(words.length_of(row).zh + roll.zh, words.length_of(row).en + roll.en))
    if row.opens:
        said += "<br>届满后开放 · opens"
    return f"{said}<br>+ {_both(more)}" if more else said


def _local(book: Rulebook) -> Iterator[str]:
    yield "| 地区 region | | 事项 what | 起算 from | 期间 length | 依据 source |"
    yield "|---|---|---|---|---|---|"
    for region in book.regions.values():
        for row in region.rows.values():
            mark = " **?**" if row.open_question else ""
            yield (
                f"| {region.name.zh} · {region.name.en} | {row.id}{mark} | {_both(row.title)} | {_both(MEANS[row.trigger])} "
                f"| {_both(words.length_of(row))} | {_cited(row.source)} |"
            )


def _instruments(rows: Iterable[Row]) -> Iterator[str]:
    yield "| 文件 instrument | | 施行 in force from | 读法 read |"
    yield "|---|---|---|---|"
    sources = {source.instrument_zh: source for row in rows for source in (row.source, *row.also)}
    for name in sorted(sources):
        one = sources[name]
        yield f"| 《{name}》 | {one.instrument_en} | {one.in_force_from.isoformat()} | {one.grade.value} |"


def _asked(book: Rulebook, local: Iterable[Row]) -> Iterator[Row]:
    yield from (row for row in (*book.rows.values(), *local) if row.open_question)


def _where(row: Row) -> str:
    return f" ({row.region})" if row.region else ""


def _both(text: Text | None) -> str:
    return f"{text.zh}<br>{text.en}" if text else ""


def _cited(source: Source) -> str:
    return f"{source.zh} {source.grade.value}"
