"""Circumstances in the API: the closed list of them, and how they are recorded."""

import strawberry

from mediation.case.circumstances import Known
from mediation.gql.enums import described
from mediation.law.routing.facts import Circumstance

described(
    Circumstance,
    "What only a person who looked can know, and on which legal ways depend.",
    {
        Circumstance.AMOUNTS_UNDISPUTED: "数额没有争议: the employer does not dispute what it owes in pay.",
        Circumstance.AUTHORITY_ORDERED_PAYMENT: "责令支付仍不支付: an authority ordered payment, and it passed unpaid.",
        Circumstance.COUNTER_PERFORMANCE: "对待给付义务: the workers owe something in return.",
        Circumstance.EMPLOYER_ABLE_TO_PAY: "有能力支付: the employer could pay.",
        Circumstance.EMPLOYER_BANKRUPT: "破产程序: a court has accepted an application for its bankruptcy.",
        Circumstance.EMPLOYER_FLED: "逃匿、转移财产: it hides, or moves its property away.",
        Circumstance.EMPLOYER_MISSING: "下落不明: its whereabouts are unknown.",
        Circumstance.EMPLOYMENT_CONTINUES: "劳动关系存续: the workers are still employed.",
        Circumstance.ESTABLISHES_LABOUR_RELATION: "确认劳动关系: the agreement confirms that there is a labour relation.",
        Circumstance.LIVELIHOOD_AFFECTED: "严重影响生活: without the money at once their lives are seriously affected.",
        Circumstance.MIGRANT_WORKERS: "进城务工人员: the workers are migrant workers.",
        Circumstance.MUTUAL_DEBTS: "其他债务纠纷: worker and employer have other debts between them.",
        Circumstance.ORDER_CAN_BE_SERVED: "能够送达: the employer can be handed a court's letter.",
        Circumstance.ORDER_ON_ARREARS: "依据劳动合同法第三十条申请: the payment order was sought on plain arrears of pay, "
        "not on the agreement.",
        Circumstance.PRESERVATION_SOUGHT: "诉前保全: preservation before a suit was applied for.",
        Circumstance.WAGE_NOTE: "工资欠条: there is a note of the wages owed, and nothing else is in dispute.",
    },
)


@strawberry.input(description="One circumstance as somebody found it.")
class CircumstanceInput:
    """See case.circumstances.Known."""

    which: Circumstance = strawberry.field(description="What was looked into.")
    holds: bool | None = strawberry.field(description="Yes or no; null takes back what was recorded.")
    basis: str = strawberry.field(default="", description="Where it is known from, up to 200 characters.")


@strawberry.input(description="What was looked into.")
class RecordCircumstancesInput:
    """circumstances:record"""

    case: strawberry.ID = strawberry.field(description="Global id of the case.")
    version: int = strawberry.field(description="The version of the case that you saw.")
    circumstances: list[CircumstanceInput] = strawberry.field(description="Each once; what is not named stays.")

    def plain(self) -> list[Known]:
        """As the verb takes them."""
        return [Known(one.which, one.holds, one.basis) for one in self.circumstances]
