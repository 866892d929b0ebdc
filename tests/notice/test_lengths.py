"""What goes out as a text message fits: with the longest values that can come, whole, and a link in three of its parts at most."""

import math
import re
from datetime import datetime

import pytest

from mediation.agreement.notices import _PAYERS
from mediation.deadline.rules import AGREED
from mediation.kit.ids import case_number, is_token, token_160
from mediation.kit.problems import Text
from mediation.law.deadlines import ROWS
from mediation.notice.rules import MAX_SMS
from mediation.notice.templates import _LONGEST_WORD, templates

TOKEN = token_160(bytes(range(20)))
URL = f"https://mediation.minhang.shanghai.gov.cn/s/{TOKEN}"
NUMBER = case_number("静安曹家渡工会调解援助", 2026, 999_999)
LAWS = [*ROWS.values(), AGREED]
_SEVEN_BITS = re.compile(r"[A-Za-z0-9 @$_!\"#%&'()*+,./:;<=>?\n\r-]+", re.ASCII)


def _longest(texts: list[Text]) -> dict[str, str]:
    return {"zh": max((one.zh for one in texts), key=len), "en": max((one.en for one in texts), key=len)}


LONGEST = {
    "case_number": NUMBER,
    "consequence": _longest([law.consequence for law in LAWS]),
    "due_at": "2026-12-31T16:00:00+00:00",
    "expires_at": "2026-12-30T13:59:00+00:00",
    "instalments": 36,
    "minutes": 10,
    "number": NUMBER,
    "payer": _longest([Text(zh, en) for zh, en in _PAYERS.values()]),
    "phone": "021-6478 9012-1023 / 021-6478 9013-1024",
    "reason": "协" * 500,
    "respond_by_at": "2026-12-30T13:59:00+00:00",
    "said": "受" * 500,
    "social_insurance_fen": 99_999_999_999,
    "studio": {
        "zh": "上海市闵行区浦江镇商务园区总工会劳动争议联合调解工作室",
        "en": "Joint Labour Dispute Mediation Studio of the Minhang District Federation of Trade Unions, Pujiang",
    },
    "title": _longest([law.title for law in LAWS]),
    "wages_fen": 99_999_999_999,
    "was_on": "2026-12-30",
    "who": {"zh": "9999名劳动者", "en": "9999 of the workers"},
    "workers": 9999,
}
SECRETS = {"url": URL, "link": URL.replace("/s/", "/r/"), "code": "123456"}
TEXTS = [(one.key, locale) for one in templates().all() if "sms" in one.texts for locale in ("zh-CN", "en")]


def parts(text: str) -> int:
    """How many parts an operator sends and bills (3GPP TS 23.038 and 23.040): 160 letters or 70 characters, a little less each
    where there are several.
    """
    units = len(text.encode("utf-16-be")) // 2
    alone, joined = (160, 153) if _SEVEN_BITS.fullmatch(text) else (70, 67)
    return 1 if units <= alone else math.ceil(units / joined)


@pytest.mark.parametrize(("key", "locale"), TEXTS)
def test_the_longest_text_message_is_whole(key, locale):
    said = templates().render(key, "sms", values=LONGEST, locale=locale, secrets=SECRETS).body
    template = templates()._get(key)
    # The prose around the values, in its order: what was cut off at the end would be missing here.
    prose = re.split(r"\{[a-z_]+\}", template.texts["sms"].in_(locale))
    pattern = "(.*?)".join(re.escape(part) for part in prose)

    assert len(said) <= MAX_SMS, len(said)
    assert re.fullmatch(pattern, said, re.DOTALL)
    for name in template.names["sms"] & SECRETS.keys():
        assert SECRETS[name] in said
    if "phone" in template.names["sms"]:
        assert LONGEST["phone"] in said
    typed = len(template.names["sms"] & {"reason", "said"})
    assert said.count("…") == typed, "only what people type may be cut, and at its own end"


@pytest.mark.parametrize("key", ["status.link", "status.link_again"])
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_link_stands_whole_in_its_message_which_has_few_parts_and_no_shortener(key, locale):
    host = "https://mediation.minhang.gov.cn"
    usual = LONGEST | {
        "studio": {"zh": "闵行区联合调解工作室", "en": "Minhang Joint Mediation Studio"},
        "phone": "021-6478 9012",
    }
    url = f"{host}/s/{TOKEN}"
    said = templates().render(key, "sms", values=usual, locale=locale, secrets={"url": url}).body
    longest = templates().render(key, "sms", values=LONGEST, locale=locale, secrets=SECRETS).body

    (found,) = re.findall(r"https?://\S+", said)
    assert found == url, "the address itself: nobody else learns where it leads"
    assert is_token(found.rpartition("/")[2])
    assert said[said.index(found) + len(found)] == " ", "or a telephone takes what follows for a part of the address"
    assert URL in longest
    assert parts(said) == 2
    assert parts(longest) <= 3


def test_a_value_of_any_length_neither_pushes_out_the_link_nor_the_phone():
    flood = LONGEST | {"studio": {"zh": "室" * 5_000, "en": "S" * 5_000}, "reason": "长" * 5_000, "said": "长" * 5_000}

    for key, locale in TEXTS:
        said = templates().render(key, "sms", values=flood, locale=locale, secrets=SECRETS).body
        names = templates()._get(key).names["sms"]
        assert len(said) <= MAX_SMS, key
        assert "长" * (_LONGEST_WORD + 1) not in said
        for name in names & {"phone", "url", "link"}:
            assert (LONGEST | SECRETS)[name] in said, (key, name)


def test_every_value_of_a_text_message_has_a_longest_one():
    named = {name for one in templates().all() if "sms" in one.texts for name in one.names["sms"]}

    assert named <= LONGEST.keys() | SECRETS.keys()
    assert datetime.fromisoformat(LONGEST["due_at"]).tzinfo is not None


def test_parts_are_counted_as_operators_do():
    assert [parts("字" * n) for n in (70, 71, 134, 135)] == [1, 2, 2, 3]
    assert [parts("a" * n) for n in (160, 161, 306, 307)] == [1, 2, 2, 3]
    assert parts("a" * 70 + "字") == 2
