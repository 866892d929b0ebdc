"""Nine in the evening to the fourth day: the signatures, the reminders, the default, the advance, the end."""

import re
from typing import Any

from mediation.story import doors, papers
from mediation.story.morning import CASE, TheCase
from mediation.story.people import Worker, workers
from mediation.story.stage import Person, Refused, Stage

EMPLOYER_PHONE = "13655550001"
ABSENT = workers()[32:34]
SIGNERS = workers()[:32]

AGREEMENT = """query($id: ID!) { case(id: $id) { state outcome counts { registered takingPart signed }
  agreement { id state version textHash effectiveAt
    missing { code text } lines(first: 100) { edges { node { wagesFen socialInsuranceFen } } } }
  amounts { wages { agreedFen paidFen advancedFen leftFen } socialInsurance { agreedFen paidFen advancedFen leftFen } }
  commitments(first: 100) { totalCount edges { node { kind amountFen dueOn dueAt standing } } } } }"""


def play(stage: Stage, case: TheCase) -> None:
    """From the draft to the closing."""
    _draft(stage, case)
    _sign(stage, case)
    _joint_rights(stage, case)
    papers.at_signing(stage, case)
    doors.at_signing(stage, case)
    _reminders(stage, case)
    _default(stage, case)
    papers.after_default(stage, case, SIGNERS[0].name)
    doors.after_default(stage, case)
    _advance(stage, case)
    _workers(stage, case)
    _close(stage, case)


def _read(stage: Stage, case: TheCase, login: str = "zhangmin") -> dict[str, Any]:
    found: dict[str, Any] = stage.people[login].ask(AGREEMENT, {"id": case.id})["case"]
    return found


def _draft(stage: Stage, case: TheCase) -> None:
    stage.scene("起草调解协议书 · The agreement", "2026-11-20T20:30")
    mediator = stage.people["zhangmin"]
    clause = {"title": "逾期后果", "text": "逾期未付的，劳动者可依法申请支付令或者劳动仲裁。"}
    draft = {"case": case.id, "offer": case.more["offer"], "manner": "银行转账到各人账户", "clauses": [clause]}
    made = mediator.do("draftAgreement", draft, "... on Agreement { id version }")
    mediator.do("finaliseAgreement", {"agreement": made["id"], "version": made["version"]}, "... on Agreement { id }")
    agreement = _read(stage, case)["agreement"]
    lines = [edge["node"] for edge in agreement["lines"]["edges"]]
    stage.fact("附表一行数（参加的劳动者每人一行）", len(lines), 34)
    sums = (sum(line["wagesFen"] for line in lines), sum(line["socialInsuranceFen"] for line in lines))
    stage.fact("附表与报价一分不差：工资198,400.00，社保18,000.00", sums, (19_840_000, 1_800_000))
    case.more["agreement"] = agreement["id"]
    case.more["hash"] = agreement["textHash"]


def _sign(stage: Stage, case: TheCase) -> None:
    stage.scene("签署 · Signing", "2026-11-20T20:50")
    mediator, agreement, text = stage.people["zhangmin"], case.more["agreement"], case.more["hash"]
    signed = {"agreement": agreement, "textHash": text}
    own = [case.parties[worker.name] for worker in SIGNERS]
    mediator.do(
        "signAgreement",
        {**signed, "signatory": "WORKER", "workers": own, "method": "IN_PERSON"},
        "... on Agreement { id }",
    )
    absent = [case.parties[worker.name] for worker in ABSENT]
    mediator.do(
        "declineAgreement",
        {"agreement": agreement, "signatory": "WORKER", "workers": absent, "reason": "未到场"},
        "... on Agreement { id }",
    )
    stage.tell("三十二名劳动者", "当面签字；二人未到场，不受协议约束")
    missing = [item["code"] for item in _read(stage, case)["agreement"]["missing"]]
    stage.fact("还没有生效，并说明还差什么", len(missing), 3)
    stage.sees("调解员 张敏", "还差：" + "、".join(item["text"] for item in _read(stage, case)["agreement"]["missing"]))
    employer = case.more["seats"]["employer"]
    _by_code(stage, employer, signed)
    mediator.do("signAgreement", {**signed, "signatory": "MEDIATOR"}, "... on Agreement { id }")
    stage.scene("盖章生效 · Sealed and effective", "2026-11-20T21:10")
    stage.people["liwei"].do("sealAgreement", {"agreement": agreement, "textHash": text}, "... on Agreement { id }")
    stage.tell("主管 李伟", "加盖工作室印章")
    found = _read(stage, case)
    stage.fact("协议生效", found["agreement"]["state"], "EFFECTIVE")
    stage.fact("案件进入履行", found["state"], "PERFORMING")
    stage.fact("登/参/签", found["counts"], {"registered": 36, "takingPart": 34, "signed": 32})
    promises = [edge["node"] for edge in found["commitments"]["edges"]]
    stage.fact("每名签署的劳动者、每项各一笔承诺", len(promises), 64)
    due = {(promise["dueOn"], promise["dueAt"]) for promise in promises}
    stage.fact("三日内：2026年11月23日（周一）24:00", due, {("2026-11-23", "2026-11-23T16:00:00.000Z")})
    agreed = found["amounts"]["wages"]["agreedFen"] + found["amounts"]["socialInsurance"]["agreedFen"]
    stage.fact("承诺之和等于签署人附表之和", sum(promise["amountFen"] for promise in promises), agreed)
    case.more["agreed"] = agreed


def _by_code(stage: Stage, employer: Person, signed: dict[str, Any]) -> None:
    """The employer signs on their own phone: not without the code that is sent to it."""
    mark = {**signed, "signatory": "EMPLOYER"}
    try:
        employer.do("signAgreement", mark, "... on Agreement { id }")
        refused = ""
    except Refused as refusal:
        refused = refusal.answer["__typename"]
    stage.fact("没有验证码，公司不能在手机上签字", refused, "Invalid")
    employer.do("sendSigningCode", signed, "... on Agreement { id }")
    stage.eventually("李老板的手机收到签署验证码", lambda: len(_codes(stage)), 1)
    employer.do("signAgreement", {**mark, "code": _codes(stage)[-1]}, "... on Agreement { id }")
    stage.tell("李老板", "凭短信验证码在手机上签字")


def _codes(stage: Stage) -> list[str]:
    """The codes for signing that came to the employer's phone."""
    texts = [message["text"] for message in stage.sent() if message["to"] == EMPLOYER_PHONE]
    return [code for text in texts for code in re.findall(r"协议的验证码(\d{6})", text)]


def _joint_rights(stage: Stage, case: TheCase) -> None:
    """What both sides can do with the signed agreement, until when and under which article."""
    query = "query($id: ID!) { case(id: $id) { deadlines { rule title citation joint naturalOn dueOn steps } } }"
    found = stage.people["zhangmin"].ask(query, {"id": case.id})["case"]["deadlines"]
    rows = {row["rule"]: row for row in found}
    days = {rule: (rows[rule]["naturalOn"], rows[rule]["dueOn"]) for rule in ("G-2", "G-3")}
    stage.fact("共同申请司法确认：三十日至12月20日（周日），顺延至12月21日", days["G-3"], ("2026-12-20", "2026-12-21"))
    stage.fact("共同申请仲裁审查：十五日至12月5日（周六），顺延至12月7日", days["G-2"], ("2026-12-05", "2026-12-07"))
    articles = [(rows[rule]["citation"], rows[rule]["joint"]) for rule in ("G-3", "G-2")]
    expected = [("《民事诉讼法》第205条", True), ("《劳动人事争议仲裁办案规则》第74条", True)]
    stage.fact("各有条文，均须双方共同提出", articles, expected)
    for rule in ("G-3", "G-2"):
        stage.sees("调解员 张敏", f"{rows[rule]['title']}：" + " ".join(rows[rule]["steps"]))


def _employer_told(stage: Stage, words: str) -> int:
    return len([message for message in stage.sent() if message["to"] == EMPLOYER_PHONE and words in message["text"]])


def _workers_told(stage: Stage, words: str) -> int:
    """How many of those who signed were told so, each once."""
    phones = {worker.phone for worker in SIGNERS}
    told = [message["to"] for message in stage.sent() if message["to"] in phones and words in message["text"]]
    return len(told) if len(told) == len(set(told)) else -1


def _reminders(stage: Stage, case: TheCase) -> None:
    inbox = "{ inbox(first: 100) { edges { node { template recipientKind } } } }"

    def told(template: str, login: str = "zhangmin", kind: str = "STAFF") -> int:
        nodes = [edge["node"] for edge in stage.people[login].ask(inbox)["inbox"]["edges"]]
        return len([node for node in nodes if (node["template"], node["recipientKind"]) == (template, kind)])

    stage.scene("夜间不打扰 · Quiet hours", "2026-11-20T21:20")
    stage.fact("二十一点以后不给公司发短信", _employer_told(stage, "】调解协议已生效"), 0)
    stage.scene("次日上午 · The next morning", "2026-11-21T08:05")
    stage.eventually("签署提醒：公司收到一条", lambda: _employer_told(stage, "】调解协议已生效"), 1)
    stage.scene("到期前一晚 · The evening before", "2026-11-22T20:05")
    stage.eventually("到期前24小时提醒：午夜不打扰，提前到晚上", lambda: _employer_told(stage, "】付款提醒"), 1)
    stage.scene("到期日上午 · The morning it is due", "2026-11-23T09:05")
    stage.eventually("到期日上午再一条", lambda: _employer_told(stage, "】今日付款提醒"), 1)
    stage.eventually("调解员：今天到期", lambda: told("commitment.due_morning"), 1)
    stage.scene("到期时刻过去 · The moment passes", "2026-11-24T00:05")
    stage.eventually("调解员：刚刚到期", lambda: told("commitment.due"), 1)
    kinds = {edge["node"]["standing"] for edge in _read(stage, case)["commitments"]["edges"]}
    stage.fact("时钟说逾期，没有人说违约", kinds, {"OVERDUE"})
    stage.scene("第二天上午 · The day after", "2026-11-24T09:05")
    stage.eventually("公司再收到一条", lambda: _employer_told(stage, "】逾期提醒"), 1)
    stage.eventually("调解员：逾期", lambda: told("commitment.day_after"), 1)
    stage.eventually("工作室看板：逾期", lambda: told("commitment.day_after", "liwei", "AGENCY"), 1)
    stage.eventually("区法院经办人：逾期", lambda: told("commitment.day_after", "wujing", "AGENCY"), 1)
    stage.fact("没有一条短信发了两次", {m["times"] for m in stage.sent()}, {1})


def _default(stage: Stage, case: TheCase) -> None:
    stage.scene("违约由人认定 · A person calls it a default", "2026-11-24T09:30")
    mediator = stage.people["zhangmin"]
    try:
        mediator.do("defaultCommitments", {"case": case.id}, "... on Agreement { id }")
        stage.fact("没有联系记录不能认定违约", "done", "refused")
    except Refused as refusal:
        stage.fact("没有联系记录不能认定违约", refusal.answer["__typename"] in ("Invalid", "IllegalMove"), True)
    contact = {
        "case": case.id,
        "contactedAt": "2026-11-24T09:25:00+08:00",
        "manner": "PHONE",
        "outcome": "ADMITS_CANNOT_PAY",
        "note": "承认账上没有钱。",
    }
    mediator.do("contactDebtor", contact, "... on DebtorContact { id }")
    stage.tell("调解员 张敏", "电话联系公司：承认无力支付")
    mediator.do("defaultCommitments", {"case": case.id}, "... on Agreement { id }")
    stage.fact("案件状态", _read(stage, case)["state"], "DEFAULTED")
    stage.eventually("三十二名劳动者各收到一条违约告知", lambda: _workers_told(stage, "已按违约处理"), 32)


def _advance(stage: Stage, case: TheCase) -> None:
    stage.scene("二房东垫付 · The sub-landlord advances the money", "2026-11-24T11:00")
    stage.people["zhangmin"].do(
        "bookAdvance",
        {
            "case": case.id,
            "payerKind": "SUB_LANDLORD",
            "payerName": "房东生",
            "paidOn": "2026-11-24",
            "proof": "银行回单 20261124-01",
            "recourseAgreed": True,
        },
        "... on Advance { id }",
    )
    found = _read(stage, case)
    wages, insurance = found["amounts"]["wages"], found["amounts"]["socialInsurance"]
    stage.fact("全部付清", wages["leftFen"] + insurance["leftFen"], 0)
    stage.fact("付的钱都是第三方垫付", wages["advancedFen"] + insurance["advancedFen"], case.more["agreed"])
    recourse = [e["node"]["amountFen"] for e in found["commitments"]["edges"] if e["node"]["kind"] == "RECOURSE"]
    stage.fact("公司对二房东的债（追偿），工资和社会保险费分开", len(recourse), 2)
    stage.fact("追偿之和等于垫付之和", sum(recourse), case.more["agreed"])
    stage.eventually("三十二名劳动者各收到一条到账短信", lambda: _workers_told(stage, "垫付给您"), 32)


def _link(stage: Stage, worker: Worker) -> str:
    texts = [m["text"] for m in stage.sent() if m["to"] == worker.phone and "/s/" in m["text"]]
    return str(re.findall(r"/s/[0-9a-z]{32}", texts[-1])[0])


def _workers(stage: Stage, case: TheCase) -> None:
    stage.scene("劳动者看自己的进度 · Workers look at their own page", "2026-11-24T12:00")
    first, second = SIGNERS[0], SIGNERS[1]
    path = _link(stage, first)
    bare = stage.page(path)
    stage.fact(
        "链接不经验证只见阶段", "别人先垫付了" in bare and first.name not in bare and "元</td>" not in bare, True
    )
    stage.tell_page(first.name, bare)
    stage.http.post(f"{path}/prove", data={"digits": first.phone[-4:]})
    proved = stage.page(path)
    stage.fact("输入手机后四位后看到自己的钱", "元</td>" in proved and second.name not in proved, True)
    stage.tell_page(first.name, proved)
    stage.http.post(f"{path}/received", data={"answer": "yes"})
    stage.http.post(f"{path}/rating", data={"mark": "satisfied", "comment": "谢谢"})
    stage.tell(first.name, "我收到了；评价：满意")
    query = "query($c: ID!) { receiptReports(case: $c, first: 10) { edges { node { received } } } }"
    reports = stage.people["zhangmin"].ask(query, {"c": case.id})["receiptReports"]
    stage.fact("工作人员看到劳动者自己的反馈", [e["node"] for e in reports["edges"]], [{"received": True}])
    query = "query($c: ID!) { ratings(case: $c, first: 10) { edges { node { mark comment } } } }"
    ratings = stage.people["zhangmin"].ask(query, {"c": case.id})["ratings"]["edges"]
    stage.fact("工作人员看到评价", [e["node"] for e in ratings], [{"mark": "SATISFIED", "comment": "谢谢"}])
    absent = stage.page(_link(stage, ABSENT[0]))
    stage.fact("没签字的人看到：协议对您没有约束力", "您没有签协议" in absent, True)


def _close(stage: Stage, case: TheCase) -> None:
    stage.scene("结案 · Closed", "2026-11-24T15:00")
    stage.fact("全部期限由流水重新推算，逐行相同", stage.recompute(), 0)
    mediator = stage.people["zhangmin"]
    version = mediator.ask(CASE, {"id": case.id})["case"]["version"]
    closed = mediator.do(
        "closeCase", {"id": case.id, "version": version, "outcome": "ADVANCED"}, "... on Case { state outcome }"
    )
    stage.fact("第三方垫付结案", (closed["state"], closed["outcome"]), ("CLOSED", "ADVANCED"))
    query = "query($id: ID!) { case(id: $id) { timeline(first: 100) { totalCount edges { node { verb } } } } }"
    timeline = mediator.ask(query, {"id": case.id})["case"]["timeline"]
    stage.sees("调解员 张敏", f"动态 {timeline['totalCount']} 条")
    stage.fact("流水校验：没有改动、删除、调换、截断", stage.verify(), 0)
