"""Libraries are loaded when something first needs them; in a worker neither their time nor their memory is the file's."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.test_without_pandas import HARD, OUT_OF_BOUNDS, SOUND, UNEQUAL, workbook
from xlplugin import libraries
from xlplugin.filing.submissions import Submission
from xlplugin.runs.recipe import Recipe, program_digest
from xlplugin.runs.workers.failures import Bounds
from xlplugin.runs.workers.worker import Worker

NARROW = Bounds(seconds=60, mebibytes=96)
"""Less than any of pandas, scipy and formulas takes of the address space."""


@pytest.fixture
def entered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What happened around the loading, in order."""
    told: list[str] = []

    @contextmanager
    def around() -> Iterator[None]:
        told.append("begin")
        yield
        told.append("end")

    monkeypatch.setattr(libraries, "around", around)
    return told


def test_what_is_there_is_not_loaded_again(entered: list[str]) -> None:
    libraries.load("json", "sys")
    assert entered == []


def test_the_limits_are_lifted_around_what_is_loaded(entered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a_library_of_this_test.py").write_text("", "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    libraries.load("json", "a_library_of_this_test")
    assert entered == ["begin", "end"] and "a_library_of_this_test" in sys.modules
    with pytest.raises(ImportError):
        libraries.load("no_library_of_this_name")


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere the process is watched from outside")
@pytest.mark.parametrize("changes", [SOUND, OUT_OF_BOUNDS, UNEQUAL, HARD], ids=["nothing", "openpyxl and pandera", "numpy", "scipy"])
def test_a_file_whose_check_loads_libraries_has_its_own_memory_all_the_same(changes: dict[str, object], tmp_path: Path) -> None:
    worker = Worker(Recipe(program_digest()), NARROW)
    try:
        worker.wait_until_ready()
        one = Submission(str(workbook(tmp_path, changes)))
        outcome, again = (row.unpacked() for row in worker.ask([one, one]))
        assert outcome.submission.status == again.submission.status == ("clean" if changes == SOUND else "error")
    finally:
        worker.close()
