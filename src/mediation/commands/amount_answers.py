"""The answers of `mediation amount`, in words or as JSON.

What cannot be answered is one clear line and exit code 2: an unknown head, input or region, and what is missing.
"""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NoReturn

import typer

from mediation import calendars, regions
from mediation.infra.clock import SystemClock, legal_day
from mediation.kit.problems import Invalid
from mediation.law.amounts import HEADS, Needed, compute_amount
from mediation.law.amounts.written import inputs_written, written
from mediation.settings import get_settings

UNANSWERED: Final = 2


def answer(head: str | None, inputs: Iterable[str], *, region: str | None, on: str | None, as_json: bool) -> None:
    """Print what a head comes to. Raises typer.Exit(2) when it cannot be said."""
    if head is None:
        _unanswered("name a head, or ask for --list")
    _check_head(head)
    day, pairs, folder = _day(on), _pairs(inputs), get_settings().policies_dir
    known, calendar = regions.known(folder), calendars.load(folder)
    try:
        found = compute_amount(head, pairs, region=region, on=day, regions=known, calendar=calendar)
    except Invalid as wrong:
        _unanswered("; ".join(f"{one.path.removeprefix('inputs.')}: {one.text.en}" for one in wrong.fields))
    plain = written(found) | {"region": region, "on": str(day), "inputs": pairs}
    if as_json:
        _say(json.dumps(plain, ensure_ascii=False, indent=2))
    if isinstance(found, Needed):
        _unanswered(" ".join(one.text.en for one in found.missing))
    if not as_json:
        _say("\n".join(_lines(plain)))


def list_heads(head: str | None, *, as_json: bool) -> None:
    """Print the inputs of one head, or of all. Raises typer.Exit(2) when there is no such head."""
    if head is not None:
        _check_head(head)
    ids = [head] if head else list(HEADS)
    if as_json:
        table = [
            {
                "head": id_,
                "title": {"zh": HEADS[id_].title.zh, "en": HEADS[id_].title.en},
                "inputs": inputs_written(id_),
            }
            for id_ in ids
        ]
        _say(json.dumps(table, ensure_ascii=False, indent=2))
        return
    for id_ in ids:
        _say(f"{id_}  {HEADS[id_].title.zh} · {HEADS[id_].title.en}")
        for given in inputs_written(id_):
            need = "required" if given["required"] else "optional"
            unit = f", {given['unit']}" if given["unit"] else ""
            _say(f"    {given['name']}  ({given['type']}{unit}; {need})")
            _say(f"        {given['about']['zh']} · {given['about']['en']}")


def _check_head(head: str) -> None:
    if head not in HEADS:
        _unanswered(f"there is no head {head}; `mediation amount --list` shows all {len(HEADS)}")


def _pairs(given: Iterable[str]) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for one in given:
        name, mark, value = one.partition("=")
        if not mark or not name:
            _unanswered(f"{one}: write name=value")
        if name in pairs:
            _unanswered(f"{name}: given twice")
        pairs[name] = value
    return pairs


def _day(given: str | None) -> date:
    if given is None:
        return legal_day(SystemClock().now())
    try:
        return date.fromisoformat(given)
    except ValueError:
        _unanswered(f"--on: {given} is not a day; write it as 2026-11-20")


def _lines(plain: dict[str, Any]) -> Iterable[str]:
    yield f"{plain['head']}  {plain['title']['zh']} · {plain['title']['en']}  ({plain['on']}, {plain['region'] or '-'})"
    for at, step in enumerate(plain["steps"], start=1):
        yield f"{at:>3}. {step['text']['zh']}"
        yield f"     {step['text']['en']}"
    if plain["fen"] is not None:
        yield f"  = {plain['fen']} fen; whole yuan {plain['whole_yuan']}"
    for one in plain["also"]:
        yield f"  + {one['title']['zh']} · {one['title']['en']}: {one['fen']} fen"
    for one in plain["used"]:
        yield f"  # {one['title']['zh']} · {one['title']['en']}: {one['value']} ({one['on']}; {one['source']})"
    for one in plain["notes"]:
        mark = "?" if one["open_question"] else "!"
        yield f"  {mark} {one['text']['zh']}"
        yield f"    {one['text']['en']}"
    for one in plain["sources"]:
        yield f"  § {one['zh']} · {one['en']}"
        yield f"    {one['quote']}"


def _say(text: str) -> None:
    typer.echo(text)


def _unanswered(why: str) -> NoReturn:
    typer.echo(f"mediation: {why}", err=True)
    raise typer.Exit(UNANSWERED)
