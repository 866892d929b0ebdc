"""Whose turn it is in a case, what they do, and why: the first line of the table that applies.

Pure. What the features above a case know of it comes in as `Hints` (see `waiting.py`).
"""

from dataclasses import dataclass
from enum import StrEnum

from mediation.case.models import CaseState
from mediation.case.rules import OPEN
from mediation.kit.actor import Side
from mediation.kit.problems import Text


class NextActor(StrEnum):
    """Whose turn it is."""

    AGENCY = "agency"
    EMPLOYER = "employer"
    LAWYER = "lawyer"
    MEDIATOR = "mediator"
    WORKERS = "workers"


class NextKind(StrEnum):
    """What is to be done next, so that a client can lead there."""

    ACCEPT = "accept"
    ALLOCATE = "allocate"
    ANSWER_ASSIGNMENT = "answer_assignment"
    ANSWER_OFFER = "answer_offer"
    APPLY_CONFIRMATION = "apply_confirmation"
    ASSIGN_LAWYER = "assign_lawyer"
    AWAIT_PAYMENT = "await_payment"
    CLOSE = "close"
    CONTACT_DEBTOR = "contact_debtor"
    DRAFT = "draft"
    FINALISE = "finalise"
    HANDLE_DEFAULT = "handle_default"
    IMPORT_ROSTER = "import_roster"
    MEDIATE = "mediate"
    OPEN_ROOM = "open_room"
    REMIND_PAYMENT = "remind_payment"
    RESOLVE_REFUSAL = "resolve_refusal"
    SEAL = "seal"
    SIGN = "sign"


class LawyerStanding(StrEnum):
    """Where the aid lawyer stands."""

    ASKED = "asked"
    ASSIGNED = "assigned"
    NONE = "none"


class AgreementStanding(StrEnum):
    """Where the agreement stands, as far as it waits for somebody."""

    DRAFT = "draft"
    SIGNING = "signing"


class Money(StrEnum):
    """Where the promised money stands, all workers together."""

    NEAR = "near"
    """some of it is due within 24 hours"""
    OPEN = "open"
    OVERDUE = "overdue"
    SETTLED = "settled"


@dataclass(frozen=True, kw_only=True)
class Hints:
    """What the features above a case tell of it. Nothing that belongs to a private session: everyone may read the result."""

    lawyer: LawyerStanding = LawyerStanding.NONE
    offer_awaits: Side | None = None
    """the side that has to answer the last offer made in the joint session"""
    offer_accepted: bool = False
    """an offer of the joint session was accepted, from which an agreement can be drafted"""
    agreement: AgreementStanding | None = None
    workers_unsigned: int = 0
    employer_unsigned: bool = False
    mediator_unsigned: bool = False
    seal_missing: bool = False
    declined_by: Side | None = None
    """the side without which the agreement cannot take effect, and which will not sign it"""
    money: Money = Money.OPEN
    just_effective: bool = False
    """the agreement took effect on this legal day: both sides are still at the table"""
    confirmation_asked: bool = False
    """the court received an application to confirm the agreement"""


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What a case itself says about whose turn it is."""

    state: CaseState
    urgent: bool
    has_mediator: bool
    roster_missing: bool = False
    """a collective case of which only one worker was taken down"""


@dataclass(frozen=True)
class Step:
    """Who must act next, what, and why it is that."""

    kind: NextKind
    who: NextActor
    text: Text
    why: Text


def waiting_for(case: Standing, hints: Hints) -> Step | None:
    """Return who must act next in a case, the first that applies; None when nobody must (closed, refused)."""
    if case.state not in OPEN:
        return None
    if case.state is CaseState.REGISTERED:
        return _accept()
    if not case.has_mediator:
        return _allocate()
    if case.state is CaseState.ACCEPTED:
        return _before_the_room(case, hints)
    if case.state is CaseState.MEDIATING:
        return _in_the_room(hints)
    return _after_the_agreement(case, hints)


def _accept() -> Step:
    return Step(
        NextKind.ACCEPT,
        NextActor.MEDIATOR,
        Text("决定是否受理", "Decide whether to accept the case"),
        Text("案件已登记，受理后才能调解。", "It was taken down; it can be mediated once it is accepted."),
    )


def _allocate() -> Step:
    return Step(
        NextKind.ALLOCATE,
        NextActor.AGENCY,
        Text("指定主办调解员", "Name the mediator in charge"),
        Text("还没有人主办本案。", "Nobody is in charge of the case."),
    )


def _before_the_room(case: Standing, hints: Hints) -> Step:
    if case.roster_missing:
        return Step(
            NextKind.IMPORT_ROSTER,
            NextActor.MEDIATOR,
            Text("导入名册", "Import the roster"),
            Text("集体案件只登记了一名劳动者。", "One worker only was taken down for this collective case."),
        )
    if hints.lawyer is LawyerStanding.ASKED:
        return Step(
            NextKind.ANSWER_ASSIGNMENT,
            NextActor.LAWYER,
            Text("答复是否接受指派", "Answer whether to take the case"),
            Text("已请援助律师，还没有答复。", "An aid lawyer was asked and has not answered yet."),
        )
    if hints.lawyer is LawyerStanding.NONE and case.urgent:
        return Step(
            NextKind.ASSIGN_LAWYER,
            NextActor.AGENCY,
            Text("案情紧急：指派援助律师", "Urgent: assign an aid lawyer"),
            Text("案件紧急，劳动者还没有律师。", "The case cannot wait, and the workers have no lawyer."),
        )
    return Step(
        NextKind.OPEN_ROOM,
        NextActor.MEDIATOR,
        Text("开调解室", "Open the mediation room"),
        Text("案件已受理，双方还没有坐到一起。", "It is accepted, and the two sides have not met yet."),
    )


def _in_the_room(hints: Hints) -> Step:
    if hints.agreement is AgreementStanding.SIGNING:
        return _signing(hints)
    if hints.agreement is AgreementStanding.DRAFT:
        return Step(
            NextKind.FINALISE,
            NextActor.MEDIATOR,
            Text("核对并定稿调解协议", "Check the agreement and make it final"),
            Text("协议草稿已有，定稿后才能签署。", "There is a draft; it can be signed once it is final."),
        )
    if hints.offer_awaits is not None:
        return _offer(hints.offer_awaits)
    if hints.offer_accepted:
        return Step(
            NextKind.DRAFT,
            NextActor.MEDIATOR,
            Text("起草调解协议", "Draft the agreement"),
            Text("方案已被接受，还没有写成协议。", "An offer was accepted and is not an agreement on paper yet."),
        )
    return Step(
        NextKind.MEDIATE,
        NextActor.MEDIATOR,
        Text("继续调解", "Go on mediating"),
        Text("桌上没有等待答复的方案。", "No offer on the table waits for an answer."),
    )


def _offer(side: Side) -> Step:
    if side is Side.EMPLOYER:
        who, text = NextActor.EMPLOYER, Text("回应劳动者一方的方案", "Answer the workers' offer")
    else:
        who, text = NextActor.WORKERS, Text("回应用人单位的方案", "Answer the employer's offer")
    why = Text("对方提出的方案还没有答复。", "The other side made an offer that nobody has answered.")
    return Step(NextKind.ANSWER_OFFER, who, text, why)


_EFFECT = Text(
    "协议已定稿；双方签章、调解员签名、组织盖章后生效。",
    "The agreement is final; it takes effect when both sides and the mediator have signed and the studio has sealed it.",
)


def _signing(hints: Hints) -> Step:
    if hints.declined_by is not None:
        return _declined(hints.declined_by)
    if hints.workers_unsigned:
        n = hints.workers_unsigned
        text = Text(f"签署协议：还差{n}名劳动者", f"Sign the agreement: {n} workers have not yet")
        return Step(NextKind.SIGN, NextActor.WORKERS, text, _EFFECT)
    if hints.employer_unsigned:
        text = Text("签署协议：还差用人单位", "Sign the agreement: the employer has not yet")
        return Step(NextKind.SIGN, NextActor.EMPLOYER, text, _EFFECT)
    if hints.mediator_unsigned:
        text = Text("签署协议：还差调解员", "Sign the agreement: the mediator has not yet")
        return Step(NextKind.SIGN, NextActor.MEDIATOR, text, _EFFECT)
    text = Text("签署协议：还差工作室盖章", "Seal the agreement for the studio")
    return Step(NextKind.SEAL, NextActor.AGENCY, text, _EFFECT)


def _declined(side: Side) -> Step:
    zh, en = ("用人单位", "The employer") if side is Side.EMPLOYER else ("劳动者一方", "The workers")
    return Step(
        NextKind.RESOLVE_REFUSAL,
        NextActor.MEDIATOR,
        Text(
            f"{zh}不签署协议：修改协议、继续调解或者结案",
            f"{en} will not sign: change the agreement, go on mediating, or close the case",
        ),
        Text("缺一方签署，协议不能生效。", "Without one side the agreement cannot take effect."),
    )


def _after_the_agreement(case: Standing, hints: Hints) -> Step:
    if hints.money is Money.SETTLED:
        return Step(
            NextKind.CLOSE,
            NextActor.MEDIATOR,
            Text("款项已结清：结案", "Everything is paid: close the case"),
            Text("协议约定的款项已全部到账。", "All the money that was promised has come in."),
        )
    if case.state is CaseState.DEFAULTED:
        return Step(
            NextKind.HANDLE_DEFAULT,
            NextActor.MEDIATOR,
            Text("处理违约：选择法定途径或落实垫付", "Default: choose a legal route or find who advances"),
            Text("已登记违约，劳动者的钱还没有付清。", "A default is on record, and the workers are not paid in full."),
        )
    if hints.money is Money.OVERDUE:
        return Step(
            NextKind.CONTACT_DEBTOR,
            NextActor.MEDIATOR,
            Text("已逾期：联系用人单位并登记结果", "Overdue: contact the employer and record the result"),
            Text("约定的时间已过，款项没有付清。", "The agreed time has passed, and not everything is paid."),
        )
    if hints.just_effective and not hints.confirmation_asked:
        return _confirm()
    if hints.money is Money.NEAR:
        return Step(
            NextKind.REMIND_PAYMENT,
            NextActor.MEDIATOR,
            Text("提醒付款并核对到账", "Remind the employer, and check what has come in"),
            Text("约定的付款时间在24小时之内。", "The money is due within 24 hours."),
        )
    return Step(
        NextKind.AWAIT_PAYMENT,
        NextActor.EMPLOYER,
        Text("按约付款", "Pay as agreed"),
        Text("协议已生效，付款时间未到。", "The agreement is in effect, and the money is not due yet."),
    )


def _confirm() -> Step:
    """Jointly, within 30 days (民事诉讼法 205): later one side is seldom to be had."""
    return Step(
        NextKind.APPLY_CONFIRMATION,
        NextActor.MEDIATOR,
        Text("当场签署司法确认共同申请", "Have both sides sign the joint application to the court now"),
        Text(
            "司法确认须双方在协议生效之日起三十日内共同申请（民事诉讼法 205）；今天双方都在。",
            "Both sides must ask the court together, within thirty days of the effect (民事诉讼法 205); today both are here.",
        ),
    )
