"""Saved filters: one for what is the same, a sentence for what it finds, shared with the own agency, and back for a day."""

import pytest

from mediation import worker
from mediation.desk import filters
from mediation.kit.actor import Role

SAVE = """mutation($i: SaveFilterInput!) { saveFilter(input: $i) { __typename ... on Invalid { fields { path code } }
  ... on SavedFilter { id name summary shared filter { tabs withinDays kind channel state heads urgent search } } } }"""
CHANGE = (
    "mutation($i: %sFilterInput!) { answer: %sFilter(input: $i) { __typename ... on SavedFilter { id deletedAt } } }"
)
LIST = "{ savedFilters(first: 50) { totalCount edges { node { name summary shared mine owner { name } } } } }"
WHOLE = {
    "tabs": ["MINE", "OVERDUE", "MINE"],
    "withinDays": 3,
    "kind": "COLLECTIVE",
    "channel": ["WECHAT", "HOTLINE"],
    "state": ["PERFORMING", "MEDIATING"],
    "heads": ["WAGES", "SOCIAL_INSURANCE"],
    "urgent": False,
    "search": "  餐饮  闵工调 餐饮",
}


@pytest.fixture
async def staff(make):
    """Two mediators and an administrator of one studio, and a mediator of another, by name."""
    studio = await make.agency()
    return {
        "mine": await make.staff(Role.MEDIATOR, agency=studio, name="张敏"),
        "colleague": await make.staff(Role.MEDIATOR, agency=studio, name="李明"),
        "stranger": await make.staff(Role.MEDIATOR),
        "administrator": await make.staff(Role.ADMINISTRATOR, agency=studio),
    }


@pytest.fixture
async def people(make, staff):
    """Their tokens."""
    return {name: await make.token(one) for name, one in staff.items()}


async def _save(api, token, name="我的", shared=False, **filter_):
    return await api.do(SAVE, {"i": {"name": name, "filter": filter_, "shared": shared}}, token=token)


async def _change(api, token, verb, key):
    return await api.do(CHANGE % (verb.capitalize(), verb), {"i": {"id": key}}, token=token)


async def _listed(api, token) -> list[str]:
    page = (await api.data(LIST, token=token))["savedFilters"]
    names = [edge["node"]["name"] for edge in page["edges"]]
    assert page["totalCount"] == len(names)
    return names


async def test_the_same_filter_is_kept_once_however_it_is_written_and_says_what_it_finds(api, people):
    token = people["mine"]
    first = await _save(api, token, **WHOLE)
    other = {**WHOLE, "tabs": ["OVERDUE", "MINE"], "channel": ["HOTLINE", "WECHAT"], "search": "闵工调 餐饮"}
    again = await _save(api, token, "逾期的", **other)
    simple = await _save(api, token, "简单", tabs=["MINE", "OVERDUE"], kind="COLLECTIVE")

    assert again["id"] == first["id"]
    assert again["filter"] == first["filter"]
    assert first["filter"]["tabs"] == ["MINE", "OVERDUE"]
    assert simple["summary"] == "逾期、集体、我的"
    assert first["summary"] == (
        "逾期、3 天内到期、调解中或履行中、集体、不紧急、热线或微信、社保或工资、含“闵工调 餐饮”、我的"
    )
    assert await _listed(api, token) == ["简单", "逾期的"]
    assert (await _save(api, people["colleague"], **WHOLE))["id"] != first["id"]


async def test_the_sentence_is_in_the_readers_language(api, make):
    staff = await make.staff(Role.MEDIATOR)
    staff.locale = "en"
    await make.save(staff)

    saved = await _save(api, await make.token(staff), tabs=["UNCLAIMED", "TODAY"], withinDays=0, urgent=True)

    assert saved["summary"] == "due today, due by today, urgent, unclaimed"


async def test_what_is_shared_is_used_by_the_own_agency_and_changed_by_its_owner_only(api, people):
    shared = await _save(api, people["mine"], "大家的", shared=True, urgent=True)
    own = await _save(api, people["mine"], "我的", kind="SINGLE")

    assert await _listed(api, people["colleague"]) == ["大家的"]
    assert await _listed(api, people["stranger"]) == []
    refused = (await api.send(LIST, token=people["administrator"])).json()
    assert refused["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    said = {
        (name, one["name"]): (await _change(api, people[name], "delete", one["id"]))["__typename"]
        for name in ("colleague", "stranger")
        for one in (shared, own)
    }
    assert said == {
        ("colleague", "大家的"): "Forbidden",
        ("colleague", "我的"): "NotFound",
        ("stranger", "大家的"): "NotFound",
        ("stranger", "我的"): "NotFound",
    }


async def test_what_was_deleted_comes_back_within_a_day_and_not_later(api, make, staff, people, clock, runtime):
    token = people["mine"]
    saved = await _save(api, token, "大家的", shared=True, urgent=True)
    gone = await _change(api, token, "delete", saved["id"])
    nobody = await _change(api, people["colleague"], "restore", saved["id"])
    listed = await _listed(api, token)
    back = await _change(api, token, "restore", saved["id"])

    assert gone["deletedAt"] is not None
    assert listed == []
    assert nobody["__typename"] == "NotFound"
    assert back == {"__typename": "SavedFilter", "id": saved["id"], "deletedAt": None}
    await _change(api, token, "delete", saved["id"])
    anew = await _save(api, token, "又一次", urgent=True)
    assert anew["id"] != saved["id"]
    assert (await _change(api, token, "restore", saved["id"]))["id"] == anew["id"]
    clock.advance(hours=24)
    token = await make.token(staff["mine"])
    assert (await _change(api, token, "restore", saved["id"]))["__typename"] == "NotFound"
    assert (await worker.tick(runtime))["desk.filters.forget_deleted"] == 1
    assert await _listed(api, token) == ["又一次"]


async def test_what_narrows_nothing_or_cannot_be_is_refused_with_its_path_and_there_is_an_end(api, people, monkeypatch):
    token = people["mine"]
    monkeypatch.setattr(filters, "MOST", 2)
    tries = [
        ({"tabs": [], "search": "  "}, "我", "filter"),
        ({"withinDays": 999}, "我", "filter.withinDays"),
        ({"search": "字" * 101}, "我", "filter.search"),
        ({"urgent": True}, " ", "name"),
        ({"urgent": True}, "字" * 41, "name"),
    ]
    for filter_, name, path in tries:
        answer = await _save(api, token, name, **filter_)
        assert [one["path"] for one in answer["fields"]] == [path], answer
    for days in (1, 2):
        assert (await _save(api, token, withinDays=days))["__typename"] == "SavedFilter"
    full = await _save(api, token, withinDays=3)
    assert full["fields"] == [{"path": "filter", "code": "too_many"}]
    assert (await _save(api, token, "又", withinDays=2))["name"] == "又"
