"""Duties of employers about contracts, pay, insurance and records: S-6, S-7, S-11 to S-17."""

from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Nature, Roll, Row, Whose
from mediation.law.deadlines.triggers import Trigger
from mediation.law.sources import labour, periods, procedure
from mediation.law.sources.source import Source


def _row(
    row_id: str,
    title: Text,
    source: Source,
    trigger: Trigger,
    length: int | None,
    day_kind: DayKind,
    then: Text,
    *,
    also: tuple[Source, ...] = (),
    nature: Nature = Nature.DUTY,
    whose: Whose = Whose.EMPLOYER,
    roll: Roll = Roll.FORWARD,
    first_day_counts: bool = False,
    opens: bool = False,
) -> Row:
    return Row(
        id=row_id,
        title=title,
        source=source,
        also=also,
        trigger=trigger,
        length=length,
        day_kind=day_kind,
        roll=roll,
        first_day_counts=first_day_counts,
        nature=nature,
        whose=whose,
        opens=opens,
        consequence=then,
    )


def _kept(row_id: str, title: Text, source: Source, trigger: Trigger, years: int) -> Row:
    return _row(
        row_id,
        title,
        source,
        trigger,
        years,
        DayKind.YEAR,
        Text(
            "不得早于此日销毁；缺失的，可能承担举证不利的后果。",
            "Not to be destroyed before; a gap may count against it.",
        ),
        nature=Nature.RETENTION,
        roll=Roll.NONE,
    )


def _notice(row_id: str, title: Text, source: Source, days: int, whose: Whose, then: Text) -> Row:
    return _row(
        row_id,
        title,
        source,
        Trigger.NOTICE_GIVEN,
        days,
        DayKind.CALENDAR_DAY,
        then,
        whose=whose,
        roll=Roll.NONE,
        opens=True,
        nature=Nature.RIGHT,
    )


ROWS: Final = (
    _row(
        "S-6",
        Text("为职工办理社会保险登记", "Register the worker for social insurance"),
        labour.SOCIAL_INSURANCE_58,
        Trigger.EMPLOYMENT_STARTED,
        30,
        DayKind.CALENDAR_DAY,
        Text("未登记的，由经办机构核定应缴费额。", "Unregistered: the agency fixes the contributions due."),
        also=(procedure.CIVIL_CODE_203,),
    ),
    _row(
        "S-7",
        Text("欠缴社会保险费的滞纳金", "Surcharge on unpaid contributions"),
        labour.SOCIAL_INSURANCE_86,
        Trigger.CONTRIBUTIONS_DUE,
        None,
        DayKind.NO_PERIOD,
        Text(
            "自欠缴之日起按日加收万分之五；责令后仍不缴的，罚一至三倍。",
            "0.05 per cent a day; then a fine of one to three times.",
        ),
        nature=Nature.RULE,
    ),
    _row(
        "S-11",
        Text("出具解除或者终止劳动合同的证明", "Give the certificate that the contract ended"),
        labour.LABOUR_CONTRACT_50_CERTIFICATE,
        Trigger.EMPLOYMENT_ENDED,
        None,
        DayKind.AT_ONCE,
        Text("应当在合同终止时出具。", "When the contract ends."),
    ),
    _row(
        "S-11.2",
        Text("办理档案和社会保险关系转移", "Transfer files and insurance"),
        labour.LABOUR_CONTRACT_50_TRANSFER,
        Trigger.EMPLOYMENT_ENDED,
        15,
        DayKind.CALENDAR_DAY,
        Text("造成损失的，承担赔偿责任。", "Liable for what the delay costs."),
        also=(procedure.CIVIL_CODE_203,),
    ),
    _row(
        "S-11.3",
        Text("支付经济补偿", "Pay the severance"),
        labour.LABOUR_CONTRACT_50_COMPENSATION,
        Trigger.EMPLOYMENT_ENDED,
        None,
        DayKind.AT_ONCE,
        Text("在办结工作交接时支付。", "When the work has been handed over."),
    ),
    _kept(
        "S-11.4",
        Text("保存已终止的劳动合同文本", "Keep the text of an ended contract"),
        labour.LABOUR_CONTRACT_50_KEEP,
        Trigger.EMPLOYMENT_ENDED,
        2,
    ),
    _notice(
        "S-12",
        Text("劳动者提前通知解除（正式）", "Resignation takes effect"),
        labour.LABOUR_CONTRACT_37,
        30,
        Whose.WORKER,
        Text("通知满三十日后可以解除劳动合同。", "Thirty days after written notice the worker may leave."),
    ),
    _notice(
        "S-12.2",
        Text("劳动者提前通知解除（试用期）", "Resignation in probation takes effect"),
        labour.LABOUR_CONTRACT_37_PROBATION,
        3,
        Whose.WORKER,
        Text("通知满三日后可以解除劳动合同。", "Three days after notice the worker may leave."),
    ),
    _notice(
        "S-12.3",
        Text("无过失性辞退的提前通知", "Dismissal without fault takes effect"),
        labour.LABOUR_CONTRACT_40,
        30,
        Whose.EMPLOYER,
        Text(
            "书面通知满三十日，或者额外支付一个月工资后可以解除。", "After thirty days, or at once with a month's pay."
        ),
    ),
    _notice(
        "S-12.4",
        Text("经济性裁员的提前说明", "Mass dismissal after telling the union"),
        labour.LABOUR_CONTRACT_41,
        30,
        Whose.EMPLOYER,
        Text(
            "向工会或者全体职工说明满三十日、听取意见并报告劳动行政部门后可以裁减。",
            "Thirty days after telling union or staff, having heard them and reported to the authority.",
        ),
    ),
    _row(
        "S-13",
        Text("订立书面劳动合同", "Conclude the written contract"),
        labour.LABOUR_CONTRACT_10,
        Trigger.EMPLOYMENT_STARTED,
        1,
        DayKind.MONTH,
        Text(
            "逾期的，自满一个月的次日起每月支付二倍工资，最长至满一年的前一日。",
            "Later: double pay from the day after that month, until the day before a full year at most.",
        ),
        also=(labour.LABOUR_CONTRACT_82, periods.CONTRACT_REGULATION_6, periods.CONTRACT_REGULATION_7),
        roll=Roll.NONE,
        first_day_counts=True,
    ),
    _row(
        "S-13.2",
        Text("满一年未订立的，视为无固定期限合同", "After a year without one: open-ended contract"),
        labour.LABOUR_CONTRACT_14,
        Trigger.EMPLOYMENT_STARTED,
        1,
        DayKind.YEAR,
        Text(
            "次日起视为已订立无固定期限劳动合同，不再支付二倍工资。",
            "From the next day the contract counts as open-ended, and no further double pay is due.",
        ),
        also=(labour.CONTRACT_REGULATION_7_OPEN_ENDED,),
        nature=Nature.RULE,
        roll=Roll.NONE,
        first_day_counts=True,
    ),
    _row(
        "S-14",
        Text("非全日制用工结算报酬", "Pay a part-time worker"),
        labour.LABOUR_CONTRACT_72,
        Trigger.PAID,
        15,
        DayKind.CALENDAR_DAY,
        Text(
            "结算周期最长十五日；遇休息日提前。", "At most 15 days from one pay-day to the next; earlier on a rest day."
        ),
        also=(labour.WAGE_PAYMENT_7_MONTHLY,),
        roll=Roll.BACKWARD,
    ),
    _row(
        "S-15",
        Text("向农民工支付工资的日期", "Pay-day of migrant workers"),
        periods.MIGRANT_WAGES_14,
        Trigger.PAYDAY,
        0,
        DayKind.CALENDAR_DAY,
        Text("遇法定节假日或者休息日的，提前支付。", "On a holiday or rest day, wages are paid before it."),
        roll=Roll.BACKWARD,
    ),
    _kept(
        "S-15.2",
        Text("保存工资支付台账（农民工）", "Keep the pay ledger (migrant workers)"),
        labour.MIGRANT_WAGES_15,
        Trigger.PAID,
        3,
    ),
    _row(
        "S-15.3",
        Text("注销农民工工资专用账户前的公示", "Publicity before the wage account is closed"),
        labour.MIGRANT_WAGES_27,
        Trigger.PUBLICITY_STARTED,
        30,
        DayKind.CALENDAR_DAY,
        Text("工程完工且未拖欠的，公示期满后可以申请注销。", "Afterwards, with nothing owed, it may be closed."),
        nature=Nature.RIGHT,
        opens=True,
    ),
    _kept(
        "S-15.4",
        Text("保存用工管理台账（工程建设）", "Keep the roster (construction)"),
        labour.MIGRANT_WAGES_28,
        Trigger.ALL_WORKERS_PAID,
        3,
    ),
    _kept("S-16", Text("保存工资支付记录", "Keep the pay record"), labour.WAGE_PAYMENT_6, Trigger.PAID, 2),
    _row(
        "S-16.2",
        Text("支付工资的日期", "Pay-day"),
        labour.WAGE_PAYMENT_7_MONTHLY,
        Trigger.PAYDAY,
        0,
        DayKind.CALENDAR_DAY,
        Text(
            "遇节假日或者休息日提前到最近的工作日；至少每月支付一次。",
            "On a rest day, the working day before; at least monthly.",
        ),
        roll=Roll.BACKWARD,
    ),
    _row(
        "S-16.3",
        Text("合同终止时一次付清工资", "Pay everything when the contract ends"),
        labour.WAGE_PAYMENT_9,
        Trigger.EMPLOYMENT_ENDED,
        None,
        DayKind.AT_ONCE,
        Text("应当在解除或者终止时一次付清。", "All at once, when it ends."),
    ),
    _row(
        "S-16.4",
        Text("从工资中扣除赔偿的限度", "How much may be deducted from pay"),
        labour.WAGE_PAYMENT_16,
        Trigger.PAYDAY,
        None,
        DayKind.NO_PERIOD,
        Text(
            "每月不超过当月工资的百分之二十，且不低于当地最低工资。", "At most 20 per cent, never below minimum wage."
        ),
        nature=Nature.RULE,
    ),
    _row(
        "S-17",
        Text("施工总承包单位先行清偿", "The general contractor pays first"),
        labour.MIGRANT_WAGES_30,
        Trigger.PAYDAY,
        None,
        DayKind.NO_PERIOD,
        Text(
            "分包单位拖欠的，由总承包单位先行清偿再追偿；工会可以要求改正并提请处理。",
            "For a subcontractor's arrears; then it has recourse. The union may demand correction and refer the matter.",
        ),
        also=(labour.MIGRANT_WAGES_36, labour.MIGRANT_WAGES_51),
        nature=Nature.RULE,
    ),
)
