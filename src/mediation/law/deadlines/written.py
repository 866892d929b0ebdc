"""Rows and answers as plain values for JSON: texts in both languages, dates as ISO texts."""

from typing import Any

from mediation.kit.problems import Text
from mediation.law.deadlines import words
from mediation.law.deadlines.answer import Answer
from mediation.law.deadlines.row import Extension, Row
from mediation.law.deadlines.triggers import MEANS
from mediation.law.sources.source import Source


def row_written(row: Row) -> dict[str, Any]:
    """A row: what it says without any day."""
    return {
        "rule": row.id,
        "region": row.region or None,
        "title": _text(row.title),
        "source": _source(row.source),
        "also": [_source(source) for source in row.also],
        "trigger": {"event": row.trigger.value, **_text(MEANS[row.trigger])},
        "length": row.length,
        "day_kind": row.day_kind.value,
        "length_in_words": _text(words.length_of(row)),
        "counted_back": row.back,
        "first_day_counts": row.first_day_counts,
        "roll": row.roll.value,
        "nature": row.nature.value,
        "whose": row.whose.value,
        "whose_in_words": _text(words.whose(row)),
        "joint": row.joint,
        "opens": row.opens,
        "internal": row.internal,
        "extension": _extension(row.extension) if row.extension else None,
        "consequence": _text(row.consequence),
        "mark": row.mark or None,
        "open_question": _text(row.open_question) if row.open_question else None,
    }


def answer_written(answer: Answer) -> dict[str, Any]:
    """An answer: the row, the day, and its end with the steps that lead to it."""
    due = answer.due
    return {
        **row_written(answer.row),
        "trigger_on": answer.trigger_on.isoformat(),
        "natural_end": answer.natural_end.isoformat() if answer.natural_end else None,
        "effective_end": due.on.isoformat() if due else None,
        "ends_at": due.at.isoformat() if due else None,
        "rolled": due.rolled if due else None,
        "steps": [_text(step) for step in answer.steps],
        "why_not": _text(answer.why_not) if answer.why_not else None,
        "missing": answer.missing,
    }


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}


def _source(source: Source) -> dict[str, Any]:
    return {
        "zh": source.zh,
        "en": source.en,
        "instrument": source.instrument_zh,
        "article": source.article or None,
        "quote": source.quote,
        "in_force_from": source.in_force_from.isoformat(),
        "in_force_to": source.in_force_to.isoformat() if source.in_force_to else None,
        "grade": source.grade.value,
    }


def _extension(extension: Extension) -> dict[str, Any]:
    return {"by": extension.by.value, "at_most": extension.at_most, "day_kind": extension.day_kind.value}
