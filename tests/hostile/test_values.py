"""Amounts, whole numbers, days and moments that are none, in every argument that takes one; and numbers of people."""

from typing import Any

import pytest

from tests.hostile.doors import PROBLEM_TYPES, Path, arguments, document, dotted, holds, mutations, put
from tests.hostile.world import CREDIT_CODE, ID_NUMBER, Call, World

NO_FEN = [1.5, "1.5", "1e3", "1,000", "٣", "￥5", "", " 1", True, [1], {"fen": 1}, 10**15 + 1, "9" * 40, "-" + "9" * 17]
NO_INT = [2**31, -(2**31) - 1, 1.5, "1", "", True, [1], {}]
NO_DATE = [
    "2026-02-30",
    "2025-02-29",
    "2026-13-01",
    "2026-1-1",
    "20261120",
    "2026-W47-5",
    "2026-11-20T00:00:00Z",
    "２０２６-１１-２０",
    "0000-01-01",
    "0001-01-01",
    "1899-12-31",
    "2200-01-01",
    "9999-12-31",
    "",
    "明天",
    1_700_000_000,
]
NO_INSTANT = [
    "2026-11-20T03:00:00",
    "2026-11-20",
    "2026-02-30T00:00:00Z",
    "2026-11-20T25:00:00Z",
    "2026-11-20T03:00:00+99:00",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "now",
    "",
    0,
]
NONE = {"Fen": NO_FEN, "Int": NO_INT, "Date": NO_DATE, "Instant": NO_INSTANT, "Boolean": ["true", 1, 0, "", "是"]}
EXTREME = {
    "Int": [2**31 - 1, -(2**31), -1, 0],
    "Date": ["1900-01-01", "2199-12-31"],
    "Instant": ["1900-01-01T00:00:00+14:00", "2199-12-31T23:59:59-12:00"],
}


def _places(scalar: str) -> list[tuple[str, Path]]:
    return [(mutation, path) for mutation in mutations() for path in arguments(mutation, scalar)]


async def _call(w: World, mutation: str, path: Path) -> Call:
    calls = await w.unspent(mutation)
    return next((one for one in calls if holds(one.given, path)), calls[0])


async def _raw(w: World, call: Call, given: dict[str, Any]) -> Any:
    return await w.api.send(document(call.mutation), {"input": given}, token=call.token)


@pytest.mark.parametrize("scalar", NONE)
async def test_what_is_no_value_of_its_kind_is_refused_before_anything_runs(w: World, scalar: str):
    assert _places(scalar)
    for mutation, path in _places(scalar):
        call = await _call(w, mutation, path)
        before = await w.books()
        for value in NONE[scalar]:
            answer = await _raw(w, call, put(call.given, mutation, path, value))
            assert answer.status_code == 400, (mutation, path, value, answer.text)
            body = answer.json()
            code = body["error"]["code"] if "error" in body else body["errors"][0]["extensions"]["code"]
            assert code in ("VARIABLES_INVALID", "JSON_NUMBER"), (mutation, path, value, body)
        assert await w.books() == before, mutation


@pytest.mark.parametrize("scalar", EXTREME)
async def test_the_farthest_values_are_answered_and_never_break_anything(w: World, scalar: str):
    for mutation, path in _places(scalar):
        for value in EXTREME[scalar]:
            call = await _call(w, mutation, path)
            answer = await w.send(call, put(call.given, mutation, path, value))
            assert answer["__typename"] in PROBLEM_TYPES or answer.get("code") is None, (mutation, path, value)
            if answer["__typename"] not in PROBLEM_TYPES:
                w.spend(mutation)


@pytest.mark.parametrize("fen", [-1, "-1", -(10**15)])
async def test_a_negative_amount_is_invalid_everywhere_with_its_path(w: World, fen: Any):
    for mutation, path in _places("Fen"):
        call = await _call(w, mutation, path)
        before = await w.books()

        answer = await w.send(call, put(call.given, mutation, path, fen))

        assert answer["__typename"] == "Invalid", (mutation, path, answer)
        where = dotted(path)
        assert [one for one in answer["fields"] if where.startswith(one["path"])], (mutation, path, answer)
        assert await w.books() == before


async def test_an_amount_above_an_int_and_the_largest_of_all_come_back_to_the_fen(w: World):
    for fen in (2**31, 2_100_000_001, 10**12, 10**14, 10**15):
        call = await w.call("stateClaim")
        answer = await w.send(call, {**call.given, "amountFen": fen})
        assert answer["__typename"] in ("Claim", "Invalid"), answer
        assert answer["__typename"] == "Invalid" or answer["amountFen"] == fen

    call = await w.call("stateClaim")
    assert (await w.send(call, {**call.given, "amountFen": "2100000001"}))["amountFen"] == 2_100_000_001


ID_NUMBERS = [
    ("110105194912310020", "wrong_check_digit"),
    ("11010519491231002", "wrong_length"),
    ("110105491231002", "old"),
    ("110105194902300021", "birth_date"),
    ("110105209912310020", "birth_date"),
    ("990105194912310025", "region"),
    ("1.10105194912E+17", "damaged_by_spreadsheet"),
    ("110105194912310000", "damaged_by_spreadsheet"),
    ("一一〇一〇五", "wrong"),
    ("0" * 18, "wrong"),
    ("X" * 18, "wrong"),
]


@pytest.mark.parametrize(("typed", "about"), ID_NUMBERS)
async def test_an_id_number_that_is_none_is_invalid_and_not_repeated(w: World, typed: str, about: str):
    call = (await w.calls("addParty"))[0]
    before = await w.books()

    answer = await w.send(call, put(call.given, "addParty", ("claimant", "idNumber"), typed))

    assert [one["path"] for one in answer["fields"]] == ["claimant.idNumber"], (about, answer)
    assert typed not in str(answer)
    assert await w.books() == before


@pytest.mark.parametrize(
    "typed", ["11010519491231002x", "110105 19491231 002X", "１１０１０５１９４９１２３１００２Ｘ"]
)
async def test_an_id_number_in_another_dress_is_the_same_number(w: World, typed: str):
    call = (await w.calls("addParty"))[0]
    first = await w.send(call, put(call.given, "addParty", ("claimant", "idNumber"), ID_NUMBER))
    assert "fields" not in first
    person = {**call.given["claimant"], "name": "韩梅", "phone": "13712345678", "idNumber": typed}

    answer = await w.send(call, {**call.given, "version": call.given["version"] + 1, "claimant": person})

    assert [(one["path"], one["code"]) for one in answer["fields"]] == [("claimant.idNumber", "duplicate")]


@pytest.mark.parametrize(
    "typed", [CREDIT_CODE[:-1] + "0", CREDIT_CODE[:-1], CREDIT_CODE[:8] + "I" + CREDIT_CODE[9:], "9.131E+17", "电话"]
)
async def test_a_credit_code_that_is_none_is_invalid_in_every_argument(w: World, typed: str):
    for mutation, path in _places("String"):
        if path[-1] == "creditCode":
            calls = [one for one in await w.calls(mutation) if holds(one.given, path)]
            call = next((one for one in calls if mutation != "reviseParty" or "creditCode" in one.given), calls[0])
            answer = await w.send(call, put(call.given, mutation, path, typed))
            assert [one["path"] for one in answer["fields"]] == [dotted(path)], (mutation, answer)


@pytest.mark.parametrize("typed", ["1381234140", "138123414020", "12812341402", "1.38E+10", "+1 555 0100", "手机"])
async def test_a_phone_number_that_is_none_is_invalid_in_every_argument(w: World, typed: str):
    for mutation, path in _places("String"):
        if (path[-1] == "phone" and path != ("phone",)) or (mutation, path) == ("createStaff", ("phone",)):
            call = await _call(w, mutation, path)
            answer = await w.send(call, put(call.given, mutation, path, typed))
            assert [one["path"] for one in answer["fields"]] == [dotted(path)], (mutation, path, answer)
