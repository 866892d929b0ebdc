"""What happens to a version between its making and its keeping, and when the key is changed."""

import asyncio

from sqlalchemy import select, update
from sqlmodel import col

from mediation.case.models import Case
from mediation.document import service
from mediation.document.models import Document
from mediation.document.press import Press
from mediation.infra.vault import Vault
from mediation.person import rotation
from tests.document.desk import Desk


class _Slow(Press):
    """The real press, with something that happens while it works."""

    def __init__(self, meanwhile) -> None:
        super().__init__()
        self.meanwhile = meanwhile

    async def set(self, paper):
        content = await super().set(paper)
        await self.meanwhile()
        return content


async def test_a_case_that_changed_while_the_paper_was_set_gives_no_version(small, api, runtime, monkeypatch):
    async def another_mediator() -> None:
        async with runtime.db.session() as session:
            changed = update(Case).where(col(Case.id) == small.case.id).values(mediator_id=small.lawyer.id)
            await session.execute(changed)
            await session.commit()

    slow = _Slow(another_mediator)
    monkeypatch.setattr(service, "press", slow)
    answer = await Desk(api, small).generate("ACCEPTANCE_NOTICE")
    slow.stop()

    assert answer["__typename"] == "Conflict"
    async with runtime.read() as connection:
        assert (await connection.execute(select(col(Document.id)))).all() == []


async def test_the_same_paper_ordered_twice_at_once_gets_two_numbers_or_a_conflict(small, api):
    desk = Desk(api, small)

    made = await asyncio.gather(*[desk.generate("RIGHTS_NOTICE", "DOCX") for _ in range(4)])

    kept = sorted(one["number"] for one in made if one["__typename"] == "Document")
    assert kept == list(range(1, len(kept) + 1))
    assert kept
    assert {one["__typename"] for one in made} <= {"Document", "Conflict"}


async def test_a_new_key_seals_documents_anew_and_their_bytes_and_hashes_stay(small, api, runtime, monkeypatch):
    desk = Desk(api, small)
    made = await desk.complete("SERVICE_ADDRESS")
    before = await desk.bytes_of(made)
    index, keys = runtime.settings.secret_key_bytes, dict(runtime.settings.vault_keys)
    newest = {**keys, max(keys) + 1: b"n" * 32}

    report = await rotation.rotate(runtime.db, Vault(newest, index_key=index))
    monkeypatch.setattr(runtime, "vault", Vault({max(newest): b"n" * 32}, index_key=index))

    assert report.broken == []
    assert (report.done["document.content"], report.done["document.details"]) == (1, 1)
    assert await desk.bytes_of(made) == before
    assert (await desk.kinds(desk.workers[0]))["SERVICE_ADDRESS"]["given"] == [
        {"field": "WORKER_ADDRESS", "value": "（住址）"}
    ]
