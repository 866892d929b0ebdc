"""What people type, made comparable, safe to store, and masked for other eyes.

Holds normalisation of single-line input, personal names, the masks of names, phones and ID numbers, and the search
tokens of a Chinese text. Refuses to hold the validation of numbered identifiers (`identifiers.py`) and any decision
about who may see what is behind a mask (`access/`).
"""

import re
import unicodedata
from typing import Final

from mediation.kit.problems import FieldProblem, Text

NAME_MAX_CHARS: Final = 50

# Characters that reverse what a reader sees. Nobody types them on purpose in a name; in a name they are an attack.
_BIDI: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
# Zero width and other invisible characters: soft hyphen, joiners, fillers, byte order mark, tags, control characters.
_INVISIBLE: Final = re.compile(
    "[\u0001-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d"
    "\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# In free text line breaks, tabs and the joiner that holds an emoji together are content.
_CONTROL: Final = re.compile("[\u0001-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufff9-\ufffb]")
_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0xFFE5: 0xA5}
_HAN: Final = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_RUN: Final = re.compile(f"[{_HAN}]+")
_WORD: Final = re.compile(rf"[{_HAN}]+|[^\W_{_HAN}]+")
_SPACE_BETWEEN_HAN: Final = re.compile(f"(?<=[{_HAN}·]) (?=[{_HAN}·])")
# Interpuncts as keyboards and old systems write them; the standard one in Chinese names is U+00B7.
_DOT: Final = re.compile(r"(?<=\w) ?[•‧⋅∙・●.] ?(?=\w)")
_COMPOUND_SURNAME: Final = re.compile(
    "欧阳|太史|端木|上官|司马|东方|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫|宗政|濮阳|公冶|太叔|申屠|"
    "公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|子车|亓官|司寇|巫马|公西|颛孙|壤驷|公良|漆雕|乐正|宰父|谷梁|"
    "拓跋|夹谷|轩辕|令狐|段干|百里|呼延|东郭|南门|羊舌|微生|左丘|东门|西门|第五"
)
_REASONS: Final = {
    "nul": ("含有空字符，请删除后重试", "contains a NUL character"),
    "bidi_control": (
        "含有改变文字方向的隐藏字符，请手工重新输入",
        "contains a hidden character that changes text direction",
    ),
    "surrogate": ("含有无法保存的字符", "contains a character that cannot be stored"),
    "empty": ("不能为空", "must not be empty"),
    "too_long": ("文字过长", "is too long"),
    "not_a_name": ("姓名中含有不应出现的字符", "contains characters that do not belong in a name"),
}


class Unacceptable(ValueError):  # noqa: N818 - what is said of the input; its kinds end in Error
    """Input that cannot be taken as it is: `code` for machines, `text` for people. It never repeats the input."""

    def __init__(self, code: str, zh: str, en: str) -> None:
        super().__init__(f"{code}: {en}")
        self.code = code
        self.text = Text(zh, en)

    def at(self, path: str) -> FieldProblem:
        """The same refusal as the problem of one input field, for `Invalid`."""
        return FieldProblem(path, self.code, self.text)


class TextError(Unacceptable):
    """Text refused: `nul`, `bidi_control`, `surrogate`, `empty`, `too_long` or `not_a_name`."""

    def __init__(self, code: str) -> None:
        super().__init__(code, *_REASONS[code])


def normalise(text: str) -> str:
    """Return single-line `text` in NFKC form, without invisible characters, spaces collapsed; it may be empty.

    Full-width letters and digits become ASCII; CJK, extension B and later, emoji and the `·` of names are kept.

    Raises:
        TextError: `nul`, `bidi_control` or `surrogate`.

    >>> normalise("　ＡＢＣ　有限\\u200b公司 ")
    'ABC 有限公司'
    """
    _refuse(text)
    if _BIDI.search(text):
        raise TextError("bidi_control")
    # Invisible characters go first: one between a letter and its accent would keep NFKC from joining them.
    return " ".join(unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).split())


def fold_width(text: str) -> str:
    """Return `text` with full-width ASCII as ASCII, and nothing else changed: how numbers are read.

    NFKC would also read 10² as 102 and a footnote ① as a digit.

    >>> fold_width("￥６，４８０．５　元"), fold_width("10²①")
    ('¥6,480.5 元', '10²①')
    """
    return text.translate(_FULL_WIDTH)


def person_name(text: str) -> str:
    """Return a personal name in the one form used to store and compare it.

    Spaces between Han characters go (rosters pad 王　明 to three columns); the interpunct becomes `·`.

    Raises:
        TextError: as `normalise`, or `empty`, `too_long` (over 50 characters), `not_a_name` (digits, symbols, emoji).

    >>> person_name("王　明"), person_name("阿卜杜拉•买买提")
    ('王明', '阿卜杜拉·买买提')
    """
    name = _SPACE_BETWEEN_HAN.sub("", _DOT.sub("·", normalise(text)))
    if not name:
        raise TextError("empty")
    if len(name) > NAME_MAX_CHARS:
        raise TextError("too_long")
    if not all(_belongs_in_a_name(char) for char in name) or not any(char.isalpha() for char in name):
        raise TextError("not_a_name")
    return name


def safe_text(value: str, *, max_chars: int, max_bytes: int) -> str:
    """Return free text of several lines as it may be stored: NFC, `\\n` line ends, no control characters, trimmed.

    Hidden direction marks are removed, not refused: phones add them when a number is copied out of the address book.

    Args:
        max_chars: most characters (code points) after cleaning.
        max_bytes: most bytes in UTF-8 after cleaning.

    Raises:
        TextError: `nul`, `surrogate` or `too_long`.
    """
    if len(value) > 4 * max_chars + 1000:
        raise TextError("too_long")
    _refuse(value)
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", _BIDI.sub("", _CONTROL.sub("", lines))).strip()
    if len(text) > max_chars or len(text.encode()) > max_bytes:
        raise TextError("too_long")
    return text


def mask_name(name: str) -> str:
    """Return the name with the given name hidden: the surname stays, and the last character of a longer name.

    >>> mask_name("王小明"), mask_name("李四"), mask_name("欧阳修远"), mask_name("阿卜杜拉·买买提")
    ('王*明', '李*', '欧阳**', '阿***·买**')
    """
    if "·" in name or " " in name:
        return re.sub(r"[^· ]+", lambda part: _first_of(_clusters(part[0])), name)
    clusters = _clusters(name)
    if not _HAN_RUN.match(name):
        return _first_of(clusters)
    if len(clusters) >= 3 and _COMPOUND_SURNAME.match(name):
        return name[:2] + "*" * (len(clusters) - 2)
    if len(clusters) >= 3:
        return clusters[0] + "*" * (len(clusters) - 2) + clusters[-1]
    return _first_of(clusters)


def mask_phone(phone: str) -> str:
    """Return the phone with its middle hidden; of anything but an 11-digit mobile number only the end stays.

    >>> mask_phone("13812341402"), mask_phone("02164120001"), mask_phone("12351")
    ('138****1402', '*******0001', '*****')
    """
    if re.fullmatch(r"1[0-9]{10}", phone):
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * (len(phone) - 4) + phone[-4:] if len(phone) >= 8 else "*" * len(phone)


def mask_id(number: str) -> str:
    """Return an identity number with the birth date hidden; of a short one (a passport) only two characters stay.

    >>> mask_id("310112199001011234"), mask_id("E12345678")
    ('3101**********1234', '*******78')
    """
    if len(number) >= 15:
        return number[:4] + "*" * (len(number) - 8) + number[-4:]
    return "*" * (len(number) - 2) + number[-2:] if len(number) >= 6 else "*" * len(number)


def bigrams(text: str) -> list[str]:
    """Return the search tokens of `text`, each once, in order: Han characters, Han pairs, other words in lower case.

    The same function makes the stored column and the terms of a query: a text matches when it holds every token of
    the query. A trigram index does not serve the two-character words that Chinese is searched by.

    >>> bigrams("闵工调〔2026〕118号")
    ['闵', '闵工', '工', '工调', '调', '2026', '118', '号']
    """
    tokens: dict[str, None] = {}
    for word in _WORD.findall(unicodedata.normalize("NFKC", text).casefold()):
        if _HAN_RUN.match(word):
            for at, char in enumerate(word):
                tokens[char] = None
                if at + 1 < len(word):
                    tokens[word[at : at + 2]] = None
        else:
            tokens[word] = None
    return list(tokens)


def check_storable(text: str, *, longest: int) -> None:
    """Return nothing for a text that a database column can hold at all.

    Raises:
        TextError: `too_long` (over `longest` code points), `nul` or `surrogate`.
    """
    if len(text) > longest:
        raise TextError("too_long")
    _refuse(text)


def _refuse(text: str) -> None:
    if "\x00" in text:
        raise TextError("nul")
    if _SURROGATE.search(text):
        raise TextError("surrogate")


def _belongs_in_a_name(char: str) -> bool:
    # Private use (Co) stays: GB18030 systems of police and banks write rare characters of real names there.
    return char in "· -'’" or unicodedata.category(char)[0] in "LM" or unicodedata.category(char) in {"Nl", "Co"}


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for char in text:
        if clusters and unicodedata.category(char)[0] == "M":
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _first_of(clusters: list[str]) -> str:
    if len(clusters) < 2:
        return "*" * len(clusters)
    return clusters[0] + "*" * (len(clusters) - 1)
