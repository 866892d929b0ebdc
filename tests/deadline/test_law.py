"""The law asked through the API: rows of the table, and when a period ends."""

import pytest

from mediation.kit.actor import Role
from mediation.law.deadlines import ROWS

PREVIEW = """
query Preview($rule: String!, $on: Date!, $region: String, $at: Instant) {
  deadlinePreview(rule: $rule, triggerOn: $on, region: $region, triggerAt: $at) {
    triggerOn naturalEnd effectiveEnd endsAt rolled steps whyNot missing
    rule { rule region title lengthInWords openQuestion source { citation quote grade inForceFrom } }
  }
}
"""
RULES = """
query Rules($first: Int!, $after: String, $region: String) {
  deadlineRules(first: $first, after: $after, region: $region) {
    totalCount
    pageInfo { hasNextPage endCursor }
    edges { node { rule region length dayKind trigger triggerMeans whose nature internal extension { by atMost } } }
  }
}
"""


@pytest.fixture
async def token(make) -> str:
    return await make.token(await make.staff(Role.INTAKE_CLERK))


async def test_a_period_is_previewed_with_its_source_and_steps(api, token):
    found = (await api.data(PREVIEW, {"rule": "A-21", "on": "2026-09-16"}, token=token))["deadlinePreview"]

    assert (found["naturalEnd"], found["effectiveEnd"], found["rolled"]) == ("2026-10-01", "2026-10-08", True)
    assert found["endsAt"] == "2026-10-08T16:00:00.000Z"
    assert found["rule"]["source"]["citation"] == "《劳动争议调解仲裁法》第50条"
    assert found["steps"][1] == "当日不计入，自2026-09-17起算。"
    assert (found["whyNot"], found["missing"]) == (None, None)


async def test_a_region_answers_for_what_is_left_to_it(api, token):
    asked = {"rule": "U-2", "on": "2026-09-14", "region": "330106"}

    found = (await api.data(PREVIEW, asked, token=token))["deadlinePreview"]

    assert (found["effectiveEnd"], found["rule"]["region"]) == ("2026-10-10", "zhejiang")


async def test_a_year_without_a_notice_is_not_guessed(api, token):
    found = (await api.data(PREVIEW, {"rule": "G-3", "on": "2026-12-10"}, token=token))["deadlinePreview"]

    assert (found["naturalEnd"], found["effectiveEnd"], found["endsAt"]) == ("2027-01-09", None, None)
    assert found["missing"] == "国务院办公厅关于2027年部分节假日安排的通知"


async def test_a_period_in_hours_needs_its_moment(api, token):
    asked = {"rule": "C-5", "on": "2026-11-20", "at": "2026-11-20T16:30:00+08:00"}

    found = (await api.data(PREVIEW, asked, token=token))["deadlinePreview"]

    assert "2026-11-22 16:30" in found["steps"][-1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"rule": "Z-1", "on": "2026-09-16"}, "没有规则Z-1"),
        ({"rule": "U-2", "on": "2026-09-16"}, "请指明地区"),
        ({"rule": "U-2", "on": "2026-09-16", "region": "shanghai"}, "尚不知道"),
        ({"rule": "A-21", "on": "2026-09-16", "region": "atlantis"}, "没有地区atlantis"),
        ({"rule": "A-21", "on": "1920-01-01"}, "1949年"),
        ({"rule": "L-12", "on": "2026-09-16"}, "须给出时刻"),
    ],
)
async def test_what_cannot_be_asked_is_said(api, token, asked, said):
    answer = (await api.send(PREVIEW, asked, token=token)).json()

    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "INVALID"
    assert said in error["message"]


async def test_the_table_is_read_page_by_page(api, token):
    first = (await api.data(RULES, {"first": 100}, token=token))["deadlineRules"]
    asked = {"first": 100, "after": first["pageInfo"]["endCursor"]}
    second = (await api.data(RULES, asked, token=token))["deadlineRules"]

    rows = [edge["node"] for edge in first["edges"] + second["edges"]]
    assert [row["rule"] for row in rows] == list(ROWS)
    assert first["totalCount"] == len(ROWS)
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    hearing = next(row for row in rows if row["rule"] == "A-11")
    assert (hearing["trigger"], hearing["triggerMeans"], hearing["internal"]) == ("HEARING", "开庭之日", True)
    assert next(row for row in rows if row["rule"] == "M-4")["extension"] == {"by": "BOTH_PARTIES", "atMost": None}


async def test_a_cursor_of_no_row_is_refused(api, token):
    answer = (await api.send(RULES, {"first": 5, "after": "WyJaLTEiXQ"}, token=token)).json()

    assert answer["errors"][0]["extensions"]["code"] == "INVALID"


async def test_the_table_of_a_region_has_its_lengths(api, token):
    found = (await api.data(RULES, {"first": 100, "region": "南昌市"}, token=token))["deadlineRules"]
    more = {"first": 100, "region": "南昌市", "after": found["pageInfo"]["endCursor"]}
    edges = found["edges"] + (await api.data(RULES, more, token=token))["deadlineRules"]["edges"]

    local = {edge["node"]["rule"]: edge["node"]["length"] for edge in edges if edge["node"]["region"]}
    assert local == {"U-2": 60, "U-4": 60, "U-5": 60}


async def test_nobody_asks_without_signing_in(api):
    for query, asked in ((PREVIEW, {"rule": "A-21", "on": "2026-09-16"}), (RULES, {"first": 5})):
        answer = (await api.send(query, asked)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
