"""The results as lines of JSON, one file's report a line: for programs that take them one by one."""

from __future__ import annotations

import json
from pathlib import Path

from xlplugin.batch.results import Results
from xlplugin.batch.review import Review
from xlplugin.reports.beside import beside
from xlplugin.text import Language
from xlplugin.writing.json import report_object


def write_jsonl(results: Results, review: Review, target: Path, language: Language) -> None:
    """Each line is what `--format json` has in `files`, in the same order. What belongs to no single file (`review`) is left to the other reports."""
    # A file name that is no valid UTF-8 holds surrogates: as JSON they are written as escapes.
    with beside(target) as path, path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        for result in results:
            stream.write(json.dumps(report_object(result.report(), language), ensure_ascii=False) + "\n")
