"""Who may put which name under an agreement: their own, or others' with special authority."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from mediation.agreement import hands
from mediation.agreement.hands import Mark, Method, Representation, Signatory
from mediation.kit.actor import Actor, ActorKind, Role, Side
from mediation.kit.problems import Forbidden, Invalid

A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)
NOON = datetime(2026, 11, 20, 4, tzinfo=UTC)
MEDIATOR = Actor(kind=ActorKind.STAFF, id=UUID(int=9), roles=frozenset({Role.MEDIATOR}), at=NOON)


def _party(side: Side, party_id: UUID | None = None) -> Actor:
    return Actor(kind=ActorKind.PARTY, id=UUID(int=8), roles=frozenset({Role.ROOM_PARTY}), side=side, party_id=party_id)


def test_a_worker_in_the_room_signs_for_themselves():
    hands.signs_as_party(_party(Side.WORKERS, A), Signatory.WORKER, [A], None)


def test_a_worker_signs_for_others_with_special_authority_only():
    plain, special = (Representation(A, frozenset(given)) for given in ((), (B,)))

    hands.signs_as_party(_party(Side.WORKERS, A), Signatory.WORKER, [A, B], special)
    with pytest.raises(Forbidden):
        hands.signs_as_party(_party(Side.WORKERS, A), Signatory.WORKER, [A, B, C], special)
    for representative in (None, plain, Representation(B, frozenset((A, B)))):
        with pytest.raises(Forbidden):
            hands.signs_as_party(_party(Side.WORKERS, A), Signatory.WORKER, [B], representative)


@pytest.mark.parametrize(
    ("actor", "signatory"),
    [
        (_party(Side.WORKERS, A), Signatory.EMPLOYER),
        (_party(Side.EMPLOYER), Signatory.WORKER),
        (_party(Side.EMPLOYER), Signatory.MEDIATOR),
        (_party(Side.WORKERS, A), Signatory.MEDIATOR),
    ],
)
def test_nobody_in_the_room_signs_for_another_side(actor, signatory):
    with pytest.raises(Forbidden):
        hands.signs_as_party(actor, signatory, [A] if signatory is Signatory.WORKER else [], None)


def test_the_employer_in_the_room_signs_for_the_employer():
    hands.signs_as_party(_party(Side.EMPLOYER), Signatory.EMPLOYER, [], None)


def test_a_seat_without_a_person_signs_for_no_worker():
    with pytest.raises(Forbidden):
        hands.signs_as_party(_party(Side.WORKERS), Signatory.WORKER, [A], None)


def test_a_worker_declines_for_themselves_only_whatever_their_authority():
    hands.declines_as_party(_party(Side.WORKERS, A), Signatory.WORKER, [A])
    hands.declines_as_party(_party(Side.EMPLOYER), Signatory.EMPLOYER, [])
    hands.declines_as_party(MEDIATOR, Signatory.WORKER, [B])
    for actor, signatory, workers in (
        (_party(Side.WORKERS, A), Signatory.WORKER, [A, B]),
        (_party(Side.WORKERS, A), Signatory.EMPLOYER, []),
        (_party(Side.EMPLOYER), Signatory.WORKER, [A]),
    ):
        with pytest.raises(Forbidden):
            hands.declines_as_party(actor, signatory, workers)


def test_in_the_room_the_method_is_what_was_done_whatever_is_stated():
    boss = _party(Side.EMPLOYER)

    assert hands.method_of(boss, Signatory.EMPLOYER, Method.SEAL_PAGE, by_code=True) is Method.CODE
    assert hands.method_of(boss, Signatory.EMPLOYER, Method.SEAL_PAGE) is Method.ENTRY
    assert hands.method_of(MEDIATOR, Signatory.WORKER, None) is Method.IN_PERSON
    assert hands.method_of(MEDIATOR, Signatory.EMPLOYER, None) is Method.SEAL_PAGE
    assert hands.method_of(MEDIATOR, Signatory.MEDIATOR, None) is Method.PLATFORM
    assert hands.method_of(MEDIATOR, Signatory.EMPLOYER, Method.IN_PERSON) is Method.IN_PERSON


@pytest.mark.parametrize(
    ("signatory", "workers", "path", "code"),
    [
        (Signatory.WORKER, [], "workers", "required"),
        (Signatory.EMPLOYER, [A], "workers", "not_wanted"),
        (Signatory.STUDIO, [], "signatory", "not_possible"),
        (Signatory.WORKER, [A, B], "workers.1", "unknown_worker"),
    ],
)
def test_the_names_must_fit_the_signatory(signatory, workers, path, code):
    with pytest.raises(Invalid) as refused:
        hands.check_signers(signatory, workers, lined=frozenset({A}))

    assert [(fault.path, fault.code) for fault in refused.value.fields] == [(path, code)]


def test_nobody_signs_twice_but_who_declined_may_still_sign():
    marks = [Mark(Signatory.WORKER, A, declined=False), Mark(Signatory.WORKER, B, declined=True)]

    hands.check_unsigned(Signatory.WORKER, [B], marks)
    with pytest.raises(Invalid) as refused:
        hands.check_unsigned(Signatory.WORKER, [B, A], marks)

    assert [(fault.path, fault.code) for fault in refused.value.fields] == [("workers.1", "already_signed")]


def test_the_seal_stands_once():
    with pytest.raises(Invalid):
        hands.check_unsigned(Signatory.STUDIO, [], [Mark(Signatory.STUDIO, None, declined=False)])


@pytest.mark.parametrize(
    ("representative", "faults"),
    [
        (None, [("representative", "not_elected")]),
        (
            Representation(A, frozenset()),
            [("workers.1", "no_special_authority"), ("workers.2", "no_special_authority")],
        ),
        (Representation(A, frozenset((B,))), [("workers.2", "no_special_authority")]),
    ],
)
def test_the_mediator_records_a_representative_for_those_only_who_authorised_them(representative, faults):
    with pytest.raises(Invalid) as refused:
        hands.check_authority(representative, [A, B, C])

    assert [(one.path, one.code) for one in refused.value.fields] == faults
