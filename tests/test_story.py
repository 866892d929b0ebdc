"""The story is played for real: fresh servers, the public API, the worker process, a clock that is moved."""

import subprocess
import sys

import pytest

from mediation.story.play import close
from mediation.story.stage import words_of


@pytest.mark.timeout(400)
def test_the_case_of_thirty_four_workers_ends_as_told(tmp_path):
    played = subprocess.run(
        [sys.executable, "-m", "mediation", "story"], cwd=tmp_path, capture_output=True, text=True, timeout=380
    )

    assert (played.returncode, [line for line in played.stdout.splitlines() if "✗" in line]) == (0, [])
    assert "协议生效：EFFECTIVE" in played.stdout
    assert "2026年11月23日（周一）24:00" in played.stdout
    assert "第三方垫付结案：('CLOSED', 'ADVANCED')" in played.stdout
    assert "══ 97 facts, 0 failed" in played.stdout


class _Ended:
    """A stage after the last scene."""

    def __init__(self, failures):
        self.facts, self.failures, self.written = 72, failures, []

    def title(self, text):
        self.written.append(text)


def test_one_failed_fact_fails_the_story_and_is_named():
    ended = _Ended(["协议生效"])

    assert close(ended) == 1
    assert ended.written == ["72 facts, 1 failed: 协议生效"]


def test_of_a_page_only_its_chinese_words_are_told():
    body = '<h1>您好</h1><p>还欠 <b>1</b> 元<br></p><p lang="en">Hello <b>you</b></p>'
    page = f"<html><head><title>x</title></head><body>{body}</body></html>"

    assert words_of(page) == ["您好", "还欠 1 元"]
