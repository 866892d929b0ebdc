"""Social insurance: no sum to claim here, but where it must go. A payment order does not reach it.

Refuses to compute contributions: their bases and rates are the agency's, and what is short is collected, not paid out.
"""

from dataclasses import dataclass

from mediation.law.amounts.inputs import flag
from mediation.law.amounts.result import Amount
from mediation.law.amounts.sources import care, courts
from mediation.law.amounts.working import At, Working


@dataclass(frozen=True, slots=True, kw_only=True)
class SocialInsurance:
    """Inputs of `social_insurance`."""

    cannot_be_made_up: bool = flag(
        "社会保险经办机构确认不能补办，导致无法享受待遇",
        "The agency has confirmed that it cannot be made up, so that benefits are lost",
    )
    waived: bool = flag("曾约定或者承诺不缴", "It was agreed or promised not to pay it")


def social_insurance(given: SocialInsurance, at: At) -> Amount:
    """Return where unpaid social insurance goes: the collection authority; damages only where it cannot be made up.

    Source: 社会保险法 63, 82; 最高法解释（一）1(5); 解释（二）19.
    """
    work = Working("social-insurance", at)
    work.cite(care.INSURANCE_63, care.INSURANCE_82)
    zh = "欠缴、少缴：向社会保险费征收机构投诉、举报，由其责令限期缴纳或者补足；不是支付令和劳动报酬仲裁的事项"
    en = (
        "Not or not fully paid: complain to the collecting authority, which orders payment; no payment order reaches it"
    )
    work.step(zh, en)
    if given.cannot_be_made_up:
        work.cite(courts.FIRST_1_INSURANCE)
        zh = "经办机构不能补办、无法享受待遇的：可以就赔偿损失申请仲裁；损失额按本应享受的待遇另行核算"
        en = "It cannot be made up and benefits are lost: damages can be claimed; they are the benefits lost, worked out apart"
        work.step(zh, en)
    if given.waived:
        work.cite(courts.SECOND_19)
        zh = "约定或者承诺不缴的无效；劳动者可以据此解除劳动合同并请求经济补偿，另见 economic-compensation"
        en = "The waiver is void; the worker may resign for it and claim N: see economic-compensation"
        work.step(zh, en)
    return work.amount(None)
