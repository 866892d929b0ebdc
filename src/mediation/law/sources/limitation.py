"""Limitation of labour claims: when it runs, what stops it, and what starts it anew."""

from datetime import date
from typing import Final

from mediation.law.sources.arbitration import ARBITRATION_RULES
from mediation.law.sources.mediation import ENTERPRISE_MEDIATION, MEDIATION_AND_ARBITRATION
from mediation.law.sources.source import Instrument

MEDIATION_AND_ARBITRATION_27_ONE_YEAR: Final = MEDIATION_AND_ARBITRATION.article(
    "27",
    "劳动争议申请仲裁的时效期间为一年。仲裁时效期间从当事人知道或者应当知道其权利被侵害之日起计算。",
)
MEDIATION_AND_ARBITRATION_27_INTERRUPTED: Final = MEDIATION_AND_ARBITRATION.article(
    "27",
    "前款规定的仲裁时效，因当事人一方向对方当事人主张权利，或者向有关部门请求权利救济，或者对方当事人同意履行义务而中断。从中断时起，仲裁时效期间重新计算。",
)
MEDIATION_AND_ARBITRATION_27_SUSPENDED: Final = MEDIATION_AND_ARBITRATION.article(
    "27",
    "因不可抗力或者有其他正当理由，当事人不能在本条第一款规定的仲裁时效期间申请仲裁的，仲裁时效中止。从中止时效的原因消除之日起，仲裁时效期间继续计算。",
)
MEDIATION_AND_ARBITRATION_27_WAGES: Final = MEDIATION_AND_ARBITRATION.article(
    "27",
    "劳动关系存续期间因拖欠劳动报酬发生争议的，劳动者申请仲裁不受本条第一款规定的仲裁时效期间的限制；但是，劳动关系终止的，应当自劳动关系终止之日起一年内提出。",
)

ARBITRATION_RULES_27_DEMAND: Final = ARBITRATION_RULES.article(
    "27", "一方当事人通过协商、申请调解等方式向对方当事人主张权利的"
)
ARBITRATION_RULES_27_RELIEF: Final = ARBITRATION_RULES.article(
    "27", "一方当事人通过向有关部门投诉，向仲裁委员会申请仲裁，向人民法院起诉或者申请支付令等方式请求权利救济的"
)
ARBITRATION_RULES_27_CONSENT: Final = ARBITRATION_RULES.article("27", "对方当事人同意履行义务的")

LIMITATION_RULES: Final = Instrument(
    "最高人民法院关于审理民事案件适用诉讼时效制度若干问题的规定",
    "SPC Provisions on Limitation in Civil Cases",
    date(2021, 1, 1),
)
LIMITATION_19: Final = LIMITATION_RULES.article(
    "19",
    "诉讼时效期间届满，当事人一方向对方当事人作出同意履行义务的意思表示或者自愿履行义务后，又以诉讼时效期间届满为由进行抗辩的，人民法院不予支持。",
)


ENTERPRISE_MEDIATION_31_MOMENTS: Final = tuple(
    ENTERPRISE_MEDIATION.article("31", quote)
    for quote in (
        "一方当事人提出协商要求后，另一方当事人不同意协商或者在5日内不做出回应的",
        "在约定的协商期限内，一方或者双方当事人不同意继续协商的",
        "在约定的协商期限内未达成一致的",
        "达成和解协议后，一方或者双方当事人在约定的期限内不履行和解协议的",
        "一方当事人提出调解申请后，另一方当事人不同意调解的",
        "调解委员会受理调解申请后，在第二十九条规定的期限内一方或者双方当事人不同意调解的",
        "在第二十九条规定的期限内未达成调解协议的",
        "达成调解协议后，一方当事人在约定期限内不履行调解协议的",
    )
)
"""The eight moments from which limitation is counted anew, in the order of the article."""
