"""What `mediation doors` says of a case, in words and as JSON. The command itself is run in tests/test_commands.py."""

import json

from tests.law.situations import CALENDAR, load

from mediation.commands.doors_answers import lines, written
from mediation.law.routing import DoorId, route

DEFAULTED = next(one.facts for one in load() if one.name.startswith("违约后：工资可以"))
NUMBER = "闵工调〔2026〕1号"


def test_the_words_name_every_door_with_its_days_sums_reasons_and_articles() -> None:
    said = "\n".join(lines(NUMBER, DEFAULTED, route(DEFAULTED, CALENDAR)))

    assert said.startswith(f"{NUMBER}  2026-11-24  工资 186,494.00  社保 16,941.00")
    assert "[开放 open] 共同申请司法确认 Joint judicial confirmation  自 2026-11-20  至 2026-12-21" in said
    assert "[开放 open] 持调解协议申请支付令 Payment order on the agreement  自 2026-11-24" in said
    assert "社保 social insurance 16,941.00 走其他途径 elsewhere" in said
    assert "至 2027-11-24（缺《国务院办公厅关于2027年部分节假日安排的通知》 cannot be computed）" in said
    assert "《劳动争议调解仲裁法》第16条" in said
    assert "[SIGN-OFF] " in said
    assert said.count("\n\n[") + said.count("\n[") >= len(DoorId)


def test_the_json_is_whole_and_plain() -> None:
    found = json.loads(json.dumps(written(NUMBER, DEFAULTED, route(DEFAULTED, CALENDAR)), ensure_ascii=False))

    assert found["case"] == NUMBER
    assert found["owed_fen"] == {"wages": 18_649_400, "social_insurance": 1_694_100}
    assert [door["door"] for door in found["doors"]] == [str(door) for door in DoorId]
    for door in found["doors"]:
        assert sum(share["fen"] for share in door["shares"]) == 18_649_400 + 1_694_100
        assert (door["standing"] == "open") == (not door["why"])
    order = next(door for door in found["doors"] if door["door"] == "payment_order_on_agreement")
    assert order["sources"][0]["zh"] == "《劳动争议调解仲裁法》第16条"
    assert {effect["on"]: effect["kind"] for effect in order["effects"]} == {
        "civil_suit": "changes_ending",
        "arbitration": "restarts_limitation",
        "enforcement": "opens",
    }
