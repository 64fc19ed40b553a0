"""Hostile inputs, of every kind we know: each is read, checked and, where it can be, copied within its limits of computing and memory, or told to be what it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import SHOWN
from xlplugin.filing.findings import Report
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.codec import load
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited and computing told by Linux")]
MOST_SECONDS = 10.0
"""Of computing."""
MOST_MEBIBYTES = 1024


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    """The process that reads them all, one after the other."""
    made = Guard(Recipe(""), Bounds(120, MOST_MEBIBYTES))
    yield made
    made.close()


def computed(guard: Guard) -> float:
    """The seconds that the process has computed so far; 0 where there is none."""
    worker = guard._worker
    if worker is None:
        return 0.0
    words = Path(f"/proc/{worker._process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / 100


@pytest.mark.parametrize("name", SHOWN)
def test_a_hostile_file_ends_in_a_report_or_a_sentence_within_its_limits(name: str, guard: Guard, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SHOWN[name]())
    before = path.read_bytes()
    guard.run([Submission(str(tmp_path / "warm.xlsx"))])  # there is a process, and what it loads is loaded
    start = computed(guard)
    [outcome] = guard.run([Submission(str(path))])
    assert outcome.submission.failure == "", outcome.report
    report = load(Report, outcome.report)
    assert report.error is None or not re.search(r"Traceback|Error: |未预料", report.error.zh) or "已损坏" in report.error.zh, report.error
    if outcome.filing is not None and path.suffix in (".xlsx", ".docx"):
        found = guard.errand(
            "xlplugin.outputs.marked.errands:annotate_checked", [str(path), str(tmp_path / f"copy{path.suffix}"), outcome.report, outcome.filing, "zh"]
        )
        assert "told" not in found or not re.search(r"未预料|停止|异常退出", found["told"][0]), found["told"]
    assert computed(guard) - start < MOST_SECONDS
    assert path.read_bytes() == before
