"""Evidence over HTTP, tried by everybody in every standing: bringing a file, and the bytes of what is there."""

import pytest

from mediation.gql.relay import gid
from tests.access.attempt import GHOST
from tests.access.digest import digest
from tests.access.known import World
from tests.access.table import allowed
from tests.api import Api

pytestmark = pytest.mark.timeout(300)

FILES = {
    "evidence": "evidence_content:view",
    "workers evidence": "evidence for the workers",
    "employers evidence": "evidence for the employer",
    "studios evidence": "evidence for the studio",
    "private evidence": "caucus:view",
    "waiting evidence of a colleague": "evidence that waits",
}


def _headers(token: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


async def test_the_bytes_of_evidence_by_everybody(world: World, door: Api) -> None:
    wrong, count = [], 0
    for caller in world.callers.values():
        ghost = await door.client.get(f"/evidence/{gid('Evidence', GHOST)}", headers=_headers(caller.token))
        for name, row in FILES.items():
            answer = await door.client.get(f"/evidence/{world.ids[name]}", headers=_headers(caller.token))
            may = allowed(row, caller, "talking")
            if row.startswith("evidence for"):
                # A supervisor of the district sees that it is there, and reads it only at the studio.
                may = may and (caller.role != "supervisor" or allowed("evidence_content:view", caller, "talking"))
            count += may
            if answer.status_code != (200 if may else ghost.status_code):
                wrong.append((name, caller.name, answer.status_code))
            if not may and answer.content != ghost.content:
                wrong.append((name, caller.name, "another answer than for what never was"))
            if may and answer.content != b"%PDF-":
                wrong.append((name, caller.name, "other bytes"))

    assert wrong == []
    assert count == 28


async def test_bringing_a_file_by_everybody(world: World, door: Api, in_world) -> None:
    wrong, count = [], 0
    before = await digest(in_world)
    for caller in world.callers.values():
        answers = []
        for case in (world.ids["talking"], str(gid("Case", GHOST))):
            files, data = {"file": ("a.txt", b"hello")}, {"kind": "other", "audience": "everyone"}
            path = f"/cases/{case}/evidence"
            answers.append(await door.client.post(path, files=files, data=data, headers=_headers(caller.token)))
        answer, ghost = answers
        may, sees = allowed("evidence:upload", caller, "talking"), allowed("case:view", caller, "talking")
        count += may
        # 429: all was done, and then taken back (conftest.undo).
        expected = 429 if may else 403 if sees else ghost.status_code
        if answer.status_code != expected:
            wrong.append((caller.name, answer.status_code, expected))
        if not may and not sees and answer.content != ghost.content:
            wrong.append((caller.name, "another answer than for what never was"))

    assert wrong == []
    assert count == 5
    assert await digest(in_world) == before
