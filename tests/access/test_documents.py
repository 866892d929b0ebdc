"""The bytes of documents over HTTP, tried by everybody in every standing: what the table does not allow is not there."""

import pytest

from mediation.gql.relay import gid
from tests.access.attempt import GHOST
from tests.access.known import World
from tests.access.table import allowed
from tests.api import Api

pytestmark = pytest.mark.timeout(300)

PAPERS = {
    "document": ("document_content:view", "accepted"),
    "employers document": ("bytes for the employer", "talking"),
}


async def test_the_bytes_of_a_document_by_everybody(world: World, door: Api) -> None:
    wrong, count = [], 0
    for caller in world.callers.values():
        headers = {"authorization": f"Bearer {caller.token}"} if caller.token else {}
        ghost = await door.client.get(f"/documents/{gid('Document', GHOST)}", headers=headers)
        for name, (row, case) in PAPERS.items():
            answer = await door.client.get(f"/documents/{world.ids[name]}", headers=headers)
            may = allowed(row, caller, case)
            count += may
            if answer.status_code != (200 if may else ghost.status_code):
                wrong.append((name, caller.name, answer.status_code))
            if not may and answer.content != ghost.content:
                wrong.append((name, caller.name, "another answer than for what never was"))
            if may and answer.content != b"%PDF-":
                wrong.append((name, caller.name, "other bytes"))

    assert wrong == []
    assert count == 17
