"""Numbers that identify people, companies and phones in China: normalised, checked, and damage recognised.

Holds the checks of one number at a time. Refuses to hold encryption, masking (`names.py`) and whether the number is
already known (a query).
"""

import re
from datetime import date
from typing import Final

from stdnum.cn import ric, uscc
from stdnum.exceptions import InvalidComponent

from mediation.kit.names import Unacceptable, fold_width

# GB/T 2260 provinces, and 9x for the permanent residence card of foreigners (2023 form, 18 digits).
_PROVINCE: Final = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|9[1-9]")
_SEPARATORS: Final = re.compile(r"[\s\-‐-―−'’‘`\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_SCIENTIFIC: Final = re.compile(r"[0-9]+(\.[0-9]+)?E\+?[0-9]{1,3}")
_REASONS: Final = {
    "empty": ("不能为空", "must not be empty"),
    "wrong_length": ("位数不对", "has the wrong number of characters"),
    "wrong_characters": ("含有不应出现的字符", "contains characters that do not belong in it"),
    "wrong_check_digit": (
        "校验位不符，请核对是否有一位写错",
        "does not match its check digit: look for one wrong character",
    ),
    "impossible_birth_date": ("出生日期不存在", "contains a birth date that does not exist"),
    "unknown_place": ("开头的地区代码不存在", "starts with a place code that does not exist"),
    "fifteen_digits": (
        "这是旧的15位身份证号，2013年起已停用，请填写18位公民身份号码",
        "is an old 15-digit number, out of use since 2013: the 18-digit number is needed",
    ),
    "damaged_by_spreadsheet": (
        "号码已被表格软件改坏（后几位变成0或科学计数），请把该列设为文本后重新填写",
        "was damaged by a spreadsheet (last digits turned to 0, or scientific notation): retype it in a text column",
    ),
    "not_a_mobile": ("不是中国内地手机号码", "is not a mobile number of mainland China"),
}


class IdentifierError(Unacceptable):
    """An identifier refused; `code` is one of `empty`, `wrong_length`, `wrong_characters`, `wrong_check_digit`,
    `impossible_birth_date`, `unknown_place`, `fifteen_digits`, `damaged_by_spreadsheet`, `not_a_mobile`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code, *_REASONS[code])


def national_id(text: str, *, today: date | None = None) -> str:
    """Return an 18-character citizen identity number in its one form: ASCII digits, final `X` in upper case.

    Also accepts residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and the foreigners' permanent
    residence card (9). The place is checked to the province only: county codes are those of the day the number was
    given, so a register of counties by birth year refuses real people.

    Args:
        today: when given, a birth date after it is refused.

    Raises:
        IdentifierError: see there.

    Source: GB 11643-1999 (MOD 11-2); 居民身份证法 Art. 3.

    >>> national_id(" ３６０４２６　19910101 0071")
    '360426199101010071'
    """
    number = _compact(text)
    if len(number) == 15 and _digits(number):
        raise IdentifierError("fifteen_digits")
    _check_shape(text, number, r"[0-9]{17}[0-9X]")
    if number[-1] != ric.calc_check_digit(number):
        raise IdentifierError("damaged_by_spreadsheet" if number.endswith("000") else "wrong_check_digit")
    if not _PROVINCE.match(number):
        raise IdentifierError("unknown_place")
    try:
        born_on = ric.get_birth_date(number)
    except InvalidComponent:
        raise IdentifierError("impossible_birth_date") from None
    if born_on.year < 1900 or (today is not None and born_on > today):
        raise IdentifierError("impossible_birth_date")
    return number


def credit_code(text: str) -> str:
    """Return an 18-character unified social credit code in upper case ASCII.

    Raises:
        IdentifierError: see there.

    Source: GB 32100-2015 (MOD 31-3).
    """
    code = _compact(text)
    # The first two characters may be letters: GB 32100 gives N and others to bodies the library's check leaves out.
    _check_shape(text, code, r"[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}")
    if code[-1] != uscc.calc_check_digit(code):
        raise IdentifierError(
            "damaged_by_spreadsheet" if _digits(code) and code.endswith("000") else "wrong_check_digit"
        )
    return code


def mobile(text: str) -> str:
    """Return an 11-digit mobile number of mainland China, without +86, spaces, hyphens or a spreadsheet's `.0`.

    Raises:
        IdentifierError: see there.

    >>> mobile("＋86 138-1234-1402"), mobile("13812341402.0")
    ('13812341402', '13812341402')
    """
    number = re.sub(r"\.0+$", "", re.sub(r"[()]", "", _compact(text)))
    # Eleven digits fit into a spreadsheet's number, so nothing was lost by ".0".
    number = re.sub(r"^(\+|00)?86(?=1[0-9]{10}$)", "", number)
    if not number:
        raise IdentifierError("empty")
    if damaged(number):
        raise IdentifierError("damaged_by_spreadsheet")
    if not _digits(number):
        raise IdentifierError("wrong_characters")
    if len(number) != 11:
        raise IdentifierError("wrong_length")
    if not re.match(r"1[3-9]", number):
        raise IdentifierError("not_a_mobile")
    return number


def damaged(value: str | int | float) -> bool:
    """Whether a spreadsheet has certainly changed this identifier: what it showed cannot be what was typed.

    A spreadsheet keeps 15 digits of a number. Damage is: scientific notation; a number cell of more than 15 digits; a
    fraction behind more than 15 digits; an 18-digit text ending in 000 that fails the ID number's check digit. (One
    damaged ID number in eleven passes that check by chance: give the cell's own number, not its text, where it has one.)

    >>> damaged("1.10101E+17"), damaged(310112199001011000), damaged("310112199001011234")
    (True, True, False)
    """
    if isinstance(value, int | float):
        return abs(value) >= 10**15
    text = _compact(value)
    # A credit code may read 913101120123456E78: eighteen characters without point or sign are taken at their word.
    if _SCIENTIFIC.fullmatch(text) and (len(text) != 18 or "." in text or "+" in text):
        return True
    if re.fullmatch(r"[0-9]{16,}\.[0-9]*", text):
        return True
    return bool(re.fullmatch(r"[0-9]{15}000", text)) and text[-1] != ric.calc_check_digit(text)


def _compact(text: str) -> str:
    if len(text) > 200:
        raise IdentifierError("wrong_length")
    return _SEPARATORS.sub("", fold_width(text)).upper()


def _check_shape(text: str, compact: str, shape: str) -> None:
    if not compact:
        raise IdentifierError("empty")
    if damaged(text) and not re.fullmatch(shape, compact):
        raise IdentifierError("damaged_by_spreadsheet")
    if len(compact) != 18:
        raise IdentifierError("wrong_length")
    if not re.fullmatch(shape, compact):
        raise IdentifierError("wrong_characters")


def _digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
