"""The closed words of the table in both languages: kinds of day, owners, extensions, lengths."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from mediation.kit.problems import Text
from mediation.law.deadlines.row import DayKind, Extender, Extension, Nature, Row, Whose

UNITS: Final[Mapping[DayKind, Text]] = MappingProxyType(
    {
        DayKind.CALENDAR_DAY: Text("个自然日", "calendar day"),
        DayKind.WORKING_DAY: Text("个工作日", "working day"),
        DayKind.MONTH: Text("个月", "month"),
        DayKind.YEAR: Text("年", "year"),
        DayKind.HOUR: Text("小时", "hour"),
        DayKind.AT_ONCE: Text("即时", "at once"),
        DayKind.NO_PERIOD: Text("无期限", "no period"),
        DayKind.REGIONAL: Text("按地区规定", "set by the region"),
    }
)

NATURES: Final[Mapping[Nature, Text]] = MappingProxyType(
    {
        Nature.DUTY: Text("义务", "duty"),
        Nature.RIGHT: Text("权利", "right"),
        Nature.RETENTION: Text("保存", "to be kept"),
        Nature.RULE: Text("规则", "rule"),
    }
)

OWNERS: Final[Mapping[Whose, Text]] = MappingProxyType(
    {
        Whose.MEDIATION_BODY: Text("调解组织", "mediation body"),
        Whose.LEGAL_AID_BODY: Text("法律援助机构", "legal aid body"),
        Whose.PARTIES: Text("当事人", "parties"),
        Whose.DEBTOR: Text("债务人", "debtor"),
        Whose.CREDITOR: Text("债权人（申请人）", "creditor"),
        Whose.WORKER: Text("劳动者", "worker"),
        Whose.EMPLOYER: Text("用人单位", "employer"),
        Whose.CLAIMANT: Text("申请人", "claimant"),
        Whose.RESPONDENT: Text("被申请人（被告）", "respondent"),
        Whose.OTHER_SIDE: Text("对方当事人", "other side"),
        Whose.OUTSIDER: Text("案外人", "outsider"),
        Whose.COURT: Text("人民法院", "court"),
        Whose.ARBITRATION_COMMISSION: Text("仲裁委员会", "arbitration commission"),
        Whose.AIDER: Text("法律援助人员", "legal aid lawyer"),
        Whose.AID_APPLICANT: Text("援助申请人", "applicant for aid"),
        Whose.DETENTION_PLACE: Text("办案机关、监管场所", "place of detention"),
        Whose.JUSTICE_AUTHORITY: Text("司法行政部门", "justice authority"),
        Whose.LABOUR_AUTHORITY: Text("人力资源社会保障部门", "labour authority"),
        Whose.APPRAISAL_COMMITTEE: Text("劳动能力鉴定委员会", "appraisal committee"),
        Whose.UNION: Text("工会", "union"),
    }
)

EXTENDERS: Final[Mapping[Extender, Text]] = MappingProxyType(
    {
        Extender.BOTH_PARTIES: Text("双方当事人同意", "both parties' consent"),
        Extender.COURT_PRESIDENT: Text("本院院长批准", "the court's president"),
        Extender.HIGHER_COURT: Text("上级人民法院批准", "the higher court"),
        Extender.COMMISSION_HEAD: Text("仲裁委员会主任或者其委托的负责人批准", "the head of the commission"),
        Extender.AUTHORITY_HEAD: Text("行政部门负责人批准", "the head of the authority"),
        Extender.BODY_ITSELF: Text("该机构自行决定", "the body itself"),
    }
)


def length(count: int | None, day_kind: DayKind) -> Text:
    """A length in words: 15 calendar days, 15个自然日; the day itself for 0."""
    unit = UNITS[day_kind]
    if count is None:
        return unit
    if count == 0:
        return Text("当日", "the day itself")
    return Text(f"{count}{unit.zh}", f"{count} {unit.en}{'' if count == 1 else 's'}")


def length_of(row: Row) -> Text:
    """How long a row's period is and which way it is counted."""
    said = length(row.length, row.day_kind)
    if row.back:
        return Text(f"提前{said.zh}", f"{said.en} before")
    if row.first_day_counts:
        return Text(f"{said.zh}（首日计入）", f"{said.en}, the first day counted")
    return said


def whose(row: Row) -> Text:
    """Whose it is, and what: 双方共同的权利."""
    owner, nature = OWNERS[row.whose], NATURES[row.nature]
    return Text(
        f"{owner.zh}{'（共同）' if row.joint else ''} · {nature.zh}",
        f"{owner.en}{', jointly' if row.joint else ''}: {nature.en}",
    )


def extension(row: Row) -> Text | None:
    """Who can make the period longer, and by how much."""
    found: Extension | None = row.extension
    if found is None:
        return None
    by = EXTENDERS[found.by]
    if found.at_most is None:
        return Text(f"{by.zh}可以延长", f"by {by.en}")
    most = length(found.at_most, found.day_kind)
    return Text(f"{by.zh}可以延长，最多{most.zh}", f"by {by.en}, {most.en} at most")
