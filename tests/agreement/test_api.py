"""Agreements and money over GraphQL: the article's evening as its people see it."""

import pytest
from sqlalchemy import event
from sqlmodel import col
from tests.agreement.conftest import INSURANCE_FEN, WAGES_FEN
from tests.agreement.test_money import MONDAY_24, pay

from mediation.access.scopes import Tie
from mediation.agency.models import AgencyKind, District, Staff
from mediation.agreement import drafting
from mediation.agreement.hands import Signatory
from mediation.agreement.models import Agreement
from mediation.agreement.standing import Pay
from mediation.gql.context import Context
from mediation.gql.relay import gid
from mediation.infra.clock import SHANGHAI
from mediation.kit.actor import Role, Side
from mediation.schema import build

PROBLEMS = """... on Invalid { fields { path code } } ... on Conflict { currentVersion } ... on Forbidden { verb }
  ... on IllegalMove { currentState possible }"""

AGREEMENT = """id state revision version textHash offer manner text textInEnglish
  sums { wagesFen socialInsuranceFen totalFen totalInWords } term { kind days }
  signing { workers signed declined waiting } dues { instalment on at } effectiveAt
  lines(first: 50) { totalCount edges { node { party name wagesFen socialInsuranceFen worker { name }
    signature { declined reason method represented signedAt recordedBy { name } } } } }
  signatures(first: 50) { totalCount edges { node { signatory name declined method } } }
  missing { code text source count }
  access { canRevise canFinalise canSign canDecline canSeal canAbandon denied { field } }"""


def act(name, answer="Agreement", fields="id state version textHash"):
    """A mutation document."""
    return f"""mutation($i: {name[0].upper()}{name[1:]}Input!) {{ {name}(input: $i) {{
      __typename ... on {answer} {{ {fields} }} {PROBLEMS} }} }}"""


async def token_of(table, make, actor=None):
    """A bearer token of the mediator, or of somebody else."""
    (staff,) = await table.rows(Staff, col(Staff.id) == (actor or table.mediator).id)
    return await make.token(staff)


async def read(api, token, case_id, fields=AGREEMENT):
    """The case's agreement as the caller sees it."""
    query = f"query($id: ID!) {{ case(id: $id) {{ agreement {{ {fields} }} }} }}"
    data = await api.data(query, {"id": gid("Case", case_id)}, token=token)
    return data["case"] and data["case"]["agreement"]


def ids(*parties):
    """Global ids of parties."""
    return [gid("Party", one.id) for one in parties]


async def test_the_evening_from_draft_to_effect(set_table, api, make):
    table = await set_table(workers=4)
    token = await token_of(table, make)
    case, offer = gid("Case", table.case.id), gid("Offer", table.offer.id)

    drafted = await api.do(
        act("draftAgreement"), {"i": {"case": case, "offer": offer, "manner": "银行转账"}}, token=token
    )
    before = await read(api, token, table.case.id)
    final = await api.do(
        act("finaliseAgreement"), {"i": {"agreement": drafted["id"], "version": drafted["version"]}}, token=token
    )
    under = {"agreement": final["id"], "textHash": final["textHash"]}
    for signed in (
        {**under, "signatory": "WORKER", "workers": ids(*table.workers[:3])},
        {**under, "signatory": "EMPLOYER"},
        {**under, "signatory": "MEDIATOR"},
    ):
        assert (await api.do(act("signAgreement"), {"i": signed}, token=token))["state"] == "SIGNING"
    halfway = await read(api, token, table.case.id)
    await api.do(
        act("declineAgreement"),
        {
            "i": {
                "agreement": final["id"],
                "signatory": "WORKER",
                "workers": ids(table.workers[3]),
                "reason": "未到场",
            }
        },
        token=token,
    )
    sealed = await api.do(act("sealAgreement"), {"i": under}, token=token)
    after = await read(api, token, table.case.id)

    assert before["access"] | {"denied": None} == {
        "canRevise": True,
        "canFinalise": True,
        "canSign": False,
        "canDecline": False,
        "canSeal": False,
        "canAbandon": True,
        "denied": None,
    }
    assert before["sums"] == {
        "wagesFen": WAGES_FEN,
        "socialInsuranceFen": INSURANCE_FEN,
        "totalFen": 21_640_000,
        "totalInWords": "贰拾壹万陆仟肆佰元整",
    }
    assert before["dues"] == [{"instalment": 1, "on": "2026-11-23", "at": "2026-11-23T16:00:00.000Z"}]
    assert [(gap["code"], gap["count"]) for gap in halfway["missing"]] == [("WORKER_SIGNATURE", 1), ("BODY_SEAL", 1)]
    assert halfway["missing"][1]["source"] == "《劳动争议调解仲裁法》第14条"
    assert halfway["signing"] == {"workers": 4, "signed": 3, "declined": 0, "waiting": 1}
    assert sealed["state"] == "EFFECTIVE"
    assert after["missing"] == []
    assert after["effectiveAt"] == "2026-11-20T13:10:00.000Z"
    assert after["signatures"]["totalCount"] == 7
    (absent,) = [line["node"] for line in after["lines"]["edges"] if line["node"]["signature"]["declined"]]
    assert (absent["name"], absent["signature"]["reason"]) == ("王3明", "未到场")
    assert "贰拾壹万陆仟肆佰元整" in after["text"]
    assert "2026年11月23日24:00" in after["text"]
    assert "24:00 on 2026-11-23" in after["textInEnglish"]
    assert after["access"]["canRevise"] is False


async def test_wrong_input_names_its_fields_in_the_callers_words(set_table, api, make):
    table = await set_table()
    token = await token_of(table, make)
    good = {"case": gid("Case", table.case.id), "offer": gid("Offer", table.offer.id), "manner": "转账"}

    async def refused(**changes):
        answer = await api.do(act("draftAgreement"), {"i": {**good, **changes}}, token=token)
        return [(fault["path"], fault["code"]) for fault in answer["fields"]]

    lines = [{"party": party, "wagesFen": 1} for party in ids(*table.workers)]
    assert await refused(lines=lines) == [
        ("lines", "wages_do_not_sum"),
        ("lines", "social_insurance_does_not_sum"),
    ]
    assert await refused(lines=[{"party": good["case"], "wagesFen": 1}]) == [("lines.0.party", "wrong_type")]
    assert await refused(term={"kind": "WITHIN_DAYS", "hours": 3}) == [
        ("term.days", "does_not_fit"),
        ("term.hours", "does_not_fit"),
    ]
    assert await refused(term={"kind": "WITHIN_DAYS", "days": 0}) == [("term.days", "out_of_range")]
    assert await refused(offer=good["case"]) == [("offer", "wrong_type")]
    assert await refused(manner="x\u0000") == [("manner", "nul")]
    assert await table.rows(Agreement) == []


async def test_a_hash_that_is_none_and_one_that_is_another(set_table, api, make):
    table = await set_table()
    agreement = await table.finalised()
    token = await token_of(table, make)
    one = {"agreement": gid("Agreement", agreement.id), "signatory": "EMPLOYER"}

    garbled = await api.do(act("signAgreement"), {"i": {**one, "textHash": "xyz"}}, token=token)
    other = await api.do(act("signAgreement"), {"i": {**one, "textHash": "00" * 32}}, token=token)

    assert garbled["fields"] == [{"path": "textHash", "code": "not_hex"}]
    assert other == {"__typename": "Conflict", "currentVersion": agreement.version}


async def test_a_repeated_key_signs_once(set_table, api, make):
    table = await set_table()
    agreement = await table.finalised()
    token = await token_of(table, make)
    signed = {
        "agreement": gid("Agreement", agreement.id),
        "signatory": "EMPLOYER",
        "textHash": agreement.text_hash.hex(),
    }

    first = await api.do(act("signAgreement"), {"i": signed}, token=token, idempotency_key="sign-1")
    again = await api.do(act("signAgreement"), {"i": signed}, token=token, idempotency_key="sign-1")

    assert first == again
    assert len(await table.signatures()) == 1


async def test_the_money_after_the_effect(set_table, api, make, clock):
    table = await set_table()
    await table.effective()
    token = await token_of(table, make)
    case = gid("Case", table.case.id)
    figures = """query($id: ID!) { case(id: $id) { state
      amounts { wages { owedFen agreedFen paidFen advancedFen leftFen } socialInsurance { agreedFen paidFen leftFen } }
      nextCommitment { dueOn leftFen workers standing }
      commitments(first: 50) { totalCount edges { node { id kind group amountFen paidFen shortfallFen standing daysLate dueOn
        version party { name } advance { payerName } debtor { name } defaultedBy { name }
        payments { id amountFen payerKind payerName isReversed reason access { canConfirm canReverse } }
        access { canRecordPayment canBookAdvance canDefault denied { field } } } } }
      advances { payerKind amountFen takenBackFen recourse { group shortfallFen } }
      debtorContacts { manner outcome recordedBy { name } }
      access { canDraftAgreement canRecordPayment canBookAdvance canContactDebtor canDefaultCommitments } } }"""

    async def look():
        return (await api.data(figures, {"id": case}, token=token))["case"]

    first = await look()
    node = first["commitments"]["edges"][0]["node"]
    slip = {"payerName": "某餐饮公司", "paidOn": "2026-11-20", "proof": "回单1"}
    paid = await api.do(
        act("recordPayment"),
        {"i": {"case": case, "items": [{"commitment": node["id"], "amountFen": 1000, "version": 1}], **slip}},
        token=token,
    )
    stale = await api.do(
        act("recordPayment"),
        {"i": {"case": case, "items": [{"commitment": node["id"], "amountFen": 1000, "version": 1}], **slip}},
        token=token,
    )
    clock.set(MONDAY_24)
    clock.advance(hours=9)
    token = await token_of(table, make)
    late = await look()
    contacted = await api.do(
        act("contactDebtor", "DebtorContact", "id outcome"),
        {
            "i": {
                "case": case,
                "contactedAt": clock.now().astimezone(SHANGHAI).isoformat(),
                "manner": "PHONE",
                "outcome": "ADMITS_CANNOT_PAY",
                "note": "承认无力支付",
            }
        },
        token=token,
    )
    defaulted = await api.do(act("defaultCommitments"), {"i": {"case": case}}, token=token)
    broken = await look()
    advanced = await api.do(
        act("bookAdvance", "Advance", "id amountFen recourse { group shortfallFen }"),
        {
            "i": {
                "case": case,
                "payerKind": "SUB_LANDLORD",
                "payerName": "二房东陈某",
                "paidOn": "2026-11-24",
                "proof": "回单2",
                "recourseAgreed": True,
            }
        },
        token=token,
    )
    done = await look()

    assert first["amounts"]["wages"] | {"owedFen": 0} == {
        "owedFen": 0,
        "agreedFen": WAGES_FEN,
        "paidFen": 0,
        "advancedFen": 0,
        "leftFen": WAGES_FEN,
    }
    assert first["nextCommitment"] == {
        "dueOn": "2026-11-23",
        "leftFen": 21_640_000,
        "workers": 3,
        "standing": "OPEN",
    }
    assert first["access"] == {
        "canDraftAgreement": False,
        "canRecordPayment": True,
        "canBookAdvance": True,
        "canContactDebtor": True,
        "canDefaultCommitments": True,
    }
    assert paid["__typename"] == "Agreement"
    assert stale == {"__typename": "Conflict", "currentVersion": 2}
    standings = {edge["node"]["standing"] for edge in late["commitments"]["edges"]}
    assert standings == {"OVERDUE"}
    assert {edge["node"]["daysLate"] for edge in late["commitments"]["edges"]} == {1}
    assert late["nextCommitment"]["standing"] == "OVERDUE"
    assert contacted["outcome"] == "ADMITS_CANNOT_PAY"
    assert defaulted["__typename"] == "Agreement"
    assert broken["state"] == "DEFAULTED"
    assert {edge["node"]["standing"] for edge in broken["commitments"]["edges"]} == {"DEFAULTED"}
    assert broken["debtorContacts"][0]["recordedBy"]["name"] == "张敏"
    assert advanced["amountFen"] == 21_639_000
    assert sum(one["shortfallFen"] for one in advanced["recourse"]) == 21_639_000
    assert done["nextCommitment"] is None
    assert done["amounts"]["wages"]["leftFen"] == done["amounts"]["socialInsurance"]["leftFen"] == 0
    assert done["amounts"]["wages"]["advancedFen"] in (WAGES_FEN, WAGES_FEN - 1000)
    kinds = [edge["node"]["kind"] for edge in done["commitments"]["edges"]]
    assert kinds == ["WORKER"] * 6 + ["RECOURSE"] * 2
    assert done["advances"][0]["payerKind"] == "SUB_LANDLORD"


async def test_payments_are_confirmed_and_reversed(set_table, api, make):
    table = await set_table()
    await table.effective()
    token = await token_of(table, make)
    first = (await table.commitments())[0]
    slip = {"payerName": "某餐饮公司", "paidOn": "2026-11-20", "proof": "回单1"}
    item = {"commitment": gid("Commitment", first.id), "amountFen": first.amount_fen}
    case = gid("Case", table.case.id)
    await api.do(act("recordPayment"), {"i": {"case": case, "items": [item], **slip}}, token=token)
    (row,) = await table.payments()
    payment = {"payment": gid("Payment", row.id)}

    confirmed = await api.do(
        act("confirmPayment", "Payment", "id confirmedBy { name } access { canConfirm canReverse }"),
        {"i": payment},
        token=token,
    )
    counter = await api.do(
        act("reversePayment", "Payment", "id amountFen reverses reason access { canConfirm canReverse }"),
        {"i": {**payment, "reason": "退汇"}},
        token=token,
    )
    again = await api.do(act("reversePayment", "Payment", "id"), {"i": {**payment, "reason": "退汇"}}, token=token)

    assert confirmed["confirmedBy"]["name"] == "张敏"
    assert confirmed["access"] == {"canConfirm": False, "canReverse": True}
    assert counter["amountFen"] == -first.amount_fen
    assert counter["reverses"] == payment["payment"]
    assert counter["access"] == {"canConfirm": False, "canReverse": False}
    assert again["__typename"] == "Conflict"


BOARD = """query($first: Int!, $after: String, $filter: CommitmentFilter) {
  commitments(first: $first, after: $after, filter: $filter) { totalCount pageInfo { hasNextPage endCursor }
    edges { node { id standing dueAt case { number } party { name } } } } }"""


async def test_the_board_pages_by_due_moment_and_narrows(set_table, api, make, clock):
    table = await set_table(workers=4)
    await table.effective()
    token = await token_of(table, make)
    commitments = await table.commitments()

    await pay(table, Pay(commitments[0].id, commitments[0].amount_fen), Pay(commitments[1].id, 5))

    async def board(**variables):
        return (await api.data(BOARD, {"first": 3, **variables}, token=token))["commitments"]

    seen, after = [], None
    for _ in range(5):
        page = await board(after=after)
        seen += [edge["node"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    partly = await board(filter={"standing": ["PARTLY"]})
    settled = await board(filter={"standing": ["SETTLED"]})
    none = await board(filter={"dueBefore": "2026-11-23T15:59:59Z"})
    some = await board(filter={"dueAfter": "2026-11-23T16:00:00Z"})
    mixed = await api.send(BOARD, {"first": 3, "filter": {"standing": ["SETTLED", "OPEN"]}}, token=token)

    assert len(seen) == len(set(seen)) == 7
    assert page["totalCount"] == some["totalCount"] == 7
    assert [edge["node"]["id"] for edge in partly["edges"]] == [gid("Commitment", commitments[1].id)]
    assert [edge["node"]["id"] for edge in settled["edges"]] == [gid("Commitment", commitments[0].id)]
    assert none["totalCount"] == 0
    assert mixed.json()["errors"][0]["extensions"]["code"] == "INVALID"


async def test_a_supervisor_of_the_district_sees_state_and_figures_and_no_names(set_table, api, make):
    table = await set_table()
    await table.effective()
    async with table.runtime.db.session() as session:
        district = await session.get_one(District, table.agency.district_id)
    bureau = await make.agency(kind=AgencyKind.HUMAN_RESOURCES, district=district)
    supervisor = await make.actor(Role.SUPERVISOR, agency=bureau)
    token = await token_of(table, make, supervisor)

    agreement = await read(api, token, table.case.id)
    query = """query($id: ID!) { case(id: $id) { amounts { wages { leftFen } } advances { id } debtorContacts { id }
      commitments(first: 2) { edges { node { shortfallFen party { name } payments { id } access { denied { field } } } } } } }"""
    case = (await api.data(query, {"id": gid("Case", table.case.id)}, token=token))["case"]

    assert agreement["state"] == "EFFECTIVE"
    assert agreement["sums"]["totalFen"] == 21_640_000
    for field in ("text", "textInEnglish", "manner", "lines", "signatures"):
        assert agreement[field] is None
    assert {one["field"] for one in agreement["access"]["denied"]} == {
        "clauses",
        "lines",
        "manner",
        "signatures",
        "text",
        "textInEnglish",
    }
    node = case["commitments"]["edges"][0]["node"]
    assert node["party"] is node["payments"] is None
    assert {one["field"] for one in node["access"]["denied"]} >= {"payments"}
    assert case["amounts"]["wages"]["leftFen"] == WAGES_FEN


@pytest.mark.parametrize("role", [Role.INTAKE_CLERK, Role.ADMINISTRATOR, Role.AUDITOR])
async def test_who_has_no_part_in_agreements_sees_none(set_table, api, make, role):
    table = await set_table()
    agreement = await table.effective()
    actor = await make.actor(role, agency=table.agency)
    token = await token_of(table, make, actor)

    found = await api.data(
        "query($id: ID!) { node(id: $id) { id } }", {"id": gid("Agreement", agreement.id)}, token=token
    )
    board = await api.send(BOARD, {"first": 3}, token=token)

    assert found["node"] is None
    assert board.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_a_stranger_is_answered_as_if_it_did_not_exist(set_table, api, make):
    table = await set_table()
    agreement = await table.finalised()
    stranger = await make.actor(Role.MEDIATOR)
    token = await token_of(table, make, stranger)
    sign = {"signatory": "EMPLOYER", "textHash": agreement.text_hash.hex()}

    there = await api.do(
        act("signAgreement"), {"i": {**sign, "agreement": gid("Agreement", agreement.id)}}, token=token
    )
    absent = await api.do(
        act("signAgreement"), {"i": {**sign, "agreement": gid("Agreement", table.case.id)}}, token=token
    )
    board = (await api.data(BOARD, {"first": 3}, token=token))["commitments"]

    assert there == absent == {"__typename": "NotFound"}
    assert board["totalCount"] == 0
    assert await table.signatures() == []


async def test_lawyer_and_referred_clerk_read_their_cases_and_a_recused_mediator_nothing(set_table, api, make):
    table, other = await set_table(), await set_table()
    for one in (table, other):
        await one.effective()
    lawyer = await make.actor(Role.LAWYER)
    clerk = await make.actor(Role.CLERK)
    await make.tie(table.case, Tie.ASSIGNED, lawyer.id)
    await make.tie(table.case, Tie.REFERRED, clerk.agency_id)
    await make.tie(table.case, Tie.RECUSED, table.mediator.id)

    for actor in (lawyer, clerk):
        token = await token_of(table, make, actor)
        mine = await read(api, token, table.case.id)
        board = (await api.data(BOARD, {"first": 50}, token=token))["commitments"]
        assert mine["lines"]["totalCount"] == 3
        assert mine["access"]["canSign"] is mine["access"]["canRevise"] is False
        assert board["totalCount"] == 6
        assert {edge["node"]["case"]["number"] for edge in board["edges"]} == {table.case.number}
    token = await token_of(table, make)
    assert (await api.data(BOARD, {"first": 3}, token=token))["commitments"]["totalCount"] == 0


async def test_a_list_of_cases_costs_the_same_number_of_statements_for_one_and_for_many(set_table, api, make):
    query = """{ cases(first: 20) { edges { node { number nextCommitment { leftFen } amounts { wages { leftFen } }
      agreement { state missing { code } lines(first: 3) { totalCount edges { node { name worker { name } signature { method } } } }
        signatures(first: 3) { edges { node { recordedBy { name } } } } }
      commitments(first: 3) { totalCount edges { node { standing party { name } payments { amountFen recordedBy { name } } } } }
      advances { payerName recourse { shortfallFen } } } } } }"""
    table = await set_table()
    await table.effective()
    token = await token_of(table, make)
    counts = []
    for more in (0, 5):
        for _ in range(more):
            case = await make.case(agency=table.agency, state="mediating")
            workers = [await make.claimant(case, name=f"李{n}") for n in range(3)]
            signed = await make.agreement(case, *workers, state="effective")
            for worker in workers:
                await make.commitment(signed, worker)
        seen = []
        engine = table.runtime.db.engine.sync_engine

        def note(*_args, seen=seen):
            seen.append(1)

        event.listen(engine, "before_cursor_execute", note)
        data = await api.data(query, token=token)
        event.remove(engine, "before_cursor_execute", note)
        counts.append(len(seen))

    assert len(data["cases"]["edges"]) == 6
    assert counts[0] == counts[1]


async def test_what_the_parties_in_the_room_read(set_table, make):
    table = await set_table()
    schema = build(introspection=True)
    worker = await make.party_actor(table.case, Side.WORKERS, party=table.workers[0])
    employer = await make.party_actor(table.case, Side.EMPLOYER)
    query = f"{{ myRoomAgreement {{ {AGREEMENT} }} }}"

    async def seen(actor):
        result = await schema.execute(query, context_value=Context(table.runtime, actor))
        assert not result.errors, result.errors
        return result.data["myRoomAgreement"]

    drafted = await table.draft()
    as_draft = await seen(employer)
    async with table.tx() as tx:
        final = await drafting.finalise(tx, drafted.id, version=drafted.version)
    await table.sign(final, Signatory.WORKER, *table.workers)
    own, all_lines = await seen(worker), await seen(employer)

    assert as_draft is None
    assert [edge["node"]["party"] for edge in own["lines"]["edges"]] == ids(table.workers[0])
    assert own["lines"]["totalCount"] == own["signatures"]["totalCount"] == 1
    assert own["signing"]["signed"] == 3
    assert all_lines["lines"]["totalCount"] == 3
    assert all_lines["access"]["canSign"] is True
    assert all_lines["access"]["canSeal"] is all_lines["access"]["canRevise"] is False
    assert own["textHash"] == final.text_hash.hex()
