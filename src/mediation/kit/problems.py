"""The problems a verb can meet, and nothing else: no transport codes, no prose templates, no logging.

Problem
├── NotFound      the object does not exist, or the caller may not know that it does
├── Forbidden     the caller sees the object and may not do this to it
├── IllegalMove   the object's state does not allow this; says what it does allow
├── Invalid       the input is wrong; names each field
├── Conflict      the object changed since the caller read it, or a key was used for something else
└── TooMany       a limit in time was reached; says when to come back
"""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in the two languages of the product."""

    zh: str
    en: str

    def in_(self, locale: str) -> str:
        """The sentence in `locale` ("en" or anything else, which means zh-CN)."""
        return self.en if locale.startswith("en") else self.zh


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one input field. `path` is dotted, in the caller's spelling: `claimants.3.phone`."""

    path: str
    code: str
    text: Text


class Problem(Exception):  # noqa: N818 - the word of the field
    """An expected refusal. Raised by rules and services, turned into an answer at the edge and nowhere else."""

    code = "PROBLEM"

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class NotFound(Problem):
    """The object does not exist or is invisible to the caller; both answer the same, to the byte."""

    code = "NOT_FOUND"

    def __init__(self, verb: str | None = None, *, case_id: UUID | None = None) -> None:
        super().__init__(Text("没有找到，或您无权查看。", "Not found, or you may not see it."))
        self.verb = verb
        """What was tried on something invisible; for the access log, never for the answer."""
        self.case_id = case_id


class Forbidden(Problem):
    """The caller sees the object but may not apply `verb` to it."""

    code = "FORBIDDEN"

    def __init__(self, verb: str, text: Text | None = None, *, case_id: UUID | None = None) -> None:
        super().__init__(text or Text("您没有权限进行此操作。", "You may not do this."))
        self.verb = verb
        self.case_id = case_id
        """For the access log."""


class IllegalMove(Problem):
    """`verb` is not possible in `state`; `allowed` lists the verbs that are."""

    code = "ILLEGAL_MOVE"

    def __init__(self, verb: str, state: str, allowed: tuple[str, ...] = (), text: Text | None = None) -> None:
        super().__init__(text or Text("当前状态下不能进行此操作。", "This is not possible in the current state."))
        self.verb = verb
        self.state = state
        self.allowed = allowed


class Invalid(Problem):
    """The input is wrong in the named fields; nothing was saved."""

    code = "INVALID"

    def __init__(self, *fields: FieldProblem) -> None:
        super().__init__(fields[0].text if fields else Text("填写有误。", "The input is not valid."))
        self.fields = fields

    @classmethod
    def field(cls, path: str, code: str, zh: str, en: str) -> "Invalid":
        """One field is wrong."""
        return cls(FieldProblem(path, code, Text(zh, en)))


class Conflict(Problem):
    """The object is at `current_version`, not at the version the caller saw."""

    code = "CONFLICT"

    def __init__(
        self, current_version: int | None = None, text: Text | None = None, *, current: tuple[str, UUID] | None = None
    ) -> None:
        super().__init__(
            text
            or Text("内容已被他人更改，请刷新后再试。", "This has changed since you read it. Read it again and retry.")
        )
        self.current_version = current_version
        self.current = current
        """Type name and row id of what stands now, for the caller to read under their own permission."""


class TooMany(Problem):
    """A limit in time was reached; try again after `retry_after_seconds`."""

    code = "TOO_MANY"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(Text("尝试次数过多，请稍后再试。", "Too many tries. Please wait and try again."))
        self.retry_after_seconds = retry_after_seconds


def check_version(seen: int, current: int) -> None:
    """Raises Conflict unless the caller saw the current version."""
    if seen != current:
        raise Conflict(current)
