"""Hostile inputs, of every kind we know: each is read, checked and, where it can be, copied within its limits of computing and memory, or told to be what it is."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hostile import INPUTS, SHOWN, SLOW
from tests.hostile.limits import MOST_MEBIBYTES, MOST_SECONDS, computed, fresh_peak, peak
from xlplugin.filing.submissions import Submission
from xlplugin.form import editions
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.encode import dump
from xlplugin.runs.store.results import Result
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.guard import Guard

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited and computing told by Linux")]


@pytest.fixture(scope="session")
def guard() -> Iterator[Guard]:
    """The process that reads them all, one after the other."""
    made = Guard(Recipe(""), Bounds(120, MOST_MEBIBYTES))
    yield made
    made.close()


def test_at_least_150_inputs_are_shown_and_the_slow_ones_are_there() -> None:
    assert len(SHOWN) >= 150 and set(SLOW) < set(INPUTS)


@pytest.mark.parametrize("name", SHOWN)
def test_a_hostile_file_ends_in_a_report_or_a_sentence_within_its_limits(name: str, guard: Guard, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(SHOWN[name]())
    before = path.read_bytes()
    guard.run([Submission(str(tmp_path / "warm.xlsx"))])  # there is a process, and what it loads is loaded
    fresh_peak(guard)
    start = computed(guard)
    outcome = guard.run([Submission(str(path))])[0].unpacked()
    assert outcome.submission.failure == "", outcome.report
    result = Result.from_outcome(outcome, editions().values())
    report, filing = result.report(), result.filing()
    assert report.error is None or not re.search(r"Traceback|Error: |未预料", report.error.zh) or "已损坏" in report.error.zh, report.error
    if filing is not None and path.suffix in (".xlsx", ".docx"):
        found = guard.errand(
            "xlplugin.outputs.marked.errands:annotate_checked", [str(path), str(tmp_path / f"copy{path.suffix}"), dump(report), dump(filing), "zh"]
        )
        assert "told" not in found or not re.search(r"未预料|停止|异常退出", found["told"][0]), found["told"]
    elif filing is None and path.suffix in (".html", ".txt", ".md", ".ods"):
        found = guard.errand("xlplugin.outputs.exchanged:import_file", [str(path), str(tmp_path / "copy.xlsx"), True, []])
        assert "told" in found and not re.search(r"未预料|停止|异常退出", found["told"][0]), found
    assert computed(guard) - start < MOST_SECONDS and peak(guard) < MOST_MEBIBYTES
    assert path.read_bytes() == before
