"""Noon to two: three workers, the warning, the roster, the findings, the lawyer."""

from dataclasses import dataclass, field
from typing import Any

from mediation.story.people import CREDIT_CODE, EMPLOYER, Worker, roster_csv, workers
from mediation.story.stage import Refused, Stage

CASE = """query($id: ID!) { case(id: $id) { id number kind state version urgent nextDueAt counts { registered takingPart signed }
  claimTotals { wagesFen socialInsuranceFen } nextStep { who text } lawyer { name } mediator { name }
  claimants(first: 50) { totalCount edges { node { id name phone takingPart } } } } }"""


@dataclass
class TheCase:
    """What the scenes hand to each other: ids as the API gave them."""

    id: str
    number: str
    parties: dict[str, str] = field(default_factory=dict)
    """claimant's name to party id"""
    more: dict[str, Any] = field(default_factory=dict)

    def read(self, stage: Stage, login: str = "zhangmin") -> dict[str, Any]:
        """The case as somebody sees it now."""
        found: dict[str, Any] = stage.people[login].ask(CASE, {"id": self.id})["case"]
        return found


def play(stage: Stage) -> TheCase:
    """The first scenes."""
    case = _three_walk_in(stage)
    _warning(stage, case)
    _roster(stage, case)
    _findings(stage, case)
    _lawyer(stage, case)
    return case


def _claimant(worker: Worker) -> dict[str, Any]:
    return {
        "name": worker.name,
        "phone": worker.phone,
        "idNumber": worker.id_number,
        "job": worker.job,
        "claims": [
            {
                "head": "WAGE_ARREARS",
                "amountFen": worker.wages_fen,
                "periodFrom": "2026-08-01",
                "periodTo": "2026-10-31",
            },
            {"head": "SOCIAL_INSURANCE", "amountFen": worker.social_insurance_fen},
        ],
    }


def _three_walk_in(stage: Stage) -> TheCase:
    stage.scene("三名餐饮职工来到职工法律援助中心 · Three restaurant workers walk in", "2026-11-20T12:00")
    clerk = stage.people["liufang"]
    made = clerk.do(
        "registerCase",
        {
            "channel": "WALK_IN",
            "receivedOn": "2026-11-20",
            "employer": {
                "name": EMPLOYER,
                "creditCode": CREDIT_CODE,
                "contactName": "李老板",
                "contactPhone": "13655550001",
            },
            "claimants": [_claimant(worker) for worker in workers()[:3]],
            "otherParties": [{"relation": "SUB_LANDLORD", "person": {"name": "房东生", "phone": "13655550002"}}],
            "urgent": True,
            "summary": "三个月未发工资，欠缴社会保险费，同事三十余人情况相同。",
        },
        "... on Case { id number state }",
    )
    case = TheCase(made["id"], made["number"])
    stage.tell("受理员 刘芳", f"登记 {made['number']}，申请人3名，被申请人 {EMPLOYER}")
    stage.fact("案件编号不跳号", made["number"], "闵工调〔2026〕1号")
    stage.fact("邻区调解员看不到本案", stage.people["neighbour"].ask(CASE, {"id": case.id})["case"], None)
    stage.eventually("三名劳动者各收到一条带链接的短信", lambda: _links(stage, 3), 3)
    return case


def _links(stage: Stage, count: int) -> int:
    phones = {worker.phone for worker in workers()[:count]}
    return len([m for m in stage.sent() if m["to"] in phones and "/s/" in m["text"]])


def _warning(stage: Stage, case: TheCase) -> None:
    inbox = "{ inbox(first: 20) { edges { node { subject text } } } }"

    def warned() -> bool:
        found = stage.people["zhangmin"].ask(inbox)["inbox"]["edges"]
        return any(EMPLOYER in str(edge["node"]) or "3" in edge["node"]["text"] for edge in found)

    stage.eventually("同一单位三名劳动者：工作室收到预警", warned, True)
    stage.sees("调解员 张敏", "预警：同一用人单位30天内已有3名劳动者，可能形成集体争议")
    answer = stage.people["zhangmin"].do(
        "acceptCase", {"id": case.id, "version": case.read(stage)["version"]}, "... on Case { state version }"
    )
    stage.fact("受理后状态", answer["state"], "ACCEPTED")


def _roster(stage: Stage, case: TheCase) -> None:
    stage.scene("工友名册 · The roster", "2026-11-20T12:30")
    clerk = stage.people["liufang"]
    sent = clerk.upload(f"/cases/{case.id}/import", roster_csv(), "工友名册.csv")
    stage.tell(
        "受理员 刘芳",
        f"上传名册 {sent['rows']} 行：可导入 {sent['importable']}，重复 {sent['duplicates']}，需更正 {sent['to_correct']}",
    )
    counts = (sent["rows"], sent["importable"], sent["duplicates"], sent["to_correct"])
    stage.fact("名册逐行报告（38行：33可导入、3重复、2需更正）", counts, (38, 33, 3, 2))
    stage.fact("确认之前没有保存任何人", case.read(stage)["counts"]["registered"], 3)
    clerk.do("confirmRoster", {"roster": sent["id"]}, "... on RosterImport { imported }")
    found = case.read(stage)
    case.parties = {edge["node"]["name"]: edge["node"]["id"] for edge in found["claimants"]["edges"]}
    stage.fact("登记人数", found["counts"]["registered"], 36)
    stage.fact("十人以上：案件转为集体案件", found["kind"], "COLLECTIVE")
    for worker in workers()[34:]:
        revised = {"id": case.parties[worker.name], "version": case.read(stage)["version"], "takingPart": False}
        stage.people["zhangmin"].do("reviseParty", revised, "... on Party { id }")
    found = case.read(stage)
    stage.fact("登/参/签", found["counts"], {"registered": 36, "takingPart": 34, "signed": 0})
    totals = {"wagesFen": 21_640_000, "socialInsuranceFen": 1_800_000}
    stage.fact("诉求：工资216,400.00元，社保18,000.00元", found["claimTotals"], totals)
    elected = [{"party": case.parties[w.name], "specialAuthority": True} for w in workers()[:3]]
    stage.people["zhangmin"].do(
        "electParty",
        {
            "case": case.id,
            "version": found["version"],
            "representatives": elected,
            "electedOn": "2026-11-20",
            "document": "推选书〔2026〕1号",
        },
        "... on Case { id }",
    )
    stage.tell("三十四名劳动者", "推选三名代表，特别授权（推选书已附）")


def _findings(stage: Stage, case: TheCase) -> None:
    stage.scene("核查企业 · The company is checked", "2026-11-20T12:50")
    for kind, statement, source in (
        ("BUSINESS_CONDITION", "三家门店关了两家，拖欠租金。", "现场走访"),
        ("BREACH", "自2026年8月起未发工资，未缴社会保险费。", "工资台账"),
    ):
        stage.people["zhangmin"].do(
            "recordFinding",
            {"case": case.id, "kind": kind, "statement": statement, "source": source, "foundOn": "2026-11-20"},
            "... on Finding { id }",
        )
        stage.tell("调解员 张敏", f"登记核查结果：{statement}")
    query = "query($id: ID!) { case(id: $id) { respondent { id } } }"
    case.more["respondent"] = stage.people["zhangmin"].ask(query, {"id": case.id})["case"]["respondent"]["id"]


def _lawyer(stage: Stage, case: TheCase) -> None:
    stage.scene("当天指派援助律师 · An aid lawyer, the same day", "2026-11-20T13:10")
    mediator = stage.people["zhangmin"]
    query = "query($c: ID!) { lawyerSuggestions(case: $c) { lawyer name possible reasons } }"
    order = mediator.ask(query, {"c": case.id})["lawyerSuggestions"]
    zhou = next(one for one in order if one["name"] == "周海")
    stage.fact("周海律师有利益冲突，不可指派", zhou["possible"], False)
    stage.sees("调解员 张敏", f"周海：{zhou['reasons'][0]}")
    try:
        mediator.do("offerAssignment", {"case": case.id, "lawyer": zhou["lawyer"]}, "... on Assignment { id }")
        stage.fact("有冲突的律师被拒绝", "offered", "refused")
    except Refused as refusal:
        stage.fact("有冲突的律师被拒绝", refusal.answer["fields"][0]["code"], "conflict_of_interest")
    first = order[0]
    asked = mediator.do(
        "offerAssignment", {"case": case.id, "lawyer": first["lawyer"]}, "... on Assignment { id version lawyerName }"
    )
    stage.tell("调解员 张敏", f"请 {asked['lawyerName']} 律师承办（轮值、无冲突）")
    stage.scene("律师答复 · The lawyer answers", "2026-11-20T13:25")
    lawyer = stage.people["chenlaw"]
    names = "{ myAssignments(first: 5) { edges { node { id partyNames } } } }"
    seen = lawyer.ask(names)["myAssignments"]["edges"][0]["node"]["partyNames"]
    stage.fact("接受前律师只见当事人名单，见不到案件", lawyer.ask(CASE, {"id": case.id})["case"], None)
    stage.sees("律师 陈晨", f"{len(seen)} 个当事人名字，用于冲突核查")
    case.more["lawyer"] = first["lawyer"]
    done = lawyer.do(
        "acceptAssignment",
        {"assignment": asked["id"], "version": asked["version"]},
        "... on Assignment { state sameDay }",
    )
    stage.fact("当天指派", done["sameDay"], True)
    stage.fact("案件显示律师", case.read(stage)["lawyer"], {"name": "陈晨"})
