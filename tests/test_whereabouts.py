"""A worker process is seen at its work without a message, the system's own limit on it is anew in good time, and what it hands over is whole."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from io import BytesIO
from types import SimpleNamespace

import pytest

from xlplugin.runs.workers import child, worker
from xlplugin.runs.workers.whereabouts import Step, Whereabouts, begin, last_words

STEPS = """
import os
from xlplugin.runs.workers.whereabouts import Whereabouts
here = Whereabouts(2)
here.step(4)
os.write(2, b"some words")
here.step(here.position, is_loading=True)
os._exit(0)
"""


@pytest.mark.slow
def test_what_a_process_was_at_is_known_when_it_is_gone_and_its_words_stand_behind_it() -> None:
    with tempfile.TemporaryFile() as stream:
        seen = begin(stream)
        assert seen.look() == Step(0, -1, True) and last_words(stream, 100) == b""
        subprocess.run([sys.executable, "-c", STEPS], stderr=stream, check=True)
        assert seen.look() == Step(2, 4, True)
        assert last_words(stream, 100) == b"some words" and last_words(stream, 5) == b"words"
        assert seen.look() == Step(2, 4, True)


def test_the_same_file_again_is_another_step() -> None:
    with tempfile.TemporaryFile() as stream:
        seen, here = begin(stream), Whereabouts(stream.fileno())
        here.step(0)
        before = seen.look()
        here.step(0)
        assert seen.look() == Step(before.number + 1, 0, False)


@pytest.mark.skipif(sys.platform == "win32", reason="the system sets no such limit there")
def test_the_limit_of_time_is_anew_for_a_file_when_those_before_it_have_taken_much_of_the_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[int] = []
    names = {"RLIMIT_CPU": "cpu", "RLIM_INFINITY": -1}
    monkeypatch.setitem(sys.modules, "resource", SimpleNamespace(**names, getrlimit=lambda what: (-1, -1), setrlimit=lambda what, limit: limits.append(limit[0])))
    limit = child._LimitOfTime(10)
    for taken in (0.0, 1.0, child._GRACE / 2 - 1, child._GRACE / 2, child._GRACE / 2 + 1):
        monkeypatch.setattr(time, "process_time", lambda now=taken: now)
        limit.renew()
        assert taken + 10 + child._GRACE / 2 <= limits[-1] <= taken + 10 + child._GRACE
    assert len(limits) == 2


@pytest.mark.parametrize("lengths", [[3], [-1], [3, -1]])
def test_a_piece_of_another_length_than_was_told_is_refused(lengths: list[int]) -> None:
    assert list(worker._pieces(BytesIO(b"abc"), [1, 0, 2])) == [b"a", b"", b"bc"]
    with pytest.raises(ValueError, match="not whole"):
        worker._pieces(BytesIO(b"ab"), lengths)
