"""Reports as lines for people, in the manner of a linter: file, place, problem with its grounds, a summary."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text as Line

from xlplugin.findings import Finding, Report, Severity
from xlplugin.text import Language, Text

_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def print_reports(reports: Sequence[Report], skipped: int, language: Language, console: Console) -> None:
    """Every report, then the summary line."""
    for report in reports:
        print_report(report, language, console)
    console.print(_summary(reports, skipped).show(language), soft_wrap=True, highlight=False, markup=False)


def print_report(report: Report, language: Language, console: Console) -> None:
    """One file's report."""
    console.print(_head(report, language), soft_wrap=True)
    if report.error is not None:
        console.print(_line(Text("无法读取", "unreadable").show(language), "bold red", "", report.error.show(language), ""), soft_wrap=True)
    grounds: dict[tuple[str, str | None], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        if finding.covered_by:
            grounds[finding.covered_by, finding.field].append(finding)
    for finding in report.findings:
        if not finding.covered_by:
            _print_problem(finding, grounds[finding.rule, finding.field], language, console)
    for sentence in report.advice:
        console.print(_line(Text("查找", "look at").show(language), "magenta", "", sentence.show(language), ""), soft_wrap=True)
    reasons: dict[str, list[str]] = defaultdict(list)
    for entry in report.not_checked:
        reasons[entry.reason.show(language)].append(entry.rule)
    for reason, rules in reasons.items():
        label = Text("未审核", "not checked").show(language)
        console.print(_line(label, "dim", "", f"{'、'.join(dict.fromkeys(rules)) if language == 'zh' else ', '.join(dict.fromkeys(rules))}：{reason}" if language == "zh" else f"{', '.join(dict.fromkeys(rules))}: {reason}", ""), soft_wrap=True)
    console.print()


def _head(report: Report, language: Language) -> Line:
    line = Line(clean(report.file), style="bold")
    if report.organ or report.year:
        year = Text(f"{report.year} 年", str(report.year)).show(language) if report.year else ""
        line.append(f"  {clean(report.organ or '')} {year}".rstrip(), style="default not bold")
    if report.status == "clean":
        line.append("  " + Text("√ 未发现须改正或核实的问题", "√ nothing to correct or explain").show(language), style="green")
    return line


def _print_problem(finding: Finding, grounds: Sequence[Finding], language: Language, console: Console) -> None:
    place = f"{finding.place.sheet}!{finding.place.address}" if finding.place else ""
    label = finding.severity.text.show(language)
    console.print(_line(label, _STYLES[finding.severity], place, finding.message.show(language), finding.rule), soft_wrap=True)
    for ground in grounds:
        words = Text("依据：", "because: ").show(language) + ground.message.show(language)
        console.print(_line("", "dim", "", words, ground.rule), soft_wrap=True)


def _line(label: str, style: str, place: str, message: str, rule: str) -> Line:
    line = Line("  ")
    line.append(label, style=style)
    if place:
        line.append(f"  {clean(place)}", style="dim")
    line.append(f"  {clean(message)}" if label or place else f"      {clean(message)}")
    if rule:
        line.append(f" ({rule})", style="dim")
    return line


def clean(text: str) -> str:
    """Text from a file without what could steer a terminal: control characters and direction marks."""
    return "".join(" " if unicodedata.category(mark) in ("Cc", "Cf") else mark for mark in text)


def _summary(reports: Sequence[Report], skipped: int) -> Text:
    statuses = Counter(report.status for report in reports)
    counts = Counter(finding.severity for report in reports for finding in report.findings if not finding.covered_by and finding.waived is None)
    zh = [f"共 {len(reports)} 个文件：{statuses['clean']} 个通过"]
    en = [f"{len(reports)} file{'s' if len(reports) != 1 else ''}: {statuses['clean']} clean"]
    if statuses["error"]:
        zh.append(f"{statuses['error']} 个有错误（须改正）")
        en.append(f"{statuses['error']} with errors")
    if statuses["warning"]:
        zh.append(f"{statuses['warning']} 个有疑点（须核实说明）")
        en.append(f"{statuses['warning']} with warnings")
    if statuses["unreadable"]:
        zh.append(f"{statuses['unreadable']} 个无法读取")
        en.append(f"{statuses['unreadable']} unreadable")
    zh_counts = f"错误 {counts[Severity.ERROR]} 处，疑点 {counts[Severity.WARNING]} 处，提示 {counts[Severity.INFO]} 处"
    en_counts = f"{counts[Severity.ERROR]} errors, {counts[Severity.WARNING]} warnings, {counts[Severity.INFO]} infos"
    rest = Text(f"；跳过 {skipped} 个其他文件", f"; {skipped} other files skipped") if skipped else Text("", "")
    return Text("，".join(zh) + f"。{zh_counts}", ", ".join(en) + f"; {en_counts}") + rest + Text("。", ".")
