"""Claims that are computed instead of typed, and the calculator itself: through the API."""

import pytest
from sqlalchemy import update
from sqlmodel import col

from mediation.agency.models import District
from mediation.case.computing import HEADS_OF
from mediation.case.models import ClaimHead
from mediation.case.rules import GROUP_OF
from mediation.gql.relay import gid
from mediation.kit.actor import Role, system
from mediation.law.amounts import HEADS
from tests.case.membership import PROBLEMS, Table

SUM = """fen wholeYuan head steps { text figure unit } sources { citation quote inForceFrom } notes { text openQuestion }
  also { key fen } used { title value region on source }"""
CLAIM = (
    f"... on Claim {{ id amountFen computation {{ inputs {{ name value }} region on computedAt amount {{ {SUM} }} }} }}"
)
STATE = f"mutation($input: StateClaimInput!) {{ stateClaim(input: $input) {{ __typename {CLAIM} {PROBLEMS} }} }}"
AMEND = f"mutation($input: AmendClaimInput!) {{ amendClaim(input: $input) {{ __typename {CLAIM} {PROBLEMS} }} }}"
ADD = f"""mutation($input: AddPartyInput!) {{ addParty(input: $input) {{ __typename {PROBLEMS}
  ... on Party {{ claims {{ amountFen computation {{ amount {{ fen }} }} }} }} }} }}"""
NODE = f"query($id: ID!) {{ node(id: $id) {{ {CLAIM} }} }}"
PREVIEW = f"""query($h: String!, $i: [AmountInput!]!, $r: String, $d: Date) {{ amountPreview(head: $h, inputs: $i, region: $r, on: $d)
  {{ __typename ... on Amount {{ {SUM} }} ... on AmountNeeded {{ head missing {{ kind key input region on text }} }}
  ... on Invalid {{ fields {{ path code }} }} }} }}"""


def inputs(**given) -> list[dict[str, str]]:
    return [{"name": name, "value": str(value)} for name, value in given.items()]


def computed(head: str, /, *, region: str | None = None, on: str | None = None, **given) -> dict:
    return {"head": head, "inputs": inputs(**given), "region": region, "on": on}


OVERTIME = computed("overtime", monthly_pay_fen="12000元", rest_hours=70)


@pytest.fixture
async def table(api, make, runtime) -> Table:
    """A case of Minhang, Shanghai."""
    table = await Table(api, make, runtime).lay()
    async with runtime.uow(system(runtime.clock.now())) as tx:
        here = col(District.id) == table.studio.district_id
        await tx.session.execute(update(District).where(here).values(code="310112"))
    return table


async def test_a_claim_is_computed_and_shown_step_by_step_with_its_articles(table) -> None:
    made = await table.do(STATE, party=gid("Party", table.wang.id), head="OVERTIME", computed=OVERTIME)
    shown = (await table.api.data(NODE, {"id": made["id"]}, token=table.token))["node"]

    computation = shown["computation"]
    assert (made["amountFen"], shown["amountFen"], computation["amount"]["fen"]) == (965_517, 965_517, 965_517)
    assert computation["amount"]["wholeYuan"] == 9_655
    assert computation["inputs"] == inputs(monthly_pay_fen="12000元", rest_hours=70)
    assert (computation["region"], computation["on"]) == ("shanghai", "2026-11-20")
    assert computation["computedAt"] == "2026-11-20T04:00:00.000Z"
    assert [step["figure"] for step in computation["amount"]["steps"]] == ["68.9655…", "9,655.1724…", "9,655.17"]
    assert "《劳动法》第44条" in [source["citation"] for source in computation["amount"]["sources"]]
    assert (await table.read())["claimTotals"]["wagesFen"] == 648_000 + 965_517


async def test_new_inputs_compute_it_anew_and_the_journal_keeps_both(table) -> None:
    made = await table.do(STATE, party=gid("Party", table.wang.id), head="OVERTIME", computed=OVERTIME)

    more = computed("overtime", monthly_pay_fen="12000元", rest_hours=80)
    amended = await table.do(AMEND, id=made["id"], computed=more)
    same = await table.do(AMEND, id=made["id"], computed=more)
    noted = await table.do(AMEND, id=made["id"], note="国庆")

    assert amended["amountFen"] == same["amountFen"] == noted["amountFen"] == 1_103_448
    assert noted["computation"]["amount"]["fen"] == 1_103_448
    entries = await table.journal()
    assert [verb for verb, _ in entries] == ["claim:state", "claim:amend", "claim:amend"]
    assert entries[0][1]["computed_as"] == "overtime"
    assert entries[0][1]["inputs"] == ["monthly_pay_fen=12000元", "rest_hours=70"]
    assert (entries[1][1]["from_fen"], entries[1][1]["to_fen"]) == (965_517, 1_103_448)
    assert entries[1][1]["inputs"] == ["monthly_pay_fen=12000元", "rest_hours=80"]
    assert (await table.read())["claimTotals"]["wagesFen"] == 648_000 + 1_103_448


async def test_a_typed_amount_takes_the_place_of_a_computation_and_the_other_way_round(table) -> None:
    made = await table.do(STATE, party=gid("Party", table.wang.id), head="OVERTIME", computed=OVERTIME)

    typed = await table.do(AMEND, id=made["id"], amountFen=965_517)
    again = await table.do(AMEND, id=made["id"], computed=OVERTIME)
    nothing = await table.do(AMEND, id=made["id"], amountFen=0)

    assert (typed["amountFen"], typed["computation"]) == (965_517, None)
    assert again["computation"]["amount"]["fen"] == 965_517
    assert (nothing["amountFen"], nothing["computation"]) == (0, None)


async def test_a_worker_comes_with_a_computed_claim(table) -> None:
    claims = [{"head": "OVERTIME", "computed": OVERTIME}, {"head": "OTHER", "amountFen": 5}]

    added = await table.do(ADD, case=gid("Case", table.case.id), claimant={"name": "李四", "claims": claims})

    assert [(one["amountFen"], one["computation"] is None) for one in added["claims"]] == [(5, True), (965_517, False)]


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ({"head": "OVERTIME"}, {"amountFen": "one_of"}),
        ({"head": "OVERTIME", "amountFen": 1, "computed": OVERTIME}, {"amountFen": "one_of"}),
        ({"head": "OVERTIME", "computed": computed("double-wage")}, {"computed.head": "other_head"}),
        ({"head": "SOCIAL_INSURANCE", "computed": computed("social-insurance")}, {"computed.head": "other_head"}),
        ({"head": "OVERTIME", "computed": computed("severance")}, {"computed.head": "unknown"}),
        ({"head": "OVERTIME", "computed": OVERTIME | {"region": "atlantis"}}, {"computed.region": "unknown"}),
        ({"head": "OVERTIME", "computed": OVERTIME | {"on": "2007-12-31"}}, {"computed.on": "out_of_reach"}),
        (
            {"head": "OVERTIME", "computed": computed("overtime", monthly_pay_fen=-1, pay=1)},
            {"computed.inputs.1.name": "unknown"},
        ),
        (
            {"head": "OVERTIME", "computed": computed("overtime", rest_hours="x", monthly_pay_fen=-1)},
            {"computed.inputs.0.value": "not_a_number", "computed.inputs.1.value": "negative"},
        ),
        ({"head": "OVERTIME", "computed": computed("overtime")}, {"computed.inputs.monthly_pay_fen": "required"}),
        (
            {"head": "OVERTIME", "computed": computed("overtime", monthly_pay_fen=1)},
            {"computed.inputs.extra_hours": "empty"},
        ),
        (
            {"head": "OVERTIME", "computed": OVERTIME | {"inputs": OVERTIME["inputs"] * 2}},
            {"computed.inputs.2.name": "duplicate", "computed.inputs.3.name": "duplicate"},
        ),
        ({"head": "OVERTIME", "computed": OVERTIME | {"inputs": OVERTIME["inputs"] * 21}}, {"computed.inputs": "too_many"}),
        (
            {"head": "OVERTIME", "computed": computed("overtime", monthly_pay_fen=1, **{"NAME" * 99: 1}, rest_hours=1)},
            {"computed.inputs.1.name": "unknown"},
        ),
        (
            {"head": "OVERTIME", "computed": computed("overtime", monthly_pay_fen=1, worked="2027-01-01 1")},
            {"computed.inputs": "needed"},
        ),
        (
            {
                "head": "COMPENSATION",
                "computed": computed(
                    "economic-compensation", started_on="2020-01-01", ended_on="2026-01-01", average_pay_fen=1
                ),
            },
            {"computed.inputs.minimum_wage_fen": "needed", "computed.inputs.local_average_fen": "needed"},
        ),
        (
            {
                "head": "DOUBLE_WAGE",
                "computed": computed("double-wage", started_on="2026-11-01", ended_on="2026-11-05", monthly_pay_fen=1),
            },
            {"computed": "zero"},
        ),
    ],
)  # fmt: skip
async def test_what_cannot_be_computed_is_refused_with_its_path_and_nothing_is_kept(table, claim, wrong) -> None:
    refused = await table.do(STATE, party=gid("Party", table.wang.id), **claim)

    assert {one["path"]: one["code"] for one in refused["fields"]} == wrong
    assert await table.journal() == []


async def test_a_claim_is_computed_by_the_region_and_day_that_were_given(table) -> None:
    given = computed(
        "non-compete", average_pay_fen=2_000_000, months=3, minimum_wage_fen="269000@某省人社厅", on="2020-05-01"
    )

    made = await table.do(STATE, party=gid("Party", table.wang.id), head="OTHER", computed=given | {"region": "330100"})

    assert made["amountFen"] == 1_800_000
    assert (made["computation"]["region"], made["computation"]["on"]) == ("330100", "2020-05-01")
    assert [(one["source"], one["region"]) for one in made["computation"]["amount"]["used"]] == [("某省人社厅", None)]


async def test_who_may_not_see_claims_sees_no_computation(table) -> None:
    made = await table.do(STATE, party=gid("Party", table.wang.id), head="OVERTIME", computed=OVERTIME)
    stranger = await table.make.token(await table.make.staff(Role.MEDIATOR, agency=await table.make.agency()))

    assert (await table.api.data(NODE, {"id": made["id"]}, token=stranger))["node"] is None


async def test_anyone_signed_in_may_calculate_and_nothing_is_kept(table) -> None:
    auditor = await table.make.token(await table.make.staff(Role.AUDITOR, agency=table.studio))

    given = {"h": "overtime", "i": inputs(monthly_pay_fen="12000元", rest_hours=70)}
    answer = (await table.api.data(PREVIEW, given, token=auditor))["amountPreview"]
    assert (answer["__typename"], answer["fen"], answer["wholeYuan"]) == ("Amount", 965_517, 9_655)
    assert "合计" in answer["steps"][-1]["text"]
    assert await table.journal() == []


async def test_what_is_missing_is_answered_and_not_an_error(table) -> None:
    given = {"h": "non-compete", "i": inputs(average_pay_fen=1, months=1), "r": "上海市", "d": "2026-11-20"}

    answer = (await table.api.data(PREVIEW, given, token=table.token))["amountPreview"]

    assert answer["__typename"] == "AmountNeeded"
    (missing,) = answer["missing"]
    assert (missing["key"], missing["input"]) == ("minimum_wage_month_fen", "minimum_wage_fen")
    assert (missing["region"], missing["on"], missing["kind"]) == ("shanghai", "2026-11-20", "REGIONAL_VALUE")


async def test_a_wrong_input_of_a_preview_is_named(table) -> None:
    for given, fields in (
        ({"h": "severance", "i": []}, {"head": "unknown"}),
        (
            {"h": "overtime", "i": inputs(monthly_pay_fen="x", y=1)},
            {"inputs.1.name": "unknown"},
        ),
        ({"h": "overtime", "i": inputs(monthly_pay_fen="x")}, {"inputs.0.value": "not_a_number"}),
        ({"h": "notice-pay", "i": inputs(last_month_pay_fen=1) * 2}, {"inputs.1.name": "duplicate"}),
        ({"h": "notice-pay", "i": inputs(last_month_pay_fen=1) * 41}, {"inputs": "too_many"}),
        (
            {"h": "notice-pay", "i": inputs(last_month_pay_fen=1), "r": "atlantis", "d": "1999-01-01"},
            {"region": "unknown", "on": "out_of_reach"},
        ),
    ):  # fmt: skip
        answer = (await table.api.data(PREVIEW, given, token=table.token))["amountPreview"]
        assert {one["path"]: one["code"] for one in answer["fields"]} == fields


async def test_nobody_calculates_without_signing_in(table) -> None:
    answer = (await table.api.send(PREVIEW, {"h": "notice-pay", "i": inputs(last_month_pay_fen=1)})).json()

    assert answer["errors"][0]["extensions"]["code"] in ("FORBIDDEN", "UNAUTHENTICATED")


async def test_every_head_is_listed_with_its_inputs(table) -> None:
    asked = "{ amountHeads { head title inputs { name type unit required about } } }"

    heads = (await table.api.data(asked, token=table.token))["amountHeads"]

    assert [one["head"] for one in heads] == list(HEADS)
    assert all(given["about"] for one in heads for given in one["inputs"])


def test_every_head_of_the_law_that_a_worker_can_claim_makes_a_claim() -> None:
    claimed = {head for heads in HEADS_OF.values() for head in heads}

    assert set(HEADS_OF) == set(ClaimHead) == set(GROUP_OF)
    assert claimed == set(HEADS) - {"social-insurance", "training-penalty"}
