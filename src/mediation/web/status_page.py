"""The text of the worker's page.

Nearly everyone who opens a link sees the bare page: without name and money. Of it only a few words differ from one worker
to the next, so its frame is rendered once for each stage and then filled. Both ways go through the same template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from mediation.kit.names import mask_name
from mediation.kit.problems import Text
from mediation.status import rules
from mediation.status.service import Visit
from mediation.web.pages import Frame, moment_en, moment_zh, rendered

MARKS = {
    rules.Mark.SATISFIED.value: ("满意", "Satisfied"),
    rules.Mark.FAIRLY.value: ("基本满意", "Fairly satisfied"),
    rules.Mark.NOT_SATISFIED.value: ("不满意", "Not satisfied"),
}
_PAGE = "status/status.html"


@dataclass(frozen=True, slots=True)
class Shape:
    """What decides a page but for the words that differ from one worker to the next."""

    stage: rules.Stage
    means: Text | None
    """what the date means; None without a date"""
    done: bool
    """whether an answer was just noted"""
    large: bool = False
    """whether the reader asked for larger text"""

    def values(self) -> dict[str, Any]:
        """For the template."""
        return {
            "stage": rules.STAGES[self.stage],
            "stage_key": self.stage.value,
            "next_step": rules.NEXT[self.stage],
            "steps": [(rules.STEPS[step], how) for step, how in rules.progress(self.stage)],
            "means": self.means,
            "done": self.done,
            "large": self.large,
        }


@dataclass(frozen=True, slots=True)
class Asked:
    """How the page was asked for: whether an answer was just noted, and whether its text should be larger."""

    done: bool = False
    large: bool = False


_PLAINLY: Final = Asked()


def text(visit: Visit, token: str, asked: Asked = _PLAINLY, *, wrong: Text | None = None, may_try: bool = True) -> str:
    """The page of `visit`; `wrong` is what was wrong with the digits given, `may_try` whether others are looked at."""
    facts, now = visit.opened.facts, visit.actor.at
    date = rules.next_date(facts, now)
    shape = Shape(rules.stage(facts, now), date.means if date else None, asked.done, asked.large)
    words = _words(visit, token, date)
    if visit.proved or wrong:
        return whole(visit, shape, words, wrong, may_try=may_try)
    return bare(shape, words)


def whole(
    visit: Visit, shape: Shape, words: Mapping[str, str | None], wrong: Text | None, *, may_try: bool = True
) -> str:
    """The page rendered with everything that it can hold."""
    opened = visit.opened
    return rendered(
        _PAGE,
        **shape.values(),
        **words,
        wrong=wrong,
        may_try=may_try,
        proved=visit.proved,
        worker=mask_name(opened.worker_name),
        opened=opened,
        facts=opened.facts,
        left_fen=opened.facts.wages.left_fen + opened.facts.social_insurance.left_fen,
        may_rate=rules.may_rate(opened.facts, opened.rated_at, visit.actor.at),
        marks=MARKS,
    )


def bare(shape: Shape, words: Mapping[str, str | None]) -> str:
    """The page as whoever holds the link may see it, put together from its frame."""
    return _frame(shape, tuple([name for name, said in words.items() if said is not None])).filled(words)


@lru_cache(maxsize=512)
def _frame(shape: Shape, said: tuple[str, ...]) -> Frame:
    unsaid = {name: None for name in _WORDS if name not in said}
    return Frame(_PAGE, said, **shape.values(), **unsaid, wrong=None, may_try=True, proved=False)


_WORDS = (
    "studio_zh",
    "studio_en",
    "phone",
    "tel",
    "mediator",
    "token",
    "date",
    "date_zh",
    "date_en",
    "left_zh",
    "left_en",
)


def _words(visit: Visit, token: str, date: rules.Date | None) -> dict[str, str | None]:
    """What each worker is told in words of their own, by the names of the template; None for what there is not."""
    opened, studio = visit.opened, visit.opened.studio
    left = rules.time_left(date.at, visit.actor.at) if date else None
    return {
        "studio_zh": opened.studio_zh,
        "studio_en": opened.studio_en,
        "phone": studio.phone or None,
        "tel": studio.tel or None,
        "mediator": opened.mediator or None,
        "token": token,
        "date": date.at.isoformat() if date else None,
        "date_zh": moment_zh(date.at) if date else None,
        "date_en": moment_en(date.at) if date else None,
        "left_zh": left.zh if left else None,
        "left_en": left.en if left else None,
    }
