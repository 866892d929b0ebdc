"""Whatever was typed anywhere is text on every page that shows it: a hundred pieces of markup at every door that takes words."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from itertools import count, cycle

import pytest
from sqlalchemy import text

from mediation.agency import sessions
from mediation.gql.relay import gid
from mediation.kit.actor import Role
from tests.hostile.doors import PROBLEM_TYPES, arguments, dotted, holds, mutations, put
from tests.hostile.markup import MARK, PAYLOADS, Page
from tests.hostile.world import World

COMPARED = {"challenge", "clientKey", "code", "currentPassword", "link", "newPassword", "password", "textHash", "login"}
NOT_SENT = {"signIn", "disableStaff", "assignRoles", "resetPassword", "loadCalendar", "establishAgency", "saveDraft"}
"""these take people out of the world, or are no words"""
READERS = (("mediator", 210), ("supervisor", 8), ("administrator", 12), ("clerk", 8), ("auditor", 6))
"""who walks, and how many pages each opens at most"""
START = (
    "/work?tab=AGENCY",
    "/cases",
    "/rooms",
    "/commitments",
    "/referrals",
    "/orders",
    "/lawyers",
    "/inbox",
    "/ledger",
    "/settings",
)


async def _typed(w: World) -> dict[str, str]:
    """Every mutation with a piece of markup wherever it takes words: which stood, by where they were typed."""
    pieces, numbers, stood = cycle(PAYLOADS), count(1), {}
    for mutation in mutations():
        if mutation in NOT_SENT:
            continue
        for call in await w.calls(mutation):
            paths = [p for p in arguments(mutation, "String") if p[-1] not in COMPARED and holds(call.given, p)]
            said = {path: f"{next(pieces)}{MARK}{next(numbers)}." for path in paths}
            for _ in range(3):
                given = call.given
                for path, piece in said.items():
                    given = put(given, mutation, path, piece)
                answer = await w.send(call, given)
                if answer["__typename"] not in PROBLEM_TYPES:
                    stood |= {f"{mutation}.{dotted(path)}": piece for path, piece in said.items()}
                    break
                refused = {field["path"] for field in answer.get("fields", ())}
                said = {path: piece for path, piece in said.items() if dotted(path) not in refused}
    return stood


def _links(text: str) -> Iterator[str]:
    for found in re.findall(r'(?:href|src)="(/[^"]*)"', text):
        path = unescape(found).partition("#")[0]
        if not path.startswith(("/static/", "/logout", "/dev/")) and not re.search(
            r"\.(?:csv|xlsx)\b|/documents/[\w=-]{20,}$", path
        ):
            yield path


def _kind(path: str) -> str:
    """An address without the ids in it."""
    return re.sub(r"[\w=-]{20,}", "*", path.partition("?")[0])


async def _walk(w: World, cookie: str, token: str, starts: list[str], most: int) -> tuple[list[str], list[str], int]:
    """Everything that is wrong, and every text of theirs, on the pages that a reader reaches from `starts`."""
    w.api.client.cookies.set(cookie, token)
    seen, waiting, faults, texts = set(starts), list(starts), [], []
    kinds: Counter[str] = Counter()
    opened = 0
    while waiting and opened < most:
        path = waiting.pop(0)
        kinds[_kind(path)] += 1
        if path not in starts and kinds[_kind(path)] > 4:
            continue
        try:
            answer = await asyncio.wait_for(w.api.client.get(path, headers={"accept": "text/html"}), 15)
        except TimeoutError:
            raise AssertionError(f"{path} does not end") from None
        opened += 1
        assert answer.status_code < 500, path
        if answer.status_code >= 300 or not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = Page(answer.text)
        faults += [f"{path}: {fault}" for fault in page.faults]
        texts += page.texts
        for link in _links(answer.text):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    w.api.client.cookies.clear()
    return faults, texts, opened


ABOUT = {
    "agreement": ("case_id", "Case", "/cases/{}/agreement"),
    "commitment": ("case_id", "Case", "/cases/{}/payments"),
    "cases": ("id", "Case", "/cases/{}"),
    "offer": ("room_id", "Room", "/rooms/{}"),
    "message": ("room_id", "Room", "/rooms/{}"),
    "referral": ("id", "Referral", "/referrals/{}"),
    "service_order": ("id", "ServiceOrder", "/orders/{}"),
    "deadline": ("case_id", "Case", "/cases/{}/deadlines"),
    "finding": ("case_id", "Case", "/cases/{}/findings"),
}
"""where what stands in a table is shown: the column and the type of the id in the address"""


async def _addresses(runtime) -> list[str]:
    """Pages about what was made, the newest of each table first."""
    async with runtime.read() as connection:
        found = []
        for name, (column, type_, path) in ABOUT.items():
            rows = await connection.execute(
                text(f"SELECT DISTINCT {column} AS key FROM {name} ORDER BY key DESC LIMIT 90")
            )
            found += [path.format(gid(type_, row.key)) for row in rows]
    return list(dict.fromkeys(found))


@pytest.mark.timeout(300)
async def test_markup_that_was_typed_anywhere_is_text_on_every_page(w: World, runtime, make):
    stood = await _typed(w)
    cookie = sessions.cookie_name(runtime.settings)
    readers = {**w.tokens, "auditor": await make.token(await make.staff(Role.AUDITOR, agency=w.union))}
    faults, texts, opened = [], [], 0
    about = await _addresses(runtime)
    for who, most in READERS:
        found = await _walk(w, cookie, readers[who], [*(about if who == "mediator" else ()), *START], most)
        faults, texts, opened = faults + found[0], texts + found[1], opened + found[2]
    shown = {where for where, piece in stood.items() if any(piece in text or piece.strip() in text for text in texts)}

    assert faults == []
    assert opened > 150
    assert len(shown) >= 30, sorted(set(stood) - shown)


def test_the_look_at_a_page_finds_each_piece_when_it_is_not_escaped():
    assert len(set(PAYLOADS)) == 100
    missed = [
        piece
        for piece in PAYLOADS
        if not (
            Page(f"<p>{piece}</p>").faults
            or Page(f'<input value="{piece}">').faults
            or Page(f"<input value='{piece}'>").faults
        )
    ]
    assert missed == []
