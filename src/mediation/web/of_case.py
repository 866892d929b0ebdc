"""What every page of a case has in common: its address, what it reads first, and where the next step leads."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.convertors import Convertor, register_url_convertor
from starlette.responses import Response

from mediation.kit.problems import Text
from mediation.web.page import Page


class _GlobalId(Convertor[str]):
    """A global id in an address, so that `/cases/new` is no case."""

    regex = "[A-Za-z0-9_=-]{10,}"

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("gid", _GlobalId())

CASE: Final = "/cases/{id:gid}"

LEADS: Final[dict[str, tuple[str, Text, str]]] = {
    "ACCEPT": ("/act/accept", Text("去受理", "Accept the case"), "case:accept"),
    "ALLOCATE": ("/act/allocate", Text("指定主办", "Name the mediator"), "case:allocate"),
    "ANSWER_ASSIGNMENT": ("/lawyer", Text("查看指派", "See the request"), ""),
    "ANSWER_OFFER": ("/room", Text("去调解室", "Go to the room"), ""),
    "APPLY_CONFIRMATION": (
        "/documents/CONFIRMATION_APPLICATION",
        Text("制作共同申请书", "Make the application"),
        "",
    ),
    "ASSIGN_LAWYER": ("/lawyer", Text("指派律师", "Assign a lawyer"), ""),
    "AWAIT_PAYMENT": ("/agreement", Text("查看协议", "See the agreement"), ""),
    "CLOSE": ("/act/close", Text("结案", "Close the case"), "case:close"),
    "CONTACT_DEBTOR": ("/default", Text("登记联系结果", "Record the contact"), ""),
    "DRAFT": ("/agreement", Text("起草协议", "Draft the agreement"), ""),
    "FINALISE": ("/agreement", Text("核对定稿", "Check and finalise"), ""),
    "HANDLE_DEFAULT": ("/default", Text("违约处理", "Handle the default"), ""),
    "IMPORT_ROSTER": ("/import", Text("导入名册", "Import the roster"), "roster:preview"),
    "MEDIATE": ("/room", Text("进调解室", "Go to the room"), ""),
    "OPEN_ROOM": ("/room", Text("开调解室", "Open the room"), "room:open"),
    "REMIND_PAYMENT": ("/default", Text("提醒并登记", "Remind and record"), ""),
    "RESOLVE_REFUSAL": ("/agreement", Text("查看协议", "See the agreement"), ""),
    "SEAL": ("/agreement/sign", Text("去盖章", "Seal it"), ""),
    "SIGN": ("/agreement/sign", Text("去签署", "Go and sign"), ""),
}
"""Where each kind of next step is done: below the case's address, the button's words, and the verb without which the
reader is only told of it (none: whoever sees the case may look)."""

ACTS: Final[dict[str, tuple[str, Text]]] = {
    "case:accept": ("accept", Text("受理", "Accept")),
    "case:refuse": ("refuse", Text("不予受理", "Refuse")),
    "case:allocate": ("allocate", Text("指定主办调解员", "Name the mediator in charge")),
    "case:edit": ("edit", Text("修改案件信息", "Correct the case")),
    "case:recuse": ("recuse", Text("回避", "Step off the case")),
    "case:transfer": ("transfer", Text("移送其他单位", "Transfer")),
    "case:withdraw": ("withdraw", Text("申请人撤回", "Withdraw")),
    "case:close": ("close", Text("结案", "Close")),
    "case:reopen": ("reopen", Text("重新打开", "Open again")),
}
"""What is done to a case as a whole, in the order of the menu: below `/act/`, and in words, by verb."""

TOPICS: Final[dict[str, tuple[Text, tuple[str, ...]]]] = {
    "case": (
        Text("案件与当事人", "Case and parties"),
        ("case", "party", "roster", "claim", "person", "finding", "circumstances", "link"),
    ),
    "talks": (Text("调解与方案", "Talks and offers"), ("room", "offer", "caucus")),
    "agreement": (Text("协议", "Agreement"), ("agreement",)),
    "money": (Text("付款与垫付", "Payments"), ("commitment", "payment", "advance", "receipt")),
    "deadlines": (Text("期限与程序", "Deadlines"), ("deadline", "procedure")),
    "others": (
        Text("律师、转办、文书", "Lawyers, referrals, papers"),
        ("assignment", "referral", "document", "evidence"),
    ),
}
"""The kinds of entries by which the timeline is narrowed: in words, and the features of the journal's verbs."""

KINDS: Final[dict[str, Text]] = {
    "statutory": Text("法定", "statutory"),
    "agreed": Text("约定", "agreed"),
    "internal": Text("内部", "internal"),
}
"""The kinds of deadlines."""


async def opened(page: Page, operation: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """The data of a page of the case in the address. Raises MissingError when the reader sees no such case."""
    data = await page.query(operation, {"id": page.path("id"), **(variables or {})})
    page.found(data["case"])
    return data


async def colleagues(page: Page) -> list[dict[str, Any]]:
    """The accounts of the reader's agency by name, for whoever may list them; nobody for the others. After the page's own
    question, which told who reads."""
    if page.me is None or "staff:view" not in page.me["access"]["verbs"]:
        return []
    return [edge["node"] for edge in (await page.query("Colleagues"))["staff"]["edges"]]


def at(page: Page, below: str = "") -> str:
    """The address of the case, or of a page below it."""
    return f"/cases/{page.path('id')}{below}"


def version(page: Page) -> int:
    """The version of the case that the reader saw when the form was made."""
    typed = page.form.text("version")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0


async def sent(
    page: Page,
    operation: str,
    given: dict[str, Any],
    *,
    again: Callable[[Page], Awaitable[Response]],
    to: str,
    said: str,
) -> Response:
    """Do it with `given` as its input: on to the page `to` with the sentence `said`, or the form again with what is wrong."""
    if page.form.wrong:
        return await again(page)
    outcome = await page.do(operation, {"input": given})
    return page.go(to, said=said) if outcome.ok else await again(page)
