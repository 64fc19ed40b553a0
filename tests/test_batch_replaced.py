"""A file that is replaced while a run goes on: what is told is of one and the same file, and folders of another version are none of ours."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest

from tests.batches import InProcess, run_batch, write_batch
from tests.submissions import CONSISTENT, write_submission
from xlplugin.errors import UsageError
from xlplugin.runs.job import Done
from xlplugin.runs.recipe import Recipe
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.results import Results
from xlplugin.runs.store.storage import Folder
from xlplugin.runs.workers.executor import Chunk

pytestmark = pytest.mark.slow
LATER = 1_700_000_000


class Replacing(InProcess):
    """Before the first chunk is read somebody sends a file once more."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[list[Outcome], None, None]:
        waiting = list(chunks)
        write_submission(self._path, CONSISTENT, organ="样例七十镇人民政府")
        os.utime(self._path, (LATER, LATER))
        yield from super().run(recipe, waiting)


def test_size_and_date_are_those_of_the_file_that_was_read(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    path = write_batch(inputs, 3)[1]
    assert run_batch(inputs, out, Replacing(path)) == Done(3, 0)
    with Results(out) as results:
        told = {Path(one.file): one for one in results.submissions()}
    assert (told[path].content, told[path].size, told[path].mtime) == (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size, LATER)
    assert run_batch(inputs, out, again := InProcess()) == Done(0, 3) and again.asked == []


def test_a_folder_of_another_version_holds_no_results(tmp_path: Path) -> None:
    inputs, out = tmp_path / "in", str(tmp_path / "out")
    write_batch(inputs, 2)
    run_batch(inputs, out, InProcess())
    told = json.loads(Folder(out).read("manifest.json") or b"")
    Folder(out).keep("manifest.json", json.dumps({**told, "schema": told["schema"] + 1}).encode())
    with pytest.raises(UsageError):
        Results(out)
    assert run_batch(inputs, out, InProcess()) == Done(0, 2)
