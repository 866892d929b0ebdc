"""The gate before an agreement takes effect."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.law.documents import EffectFacts, Gap, WorkerFacts, WorkerSignature, missing_for_effect

WANG = WorkerFacts(subject="seat-1", signature=WorkerSignature.OWN, amounts_fen=(648_000, 120_000))
LI = WorkerFacts(
    subject="seat-2", signature=WorkerSignature.REPRESENTATIVE_WITH_SPECIAL_AUTHORITY, amounts_fen=(590_000,)
)
COMPLETE = EffectFacts(
    workers=(WANG, LI),
    employer_signed=True,
    mediator_signed=True,
    body_sealed=True,
    performance_term_set=True,
    performance_manner="银行转账至各劳动者本人账户",
)


def gaps(facts: EffectFacts) -> list[tuple[Gap, str | None]]:
    return [(missing.gap, missing.subject) for missing in missing_for_effect(facts)]


def test_an_agreement_with_everything_takes_effect() -> None:
    assert missing_for_effect(COMPLETE) == ()


@pytest.mark.parametrize(
    ("changes", "gap", "subject", "article"),
    [
        ({"workers": (WANG, replace(LI, signature=WorkerSignature.NONE))}, Gap.WORKER_SIGNATURE, "seat-2", "14"),
        (
            {"workers": (replace(WANG, signature=WorkerSignature.REPRESENTATIVE_WITHOUT_SPECIAL_AUTHORITY), LI)},
            Gap.WORKER_SPECIAL_AUTHORITY,
            "seat-1",
            "56",
        ),
        ({"workers": (replace(WANG, amounts_fen=()), LI)}, Gap.WORKER_AMOUNT, "seat-1", "358"),
        ({"workers": (replace(WANG, amounts_fen=(0, 0)), LI)}, Gap.WORKER_AMOUNT, "seat-1", "358"),
        ({"workers": ()}, Gap.WORKER, None, "14"),
        ({"workers": (replace(WANG, signature=WorkerSignature.DECLINED),)}, Gap.WORKER, None, "14"),
        ({"employer_signed": False}, Gap.EMPLOYER_SIGNATURE, None, "14"),
        ({"mediator_signed": False}, Gap.MEDIATOR_SIGNATURE, None, "14"),
        ({"body_sealed": False}, Gap.BODY_SEAL, None, "14"),
        ({"performance_term_set": False}, Gap.PERFORMANCE_TERM, None, "26"),
        ({"performance_manner": " \n"}, Gap.PERFORMANCE_MANNER, None, "26"),
    ],
)
def test_each_single_gap_keeps_it_from_effect_and_is_named_with_its_source(changes, gap, subject, article) -> None:
    (missing,) = missing_for_effect(replace(COMPLETE, **changes))

    assert (missing.gap, missing.subject, missing.source.article) == (gap, subject, article)
    assert missing.text.zh.endswith("。")
    assert missing.text.en.endswith(".")


def test_every_gap_is_listed_at_once_in_the_order_of_asking() -> None:
    empty = EffectFacts(
        workers=(
            WorkerFacts(subject="a", signature=WorkerSignature.NONE, amounts_fen=()),
            WorkerFacts(subject="b", signature=WorkerSignature.OWN, amounts_fen=(1,)),
            WorkerFacts(
                subject="c", signature=WorkerSignature.REPRESENTATIVE_WITHOUT_SPECIAL_AUTHORITY, amounts_fen=(1,)
            ),
        ),
        employer_signed=False,
        mediator_signed=False,
        body_sealed=False,
        performance_term_set=False,
        performance_manner="",
    )

    assert gaps(empty) == [
        (Gap.WORKER_SIGNATURE, "a"),
        (Gap.WORKER_AMOUNT, "a"),
        (Gap.WORKER_SPECIAL_AUTHORITY, "c"),
        (Gap.EMPLOYER_SIGNATURE, None),
        (Gap.MEDIATOR_SIGNATURE, None),
        (Gap.BODY_SEAL, None),
        (Gap.PERFORMANCE_TERM, None),
        (Gap.PERFORMANCE_MANNER, None),
    ]


def test_those_who_declined_are_neither_bound_nor_waited_for() -> None:
    """Thirty-four take part, two decline, thirty-two sign: the agreement takes effect for the thirty-two."""
    signed = tuple(replace(WANG, subject=f"seat-{n}") for n in range(32))
    declined = tuple(
        WorkerFacts(subject=f"seat-{n}", signature=WorkerSignature.DECLINED, amounts_fen=()) for n in (32, 33)
    )

    assert missing_for_effect(replace(COMPLETE, workers=signed + declined)) == ()


@given(
    st.lists(st.tuples(st.sampled_from(WorkerSignature), st.lists(st.integers(0, 3), max_size=2)), max_size=5),
    st.tuples(*[st.booleans()] * 4),
    st.sampled_from(["", " ", "转账"]),
)
def test_nothing_is_missing_exactly_when_every_condition_holds(workers, flags, manner) -> None:
    facts = EffectFacts(
        workers=tuple(
            WorkerFacts(subject=str(n), signature=signature, amounts_fen=tuple(amounts))
            for n, (signature, amounts) in enumerate(workers)
        ),
        employer_signed=flags[0],
        mediator_signed=flags[1],
        body_sealed=flags[2],
        performance_term_set=flags[3],
        performance_manner=manner,
    )
    valid = {WorkerSignature.OWN, WorkerSignature.REPRESENTATIVE_WITH_SPECIAL_AUTHORITY}
    bound = [(signature, amounts) for signature, amounts in workers if signature is not WorkerSignature.DECLINED]

    complete = bool(bound) and all(s in valid and sum(a) > 0 for s, a in bound) and all(flags) and manner == "转账"

    assert (missing_for_effect(facts) == ()) is complete
