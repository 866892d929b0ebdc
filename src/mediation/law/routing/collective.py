"""What changes when workers come together, and who is spared the test of means. Pure, each with its article."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mediation.kit.problems import Text
from mediation.law.routing.door import Until
from mediation.law.routing.facts import CaseFacts, Head
from mediation.law.routing.limitation import is_urgent
from mediation.law.sources import aid, labour
from mediation.law.sources import doors as law
from mediation.law.sources.source import Source

COLLECTIVE_FROM: Final = 10
"""Workers with a common claim from which a dispute is collective. Source: 调解仲裁法 7; 办案规则 5, 62-63."""


class FlagId(StrEnum):
    """What to mind beyond the doors."""

    COLLECTIVE = "collective"
    REPRESENTATIVES_MISSING = "representatives_missing"
    CONSENT_MISSING = "consent_missing"
    MEANS_TEST_EXEMPT = "means_test_exempt"
    LIMITATION_URGENT = "limitation_urgent"
    INSPECTION_AND_ARBITRATION = "inspection_and_arbitration"
    REPORT_EVASION = "report_evasion"


@dataclass(frozen=True, slots=True)
class Flag:
    """One thing to mind, with its article."""

    id: FlagId
    text: Text
    source: Source


def is_collective(workers: int) -> bool:
    """Whether so many workers with a common claim make a collective dispute. Source: 调解仲裁法 7.

    >>> is_collective(9), is_collective(10)
    (False, True)
    """
    return workers >= COLLECTIVE_FROM


def how_many_representatives(workers: int) -> tuple[int, int]:
    """The least and the most representatives that `workers` who take part may elect.

    Source: 办案规则 63: three to five of ten and more. Fewer need none, and may have up to five.
    """
    return (3, 5) if is_collective(workers) else (1, min(5, max(workers, 1)))


def is_exempt_from_means_test(facts: CaseFacts) -> bool:
    """Whether the workers are migrant workers who ask for pay or for an injury. Source: 法律援助法 42(3)."""
    asked = frozenset({Head.WAGE_ARREARS, Head.OVERTIME, Head.WORK_INJURY})
    return facts.circumstances.migrant_workers is True and any(amount.heads & asked for amount in facts.owed)


_PAY: Final = frozenset({Head.WAGE_ARREARS, Head.OVERTIME})
_ONE_WORKER: Final = (500_000, 2_000_000)
_TEN_WORKERS: Final = (3_000_000, 10_000_000)
"""The range within which each High Court sets the sum, in fen. Source: 法释〔2013〕3号 3."""
_MONTHS: Final = 3


def is_large(facts: CaseFacts) -> bool | None:
    """Whether the pay owed is 数额较大: one worker's for three months and more, or that of ten and more together.

    None between the ends of the range where the local figure, or the months, are not recorded.

    Source: 法释〔2013〕3号 3.
    """
    pay = sum(amount.fen for amount in facts.owed if amount.heads <= _PAY)
    local = facts.crime_threshold
    together = _reaches(pay, _TEN_WORKERS, local.ten_workers_fen if local else None)
    alone = _reaches(facts.most_to_one_worker_fen, _ONE_WORKER, local.one_worker_fen if local else None)
    long_enough = None if facts.months_in_arrears is None else facts.months_in_arrears >= _MONTHS
    return _either(_both(is_collective(facts.workers), together), _both(long_enough, alone))


def _reaches(fen: int, span: tuple[int, int], local_fen: int | None) -> bool | None:
    if local_fen is not None:
        return fen >= local_fen
    if fen < span[0]:
        return False
    return True if fen >= span[1] else None


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return True if one and other else None


def _either(one: bool | None, other: bool | None) -> bool | None:
    if one or other:
        return True
    return False if one is False and other is False else None


def flags(facts: CaseFacts, limitation_until: Until | None) -> tuple[Flag, ...]:
    """What to mind in a case, in the order of weight."""
    return (*_of_time(facts, limitation_until), *_of_the_workers(facts), *_of_the_ways(facts))


def _of_time(facts: CaseFacts, until: Until | None) -> Iterator[Flag]:
    if is_urgent(until, facts.today):
        said = Text(
            "距仲裁时效届满不足七日：先行法律援助，立即申请仲裁。",
            "Fewer than seven days of limitation are left: aid first, and file for arbitration now.",
        )
        yield Flag(FlagId.LIMITATION_URGENT, said, law.AID_44_SEVEN)


def _of_the_workers(facts: CaseFacts) -> Iterator[Flag]:
    n, there, silent = facts.workers, facts.representatives, facts.unauthorised
    least, most = how_many_representatives(n)
    if is_collective(n):
        said = Text(
            f"{n}名劳动者有共同请求：集体争议，仲裁优先立案、优先审理。",
            f"{n} workers with a common claim: a collective dispute, heard first in arbitration.",
        )
        yield Flag(FlagId.COLLECTIVE, said, law.RULES_5_PRIORITY)
    if is_collective(n) and there < least:
        said = Text(
            f"可以推举{least}至{most}名代表人，现有{there}名。",
            f"{least} to {most} representatives can be elected; there are {there}.",
        )
        yield Flag(FlagId.REPRESENTATIVES_MISSING, said, law.RULES_63_REPRESENTATIVES)
    if there and silent:
        said = Text(
            f"{silent}名被代表的劳动者没有特别授权：和解须经本人同意。",
            f"{silent} represented workers gave no special authority: a settlement needs their own consent.",
        )
        yield Flag(FlagId.CONSENT_MISSING, said, law.RULES_63_CONSENT)
    if is_exempt_from_means_test(facts):
        said = Text(
            "进城务工人员请求支付劳动报酬：申请法律援助免予核查经济困难状况。",
            "Migrant workers asking for pay: legal aid without a test of means.",
        )
        yield Flag(FlagId.MEANS_TEST_EXEMPT, said, aid.LEGAL_AID_42)


def _of_the_ways(facts: CaseFacts) -> Iterator[Flag]:
    arbitrates = facts.arbitration is not None and facts.arbitration.withdrawn_on is None
    if facts.complained_on is not None and arbitrates:
        said = Text(
            "同一事项既投诉又仲裁：监察部门会告知依照仲裁程序办理。",
            "The same matter is with the inspection and in arbitration: the inspection refers back to arbitration.",
        )
        yield Flag(FlagId.INSPECTION_AND_ARBITRATION, said, labour.INSPECTION_21)
    if facts.circumstances.employer_fled:
        said = Text(
            "用人单位逃匿或者转移财产：及时向公安机关或者有关部门报告。",
            "The employer hides or moves its property: report it to the police or the authorities.",
        )
        yield Flag(FlagId.REPORT_EVASION, said, law.PEOPLES_25_REPORT)
