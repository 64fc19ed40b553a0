"""The results as one JSON object: what `check --format json` prints, and beside it what belongs to no single file."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from xlplugin.filing.findings import Report
from xlplugin.outputs.machine.objects import ReportsObject, report_object
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.outputs.writer import Checked
from xlplugin.review.review import Review
from xlplugin.runs.store.results import Result
from xlplugin.text import Language, Text


class JsonReport:
    """The object of `check --format json` with one key more, `batch`; holds one report at a time."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        # A file name that is no valid UTF-8 holds surrogates: as JSON they are written as escapes.
        stream = files.enter_context(opened(self._target, errors="backslashreplace"))
        self._run = run
        self._object = ReportsObject(stream, run.language)

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._object.add(result.report())

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        self._object.end({"batch": batch_object(self._run.review, self._run.language)}, self._run.manifest.left_out, self._run.review.other_files)
        return ()


class JsonPrint:
    """The same object without what belongs to no single file: what is printed."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._left_out, self._others = run.manifest.left_out, run.review.other_files
        self._object = ReportsObject(files.enter_context(opened(self._target, errors="backslashreplace")), run.language)

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._object.add(result.report())

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        self._object.end(left_out=self._left_out, others=self._others)
        return ()


def batch_object(review: Review, language: Language) -> dict[str, Any]:
    """What belongs to no single file: findings of family B (with `organ`, `others` and `files`), organs that are missing, organs that are unknown."""
    shown = report_object(Report("", findings=review.findings, not_checked=review.not_checked), language)
    return {
        "findings": [
            {**finding, "organ": one.organ, "others": list(one.others), "files": list(one.files)} for finding, one in zip(shown["findings"], review.findings, strict=True)
        ],
        "missing": list(review.missing),
        "unknown": list(review.unknown),
        "not_checked": shown["not_checked"],
    }
