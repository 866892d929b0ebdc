"""One field of an input as it is stored, or refused under its path."""

import pytest

from mediation.kit.checks import Checks, line_given, prose_given, reason_given
from mediation.kit.problems import Invalid


def test_prose_is_trimmed_keeps_its_lines_and_is_counted_in_characters():
    assert prose_given("request", "  请协助查询\r\n社保缴纳情况。 ", max_chars=50) == "请协助查询\n社保缴纳情况。"
    assert len(prose_given("body", "𠮷" * 5_000, max_chars=5_000)) == 5_000
    assert prose_given("note", " \n", max_chars=50, required=False) == ""


def test_a_line_is_one_line_in_its_one_form():
    assert line_given("title", "　核实\n账户\tＡ１ ", max_chars=50) == "核实 账户 A1"


@pytest.mark.parametrize("given", [prose_given, line_given])
@pytest.mark.parametrize(
    ("typed", "code"),
    [("", "empty"), ("  \n ", "empty"), ("甲" * 51, "too_long"), ("甲" * 5_000, "too_long"), ("甲\x00", "nul")],
)
def test_what_cannot_be_kept_names_its_field(given, typed, code):
    with pytest.raises(Invalid) as refused:
        given("legalBasis", typed, max_chars=50)

    assert [(one.path, one.code) for one in refused.value.fields] == [("legalBasis", code)]


def test_a_line_refuses_what_turns_the_reader_s_eye_and_prose_drops_it():
    with pytest.raises(Invalid) as refused:
        line_given("title", "前\u202e后", max_chars=50)

    assert [(one.path, one.code) for one in refused.value.fields] == [("title", "bidi_control")]
    assert prose_given("note", "前\u202e后\x07", max_chars=50) == "前后"


@pytest.mark.parametrize(("typed", "code"), [("", "empty"), ("因", "too_short"), ("因" * 501, "too_long")])
def test_a_reason_says_something(typed, code):
    with pytest.raises(Invalid) as refused:
        reason_given("reason", typed)

    assert refused.value.fields[0].code == code
    assert reason_given("reason", "", required=False) == ""


def test_blank_lines_do_not_make_a_text_longer():
    checks = Checks()

    checks.prose("reason", "x\n\n\ny", min_chars=5, max_chars=500)
    checks.prose("reason", "x y\nzz", min_chars=5, max_chars=500)

    assert [(one.path, one.code) for one in checks.problems] == [("reason", "too_short")]
