"""Numbers that identify: ID cards, credit codes, mobile phones, and what spreadsheets do to them."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from mediation.kit.identifiers import IdentifierError, credit_code, damaged, mobile, national_id

PLACES = [
    "110101",
    "310112",
    "310115",
    "320581",
    "341221",
    "411722",
    "500101",
    "659001",
    "810000",
    "820000",
    "830000",
    "911840",
]
CODE_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def an_id(draw: random.Random) -> str:
    born_on = date(1940, 1, 1) + timedelta(days=draw.randrange(30_000))
    body = f"{draw.choice(PLACES)}{born_on:%Y%m%d}{draw.randrange(1000):03}"
    return body + ric.calc_check_digit(body + "0")


def a_code(draw: random.Random) -> str:
    body = (
        "9131"
        + "".join(draw.choice("0123456789") for _ in range(4))
        + "".join(draw.choice(CODE_CHARACTERS) for _ in range(9))
    )
    return body + uscc.calc_check_digit(body + "0")


def code_of(function, *arguments, **options) -> str:
    with pytest.raises(IdentifierError) as refusal:
        function(*arguments, **options)
    return refusal.value.code


def test_ten_thousand_valid_numbers_are_taken_and_each_with_one_wrong_digit_is_refused() -> None:
    draw = random.Random(20261120)

    for _ in range(10_000):
        number = an_id(draw)
        assert national_id(number) == number
        at = draw.randrange(17)
        wrong = number[:at] + draw.choice([d for d in "0123456789" if d != number[at]]) + number[at + 1 :]
        with pytest.raises(IdentifierError):
            national_id(wrong)


def test_every_single_wrong_character_of_a_number_is_caught() -> None:
    draw = random.Random(1)

    for number in [an_id(draw) for _ in range(100)]:
        for at in range(18):
            for char in "0123456789X" if at == 17 else "0123456789":
                if char != number[at]:
                    with pytest.raises(IdentifierError):
                        national_id(number[:at] + char + number[at + 1 :])


def test_neighbouring_digits_swapped_are_caught() -> None:
    draw = random.Random(2)

    for number in [an_id(draw) for _ in range(500)]:
        for at in range(17):
            swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
            if swapped != number:
                with pytest.raises(IdentifierError):
                    national_id(swapped)


@pytest.mark.parametrize(
    "typed",
    [
        "11010119900307002X",
        "11010119900307002x",
        "１１０１０１１９９００３０７００２ｘ",
        " 110101 19900307 002X\t",
        "110101-19900307-002X",
        "'11010119900307002X",
        "\u202d11010119900307002X\u202c",
        "110101１９９００３０７002Ｘ",
    ],
)
def test_an_id_number_is_taken_in_every_width_and_spacing(typed: str) -> None:
    body = "11010119900307002"
    assert ric.calc_check_digit(body + "0") == "X"

    assert national_id(typed) == body + "X"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("110101900307002", "fifteen_digits"),
        ("1101011990030700", "wrong_length"),
        ("11010119900307002XX", "wrong_length"),
        ("1" * 5000, "wrong_length"),
        ("11010119900307002Y", "wrong_characters"),
        ("1101O119900307002X", "wrong_characters"),
        ("11010119900307\x00002X", "wrong_length"),
        ("11010119900307002１", "wrong_check_digit"),
        ("１１０１０１１９９００３０７００００", "damaged_by_spreadsheet"),
        ("110101199003070000", "damaged_by_spreadsheet"),
        ("1.10101E+17", "damaged_by_spreadsheet"),
        ("1.10101199003070e+17", "damaged_by_spreadsheet"),
        ("110101199003070020.0", "damaged_by_spreadsheet"),
    ],
)
def test_a_number_that_is_none_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert code_of(national_id, typed) == code


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("00010119900307002", "unknown_place"),
        ("99010119900307002", None),
        ("16010119900307002", "unknown_place"),
        ("11010119900230002", "impossible_birth_date"),
        ("11010119901307002", "impossible_birth_date"),
        ("11010100000101002", "impossible_birth_date"),
        ("11010118991231002", "impossible_birth_date"),
    ],
)
def test_the_parts_of_a_number_are_checked_too(body: str, code: str | None) -> None:
    number = body + ric.calc_check_digit(body + "0")

    if code is None:
        assert national_id(number) == number
    else:
        assert code_of(national_id, number) == code


def test_a_birth_date_after_today_is_refused_when_today_is_given() -> None:
    body = "31011220261121001"
    number = body + ric.calc_check_digit(body + "0")

    assert national_id(number) == number
    assert national_id(number, today=date(2026, 11, 21)) == number
    assert code_of(national_id, number, today=date(2026, 11, 20)) == "impossible_birth_date"


def test_a_county_younger_than_the_person_is_accepted() -> None:
    """Minhang has had its code since 1992; a worker born in 1977 got her number there at sixteen."""
    body = "31011219770307002"
    number = body + ric.calc_check_digit(body + "0")

    assert national_id(number) == number


def test_a_refusal_never_repeats_the_number() -> None:
    with pytest.raises(IdentifierError) as refusal:
        national_id("110101199003070021")

    assert "110101" not in str(refusal.value) + refusal.value.text.zh + refusal.value.text.en


def test_valid_credit_codes_are_taken_and_each_single_wrong_character_is_caught() -> None:
    draw = random.Random(3)

    for code in [a_code(draw) for _ in range(200)]:
        assert credit_code(code) == code
        assert credit_code(f" {code[:8].lower()} {code[8:].lower()}") == code
        for at in range(18):
            for char in draw.sample(CODE_CHARACTERS, 5):
                if char != code[at]:
                    with pytest.raises(IdentifierError):
                        credit_code(code[:at] + char + code[at + 1 :])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("91110000600037341", "wrong_length"),
        ("91110000600037341I", "wrong_characters"),
        ("91110000600037341M", "wrong_check_digit"),
        ("911100006000373000", "damaged_by_spreadsheet"),
        ("9.1110000600037E+17", "damaged_by_spreadsheet"),
        ("310112345678901", "wrong_length"),  # the business registration number before 2015
        ("9111000060003734１L", None),
    ],
)
def test_a_credit_code_is_taken_or_refused_with_its_reason(typed: str, code: str | None) -> None:
    if code is None:
        assert credit_code(typed) == "91110000600037341L"
    else:
        assert code_of(credit_code, typed) == code


def test_a_credit_code_that_looks_like_scientific_notation_is_taken() -> None:
    body = "91310112012345E12"
    code = body + uscc.calc_check_digit(body + "0")

    assert credit_code(code) == code


@pytest.mark.parametrize(
    "typed",
    [
        "13812341402",
        "138 1234 1402",
        "138-1234-1402",
        "+86 13812341402",
        "＋８６１３８１２３４１４０２",
        "008613812341402",
        "8613812341402",
        "(+86)13812341402",
        "13812341402.0",
        "\u202d138 1234 1402\u202c",
        "'13812341402",
    ],
)
def test_a_mobile_number_is_taken_however_it_was_written(typed: str) -> None:
    assert mobile(typed) == "13812341402"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("1381234140", "wrong_length"),
        ("138123414022", "wrong_length"),
        ("12812341402", "not_a_mobile"),
        ("021-64120001", "not_a_mobile"),
        ("64120001", "wrong_length"),
        ("1381234140O", "wrong_characters"),
        ("13812341402/13900000000", "wrong_characters"),
        ("1.38123E+10", "damaged_by_spreadsheet"),
        ("13812341402😀", "wrong_characters"),
        ("1381234140²", "wrong_characters"),
        ("13812341402\n13900001111", "wrong_length"),
        ("1381234\x001402", "wrong_characters"),
        ("9" * 300, "wrong_length"),
    ],
)
def test_what_is_no_mobile_number_is_refused_with_its_reason(typed: str, code: str) -> None:
    assert code_of(mobile, typed) == code


@pytest.mark.parametrize(
    ("value", "is_damaged"),
    [
        ("1.10101E+17", True),
        ("1.10101e17", True),
        ("1E+17", True),
        ("110101199003070000", True),
        (110101199003070020, True),
        (10**15, True),
        (10**15 - 1, False),
        ("12345678901234E+17", True),
        (1.1010119900307e17, True),
        ("110101199003070020.0", True),
        ("11010119900307002X", False),
        ("13812341402", False),
        (13812341402, False),
        (13812341402.0, False),
        ("91110000600037341L", False),
        ("王小明", False),
        ("", False),
    ],
)
def test_the_damage_of_a_spreadsheet_is_recognised(value: str | float, is_damaged: bool) -> None:
    assert damaged(value) is is_damaged


def test_a_true_number_that_ends_in_zeros_is_not_called_damaged() -> None:
    numbers = [
        f"31011219900{month_day}" for month_day in ("101", "102", "103", "104", "105", "106", "107", "108", "109")
    ]
    true = [n + "0000" for n in numbers if n + "0000"[-1] and ric.calc_check_digit(n + "0000") == "0"]

    assert all(not damaged(number) and national_id(number) == number for number in true)


@given(st.text(max_size=40))
def test_any_text_is_taken_or_refused_and_never_fails_otherwise(typed: str) -> None:
    for read in (national_id, credit_code, mobile):
        try:
            taken = read(typed)
        except IdentifierError:
            continue
        assert read(taken) == taken
