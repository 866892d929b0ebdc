"""The prose: both languages say the same, placeholders are names and nothing else, values cannot rearrange a sentence."""

import doctest

import pytest

from mediation.notice import templates
from mediation.notice.rules import MAX_SMS
from mediation.notice.templates import TemplateError, load

GOOD = """
case.registered:
  sms:
    zh: 您的案件{case_number}已登记，欠薪{wages_fen}，{due_on}前答复，截止{due_at}。
    en: Your case {case_number} is registered, {wages_fen} owed, answer before {due_on}, by {due_at}.
"""
VALUES = {
    "case_number": "闵工调〔2026〕1号",
    "wages_fen": 648000,
    "due_on": "2026-11-23",
    "due_at": "2026-11-23T16:00:00+00:00",
}


def _loaded(tmp_path, text):
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    return load(tmp_path)


def test_values_are_said_as_their_names_tell_in_both_languages(tmp_path):
    words = _loaded(tmp_path, GOOD)

    zh = words.render("case.registered", "sms", values=VALUES, locale="zh-CN")
    en = words.render("case.registered", "sms", values=VALUES, locale="en")

    assert zh.body == (
        "您的案件闵工调〔2026〕1号已登记，欠薪6,480.00元，2026年11月23日前答复，截止2026年11月23日24:00。"
    )
    assert en.body == (
        "Your case 闵工调〔2026〕1号 is registered, CNY 6,480.00 owed, answer before 23 Nov 2026, "
        "by 24:00 on 23 Nov 2026."
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("case.a:\n  sms: {zh: 你好}", "sms needs zh and en"),
        ("case.a:\n  sms: {zh: '你好{name}', en: hello}", "do not name the same values"),
        ("case.a:\n  sms: {zh: '{a.b}', en: '{a.b}'}", "a placeholder is"),
        ("case.a:\n  sms: {zh: '{a[0]}', en: '{a[0]}'}", "a placeholder is"),
        ("case.a:\n  sms: {zh: '{0}', en: '{0}'}", "a placeholder is"),
        ("case.a:\n  fax: {zh: 你好, en: hello}", "its texts are some of"),
        ("case.a:\n  sms: {zh: '', en: ''}", "sms is empty"),
        ("nothing:\n  sms: {zh: 你好, en: hello}", "a key is"),
        (f"case.a:\n  sms: {{zh: {'长' * 301}, en: long}}", "longer than 300"),
    ],
)
def test_a_faulty_template_stops_the_start(tmp_path, text, fault):
    with pytest.raises(TemplateError, match=fault):
        _loaded(tmp_path, text)


def test_a_missing_value_is_refused_when_it_is_posted(tmp_path):
    words = _loaded(tmp_path, GOOD)

    with pytest.raises(TemplateError, match=r"not given due_at"):
        words.check("case.registered", "sms", frozenset(VALUES) - {"due_at"})
    with pytest.raises(TemplateError, match="no text for inbox"):
        words.check("case.registered", "inbox", frozenset(VALUES))


def test_a_secret_is_dots_for_readers_and_whole_for_the_gateway(tmp_path):
    words = _loaded(tmp_path, "room.invited:\n  sms: {zh: '进入{link}，验证码{code}', en: 'Enter {link}, code {code}'}")

    read = words.render("room.invited", "sms", values={}, locale="zh-CN")
    sent = words.render(
        "room.invited", "sms", values={}, locale="zh-CN", secrets={"link": "https://x/r/1", "code": "123456"}
    )

    assert read.body == "进入••••，验证码••••"
    assert sent.body == "进入https://x/r/1，验证码123456"


def test_a_typed_value_cannot_rearrange_or_outgrow_a_text_message(tmp_path):
    words = _loaded(tmp_path, "case.refused:\n  sms: {zh: '理由：{reason}。', en: 'Reason: {reason}.'}")

    marked = words.render("case.refused", "sms", values={"reason": "不\u202e予\r\n受理\x00{code}"}, locale="zh-CN")
    long = words.render("case.refused", "sms", values={"reason": "𠮷" * 4000}, locale="zh-CN")

    assert marked.body == "理由：不予  受理{code}。"
    assert long.body == f"理由：{'𠮷' * 119}…。"
    assert len(long.body) <= MAX_SMS


def test_every_template_of_the_product_loads_and_has_both_languages():
    words = templates.templates()

    assert {"deadline.before", "deadline.at", "deadline.after"} <= words.keys()


def test_the_examples_in_the_docstrings_are_true():
    assert doctest.testmod(templates).failed == 0
