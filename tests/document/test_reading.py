"""Who gets the bytes: by session or token, each read kept; for everybody else there is nothing, to the byte."""

import hashlib

from sqlalchemy import text
from sqlmodel import col, select

from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.infra.db import new_id
from mediation.journal.models import AccessEntry
from mediation.kit.actor import Role
from mediation.room.models import Caucus, Message, Minutes
from tests.document.desk import Desk
from tests.document.reading import text_of

_LIST = (
    """query($case: ID!) { documents(case: $case, first: 50) { totalCount edges { node { id kind worker url } } } }"""
)


async def _entries(runtime):
    async with runtime.db.session() as session:
        return (
            (await session.execute(select(AccessEntry).order_by(col(AccessEntry.at), col(AccessEntry.id))))
            .scalars()
            .all()
        )


async def test_a_download_is_an_attachment_that_nobody_keeps_and_every_read_is_written_down(small, api, runtime):
    desk = Desk(api, small)
    made = await desk.complete("PAYMENT_ORDER")

    answer = await desk.download(made["url"], token=small.token)

    assert answer.status_code == 200
    assert hashlib.sha256(answer.content).hexdigest() == made["sha256"]
    assert answer.headers["content-type"] == "application/pdf"
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment; filename=\"payment_order-1.pdf\"; filename*=UTF-8''%E6%94%AF%E4%BB%98%E4%BB%A4")
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    (entry,) = await _entries(runtime)
    assert (entry.verb, entry.subject, entry.allowed) == ("document_content:view", "Document", True)
    assert (entry.actor_id, entry.case_id) == (small.mediator.id, small.case.id)


async def test_what_one_may_not_read_answers_as_what_never_was(small, api, runtime, make):
    desk = Desk(api, small)
    made = await desk.generate("ACCEPTANCE_NOTICE")
    stranger = await make.token(await make.staff(Role.MEDIATOR, agency=await make.agency(kind=AgencyKind.UNION)))
    supervisor = await make.token(await make.staff(Role.ADMINISTRATOR, agency=small.studio))

    ghost = await desk.download(f"/documents/{gid('Document', new_id())}", token=stranger)
    garbage = await desk.download("/documents/anything", token=stranger)
    unseen = await desk.download(made["url"], token=stranger)
    no_role = await desk.download(made["url"], token=supervisor)
    nobody = await desk.download(made["url"], token=None)

    assert {answer.status_code for answer in (ghost, garbage, unseen, no_role)} == {404}
    assert unseen.content == ghost.content == garbage.content == no_role.content
    assert dict(unseen.headers) | {"x-request-id": ""} == dict(ghost.headers) | {"x-request-id": ""}
    assert nobody.status_code == 401
    refused = [entry for entry in await _entries(runtime) if not entry.allowed]
    assert [entry.verb for entry in refused] == ["document_content:view"] * 4


async def test_a_worker_reads_their_own_and_the_employer_what_they_sign(small, api, make, runtime):
    desk = Desk(api, small)
    for worker in desk.workers:
        await desk.generate("AGREEMENT_COPY", worker=worker)
    await desk.generate("MEDIATION_AGREEMENT")
    await desk.complete("INVESTIGATION_RECORD")
    await desk.generate("CONFIRMATION_APPLICATION", draft=True)
    room = await make._room(small.case)
    _, first = await make.entry(room, small.workers[0], side="workers", name="𠮷田𡚸")
    async with runtime.db.session() as session:
        query = "SELECT * FROM party WHERE case_id = :case AND side = 'respondent'"
        respondent = (await session.execute(text(query), {"case": small.case.id})).one()
    _, employer = await make.entry(room, respondent, side="employer")

    async def listed(token):
        found = (await api.data(_LIST, {"case": desk.case}, token=token))["documents"]
        nodes = [edge["node"] for edge in found["edges"]]
        assert found["totalCount"] == len(nodes)
        return nodes

    own, theirs, studios = await listed(first), await listed(employer), await listed(small.token)
    assert [(node["kind"], node["worker"]) for node in own] == [("AGREEMENT_COPY", desk.workers[0])]
    assert [node["kind"] for node in theirs] == ["MEDIATION_AGREEMENT"]
    assert len(studios) == 5
    readable = {first: own, employer: theirs}
    for token, nodes in readable.items():
        for node in studios:
            answer = await desk.download(node["url"], token=token)
            assert answer.status_code == (200 if node in nodes else 404), node


async def test_nothing_said_in_a_private_session_is_in_any_document(small, api, make, runtime):
    """The canary is put into a private message, a note and the minutes; every paper that can be made is searched."""
    canary = "甲方底线三万八"
    room = await make._room(small.case)
    seat = await make.seat(room, kind="mediator", staff_id=small.mediator.id, display_name="李调解")
    now, vault = runtime.clock.now(), runtime.vault
    caucus = Caucus(room_id=room.id, district_id=room.district_id, side="workers", opened_at=now)
    await make.save(caucus)
    said = {"room_id": room.id, "district_id": room.district_id, "author_id": seat.id}
    whisper, minutes = new_id(), new_id()
    await make.save(
        Message(
            **said,
            id=whisper,
            caucus_id=caucus.id,
            audience="workers",
            body_cipher=vault.seal(canary, context=f"message.body:{whisper}"),
            said_at=now,
            client_key="k1",
        ),
        Minutes(
            **said,
            id=minutes,
            revision=1,
            body_cipher=vault.seal(canary, context=f"minutes.body:{minutes}"),
            recorded_at=now,
        ),
    )
    desk = Desk(api, small)
    possible = [kind for kind, form in (await desk.kinds()).items() if form["isPossible"]]
    assert len(possible) > 25

    for kind in possible:
        made = await desk.complete(kind, "DOCX")
        assert canary not in text_of(await desk.bytes_of(made)), kind


async def test_the_list_of_a_case_is_one_query_whatever_the_page_and_ends_with_a_cursor(small, api):
    desk = Desk(api, small)
    for _ in range(3):
        await desk.generate("RIGHTS_NOTICE", "DOCX")
    ask = """query($id: ID!, $after: String) { case(id: $id) { access { canGenerateDocument }
      documents(first: 2, after: $after) { totalCount pageInfo { hasNextPage endCursor } edges { node { number } } } } }"""

    first = (await api.data(ask, {"id": desk.case}, token=small.token))["case"]
    page = first["documents"]
    rest = (await api.data(ask, {"id": desk.case, "after": page["pageInfo"]["endCursor"]}, token=small.token))["case"]

    assert first["access"]["canGenerateDocument"] is True
    assert [edge["node"]["number"] for edge in page["edges"]] == [3, 2]
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (3, True)
    assert [edge["node"]["number"] for edge in rest["documents"]["edges"]] == [1]
    assert rest["documents"]["pageInfo"]["hasNextPage"] is False
