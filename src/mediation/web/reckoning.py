"""What an amount is computed from, between a form and the API: fields by name, amounts in yuan, rows line by line.

Holds no rule of law and checks nothing: the API says what is wrong, and here it is said at its field.
"""

import re
from dataclasses import replace
from typing import Any, Final

from mediation.kit.money import Fen, text
from mediation.kit.problems import Text
from mediation.web.forms import Form

PREFIX: Final = "in."
_PATH: Final = re.compile(r"(?:computed\.)?inputs\.(\d+)(?:\.\w+)?")
_ROWS: Final = re.compile(r"rows\(([^;]*);")


def kind_of(given: dict[str, Any]) -> str:
    """How an input is asked for: fen, fen_list, number, date, flag, choice or rows; `…@source` with its source."""
    return str(given["type"]).split("(")[0]


CHOICES: Final = {
    "standard": Text("标准工时制", "Standard"),
    "comprehensive": Text("综合计算工时制（经批准）", "Comprehensive (approved)"),
    "flexible": Text("不定时工时制（经批准）", "Flexible (approved)"),
    "local": Text("按当地规定", "By the rule of the region"),
    "each_month": Text("逐月计算", "Month by month"),
    "from_the_end": Text("自期间届满起", "From the end of the period"),
    "fixed": Text("固定期限", "Fixed term"),
    "open_ended": Text("无固定期限", "Open-ended"),
    "task": Text("以完成一定工作任务为期限", "For a task"),
}
"""the values of the API's choices in words"""


def choices_of(given: dict[str, Any]) -> list[tuple[str, Text]]:
    """The values of a choice, each with its words."""
    values = str(given["type"]).partition("(")[2].rstrip(")").split("|")
    return [(value, CHOICES.get(value, Text(value, value))) for value in values]


def about_of(given: dict[str, Any]) -> str:
    """What an input is, with amounts in the unit in which the form takes them."""
    said = str(given["about"])
    if kind_of(given) == "choice":  # its values are told by the choice itself
        said = re.split("[：:,]", said)[0]
    for fen, yuan in (("（分", "（元"), ("(fen", "(CNY"), ("in fen", "in CNY")):
        said = said.replace(fen, yuan)
    return said


def typed(form: Form, head: dict[str, Any]) -> list[dict[str, str]]:
    """The inputs of `head` as the API wants them; those left empty are not there."""
    found = []
    for given in head["inputs"]:
        value = _value(form, given)
        if value:
            found.append({"name": given["name"], "value": value})
    return found


def _value(form: Form, given: dict[str, Any]) -> str:
    name, kind = PREFIX + given["name"], kind_of(given)
    written = form.text(name)
    if kind == "flag":
        return "true" if form.flag(name) else ""
    if not written:
        return ""
    if kind.startswith("fen_list"):
        return ",".join(_yuan(one.strip()) for one in re.split(r"[,，、\s]+", written) if one.strip())
    if kind == "rows":
        return _rows(given, written)
    value = _yuan(written) if kind.startswith("fen") else written
    return f"{value}@{form.text(name + '.source')}" if kind.endswith("@source") else value


def _yuan(written: str) -> str:
    return written if written.endswith("元") or written.startswith(("¥", "￥")) else written.replace(",", "") + "元"


def _columns(given: dict[str, Any]) -> list[str]:
    found = _ROWS.match(given["type"])
    return found[1].split() if found else []


def _rows(given: dict[str, Any], written: str) -> str:
    columns = _columns(given)
    rows = []
    for line in written.splitlines():
        cells = line.replace("\t", " ").split()
        if not cells:
            continue
        money = [at < len(columns) and columns[at].endswith("_fen") for at in range(len(cells))]
        rows.append(" ".join(_yuan(cell) if is_fen else cell for cell, is_fen in zip(cells, money, strict=True)))
    return ";".join(rows)


def shown(inputs: list[dict[str, str]], head: dict[str, Any]) -> dict[str, str]:
    """The fields of a form to begin with, from what a claim was computed from."""
    about = {given["name"]: given for given in head["inputs"]}
    fields: dict[str, str] = {}
    for one in inputs:
        given = about.get(one["name"])
        if given is None:
            continue
        value, _, source = one["value"].partition("@")
        name, kind = PREFIX + one["name"], kind_of(given)
        fields[name] = _shown(given, kind, value)
        if source:
            fields[name + ".source"] = source
    return fields


def _shown(given: dict[str, Any], kind: str, value: str) -> str:
    if kind == "flag":
        return "on" if value == "true" else ""
    if kind == "rows":
        columns = _columns(given)
        lines = []
        for row in value.split(";"):
            cells = row.split()
            money = [at < len(columns) and columns[at].endswith("_fen") for at in range(len(cells))]
            lines.append(" ".join(_plain(cell) if is_fen else cell for cell, is_fen in zip(cells, money, strict=True)))
        return "\n".join(lines)
    if kind == "fen_list":
        return ",".join(_plain(one.strip()) for one in value.split(","))
    return _plain(value) if kind.startswith("fen") else value


def _plain(value: str) -> str:
    """An amount of fen in yuan; what was written in yuan stays."""
    return text(Fen(int(value))).replace(",", "") if value.isdecimal() else value.removesuffix("元")


def at_fields(form: Form, sent: list[dict[str, str]]) -> None:
    """Lead what the API says of the n-th input to the field of that name."""
    for at, one in enumerate(form.wrong):
        found = _PATH.fullmatch(one.path)
        if found and int(found[1]) < len(sent):
            form.wrong[at] = replace(one, path=PREFIX + sent[int(found[1])]["name"])
