"""What trade unions ask of employers and authorities (one letter, two books): U-1 to U-10. Every length is a region's."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import labour

_NATIONAL: Final = Text(
    "总工办发〔2021〕9号第五条以下未能读到；全国统一的答复期限不明，各地规定不同。",
    "The national rules of 2021 (no. 9) could not be read beyond Art. 4; each region has its own period.",
)
_TO_AUTHORITY: Final = Text(
    "逾期不答复、答复不实或者拒不改正的，地方总工会可以向主管部门发出建议书。",
    "No answer, an untrue one or no correction: the union may send a proposal to the authority.",
)
_NO_CONSEQUENCE: Final = Text("规定未写明逾期的后果。", "The rule names no consequence.")


def _row(row_id: str, title: Text, trigger: Trigger, whose: Whose, then: Text, question: Text | None = None) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=labour.TRADE_UNION_23,
        trigger=trigger,
        length=None,
        day_kind=DayKind.REGIONAL,
        nature=Nature.DUTY,
        whose=whose,
        internal=whose is Whose.LABOUR_AUTHORITY,
        consequence=then,
        open_question=question,
        unverified=question is not None,
    )


ROWS: Final = (
    _row(
        "U-1",
        Text("答复工会劳动法律监督提示函", "Answer the union's reminder letter"),
        Trigger.REMINDER_LETTER_RECEIVED,
        Whose.EMPLOYER,
        Text("提示无效的，工会可以发出意见书。", "Without effect: the union may send an opinion."),
        _NATIONAL,
    ),
    _row(
        "U-2",
        Text("答复工会劳动法律监督意见书", "Answer the union's opinion"),
        Trigger.OPINION_LETTER_RECEIVED,
        Whose.EMPLOYER,
        _TO_AUTHORITY,
        _NATIONAL,
    ),
    _row(
        "U-3",
        Text("对工会建议书立案或者处理", "The authority takes up the union's proposal"),
        Trigger.PROPOSAL_LETTER_RECEIVED,
        Whose.LABOUR_AUTHORITY,
        _NO_CONSEQUENCE,
        _NATIONAL,
    ),
    _row(
        "U-4",
        Text("完成对工会建议书的调查处理", "The authority finishes its investigation"),
        Trigger.PROPOSAL_FILED,
        Whose.LABOUR_AUTHORITY,
        _NO_CONSEQUENCE,
    ),
    _row(
        "U-5",
        Text("将处理结果书面告知工会", "The authority reports the result to the union"),
        Trigger.PROPOSAL_CLOSED,
        Whose.LABOUR_AUTHORITY,
        _NO_CONSEQUENCE,
    ),
    _row(
        "U-6",
        Text("告知劳动者不予受理投诉", "Tell the worker that a complaint is not taken"),
        Trigger.UNION_COMPLAINT_RECEIVED,
        Whose.UNION,
        _NO_CONSEQUENCE,
    ),
    _row(
        "U-7",
        Text("工会完成调查", "The union finishes its investigation"),
        Trigger.UNION_COMPLAINT_RECEIVED,
        Whose.UNION,
        _NO_CONSEQUENCE,
    ),
    _row(
        "U-8",
        Text("向投诉人反馈处理情况", "Report back to the complainant"),
        Trigger.UNION_COMPLAINT_CLOSED,
        Whose.UNION,
        _NO_CONSEQUENCE,
    ),
    _row(
        "U-9",
        Text("平台企业答复工会意见", "A platform company answers the union"),
        Trigger.OPINION_LETTER_RECEIVED,
        Whose.EMPLOYER,
        _NO_CONSEQUENCE,
    ),
    _row(
        "U-10",
        Text("部门告知对扣押证件等行为的处理意见", "The authority answers on withheld papers and the like"),
        Trigger.PROPOSAL_LETTER_RECEIVED,
        Whose.LABOUR_AUTHORITY,
        _NO_CONSEQUENCE,
    ),
)
