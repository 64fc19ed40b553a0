"""Findings as plain lines: one each (`concise`), below their files (`grouped`), or only how many there are of each rule."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import ExitStack
from typing import TextIO

from xlplugin.filing.findings import Severity
from xlplugin.outputs.flat import Told, told, told_across
from xlplugin.outputs.harmless import clean
from xlplugin.outputs.machine.target import Target, opened
from xlplugin.outputs.tally import RuleCount, Tally
from xlplugin.outputs.writer import Checked
from xlplugin.rules import order
from xlplugin.runs.store.results import Result
from xlplugin.text import Text

_ACROSS = Text("报送情况", "submissions")
_SUMMARY = Text("共 {files} 个文件：错误 {errors} 处，疑点 {warnings} 处，提示 {infos} 处", "{files} files: {errors} errors, {warnings} warnings, {infos} infos")
_LACKING = Text("；未审全 {incomplete} 个，无法读取 {unreadable} 个", "; {incomplete} not wholly checked, {unreadable} unreadable")
_STOP = Text("。", "")
_NOTHING = Text("没有问题。", "nothing found")
_COLON = Text("：", ": ")


class Lines:
    """Prints what is told of each file as it goes by, and a summary; with `is_quiet` only what is told."""

    def __init__(self, target: Target, is_grouped: bool, is_quiet: bool) -> None:
        self._target, self._is_grouped, self._is_quiet = target, is_grouped, is_quiet

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._stream = files.enter_context(opened(self._target, errors="replace"))
        self._run = run

    def add(self, result: Result) -> None:
        """See `Writer.add`. A report in which nothing is to be told is not even read."""
        one = result.submission
        if one.status != "clean" or one.found or one.transcription:
            self._print(told(result.report()))

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        self._print(told_across(self._run.review.findings))
        if not self._is_quiet:
            self._stream.write(_summary(self._run.tally).show(self._run.language) + "\n")
        return ()

    def _print(self, entries: Iterable[Told]) -> None:
        language = self._run.language
        above: str | None = None
        for one in entries:
            file = clean(one.file) or _ACROSS.show(language)
            place = clean(one.place.full) if one.place else ""
            words = f"{one.head.show(language)}  {clean(one.message.show(language))}"
            if not self._is_grouped:
                self._stream.write(f"{':'.join(filter(None, (file, place)))}: {words}\n")
                continue
            if file != above:
                self._stream.write(f"{'' if above is None else chr(10)}{file}{_COLON.show(language).rstrip()}\n")
            self._stream.write(f"  {place}  {words}\n" if place else f"  {words}\n")
            above = file
        if above is not None:
            self._stream.write("\n")


class Statistics:
    """How many problems each rule came to, the most frequent first: as lines, or as a JSON array."""

    def __init__(self, target: Target, is_json: bool) -> None:
        self._target, self._is_json = target, is_json

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        self._stream: TextIO = files.enter_context(opened(self._target, errors="replace"))
        self._run = run

    def add(self, result: Result) -> None:
        """See `Writer.add`: the facts of the submissions are enough."""

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        language, titles = self._run.language, {rule.id: rule.title for rule in self._run.rules}
        counts = Tally.of(self._run.submissions()).rules
        for one in self._run.review.findings:
            if one.waived is None:
                counts.setdefault(one.rule, RuleCount()).severities[one.severity] += 1
                counts[one.rule].files += len(one.files)
        found = sorted(((rule, count) for rule, count in counts.items() if count.count), key=lambda entry: (-entry[1].count, order(entry[0])))
        rows = [(rule, count.worst or Severity.INFO, count, titles[rule].show(language) if rule in titles else "") for rule, count in found]
        if self._is_json:
            listed = [{"rule": rule, "severity": worst.id, "count": count.count, "files": count.files, "title": title} for rule, worst, count, title in rows]
            self._stream.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
        else:
            self._stream.writelines(f"{count.count:5}  {rule}  {worst.text.show(language)}  {clean(title)}\n" for rule, worst, count, title in rows)
            if not rows:
                self._stream.write(_NOTHING.show(language) + "\n")
        return ()


def _summary(tally: Tally) -> Text:
    """The counts of all files in one line."""
    counts, statuses = tally.severities, tally.statuses
    words = _SUMMARY.fill(files=tally.files, errors=counts[Severity.ERROR], warnings=counts[Severity.WARNING], infos=counts[Severity.INFO])
    if statuses["incomplete"] or statuses["unreadable"]:
        words += _LACKING.fill(incomplete=statuses["incomplete"], unreadable=statuses["unreadable"])
    return words + _STOP
