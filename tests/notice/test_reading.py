"""Who reads what: one's own mail, the agency's board, the case's notices, and the mediator's list with a number to call."""

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.journal.models import AccessEntry, JournalEntry
from mediation.kit.actor import Role, system
from mediation.notice.drafts import ChannelKind, RecipientKind
from tests.counting import statements

INBOX = """query($n: Int!, $after: String, $unread: Boolean! = false) { inbox(first: $n, after: $after, unreadOnly: $unread) {
  totalCount pageInfo { hasNextPage endCursor } edges { node {
  id subject text state caseId readAt access { canRead canHandle } } } } }"""
OF_CASE = """query($c: ID!) { notices(case: $c, first: 50) { totalCount edges { node { id text channel state why
  contact { name phone masked } } } } }"""
LIST = """query { undeliverableNotices(first: 50) { totalCount edges { node { id state why contact { name phone masked }
  access { canHandle } } } } }"""
READ = """mutation($id: ID!) { readNotice(input: {id: $id}) { __typename ... on Notice { id readAt access { canRead } } } }"""
HANDLE = """mutation($id: ID!, $note: String!) { handleNotice(input: {id: $id, note: $note}) { __typename
  ... on Notice { state handledNote access { canHandle } }
  ... on IllegalMove { was: currentState } ... on Invalid { fields { path code } } } }"""
NODE = "query($id: ID!) { node(id: $id) { id } }"


def _nodes(data, root):
    return [edge["node"] for edge in data[root]["edges"]]


@pytest.fixture
def mail(draft, house):
    """Drafts into inboxes."""

    def to(staff, key="k", **more):
        kind = more.pop("kind", RecipientKind.STAFF)
        return draft(recipient_kind=kind, recipient_id=staff.id, dedupe_key=key, channels=(ChannelKind.INBOX,), **more)

    return to


async def test_mail_is_its_recipients_own_and_newest_first(api, make, outbound, mail, house, clock):
    colleague = await make.staff(Role.MEDIATOR, agency=house.agency)
    for n in range(3):
        await outbound.post(mail(house.mediator, f"a/{n}"))
        clock.advance(minutes=1)
    await outbound.post(mail(colleague, "b"))
    token = await make.token(house.mediator)

    first = (await api.data(INBOX, {"n": 2}, token=token))["inbox"]
    rest = (await api.data(INBOX, {"n": 2, "after": first["pageInfo"]["endCursor"]}, token=token))["inbox"]

    assert (first["totalCount"], len(first["edges"]), first["pageInfo"]["hasNextPage"]) == (3, 2, True)
    assert (len(rest["edges"]), rest["pageInfo"]["hasNextPage"]) == (1, False)
    node = first["edges"][0]["node"]
    assert node["subject"] == "期限提醒：调解期限"
    assert node["text"] == "案件闵工调〔2026〕1号：调解期限，截止2026年12月5日24:00。依据：劳动争议调解仲裁法 14。"
    assert node["caseId"] == gid("Case", house.case.id)
    assert node["access"] == {"canRead": True, "canHandle": False}


async def test_reading_marks_it_once_and_leaves_one_line_in_the_journal(api, make, outbound, mail, house, runtime):
    await outbound.post(mail(house.mediator))
    token = await make.token(house.mediator)
    (node,) = _nodes(await api.data(INBOX, {"n": 5}, token=token), "inbox")

    answers = [await api.do(READ, {"id": node["id"]}, token=token) for _ in range(2)]
    unread = await api.data(INBOX, {"n": 5, "unread": True}, token=token)

    async with runtime.db.session() as session:
        verbs = list((await session.execute(select(col(JournalEntry.verb), col(JournalEntry.case_id)))).all())
    assert [answer["readAt"] for answer in answers] == ["2026-11-20T04:00:00.000Z"] * 2
    assert answers[0]["access"] == {"canRead": False}
    assert unread["inbox"]["edges"] == []
    assert verbs == [("notice:read", None)]


async def test_the_board_of_an_agency_is_read_by_its_own_people(api, make, outbound, mail, house):
    court = await make.agency(kind=AgencyKind.COURT)
    clerk, lawyer = await make.staff(Role.CLERK, agency=court), await make.staff(Role.LAWYER, agency=court)
    await outbound.post(mail(court, kind=RecipientKind.AGENCY))

    counts = [
        (await api.data(INBOX, {"n": 5}, token=await make.token(who)))["inbox"]["totalCount"]
        for who in (clerk, lawyer, house.mediator)
    ]

    assert counts == [1, 0, 0]


async def test_mail_about_a_case_one_is_recused_from_is_gone(api, make, outbound, mail, house, recuse):
    await outbound.post(mail(house.mediator))
    token = await make.token(house.mediator)
    (node,) = _nodes(await api.data(INBOX, {"n": 5}, token=token), "inbox")

    await recuse(house.mediator, house.case)

    assert (await api.data(INBOX, {"n": 5}, token=token))["inbox"] == {
        "totalCount": 0,
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "edges": [],
    }
    assert (await api.data(NODE, {"id": node["id"]}, token=token))["node"] is None
    assert (await api.do(READ, {"id": node["id"]}, token=token))["__typename"] == "NotFound"


async def test_what_is_private_is_on_no_list_but_its_recipients(api, make, outbound, draft, house, clock):
    lawyer = await make.staff(Role.LAWYER, agency=house.agency)
    supervisor = await make.staff(Role.SUPERVISOR, agency=house.agency)
    private = draft(
        dedupe_key="p",
        recipient_kind=RecipientKind.STAFF,
        recipient_id=lawyer.id,
        channels=(ChannelKind.INBOX,),
        private=True,
    )
    await outbound.post(private)
    (row,) = await outbound.rows()
    key, case = gid("Notice", row.id), gid("Case", house.case.id)

    seen = {}
    for who in (house.mediator, supervisor, lawyer):
        token = await make.token(who)
        of_case = (await api.data(OF_CASE, {"c": case}, token=token))["notices"]["totalCount"]
        inbox = (await api.data(INBOX, {"n": 5}, token=token))["inbox"]["totalCount"]
        node = (await api.data(NODE, {"id": key}, token=token))["node"] is not None
        read = (await api.do(READ, {"id": key}, token=token))["__typename"]
        seen[who.id] = (of_case, inbox, node, read)

    assert seen[house.mediator.id] == (0, 0, False, "NotFound")
    assert seen[supervisor.id] == (0, 0, False, "NotFound")
    assert seen[lawyer.id] == (0, 1, True, "Notice")


async def test_the_notices_of_a_case_are_for_those_who_may_see_them(api, make, outbound, draft, house, recuse):
    await outbound.post(draft(), draft(dedupe_key="second"))
    other = await make.agency()
    people = {
        "mediator": house.mediator,
        "supervisor": await make.staff(Role.SUPERVISOR, agency=house.agency),
        "recused": await make.staff(Role.MEDIATOR, agency=house.agency),
        "elsewhere": await make.staff(Role.MEDIATOR, agency=other),
        "intake": await make.staff(Role.INTAKE_CLERK, agency=house.agency),
        "lawyer": await make.staff(Role.LAWYER, agency=house.agency),
        "glass": await make.staff(Role.MEDIATOR, agency=other),
    }
    await recuse(people["recused"], house.case)
    await make.tie(house.case, Tie.ASSIGNED, people["lawyer"].id)
    await make.tie(house.case, Tie.GLASS, people["glass"].id)

    counts = {
        name: (await api.data(OF_CASE, {"c": gid("Case", house.case.id)}, token=await make.token(who)))["notices"][
            "totalCount"
        ]
        for name, who in people.items()
    }

    assert counts == {
        "mediator": 2,
        "supervisor": 2,
        "recused": 0,
        "elsewhere": 0,
        "intake": 0,
        "lawyer": 0,
        "glass": 2,
    }


async def _undeliverable(outbound, draft, runtime):
    await outbound.post(draft())
    async with runtime.uow(system(runtime.clock.now())) as tx:
        await tx.session.execute(text("UPDATE notice SET state = 'undeliverable', last_error = 'refused'"))


async def test_the_mediators_list_has_a_number_to_call_and_the_reading_is_logged(
    api, make, outbound, draft, house, runtime
):
    await _undeliverable(outbound, draft, runtime)
    supervisor = await make.staff(Role.SUPERVISOR, agency=house.agency)

    (whole,) = _nodes(await api.data(LIST, token=await make.token(house.mediator)), "undeliverableNotices")
    (masked,) = _nodes(await api.data(LIST, token=await make.token(supervisor)), "undeliverableNotices")

    async with runtime.db.session() as session:
        log = (await session.execute(select(AccessEntry))).scalars().all()
    assert whole["contact"] == {"name": "王小明", "phone": "13800138000", "masked": False}
    assert whole["why"] == "服务商拒收（号码或内容）。"
    assert whole["access"] == {"canHandle": True}
    assert masked["contact"]["masked"] is True
    assert "13800138000" not in str(masked)
    assert "王小明" not in str(masked)
    assert masked["access"] == {"canHandle": False}
    assert [(one.actor_id, one.case_id, one.field) for one in log] == [(house.mediator.id, house.case.id, "contact")]


async def test_a_handled_notice_leaves_the_list_with_a_note_and_cannot_be_handled_twice(
    api, make, outbound, draft, house, runtime
):
    await _undeliverable(outbound, draft, runtime)
    key = gid("Notice", (await outbound.row()).id)
    mediator, supervisor = await make.token(house.mediator), await make.staff(Role.SUPERVISOR, agency=house.agency)

    refused = await api.do(HANDLE, {"id": key, "note": "已电话告知"}, token=await make.token(supervisor))
    empty = await api.do(HANDLE, {"id": key, "note": "  "}, token=mediator)
    nul = await api.do(HANDLE, {"id": key, "note": "已\x00电话"}, token=mediator)
    long = await api.do(HANDLE, {"id": key, "note": "长" * 501}, token=mediator)
    done = await api.do(HANDLE, {"id": key, "note": "已电话告知"}, token=mediator)
    again = await api.do(HANDLE, {"id": key, "note": "已电话告知"}, token=mediator)
    left = await api.data(LIST, token=mediator)

    assert refused["__typename"] == "Forbidden"
    assert empty["fields"] == [{"path": "note", "code": "empty"}]
    assert nul["fields"] == [{"path": "note", "code": "nul"}]
    assert long["fields"] == [{"path": "note", "code": "too_long"}]
    assert done == {
        "__typename": "Notice",
        "state": "HANDLED",
        "handledNote": "已电话告知",
        "access": {"canHandle": False},
    }
    assert again == {"__typename": "IllegalMove", "was": "handled"}
    assert left["undeliverableNotices"]["totalCount"] == 0


async def test_the_number_of_queries_of_a_list_does_not_grow(api, make, outbound, draft, house, runtime):
    token = await make.token(house.mediator)
    counts = []
    for n in (1, 20):
        await outbound.post(*[draft(dedupe_key=f"d/{n}/{i}") for i in range(n)])
        with statements(runtime) as asked:
            await api.data(OF_CASE, {"c": gid("Case", house.case.id)}, token=token)
        counts.append(len(asked))

    assert counts[0] == counts[1]
