"""Words of papers."""

from mediation.kit.problems import Text
from mediation.law.papers import PAPERS

LABELS: dict[str, dict[str, Text]] = {
    "PaperKind": {kind.name: paper.title for kind, paper in PAPERS.items()},
    "PaperGroup": {
        "MEDIATION": Text("调解", "Mediation"),
        "LEGAL_AID": Text("法律援助", "Legal aid"),
        "JUDICIAL_CONFIRMATION": Text("司法确认", "Judicial confirmation"),
        "PAYMENT_ORDER": Text("支付令", "Payment order"),
        "ARBITRATION": Text("仲裁", "Arbitration"),
        "SUPERVISION": Text("一函两书", "Letters of union supervision"),
    },
    "Issuer": {
        "BOTH_PARTIES": Text("双方当事人", "Both parties"),
        "LAWYER": Text("援助律师", "The aid lawyer"),
        "LEGAL_AID_BODY": Text("法律援助机构", "The legal aid body"),
        "MEDIATION_BODY": Text("调解组织", "The mediation body"),
        "UNION": Text("工会", "The union"),
        "WORKER": Text("劳动者本人", "The worker"),
        "WORKERS": Text("全体申请人", "All applicants"),
    },
    "PaperReader": {
        "AGENCIES": Text("参与单位", "Agencies that take part"),
        "EMPLOYER": Text("用人单位", "The employer"),
        "LAWYER": Text("援助律师", "The aid lawyer"),
        "STUDIO": Text("工作室", "The studio"),
        "WORKER": Text("劳动者本人", "The worker"),
    },
    "DocumentFormat": {"DOCX": Text("Word（可编辑）", "Word (to edit)"), "PDF": Text("PDF（供签署）", "PDF (to sign)")},
}
