"""Files of evidence over HTTP: `POST /cases/{id}/evidence` takes one, `GET /evidence/{id}` hands it out as a download.

Pictures, which were written anew, can also be shown in a page: `GET /evidence/{id}/picture`; of spreadsheets and texts the
first rows, as JSON: `GET /evidence/{id}/table`. Every read is kept in the access log before the bytes go. Refuses to write an
upload to disk: it stays in memory until it is sealed.
"""

from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mediation.access.verbs import Verb
from mediation.evidence import listing, receiving, rules
from mediation.evidence.examiner import refusal, tables
from mediation.evidence.found import MAX_BYTES, Media, Reason
from mediation.evidence.models import Evidence
from mediation.evidence.rules import Audience, EvidenceKind
from mediation.gql.context import Reader
from mediation.gql.relay import gid, row_id
from mediation.infra.runtime import Runtime
from mediation.infra.uow import Refusal
from mediation.journal.service import note_access
from mediation.kit.actor import Actor, ActorKind
from mediation.kit.problems import Conflict, Forbidden, IllegalMove, Invalid, NotFound, Problem, TooMany

BODY_BYTES = MAX_BYTES + 64 * 1024
"""of a request: one file, a few fields, and what stands between them"""
_STATUS: dict[type[Problem], int] = {
    NotFound: 404,
    Forbidden: 403,
    IllegalMove: 409,
    Conflict: 409,
    Invalid: 422,
    TooMany: 429,
}
_UPLOAD, _CONTENT = Verb.EVIDENCE_UPLOAD, Verb.EVIDENCE_CONTENT_VIEW
Identify = Callable[[Request], Awaitable[Actor]]
Opened = tuple[Any, bytes]
"""a row of listing.shown and the bytes that are handed out"""


def routes(runtime: Runtime, identify: Identify) -> list[Route]:
    """Upload, download, picture, first rows. What is not there and what the caller may not read answer alike, to the byte."""

    async def upload(request: Request) -> Response:
        return await _upload(runtime, await identify(request), request)

    async def download(request: Request) -> Response:
        return await _hand_out(runtime, await identify(request), request.path_params["evidence"], inline=False)

    async def picture(request: Request) -> Response:
        return await _hand_out(runtime, await identify(request), request.path_params["evidence"], inline=True)

    async def first_rows(request: Request) -> Response:
        return await _table(runtime, await identify(request), request.path_params["evidence"])

    return [
        Route("/cases/{case}/evidence", upload, methods=["POST"]),
        Route("/evidence/{evidence}", download, methods=["GET"]),
        Route("/evidence/{evidence}/picture", picture, methods=["GET"]),
        Route("/evidence/{evidence}/table", first_rows, methods=["GET"]),
    ]


async def bring(
    runtime: Runtime, actor: Actor, case: str, file: UploadFile | None, typed: Mapping[str, str]
) -> Evidence:
    """The same from a form of ours that was read already: `file`, and what was typed beside it. Raises Problem."""
    case_id = None
    try:
        case_id = row_id("Case", case, "case")
        async with runtime.uow(actor) as tx:
            await receiving.check(tx, case_id)
        order = await _brought(file, typed, case_id)
        async with runtime.uow(actor) as tx:
            return await receiving.upload(tx, order)
    except Problem as problem:
        await _tell(runtime, actor, case_id, problem, private=False)
        raise


async def _tell(runtime: Runtime, actor: Actor, case_id: UUID | None, problem: Problem, *, private: bool) -> None:
    heard = runtime.reactions.refused
    if heard is not None and isinstance(problem, Forbidden | NotFound):
        of_case = problem.case_id
        tried = Refusal(verb=_UPLOAD, subject="Case", subject_id=case_id, case_id=of_case, private=private)
        await heard(runtime, actor, tried)


async def _upload(runtime: Runtime, actor: Actor, request: Request) -> Response:
    if actor.kind is ActorKind.ANONYMOUS:
        return _unknown(actor)
    case_id, private = None, False
    try:
        case_id = row_id("Case", request.path_params["case"], "case")
        async with runtime.uow(actor) as tx:
            await receiving.check(tx, case_id)
        order = await _order(request, case_id)
        private = order.caucus_id is not None
        async with runtime.uow(actor) as tx:
            row = await receiving.upload(tx, order)
    except Problem as problem:
        await _tell(runtime, actor, case_id, problem, private=private)
        fields = problem.fields if isinstance(problem, Invalid) else ()
        extra = [{"path": f.path, "code": f.code, "message": f.text.in_(actor.locale)} for f in fields]
        return _refused(problem.code, problem.text.in_(actor.locale), _STATUS[type(problem)], extra)
    return JSONResponse(_said(runtime, row), status_code=201)


class _InMemory(MultiPartParser):
    """Never lets a file reach the disk; how much comes at all is limited before it comes here."""

    spool_max_size = BODY_BYTES + 1


async def _order(request: Request, case_id: UUID) -> receiving.Upload:
    """What is brought, from the form: file, kind, audience, worker, caucus. Raises Invalid."""
    stream: AsyncGenerator[bytes, None] = request.stream()
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise _not_a_form()
    try:
        form = await _InMemory(request.headers, stream, max_files=1, max_fields=8, max_part_size=8_192).parse()
    except (MultiPartException, UnicodeDecodeError, KeyError, ValueError):
        raise _not_a_form() from None
    try:
        return await _read(form, case_id)
    finally:
        await form.close()


async def _read(form: FormData, case_id: UUID) -> receiving.Upload:
    file = form.get("file")
    typed = {name: value for name, value in form.items() if isinstance(value, str) and value}
    return await _brought(file if isinstance(file, UploadFile) else None, typed, case_id)


async def _brought(file: UploadFile | None, typed: Mapping[str, str], case_id: UUID) -> receiving.Upload:
    if file is None:
        raise Invalid.field("file", "missing", "请选择文件。", "Choose a file.")
    data = await file.read()
    if len(data) > MAX_BYTES:
        raise refusal(Reason.TOO_LARGE)
    return receiving.Upload(
        case_id=case_id,
        kind=_word(EvidenceKind, "kind", typed.get("kind", "")),
        audience=_word(Audience, "audience", typed["audience"]) if "audience" in typed else Audience.STUDIO,
        party_id=row_id("Party", typed["worker"], "worker") if "worker" in typed else None,
        caucus_id=row_id("Caucus", typed["caucus"], "caucus") if "caucus" in typed else None,
        name=file.filename or "",
        data=data,
    )


def _not_a_form() -> Invalid:
    return Invalid.field("file", "not_a_form", "请以表单上传一个文件。", "Send one file as multipart/form-data.")


def _word(words: Any, path: str, typed: str) -> Any:
    try:
        return words(typed.lower())
    except ValueError:
        raise Invalid.field(path, "unknown", "没有这个选项。", "There is no such choice.") from None


def _said(runtime: Runtime, row: Evidence) -> dict[str, Any]:
    key, media = gid("Evidence", row.id), Media(row.media)
    return {
        "id": key,
        "kind": row.kind.upper(),
        "audience": row.audience.upper(),
        "media": row.media.upper(),
        "name": runtime.vault.open(row.name_cipher, context=f"evidence.name:{row.id}"),
        "pages": row.pages,
        "width": row.width,
        "height": row.height,
        "lines": row.lines,
        "byteSize": row.byte_size,
        "sha256": row.sha256.hex(),
        "sourceByteSize": row.source_byte_size,
        "sourceSha256": row.source_sha256.hex(),
        "scanned": row.scanned,
        "isAccepted": row.accepted_at is not None,
        "expiresAt": None if row.accepted_at else (row.uploaded_at + rules.KEPT_FOR).isoformat(),
        "url": f"/evidence/{key}",
        "pictureUrl": f"/evidence/{key}/picture" if media in rules.PICTURES else None,
        "tableUrl": f"/evidence/{key}/table" if media in rules.TABLES else None,
    }


async def _opened(runtime: Runtime, actor: Actor, given: str, media: Collection[Media] | None) -> Opened | None:
    """One of these kinds and its bytes, for whoever may read it; the read, or the try, is in the access log."""
    key = _key(given)
    found = await listing.content_of(Reader(runtime, actor), key) if key else None
    if found is None or (media is not None and Media(found[0].media) not in media):
        heard = runtime.reactions.refused
        if heard is not None:
            private = await listing.is_private(Reader(runtime, actor), key)
            await heard(runtime, actor, Refusal(verb=_CONTENT, subject="Evidence", subject_id=key, private=private))
        return None
    row, _ = found
    # Before the bytes: what could not be written down is not handed out.
    await note_access(
        runtime,
        actor,
        verb=Verb.EVIDENCE_CONTENT_VIEW,
        subject="Evidence",
        subject_id=row.id,
        case_id=row.case_id,
        allowed=True,
        private=row.caucus_id is not None,
    )
    return found


def _nothing(actor: Actor) -> Response:
    problem = NotFound()
    return _refused(problem.code, problem.text.in_(actor.locale), 404)


async def _hand_out(runtime: Runtime, actor: Actor, given: str, *, inline: bool) -> Response:
    if actor.kind is ActorKind.ANONYMOUS:
        return _unknown(actor)
    found = await _opened(runtime, actor, given, rules.PICTURES if inline else None)
    if found is None:
        return _nothing(actor)
    row, content = found
    name = runtime.vault.open(row.name_cipher, context=f"evidence.name:{row.id}")
    headers = {
        "content-disposition": rules.disposition(name, inline=inline),
        "cache-control": "private, no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "sandbox; default-src 'none'",
        "referrer-policy": "no-referrer",
    }
    # No charset: which one a text is in, nobody has said.
    return Response(content, headers={**headers, "content-type": rules.MEDIA_TYPES[Media(row.media)]})


async def table(runtime: Runtime, actor: Actor, given: str) -> tuple[list[list[str]], bool] | None:
    """The first rows of a spreadsheet or a text, and whether there is more; None when there is nothing to show to `actor`.

    Raises TooMany.
    """
    found = await _opened(runtime, actor, given, rules.TABLES)
    return (await tables.rows(found[1]) or ([], False)) if found else None


async def _table(runtime: Runtime, actor: Actor, given: str) -> Response:
    if actor.kind is ActorKind.ANONYMOUS:
        return _unknown(actor)
    try:
        found = await table(runtime, actor, given)
    except TooMany as problem:
        return _refused(problem.code, problem.text.in_(actor.locale), _STATUS[TooMany])
    if found is None:
        return _nothing(actor)
    headers = {"cache-control": "private, no-store", "referrer-policy": "no-referrer"}
    return JSONResponse({"rows": found[0], "hasMore": found[1]}, headers=headers)


def _key(given: str) -> UUID | None:
    try:
        return row_id("Evidence", given, "evidence")
    except Problem:
        return None


def _unknown(actor: Actor) -> Response:
    message = "请先登录。" if actor.locale.startswith("zh") else "Please sign in."
    return _refused("UNAUTHENTICATED", message, 401)


def _refused(code: str, message: str, status: int, fields: list[dict[str, str]] | None = None) -> Response:
    return JSONResponse(
        {"error": {"code": code, "message": message, "fields": fields or []}},
        status_code=status,
        headers={"cache-control": "no-store"},
    )
