"""`Idempotency-Key`: the same request once done, however often and however much at once; another request refused."""

import asyncio

import pytest

from mediation.gql.relay import gid
from tests.hostile.doors import document, mutations
from tests.hostile.world import Call, World

NOT_KEYED = frozenset(
    {
        "changePassword",
        "completeSignIn",
        "confirmFactor",
        "discardDraft",
        "enrollFactor",
        "extendSession",
        "markCaseSeen",
        "removeFactor",
        "revealOrder",
        "revealPerson",
        "reviseProfile",
        "saveDraft",
        "sendSignInCode",
        "signIn",
        "signOut",
        "signOutEverywhere",
        "touchRoom",
    }
)
"""safe to repeat as they are, about the session itself, or to be written down every time"""
BY_STRANGERS = frozenset({"enterRoom"})
"""a key needs somebody whose key it is"""
TOLD_ONCE = frozenset({"temporaryPassword", "link", "entryCode", "token", "value"})
"""secrets: a repeat answers the same object without them"""


def keyed() -> list[str]:
    return [mutation for mutation in mutations() if mutation not in NOT_KEYED | BY_STRANGERS]


async def test_the_same_request_under_the_same_key_is_done_once_and_answers_the_same(w: World):
    for mutation in keyed():
        call = await w.call(mutation)

        first = await w.send(call, idempotency_key=f"k-{mutation}")
        done = await w.books()
        again = await w.send(call, idempotency_key=f"k-{mutation}")

        assert "code" not in first, (mutation, first)
        secret = [name for name in TOLD_ONCE if first.get(name) != again.get(name) and again.get(name) is None]
        assert {**again, **{name: first[name] for name in secret}} == first, mutation
        assert await w.books() == done, mutation


async def test_another_request_under_the_same_key_is_a_typed_refusal_and_writes_nothing(w: World):
    call = await w.call("recordFinding")
    await w.send(call, idempotency_key="taken")
    for mutation in keyed():
        other = Call(mutation, call.token, (await w.call(mutation)).given)
        before = await w.books()

        answer = await w.send(other, idempotency_key="taken")
        english = await w.send(other, idempotency_key="taken", accept_language="en")

        assert answer["__typename"] == "Conflict", (mutation, answer)
        assert answer["currentVersion"] is None
        assert answer["message"] == "此幂等键已用于另一请求。"
        assert english["message"] == "This idempotency key has been used for a different request."
        assert await w.books() == before, mutation


@pytest.mark.parametrize("mutation", ["registerCase", "recordPayment", "makeOffer", "signAgreement", "createStaff"])
async def test_ten_at_once_under_one_key_are_one(w: World, mutation: str):
    call = await w.call(mutation)

    answers = await asyncio.gather(*[w.send(call, idempotency_key="one") for _ in range(10)])
    books = await w.books()
    later = await w.send(call, idempotency_key="one")

    assert {answer["__typename"] for answer in answers} == {later["__typename"]}
    assert {answer["id"] for answer in answers} == {later["id"]}
    assert await w.books() == books


async def test_ten_different_requests_at_once_under_one_key_are_one_and_nine_conflicts(w: World):
    call = await w.call("recordFinding")
    givens = [{**call.given, "statement": f"第{n}项情况"} for n in range(10)]

    answers = await asyncio.gather(*[w.send(call, given, idempotency_key="one") for given in givens])
    done = [given for given, answer in zip(givens, answers, strict=True) if answer["__typename"] == "Finding"]
    again = [await w.send(call, given, idempotency_key="one") for given in givens]

    assert len(done) == 1
    assert sorted(answer["__typename"] for answer in answers) == ["Conflict"] * 9 + ["Finding"]
    assert again == answers


@pytest.mark.parametrize("key", ["", "k" * 5_000, "%00 \t", "'; DROP TABLE cases; --"])
async def test_any_key_is_a_key(w: World, key: str):
    call = await w.call("recordFinding")

    first = await w.send(call, idempotency_key=key)
    again = await w.send(call, idempotency_key=key)

    assert first["__typename"] == again["__typename"] == "Finding"
    assert (first["id"] == again["id"]) is bool(key)


async def test_a_key_belongs_to_its_caller(w: World):
    call = await w.call("recordFinding")
    other = Call("recordFinding", w.tokens["colleague"], call.given)

    mine = await w.send(call, idempotency_key="k")
    theirs = await w.send(other, idempotency_key="k")

    assert mine["__typename"] == theirs["__typename"] == "Finding"
    assert mine["id"] != theirs["id"]


async def test_a_refused_request_does_not_use_the_key_up(w: World):
    call = await w.call("recordFinding")

    refused = await w.send(call, {**call.given, "foundOn": "2026-11-21"}, idempotency_key="k")
    done = await w.send(call, idempotency_key="k")

    assert refused["__typename"] == "Invalid"
    assert done["__typename"] == "Finding"


async def test_the_kept_answer_is_for_who_may_still_ask(w: World):
    call = await w.call("recordFinding")
    await w.send(call, idempotency_key="k")
    await w.do("administrator", "disableStaff", staff=gid("Staff", w.people["mediator"].id), version=1)

    answer = await w.api.do(document("recordFinding"), {"input": call.given}, token=call.token, idempotency_key="k")

    assert answer["__typename"] in ("Forbidden", "NotFound")
