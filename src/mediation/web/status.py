"""The worker's page: `/s/{token}`. GET changes nothing; every act goes through a page that asks first."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from mediation.access.verbs import Verb
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Tx
from mediation.journal.service import note_access
from mediation.kit.checks import prose_given
from mediation.kit.problems import Invalid, Problem, Text, TooMany
from mediation.status import again, misses, queries, service
from mediation.status.queries import Studio
from mediation.status.service import Gone, Visit
from mediation.web import assets, status_page
from mediation.web.pages import PAGE_HEADERS, as_page, render

log = structlog.get_logger(__name__)

_COOKIE = "device"
_MONTH = 30 * 24 * 3600


def routes(runtime: Runtime) -> list[BaseRoute]:
    """The routes of the worker's page."""
    pages = _Pages(runtime)
    return [
        Route("/s/again", pages.calm(pages.again), methods=["GET", "POST"]),
        Route("/s/{token}", pages.calm(pages.show), methods=["GET"]),
        Route("/s/{token}/prove", pages.calm(pages.prove), methods=["GET", "POST"]),
        Route("/s/{token}/received", pages.calm(pages.received), methods=["GET", "POST"]),
        Route("/s/{token}/rating", pages.calm(pages.rating), methods=["GET", "POST"]),
        Route("/s/{rest:path}", pages.calm(pages.nothing), methods=["GET", "POST"]),
        Route("/static/{name}", assets.serve),
    ]


Page = Callable[[Request], Awaitable[Response]]


@dataclass
class _Pages:
    runtime: Runtime
    studios: tuple[Studio, ...] = ()
    """as last read: what is said when the database is away"""

    def calm(self, page: Page) -> Page:
        """`page`, but whatever goes wrong is answered with whom to call, and logged."""

        async def answer(request: Request) -> Response:
            try:
                return await page(request)
            except Exception:
                log.exception("status.unexpected", page=page.__name__)
                headers = {"retry-after": "300"}
                return render("status/down.html", status=503, headers=headers, studios=self.studios)

        return answer

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
        own = f"/s/{request.path_params['token']}"
        if request.method != "POST":  # the page after a wrong answer, opened again
            return _see(own + _size(request))
        digits = str((await request.form()).get("digits", ""))[:20]
        try:
            async with self.runtime.uow(visit.actor) as tx:
                proof = await service.prove(tx, visit.opened, digits)
        except TooMany:
            return self._page(request, visit, wrong=_LOCKED, status=429, headers={"retry-after": "3600"})
        if proof.device is None:
            wrong = _wrong(proof.tries_left) if proof.tries_left else _LOCKED
            return self._page(request, visit, wrong=wrong, status=422)
        answer = _see(own + _size(request))
        secure = self.runtime.settings.secure_cookies
        # Each link has its own cookie: somebody with two cases does not have to choose.
        answer.set_cookie(_COOKIE, proof.device, max_age=_MONTH, path=own, httponly=True, samesite="lax", secure=secure)
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
        mark, comment = await self._value(request, "mark"), await self._value(request, "comment")

        async def rate(tx: Tx, visit: Visit) -> None:
            said = prose_given("comment", comment, max_chars=1_000, required=False)
            await service.rate(tx, visit, mark, said)

        values = {"mark": mark, "marks": status_page.MARKS, "comment": comment}
        return await self._confirmed(request, page="status/rating.html", values=values, act=rate)

    async def again(self, request: Request) -> Response:
        """Take a phone number and always say the same."""
        studios = await self._known_studios()
        if request.method != "POST":  # HEAD, too: whoever looks changes nothing
            return render("status/again.html", asked=False, studios=studios)
        phone = str((await request.form()).get("phone", ""))[:40]
        page = render("status/again.html", asked=True, studios=studios)
        page.background = BackgroundTask(again.send, self.runtime, phone, _address(request))
        return page

    async def nothing(self, request: Request) -> Response:
        """Any other address below: a link that was cut or glued to something."""
        return await self._unknown(request)

    async def _confirmed(
        self, request: Request, *, page: str, values: dict[str, Any], act: Callable[[Tx, Visit], Awaitable[None]]
    ) -> Response:
        visit = await self._visit(request)
        if isinstance(visit, Response):
            return visit
        token = request.path_params["token"]
        if not visit.proved:
            return _see(f"/s/{token}{_size(request)}")
        values |= {"token": token, "studio": visit.opened.studio, "large": bool(_size(request))}
        if request.method != "POST":  # HEAD, too: whoever looks changes nothing
            return render(page, problem=None, **values)
        try:
            async with self.runtime.uow(visit.actor) as tx:
                await act(tx, visit)
        except Problem as problem:
            said = _said(problem)
            return render(page, status=422, problem=said, **values)
        return _see(f"/s/{token}?done=1{_size(request).replace('?', '&')}")

    async def _value(self, request: Request, name: str) -> str:
        source = await request.form() if request.method == "POST" else request.query_params
        return str(source.get(name, ""))[:4000]

    async def _visit(self, request: Request) -> Visit | Response:
        visit = await service.visit(self.runtime, request.path_params["token"], request.cookies.get(_COOKIE))
        match visit:
            case Visit():
                return visit
            case Gone():
                return render("status/gone.html", status=410, why=visit.why.value, studio=visit.studio)
            case None:
                return await self._unknown(request)

    async def _unknown(self, request: Request) -> Response:
        too_many = await misses.count(self.runtime, _address(request))
        studios = await self._known_studios()
        if too_many:
            return render("status/too_many.html", status=429, headers={"retry-after": "600"}, studios=studios)
        return render("status/unknown.html", status=404, studios=studios)

    async def _known_studios(self) -> tuple[Studio, ...]:
        async with self.runtime.read() as connection:
            self.studios = await queries.studios(connection)
        return self.studios

    def _page(
        self,
        request: Request,
        visit: Visit,
        *,
        wrong: Text | None = None,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> Response:
        asked = status_page.Asked("done" in request.query_params, bool(_size(request)))
        token = request.path_params["token"]
        page = status_page.text(visit, token, asked, wrong=wrong, may_try=wrong is not _LOCKED)
        return as_page(page, status=status, headers=headers)

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


def _size(request: Request) -> str:
    """What keeps larger text in the address: nothing is kept on the telephone for it."""
    return "?size=large" if request.query_params.get("size") == "large" else ""


def _see(path: str) -> Response:
    """Go there with a GET, so that going back or loading again repeats nothing."""
    return RedirectResponse(path, status_code=303, headers=PAGE_HEADERS)


def _said(problem: Problem) -> Text:
    """A sentence for the worker: what is wrong with their words is said of their words."""
    if not isinstance(problem, Invalid):
        return problem.text
    field = problem.fields[0]
    if field.path != "comment":
        return field.text
    return Text(f"想说的话：{field.text.zh}", f"Your comment {field.text.en}")


def _wrong(tries_left: int) -> Text:
    return Text(
        f"号码不对，还可以试 {tries_left} 次。",
        f"These digits are not right. You can try {tries_left} more time{'s' if tries_left > 1 else ''}.",
    )


_LOCKED = Text(
    "试错次数太多。请一小时后再试，或打电话给我们。", "Too many wrong tries. Please try again in an hour, or call us."
)


def _address(request: Request) -> str:
    return request.client.host if request.client else ""
