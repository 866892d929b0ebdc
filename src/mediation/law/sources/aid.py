"""Legal aid."""

from datetime import date
from typing import Final

from mediation.law.sources.source import Instrument

LEGAL_AID: Final = Instrument("法律援助法", "Legal Aid Law", date(2022, 1, 1))

LEGAL_AID_43: Final = LEGAL_AID.article(
    "43", "决定给予法律援助的，应当自作出决定之日起三日内指派法律援助人员为受援人提供法律援助"
)
