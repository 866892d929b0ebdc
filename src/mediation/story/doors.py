"""The legal ways as the studio sees them: on the evening of the signing, and after the default."""

from typing import Any

from mediation.story.morning import CASE, TheCase
from mediation.story.people import workers
from mediation.story.stage import Stage

DOORS = """query($id: ID!) { case(id: $id) { amounts { wages { leftFen } socialInsurance { leftFen } }
  openDoors { wagesOwedFen socialInsuranceOwedFen doors { which title standing sinceOn who
    until { on naturalOn missing source { citation } } why { text source { citation } }
    shares { group amountFen how } } } } }"""
OUTSIDE = workers()[32:34]
_STANDS = {"OPEN": "开放", "LATER": "尚未开放", "UNKNOWN": "不明", "CLOSED": "关闭"}


def at_signing(stage: Stage, case: TheCase) -> None:
    """The joint doors with their days and articles, offered at the table."""
    doors = _read(stage, case)
    confirmation, review = doors["JUDICIAL_CONFIRMATION"], doors["ARBITRATION_REVIEW"]
    _tell(stage, confirmation, review)
    stage.fact(
        "司法确认：30日至12月20日（周日），顺延至12月21日，双方共同，《民事诉讼法》第205条",
        _end(confirmation),
        ("OPEN", ["BOTH"], "2026-12-21", "2026-12-20", "《民事诉讼法》第205条"),
    )
    stage.fact(
        "仲裁审查：15日至12月5日（周六），顺延至12月7日，双方共同，《劳动人事争议仲裁办案规则》第74条",
        _end(review),
        ("OPEN", ["BOTH"], "2026-12-07", "2026-12-05", "《劳动人事争议仲裁办案规则》第74条"),
    )
    order = doors["PAYMENT_ORDER_ON_AGREEMENT"]
    stage.fact("支付令：履行期限届满后才开放", (order["standing"], order["sinceOn"]), ("LATER", "2026-11-24"))


def after_default(stage: Stage, case: TheCase) -> None:
    """What is left now, each with its days; wages and social insurance apart."""
    before = _read(stage, case)["PAYMENT_ORDER_ON_AGREEMENT"]
    stage.fact("能否申请支付令，先要有人核实", (before["standing"], len(before["why"])), ("UNKNOWN", 2))
    _look_into(stage, case)
    doors, found = _read(stage, case), case.more["doors"]
    _tell(stage, *[door for door in doors.values() if door["standing"] == "OPEN"])
    _sums(stage, doors, found["amounts"])
    _standings(stage, case, doors)


def _sums(stage: Stage, doors: dict[str, Any], amounts: dict[str, Any]) -> None:
    """Wages and social insurance apart, to the fen; two workers did not sign and keep their claims."""
    wages, insurance = (amounts[group]["leftFen"] for group in ("wages", "socialInsurance"))
    outside_wages = sum(worker.wages_fen for worker in OUTSIDE)
    outside_insurance = sum(worker.social_insurance_fen for worker in OUTSIDE)
    order, collection = doors["PAYMENT_ORDER_ON_AGREEMENT"], doors["SOCIAL_INSURANCE_COLLECTION"]
    stage.fact("支付令只管工资", (_fen(order, "WAGES"), _fen(order, "SOCIAL_INSURANCE")), (wages, 0))
    stage.fact(
        "社会保险费走征收机构，连同未签字二人的",
        (_fen(collection, "WAGES"), _fen(collection, "SOCIAL_INSURANCE")),
        (0, insurance + outside_insurance),
    )
    owed = (wages + outside_wages, insurance + outside_insurance)
    stage.fact("每条途径对每一分欠款都有交代", {_everything(door) for door in doors.values()}, {owed})


def _standings(stage: Stage, case: TheCase, doors: dict[str, Any]) -> None:
    order, arbitration = doors["PAYMENT_ORDER_ON_AGREEMENT"], doors["ARBITRATION"]
    stage.fact(
        "支付令：11月24日起，由劳动者申请",
        (order["standing"], order["sinceOn"], order["who"]),
        ("OPEN", "2026-11-24", ["WORKER"]),
    )
    stage.fact(
        "仲裁：不履行之日起时效重新计算一年；2027年放假安排未公布，只说自然届满日",
        (arbitration["standing"], arbitration["until"]["on"], arbitration["until"]["naturalOn"]),
        ("OPEN", None, "2027-11-24"),
    )
    together = _end(doors["JUDICIAL_CONFIRMATION"])[:3]
    stage.fact("司法确认仍在期限内，但须公司共同申请", together, ("OPEN", ["BOTH"], "2026-12-21"))
    stage.fact("协议不只涉及工资：不能直接起诉，支付令失效后可以", doors["CIVIL_SUIT"]["standing"], "LATER")
    closed = [door for door in doors.values() if door["standing"] != "OPEN"]
    stage.fact("不开放的途径都说明理由和条文", all(one["why"] and one["why"][0]["source"] for one in closed), True)
    query = "query($c: ID!) { openDoors(case: $c) { wagesOwedFen } }"
    seen = case.more["seats"]["employer"].ask(query, {"c": case.id})
    stage.fact("公司看不到这些途径", seen, {"openDoors": None})


def _look_into(stage: Stage, case: TheCase) -> None:
    mediator = stage.people["zhangmin"]
    found = [
        {"which": "ORDER_CAN_BE_SERVED", "holds": True, "basis": "公司仍在原址，老板当面签收"},
        {"which": "MUTUAL_DEBTS", "holds": False, "basis": "双方确认无其他债务"},
        {"which": "WAGE_NOTE", "holds": False, "basis": "没有欠条"},
    ]
    version = mediator.ask(CASE, {"id": case.id})["case"]["version"]
    mediator.do(
        "recordCircumstances", {"case": case.id, "version": version, "circumstances": found}, "... on Case { id }"
    )
    stage.tell("调解员 张敏", "核实并登记：能够送达、没有其他债务、没有欠条")


def _read(stage: Stage, case: TheCase) -> dict[str, Any]:
    """The doors by name, as the mediator sees them; the whole answer stays in `case.more`."""
    case.more["doors"] = stage.people["zhangmin"].ask(DOORS, {"id": case.id})["case"]
    return {door["which"]: door for door in case.more["doors"]["openDoors"]["doors"]}


def _tell(stage: Stage, *doors: dict[str, Any]) -> None:
    for door in doors:
        until = door["until"] or {}
        last = until.get("on") or (f"{until['naturalOn']}（待放假安排）" if until.get("naturalOn") else "")
        span = "".join([f"，自{door['sinceOn']}" if door["sinceOn"] else "", f"，至{last}" if last else ""])
        sums = "、".join(
            f"{name}{_fen(door, group) / 100:,.2f}元"
            for group, name in (("WAGES", "工资"), ("SOCIAL_INSURANCE", "社保"))
            if _fen(door, group)
        )
        stage.sees("工作室", f"{_STANDS[door['standing']]} {door['title']}{span}{'：' + sums if sums else ''}")


def _end(door: dict[str, Any]) -> tuple[Any, ...]:
    until = door["until"]
    return door["standing"], door["who"], until["on"], until["naturalOn"], until["source"]["citation"]


def _fen(door: dict[str, Any], group: str) -> int:
    return sum(one["amountFen"] for one in door["shares"] if (one["group"], one["how"]) == (group, "SERVED"))


def _everything(door: dict[str, Any]) -> tuple[int, int]:
    wages, insurance = (
        sum(one["amountFen"] for one in door["shares"] if one["group"] == group)
        for group in ("WAGES", "SOCIAL_INSURANCE")
    )
    return wages, insurance
