"""The worker's page: `/s/{token}`. GET changes nothing; every act goes through a page that asks first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from mediation.access.verbs import Verb
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.journal.service import note_access
from mediation.kit.names import mask_name, safe_text
from mediation.kit.problems import Invalid, Problem, TooMany
from mediation.status import again, misses, rules, service
from mediation.status.service import Gone, Visit
from mediation.web.pages import render

_COOKIE = "device"
_MONTH = 30 * 24 * 3600

MARKS = {
    "satisfied": ("满意", "Satisfied"),
    "fairly": ("基本满意", "Fairly satisfied"),
    "not_satisfied": ("不满意", "Not satisfied"),
}


def routes(runtime: Runtime) -> list[BaseRoute]:
    """The routes of the worker's page."""
    pages = _Pages(runtime)
    return [
        Route("/s/again", pages.again, methods=["GET", "POST"]),
        Route("/s/{token}", pages.show, methods=["GET"]),
        Route("/s/{token}/prove", pages.prove, methods=["POST"]),
        Route("/s/{token}/received", pages.received, methods=["GET", "POST"]),
        Route("/s/{token}/rating", pages.rating, methods=["GET", "POST"]),
        Mount("/static", StaticFiles(packages=[("mediation.web", "static")])),
    ]


@dataclass(frozen=True)
class _Pages:
    runtime: Runtime

    async def show(self, request: Request) -> Response:
        """The worker's own stage, next step, date and whom to call; own money once the phone's digits were given."""
        visit = await self._visit(request)
        if isinstance(visit, Response):
            return visit
        page = self._page(request, visit)
        page.background = BackgroundTask(self._count, visit)
        return page

    async def prove(self, request: Request) -> Response:
        """Take the last four digits; remember the device for 30 days."""
        visit = await self._visit(request)
        if isinstance(visit, Response):
            return visit
        digits = str((await request.form()).get("digits", ""))[:20]
        try:
            async with self.runtime.uow(visit.actor) as tx:
                device = await service.prove(tx, visit.opened, digits)
        except TooMany as problem:
            return self._page(request, visit, wrong=problem, status=429)
        except Invalid as problem:
            async with self.runtime.uow(visit.actor) as tx:
                await service.count_wrong(tx, visit.opened.link_id)
            return self._page(request, visit, wrong=problem, status=422)
        answer = RedirectResponse(f"/s/{request.path_params['token']}", status_code=303)
        secure = self.runtime.settings.secure_cookies
        answer.set_cookie(_COOKIE, device, max_age=_MONTH, path="/s/", httponly=True, samesite="lax", secure=secure)
        return answer

    async def received(self, request: Request) -> Response:
        """Ask, then keep, whether the money came."""
        came = (await self._value(request, "answer")) != "no"
        return await self._confirmed(
            request,
            page="status/received.html",
            values={"came": came},
            act=lambda tx, visit: service.report_receipt(tx, visit, received=came),
        )

    async def rating(self, request: Request) -> Response:
        """Ask, then keep, how it was."""
        mark = await self._value(request, "mark")
        comment = safe_text(await self._value(request, "comment"), max_chars=1000, max_bytes=4000)
        return await self._confirmed(
            request,
            page="status/rating.html",
            values={"mark": mark, "marks": MARKS},
            act=lambda tx, visit: service.rate(tx, visit, mark, comment),
        )

    async def again(self, request: Request) -> Response:
        """Take a phone number and always say the same."""
        if request.method == "GET":
            return render("status/again.html", asked=False)
        phone = str((await request.form()).get("phone", ""))[:40]
        page = render("status/again.html", asked=True)
        page.background = BackgroundTask(again.send, self.runtime, phone, _address(request))
        return page

    async def _confirmed(
        self, request: Request, *, page: str, values: dict[str, Any], act: Callable[[Tx, Visit], Awaitable[None]]
    ) -> Response:
        visit = await self._visit(request)
        if isinstance(visit, Response):
            return visit
        token = request.path_params["token"]
        if not visit.proved:
            return RedirectResponse(f"/s/{token}", status_code=303)
        if request.method == "GET":
            return render(page, token=token, problem=None, **values)
        try:
            async with self.runtime.uow(visit.actor) as tx:
                await act(tx, visit)
        except Problem as problem:
            return render(page, status=422, token=token, problem=problem, **values)
        return RedirectResponse(f"/s/{token}?done=1", status_code=303)

    async def _value(self, request: Request, name: str) -> str:
        source = await request.form() if request.method == "POST" else request.query_params
        return str(source.get(name, ""))[:4000]

    async def _visit(self, request: Request) -> Visit | Response:
        visit = await service.visit(self.runtime, request.path_params["token"], request.cookies.get(_COOKIE))
        match visit:
            case Visit():
                return visit
            case Gone():
                return render("status/gone.html", status=410, why=visit.value)
            case None:
                if await misses.count(self.runtime, _address(request)):
                    return render("status/too_many.html", status=429, headers={"retry-after": "600"})
                return render("status/unknown.html", status=404)

    def _page(self, request: Request, visit: Visit, *, wrong: Problem | None = None, status: int = 200) -> Response:
        opened, now = visit.opened, visit.actor.at
        facts = opened.facts
        stage = rules.stage(facts, now)
        return render(
            "status/status.html",
            status=status,
            token=request.path_params["token"],
            worker=mask_name(opened.worker_name),
            opened=opened,
            facts=facts,
            stage=rules.STAGES[stage],
            stage_key=stage.value,
            next_step=rules.NEXT[stage],
            steps=[(rules.STEPS[step], how) for step, how in rules.progress(stage)],
            shows_due=facts.due_at is not None and stage in (rules.Stage.PAYING, rules.Stage.OVERDUE),
            proved=visit.proved,
            wrong=wrong,
            may_rate=facts.has_own_commitments and rules.may_change_rating(opened.rated_at, now),
            marks=MARKS,
            done="done" in request.query_params,
        )

    async def _count(self, visit: Visit) -> None:
        await note_access(
            self.runtime,
            visit.actor,
            verb=Verb.LINK_OPEN,
            subject="StatusLink",
            subject_id=visit.opened.link_id,
            case_id=visit.opened.case_id,
            allowed=True,
        )


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
