"""Who prints a check, and where: each `--format` to the standard output, or to the file that `--output-file` names."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from xlplugin.cli.one_file import Format, console
from xlplugin.errors import UsageError
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.written import refuse_inputs
from xlplugin.text import Text

if TYPE_CHECKING:
    from xlplugin.outputs.writer import Checked, Writer
    from xlplugin.runs.store.results import Result

_COUNTED = (Format.TEXT, Format.CONCISE, Format.GROUPED, Format.JSON)


def usable(target: Path | None, inputs: Iterable[str], besides: Iterable[str]) -> None:
    """Raises `UsageError` where the output cannot be a file at that place, or would take that of a submission, or of what is read besides."""
    if target is None:
        return
    if target.is_dir():
        raise UsageError(zh=f"--output-file 要写到文件，{target} 是文件夹。", en=f"--output-file writes a file, and {target} is a folder")
    if not target.parent.is_dir():
        raise UsageError(zh=f"没有文件夹 {target.parent}。", en=f"there is no folder {target.parent}")
    refuse_inputs(target, "--output-file ", (file for file in inputs if not is_remote(file)), besides)


def printer(format_: Format, output: Path | None, skipped: int, is_quiet: bool, is_counted: bool) -> Writer:
    """Who prints the run. `is_counted`: only how many findings each rule has. Each format loads what it needs and no more."""
    target: Target = sys.stdout if output is None else output
    if is_counted:
        if format_ not in _COUNTED:
            named = "、".join(_COUNTED)
            raise UsageError(zh=f"--statistics 只能与 {named} 格式同用，不能用于 {format_}。", en=f"--statistics goes with {', '.join(_COUNTED)}, not with {format_}")
        from xlplugin.outputs.terminal_lines import Statistics

        return Statistics(target, format_ is Format.JSON)
    if format_ is Format.TEXT and not is_quiet:
        return _Text(output, skipped)
    if format_ in (Format.TEXT, Format.CONCISE, Format.GROUPED):
        from xlplugin.outputs.terminal_lines import Lines

        return Lines(target, format_ is not Format.CONCISE, is_quiet)
    return _for_programs(format_, target)


def _for_programs(format_: Format, target: Target) -> Writer:
    from xlplugin.outputs.machine import annotations, json, jsonl, junit, sarif

    writers: Mapping[Format, Callable[[Target], Writer]] = {
        Format.JSON: json.JsonPrint,
        Format.JSONL: jsonl.JsonLinesReport,
        Format.SARIF: sarif.SarifReport,
        Format.JUNIT: junit.JunitReport,
        Format.GITHUB: annotations.GithubAnnotations,
        Format.GITLAB: annotations.GitlabQuality,
    }
    return writers[format_](target)


class _Text:
    """The lines for people, on the standard output or in a file."""

    def __init__(self, output: Path | None, skipped: int) -> None:
        self._output, self._skipped = output, skipped

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        from xlplugin.outputs.terminal import TerminalReport

        stream = None if self._output is None else files.enter_context(opened(self._output, errors="replace"))
        self._report = TerminalReport(self._skipped, console(stream))
        self._report.begin(run, files)

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._report.add(result)

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        return self._report.end()
