"""The text of an agreement, from its contents: what is read before it is signed and printed afterwards. Pure.

Chinese is the text; English is a courtesy for readers. The amounts per worker are the annex (附表一) and stand in the
lines, not here: this text may be shown to everybody who signs. Refuses to hold names of workers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from mediation.agreement.rules import Clause, Sums
from mediation.agreement.terms import DuePart, Instalments, OnDate, Term, WithinDays, WithinHours
from mediation.kit import money
from mediation.kit.money import Fen
from mediation.law.periods import SHANGHAI


@dataclass(frozen=True, kw_only=True)
class Contents:
    """Everything that the text says."""

    number: str
    studio_zh: str
    studio_en: str
    employer: str
    credit_code: str | None
    workers: int
    claimed: Sums
    agreed: Sums
    term: Term
    dues: Sequence[DuePart]
    """the due moments once it is in effect; empty before"""
    manner: str
    clauses: Sequence[Clause]


def chinese(contents: Contents) -> str:
    """The text that is signed.

    Source: 企业劳动争议协商调解规定 26 (parties, request, result, term and manner of performance); 劳动争议调解仲裁法
    14-16, 办案规则 74, 民事诉讼法 205 (what the parties are told of their rights).
    """
    agreed, claimed = contents.agreed, contents.claimed
    code = f"（统一社会信用代码 {contents.credit_code}）" if contents.credit_code else ""
    parts = [
        f"调解协议书\n案号：{contents.number}　调解组织：{contents.studio_zh}",
        f"一、当事人\n申请人：{contents.workers}名劳动者（附表一）。\n被申请人：{contents.employer}{code}。",
        f"二、调解请求\n{_sums_zh(claimed)}。",
        f"三、调解结果\n{_result_zh(agreed)}",
        f"四、履行期限\n{performance(contents)}。",
        f"五、履行方式\n{contents.manner or '（待填）'}。",
        *(f"{_NUMERALS[at]}、{clause.title}\n{clause.text}" for at, clause in enumerate(contents.clauses)),
        _RIGHTS_ZH,
    ]
    return "\n\n".join(parts)


def performance(contents: Contents) -> str:
    """The term of performance in words, with its days once the agreement is in effect."""
    return f"{_term_zh(contents.term)}{_dues_zh(contents.dues)}"


def english(contents: Contents) -> str:
    """The same text for a reader of English. Not what is signed."""
    agreed, claimed = contents.agreed, contents.claimed
    parts = [
        f"Mediation agreement (courtesy translation)\nCase {contents.number}, {contents.studio_en}",
        f"1. Parties\nClaimants: {contents.workers} workers (annex 1). Respondent: {contents.employer}.",
        f"2. Request\n{_sums_en(claimed)}.",
        f"3. Result\n{_result_en(agreed)}",
        f"4. Term\n{_term_en(contents.term)}{_dues_en(contents.dues)}.",
        f"5. Manner\n{contents.manner or '(to be filled in)'}.",
        *(f"{at}. {clause.title}\n{clause.text}" for at, clause in enumerate(contents.clauses, start=6)),
        _RIGHTS_EN,
    ]
    return "\n\n".join(parts)


def _sums_zh(sums: Sums) -> str:
    return f"工资等{money.text(Fen(sums.wages_fen))}元，社会保险费{money.text(Fen(sums.social_insurance_fen))}元"


def _sums_en(sums: Sums) -> str:
    wages, insurance = money.text(Fen(sums.wages_fen)), money.text(Fen(sums.social_insurance_fen))
    return f"Wages CNY {wages}, social insurance CNY {insurance}"


def _result_zh(agreed: Sums) -> str:
    total = Fen(agreed.wages_fen + agreed.social_insurance_fen)
    return (
        f"被申请人向签署本协议的劳动者支付：{_sums_zh(agreed)}，合计{money.text(total)}元（大写：人民币"
        f"{money.uppercase(total)}）。各人金额见附表一，未签署的劳动者不受本协议约束。"
    )


def _result_en(agreed: Sums) -> str:
    total = money.text(Fen(agreed.wages_fen + agreed.social_insurance_fen))
    return (
        f"The respondent pays to the workers who sign: {_sums_en(agreed)}, together CNY {total}. Amounts per worker are in "
        "annex 1. A worker who does not sign is not bound."
    )


_DIGITS = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 1 else _DIGITS[tens]) * bool(tens) + "十" * bool(tens) + (_DIGITS[ones] if ones else "")


_NUMERALS = [_numeral(number) for number in range(6, 60)]

_RIGHTS_ZH = (
    "生效与告知\n本协议由双方当事人签名或者盖章，经调解员签名并加盖调解组织印章后生效。双方可以自生效之日起十五日内共同"
    "申请仲裁审查，或者三十日内共同申请司法确认；一方在约定期限内不履行的，另一方可以依法申请仲裁，劳动者可以持本协议向"
    "人民法院申请支付令。"
)
_RIGHTS_EN = (
    "Effect and rights\nThis agreement takes effect when both sides have signed or sealed, the mediator has signed and the "
    "mediation body has sealed. Within 15 days of the effect both sides may jointly ask for arbitral review, within 30 days "
    "for judicial confirmation; if one side does not perform in time the other may apply for arbitration, and a worker may "
    "ask the court for a payment order on this agreement."
)


def _term_zh(term: Term) -> str:
    match term:
        case WithinDays():
            return f"自生效次日起{term.days}日内付清，最后一日为法定休假日的顺延"
        case WithinHours():
            return f"自生效时起{term.hours}小时内付清"
        case OnDate():
            return f"于{_day_zh(term.on)}24:00前付清{_ROLLS_ZH if term.rolls else ''}"
        case Instalments():
            whole = sum(part.share for part in term.parts)
            parts = "；".join(
                f"第{n}期{_day_zh(part.on)}24:00前付{part.share}/{whole}" for n, part in enumerate(term.parts, start=1)
            )
            return f"分{len(term.parts)}期付清：{parts}{_ROLLS_ZH if term.rolls else ''}"


def _term_en(term: Term) -> str:
    match term:
        case WithinDays():
            return (
                f"Within {term.days} days after the day of effect; an end on a rest day moves to the next working day"
            )
        case WithinHours():
            return f"Within {term.hours} hours of the effect"
        case OnDate():
            return f"By 24:00 on {term.on.isoformat()}{_ROLLS_EN if term.rolls else ''}"
        case Instalments():
            whole = sum(part.share for part in term.parts)
            parts = "; ".join(f"by 24:00 on {part.on.isoformat()} {part.share}/{whole}" for part in term.parts)
            return f"In {len(term.parts)} instalments: {parts}{_ROLLS_EN if term.rolls else ''}"


_ROLLS_ZH = "，遇法定休假日顺延"
_ROLLS_EN = ", moved to the next working day from a rest day"


def _dues_zh(dues: Sequence[DuePart]) -> str:
    return f"（即{'、'.join(_moment_zh(due) for due in dues)}前）" if dues else ""


def _dues_en(dues: Sequence[DuePart]) -> str:
    return f" (that is, by {', '.join(_moment_en(due) for due in dues)})" if dues else ""


def _moment_zh(due: DuePart) -> str:
    return f"{_day_zh(due.on)}24:00" if due.on else _hour(due.at, "%Y年%-m月%-d日%H:%M")


def _moment_en(due: DuePart) -> str:
    return f"24:00 on {due.on.isoformat()}" if due.on else _hour(due.at, "%H:%M on %Y-%m-%d")


def _hour(at: datetime, pattern: str) -> str:
    return at.astimezone(SHANGHAI).strftime(pattern)


def _day_zh(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
