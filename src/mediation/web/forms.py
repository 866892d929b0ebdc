"""Forms: reading what was typed, and showing it again with what is wrong.

A field's name is the dotted path below the mutation's input (`employer.name`), so the API's own problems name the field.
Refuses to hold: rules about values. The API has them; here is only what a form cannot say otherwise (yuan as fen).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from starlette.datastructures import FormData, UploadFile

from mediation.kit.money import AmountError, parse_amount
from mediation.kit.problems import Text


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one field, in the reader's language."""

    path: str
    message: str


@dataclass
class Form:
    """Values by field name, and what is wrong with them. Made from what was posted, or from what to begin with."""

    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    files: Mapping[str, UploadFile] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)
    locale: str = "zh-CN"
    conflict: bool = False
    """somebody changed it between reading and sending"""
    labels: dict[str, str] = field(default_factory=dict)
    """what the fields on the page are called, by name: the summary of what is wrong says it"""

    @classmethod
    def posted(cls, data: FormData, locale: str) -> "Form":
        """What a browser sent."""
        values: dict[str, list[str]] = {}
        files: dict[str, UploadFile] = {}
        for name, value in data.multi_items():
            if isinstance(value, UploadFile):
                if value.filename and name not in files:
                    files[name] = value
                else:
                    value.file.close()  # a field in which no file was chosen
            else:
                values.setdefault(name, []).append(value)
        return cls(values, files, locale=locale)

    @classmethod
    def of(cls, begin: Mapping[str, Any], locale: str = "zh-CN") -> "Form":
        """A form to be filled in, with these values to begin with; None is left empty."""
        values = {name: _texts(value) for name, value in begin.items() if value is not None}
        return cls(values, locale=locale)

    async def close(self) -> None:
        """Let go of the files that came with it."""
        for file in self.files.values():
            await file.close()

    def text(self, name: str) -> str:
        """What was typed, without the spaces around it; empty without it."""
        found = self.values.get(name)
        return found[0].strip() if found else ""

    def given(self, name: str) -> str | None:
        """The same, but None when nothing was typed."""
        return self.text(name) or None

    def many(self, name: str) -> list[str]:
        """Every value of a field that may be chosen more than once."""
        return [value.strip() for value in self.values.get(name, ()) if value.strip()]

    def flag(self, name: str) -> bool:
        """Whether a box is ticked."""
        return bool(self.text(name))

    def number(self, name: str) -> int | None:
        """A whole number, None without one; what is no number is wrong."""
        typed = self.text(name)
        if not typed:
            return None
        try:
            return int(typed)
        except ValueError:
            self.refuse(name, Text("请填写整数。", "Enter a whole number."))
            return None

    def fen(self, name: str) -> int | None:
        """An amount typed in yuan, in fen; None without one; what is no amount is wrong."""
        typed = self.text(name)
        if not typed:
            return None
        try:
            return int(parse_amount(typed))
        except AmountError as error:
            self.refuse(name, error.text)
            return None

    def day(self, name: str, *, needed: bool = False) -> str | None:
        """A date, `2026-11-23`; None without one, which is wrong where it is needed; what is no date is wrong."""
        typed = self.text(name)
        try:
            return date.fromisoformat(typed).isoformat() if typed or needed else None
        except ValueError:
            self.refuse(name, Text("请填写日期，例如 2026-11-23。", "Enter a date, for example 2026-11-23."))
            return None

    def refuse(self, name: str, text: Text) -> None:
        """Say that the field `name` is wrong."""
        self.wrong.append(Wrong(name, text.in_(self.locale)))

    def take(self, problem: Mapping[str, Any]) -> None:
        """Take over what the API refused: field by field, or as one sentence about the whole."""
        self.conflict = problem.get("__typename") == "Conflict"
        fields = problem.get("fields")
        if fields:
            self.wrong += [Wrong(one["path"], one["message"]) for one in fields]
        else:
            self.wrong.append(Wrong("", problem["message"]))

    def wrongs(self, name: str) -> list[str]:
        """What is wrong with one field."""
        return [one.message for one in self.wrong if one.path == name]

    @property
    def told(self) -> list[Wrong]:
        """What is wrong, in the order in which the page asks: that of the fields as the browser sent them."""
        places = {name: at for at, name in enumerate(self.values)}

        def place(one: Wrong) -> int:
            within = (at for name, at in places.items() if name.startswith(f"{one.path}."))
            return -1 if not one.path else places.get(one.path, min(within, default=len(places)))

        return sorted(self.wrong, key=place)

    def names(self, name: str, label: str) -> None:
        """Remember what the field `name` is called on the page."""
        self.labels[name] = label

    def named(self, one: Wrong) -> str:
        """What is wrong, with the field's name before it unless the sentence says it already."""
        label = re.split("[（(]", self.labels.get(one.path, ""))[0].strip()
        if not label or label.lower() in one.message.lower():
            return one.message
        return f"{label}{'：' if self.locale == 'zh-CN' else ': '}{one.message}"

    def below(self, prefix: str) -> dict[str, Any]:
        """The fields `prefix.*` as a nested object of texts, empty ones left out."""
        made: dict[str, Any] = {}
        for name in self.values:
            if name.startswith(f"{prefix}.") and self.text(name):
                *path, last = name.removeprefix(f"{prefix}.").split(".")
                place = made
                for step in path:
                    place = place.setdefault(step, {})
                place[last] = self.text(name)
        return made


def _texts(value: Any) -> list[str]:
    if isinstance(value, list | tuple):
        return [str(one) for one in value]
    if isinstance(value, bool):
        return ["on"] if value else []
    return [str(value)]
