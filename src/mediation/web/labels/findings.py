"""Words of what was found out."""

from mediation.kit.problems import Text

LABELS: dict[str, dict[str, Text]] = {
    "Circumstance": {
        "AMOUNTS_UNDISPUTED": Text("用人单位对欠付数额没有争议", "The employer does not dispute what it owes"),
        "AUTHORITY_ORDERED_PAYMENT": Text(
            "有关部门责令支付，逾期仍不支付", "An authority ordered payment, and it passed unpaid"
        ),
        "COUNTER_PERFORMANCE": Text("劳动者负有对待给付义务", "The workers owe something in return"),
        "EMPLOYER_ABLE_TO_PAY": Text("用人单位有能力支付", "The employer could pay"),
        "EMPLOYER_BANKRUPT": Text("法院已受理用人单位破产申请", "A court has accepted its bankruptcy"),
        "EMPLOYER_FLED": Text("用人单位逃匿、转移财产", "It hides, or moves its property away"),
        "EMPLOYER_MISSING": Text("用人单位下落不明", "Its whereabouts are unknown"),
        "EMPLOYMENT_CONTINUES": Text("劳动关系仍然存续", "The workers are still employed"),
        "ESTABLISHES_LABOUR_RELATION": Text("协议内容是确认劳动关系", "The agreement confirms a labour relation"),
        "LIVELIHOOD_AFFECTED": Text(
            "不先予执行将严重影响生活", "Without the money at once their lives are seriously affected"
        ),
        "MIGRANT_WORKERS": Text("申请人是进城务工人员", "The workers are migrant workers"),
        "MUTUAL_DEBTS": Text("双方有其他债务纠纷", "Worker and employer have other debts between them"),
        "ORDER_CAN_BE_SERVED": Text("支付令能够送达用人单位", "A payment order can be served on the employer"),
        "ORDER_ON_ARREARS": Text("支付令依据欠薪（劳动合同法 30）申请", "The payment order is sought on plain arrears"),
        "PRESERVATION_SOUGHT": Text("已申请诉前保全", "Preservation before a suit was applied for"),
        "WAGE_NOTE": Text("有工资欠条，别无争议", "There is a note of the wages owed, and no other dispute"),
    },
}
