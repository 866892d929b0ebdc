"""Passwords: argon2id in threads of their own, a few at a time. Refuses to hold a password, and to say why one is wrong."""

import asyncio
import secrets
import unicodedata
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, TypeVar

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from mediation.kit.problems import TooMany

T = TypeVar("T")

_HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The OWASP minimum for argon2id (19 MiB, two passes, one lane): 20-40 ms on one core of an office server."""

_AT_ONCE: Final = 2
_WAITING: Final = 40
"""With two at a time and some 40 ms each, the last of 40 waits less than a second."""

_DUMMY: Final = _HASHER.hash(secrets.token_urlsafe(24))
"""Nobody's: verified for logins that do not exist, so that they take as long as those that do."""

_threads = ThreadPoolExecutor(max_workers=_AT_ONCE, thread_name_prefix="argon2")
_queued = 0


async def hash_password(password: str) -> str:
    """The hash to store. Raises TooMany when too many are waiting already."""
    return await _in_thread(partial(_HASHER.hash, _bytes(password)))


async def verify(stored: str | None, password: str) -> bool:
    """Whether `password` is the one behind `stored`; without a usable hash it takes as long and is False.

    Raises TooMany when too many are waiting already.
    """
    usable = stored is not None and stored.startswith("$argon2id$")
    return await _in_thread(partial(_verify, stored if usable and stored else _DUMMY, password)) and usable


def needs_rehash(stored: str) -> bool:
    """Whether `stored` was made with other costs than today's."""
    return _HASHER.check_needs_rehash(stored)


def temporary_password() -> str:
    """A password to be read out once and changed at the first sign-in: 80 random bits in groups of four."""
    alphabet = "abcdefghjkmnpqrstvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


def _bytes(password: str) -> bytes:
    # An input method may give full-width letters for the same keys.
    return unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")


def _verify(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, _bytes(password))
    except (Argon2Error, InvalidHashError):
        return False


async def _in_thread(work: Callable[[], T]) -> T:
    global _queued  # noqa: PLW0603 - the count belongs to the process, like the threads
    if _queued >= _AT_ONCE + _WAITING:
        raise TooMany(1)
    _queued += 1
    try:
        return await asyncio.get_running_loop().run_in_executor(_threads, work)
    finally:
        _queued -= 1
