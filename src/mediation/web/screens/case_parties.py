"""The parties of a case: the roster, who represents it, whole numbers for a reason, and the workers' status links."""

from typing import Any

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.infra.clock import legal_day
from mediation.kit.problems import Text
from mediation.web.client import Client
from mediation.web.of_case import CASE, at, opened, sent, version
from mediation.web.page import MissingError, Page

SAID = {
    "party-added": Text("已增加当事人。", "The party was added."),
    "party-revised": Text("已更正。", "It was corrected."),
    "party-left": Text("已登记退出。", "It was recorded that they left."),
    "elected": Text("已登记推举结果。", "The election was recorded."),
    "link-issue": Text("已发放进度链接，短信正在发送。", "The status link was issued and is being sent."),
    "link-reissue": Text("已重新发放，原链接失效。", "A new link was issued; the old one no longer works."),
    "link-revoke": Text("已撤销链接。", "The link was revoked."),
}
_PARTIES = f"{CASE}/parties"
_PARTY = f"{_PARTIES}/{{party:gid}}"
_LINKS = {"issue": "IssueLink", "reissue": "ReissueLink", "revoke": "RevokeLink"}
_FIELDS = {"phone": "PHONE", "id-number": "ID_NUMBER"}


def routes(client: Client) -> list[BaseRoute]:
    """The roster and its forms."""
    return [
        client.get(_PARTIES, show),
        client.get(f"{_PARTIES}/add", add_form),
        client.post(f"{_PARTIES}/add", add),
        client.get(_PARTY, revise_form),
        client.post(_PARTY, revise),
        client.get(f"{_PARTY}/leave", leave_form),
        client.post(f"{_PARTY}/leave", leave),
        client.get(f"{_PARTY}/reveal/{{field}}", reveal_form),
        client.post(f"{_PARTY}/reveal/{{field}}", reveal),
        client.get(f"{_PARTY}/link/{{act}}", link_form),
        client.post(f"{_PARTY}/link/{{act}}", link),
        client.get(f"{CASE}/representatives", elect_form),
        client.post(f"{CASE}/representatives", elect),
    ]


async def show(page: Page) -> Response:
    """Everybody, masked."""
    data = await opened(page, "CaseParties", {"after": page.asked("after") or None})
    case, links = data["case"], {}
    for edge in reversed(data["statusLinks"]["edges"]):
        links[edge["node"]["party"]] = edge["node"]
    elected = {one["party"]["id"] for one in case["representatives"] or () if one["party"]}
    return await page.render(
        "case/parties.html",
        case=case,
        links=links,
        elected=elected,
        after=page.asked("after"),
        path=at(page, "/parties"),
    )


async def add_form(page: Page) -> Response:
    """A worker, or a third party."""
    data = await opened(page, "CaseOnly")
    kind = page.form.text("kind") or page.asked("kind")
    return await page.render("case/party_add.html", case=data["case"], other=kind == "other")


async def add(page: Page) -> Response:
    """Take them down."""
    form = page.form
    given: dict[str, Any] = {"case": page.path("id"), "version": version(page)}
    if form.text("kind") == "other":
        given["otherParty"] = form.below("otherParty")
    else:
        claims = [
            {"head": head, "amountFen": fen}
            for at_, head in enumerate(("WAGE_ARREARS", "SOCIAL_INSURANCE"))
            if (fen := form.fen(f"claimant.claims.{at_}.amountFen"))
        ]
        person = {name: form.text(f"claimant.{name}") for name in ("name", "job")}
        numbers = {name: form.given(f"claimant.{name}") for name in ("phone", "idNumber")}
        given["claimant"] = {**person, **numbers, "takingPart": form.flag("claimant.takingPart"), "claims": claims}
    return await sent(page, "AddParty", given, again=add_form, to=at(page, "/parties"), said="party-added")


async def _party(page: Page) -> dict[str, Any]:
    data = await opened(page, "CaseOfParty", {"party": page.path("party")})
    if not data["node"]:
        raise MissingError
    return data


async def revise_form(page: Page) -> Response:
    """What is known of one party, to be corrected."""
    data = await _party(page)
    party = data["node"]
    if not page.form.values:
        begin = {name: party[name] for name in ("name", "job", "relation", "takingPart")}
        page.form = type(page.form).of(begin, page.locale)
    return await page.render("case/party.html", case=data["case"], party=party)


async def revise(page: Page) -> Response:
    """Only what was filled in is changed; a box says what it says."""
    form = page.form
    names = ("name", "phone", "idNumber", "job", "relation", "creditCode", "contactName", "contactPhone", "address")
    given: dict[str, Any] = {name: form.text(name) for name in names if form.text(name)}
    given |= {"id": page.path("party"), "version": version(page)}
    if form.text("worker"):
        given["takingPart"] = form.flag("takingPart")
    return await sent(page, "ReviseParty", given, again=revise_form, to=at(page, "/parties"), said="party-revised")


async def leave_form(page: Page) -> Response:
    """Before a party is taken out."""
    data = await _party(page)
    return await page.render("case/party_leave.html", case=data["case"], party=data["node"])


async def leave(page: Page) -> Response:
    """They leave; what they signed stays in the books."""
    given = {"id": page.path("party"), "version": version(page), "reason": page.form.text("reason")}
    return await sent(page, "WithdrawParty", given, again=leave_form, to=at(page, "/parties"), said="party-left")


async def reveal_form(page: Page) -> Response:
    """Why the whole number is needed."""
    data = await _party(page)
    field = _FIELDS.get(page.path("field"))
    if field is None:
        raise MissingError
    return await page.render("case/reveal.html", case=data["case"], party=data["node"], field=field, value=None)


async def reveal(page: Page) -> Response:
    """The whole number, shown once: it is in no address, and loading again asks for it again under the same reason."""
    field = _FIELDS.get(page.path("field"), "")
    given = {"party": page.path("party"), "field": field, "reason": page.form.text("reason")}
    outcome = await page.do("RevealPerson", {"input": given})
    if not outcome.ok:
        return await reveal_form(page)
    data = await _party(page)
    value = outcome.data["value"]
    return await page.render("case/reveal.html", case=data["case"], party=data["node"], field=field, value=value)


async def link_form(page: Page) -> Response:
    """Before a link is sent, sent anew, or turned off."""
    data = await _party(page)
    act = page.path("act")
    if act not in _LINKS:
        raise MissingError
    return await page.render("case/link.html", case=data["case"], party=data["node"], act=act, link=page.asked("link"))


async def link(page: Page) -> Response:
    """The worker gets a message, or the link is off."""
    act = page.path("act")
    if act not in _LINKS:
        raise MissingError
    given = {"party": page.path("party")}
    if act == "revoke":
        given = {"link": page.form.text("link"), "reason": page.form.text("reason")}
    return await sent(page, _LINKS[act], given, again=link_form, to=at(page, "/parties"), said=f"link-{act}")


async def elect_form(page: Page) -> Response:
    """Who was elected, and with which powers."""
    data = await opened(page, "CaseElection")
    case = data["case"]
    if case["claimants"] is None:
        raise MissingError
    if not page.form.values:
        begin = {"electedOn": legal_day(page.now).isoformat()} | _elected(case["representatives"] or [])
        page.form = type(page.form).of(begin, page.locale)
    workers = [edge["node"] for edge in case["claimants"]["edges"]]
    there = [one for one in workers if one["takingPart"] and not one["withdrawnAt"]]
    return await page.render("case/elect.html", case=case, workers=there)


def _elected(stand: list[dict[str, Any]]) -> dict[str, Any]:
    parties = [one["party"]["id"] for one in stand if one["party"]]
    special = [one["party"]["id"] for one in stand if one["party"] and one["specialAuthority"]]
    begin: dict[str, Any] = {"who": parties, "special": special}
    if stand:
        begin |= {"electedOn": stand[0]["electedOn"], "document": stand[0]["document"]}
    return begin


async def elect(page: Page) -> Response:
    """The whole of an election takes the place of the one before."""
    form, special = page.form, set(page.form.many("special"))
    given = {
        "case": page.path("id"),
        "version": version(page),
        "representatives": [{"party": one, "specialAuthority": one in special} for one in form.many("who")],
        "electedOn": form.day("electedOn", needed=True),
        "document": form.text("document"),
    }
    return await sent(page, "ElectParty", given, again=elect_form, to=at(page, "/parties"), said="elected")
