"""What people type: names, free text, masks and search tokens."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.kit.names import TextError, bigrams, mask_id, mask_name, mask_phone, normalise, person_name, safe_text

BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("　ＡＢＣ　有限\u200b公司 ", "ABC 有限公司"),
        ("上海\t\r\n某某（集团）公司", "上海 某某(集团)公司"),
        ("\ufeff王小明", "王小明"),
        ("阿卜杜拉·买买提", "阿卜杜拉·买买提"),
        ("𠮷野家", "𠮷野家"),  # CJK extension B
        ("𰻝𰻝面馆", "𰻝𰻝面馆"),  # extension G
        ("你好😀", "你好😀"),
        ("⼯会", "工会"),  # a Kangxi radical out of a PDF
        ("e\u200d\u0301", "é"),
        ("\U000e0041王", "王"),
        ("\x07\x1b[31m王", "[31m王"),
        ("", ""),
    ],
)
def test_what_is_typed_comes_into_one_form(typed: str, normal: str) -> None:
    assert normalise(typed) == normal


@pytest.mark.parametrize(
    ("typed", "code"),
    [("王\x00明", "nul"), ("王\ud800", "surrogate"), *((f"王{char}明", "bidi_control") for char in BIDI)],
)
def test_what_cannot_be_stored_or_turns_the_text_around_is_refused(typed: str, code: str) -> None:
    with pytest.raises(TextError) as refusal:
        normalise(typed)

    assert refusal.value.code == code
    assert refusal.value.at("claimants.3.name").path == "claimants.3.name"
    assert typed not in str(refusal.value)


@given(st.text(max_size=60))
def test_normal_form_is_reached_at_once_and_holds_nothing_invisible(typed: str) -> None:
    try:
        normal = normalise(typed)
    except TextError:
        return

    assert normalise(normal) == normal
    assert normal == normal.strip()
    assert not any(unicodedata.category(char) in {"Cc", "Zl", "Zp", "Cs"} for char in normal)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("王　明", "王明"),
        (" 欧 阳 修 ", "欧阳修"),
        ("阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉．买买提", "阿卜杜拉·买买提"),
        ("阿卜杜拉 ・ 买买提", "阿卜杜拉·买买提"),
        ("John  O'Brien-Smith", "John O'Brien-Smith"),
        ("王\ue863明", "王\ue863明"),  # a rare character in the private use area of GB18030
        ("𠮷田一郎", "𠮷田一郎"),
        ("〇一", "〇一"),
    ],
)
def test_a_name_is_stored_in_one_form(typed: str, name: str) -> None:
    assert person_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "empty"),
        ("\u200b", "empty"),
        ("　", "empty"),
        ("王😀", "not_a_name"),
        ("张伟2", "not_a_name"),
        ("=1+1", "not_a_name"),
        ("···", "not_a_name"),
        ("王<b>", "not_a_name"),
        ("王" * 51, "too_long"),
        ("\ufdfa" * 50, "too_long"),
        ("王\x00", "nul"),
        ("\u202e明小王", "bidi_control"),
    ],
)
def test_what_is_no_name_is_refused(typed: str, code: str) -> None:
    with pytest.raises(TextError) as refusal:
        person_name(typed)

    assert refusal.value.code == code


def test_free_text_keeps_its_lines_and_emoji_and_loses_controls() -> None:
    text = safe_text(" 第一行\r\n第二行\r\t👨‍👩‍👧\x07\u202d13812341402\u202c ", max_chars=100, max_bytes=400)

    assert text == "第一行\n第二行\n\t👨‍👩‍👧13812341402"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("一" * 101, "too_long"),
        ("𠮷" * 76, "too_long"),
        ("一" * 1_000_000, "too_long"),
        ("a\x00b", "nul"),
        ("\udfff", "surrogate"),
    ],
)
def test_free_text_too_long_or_not_storable_is_refused(value: str, code: str) -> None:
    with pytest.raises(TextError) as refusal:
        safe_text(value, max_chars=100, max_bytes=300)

    assert refusal.value.code == code


def test_the_limits_of_free_text_are_inclusive() -> None:
    assert safe_text("一" * 100, max_chars=100, max_bytes=300) == "一" * 100
    assert safe_text("𠮷" * 75, max_chars=100, max_bytes=300) == "𠮷" * 75


@given(st.text(max_size=80))
def test_free_text_is_storable_and_stable(value: str) -> None:
    try:
        text = safe_text(value, max_chars=60, max_bytes=150)
    except TextError:
        return

    assert len(text) <= 60
    assert len(text.encode()) <= 150
    assert "\x00" not in text
    assert safe_text(text, max_chars=60, max_bytes=150) == text


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("", ""),
        ("王", "*"),
        ("李四", "李*"),
        ("王小明", "王*明"),
        ("仲孙妮", "仲孙*"),
        ("欧阳修", "欧阳*"),
        ("欧阳修远", "欧阳**"),
        ("王小明月", "王**月"),
        ("阿卜杜拉·买买提", "阿***·买**"),
        ("John Smith", "J*** S****"),
        ("Aynur", "A****"),
        ("𠮷野", "𠮷*"),
        ("𠮷小野", "𠮷*野"),
        ("葛\U000e0100城明", "葛\U000e0100*明"),  # an ideographic variation sequence is one character
    ],
)
def test_a_name_is_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@given(st.lists(HAN, min_size=2, max_size=12).map("".join))
def test_a_mask_hides_at_least_one_character_and_adds_none(name: str) -> None:
    masked = mask_name(name)

    assert len(masked) == len(name)
    assert masked.count("*") >= 1
    assert all(shown in (real, "*") for shown, real in zip(masked, name, strict=True))


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13812341402", "138****1402"),
        ("02164120001", "*******0001"),
        ("+8613812341402", "**********1402"),
        ("64120001", "****0001"),
        ("12351", "*****"),
        ("", ""),
    ],
)
def test_a_phone_is_masked(phone: str, masked: str) -> None:
    assert mask_phone(phone) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("310112199001011234", "3101**********1234"),
        ("31011219900101123X", "3101**********123X"),
        ("E12345678", "*******78"),
        ("123456", "****56"),
        ("12345", "*****"),
        ("", ""),
    ],
)
def test_an_identity_number_is_masked(number: str, masked: str) -> None:
    assert mask_id(number) == masked


def test_a_text_is_cut_into_the_tokens_it_is_searched_by() -> None:
    assert bigrams("闵工调〔2026〕118号") == ["闵", "闵工", "工", "工调", "调", "2026", "118", "号"]
    assert bigrams("ＡＢＣ讨薪讨薪") == ["abc", "讨", "讨薪", "薪", "薪讨"]
    assert bigrams("𠮷野家") == ["𠮷", "𠮷野", "野", "野家", "家"]
    assert bigrams("  😀，。\x00") == []


@given(st.lists(HAN, min_size=1, max_size=20).map("".join), st.data())
def test_every_part_of_a_text_is_found_by_its_tokens(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert set(bigrams(text[start:end])) <= set(bigrams(f"上海{text}有限公司"))


@given(st.text(max_size=60))
def test_tokens_are_made_of_any_text_once_each_and_without_spaces(text: str) -> None:
    tokens = bigrams(text)

    assert len(tokens) == len(set(tokens))
    assert all(token and not any(char.isspace() for char in token) for token in tokens)
