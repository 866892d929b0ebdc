"""The articles of `tests/law/texts`, by instrument and number: what sources are checked against."""

import re
from functools import cache
from pathlib import Path

TEXTS = Path(__file__).parent / "texts"
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}
_HEAD = re.compile(r"^第([零一二三四五六七八九十百]+)条(之[一二三四五])?[\s\u3000]*")

NOT_IN_HAND = {
    "关于加强新就业形态劳动纠纷一站式调解工作的通知": "C",
    "办理法律援助案件程序规定": "C",
    "工会法律援助办法": "C",
    "关于实施《劳动保障监察条例》若干规定": "C",
    "行政复议法": "C",
    "行政诉讼法": "C",
    "上海市法律援助若干规定": "C",
    "刑法": "C",
    "最高人民法院关于审理拒不支付劳动报酬刑事案件适用法律若干问题的解释": "C",
}
"""instruments whose text nobody here has read in full, with the grade their sources must carry"""


def number(chinese: str) -> int:
    """The number of an article: 二百零五 is 205."""
    total, digit = 0, 0
    for char in chinese:
        if char == "百":
            total, digit = total + digit * 100, 0
        elif char == "十":
            total, digit = total + (digit or 1) * 10, 0
        else:
            digit = _DIGITS[char]
    return total + digit


def written(count: int) -> str:
    """A number below a hundred as a clause writes it: 四十八."""
    tens, ones = divmod(count, 10)
    names = "零一二三四五六七八九"
    head = "" if tens == 0 else "十" if tens == 1 else f"{names[tens]}十"
    return head + (names[ones] if ones or not tens else "")


def squeezed(text: str) -> str:
    """Without whitespace: copies of one text differ in nothing else."""
    return re.sub(r"[\s\u3000\u200b]+", "", text)


@cache
def articles() -> dict[str, dict[str, str]]:
    """The squeezed words of each article by instrument and number."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted(TEXTS.glob("*.md")):
        title, *lines = path.read_text(encoding="utf-8").splitlines()
        known = found.setdefault(title.removeprefix("# "), {})
        current = ""
        for line in lines:
            head = _HEAD.match(line)
            if head:
                current = str(number(head.group(1)))
            elif line.startswith(("#", "<!--")):
                current = ""
            if current:
                known[current] = known.get(current, "") + squeezed(line)
    return found


def is_quoted(quote: str, words: str) -> bool:
    """Whether the parts of a quote stand in the words, in their order."""
    at = 0
    for part in quote.split("……"):
        found = words.find(squeezed(part), at)
        if not part or found < 0:
            return False
        at = found + len(squeezed(part))
    return True
