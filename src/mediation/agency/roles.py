"""What the loaded policy gives each role, in words for people: on what, which verbs, how far, and what stays hidden.

Computed from the policy and from nothing else: no row is read, so looking at a role widens nobody's sight. Words of verbs
are the journal's; words of what they are done to stand here.
"""

from dataclasses import dataclass
from typing import Final

from mediation.access.guard import Policy
from mediation.access.scopes import Scope
from mediation.access.verbs import Verb
from mediation.journal.words import words
from mediation.kit.actor import STAFF_ROLES, Role
from mediation.kit.problems import Text

ROLES: Final[dict[Role, Text]] = {
    Role.ADMINISTRATOR: Text("管理员", "Administrator"),
    Role.AUDITOR: Text("审计", "Auditor"),
    Role.CLERK: Text("经办人", "Clerk"),
    Role.INTAKE_CLERK: Text("受理员", "Intake clerk"),
    Role.LAWYER: Text("援助律师", "Aid lawyer"),
    Role.LINK_HOLDER: Text("进度链接持有人", "Holder of a status link"),
    Role.MEDIATOR: Text("调解员", "Mediator"),
    Role.PARTNER: Text("合作单位系统", "Partner's system"),
    Role.ROOM_PARTY: Text("调解室内的当事人", "Party in a room"),
    Role.STAFF: Text("任何已登录人员", "Anybody signed in"),
    Role.SUPERVISOR: Text("主管", "Supervisor"),
    Role.SYSTEM: Text("系统", "The system"),
}

SCOPES: Final[dict[Scope, Text]] = {
    Scope.AGENCY: Text("本单位", "of the own agency"),
    Scope.ANY: Text("全部", "all"),
    Scope.ASSIGNED: Text("本人承办", "assigned in person"),
    Scope.CITY: Text("本市", "of the city"),
    Scope.DISTRICT: Text("本区", "of the district"),
    Scope.GLASS: Text("书面理由紧急查阅（24小时内）", "opened for a written reason, for a day"),
    Scope.OWN: Text("本人", "one's own"),
    Scope.REFERRED: Text("转办给本单位", "referred to the own agency"),
    Scope.SEAT: Text("本人或本单位参加的调解", "where one has a seat in the room"),
}

OBJECTS: Final[dict[str, Text]] = {
    "access_log": Text("访问日志", "Access log"),
    "advance": Text("垫付", "Payments by others"),
    "agency": Text("单位", "Agencies"),
    "agreement": Text("调解协议", "Agreements"),
    "agreement_line": Text("协议明细", "Lines of an agreement"),
    "amount": Text("金额计算", "Computed amounts"),
    "assignment": Text("律师指派", "Requests to lawyers"),
    "attachment": Text("附件", "Attachments"),
    "calendar": Text("节假日安排", "Holidays"),
    "case": Text("案件", "Cases"),
    "case_seen": Text("案件的新内容", "What is new in a case"),
    "caucus": Text("单独沟通", "Private sessions"),
    "circumstances": Text("情况记录", "Circumstances"),
    "claim": Text("请求", "Claims"),
    "commitment": Text("履行期次", "Promised payments"),
    "deadline": Text("期限", "Deadlines"),
    "document": Text("文书", "Papers"),
    "document_content": Text("文书内容", "What stands in papers"),
    "door": Text("可走的途径", "Ways that are open"),
    "draft": Text("草稿", "Drafts"),
    "evidence": Text("证据", "Evidence"),
    "evidence_content": Text("证据内容", "What stands in evidence"),
    "factor": Text("登录第二步验证", "Second factor"),
    "filter": Text("筛选条件", "Saved filters"),
    "finding": Text("查明的事实", "Findings"),
    "journal": Text("操作日志", "Journal"),
    "law": Text("法定期限表", "Table of the law"),
    "lawyer": Text("律师名册", "Panel of lawyers"),
    "ledger": Text("台账", "The ledger"),
    "link": Text("进度链接", "Status links"),
    "notice": Text("通知", "Notices"),
    "offer": Text("方案", "Offers"),
    "order": Text("服务订单", "Service orders"),
    "party": Text("当事人", "Parties"),
    "password": Text("密码", "Password"),
    "payment": Text("到账", "Payments"),
    "person": Text("证件号和电话全文", "Whole numbers of persons"),
    "policy": Text("权限", "Permissions"),
    "procedure": Text("程序事项", "Procedure"),
    "profile": Text("个人设置", "Profile"),
    "rating": Text("评价", "Ratings"),
    "receipt": Text("收款反馈", "Word of receipt"),
    "referral": Text("转办", "Referrals"),
    "room": Text("调解室", "Rooms"),
    "roster": Text("名册", "Rosters"),
    "rota": Text("值班表", "Rota"),
    "session": Text("登录", "Sessions"),
    "staff": Text("账号", "Accounts"),
    "statistics": Text("统计台账", "Statistics"),
    "template": Text("通知模板", "Texts of notices"),
}
"""What verbs are done to, by the first half of the verb."""

HIDDEN: Final[tuple[tuple[Verb, Verb, Text], ...]] = (
    (Verb.CASE_VIEW, Verb.PARTY_VIEW, Text("当事人姓名和情况", "Who the parties are")),
    (Verb.CASE_VIEW, Verb.CLAIM_VIEW, Text("请求和金额", "What is claimed, and how much")),
    (Verb.CASE_VIEW, Verb.FINDING_VIEW, Text("查明的事实", "What was found out")),
    (Verb.CASE_VIEW, Verb.JOURNAL_VIEW, Text("案件时间线", "The timeline")),
    (Verb.CASE_VIEW, Verb.ROOM_VIEW, Text("调解室内容", "What is said in the room")),
    (Verb.CASE_VIEW, Verb.AGREEMENT_VIEW, Text("调解协议", "The agreement")),
    (Verb.CASE_VIEW, Verb.DOCUMENT_VIEW, Text("文书", "Papers")),
    (Verb.PARTY_VIEW, Verb.PERSON_REVEAL, Text("证件号和电话的全文", "Numbers of identity cards and phones in full")),
    (Verb.AGREEMENT_VIEW, Verb.AGREEMENT_LINE_VIEW, Text("每人的协议金额", "Each person's amount")),
    (Verb.DOCUMENT_VIEW, Verb.DOCUMENT_CONTENT_VIEW, Text("文书内容", "What stands in the papers")),
    (Verb.ROOM_VIEW, Verb.CAUCUS_VIEW, Text("单独沟通", "Private sessions")),
    (Verb.STAFF_VIEW, Verb.STAFF_GRANT, Text("登录名、电话和邮箱", "Logins, phones and addresses")),
)
"""What of something that is seen needs a permission of its own."""

_LADDER: Final = (Scope.AGENCY, Scope.DISTRICT, Scope.CITY)


@dataclass(frozen=True)
class Permission:
    """One verb of a role, and how far it reaches."""

    verb: Verb
    scopes: tuple[Scope, ...]

    @property
    def of(self) -> str:
        """What it is done to: the first half of the verb."""
        return self.verb.value.partition(":")[0]


@dataclass(frozen=True)
class HiddenPart:
    """Something that a role does not see of what it sees, in these scopes."""

    of: str
    what: Text
    scopes: tuple[Scope, ...]


def permissions(policy: Policy, role: Role) -> list[Permission]:
    """Every verb of `role` with its scopes; of roles that are granted, with what anybody has who is signed in."""
    held = ((verb, policy.scopes(_roles(role), verb)) for verb in Verb)
    return [Permission(verb, scopes) for verb, scopes in held if scopes]


def hidden(policy: Policy, role: Role) -> list[HiddenPart]:
    """What `role` does not see of what it sees."""
    found = []
    for within, needs, what in HIDDEN:
        seen, enough = (policy.scopes(_roles(role), verb) for verb in (within, needs))
        bare = tuple(scope for scope in seen if not any(_covers(other, scope) for other in enough))
        if bare:
            found.append(HiddenPart(within.value.partition(":")[0], what, bare))
    return found


_UNTOLD: Final[dict[Verb, Text]] = {
    Verb.CASE_SEEN_MARK: Text("标为已看", "Marked as seen"),
    Verb.DRAFT_DISCARD: Text("删除草稿", "Discarded a draft"),
    Verb.DRAFT_SAVE: Text("保存草稿", "Saved a draft"),
}
"""What changes only one's own things, and so is not in the journal."""


def said(verb: Verb) -> Text:
    """The verb in words: the journal's, or that something is looked at."""
    word = words().get(verb.value)
    if word is not None:
        return word.text
    if verb in _UNTOLD:
        return _UNTOLD[verb]
    of = object_name(verb.value.partition(":")[0])
    return Text(f"查看{of.zh}", f"See: {of.en}")


def object_name(of: str) -> Text:
    """What verbs are done to, in words."""
    return OBJECTS.get(of) or Text(of, of)


def _roles(role: Role) -> frozenset[Role]:
    return frozenset({role, Role.STAFF}) if role in STAFF_ROLES else frozenset({role})


def _covers(held: Scope, scope: Scope) -> bool:
    """Whether whoever has `held` reaches everything that `scope` reaches."""
    if held is scope or held is Scope.ANY:
        return True
    return held in _LADDER and scope in _LADDER and _LADDER.index(held) >= _LADDER.index(scope)
