"""The accounts of one's agency: made, locked out with their work handed over, let in again, roles, lost passwords. S13."""

from typing import Any, Final

from starlette.responses import Response
from starlette.routing import BaseRoute

from mediation.kit.actor import STAFF_ROLES
from mediation.kit.problems import Text
from mediation.web import labels
from mediation.web.client import Client
from mediation.web.forms import Form
from mediation.web.page import Outcome, Page

SAID: Final = {
    "staff-disabled": Text(
        "账号已停用，其登录已全部退出。", "The account was locked out; they were signed out everywhere."
    ),
    "staff-enabled": Text("账号已启用。", "The account can sign in again."),
    "roles-granted": Text("角色已修改，对方须重新登录。", "The roles were changed; they have to sign in again."),
    "factor-reset": Text("第二步验证已清除。", "The second step was taken away."),
}
GRANTABLE: Final = tuple(sorted(role.name for role in STAFF_ROLES))
_KEPT_WITHOUT: Final = "none"


def routes(client: Client) -> list[BaseRoute]:
    """The list, one account, and what can be done to it: each act has a page of its own that says what follows."""
    return [
        client.get("/settings/users", everybody),
        client.get("/settings/users/new", new),
        client.post("/settings/users/new", create),
        client.get("/settings/users/{id}", one),
        client.get("/settings/users/{id}/roles", preview_roles),
        client.post("/settings/users/{id}/roles", grant),
        client.get("/settings/users/{id}/disable", ask_disable),
        client.post("/settings/users/{id}/disable", disable),
        client.post("/settings/users/{id}/enable", enable),
        client.get("/settings/users/{id}/reset", ask_reset),
        client.post("/settings/users/{id}/reset", reset),
        client.get("/settings/users/{id}/factor", ask_factor),
        client.post("/settings/users/{id}/factor", reset_factor),
    ]


async def everybody(page: Page) -> Response:
    """The colleagues, by name; accounts for who keeps them."""
    data = await page.query("Users", {"after": page.asked("after") or None})
    return await page.render("settings/users.html", staff=data["staff"], may_create=_may(data, "staff:create"))


def _may(data: dict[str, Any], verb: str) -> bool:
    return verb in data["me"]["access"]["verbs"]


async def new(page: Page) -> Response:
    """The form for a new colleague."""
    return await page.render("settings/user_new.html", roles=_choices(page))


def _choices(page: Page) -> list[tuple[str, str]]:
    return [(role, labels.label("Role", role).in_(page.locale)) for role in GRANTABLE]


async def create(page: Page) -> Response:
    """Make the account. Its password is shown on the answer, once."""
    form = page.form
    given: dict[str, Any] = {name: form.text(name) for name in ("login", "name")}
    given |= {"roles": _wanted(form.many("roles"))}
    given |= {name: form.text(name) for name in ("phone", "email") if form.text(name)}
    if not given["roles"]:
        form.refuse("roles", Text("请至少选择一个角色。", "Choose one role at least."))
    if form.wrong or not (outcome := await page.do("CreateStaff", {"input": given})).ok:
        return await new(page)
    return await _told_once(page, outcome.data)


def _wanted(roles: list[str]) -> list[str]:
    return [role for role in GRANTABLE if role in roles]


async def _told_once(page: Page, made: dict[str, Any]) -> Response:
    return await page.render("settings/told_once.html", made=made)


async def _account(page: Page) -> dict[str, Any]:
    """The account of the address, as the reader sees it."""
    return page.found((await page.query("User", {"id": page.path("id")}))["node"] or None)


async def one(page: Page) -> Response:
    """One account: its state, its work in hand, its roles, and what can be done."""
    user = await _account(page)
    if not page.form.values:
        page.form.values = Form.of({"roles": user["roles"]}).values
    return await page.render("settings/user.html", user=user, roles=_choices(page))


async def preview_roles(page: Page) -> Response:
    """What other roles would mean, in words and numbers, before they are granted."""
    wanted = _wanted(page.request.query_params.getlist("roles") or page.form.many("roles"))
    user = await _account(page)
    if not user["access"]["canGrant"]:
        page.found(None)
    if not wanted and not page.form.wrong:
        page.form.refuse("roles", Text("请至少选择一个角色。", "Choose one role at least."))
        return await one(page)
    matrix = {one["role"]: one for one in (await page.query("RoleMatrix"))["roleMatrix"]}
    had, will = (_permissions(matrix, roles) for roles in (user["roles"], wanted))
    return await page.render(
        "settings/roles_preview.html",
        user=user,
        wanted=wanted,
        gained=[will[verb] for verb in will if verb not in had],
        lost=[had[verb] for verb in had if verb not in will],
        moved=[(had[verb], will[verb]) for verb in will if verb in had and had[verb]["far"] != will[verb]["far"]],
    )


def _permissions(matrix: dict[str, Any], roles: list[str]) -> dict[str, dict[str, Any]]:
    """What somebody with `roles` may do, by verb, with everything it reaches in words."""
    found: dict[str, dict[str, Any]] = {}
    for role in roles:
        for permission in matrix[role]["permissions"] if role in matrix else ():
            far = found.setdefault(permission["verb"], {**permission, "far": []})["far"]
            far += [reach["name"] for reach in permission["reach"] if reach["name"] not in far]
    return found


def _version(page: Page) -> dict[str, Any]:
    return {"staff": page.path("id"), "version": page.form.number("version") or 0}


def _here(page: Page) -> str:
    return f"/settings/users/{page.path('id')}"


async def grant(page: Page) -> Response:
    """Change the roles."""
    given = _version(page) | {"roles": _wanted(page.form.many("roles"))}
    if not (await page.do("GrantRoles", {"input": given})).ok:
        return await preview_roles(page)
    return page.go(_here(page), said="roles-granted")


async def ask_disable(page: Page) -> Response:
    """The work in hand, and who takes it over."""
    user = await _account(page)
    if not user["access"]["canDisable"]:
        page.found(None)
    staff = (await page.query("Users", {"after": None}))["staff"]
    heirs = [edge["node"] for edge in staff["edges"] if _can_take_over(edge["node"], user)]
    return await page.render("settings/user_disable.html", user=user, heirs=heirs)


def _can_take_over(other: dict[str, Any], user: dict[str, Any]) -> bool:
    open_to_work = other["account"] and not other["account"]["disabledAt"]
    return bool(other["id"] != user["id"] and "MEDIATOR" in other["roles"] and open_to_work)


async def disable(page: Page) -> Response:
    """Lock out. Whoever has cases in charge hands them over first, unless it is said that they shall wait."""
    heir, user = page.form.text("handOverTo"), await _account(page)
    if not heir and (user["openWork"] or {}).get("casesInCharge"):
        page.form.refuse("handOverTo", Text("请选择谁接手这些案件。", "Choose who takes these cases over."))
        return await ask_disable(page)
    given = _version(page) | ({"handOverTo": heir} if heir and heir != _KEPT_WITHOUT else {})
    if not (await page.do("DisableStaff", {"input": given})).ok:
        return await ask_disable(page)
    return page.go(_here(page), said="staff-disabled")


async def enable(page: Page) -> Response:
    """Let in again."""
    return await _done(page, await page.do("EnableStaff", {"input": _version(page)}), said="staff-enabled")


async def ask_reset(page: Page) -> Response:
    """What a new password means."""
    return await page.render("settings/user_confirm.html", user=await _account(page), act="reset")


async def reset(page: Page) -> Response:
    """Give a temporary password, shown once."""
    outcome = await page.do("ResetStaff", {"input": _version(page)})
    if not outcome.ok:
        return await ask_reset(page)
    return await _told_once(page, outcome.data)


async def ask_factor(page: Page) -> Response:
    """What taking the second step away means."""
    return await page.render("settings/user_confirm.html", user=await _account(page), act="factor")


async def reset_factor(page: Page) -> Response:
    """Take it away: a phone was lost."""
    outcome = await page.do("ResetSecondFactor", {"input": _version(page)})
    return await _done(page, outcome, said="factor-reset")


async def _done(page: Page, outcome: Outcome, *, said: str) -> Response:
    if outcome.ok:
        return page.go(_here(page), said=said)
    page.form.values = {}
    return await one(page)
