"""Case numbers, tokens, global ids and cursors."""

import base64
import hashlib
import hmac
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.ids import (
    CURSOR_MAX_CHARS,
    case_number,
    decode_cursor,
    decode_global_id,
    encode_cursor,
    encode_global_id,
    is_token,
    keyed_hash,
    parse_case_number,
    token_160,
)

ROW = UUID("0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b")


def packed(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def refused(text: str) -> bool:
    try:
        decode_global_id(text)
    except ValueError:
        return True
    return False


def test_a_case_number_names_agency_year_and_count() -> None:
    assert case_number("闵工调", 2026, 118) == "闵工调〔2026〕118号"


@pytest.mark.parametrize(
    ("prefix", "year", "n"), [("", 2026, 1), ("闵1", 2026, 1), ("闵", 1999, 1), ("闵", 2026, 0), ("闵", 2026, 10**6)]
)
def test_a_case_number_out_of_range_is_refused(prefix: str, year: int, n: int) -> None:
    with pytest.raises(ValueError, match="case number"):
        case_number(prefix, year, n)


@pytest.mark.parametrize(
    ("typed", "prefix"),
    [
        ("闵工调〔2026〕118号", "闵工调"),
        (" 闵工调 (2026) 118 号 ", "闵工调"),
        ("闵工调（２０２６）１１８", "闵工调"),
        ("闵工调[2026]118", "闵工调"),
        ("闵工调【2026】0118号", "闵工调"),
        ("闵工调2026年第118号", None),
        ("2026-118", ""),
        ("2026/118", ""),
        ("〔2026〕118", ""),
    ],
)
def test_a_case_number_is_recognised_however_it_was_typed(typed: str, prefix: str | None) -> None:
    number = parse_case_number(typed)

    if prefix is None:
        assert number is None
    else:
        assert number is not None
        assert (number.prefix, number.key) == (prefix, "2026-118")


@pytest.mark.parametrize(
    "typed", ["", "王小明", "2026", "2026118", "13812341402", "2026-0", "1998-118", "x" * 61, "2026-118; drop"]
)
def test_what_is_no_case_number_is_none(typed: str) -> None:
    assert parse_case_number(typed) is None


@given(st.text(alphabet="闵浦工法调仲AB", min_size=1, max_size=12), st.integers(2000, 2099), st.integers(1, 999_999))
def test_a_written_case_number_reads_back(prefix: str, year: int, n: int) -> None:
    number = parse_case_number(case_number(prefix, year, n))

    assert number == (prefix, year, n)


@given(st.text(max_size=70))
def test_any_text_is_a_case_number_or_none(typed: str) -> None:
    number = parse_case_number(typed)

    assert number is None or 2000 <= number.year <= 2099


def test_a_keyed_hash_is_hmac_sha256_and_needs_a_real_key() -> None:
    key = b"k" * 32

    assert keyed_hash(key, "token") == hmac.new(key, b"token", hashlib.sha256).digest()
    assert keyed_hash(b"j" * 32, "token") != keyed_hash(key, "token")
    with pytest.raises(ValueError, match="32 bytes"):
        keyed_hash(b"short", "token")


@given(st.binary(min_size=20, max_size=20))
def test_a_token_keeps_all_160_bits_in_characters_that_cannot_be_confused(raw: bytes) -> None:
    token = token_160(raw)

    value = 0
    for char in token:
        value = value * 32 + "0123456789abcdefghjkmnpqrstvwxyz".index(char)
    assert value.to_bytes(20, "big") == raw
    assert is_token(token)
    assert not set(token) & set("ilouILOU")


def test_a_token_is_made_of_exactly_twenty_bytes() -> None:
    with pytest.raises(ValueError, match="20"):
        token_160(b"x" * 19)


@pytest.mark.parametrize(
    "text", ["", "0" * 31, "0" * 33, "A" + "0" * 31, "l" + "0" * 31, "0" * 32 + "\n", "０" * 32, "0" * 31 + "\x00"]
)
def test_anything_else_does_not_have_the_shape_of_a_token(text: str) -> None:
    assert not is_token(text)


def test_a_global_id_hides_type_and_row_and_reads_back() -> None:
    text = encode_global_id("Case", ROW)

    assert text == packed(b"Case:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b")
    assert decode_global_id(text) == ("Case", ROW)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Case",
        "A",
        "Case:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b",
        packed(b"Case:"),
        packed(b":0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b"),
        packed(b"case:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b"),
        packed(b"Case:0192F4A7-6C1E-7D3A-9B52-3F6C1D2E4A5B"),
        packed(b"Case:0192f4a76c1e7d3a9b523f6c1d2e4a5b"),
        packed(b"Case:{0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b}"),
        packed(b"Case:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b:more"),
        packed(b"Case:------------------------------------"),
        packed(b"\xff\xfe"),
        packed(b"Case:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b") + "=",
        packed(b"Case:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b") + "\n",
        packed(b"Ca\x00e:0192f4a7-6c1e-7d3a-9b52-3f6c1d2e4a5b"),
        "A" * 201,
        "编号",
    ],
)
def test_a_global_id_is_read_to_the_letter_or_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not"):
        decode_global_id(text)


def test_two_spellings_never_name_the_same_row() -> None:
    """Unused bits of the last character would give one row several ids, and each its own cache line and rate limit."""
    text = encode_global_id("Person", ROW)

    same_bytes = [
        text[:-1] + char
        for char in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        if base64.urlsafe_b64decode(text[:-1] + char + "==") == base64.urlsafe_b64decode(text + "==")
    ]
    assert len(same_bytes) == 16
    assert [spelling for spelling in same_bytes if not refused(spelling)] == [text]


@pytest.mark.parametrize("kind", ["", "case", "Case:", "案件", "C" * 65])
def test_a_global_id_names_a_type(kind: str) -> None:
    with pytest.raises(ValueError, match="names a type"):
        encode_global_id(kind, ROW)


PARTS = st.lists(
    st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=20), min_size=1, max_size=6
)


@given(PARTS)
def test_a_cursor_reads_back(parts: list[str]) -> None:
    assert decode_cursor(encode_cursor(parts)) == tuple(parts)


@given(st.one_of(st.text(max_size=60), st.binary(max_size=60).map(packed)))
def test_any_other_text_is_refused_as_a_cursor_and_as_an_id(text: str) -> None:
    for decode, encode in (
        (decode_cursor, encode_cursor),
        (lambda t: decode_global_id(t), lambda v: encode_global_id(*v)),
    ):
        try:
            value = decode(text)
        except ValueError:
            continue
        assert encode(value) == text  # type: ignore[operator]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"null",
        b'"a"',
        b'{"a":1}',
        b'["a", "b"]',
        b"[1]",
        b'["a",null]',
        b"[true]",
        b'["\\u0000"]',
        b"[[",
        b"[" * 700,
        b'["a"]x',
        b"\xff",
        b'["\\u738b"]',
        b'["\\ud800"]',
    ],
)
def test_a_cursor_is_read_to_the_letter_or_refused(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - json's own errors are among them
        decode_cursor(packed(raw))


def test_a_cursor_has_parts_without_nul_and_a_limit() -> None:
    for parts in ([], ["a\x00"], ["x" * CURSOR_MAX_CHARS]):
        with pytest.raises(ValueError, match="cursor"):
            encode_cursor(parts)
    with pytest.raises(ValueError, match="base64"):
        decode_cursor("A" * (CURSOR_MAX_CHARS + 1))
