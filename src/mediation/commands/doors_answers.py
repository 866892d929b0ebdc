"""The answers of `mediation doors`, in words or as JSON. An unknown case is one clear line and exit code 2."""

import asyncio
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import typer

from mediation.access.guard import guard
from mediation.app import runtime_for
from mediation.door import queries
from mediation.gql.context import Reader
from mediation.holiday import current
from mediation.kit.actor import system
from mediation.kit.ids import parse_case_number
from mediation.kit.money import Fen, text
from mediation.kit.problems import Text
from mediation.law.routing import Door, How, Routing, Standing, Until, route
from mediation.law.routing.facts import CaseFacts, Group
from mediation.law.sources.source import Source
from mediation.settings import Settings

UNANSWERED: Final = 2
_STANDS: Final = {
    Standing.OPEN: Text("开放", "open"),
    Standing.LATER: Text("尚未", "later"),
    Standing.UNKNOWN: Text("不明", "not known"),
    Standing.CLOSED: Text("关闭", "closed"),
}
_GROUPS: Final = {Group.WAGES: Text("工资", "wages"), Group.SOCIAL_INSURANCE: Text("社保", "social insurance")}
_HOW: Final = {
    How.SERVED: Text("属于范围", "served"),
    How.NOT_YET: Text("尚未到期", "not due yet"),
    How.ELSEWHERE: Text("走其他途径", "elsewhere"),
    How.UNCLEAR: Text("待确认", "to be confirmed"),
}


def answer(settings: Settings, typed: str, *, as_json: bool) -> None:
    """Print the doors of the case with this number. Raises typer.Exit(2) when there is none, or more than one."""
    guard.load(settings.policies_dir)
    found = asyncio.run(_read(settings, typed))
    if isinstance(found, str):
        sys.stderr.write(f"mediation: {found}\n")
        raise typer.Exit(UNANSWERED)
    number, facts, routing = found
    if as_json:
        typer.echo(json.dumps(written(number, facts, routing), ensure_ascii=False, indent=2))
    else:
        typer.echo("\n".join(lines(number, facts, routing)))


async def _read(settings: Settings, typed: str) -> tuple[str, CaseFacts, Routing] | str:
    parsed = parse_case_number(typed)
    if parsed is None:
        return f"{typed} is not a case number; write it as 闵工调〔2026〕1号"
    runtime = runtime_for(settings)
    try:
        reader = Reader(runtime, system(runtime.clock.now()))
        cases = await queries.cases_of_number(reader, parsed)
        if len(cases) != 1:
            several = "several studios have this number: give it whole" if cases else "there is no case"
            return f"{typed}: {several}"
        books = (await queries.books_of_cases(reader, [cases[0].id]))[0]
        assert books is not None, "the system sees every case"
        return cases[0].number, books.facts, route(books.facts, await current.seen(runtime))
    finally:
        await runtime.close()


def lines(number: str, facts: CaseFacts, routing: Routing) -> Iterator[str]:
    """The doors in words: Chinese, then English."""
    owed = "  ".join(f"{name.zh} {_yuan(facts.owed_fen(group))}" for group, name in _GROUPS.items())
    yield f"{number}  {facts.today}  {owed}"
    for flag in routing.flags:
        yield f"  ! {flag.text.zh} {flag.text.en} {flag.source.zh}"
    for door in routing.doors:
        stands = _STANDS[door.standing]
        yield f"\n[{stands.zh} {stands.en}] {door.title.zh} {door.title.en}{_span(door)}"
        yield f"    {'，'.join(source.zh for source in door.sources)}"
        yield from (f"    {_share(door, group, how)}" for group in Group for how in How if door.fen(group, how))
        yield from (f"    - {one.text.zh} {one.text.en} {one.source.zh}" for one in door.why)
        yield from (f"    ! {one.text.zh} {one.text.en} {one.source.zh}" for one in door.warnings)
        if door.standing is not Standing.CLOSED:
            yield from (f"    ? {need.text.zh} {need.text.en}" for need in door.missing)
        yield from (f"    [SIGN-OFF] {question.zh} {question.en}" for question in door.open_questions)


def _span(door: Door) -> str:
    since = f"  自 {door.since_on}" if door.since_on else ""
    if door.until is None:
        return since
    if door.until.on is not None:
        return f"{since}  至 {door.until.on}"
    return f"{since}  至 {door.until.natural_on or '?'}（缺《{door.until.missing}》 cannot be computed）"


def _share(door: Door, group: Group, how: How) -> str:
    return f"{_GROUPS[group].zh} {_GROUPS[group].en} {_yuan(door.fen(group, how))} {_HOW[how].zh} {_HOW[how].en}"


def _yuan(fen: int) -> str:
    return text(Fen(fen))


def written(number: str, facts: CaseFacts, routing: Routing) -> dict[str, Any]:
    """Everything, as plain values: amounts in fen, days as ISO texts."""
    return {
        "case": number,
        "on": facts.today.isoformat(),
        "owed_fen": {group.value: facts.owed_fen(group) for group in Group},
        "flags": [{"flag": flag.id, **_both(flag.text), "source": _source(flag.source)} for flag in routing.flags],
        "doors": [_door(door) for door in routing.doors],
    }


def _door(door: Door) -> dict[str, Any]:
    return {
        "door": door.id,
        "title": _both(door.title),
        "standing": door.standing,
        "since_on": _day(door.since_on),
        "until": _until(door.until),
        "used_on": _day(door.used_on),
        "for_good": door.for_good,
        "who": list(door.who),
        "why": [{**_both(one.text), "source": _source(one.source)} for one in door.why],
        "warnings": [{**_both(one.text), "source": _source(one.source)} for one in door.warnings],
        "needs": [
            {"kind": need.kind, **_both(need.text), "present": need.present, "source": _source(need.source)}
            for need in door.needs
        ],
        "shares": [
            {"group": share.group, "heads": sorted(share.heads), "fen": share.fen, "how": share.how}
            for share in door.shares
        ],
        "effects": [
            {"on": one.on, "kind": one.kind, **_both(one.text), "source": _source(one.source)} for one in door.effects
        ],
        "sources": [_source(source) for source in door.sources],
        "open_questions": [_both(question) for question in door.open_questions],
    }


def _until(until: Until | None) -> dict[str, Any] | None:
    if until is None:
        return None
    days = {"on": _day(until.on), "natural_on": _day(until.natural_on)}
    return {**days, "missing": until.missing, "source": _source(until.source)}


def _source(source: Source) -> dict[str, str]:
    return {"zh": source.zh, "en": source.en, "quote": source.quote, "grade": source.grade.value}


def _both(said: Text) -> dict[str, str]:
    return {"zh": said.zh, "en": said.en}


def _day(on: date | None) -> str | None:
    return on.isoformat() if on is not None else None
