"""The scanner's own language, spoken with a real server: what is found, and what is no answer."""

import zlib

import pytest
from pydantic import ValidationError

from mediation.infra.clamd import ScannerError, scan
from mediation.settings import Settings
from tests.evidence import packs
from tests.evidence.corpus import EICAR
from tests.evidence.scanner import scanning


async def test_the_scanner_is_sent_the_whole_file_and_finds_what_is_packed_in_it(tmp_path):
    files = {
        "plain": EICAR,
        "zip": packs.archive((b"a.txt", EICAR)),
        "docx": packs.changed(packs.word(), {"word/media/a.png": EICAR}),
        "pdf": packs.pdf(packs.stream(zlib.compress(EICAR), b"/Filter /FlateDecode")),
    }
    clean = bytes(3_000_000)
    for path in (None, str(tmp_path / "clamd.ctl")):
        async with scanning(path=path) as scanner:
            found = {name: await scan(scanner.url, data, seconds=5) for name, data in files.items()}
            assert set(found.values()) == {"Eicar-Signature"}, found
            assert await scan(scanner.url, clean, seconds=5) is None
            assert scanner.seen == [*files.values(), clean]


async def test_what_is_not_an_answer_is_no_answer():
    async with scanning() as scanner:
        for manner in ("garbage", "error", "cut", "silent"):
            scanner.manner = manner
            with pytest.raises(ScannerError):
                await scan(scanner.url, b"a", seconds=0.2)
        url = scanner.url
    with pytest.raises(ScannerError):
        await scan(url, b"a", seconds=5)


def test_the_address_of_a_scanner_is_checked_when_the_settings_are_read():
    for wrong in ("http://a:1", "tcp://a", "unix://a/b", "clamd"):
        with pytest.raises(ValidationError):
            Settings(clamd_url=wrong)
    assert Settings(clamd_url="unix:///run/clamd.ctl").clamd_url == "unix:///run/clamd.ctl"
