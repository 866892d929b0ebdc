"""An answer as plain values: what the command line prints, what is kept beside a claim, what the API reads again."""

from fractions import Fraction
from typing import Any

from mediation.kit.problems import Text
from mediation.law.amounts.heads import HEADS
from mediation.law.amounts.result import Amount, Missing, Needed, Note, Step, Unit, Used, number, yuan
from mediation.law.sources import Source


def written(answer: Amount | Needed) -> dict[str, Any]:
    """Return the answer as a mapping of texts, numbers and lists: the same for the same answer, in a fixed order.

    An amount has `fen`, `whole_yuan`, `exact` (fen as a fraction), `steps`, `sources`, `notes`, `also`, `used`; what is
    missing has `missing`. Both have `head` and `title`. Every sentence stands in both languages.
    """
    head = {"head": answer.head, "title": _text(HEADS[answer.head].title)}
    if isinstance(answer, Needed):
        return head | {"missing": [_missing(one) for one in answer.missing]}
    return head | {
        "fen": answer.fen,
        "whole_yuan": answer.whole_yuan,
        "exact": None if answer.exact is None else str(answer.exact),
        "steps": [_step(one) for one in answer.steps],
        "sources": [_source(one) for one in answer.sources],
        "notes": [_note(one) for one in answer.notes],
        "also": [{"id": one.id, "title": _text(one.title), "fen": one.fen} for one in answer.also],
        "used": [_used(one) for one in answer.used],
    }


def inputs_written(head: str) -> list[dict[str, Any]]:
    """Return the inputs of a head: name, type, unit, whether required, and what they are, in both languages."""
    return [
        {
            "name": name,
            "type": spec.type,
            "unit": spec.unit,
            "required": required,
            "about": _text(spec.about),
        }
        for name, (spec, required) in HEADS[head].inputs.items()
    ]


def figure(value: Fraction | None, unit: Unit) -> str | None:
    """Return the figure of a step in digits: money in yuan, everything else as it counts."""
    if value is None:
        return None
    return yuan(value) if unit is Unit.FEN else number(value)


def _step(one: Step) -> dict[str, Any]:
    unit = "yuan" if one.unit is Unit.FEN else str(one.unit)
    return {"text": _text(one.text), "figure": figure(one.figure, one.unit), "unit": unit}


def _missing(one: Missing) -> dict[str, Any]:
    where = {"region": one.region, "on": str(one.on)}
    return {"kind": str(one.kind), "id": one.id, "text": _text(one.text), **where, "input": one.input}


def _note(one: Note) -> dict[str, Any]:
    source = None if one.source is None else _source(one.source)
    return {"text": _text(one.text), "source": source, "open_question": one.open_question}


def _used(one: Used) -> dict[str, Any]:
    where = {"region": one.region, "on": str(one.on)}
    return {"id": one.id, "title": _text(one.title), "value": one.value, **where, "source": one.source}


def _source(one: Source) -> dict[str, Any]:
    return {"zh": one.zh, "en": one.en, "quote": one.quote, "in_force_from": str(one.in_force_from)}


def _text(one: Text) -> dict[str, str]:
    return {"zh": one.zh, "en": one.en}
