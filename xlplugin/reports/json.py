"""The results as one JSON object: what `check --format json` prints, and beside it what belongs to no single file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from xlplugin.batch.results import Reports, Results
from xlplugin.batch.review import Review
from xlplugin.findings import Report
from xlplugin.reports.beside import beside
from xlplugin.text import Language
from xlplugin.writing.json import report_object, write_reports_json

_END = b"\n}\n"


def write_json(results: Results, review: Review, target: Path, language: Language) -> None:
    """Writes the object of `check --format json` with one key more, `batch`; holds one report at a time."""
    rest = json.dumps({"batch": batch_object(review, language)}, ensure_ascii=False, indent=2) + "\n"
    with beside(target) as path:
        # A file name that is no valid UTF-8 holds surrogates: as JSON they are written as escapes.
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            write_reports_json(stream, Reports(results), language)
        with path.open("rb+") as written:
            written.seek(-len(_END), 2)
            if written.read() != _END:
                raise ValueError("the object does not end as it should")
            written.seek(-len(_END), 2)
            written.truncate()
            written.write(b",\n" + rest.removeprefix("{\n").encode("utf-8", "backslashreplace"))


def batch_object(review: Review, language: Language) -> dict[str, Any]:
    """What belongs to no single file: findings of family B (with `organ`, `others` and `files`), organs that are missing, organs that are unknown."""
    shown = report_object(Report("", findings=tuple(one.finding for one in review.findings), not_checked=review.not_checked), language)
    return {
        "findings": [
            {**finding, "organ": one.organ, "others": list(one.others), "files": list(one.files)} for finding, one in zip(shown["findings"], review.findings, strict=True)
        ],
        "missing": list(review.missing),
        "unknown": list(review.unknown),
        "not_checked": shown["not_checked"],
    }
