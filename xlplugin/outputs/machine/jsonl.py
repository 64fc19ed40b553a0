"""The results as lines of JSON, one file's report a line: for programs that take them one by one."""

from __future__ import annotations

import json
from contextlib import ExitStack

from xlplugin.outputs.harmless import escaped
from xlplugin.outputs.machine.objects import report_object
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.outputs.writer import Checked
from xlplugin.runs.store.results import Result
from xlplugin.text import Text


class JsonLinesReport:
    """Each line is what `--format json` has in `files`, in the same order. What belongs to no single file is left to the other reports."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        # A file name that is no valid UTF-8 holds surrogates: as JSON they are written as escapes.
        self._stream = files.enter_context(opened(self._target, errors="backslashreplace"))
        self._language = run.language

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._stream.write(escaped(json.dumps(report_object(result.report(), self._language), ensure_ascii=False)) + "\n")

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        return ()
