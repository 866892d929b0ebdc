"""The product's own prose: no template without a use, no use without a template, and no placeholder for a person's data."""

import ast
import re

from mediation.notice.templates import Template, templates
from tests.architecture.source import modules

KEY = re.compile(r"(agreement|case|commitment|deadline|lawyer|order|referral|room|staff|status)\.[a-z_]+")
NOBODYS = frozenset(
    {
        "agency",
        "answer",
        "case_number",
        "citation",
        "claimants",
        "code",
        "consequence",
        "days",
        "due_at",
        "due_on",
        "expires_at",
        "follow_up_on",
        "instalments",
        "lawyer",
        "minutes",
        "link",
        "number",
        "payer",
        "phone",
        "reason",
        "respond_by_at",
        "said",
        "social_insurance_fen",
        "step",
        "studio",
        "title",
        "until_at",
        "url",
        "wages_fen",
        "was_on",
        "who",
        "why",
        "why_not",
        "workers",
    }
)
"""What a text may name: numbers, days, sums of the recipient's own, the studio and its line, counts, and words of a case."""


def _all() -> list[Template]:
    return [templates()._get(key) for key in sorted(templates().keys())]


def _literals() -> tuple[set[str], set[str]]:
    """Text constants of the code that look like a template's key, and the beginnings of those put together."""
    whole, begun = set(), set()
    for path, tree in modules():
        if path.name not in ("notices.py", "reminders.py"):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant):
                begun.add(str(node.values[0].value))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and KEY.fullmatch(node.value):
                whole.add(node.value)
    whole = {text for text in whole if not text.endswith((".yaml", "_"))}
    return whole, {text for text in begun if re.match(r"[a-z_]+\.", text)}


def test_every_template_that_is_named_exists_and_every_template_is_named():
    whole, begun = _literals()
    keys = templates().keys()

    assert whole - keys == set()
    assert {text for text in begun if not any(key.startswith(text) for key in keys)} == set()
    assert {key for key in keys if key not in whole and not key.startswith(tuple(begun))} == set()
    assert len(keys) > 40


def test_no_text_can_name_a_person_their_phone_or_their_number():
    named = {name for template in _all() for names in template.names.values() for name in names}

    assert named == NOBODYS


def test_every_template_speaks_both_languages_and_not_the_same():
    for template in _all():
        for part, text in template.texts.items():
            assert re.search(r"[\u4e00-\u9fff]", text.zh), (template.key, part)
            assert not re.search(r"[\u4e00-\u9fff]", text.en), (template.key, part)
