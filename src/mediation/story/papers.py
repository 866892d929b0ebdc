"""The papers of the case: at the table the agreement with its proof sheet, after the default what goes to the court."""

import hashlib
from typing import Any

from mediation.story.morning import TheCase
from mediation.story.stage import Refused, Stage

_KINDS = """query($case: ID!, $worker: ID) { documentKinds(case: $case, worker: $worker) {
  kind isPossible missing { field label source } optional { field } } }"""
_WHO = "调解员 张敏"
_MADE = "... on Document { id number url sha256 byteSize isDraft title }"


def at_signing(stage: Stage, case: TheCase) -> None:
    """What is printed that evening."""
    made = _generate(stage, case, "MEDIATION_AGREEMENT")
    stage.tell(_WHO, f"《{made['title']}》PDF（含签署证明页）第{made['number']}版，{made['byteSize']}字节")
    stage.fact("下载的协议书与登记的校验值一致", _hash(stage, made), made["sha256"])
    kinds = _kinds(stage, case)
    named = [one["label"] for one in kinds["CONFIRMATION_APPLICATION"]["missing"]]
    stage.tell(_WHO, f"司法确认申请书还缺：{'、'.join(named)}")
    whole = _generate(stage, case, "CONFIRMATION_APPLICATION", details=_details(kinds["CONFIRMATION_APPLICATION"]))
    stage.fact("补齐后当晚生成司法确认申请书", whole["isDraft"], False)
    stage.fact("未到期时没有支付令申请书", kinds["PAYMENT_ORDER"]["isPossible"], False)


def after_default(stage: Stage, case: TheCase, worker: str) -> None:
    """What one worker takes to the court."""
    party = case.parties[worker]
    form = _kinds(stage, case, party)["PAYMENT_ORDER"]
    refused = None
    try:
        _generate(stage, case, "PAYMENT_ORDER", worker=party)
    except Refused as problem:
        refused = [one["path"].removeprefix("details.").upper() for one in problem.answer["fields"]]
    stage.fact("缺项逐一点名，不生成", refused, [one["field"] for one in form["missing"]])
    made = _generate(stage, case, "PAYMENT_ORDER", worker=party, draft=True)
    stage.tell(_WHO, f"《{made['title']}》草稿（缺项留空并标明草稿）：{worker}")
    stage.fact("下载的草稿与登记的校验值一致", _hash(stage, made), made["sha256"])


def _kinds(stage: Stage, case: TheCase, worker: str | None = None) -> dict[str, dict[str, Any]]:
    asked = {"case": case.id, "worker": worker}
    return {form["kind"]: form for form in stage.people["zhangmin"].ask(_KINDS, asked)["documentKinds"]}


def _details(form: dict[str, Any]) -> list[dict[str, str]]:
    return [{"field": one["field"], "value": f"（{one['label']}）"} for one in form["missing"]]


def _generate(stage: Stage, case: TheCase, kind: str, **more: Any) -> dict[str, Any]:
    given = {"case": case.id, "kind": kind, "format": "PDF", **more}
    return stage.people["zhangmin"].do("generateDocument", given, _MADE)


def _hash(stage: Stage, document: dict[str, Any]) -> str:
    return hashlib.sha256(stage.people["zhangmin"].download(document["url"])).hexdigest()
