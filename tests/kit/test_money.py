"""Money in fen: exact splits, reading and writing."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.money import (
    MAX_FEN,
    AmountError,
    Fen,
    parse_amount,
    split_by_share,
    split_evenly,
    text,
    uppercase,
    yuan,
)

AMOUNTS = st.integers(0, MAX_FEN).map(Fen)
SHARES = st.lists(st.integers(0, 10**12), min_size=1, max_size=60).filter(any)


def sections_of_words(words: str) -> int:
    total = 0
    for words_of_section, unit in re.findall("([^万]+)(万|$)", words):
        for digit, place in re.findall("([壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", words_of_section):
            worth = "零壹贰叁肆伍陆柒捌玖".index(digit) * {"": 1, "拾": 10, "佰": 100, "仟": 1000}[place]
            total += worth * (10**4 if unit else 1)
    return total


def fen_of_words(words: str) -> int:
    """Read 大写 back, by a way of its own: sections of four digits, then jiao and fen."""
    whole, _, rest = words.removesuffix("整").rpartition("元") if "元" in words else ("", "", words)
    parts = {"角": 0, "分": 0}
    for digit, unit in re.findall("([壹贰叁肆伍陆柒捌玖])([角分])", rest):
        parts[unit] = "零壹贰叁肆伍陆柒捌玖".index(digit)
    above, _, below = whole.rpartition("亿")
    total = sections_of_words(above) * 10**8 + sections_of_words(below)
    return total * 100 + parts["角"] * 10 + parts["分"]


@given(AMOUNTS, st.integers(1, 300))
def test_an_even_split_sums_exactly_and_differs_by_at_most_one_fen(total: Fen, parts: int) -> None:
    split = split_evenly(total, parts)

    assert (len(split), sum(split)) == (parts, total)
    assert max(split) - min(split) <= 1
    assert list(split) == sorted(split, reverse=True)


@given(AMOUNTS, SHARES)
def test_a_split_by_share_sums_exactly_and_is_within_a_fen_of_the_true_share(total: Fen, shares: list[int]) -> None:
    split = split_by_share(total, shares)

    assert sum(split) == total
    for part, share in zip(split, shares, strict=True):
        assert abs(part * sum(shares) - total * share) < sum(shares)
        assert part == 0 or share > 0


@given(AMOUNTS, SHARES)
def test_equal_shares_differ_by_at_most_one_fen_and_the_earlier_never_gets_less(total: Fen, shares: list[int]) -> None:
    split = split_by_share(total, [*shares, shares[0]])

    assert 0 <= split[0] - split[-1] <= 1


def test_thirty_two_workers_share_an_advance_to_the_fen() -> None:
    split = split_evenly(Fen(21_640_000), 32)

    assert split == (Fen(676_250),) * 32


def test_left_over_fen_go_to_the_largest_remainders_and_then_to_the_earliest() -> None:
    assert split_by_share(Fen(100), (1, 1, 1)) == (34, 33, 33)
    assert split_by_share(Fen(1000), (1, 1, 4)) == (167, 167, 666)
    assert split_by_share(Fen(5), (0, 7, 0)) == (0, 5, 0)


@pytest.mark.parametrize(("total", "shares"), [(-1, (1,)), (10, ()), (10, (0, 0)), (10, (2, -1))])
def test_a_senseless_split_is_refused(total: int, shares: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="share"):
        split_by_share(Fen(total), shares)


def test_a_split_has_at_least_one_part() -> None:
    with pytest.raises(ValueError, match="at least one part"):
        split_evenly(Fen(10), 0)


@pytest.mark.parametrize(
    ("amount_fen", "expected"),
    [
        (0, "0.00"),
        (5, "0.05"),
        (648000, "6,480.00"),
        (21640000, "216,400.00"),
        (-648001, "-6,480.01"),
        (MAX_FEN, "10,000,000,000,000.00"),
    ],
)
def test_an_amount_is_written_with_grouped_thousands(amount_fen: int, expected: str) -> None:
    assert text(Fen(amount_fen)) == expected
    assert str(yuan(Fen(amount_fen))) == expected.replace(",", "")


@pytest.mark.parametrize(
    ("amount_fen", "expected"),
    [
        (0, "零元整"),
        (1, "壹分"),
        (50, "伍角"),
        (55, "伍角伍分"),
        (100, "壹元整"),
        (101, "壹元零壹分"),
        (110, "壹元壹角"),
        (1000, "壹拾元整"),
        (648000, "陆仟肆佰捌拾元整"),
        (21640000, "贰拾壹万陆仟肆佰元整"),
        # The examples of 支付结算办法 annex 1, Art. 4.
        (140950, "壹仟肆佰零玖元伍角"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (10700053, "壹拾万零柒仟元伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (10_000_000_000, "壹亿元整"),
        (10_000_500_000, "壹亿零伍仟元整"),
        (1_000_000_000_000 + 100, "壹佰亿零壹元整"),
        (MAX_FEN, "壹拾万亿元整"),
        (123_456_789_012_345, "壹万贰仟叁佰肆拾伍亿陆仟柒佰捌拾玖万零壹佰贰拾叁元肆角伍分"),
        (100_010_000_000_000, "壹万零壹亿元整"),
    ],
)
def test_an_amount_is_written_in_the_characters_of_receipts(amount_fen: int, expected: str) -> None:
    assert uppercase(Fen(amount_fen)) == expected
    assert fen_of_words(expected) == amount_fen


@given(AMOUNTS)
def test_words_read_back_to_the_same_amount(amount_fen: Fen) -> None:
    words = uppercase(amount_fen)

    assert fen_of_words(words) == amount_fen
    assert "零零" not in words
    assert words.endswith("整") == (amount_fen % 100 == 0)


@pytest.mark.parametrize("amount_fen", [-1, MAX_FEN + 1])
def test_words_are_refused_outside_the_range(amount_fen: int) -> None:
    with pytest.raises(ValueError, match="10\\*\\*15"):
        uppercase(Fen(amount_fen))


@pytest.mark.parametrize(
    ("typed", "amount_fen"),
    [
        ("6480", 648000),
        ("6,480", 648000),
        ("¥6480.00", 648000),
        ("￥6,480.5", 648050),
        ("6480元", 648000),
        ("人民币６，４８０．００元整", 648000),
        ("CNY 1,234,567.89", 123456789),
        ("￥ 6,480　元", 648000),
        (" 0.01 ", 1),
        ("0", 0),
        ("-0", 0),
        ("10000000000000", MAX_FEN),
    ],
)
def test_what_people_type_is_read_as_fen(typed: str, amount_fen: int) -> None:
    assert parse_amount(typed) == amount_fen


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        (" ", "empty"),
        ("元", "empty"),
        ("六千", "not_a_number"),
        ("陆仟元整", "not_a_number"),
        ("1万", "not_a_number"),
        ("6480.005", "more_than_two_decimals"),
        ("64,80", "not_a_number"),
        ("6.480,00", "not_a_number"),
        ("6480.", "not_a_number"),
        (".5", "not_a_number"),
        ("007", "not_a_number"),
        ("1e5", "not_a_number"),
        ("=1+1", "not_a_number"),
        ("NaN", "not_a_number"),
        ("٣", "not_a_number"),
        ("--1", "not_a_number"),
        ("10²", "not_a_number"),
        ("6480①", "not_a_number"),
        ("64 80", "not_a_number"),
        ("100\n200", "not_a_number"),
        ("1⒈0", "not_a_number"),
        ("-1", "negative"),
        ("-￥6480", "negative"),
        ("10000000000000.01", "too_large"),
        ("99999999999999999999", "too_large"),
        ("9" * 101, "not_a_number"),
        ("6480\x00", "not_a_number"),
        ("6480😀", "not_a_number"),
    ],
)
def test_what_is_no_amount_is_refused_with_a_code(typed: str, code: str) -> None:
    with pytest.raises(AmountError) as refusal:
        parse_amount(typed)

    assert refusal.value.code == code
    assert refusal.value.text.zh
    assert refusal.value.text.en


def test_a_negative_amount_is_read_only_where_it_is_asked_for() -> None:
    assert parse_amount("-6,480.00", allow_negative=True) == -648000


@given(st.integers(-MAX_FEN, MAX_FEN).map(Fen))
def test_what_is_written_reads_back(amount_fen: Fen) -> None:
    assert parse_amount(text(amount_fen), allow_negative=True) == amount_fen
    assert parse_amount(str(yuan(amount_fen)), allow_negative=True) == amount_fen


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused_and_never_fails_otherwise(typed: str) -> None:
    try:
        amount_fen = parse_amount(typed)
    except AmountError:
        return
    assert 0 <= amount_fen <= MAX_FEN


def test_no_character_but_a_digit_a_point_or_outer_space_reads_as_part_of_a_number() -> None:
    numeric = [char for char in map(chr, range(0x11_0000)) if char in ".．" or unicodedata.category(char)[0] in "NZ"]
    read = set()
    for char in numeric:
        try:
            parse_amount(f"1{char}0")
        except AmountError:
            continue
        read.add(char)

    assert len(numeric) > 1_800
    assert read == set("0123456789.０１２３４５６７８９．")
