"""Checking an input whole: every wrong field is found before anything is refused.

Holds the collecting. Refuses to hold any check: those are `names.py`, `identifiers.py`, `money.py` and the features'.
"""

from collections.abc import Callable
from typing import TypeVar

from mediation.kit.names import TextError, Unacceptable, normalise, safe_text
from mediation.kit.problems import FieldProblem, Invalid, Text

T = TypeVar("T")


class Checks:
    """The problems found so far in one input. Paths are dotted, in the caller's spelling (`claimants.3.phone`)."""

    def __init__(self) -> None:
        self.problems: list[FieldProblem] = []

    def wrong(self, path: str, code: str, zh: str, en: str) -> None:
        """Note that the field at `path` is wrong."""
        self.problems.append(FieldProblem(path, code, Text(zh, en)))

    def read(self, path: str, reader: Callable[[str], T], typed: str | None) -> T | None:
        """Return what `reader` makes of an optional field; None when nothing was typed or it is wrong (then noted)."""
        if typed is None or not typed.strip():
            return None
        return self.require(path, reader, typed)

    def require(self, path: str, reader: Callable[[str], T], typed: str) -> T | None:
        """Return what `reader` makes of a required field; None when it is wrong (then noted)."""
        try:
            return reader(typed)
        except Unacceptable as refusal:
            self.problems.append(refusal.at(path))
            return None

    def line(self, path: str, typed: str | None, *, max_chars: int) -> str | None:
        """Return an optional single line in its one form; None when nothing was typed or it is wrong (then noted)."""
        return self.read(path, lambda text: line(text, max_chars=max_chars), typed)

    def prose(self, path: str, typed: str | None, *, max_chars: int, min_chars: int = 0) -> str:
        """Return free text of several lines, safe to store; empty when nothing was typed or it is wrong (then noted)."""
        text = self.require(
            path, lambda given: safe_text(given, max_chars=max_chars, max_bytes=4 * max_chars), typed or ""
        )
        # Blank lines and rows of spaces say nothing: they do not count towards the least.
        if text is not None and len(" ".join(text.split())) < min_chars:
            zh, en = (f"至少需要{min_chars}个字", f"needs at least {min_chars} characters")
            self.wrong(path, "empty" if not text else "too_short", zh, en)
        return text or ""

    def settle(self) -> None:
        """Raises Invalid with every problem, if there is any."""
        if self.problems:
            raise Invalid(*self.problems)


def prose_given(path: str, typed: str, *, max_chars: int, required: bool = True) -> str:
    """Return the one free text of an input, safe to store. Raises Invalid at `path`: as `Checks.prose`."""
    checks = Checks()
    text = checks.prose(path, typed, min_chars=1 if required else 0, max_chars=max_chars)
    checks.settle()
    return text


def line_given(path: str, typed: str, *, max_chars: int) -> str:
    """Return the one required single line of an input. Raises Invalid at `path`: as `line`."""
    checks = Checks()
    text = checks.require(path, lambda given: line(given, max_chars=max_chars), typed)
    checks.settle()
    return text or ""


def reason_given(path: str, typed: str, *, required: bool = True) -> str:
    """Return the reason somebody wrote for what they do: 2 to 500 characters, or nothing where it is not required.

    Raises:
        Invalid: too short, too long, or not text that can be stored.
    """
    checks = Checks()
    text = checks.prose(path, typed, min_chars=2 if required else 0, max_chars=500)
    checks.settle()
    return text


def line(text: str, *, max_chars: int) -> str:
    """Return a required single line in its one form.

    Raises:
        TextError: as `names.normalise`, or `empty`, `too_long`.
    """
    if len(text) > 4 * max_chars + 1000:
        raise TextError("too_long")
    made = normalise(text)
    if not made:
        raise TextError("empty")
    if len(made) > max_chars:
        raise TextError("too_long")
    return made
