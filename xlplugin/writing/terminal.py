"""Reports as lines for people, in the manner of a linter: file, place, problem with its grounds, a summary."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from rich.console import Console
from rich.text import Text as Line

from xlplugin.findings import Finding, NotChecked, Problem, Report, Severity, Status
from xlplugin.rules import order
from xlplugin.text import Language, Text, join, same

MOST_SHOWN = 50
"""Beyond so many files, a line for each sound one would bury the others."""
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line below a file's name. `label` is empty where the line belongs to the one above."""

    label: Text
    style: str
    message: Text
    place: str = ""
    rule: str = ""


@dataclass
class Tally:
    """What the summary line counts, report by report."""

    statuses: Counter[Status] = field(default_factory=Counter)
    open: Counter[Severity] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)

    def add(self, report: Report) -> None:
        """Counts a report and its problems."""
        self.statuses[report.status] += 1
        for problem in report.problems:
            if problem.finding.waived is None:
                self.open[problem.finding.severity] += 1
            else:
                self.waived[problem.finding.waived.kind] += 1


def print_reports(reports: Iterable[Report], skipped: int, language: Language, console: Console) -> Tally:
    """Every report, then what could be checked in none of them; gives the counts. `reports` is walked twice, one report at a time.

    Of a great many files those with nothing to correct or explain are counted only. `skipped`: files of the folders that are no workbooks.
    """
    everywhere, count = _missed_everywhere(reports)
    tally = Tally()
    for report in reports:
        tally.add(report)
        if count > MOST_SHOWN and report.status == "clean":
            continue
        console.print(_head(report, language), soft_wrap=True)
        for entry in _entries(report, everywhere):
            console.print(_line(entry, language), soft_wrap=True)
        console.print()
    for entry in _not_checked(sorted(everywhere, key=lambda missed: order(missed.rule))):
        console.print(_line(entry, language), soft_wrap=True)
    console.print(_summary(tally, skipped).show(language), soft_wrap=True, highlight=False, markup=False)
    return tally


def print_findings(title: Text, findings: Iterable[Finding], language: Language, console: Console) -> None:
    """Findings that belong to no single file, below a title; nothing where there are none."""
    for number, finding in enumerate(findings):
        if not number:
            console.print()
            console.print(Line(title.show(language), style="bold"), soft_wrap=True)
        for entry in _problem(Problem(finding, ())):
            console.print(_line(entry, language), soft_wrap=True)


def clean(text: str) -> str:
    """Text from a file without what could steer a terminal: control characters and direction marks."""
    return "".join(" " if unicodedata.category(mark) in ("Cc", "Cf") else mark for mark in text)


def _head(report: Report, language: Language) -> Line:
    line = Line(clean(report.file), style="bold")
    year = Text(f"{report.year} 年", str(report.year)).show(language) if report.year else ""
    if whose := f"{clean(report.organ or '')} {year}".strip():
        line.append(f"  {whose}", style="default not bold")
    if report.status == "clean":
        line.append("  " + Text("√ 未发现须改正或核实的问题", "√ nothing to correct or explain").show(language), style="green")
    return line


def _missed_everywhere(reports: Iterable[Report]) -> tuple[frozenset[NotChecked], int]:
    """What was not checked for a reason that every file has: it is said once, at the end. And how many files there are."""
    missed: frozenset[NotChecked] = frozenset()
    reasons: frozenset[Text] = frozenset()
    files = readable = 0
    for report in reports:
        files += 1
        if report.error is None:
            readable += 1
            missed |= frozenset(report.not_checked)
            own = frozenset(entry.reason for entry in report.not_checked)
            reasons = own if readable == 1 else reasons & own
    return frozenset(entry for entry in missed if readable > 1 and entry.reason in reasons), files


def _entries(report: Report, everywhere: frozenset[NotChecked]) -> Iterator[Entry]:
    """The lines of a report: problems with their grounds, what localisation says, notes on answers, what was not checked."""
    if report.error is not None:
        yield Entry(Text("无法读取", "unreadable"), "bold red", report.error)
    for problem in report.problems:
        yield from _problem(problem)
    for advice in report.advice:
        yield Entry(Text("查找", "look at"), "magenta", advice.text)
    for sentence in report.notes:
        yield Entry(Text("注意", "note"), "magenta", sentence)
    for fault in report.transcription:
        place = f"{fault.place.sheet}!{fault.place.address}" if fault.place else ""
        yield Entry(Text("读取问题，非填报错误", "reading fault, not the office's"), "blue", fault.message, place, fault.rule)
    yield from _not_checked([missed for missed in report.not_checked if missed not in everywhere])


def _not_checked(entries: Sequence[NotChecked]) -> Iterator[Entry]:
    """A line a reason, with the rules that could not run for it."""
    reasons: dict[Text, list[str]] = defaultdict(list)
    for missed in entries:
        reasons[missed.reason].append(missed.rule)
    for reason, rules in reasons.items():
        yield Entry(Text("未审核", "not checked"), "dim", join(map(same, _runs(rules))) + Text("：", ": ") + reason)


def _runs(rules: Iterable[str]) -> list[str]:
    """Rule ids in the catalogue's order; three or more of a family in a row as their ends, N01–N13."""
    runs: list[list[str]] = []
    for rule in sorted(dict.fromkeys(rules), key=order):
        if runs and order(rule) == (order(runs[-1][-1])[0], order(runs[-1][-1])[1] + 1):
            runs[-1].append(rule)
        else:
            runs.append([rule])
    return [name for run in runs for name in ([f"{run[0]}–{run[-1]}"] if len(run) > 2 else run)]


def _problem(problem: Problem) -> Iterator[Entry]:
    finding = problem.finding
    place = f"{finding.place.sheet}!{finding.place.address}" if finding.place else ""
    style = "dim" if finding.waived else _STYLES[finding.severity]
    yield Entry(finding.severity.text, style, finding.message, place, finding.rule)
    for ground in problem.grounds:
        yield Entry(same(""), "dim", Text("依据：", "because: ") + ground.message, rule=ground.rule)
    if finding.waived:
        yield Entry(same(""), "green", finding.waived.text)


def _line(entry: Entry, language: Language) -> Line:
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
    statuses, open_ones, waived, count = tally.statuses, tally.open, tally.waived, tally.statuses.total()
    files = [Text(f"共 {count} 个文件：{statuses['clean']} 个通过", f"{count} file{'s' if count != 1 else ''}: {statuses['clean']} clean")]
    for status, words in (
        ("error", Text("{n} 个有错误（须改正）", "{n} with errors")),
        ("warning", Text("{n} 个有疑点（须核实说明）", "{n} with warnings")),
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
