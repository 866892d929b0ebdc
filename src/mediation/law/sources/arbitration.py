"""Labour arbitration: the rules of the commissions, and what the Supreme People's Court says of awards and suits."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Grade, Instrument

ARBITRATION_RULES: Final = Instrument(
    "劳动人事争议仲裁办案规则",
    "Rules for Handling Labour and Personnel Dispute Arbitration (2017)",
    date(2017, 7, 1),
    Grade.A,
)

ARBITRATION_RULES_74: Final = ARBITRATION_RULES.article(
    "74", "自调解协议生效之日起15日内，共同向有管辖权的仲裁委员会提出仲裁审查申请"
)
