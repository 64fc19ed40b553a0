"""Reports as lines for people, in the manner of a linter: file, place, problem with its grounds, a summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text as Line

from xlplugin.filing.findings import Finding, NotChecked, Problem, Report, Severity
from xlplugin.filing.submissions import Submission
from xlplugin.outputs.harmless import clean
from xlplugin.outputs.tally import Tally
from xlplugin.outputs.wording import BECAUSE, by_reason, originals, told_besides
from xlplugin.rules import order
from xlplugin.runs.store.outcome import checked
from xlplugin.text import Language, Text, join, same

if TYPE_CHECKING:
    from xlplugin.outputs.writer import Checked
    from xlplugin.runs.store.results import Result

MOST_SHOWN = 50
"""Beyond so many files, a line for each sound one would bury the others."""
_SUBMISSIONS = Text("报送情况", "submissions")
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line below a file's name. `label` is empty where the line belongs to the one above."""

    label: Text
    style: str
    message: Text
    place: str = ""
    rule: str = ""


class TerminalReport:
    """Prints a run: every file (of a great many a digest), the findings across submissions, what could be checked in none, and the summary last."""

    def __init__(self, skipped: int, console: Console) -> None:
        """`skipped`: files of the folders that are no workbooks."""
        self._skipped, self._console = skipped, console

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`; nothing is printed yet."""
        from xlplugin.outputs.terminal_batch import Digest

        self._run = run
        self._lines = _Lines(run.tally, run.language, self._console)
        self._digest = Digest(run) if run.tally.files > MOST_SHOWN else None

    def add(self, result: Result) -> None:
        """See `Writer.add`. Of a great many files most are counted only: their reports are not even read."""
        if self._digest is None:
            self._lines.add(result.report())
        elif self._digest.wants(result.submission):
            self._digest.add(result.report())

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        from xlplugin.outputs.terminal_batch import not_judged, reasons, standing

        run, review = self._run, self._run.review
        if self._digest is None:
            print_findings(_SUBMISSIONS, review.findings, review.not_checked, run.language, self._console)
            self._lines.end_of_files()
        else:
            for text, is_heading in self._digest.lines():
                self._console.print(Line(clean(text.show(run.language)), style="bold" if is_heading else ""), soft_wrap=True)
            for reason, rules in reasons(review, run.tally):
                self._console.print(_line(_missed(reason, rules), run.language), soft_wrap=True)
        told = [not_judged(review), review.year_note, standing(review) if run.tally.files > 1 or review.has_roster else None]
        for sentence in (one for one in told if one is not None):
            self._console.print(Line(clean(sentence.show(run.language))), soft_wrap=True)
        self._lines.summary(self._skipped)
        return ()


def print_reports(reports: Sequence[Report], language: Language, console: Console) -> None:
    """A few reports, each with its lines, and the summary."""
    lines = _Lines(Tally.of(checked(Submission(report.file), report) for report in reports), language, console)
    for report in reports:
        lines.add(report)
    lines.end_of_files()
    lines.summary(0)


class _Lines:
    """The lines of reports, one report after the other. What was not checked for a reason that every file has is said once, at the end."""

    def __init__(self, tally: Tally, language: Language, console: Console) -> None:
        self._tally, self._language, self._console = tally, language, console
        several = tally.missed_by_any if tally.readable > 1 else frozenset()
        self._everywhere = frozenset(entry for entry in several if entry.reason in tally.reasons_of_all)

    def add(self, report: Report) -> None:
        self._console.print(_head(report, self._language), soft_wrap=True)
        for entry in _entries(report, self._everywhere):
            self._console.print(_line(entry, self._language), soft_wrap=True)
        self._console.print()

    def end_of_files(self) -> None:
        """What could be checked in no file."""
        for entry in _not_checked(self._everywhere):
            self._console.print(_line(entry, self._language), soft_wrap=True)

    def summary(self, skipped: int) -> None:
        """The last line."""
        self._console.print(_summary(self._tally, skipped).show(self._language), soft_wrap=True, highlight=False, markup=False)


def print_findings(title: Text, findings: Iterable[Finding], not_checked: Iterable[NotChecked], language: Language, console: Console) -> None:
    """Findings that belong to no single file and what could not be checked across files, below a title; nothing where there are none."""
    entries = [*(entry for finding in findings for entry in _problem(Problem(finding, ()))), *_not_checked(not_checked)]
    if entries:
        console.print(Line(title.show(language), style="bold"), soft_wrap=True)
    for entry in entries:
        console.print(_line(entry, language), soft_wrap=True)


def _head(report: Report, language: Language) -> Line:
    line = Line(" + ".join(clean(file) for file in report.files), style="bold")
    year = Text(f"{report.year} 年", str(report.year)).show(language) if report.year else ""
    if whose := f"{clean(report.organ or '')} {year}".strip():
        line.append(f"  {whose}", style="default not bold")
    if report.status == "clean":
        line.append("  " + Text("√ 未发现须改正或核实的问题", "√ nothing to correct or explain").show(language), style="green")
    if report.status == "incomplete" and report.coverage is not None:
        line.append("  " + (Text("未审全：", "not wholly checked: ") + report.coverage.text).show(language), style="bold magenta")
    return line


def _entries(report: Report, everywhere: frozenset[NotChecked]) -> Iterator[ReportLine]:
    """The lines of a report: what of it was not read, problems with their grounds, what localisation says, notes on answers, what was not checked."""
    if report.error is not None:
        yield ReportLine(Text("无法读取", "unreadable"), "bold red", report.error)
    for cause in report.coverage.unread if report.coverage else ():
        yield ReportLine(Text("未重算", "not recalculated") if cause.is_saved else Text("未读到", "not read"), "bold magenta", cause.text)
        yield from (ReportLine(same(""), "dim", line) for line in originals(cause, report.transcription))
    for problem in report.problems:
        yield from _problem(problem)
    for advice in report.advice:
        yield ReportLine(Text("查找", "look at"), "magenta", advice.text)
    for note in report.notes:
        yield ReportLine(Text("注意", "note"), "magenta", note.text)
    for fault in told_besides(report):
        place = fault.place.full if fault.place else ""
        yield ReportLine(Text("读取问题，非填报错误", "reading fault, not the office's"), "blue", fault.message, place, fault.rule)
    yield from _not_checked([missed for missed in report.not_checked if missed not in everywhere])


def _not_checked(entries: Iterable[NotChecked]) -> Iterator[ReportLine]:
    """A line a reason, with the rules that could not run for it."""
    for reason, rules in by_reason(entries):
        yield _missed(reason, rules)


def _missed(reason: Text, rules: Iterable[str]) -> ReportLine:
    return ReportLine(Text("未审核", "not checked"), "dim", join(map(same, _runs(rules))) + Text("：", ": ") + reason)


def _runs(rules: Iterable[str]) -> list[str]:
    """Rule ids in the catalogue's order; three or more of a family in a row as their ends, N01–N13."""
    runs: list[list[str]] = []
    for rule in sorted(dict.fromkeys(rules), key=order):
        if runs and order(rule) == (order(runs[-1][-1])[0], order(runs[-1][-1])[1] + 1):
            runs[-1].append(rule)
        else:
            runs.append([rule])
    return [name for run in runs for name in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)]


def _problem(problem: Problem) -> Iterator[ReportLine]:
    finding = problem.finding
    place = finding.place.full if finding.place else ""
    style = "dim" if finding.waived else _STYLES[finding.severity]
    yield ReportLine(finding.severity.text, style, finding.message, place, finding.rule)
    for ground in problem.grounds:
        yield ReportLine(same(""), "dim", BECAUSE + ground.message, rule=ground.rule)
    if finding.waived:
        yield ReportLine(same(""), "green", finding.waived.text)


def _line(entry: ReportLine, language: Language) -> Line:
    label = entry.label.show(language)
    line = Line("  ")
    line.append(label, style=entry.style)
    if entry.place:
        line.append(f"  {clean(entry.place)}", style="dim")
    line.append(f"  {clean(entry.message.show(language))}" if label else f"      {clean(entry.message.show(language))}")
    if entry.rule:
        line.append(f" ({entry.rule})", style="dim")
    return line


def _summary(tally: Tally, skipped: int) -> Text:
    statuses, open_ones, waived, count = tally.statuses, tally.severities, tally.waived, tally.files
    files = [Text(f"共 {count} 个文件：{statuses['clean']} 个通过", f"{count} file{'s' if count != 1 else ''}: {statuses['clean']} clean")]
    for status, words in (
        ("warning", Text("{n} 个有疑点（须核实说明）", "{n} with warnings")),
        ("error", Text("{n} 个有错误（须改正）", "{n} with errors")),
        ("incomplete", Text("{n} 个未审全", "{n} not wholly checked")),
        ("unreadable", Text("{n} 个无法读取", "{n} unreadable")),
    ):
        files += [words.fill(n=statuses[status])] if statuses[status] else []  # type: ignore[index]
    counts = [
        Text("错误 {n} 处", "{n} errors").fill(n=open_ones[Severity.ERROR]),
        Text("疑点 {n} 处", "{n} warnings").fill(n=open_ones[Severity.WARNING]),
        Text("提示 {n} 处", "{n} infos").fill(n=open_ones[Severity.INFO]),
    ]
    counts += [Text("已说明 {n} 处", "{n} explained").fill(n=waived["explained"])] if waived["explained"] else []
    counts += [Text("审核放行 {n} 处", "{n} released").fill(n=waived["released"])] if waived["released"] else []
    rest = Text(f"；跳过 {skipped} 个其他文件", f"; {skipped} other files skipped") if skipped else same("")
    return join(files, "，", ", ") + Text("。", "; ") + join(counts, "，", ", ") + rest + Text("。", ".")
