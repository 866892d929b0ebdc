"""Roles for people to read: every line of the policy in words, nothing that is not in it, and nobody's sight widened."""

import pytest

from mediation.access.guard import guard
from mediation.access.verbs import Verb
from mediation.agency import roles
from mediation.kit.actor import STAFF_ROLES, Role

MATRIX = """{ roleMatrix { role name verbs permissions { object objectName verb name reach { scope name } }
  hidden { object what reach { scope } } } }"""
PREVIEW = "query($role: Role!) { preview(role: $role) { role verbs hidden { object what } } }"


@pytest.fixture
async def admin(make):
    return await make.token(await make.staff(Role.ADMINISTRATOR))


async def test_the_matrix_is_the_policy_line_by_line_with_words_in_both_languages(api, admin):
    zh = (await api.data(MATRIX, token=admin))["roleMatrix"]
    en = (await api.data(MATRIX, token=admin, accept_language="en"))["roleMatrix"]

    told = {
        (of["role"].lower(), one["verb"], reach["scope"])
        for of in zh
        for one in of["permissions"]
        for reach in one["reach"]
    }
    own = {line[1:] for line in guard.policy.lines if line[0] == "staff"}
    granted = {line for line in guard.policy.lines if line[0] in STAFF_ROLES}
    assert told == granted | {(role.value, *line) for role in STAFF_ROLES for line in own}
    assert [one["verb"] for one in zh[0]["permissions"]] == zh[0]["verbs"]
    for of_zh, of_en in zip(zh, en, strict=True):
        assert of_zh["name"] != of_en["name"]
        for one, other in zip(of_zh["permissions"], of_en["permissions"], strict=True):
            assert one["name"] != other["name"], one["verb"]
            assert one["objectName"] != other["objectName"], one["object"]


async def test_a_preview_says_what_somebody_of_that_role_is_offered_and_the_caller_sees_no_more_than_before(
    api, make, admin
):
    case = await make.case()
    mediator = await make.token(await make.staff(Role.MEDIATOR))

    shown = (await api.data(PREVIEW, {"role": "MEDIATOR"}, token=admin))["preview"]
    offered = (await api.data("{ me { access { verbs } } }", token=mediator))["me"]["access"]["verbs"]
    still = await api.send("{ cases(first: 9) { totalCount } }", token=admin)

    assert shown["verbs"] == offered
    assert still.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert case.number not in str(shown)
    refused = await api.send(PREVIEW, {"role": "ADMINISTRATOR"}, token=mediator)
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"


async def test_what_is_hidden_follows_from_what_is_missing(runtime, api):
    def of(role: Role) -> dict[str, tuple[str, ...]]:
        return {part.what.en: part.scopes for part in roles.hidden(guard.policy, role)}

    supervisor, mediator = of(Role.SUPERVISOR), of(Role.MEDIATOR)
    assert "district" in supervisor["Who the parties are"]
    assert "district" in supervisor["What is said in the room"]
    assert (
        "What is claimed, and how much" not in supervisor
        or "district" not in supervisor["What is claimed, and how much"]
    )
    assert "agency" not in mediator.get("Who the parties are", ())
    assert of(Role.ADMINISTRATOR) == {}
    assert mediator["Logins, phones and addresses"] == ("agency",)


def test_everything_that_verbs_are_done_to_has_a_name():
    done_to = {verb.value.partition(":")[0] for verb in Verb}

    assert done_to - set(roles.OBJECTS) == set()
    assert set(roles.ROLES) == set(Role)
    for words in (roles.OBJECTS, roles.ROLES, roles.SCOPES):
        assert all(one.zh and one.en and one.zh != one.en for one in words.values())


async def test_every_text_of_a_notice_can_be_read_by_administrators_with_what_is_filled_in(api, make, admin):
    ask = "{ noticeTemplates { kind texts { part zh en variables } } }"

    shown = {one["kind"]: one["texts"] for one in (await api.data(ask, token=admin))["noticeTemplates"]}
    refused = await api.send(ask, token=await make.token(await make.staff(Role.MEDIATOR)))

    assert len(shown) > 40
    (text,) = shown["staff.sign_in_code"]
    assert (text["part"], text["variables"]) == ("sms", ["code", "minutes"])
    assert "{code}" in text["zh"]
    assert refused.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
