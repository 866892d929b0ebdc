"""What a worker is shown, by allow-list, and how long a link and a rating live. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mediation.kit.problems import Text

VALID_AFTER_CLOSING = timedelta(days=90)
RATING_OPEN = timedelta(days=7)
DEVICE_REMEMBERED = timedelta(days=30)
TRIES_PER_HOUR = 5
SAME_WORD = timedelta(days=1)
"""within which the same word on the money is not taken down again"""


class Mark(StrEnum):
    """How it was, in a worker's eyes."""

    FAIRLY = "fairly"
    NOT_SATISFIED = "not_satisfied"
    SATISFIED = "satisfied"


LOW_MARK = Mark.NOT_SATISFIED


class Stage(StrEnum):
    """Where the worker's own matter stands, in the words of the page."""

    ADVANCED = "advanced"
    CLOSED = "closed"
    FAILED = "failed"
    MEETING = "meeting"
    NOT_SIGNED = "not_signed"
    OVERDUE = "overdue"
    PAID = "paid"
    PAYING = "paying"
    REFUSED = "refused"
    REGISTERED = "registered"
    SIGNING = "signing"
    TALKING = "talking"
    UNPAID = "unpaid"
    WITHDRAWN = "withdrawn"


STAGES: dict[Stage, Text] = {
    Stage.REGISTERED: Text("已登记", "Registered"),
    Stage.MEETING: Text("等开会", "Waiting for the meeting"),
    Stage.TALKING: Text("正在调解", "In mediation"),
    Stage.SIGNING: Text("正在签协议", "Signing the agreement"),
    Stage.NOT_SIGNED: Text("您没有签协议", "You did not sign the agreement"),
    Stage.PAYING: Text("等公司付款", "Waiting for the company to pay"),
    Stage.OVERDUE: Text("公司没有按时付款，我们正在办", "The company did not pay on time. We are working on it"),
    Stage.ADVANCED: Text("别人先垫付了，您的钱已到", "Someone else paid for the company. Your money has been paid"),
    Stage.PAID: Text("已付清", "Paid in full"),
    Stage.UNPAID: Text("公司没有按协议付清", "The company has not paid what it agreed to"),
    Stage.FAILED: Text("没有谈成", "No agreement was reached"),
    Stage.REFUSED: Text("没有受理", "Your case was not accepted"),
    Stage.CLOSED: Text("已结束", "Closed"),
    Stage.WITHDRAWN: Text("您已退出这个案件", "You have left this case"),
}

NEXT: dict[Stage, Text] = {
    Stage.REGISTERED: Text("调解员会看您的材料，然后联系您。", "A mediator will read your papers and call you."),
    Stage.MEETING: Text("我们会约公司来谈，时间定了会通知您。", "We will invite the company and tell you the time."),
    Stage.TALKING: Text(
        "调解员正在和公司谈。有结果会通知您。", "The mediator is talking to the company. We will tell you the result."
    ),
    Stage.SIGNING: Text("请按通知来签字，或打电话问调解员。", "Please come and sign when asked, or call the mediator."),
    Stage.NOT_SIGNED: Text(
        "协议对您没有约束力。您可以申请劳动仲裁，请打电话问清楚截止日期。",
        "The agreement does not bind you. You may apply for arbitration: please call and ask for the last day.",
    ),
    Stage.PAYING: Text(
        "公司付款后，请核对银行短信。到期没有付清，调解员会给您打电话。",
        "Check your bank messages. If the money does not come in time, the mediator will call you.",
    ),
    Stage.OVERDUE: Text(
        "调解员正在催公司，也在找别的办法。您不用再跑一趟。",
        "The mediator is pressing the company and looking for other ways. You need not come again.",
    ),
    Stage.ADVANCED: Text(
        "请核对银行短信。没有收到，请打电话。", "Check your bank messages. If nothing came, please call."
    ),
    Stage.PAID: Text("请核对银行短信。没有收到，请打电话。", "Check your bank messages. If nothing came, please call."),
    Stage.UNPAID: Text(
        "您可以申请劳动仲裁，也可以拿调解协议书向法院申请支付令。请打电话问清楚截止日期。",
        "You may apply for arbitration, or ask the court for a payment order on your agreement. Please call and ask for the "
        "last day.",
    ),
    Stage.FAILED: Text(
        "您可以申请劳动仲裁，不收费。请打电话问清楚截止日期。",
        "You may apply for arbitration, free of charge. Please call and ask for the last day.",
    ),
    Stage.REFUSED: Text("请打电话，我们告诉您可以去哪里。", "Please call: we will tell you where to go."),
    Stage.CLOSED: Text("这件事已经办结。有问题请打电话。", "This matter is closed. Call if you have questions."),
    Stage.WITHDRAWN: Text(
        "您的劳动仲裁权利不受影响。想重新申请，请打电话。",
        "Your right to arbitration is untouched. To apply again, please call.",
    ),
}

ENDED = frozenset({Stage.CLOSED, Stage.FAILED, Stage.NOT_SIGNED, Stage.REFUSED, Stage.UNPAID, Stage.WITHDRAWN})
"""stages after which nothing follows in this procedure"""
_JUDGED = ENDED | {Stage.ADVANCED, Stage.OVERDUE, Stage.PAID, Stage.PAYING}
"""stages in which a worker can say how it was"""


@dataclass(frozen=True, slots=True)
class Money:
    """One worker's own money under one group, in fen."""

    claimed_fen: int = 0
    agreed_fen: int = 0
    paid_fen: int = 0

    @property
    def left_fen(self) -> int:
        """What is still owed of what was agreed."""
        return max(self.agreed_fen - self.paid_fen, 0)


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """Everything that may be asked about one worker's own matter. No roster, no colleagues, no room."""

    case_state: str
    outcome: str | None
    closed_at: datetime | None
    registered_at: datetime
    agreement_state: str | None
    effective_at: datetime | None
    due_at: datetime | None
    """the earliest unpaid own commitment, else the last own one"""
    answer_by: datetime | None
    """until when the studio has to say whether it takes the case (M-2), while that is open"""
    mediate_by: datetime | None
    """until when mediation has to end (M-4), while that is open"""
    withdrawn: bool
    """whether the worker has left the case"""
    has_own_commitments: bool
    all_paid: bool
    by_third_party: bool
    wages: Money
    social_insurance: Money


def stage(facts: StatusFacts, now: datetime) -> Stage:
    """The worker's stage at `now`."""
    if facts.has_own_commitments:
        if facts.all_paid:
            return Stage.ADVANCED if facts.by_third_party else Stage.PAID
        if facts.case_state == "closed":
            return Stage.UNPAID
        overdue = facts.due_at is not None and facts.due_at <= now
        return Stage.OVERDUE if overdue or facts.case_state == "defaulted" else Stage.PAYING
    if facts.withdrawn:
        return Stage.WITHDRAWN
    match facts.case_state:
        case "registered":
            return Stage.REGISTERED
        case "refused":
            return Stage.REFUSED
        case "accepted":
            return Stage.MEETING
        case "mediating":
            return Stage.SIGNING if facts.agreement_state == "signing" else Stage.TALKING
        case "performing" | "defaulted":
            return Stage.NOT_SIGNED
        case _ if facts.agreement_state == "effective":
            return Stage.NOT_SIGNED
        case _:
            return Stage.FAILED if facts.outcome == "failed" else Stage.CLOSED


def is_alive(closed_at: datetime | None, now: datetime) -> bool:
    """Whether a link still opens: until 90 days after the case closed."""
    return closed_at is None or now < closed_at + VALID_AFTER_CLOSING


def may_change_rating(first_given_at: datetime | None, now: datetime) -> bool:
    """Whether a rating can be given or changed: for seven days after the first."""
    return first_given_at is None or now < first_given_at + RATING_OPEN


def may_rate(facts: StatusFacts, first_given_at: datetime | None, now: datetime) -> bool:
    """Whether a worker can say how it was: once there is something to judge, and for seven days after the first time."""
    return stage(facts, now) in _JUDGED and may_change_rating(first_given_at, now)


@dataclass(frozen=True, slots=True)
class Date:
    """The next date of a worker's matter, with what it means."""

    at: datetime
    """the first moment after it"""
    means: Text


_PROMISED = Text("约定最后时间", "Last moment agreed")
_ANSWERED = Text("最晚在这个时候答复您是否受理", "You will hear whether your case is taken by")
_MEDIATED = Text("调解最晚到", "Mediation ends at the latest at")


def next_date(facts: StatusFacts, now: datetime) -> Date | None:
    """The date of the present stage, or None. A time limit of the studio that has passed is not held out as a promise."""
    match stage(facts, now):
        case Stage.PAYING | Stage.OVERDUE:
            found, means = facts.due_at, _PROMISED
        case Stage.REGISTERED:
            found, means = _ahead(facts.answer_by, now), _ANSWERED
        case Stage.MEETING | Stage.TALKING | Stage.SIGNING:
            found, means = _ahead(facts.mediate_by, now), _MEDIATED
        case _:
            return None
    return Date(found, means) if found is not None else None


def _ahead(at: datetime | None, now: datetime) -> datetime | None:
    return at if at is not None and at > now else None


def time_left(until: datetime, now: datetime) -> Text | None:
    """How long until `until`, in days and hours or in hours and minutes; None when it has passed.

    >>> from datetime import UTC
    >>> time_left(datetime(2026, 11, 23, 16, tzinfo=UTC), datetime(2026, 11, 20, 13, 10, tzinfo=UTC)).zh
    '还剩 3 天 2 小时'
    """
    minutes = int((until - now).total_seconds()) // 60
    if minutes <= 0:
        return None
    days, hours = divmod(minutes // 60, 24)
    if days:
        return Text(f"还剩 {days} 天 {hours} 小时", f"{_plural(days, 'day')} {_plural(hours, 'hour')} left")
    hours, minutes = divmod(minutes, 60)
    return Text(f"还剩 {hours} 小时 {minutes} 分钟", f"{_plural(hours, 'hour')} {_plural(minutes, 'minute')} left")


def _plural(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


class Step(StrEnum):
    """The five fixed steps of the progress list."""

    REGISTERED = "registered"
    TALKS = "talks"
    AGREEMENT = "agreement"
    PAYMENT = "payment"
    PAID = "paid"


STEPS: dict[Step, Text] = {
    Step.REGISTERED: Text("登记", "Registered"),
    Step.TALKS: Text("调解", "Mediation"),
    Step.AGREEMENT: Text("签协议", "Agreement signed"),
    Step.PAYMENT: Text("等公司付款", "Waiting for payment"),
    Step.PAID: Text("全部付清", "Paid in full"),
}

_REACHED: dict[Stage, int] = {
    Stage.REGISTERED: 0,
    Stage.REFUSED: 1,
    Stage.WITHDRAWN: 1,
    Stage.MEETING: 1,
    Stage.TALKING: 1,
    Stage.FAILED: 2,
    Stage.CLOSED: 2,
    Stage.SIGNING: 2,
    Stage.NOT_SIGNED: 2,
    Stage.PAYING: 3,
    Stage.OVERDUE: 3,
    Stage.UNPAID: 3,
    Stage.ADVANCED: 5,
    Stage.PAID: 5,
}


def progress(now_at: Stage) -> list[tuple[Step, str]]:
    """Each step with done, now or later; of a matter that has ended only what was done."""
    reached = _REACHED[now_at]
    if now_at in ENDED:
        return [(step, "done") for step in list(Step)[:reached]]
    return [(step, "done" if i < reached else "now" if i == reached else "later") for i, step in enumerate(Step)]
