"""Money as integer fen: splitting that sums exactly, reading what people type, writing it in digits and in 大写.

Holds arithmetic and notation. Refuses to hold floats, currencies other than CNY, and what an amount is for.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NewType

from mediation.kit.names import Unacceptable, fold_width

Fen = NewType("Fen", int)

MAX_FEN: Final = 10**15
"""Ten trillion yuan: more than any claim, less than a JSON number (2**53) and a database bigint can carry."""

_AMOUNT: Final = re.compile(
    r"(?P<sign>-?)(?P<yuan>0|[1-9][0-9]{0,15}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,5})(?:\.(?P<part>[0-9]+))?"
)
_DIGITS: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_SECTIONS: Final = ("", "万", "亿", "万")
_REASONS: Final = {
    "empty": ("金额不能为空", "must not be empty"),
    "not_a_number": ("请用阿拉伯数字填写金额，例如 6480.00", "is not an amount in digits such as 6480.00"),
    "more_than_two_decimals": ("金额最多到分（两位小数）", "has more than two decimals"),
    "negative": ("金额不能为负数", "must not be negative"),
    "too_large": ("金额过大", "is too large"),
}


class AmountError(Unacceptable):
    """An amount refused: `empty`, `not_a_number`, `more_than_two_decimals`, `negative` or `too_large`."""

    def __init__(self, code: str) -> None:
        super().__init__(code, *_REASONS[code])


def split_evenly(total_fen: Fen, parts: int) -> tuple[Fen, ...]:
    """Return `parts` amounts that sum to `total_fen` and differ by at most one fen, the larger ones first.

    Raises:
        ValueError: `parts` below 1, or a negative total.

    >>> split_evenly(Fen(100), 3)
    (34, 33, 33)
    """
    if parts < 1:
        raise ValueError("an amount is split into at least one part")
    return split_by_share(total_fen, (1,) * parts)


def split_by_share(total_fen: Fen, shares: Sequence[int]) -> tuple[Fen, ...]:
    """Return one amount per share, in proportion, summing to `total_fen` exactly (largest remainder).

    Left-over fen go to the largest remainders, and among equal ones to the earliest share: the same input always
    gives the same split.

    Args:
        shares: whole weights, none negative, at least one positive.

    Raises:
        ValueError: a negative total or share, or no positive share.

    >>> split_by_share(Fen(1000), (1, 1, 4))
    (167, 167, 666)
    """
    if total_fen < 0 or any(share < 0 for share in shares):
        raise ValueError("neither an amount nor a share to split by is negative")
    whole = sum(shares)
    if whole <= 0:
        raise ValueError("at least one share is positive")
    floors = [total_fen * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda at: (-(total_fen * shares[at] % whole), at))
    for at in by_remainder[: total_fen - sum(floors)]:
        floors[at] += 1
    return tuple(Fen(part) for part in floors)


def text(amount_fen: Fen) -> str:
    """Return the amount in yuan with two decimals and grouped thousands.

    >>> text(Fen(648000)), text(Fen(-5))
    ('6,480.00', '-0.05')
    """
    sign = "-" if amount_fen < 0 else ""
    yuan_part, fen_part = divmod(abs(amount_fen), 100)
    return f"{sign}{yuan_part:,}.{fen_part:02}"


def yuan(amount_fen: Fen) -> Decimal:
    """Return the amount in yuan as an exact decimal with two places: for files and forms, never for arithmetic.

    >>> str(yuan(Fen(648000)))
    '6480.00'
    """
    return Decimal(amount_fen).scaleb(-2)


def uppercase(amount_fen: Fen) -> str:
    """Return the amount in the characters used on agreements and receipts (大写).

    整 closes an amount without jiao and fen; 零 stands for zeros between digits, and before fen when there is no jiao.

    Raises:
        ValueError: a negative amount or one above MAX_FEN.

    Source: 支付结算办法 annex 1 (正确填写票据和结算凭证的基本规定) Arts. 1-4.

    >>> uppercase(Fen(21_640_000)), uppercase(Fen(140950)), uppercase(Fen(32504))
    ('贰拾壹万陆仟肆佰元整', '壹仟肆佰零玖元伍角', '叁佰贰拾伍元零肆分')
    """
    if not 0 <= amount_fen <= MAX_FEN:
        raise ValueError("an amount in words lies between 0 and 10**15 fen")
    whole, (jiao, fen) = amount_fen // 100, divmod(amount_fen % 100, 10)
    words = f"{_whole_in_words(whole)}元" if whole or not (jiao or fen) else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif fen and whole:
        words += "零"
    if fen:
        words += f"{_DIGITS[fen]}分"
    return words if jiao or fen else words + "整"


def parse_amount(typed: str, *, allow_negative: bool = False) -> Fen:
    """Return the amount in fen of what a person typed in yuan: `6,480`, `¥6480.00`, `6480元`, full-width digits.

    Raises:
        AmountError: see there. Words (六千), units (1万), 10², misplaced separators or spaces and a third decimal are
            refused, not guessed.

    >>> parse_amount("￥６，４８０．５")
    648050
    """
    if len(typed) > 100:
        raise AmountError("not_a_number")
    plain = fold_width(typed).strip().upper().replace("−", "-")
    # Space is allowed around a currency, never between digits: a cell with 100 and 200 on two lines is not 100,200.
    plain = re.sub(r"^(-?)\s*(?:人民币|RMB|CNY)?\s*¥?\s*(-?)\s*", r"\1\2", plain)
    plain = re.sub(r"\s*(?:元整?|RMB|CNY)$", "", plain)
    if not plain:
        raise AmountError("empty")
    match = _AMOUNT.fullmatch(plain)
    if match is None:
        raise AmountError("too_large" if re.fullmatch(r"-?[1-9][0-9]{16,}(\.[0-9]*)?", plain) else "not_a_number")
    part = match["part"] or ""
    if len(part) > 2:
        raise AmountError("more_than_two_decimals")
    amount = int(match["yuan"].replace(",", "")) * 100 + int(part.ljust(2, "0"))
    if amount > MAX_FEN:
        raise AmountError("too_large")
    if match["sign"] and amount and not allow_negative:
        raise AmountError("negative")
    return Fen(-amount if match["sign"] else amount)


def _whole_in_words(number: int) -> str:
    if number == 0:
        return "零"
    words, zeros = "", 0
    digits = str(number)
    for at, char in enumerate(digits):
        section, place = divmod(len(digits) - at - 1, 4)
        if char == "0":
            zeros += 1
        else:
            words += ("零" if zeros else "") + _DIGITS[int(char)] + _PLACES[place]
            zeros = 0
        # 亿 closes everything above it: 壹拾万亿, 壹万零壹亿.
        if place == 0 and (zeros < 4 or (section == 2 and len(digits) > 12)):
            words += _SECTIONS[section]
    return words
