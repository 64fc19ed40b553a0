"""Folders of submissions for tests of batches, and runs over them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.submissions import CONSISTENT, write_submission
from xlplugin.filing.findings import Report
from xlplugin.outputs.machine.objects import write_reports_json
from xlplugin.runs.inputs.addresses import find_inputs
from xlplugin.runs.job import Done, Job, run_job
from xlplugin.runs.recipe import Recipe, build
from xlplugin.runs.store.outcome import Outcome
from xlplugin.runs.store.results import Results
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.executor import Chunk, Executor, LocalExecutor
from xlplugin.runs.workers.failures import Bounds
from xlplugin.text import Language

POISON = "tests.poison:read"
TIGHT = Bounds(seconds=5, mebibytes=400)
"""A file of these tests takes some hundredths of a second and a few MiB."""


class InProcess(LocalExecutor):
    """Checks in this process, chunk after chunk, and notes which files it was given. After `limit` chunks somebody presses Ctrl-C."""

    def __init__(self, limit: int | None = None) -> None:
        super().__init__(2)
        self.asked: list[str] = []
        self._limit = limit

    def run(self, recipe: Recipe, chunks: Iterable[Chunk]) -> Generator[list[Outcome], None, None]:
        checker = build(recipe)
        for number, chunk in enumerate(chunks):
            if number == self._limit:
                raise KeyboardInterrupt
            self.asked += [Path(one.file).stem for one in chunk]
            yield check_chunk(chunk, checker, lambda position: None)


def write_batch(folder: Path, count: int, names: Sequence[str] = ()) -> list[Path]:
    """So many submissions, of ten organs with figures of their own, every fifth with an error; the named ones besides. In path order."""
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [_kind(folder.parent.parent / f"{folder.parent.name}-{folder.name}-kinds", number) for number in range(min(count + len(names), 10))]
    paths = [folder / f"{number:05}.xlsx" for number in range(count)] + [folder / f"{name}.xlsx" for name in names]
    for number, path in enumerate(paths):
        shutil.copyfile(kinds[number % len(kinds)], path)
    return sorted(paths)


def _kind(folder: Path, number: int) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{number}.xlsx"
    values = {**CONSISTENT, "requests.received.other": number % 5 // 4, "requests.received.natural_person": 15 + number, "requests.granted.natural_person": 9 + number}
    return path if path.exists() else write_submission(path, values, organ=f"样例{number}镇人民政府")


def run_batch(folder: Path, out: str, executor: Executor | None = None, retry: bool = False, **options: Any) -> Done:
    """A run over everything in a folder; the executor is two processes that obey `tests.poison`, if no other is given."""
    if isinstance(options.get("prior"), str):
        options["prior"] = (options["prior"],)
    with executor or LocalExecutor(2, TIGHT, POISON) as used:
        return run_job(Job(find_inputs([str(folder)]).files, **options), used, out, retry=retry)


def iter_reports(out: str) -> Iterator[Report]:
    """The reports in a run's folder, in path order, one at a time."""
    with Results(out) as results:
        yield from (result.report() for result in results)


def reports_json(reports: Iterable[Report], language: Language) -> str:
    """Reports as `check --format json` prints them."""
    stream = io.StringIO()
    write_reports_json(stream, reports, language)
    return stream.getvalue()


def json_of(out: str) -> str:
    """The results of a run as they are written."""
    return reports_json(iter_reports(out), "zh")
