"""Twenty thousand guesses at links, most of them near to one that is valid: none is looked for under a hash that is stored."""

import random
from collections.abc import Iterator

from sqlalchemy import select
from sqlmodel import col
from tests.status.links import link_of

from mediation.kit.ids import TOKEN_BYTES, is_token, token_160
from mediation.status import service
from mediation.status.models import StatusLink

GUESSES = 20_000
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
_BITS = 8 * TOKEN_BYTES
_MISREAD = str.maketrans("0011v5s8b2z", "oOilu" + "s5b8z2")


def _number(token: str) -> int:
    value = 0
    for letter in token:
        value = value * 32 + _LETTERS.index(letter)
    return value


def _token(number: int) -> str:
    return token_160((number % (1 << _BITS)).to_bytes(TOKEN_BYTES))


def _near(token: str, dice: random.Random) -> Iterator[str]:
    """One bit, a neighbour, a part with another end, other cases, misread, swapped, more and less of a valid token."""
    number = _number(token)
    for bit in range(_BITS):
        yield _token(number ^ 1 << bit)
        yield _token(number ^ 1 << bit ^ 1 << dice.randrange(_BITS))
    for step in range(1, 65):
        yield _token(number + step)
        yield _token(number - step)
    for length in range(len(token)):
        yield token[:length]
        yield token[length + 1 :]
        yield token[:length] + "".join(dice.choices(_LETTERS, k=len(token) - length))
        yield token[:length] + token[length].upper() + token[length + 1 :]
        yield token[:length] + token[length + 1 :] + token[length]
        yield token[:length] + "%" + token[length + 1 :]
    yield from (token.upper(), token.title(), token.swapcase(), token[::-1], token.translate(_MISREAD), token * 2)
    yield from (
        f"{token} ",
        f" {token}",
        f"{token}\n",
        f"{token}\0",
        f"{token}/",
        f"{token}=",
        f"{token}x",
        f"/s/{token}",
    )
    yield "".join(chr(ord(letter) + 0xFEE0) for letter in token)  # full width: the same to a careless reader


async def test_twenty_thousand_guesses_near_valid_links_open_none(runtime, make):
    agency = await make.agency()
    case, _, _, first = await link_of(runtime, make, agency=agency)
    valid = [first, *[(await link_of(runtime, make, agency=agency, case=case))[3] for _ in range(19)]]
    async with runtime.read() as connection:
        stored = {bytes(one) for one in (await connection.execute(select(col(StatusLink.token_hash)))).scalars()}
    key, dice = runtime.settings.secret_key_bytes, random.Random(20_261_121)

    guesses = {guess for token in valid for guess in _near(token, dice)}
    near = len(guesses)
    while len(guesses) < GUESSES + len(valid):
        guesses.add(token_160(dice.randbytes(TOKEN_BYTES)))
    guesses -= set(valid)

    assert len(guesses) >= GUESSES
    assert near > GUESSES / 2, "most are near to a valid one"
    assert sum(is_token(guess) for guess in guesses) > GUESSES / 2, "most are looked for under a hash of their own"
    assert [guess for guess in guesses if service.sought(key, guess) in stored] == []
    # The same way finds every link that is there, and finds none with another key.
    assert {service.sought(key, token) for token in valid} == stored
    assert not {service.sought(bytes(32), token) for token in valid} & stored
    # What is looked for is what is opened: a few of each kind by the lookup itself.
    for guess in [*dice.sample(sorted(guesses), 20), *sorted(guesses & set(_near(first, dice)))[-20:]]:
        assert await service.visit(runtime, guess, None) is None, guess
    assert await service.visit(runtime, first, None) is not None
