"""Joining the panel: what is written down is checked whole, for a slip in a code would hide a conflict."""

from mediation.agency.models import AgencyKind
from mediation.gql.relay import gid
from mediation.kit.actor import Role

ENROLL = """mutation($i: EnrollLawyerInput!) { enrollLawyer(input: $i) { __typename
  ... on Lawyer { firm licence specialties } ... on Invalid { fields { path code } } } }"""
SUGGEST = "query($c: ID!) { lawyerSuggestions(case: $c) { possible reasons } }"
CODE = "91310112MA1GB5XQ30"


async def _enroll(make, api, **given):
    district = await make.district()
    justice = await make.agency(kind=AgencyKind.JUSTICE, district=district)
    supervisor = await make.token(await make.staff(Role.SUPERVISOR, agency=justice))
    staff = await make.staff(Role.LAWYER, agency=justice)
    values = {"staff": gid("Staff", staff.id), "firm": "海川律师事务所", "licence": "13101202011234567", **given}
    return district, await api.do(ENROLL, {"i": values}, token=supervisor)


async def test_every_wrong_field_of_an_entry_is_named_at_once(make, api):
    past = [
        {"name": " ", "creditCode": "91310112MA1GB5XQ3X", "actedFor": True, "reference": "号" * 101},
    ]

    _, refused = await _enroll(make, api, firm="（）", licence="", capacity=501, specialties=["", "x"], pastWork=past)

    assert {(one["path"], one["code"]) for one in refused["fields"]} == {
        ("firm", "not_a_name"),
        ("licence", "empty"),
        ("capacity", "out_of_range"),
        ("specialties.0", "empty"),
        ("pastWork.0.name", "empty"),
        ("pastWork.0.creditCode", "wrong_check_digit"),
        ("pastWork.0.reference", "too_long"),
    }


async def test_a_code_typed_in_full_width_is_the_same_company(make, api):
    wide = CODE.translate({ord(char): ord(char) + 0xFEE0 for char in CODE})
    past = [{"name": "旧名称有限公司", "creditCode": wide, "actedFor": True, "reference": "2024-001"}]
    district, made = await _enroll(make, api, pastWork=past)
    union = await make.agency(district=district)
    employer = await make.organisation(agency=union, name="新名称有限公司", credit_code=CODE)
    case = await make.case(agency=union, employer=employer)
    mediator = await make.token(await make.staff(Role.MEDIATOR, agency=union))

    order = (await api.data(SUGGEST, {"c": gid("Case", case.id)}, token=mediator))["lawyerSuggestions"]

    assert made["__typename"] == "Lawyer"
    assert [(one["possible"], one["reasons"][0]) for one in order] == [(False, "本人代理过 新名称有限公司 2024-001")]
