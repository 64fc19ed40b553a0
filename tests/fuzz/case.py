"""Runs a case in a guarded process: read, checked, now and then copied, exported or imported; and says what is not as it must be."""

from __future__ import annotations

import hashlib
import pickle
import re
import time
from functools import cache
from pathlib import Path

from tests.fuzz.bases import Base
from tests.fuzz.changes import made
from xlplugin.filing.submissions import Submission
from xlplugin.runs.store.encode import dump
from xlplugin.runs.store.results import Result
from xlplugin.runs.workers.checker import Checker
from xlplugin.runs.workers.chunk import check_chunk
from xlplugin.runs.workers.errands import do
from xlplugin.runs.workers.small import is_small

MOST_SECONDS = 10.0
"""Of computing."""
_UNFORESEEN = re.compile(r"未预料|Traceback")


@cache
def _bases(kept: str) -> list[Base]:
    made: list[Base] = pickle.loads(Path(kept).read_bytes())
    return made


def run_case(checker: Checker, number: int, seed: int, folder: str, kept: str) -> list[str]:
    """What it came to (the report's status), and each thing that was found; the case's file stays where something was. `kept`: what cases are made from, pickled."""
    case = made(number, seed, _bases(kept))
    path = Path(folder, f"case {seed} {number}{case.suffix}")
    path.write_bytes(case.content)
    before = hashlib.sha256(case.content).digest()
    start = time.process_time()
    found: list[str] = []
    is_small(path)
    [outcome] = check_chunk([Submission(str(path))], checker, lambda position: None)
    result = Result.from_outcome(outcome, checker.forms)
    report, filing = result.report(), result.filing()
    if report.error is not None and _UNFORESEEN.search(report.error.zh):
        found.append(report.error.zh)
    target = path.with_name(f"out {number}{case.suffix}")
    if filing is not None and number % 8 == 0:
        told = do("xlplugin.outputs.marked.errands:annotate_checked", [str(path), str(target), dump(report), dump(filing), "zh"], checker)
        found += _of(told, "annotate")
        target.unlink(missing_ok=True)
    elif filing is not None and number % 16 == 1:
        target = target.with_suffix(".docx")
        found += _of(do("xlplugin.outputs.exchanged:export_file", [str(path), str(target), True], checker), "export")
        target.unlink(missing_ok=True)
    elif number % 16 == 2:
        target = target.with_suffix(".xlsx")
        found += _of(do("xlplugin.outputs.exchanged:import_file", [str(path), str(target), True, []], checker), "import")
        target.unlink(missing_ok=True)
    if (took := time.process_time() - start) > MOST_SECONDS:
        found.append(f"{took:.1f} s of computing")
    if hashlib.sha256(path.read_bytes()).digest() != before:
        found.append("the file was changed")
    beside = [other.name for other in path.parent.iterdir() if other != path and not other.name.startswith("case ")]
    if beside:
        found.append(f"left behind: {beside}")
    if not found:
        path.unlink()
    return [report.status, *(f"{case.told}: {one}" for one in found)]


def _of(told: dict[str, object], door: str) -> list[str]:
    said = told.get("told")
    return [f"{door}: {said[0]}"] if isinstance(said, list) and _UNFORESEEN.search(said[0]) else []
