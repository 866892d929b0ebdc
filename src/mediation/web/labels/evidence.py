"""Words of evidence."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "EvidenceKind": {
        "ASSIGNMENT_OF_CLAIM": Text("债权转让、追偿约定", "Assignment of the claim, recourse"),
        "ATTENDANCE": Text("考勤记录", "Record of attendance"),
        "BANK_PROOF": Text("银行流水", "Bank statement"),
        "CONTRACT": Text("劳动合同", "Contract"),
        "ELECTION_FORM": Text("代表人推选书", "Election form"),
        "IDENTITY": Text("身份证明", "Proof of identity"),
        "OTHER": Text("其他", "Other"),
        "PAYSLIP": Text("工资条", "Payslip"),
        "PROOF_OF_PAYMENT": Text("付款凭证", "Proof of payment"),
        "SEAL_PAGE": Text("盖章页", "Page with a seal"),
        "SIGNATURE_PAGE": Text("签字页", "Page with a signature"),
    },
    "EvidenceAudience": {
        "EMPLOYER": Text("用人单位一方和工作室", "The employer's side and the studio"),
        "EVERYONE": Text("各方和参与单位", "Both sides and the agencies that take part"),
        "STUDIO": Text("仅工作室", "The studio alone"),
        "WORKERS": Text("劳动者一方、其律师和工作室", "The workers' side, their lawyer, and the studio"),
    },
    "EvidenceMedia": {
        "DOCX": Text("Word", "Word"),
        "JPEG": Text("照片", "Photograph"),
        "PDF": Text("PDF", "PDF"),
        "PNG": Text("图片", "Picture"),
        "TEXT": Text("文本", "Text"),
        "XLSX": Text("表格", "Spreadsheet"),
    },
}
