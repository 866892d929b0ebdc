"""A rule asked about a day: the whole answer, step by step in words, or why there is none.

Holds what a person is told who checks a date by hand. Refuses to know cases, languages of readers, and how it is printed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from mediation.kit.problems import Text
from mediation.kit.workdays import Calendar, CannotCompute
from mediation.law.deadlines.compute import compute, compute_from
from mediation.law.deadlines.row import DayKind, Roll, Row
from mediation.law.deadlines.triggers import MEANS
from mediation.law.deadlines.words import length
from mediation.law.periods import SHANGHAI, Due, day_of

_ZH_DAYS: Final = "一二三四五六日"
_SATURDAY: Final = 5
_SHOWN: Final = 12

MAKE_UP_DAY: Final = Text(
    "该日是调休上班的周末，视为工作日，不顺延；此为推论，尚无条文，需由法律顾问确认。",
    "That weekend day is worked in exchange for a holiday: it counts as a working day and does not roll."
    " This is inferred, no text says so: to be confirmed.",
)
"""The open question behind every end on a make-up working day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a row says of a day.

    `due` is None where no end follows (`why_not` says why) or cannot be known: then `missing` names the notice that is
    needed, and `natural_end` is the last day counted without a calendar, where the period has one.
    """

    row: Row
    trigger_on: date
    due: Due | None
    natural_end: date | None
    why_not: Text | None
    missing: str | None
    steps: tuple[Text, ...]

    @property
    def is_unknown(self) -> bool:
        """Whether there is an end, but not yet for us."""
        return self.missing is not None


def answer(row: Row, trigger: date | datetime, calendar: Calendar) -> Answer:
    """Return what `row` says if its event happened on the day, or for a period in hours at the instant, `trigger`.

    Raises:
        ValueError: a period in hours asked about a day, or an instant without a time zone.
    """
    trigger_on = day_of(trigger) if isinstance(trigger, datetime) else trigger
    begun = (_event(row, trigger), *_in_force(row, trigger_on))
    if row.length is None:
        return _without(row, trigger_on, begun)
    try:
        due = _due(row, trigger, trigger_on, calendar)
    except CannotCompute as unknown:
        why = Text(
            f"缺少{unknown.missing}，无法计算；不作猜测。",
            f"The holiday notice of {unknown.year} is missing: cannot compute.",
        )
        counted = (_counted(row, trigger_on, unknown.natural_end),) if unknown.natural_end else ()
        return Answer(
            row=row,
            trigger_on=trigger_on,
            due=None,
            natural_end=unknown.natural_end,
            why_not=why,
            missing=unknown.missing,
            steps=(*begun, *_first(row, trigger_on), *counted, why),
        )
    return Answer(
        row=row,
        trigger_on=trigger_on,
        due=due,
        natural_end=due.natural_end,
        why_not=None,
        missing=None,
        steps=(*begun, *_steps(row, trigger_on, due, calendar)),
    )


def _due(row: Row, trigger: date | datetime, trigger_on: date, calendar: Calendar) -> Due:
    if row.day_kind is not DayKind.HOUR:
        return compute(row, trigger_on, calendar)
    if not isinstance(trigger, datetime):
        raise ValueError(f"{row.id} is counted in hours: it needs the instant, such as 2026-11-20T16:30")  # noqa: TRY004
    return compute_from(row, trigger)


def _without(row: Row, trigger_on: date, begun: tuple[Text, ...]) -> Answer:
    why = {
        DayKind.AT_ONCE: Text(
            "自该事件起即时，规定未给出天数。", "At once, from the event; the rule names no number of days."
        ),
        DayKind.NO_PERIOD: Text("该规则不含期间。", "This rule sets no period."),
        DayKind.REGIONAL: Text("期间由各地区规定。", "Each region sets its own period."),
    }.get(row.day_kind, Text("期间由当事人约定。", "The parties agree the length."))
    return Answer(
        row=row, trigger_on=trigger_on, due=None, natural_end=None, why_not=why, missing=None, steps=(*begun, why)
    )


def _event(row: Row, trigger: date | datetime) -> Text:
    means = MEANS[row.trigger]
    zh, en = (_zh(trigger), _en(trigger)) if not isinstance(trigger, datetime) else (_minute(trigger), _minute(trigger))
    return Text(f"{means.zh}：{zh}。", f"{means.en[0].upper()}{means.en[1:]}: {en}.")


def _in_force(row: Row, on: date) -> Iterator[Text]:
    if not row.is_in_force(on):
        since = row.source.in_force_from
        yield Text(
            f"所引条文自{since.isoformat()}起施行；该日适用的条文可能不同。",
            f"The words cited are in force since {since.isoformat()}; on that day others may have applied.",
        )


def _steps(row: Row, trigger_on: date, due: Due, calendar: Calendar) -> Iterator[Text]:
    yield from _first(row, trigger_on)
    if row.day_kind is DayKind.WORKING_DAY:
        yield from _skipped(trigger_on, due.on, calendar)
    yield _counted(row, trigger_on, due.natural_end)
    if due.rolled:
        where = Text("其前", "before it") if row.roll is Roll.BACKWARD else Text("其后", "after it")
        yield Text(
            f"该日为休息日，移至{where.zh}的工作日：{_zh(due.on)}。",
            f"That is a rest day; the end moves to the working day {where.en}: {_en(due.on)}.",
        )
    if row.rolls and not due.rolled and due.on.weekday() >= _SATURDAY and row.day_kind is not DayKind.WORKING_DAY:
        yield MAKE_UP_DAY
    if row.day_kind is DayKind.HOUR:
        at = _minute(due.at)
        yield Text(f"届满时刻：{at}（北京时间）。", f"It ends at {at} in China.")
    else:
        yield Text(
            f"{due.on.isoformat()} 24:00（北京时间）届满。", f"It ends at 24:00 in China on {due.on.isoformat()}."
        )


def _first(row: Row, on: date) -> Iterator[Text]:
    if row.length == 0 or row.day_kind is DayKind.HOUR:
        return
    if row.first_day_counts:
        yield Text("该日计入期间（用工期间）。", "That day counts: it is the first day of employment.")
    elif row.back:
        yield Text("自该日向前倒数，该日不计入。", "Counted back from that day, which does not count.")
    else:
        after = on + timedelta(days=1)
        yield Text(
            f"当日不计入，自{after.isoformat()}起算。", f"That day does not count: day one is {after.isoformat()}."
        )


def _counted(row: Row, on: date, natural_end: date) -> Text:
    if row.length == 0:
        return Text(f"当日：{_zh(on)}。", f"The day itself: {_en(on)}.")
    said = length(row.length, row.day_kind)
    if row.back:
        return Text(f"向前{said.zh}：{_zh(natural_end)}。", f"{said.en} before: {_en(natural_end)}.")
    return Text(f"{said.zh}届满：{_zh(natural_end)}。", f"{said.en} end on {_en(natural_end)}.")


def _skipped(trigger_on: date, end_on: date, calendar: Calendar) -> Iterator[Text]:
    first, last = sorted((trigger_on, end_on))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    inside = [day for day in days if day != trigger_on]
    worked = [day.isoformat() for day in inside if day.weekday() >= _SATURDAY and calendar.is_workday(day)]
    skipped = [day.isoformat() for day in inside if calendar.is_rest_day(day)]
    if skipped:
        zh, en = _listed(skipped)
        yield Text(f"休息日不计入：{zh}。", f"Rest days do not count: {en}.")
    if worked:
        yield Text(f"调休上班日计入：{'、'.join(worked)}。", f"Make-up working days count: {', '.join(worked)}.")


def _listed(days: list[str]) -> tuple[str, str]:
    more = len(days) - _SHOWN
    if more <= 0:
        return "、".join(days), ", ".join(days)
    return f"{'、'.join(days[:_SHOWN])} 等{len(days)}日", f"{', '.join(days[:_SHOWN])} and {more} more"


def _minute(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def _zh(day: date) -> str:
    return f"{day.isoformat()}（星期{_ZH_DAYS[day.weekday()]}）"


def _en(day: date) -> str:
    return f"{day.isoformat()} ({('Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun')[day.weekday()]})"
