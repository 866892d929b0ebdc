"""The answers of `mediation deadline`, in words or as JSON.

What cannot be answered is one clear line and exit code 2: an unknown rule, region or day, a region without a value, and a year
without its holiday notice (with the natural end, and what is missing).
"""

import json
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final, NoReturn

import typer

from mediation import calendars, rulebook
from mediation.law.deadlines import words
from mediation.law.deadlines.answer import Answer
from mediation.law.deadlines.answer import answer as answered
from mediation.law.deadlines.row import DayKind, Row
from mediation.law.deadlines.rulebook import Rulebook, UnansweredError
from mediation.law.deadlines.triggers import MEANS
from mediation.law.deadlines.written import answer_written, row_written
from mediation.law.periods import SHANGHAI
from mediation.settings import get_settings

UNANSWERED: Final = 2
_FIRST, _LAST = date(1949, 10, 1), date(2199, 12, 31)


def answer(rule: str | None, trigger: str | None, *, region: str | None, as_json: bool) -> None:
    """Print when a period ends. Raises typer.Exit(2) when it cannot be said."""
    if rule is None:
        _unanswered("name a rule and the day of its event, or ask for --list")
    folder = get_settings().policies_dir
    row = _row(rulebook.load(folder), rule, region)
    if trigger is None:
        _unanswered(f"{row.id} runs from {MEANS[row.trigger].en}: give it, such as {_example(row)}")
    found = answered(row, _moment(row, trigger), calendars.load(folder))
    if as_json:
        _say(json.dumps(answer_written(found), ensure_ascii=False, indent=2))
    else:
        _say("\n".join(_lines(found)))
    if found.missing is not None:
        end = (
            f"; its natural end is {found.natural_end.isoformat()}" if found.natural_end else "; it has no natural end"
        )
        _unanswered(f"cannot compute {row.id}{end}; missing: {found.missing}")


def list_rules(rule: str | None, *, region: str | None, as_json: bool) -> None:
    """Print the table, or one row of it; with a region, as it stands there. Raises typer.Exit(2) when there is no such row."""
    book = rulebook.load(get_settings().policies_dir)
    rows = [_of(book, one, region) for one in ([_known(book, rule)] if rule else book.rows)]
    if as_json:
        _say(json.dumps([row_written(row) for row in rows], ensure_ascii=False, indent=2))
        return
    for row in rows:
        length = words.length_of(row)
        _say(f"{_wide(row.id, 8)}{_wide(row.title.zh, 44)}{_wide(length.zh, 22)}{row.source.zh}")
        _say(f"        {row.title.en}: {length.en}{', internal' if row.internal else ''}, from {MEANS[row.trigger].en}")
        if row.open_question:
            _say(f"        [{row.mark}] {row.open_question.zh} {row.open_question.en}")


def _of(book: Rulebook, rule: str, region: str | None) -> Row:
    try:
        return book.as_in(rule, region)
    except UnansweredError as unknown:
        _unanswered(unknown.text.en)


def _known(book: Rulebook, rule: str) -> str:
    wanted = _spelled(book, rule)
    if wanted not in book.rows:
        _unanswered(f"there is no rule {rule}; `mediation deadline --list` shows all {len(book.rows)}")
    return wanted


def _spelled(book: Rulebook, rule: str) -> str:
    """A rule in the spelling of the table: a-21 is A-21, and g-3A is G-3a."""
    return next((one for one in book.rows if one.casefold() == rule.strip().casefold()), rule)


def _row(book: Rulebook, rule: str, region: str | None) -> Row:
    wanted = _known(book, rule)
    try:
        return book.row(wanted, region)
    except UnansweredError as unknown:
        _unanswered(unknown.text.en)


def _moment(row: Row, given: str) -> date | datetime:
    in_hours = row.day_kind is DayKind.HOUR
    try:
        found = datetime.fromisoformat(given) if in_hours and "T" in given else date.fromisoformat(given)
    except ValueError:
        _unanswered(f"{given} is not a day; write it as {_example(row)}")
    if in_hours and not isinstance(found, datetime):
        _unanswered(f"{row.id} is counted in hours: give the moment, such as {_example(row)}")
    if not _FIRST <= date(found.year, found.month, found.day) <= _LAST:
        _unanswered(f"{given} lies outside {_FIRST.isoformat()} to {_LAST.isoformat()}")
    if isinstance(found, datetime) and found.tzinfo is None:
        return found.replace(tzinfo=SHANGHAI)
    return found


def _example(row: Row) -> str:
    return "2026-09-16T16:30" if row.day_kind is DayKind.HOUR else "2026-09-16"


def _lines(found: Answer) -> Iterable[str]:
    row, plain = found.row, answer_written(found)
    where = f" ({row.region})" if row.region else ""
    yield f"{row.id}{where}  {row.title.zh} · {row.title.en}"
    yield from _sources(plain)
    for about, text in (
        ("trigger", MEANS[row.trigger]),
        ("length", words.length_of(row)),
        ("whose", words.whose(row)),
        ("extension", words.extension(row)),
    ):
        if text is not None:
            yield f"  {about:<14}{text.zh} · {text.en}"
    if row.internal:
        yield "  internal      仅供参考，不作催办依据 · shown, not enforced"
    yield f"  trigger on    {plain['trigger_on']}"
    yield f"  natural end   {plain['natural_end'] or '-'}"
    yield f"  effective end {plain['effective_end'] or '-'}"
    for at, step in enumerate(found.steps, start=1):
        yield f"{at:>3}. {step.zh}"
        yield f"     {step.en}"
    yield f"  then          {row.consequence.zh}"
    yield f"                {row.consequence.en}"
    if row.open_question:
        yield f"  [{row.mark}] {row.open_question.zh}"
        yield f"  {' ' * (len(row.mark) + 2)} {row.open_question.en}"


def _sources(plain: dict[str, Any]) -> Iterable[str]:
    for one in (plain["source"], *plain["also"]):
        yield f"  § {one['zh']} · {one['en']}  [{one['grade']}, {one['in_force_from']} -]"
        yield f"    “{one['quote']}”"


def _wide(text: str, width: int) -> str:
    """Padded to a number of columns, a Chinese character being two."""
    taken = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)
    return text + " " * max(1, width - taken)


def _say(text: str) -> None:
    typer.echo(text)


def _unanswered(why: str) -> NoReturn:
    typer.echo(f"mediation: {why}", err=True)
    raise typer.Exit(UNANSWERED)
