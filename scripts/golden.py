"""Whether two checkouts say the same of every file: findings, values, suspects, advice, everything that `check` prints, and how the filing is stored.

    git worktree add ../before 2382441
    python scripts/golden.py ../before . samples FOLDER...     # folders and files; without any, samples/ and 200 made submissions

Every file is read three times in one process, so that its layout is met, learned and filled in; in one more process nothing of a layout
is kept (XLPLUGIN_NO_CACHE=1). Names the files of which anything differs, and what; ends with status 1 where there are some.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_NO_CACHE = "XLPLUGIN_NO_CACHE"
_SIGHTS = 3
_MANY = 200
_CHUNK = 40
Answers = Mapping[str, Any]


def main(arguments: Sequence[str]) -> int:
    """Compares; gives the exit status."""
    before, after, *folders = arguments
    with tempfile.TemporaryDirectory(prefix="xlplugin-golden-") as scratch:
        named = folders or _made(Path(scratch))
        told = {(checkout, cached): _answers(checkout, named, cached=cached) for checkout in (before, after) for cached in (True, False)}
    reference = told[before, False]
    differing = 0
    for (checkout, cached), answers in told.items():
        for file in sorted(reference.keys() | answers.keys()):
            one, other = reference.get(file), answers.get(file)
            if one != other:
                differing += 1
                print(f"{checkout}{'' if cached else ', nothing kept'}: {file}: {', '.join(_unlike(one, other))}")
    print(f"{len(reference)} files, {_SIGHTS} sights each, with and without the layouts kept: {differing} answers differ")
    return 1 if differing else 0


def _made(folder: Path) -> list[str]:
    """The samples, and so many submissions made now."""
    samples = Path(__file__).resolve().parent.parent / "samples"
    for arguments in ([], ["--many", str(_MANY), str(folder)]):
        subprocess.run([sys.executable, str(Path(__file__).with_name("make_samples.py")), *arguments], stdout=subprocess.DEVNULL, check=True)
    return [str(samples), str(folder)]


def _answers(checkout: str, named: Sequence[str], *, cached: bool) -> Answers:
    """By file and sight, what a checkout's own code says, in a process of its own; sets are in one order in all of them."""
    environment = {**os.environ, "PYTHONPATH": str(Path(checkout).resolve()), "PYTHONUTF8": "1", "PYTHONHASHSEED": "0", _NO_CACHE: "" if cached else "1"}
    command = [sys.executable, str(Path(__file__).resolve()), "--tell", *named]
    return dict(json.loads(subprocess.run(command, stdout=subprocess.PIPE, env=environment, check=True).stdout))


def _files(named: Sequence[str]) -> Iterator[Path]:
    """The files that are named, and those in the folders that are."""
    from xlplugin.reading.open import SUFFIXES

    for path in map(Path, named):
        yield from sorted(one for one in path.rglob("*") if one.suffix.lower() in SUFFIXES and one.is_file()) if path.is_dir() else [path]


def _tell(named: Sequence[str]) -> None:
    """Prints as JSON what the installed package says of the files; what belongs together is checked together, as a batch does."""
    from xlplugin.filing.submissions import Submission
    from xlplugin.runs.recipe import Recipe, build, program_digest
    from xlplugin.runs.workers.chunk import check_chunk

    checker, files = build(Recipe(program_digest())), list(_files(named))
    told: dict[str, Any] = {}
    for at in range(0, len(files), _CHUNK):
        chunk = [Submission(str(path)) for path in files[at : at + _CHUNK]]
        for sight in range(_SIGHTS):
            for one in check_chunk(chunk, checker, lambda position: None):
                told[f"{one.submission.file} ({sight + 1})"] = _told(one)
    print(json.dumps(told))


def _told(outcome: Any) -> dict[str, str]:
    """Each part of an answer by its digest."""
    from xlplugin.outputs.machine.objects import write_reports_json

    stream = io.StringIO()
    report, filing = _decoded(outcome)
    write_reports_json(stream, [dataclasses.replace(report, not_checked=outcome.submission.not_checked)], "zh")
    [file] = json.loads(stream.getvalue())["files"]
    facts = {"facts": repr(outcome.submission), "filing": _plain(filing), "narrative": outcome.narrative, **file}
    return {name: hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16] for name, value in facts.items()}


def _decoded(outcome: Any) -> tuple[Any, Any]:
    """The report and the filing, if any, of an outcome, in whichever way the installed package stores them."""
    from xlplugin.filing.findings import Report
    from xlplugin.form import editions
    from xlplugin.runs.store.codec import load, load_filing
    from xlplugin.runs.store.results import Result

    if hasattr(Result, "from_outcome"):
        result = Result.from_outcome(outcome, editions().values())
        return result.report(), result.filing()
    forms = {shape.key: shape for form in editions().values() for shape in form.shapes}
    return load(Report, outcome.report), None if outcome.filing is None else load_filing(outcome.filing, forms)


def _plain(filing: Any) -> Any:
    """Everything that a filing holds."""
    if filing is None:
        return None
    held = {field.name: repr(getattr(filing, field.name)) for field in dataclasses.fields(filing) if field.name not in ("form", "cells")}
    return {**held, "form": filing.form.key, "cells": {name: repr(cell) for name, cell in filing.cells.items()}}


def _unlike(one: Any, other: Any) -> list[str]:
    if one is None or other is None:
        return ["in one of the two only"]
    return [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)]


if __name__ == "__main__":
    if sys.argv[1:2] == ["--tell"]:
        _tell(sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
