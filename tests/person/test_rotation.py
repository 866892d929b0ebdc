"""Sealing everything anew with a new key while people work."""

import asyncio
import base64
import re
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from mediation.infra.vault import Vault, VaultError
from mediation.person import rotation
from mediation.person.models import Organisation, Person

KEY_1, KEY_2 = b"k" * 32, b"n" * 32


@pytest.fixture
def vaults(runtime):
    """The vault as it was, with both keys, and with the new key alone."""
    index = runtime.settings.secret_key_bytes
    return [Vault(keys, index_key=index) for keys in ({1: KEY_1}, {1: KEY_1, 2: KEY_2}, {2: KEY_2})]


async def _people(make, runtime, vault, count):
    agency = await make.agency()
    rows = []
    for n in range(count):
        row = Person(district_id=agency.district_id, name=f"甲{n}")
        phone, number = f"138{n:08d}", f"{n:018d}"
        row.phone_cipher = vault.seal(phone, context=f"person.phone:{row.id}")
        row.phone_index = vault.blind_index("phone", phone)
        row.id_cipher = vault.seal(number, context=f"person.id_number:{row.id}") if n % 2 else None
        rows.append(row)
    await make.save(*rows)
    return rows


async def _read(runtime, row_id):
    async with runtime.read() as connection:
        return (await connection.execute(select(Person.__table__).where(col(Person.id) == row_id))).one()


async def test_everything_opens_with_the_new_key_alone_and_indexes_stay(runtime, make, vaults):
    old, both, new = vaults
    rows = await _people(make, runtime, old, 25)
    company = await make.organisation(agency=await make.agency())
    async with runtime.db.session() as session:
        sealed = old.seal("02164120001", context=f"organisation.contact_phone:{company.id}")
        await session.execute(
            update(Organisation).where(col(Organisation.id) == company.id).values(contact_phone_cipher=sealed)
        )
        await session.commit()

    report = await rotation.rotate(runtime.db, both, batch=7)
    again = await rotation.rotate(runtime.db, both, batch=7)

    assert dict(report.done) == {"person.phone": 25, "person.id_number": 12, "organisation.contact_phone": 1}
    assert report.broken == []
    assert again.done.total() == 0
    for n, row in enumerate(rows):
        found = await _read(runtime, row.id)
        assert new.open(found.phone_cipher, context=f"person.phone:{row.id}") == f"138{n:08d}"
        assert found.phone_index == new.blind_index("phone", f"138{n:08d}")
        assert (found.id_cipher is None) == (n % 2 == 0)


async def test_what_is_changed_meanwhile_is_not_overwritten(runtime, make, vaults):
    old, both, new = vaults
    rows = await _people(make, runtime, old, 60)
    stop = asyncio.Event()
    written: dict[object, str] = {}

    async def keep_changing():
        n = 0
        while not stop.is_set():
            row = rows[n % len(rows)]
            phone = f"139{n:08d}"
            blob = both.seal(phone, context=f"person.phone:{row.id}")
            async with runtime.db.session() as session:
                await session.execute(update(Person).where(col(Person.id) == row.id).values(phone_cipher=blob))
                await session.commit()
            written[row.id] = phone
            n += 1

    async def turn():
        for _ in range(5):
            await rotation.rotate(runtime.db, both, batch=5)
        stop.set()

    await asyncio.gather(turn(), keep_changing())

    assert len(written) > 5
    for n, row in enumerate(rows):
        found = await _read(runtime, row.id)
        expected = written.get(row.id, f"138{n:08d}")
        assert new.open(found.phone_cipher, context=f"person.phone:{row.id}") == expected


async def test_a_value_that_does_not_open_is_named_and_left_alone(runtime, make, vaults):
    old, both, _ = vaults
    one, two = await _people(make, runtime, old, 2)
    async with runtime.db.session() as session:
        await session.execute(update(Person).where(col(Person.id) == one.id).values(phone_cipher=two.phone_cipher))
        await session.commit()

    report = await rotation.rotate(runtime.db, both)

    assert report.broken == [f"person.phone:{one.id}: the sealed value was altered or belongs to another place"]
    assert (await _read(runtime, one.id)).phone_cipher == two.phone_cipher
    with pytest.raises(VaultError):
        both.open(two.phone_cipher, context=f"person.phone:{one.id}")


def test_every_context_that_is_sealed_under_is_rotated():
    """Read from the source: a new sealed column that the rotation would forget fails here."""
    source = Path(rotation.__file__).parents[1]
    used = {
        match
        for path in source.rglob("*.py")
        for match in re.findall(r'(?:context=|return )f"([a-z_]+\.[a-z_]+):\{', path.read_text(encoding="utf-8"))
    }

    known = {sealed.context for sealed in rotation.sealed_columns()}

    assert {"person.phone", "message.body", "status_link.token", "notice.secrets"} <= known
    assert {context for context in used if context.partition(".")[0] in _tables()} <= known


def _tables():
    import mediation.models  # noqa: F401 - registers every table
    from mediation.infra.db import metadata

    return set(metadata.tables)


async def test_the_command_says_what_it_did(runtime, make, vaults, capsys):
    await _people(make, runtime, vaults[0], 3)
    keys = {1: base64.b64encode(KEY_1).decode(), 2: base64.b64encode(KEY_2).decode()}
    settings = type(runtime.settings)(**{**runtime.settings.model_dump(), "vault_keys": keys})

    code = await asyncio.to_thread(rotation.main, settings)

    assert code == 0
    assert capsys.readouterr().out == (
        "person.id_number: 1 sealed anew\nperson.phone: 3 sealed anew\n4 values sealed anew, 0 do not open.\n"
    )
