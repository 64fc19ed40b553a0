"""For the pages of a code host: annotations of GitHub Actions (workflow commands), and GitLab's code quality report.

GitHub: https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands (`::error file=…,title=…::message`).
GitLab: https://docs.gitlab.com/ci/testing/code_quality/ (an array of `description`, `check_name`, `fingerprint`, `severity`, `location`).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from xlplugin.filing.findings import Severity
from xlplugin.outputs.flat import Told, told, told_across
from xlplugin.outputs.harmless import one_line
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.outputs.writer import Checked
from xlplugin.runs.inputs.far import is_remote
from xlplugin.runs.store.results import Result
from xlplugin.text import Language, Text

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}
NO_FILE = "."
"""Where GitLab is told that something stands that belongs to no file: it wants a path."""


class GithubAnnotations:
    """One workflow command a line. A workbook has no lines, so that sheet and cell stand in the title."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._stream = files.enter_context(opened(self._target, errors="replace"))
        self._run = run

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._stream.writelines(_command(one, self._run.language) for one in told(result.report()))

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        self._stream.writelines(_command(one, self._run.language) for one in told_across(self._run.review.findings))
        return ()


class GitlabQuality:
    """One array, an object each. `lines.begin` is the row of the cell, or 1: the format asks for a line."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._separator = "\n"
        self._taken: Counter[str] = Counter()

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._stream = files.enter_context(opened(self._target, errors="backslashreplace"))
        self._run = run
        self._stream.write("[")

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        self._write(told(result.report()))

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        self._write(told_across(self._run.review.findings))
        self._stream.write("]\n" if self._separator == "\n" else "\n]\n")
        return ()

    def _write(self, entries: Iterable[Told]) -> None:
        for one in entries:
            path, place = relative(one.file) or NO_FILE, one.place
            words = " ".join(filter(None, (place.full if place else "", one.label.show(self._run.language), one.message.show(self._run.language))))
            entry = {
                "description": one_line(words),
                "check_name": one.rule or "reading",
                "fingerprint": self._fingerprint(one, path),
                "severity": _SEVERITIES[one.severity],
                "location": {"path": path, "lines": {"begin": place.row if place else 1}},
            }
            self._stream.write(f"{self._separator}  {json.dumps(entry, ensure_ascii=False)}")
            self._separator = ",\n"

    def _fingerprint(self, one: Told, path: str) -> str:
        """The same as long as the same rule finds the same place of the same file, whatever the figures; no two are the same: one of them would not be shown."""
        where = (one.finding.field if one.finding else None) or (one.place.full if one.place else one.message.zh)
        key = json.dumps([path, one.rule, one.label.en, where, one.finding.organ if one.finding else None])
        self._taken[key] += 1
        return hashlib.sha256(f"{key}{self._taken[key]}".encode()).hexdigest()[:32]


def relative(file: str) -> str:
    """A file's path below the working directory, as a repository names it; whole where it lies elsewhere."""
    if not file or is_remote(file):
        return file
    path, here = Path(os.path.abspath(file)), Path.cwd()
    return one_line((path.relative_to(here) if path.is_relative_to(here) else path).as_posix())


def _command(one: Told, language: Language) -> str:
    place = f" {one.place.full}" if one.place else ""
    title = f"{one.rule or one.label.show(language)}{place}"
    properties = {"file": relative(one.file), "title": one_line(title)}
    listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    return f"::{_COMMANDS[one.severity]} {listed}::{_data(one_line(one.message.show(language)))}\n"


def _data(text: str) -> str:
    """As GitHub's toolkit escapes a message."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """As it escapes a property."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
