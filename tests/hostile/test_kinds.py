"""Each kind of text through each verb that takes it: how long it may be, and which characters stand or do not."""

import json

import pytest

from tests.hostile.doors import PROBLEM_TYPES, Path, arguments, dotted, holds, mutations, put
from tests.hostile.world import Call, World

TOO_LONG = "字" * 49_999
"""for every kind but the longest, which the door itself bounds"""

ELSEWHERE = {
    ("signIn", "password"): ("Invalid", "login"),
    ("breakGlassCase", "number"): ("NotFound", None),
    ("enterRoom", "link"): ("NotFound", None),
}
"""what is looked up and not stored answers as what is not there; a sign-in never says which of the two was wrong"""

PROSE = frozenset(
    [
        "body",
        "comment",
        "conditions",
        "content",
        "legalBasis",
        "manner",
        "note",
        "opinion",
        "reason",
        "request",
        "result",
        "statement",
        "summary",
        "text",
        "value",
        "words",
    ]
)
"""free text by the name of its argument; everything else is one line, until somebody decides otherwise"""

SECRET = frozenset({"challenge", "clientKey", "code", "currentPassword", "link", "newPassword", "password", "textHash"})
"""compared or hashed, never shown"""

NO_PROSE = frozenset({"establishAgency", "previewRoster", "reviseRoster", "saveDraft"})
"""whose texts are read cell by cell, or are JSON"""

CONTENT = "𠮷野家，𪚥先生说：“好”👨‍👩‍👧‍👦 İ ½ ①"
"""extension B, an emoji held together by joiners, what NFKC would change"""


def _is_prose(mutation: str, path: Path) -> bool:
    is_figure = path[-1] == "value" and "inputs" in path  # what an amount is computed from
    return path[-1] in PROSE and mutation not in NO_PROSE and not is_figure


def _places() -> list[tuple[str, Path]]:
    return [(mutation, path) for mutation in mutations() for path in arguments(mutation, "String")]


async def _call_with(w: World, mutation: str, path: Path) -> Call:
    """The valid call that says something at `path`, or may."""
    fitting = [call for call in await w.unspent(mutation) if holds(call.given, path)]
    fitting.sort(key=lambda call: put(call.given, mutation, path, None) == call.given, reverse=True)
    assert fitting, f"a valid call of {mutation} that goes down to {dotted(path)} is missing: tests/hostile/ways_*.py"
    return next((call for call in fitting if _says(call.given, path)), fitting[0])


def _says(given: object, path: Path) -> bool:
    for step in path:
        if step == "[]":
            given = given[0] if given else None
        elif not isinstance(given, dict) or step not in given:
            return False
        else:
            given = given[step]
    return given is not None


@pytest.mark.parametrize("part", range(4))
async def test_every_text_has_a_longest_and_more_is_refused_with_its_path_and_writes_nothing(w: World, part: int):
    for mutation, path in _places()[part::4]:
        if (mutation, path) in (("recordMinutes", ("body",)), ("previewRoster", ("text",))):
            continue  # longer ones are allowed: minutes, and a whole roster
        call = await _call_with(w, mutation, path)
        before = await w.books()

        answer = await w.send(call, put(call.given, mutation, path, TOO_LONG))

        kind, where = ELSEWHERE.get((mutation, dotted(path)), ("Invalid", dotted(path)))
        assert answer["__typename"] == kind, (mutation, path, answer)
        assert where is None or where in [one["path"] for one in answer["fields"]], (mutation, path, answer)
        assert await w.books() == before, (mutation, path)


@pytest.mark.parametrize("part", range(4))
async def test_content_comes_back_as_it_was_typed(w: World, part: int):
    for mutation in mutations()[part::4]:
        for call in await w.calls(mutation):
            prose = [
                path for path in arguments(mutation, "String") if _is_prose(mutation, path) and holds(call.given, path)
            ]
            given, typed = call.given, {}
            for n, path in enumerate(prose):
                typed[path] = f"{CONTENT}\n第二段{mutation}{n}"
                given = put(given, mutation, path, typed[path])
            if not prose:
                continue

            answer = await w.send(call, given)

            assert answer["__typename"] not in PROBLEM_TYPES, (mutation, answer)
            stored = json.dumps(answer, ensure_ascii=False) + await w.everything()
            for path, text in typed.items():
                sealed = (mutation, path[-1]) in SEALED
                assert sealed or json.dumps(text, ensure_ascii=False)[1:-1] in stored, (mutation, path)


SEALED = frozenset(
    {
        ("acceptOffer", "note"),
        ("generateDocument", "value"),
        ("rejectOffer", "note"),
        ("releaseOffer", "words"),
        ("withdrawOffer", "note"),
    }
)
"""encrypted at rest and not among the plain fields of the answer; their own tests read them"""


DECEIVING = ["前\u202e后", "前\u200b\u2060后", "前\x07\x1b[2J后", "前\r\n后", "前\ufeff\ufff9后"]
"""direction, zero width, control, newline, marks"""


@pytest.mark.parametrize("part", range(3))
async def test_what_deceives_the_eye_is_refused_or_cleaned_away_and_lines_stay_one_line(w: World, part: int):
    refused, answers, lines = 0, [], []
    places = [(mutation, path) for mutation in mutations()[part::3] for path in arguments(mutation, "String")]
    tries = [(*place, typed) for place in places for typed in DECEIVING if place[1][-1] not in SECRET]
    for n, (mutation, path, typed) in enumerate(tries):
        call = await _call_with(w, mutation, path)
        mine = "前" + "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{n:03d}")

        answer = await w.send(call, put(call.given, mutation, path, typed.replace("前", mine) * 4))

        assert answer["__typename"] in ("Invalid", "NotFound") or answer["__typename"] not in PROBLEM_TYPES, answer
        if answer["__typename"] in PROBLEM_TYPES:
            refused += 1
        else:
            w.spend(mutation)
        answers.append(answer)
        lines += [] if _is_prose(mutation, path) else [f"{mine}\u200b", f"{mine}\\n"]

    said = json.dumps(answers, ensure_ascii=False) + await w.everything()
    bad = ["\u202e", "\\u0007", "\\u001b", "\\r", "\ufeff", "\ufff9", *lines]
    assert [one for one in bad if one in said] == []
    assert refused > 50
