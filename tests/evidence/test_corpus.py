"""Hostile and careless files, one test for each family: what becomes of each, how long it takes, and how much memory."""

from collections.abc import Iterator

import pytest

from mediation.evidence.examiner import Examiner
from mediation.evidence.found import Media, Reason
from mediation.kit.problems import Invalid, TooMany
from tests.evidence import corpus, packs
from tests.evidence.corpus import MARK, PLACE, Sample

SECONDS = 1.0
MEMORY_KIB = 100 * 1024
"""which a file that is refused may cost at most, over what the process has when it begins"""


@pytest.fixture
def examiner() -> Iterator[Examiner]:
    made = Examiner()
    yield made
    made.stop()


async def _run(examiner: Examiner, family: str) -> int:
    """Every file of a family; how many there were."""
    before = (await examiner.answer(packs.pdf()))[0]["peak_kib"]
    wrong, count = [], 0
    for sample in corpus.family(family):
        said, content = await examiner.answer(sample.data)
        count += 1
        became = Reason(said["refused"]) if "refused" in said else Media(said["media"])
        if not sample.fits(became):
            wrong.append((sample.name, became))
        if not sample.is_taken and said["cpu_ms"] > SECONDS * 1000:
            wrong.append((sample.name, f"{said['cpu_ms']} ms"))
        if not sample.is_taken and said["peak_kib"] - before > MEMORY_KIB:
            wrong.append((sample.name, f"{said['peak_kib'] - before} KiB"))
        if said["rewritten"] and any(hidden in content for hidden in (MARK, PLACE.encode(), b"Exif", b"PK\x05\x06")):
            wrong.append((sample.name, "still there"))
        if isinstance(became, Media) and said["rewritten"] != (became in (Media.JPEG, Media.PNG)):
            wrong.append((sample.name, "only pictures are written anew, and every picture is"))
    assert wrong == []
    return count


async def test_what_people_have_is_taken_and_pictures_lose_what_is_hidden_in_them(examiner):
    assert await _run(examiner, "good") == 24
    (photo,) = [sample for sample in corpus.family("good") if sample.name == "photo.jpg"]
    said, _ = await examiner.answer(photo.data)
    assert (said["width"], said["height"]) == (48, 64), "turned as the camera noted"


async def test_other_kinds_are_refused_whatever_they_are_called(examiner):
    assert await _run(examiner, "other kinds") == 42


async def test_pages_for_a_browser_are_refused(examiner):
    assert await _run(examiner, "markup") == 17


async def test_files_that_are_two_at_once_are_refused_or_become_one(examiner):
    assert await _run(examiner, "two in one") == 20


async def test_bombs_are_refused_within_a_second_and_a_hundred_mebibytes(examiner):
    assert await _run(examiner, "bombs") == 24


async def test_documents_that_act_or_carry_files_are_refused(examiner):
    assert await _run(examiner, "acting PDF") == 24


async def test_office_files_that_act_fetch_or_carry_files_are_refused(examiner):
    assert await _run(examiner, "acting packages") == 45


_BY_NAME = frozenset({"jpg", "png", "webp", "pdf", "docx", "xlsx", "txt", "csv"})
_BY_START = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"%PDF-", b"PK\x03\x04")


def _passes_a_weak_check(sample: Sample) -> tuple[bool, bool]:
    return sample.name.rpartition(".")[2] in _BY_NAME, sample.data.startswith(_BY_START)


def test_the_corpus_flags_a_check_by_name_and_a_check_by_first_bytes():
    files = corpus.corpus()
    hostile = [sample for sample in files if not sample.is_taken]

    by_name, by_start = map(sum, zip(*[_passes_a_weak_check(sample) for sample in hostile], strict=True))

    assert (len(files), len(hostile)) == (196, 167)
    assert len({sample.data for sample in files}) >= 190
    assert by_name > 80
    assert by_start > 80


async def test_a_file_that_stops_the_examiner_is_refused_and_the_next_one_is_examined(examiner):
    hasty = Examiner(seconds=0.3, module="tests.document.stuck")
    with pytest.raises(Invalid) as refused:
        await hasty.examine(b"a")
    assert refused.value.fields[0].code == "too_complex"
    hasty.stop()

    assert (await examiner.examine(b"a")).media is Media.TEXT
    process = examiner._process
    process.kill()
    process.wait()
    assert (await examiner.examine(packs.pdf())).pages == 1
    examiner._waiting = examiner._most
    with pytest.raises(TooMany):
        await examiner.examine(b"a")
    examiner._waiting = 0


def test_every_reason_is_met_by_a_file_of_the_corpus():
    met = {sample.expected for sample in corpus.corpus() if isinstance(sample.expected, Reason)}

    assert met == set(Reason)
