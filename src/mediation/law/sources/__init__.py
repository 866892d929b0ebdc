"""Where a rule comes from: instrument, article, since when, the words themselves, and how well they were read.

Holds the sources that `law/` computes by, each once, a module per group of instruments; what several parts cite is named
here. Refuses to hold rules (`deadlines/`, `documents.py`) and whole texts: the quote is the clause a lawyer would put a
finger on, and `tests/law/texts` has the articles it is checked against.
"""

from mediation.law.sources.aid import LEGAL_AID_43
from mediation.law.sources.arbitration import ARBITRATION_RULES_74
from mediation.law.sources.mediation import (
    ENTERPRISE_MEDIATION_22,
    ENTERPRISE_MEDIATION_26,
    ENTERPRISE_MEDIATION_27,
    ENTERPRISE_MEDIATION_29,
    MEDIATION_AND_ARBITRATION_14_EFFECT,
    MEDIATION_AND_ARBITRATION_14_FIFTEEN_DAYS,
    PEOPLES_MEDIATION_33,
)
from mediation.law.sources.procedure import (
    CIVIL_CODE_201,
    CIVIL_CODE_201_HOURS,
    CIVIL_CODE_202,
    CIVIL_CODE_203,
    CIVIL_CODE_204,
    CIVIL_PROCEDURE_56,
    CIVIL_PROCEDURE_85,
    CIVIL_PROCEDURE_205,
    CIVIL_PROCEDURE_INTERPRETATION_358,
)
from mediation.law.sources.source import Grade, Instrument, Source

__all__ = [
    "ARBITRATION_RULES_74",
    "CIVIL_CODE_201",
    "CIVIL_CODE_201_HOURS",
    "CIVIL_CODE_202",
    "CIVIL_CODE_203",
    "CIVIL_CODE_204",
    "CIVIL_PROCEDURE_56",
    "CIVIL_PROCEDURE_85",
    "CIVIL_PROCEDURE_205",
    "CIVIL_PROCEDURE_INTERPRETATION_358",
    "ENTERPRISE_MEDIATION_22",
    "ENTERPRISE_MEDIATION_26",
    "ENTERPRISE_MEDIATION_27",
    "ENTERPRISE_MEDIATION_29",
    "LEGAL_AID_43",
    "MEDIATION_AND_ARBITRATION_14_EFFECT",
    "MEDIATION_AND_ARBITRATION_14_FIFTEEN_DAYS",
    "PEOPLES_MEDIATION_33",
    "Grade",
    "Instrument",
    "Source",
]
