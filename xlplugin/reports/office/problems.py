"""问题清单: one problem a line, its grounds beside it, with links to the file and the cell; and what could not be read well, apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlplugin.batch.review import BatchFinding
from xlplugin.findings import Finding, Problem, Report, Severity
from xlplugin.reports.office.links import cell_link, file_link
from xlplugin.reports.office.page import Column, Content, Linked, Page
from xlplugin.reports.office.run import Known, Run, Tally
from xlplugin.text import Language, Text

NAME = Text("问题清单", "Problems")
READING = Text("读取问题", "Reading")
COLUMNS = (
    Column(Text("单位", "organ"), 20, "text_top"),
    Column(Text("年度", "year"), 6, "centre_top"),
    Column(Text("轮次", "round"), 5, "centre_top"),
    Column(Text("最新", "newest"), 7, "centre_top"),
    Column(Text("等级", "severity"), 8, "centre_top"),
    Column(Text("规则", "rule"), 6, "centre_top"),
    Column(Text("位置", "place"), 16, "text_top"),
    Column(Text("问题", "problem"), 52, "text_top"),
    Column(Text("依据和查找", "grounds, where to look"), 38, "text_top"),
    Column(Text("现为", "actual"), 9, "centre_top"),
    Column(Text("应为", "expected"), 9, "centre_top"),
    Column(Text("说明或放行", "explained or released"), 18, "text_top"),
    Column(Text("文件", "file"), 22, "text_top"),
)
READING_COLUMNS = (
    Column(Text("单位", "organ"), 24, "text_top"),
    Column(Text("年度", "year"), 7, "centre_top"),
    Column(Text("轮次", "round"), 6, "centre_top"),
    Column(Text("最新", "newest"), 6, "centre_top"),
    Column(Text("规则", "rule"), 7, "centre_top"),
    Column(Text("位置", "place"), 17, "text_top"),
    Column(Text("情况", "what"), 70, "text_top"),
    Column(Text("文件", "file"), 34, "text_top"),
)
SEVERITY = 4
_COVERED = Text(
    "每行一个问题，按文件排列，最后是核对全部报送得出的问题。“最新”为“否”的，该单位已另有更新的报送。点“位置”打开原文件的那一格，点“文件”打开原文件。",
    "One problem a line, file by file; those of the whole run come last. Where “newest” is “no” the organ has submitted again since. “Place” opens the file at the cell, “file” opens the file. ",
)
_READING_COVERED = Text(
    "读取报送文件时遇到的情况，非填报错误，不计入错误、疑点。无法读取的，请该单位重新报送。",
    "What was met while the files were read: no errors of filing, and not counted as such. Ask for an unreadable file again.",
)
_YES, _NO = Text("是", "yes"), Text("否", "no")
_GROUND = Text("依据：", "because: ")
_SEE = Text("查找同 {place} 一行。", "where to look: as on the line of {place}")


def begin_problems(page: Page, run: Run) -> None:
    """The title and headings of the list of problems."""
    page.head(run.title(Text("审核问题清单", "problems")), _COVERED)
    page.heading()


def begin_reading(page: Page, run: Run) -> None:
    """The title and headings of what could not be read well."""
    page.head(run.title(Text("读取问题（非填报错误）", "trouble in reading (no errors of filing)")), _READING_COVERED)
    page.heading()


def add_problems(page: Page, run: Run, report: Report, target: Path, tally: Tally) -> None:
    """The lines of one file."""
    known = run.known.get(report.file)
    link = file_link(report.file, target) if report.problems else None
    told: dict[int, str] = {}
    for problem in report.problems:
        look = _look(problem.finding, known)
        tally.rows += page.row(
            [
                *_whose(report, known, page.language),
                *_what(problem.finding, page.language, link),
                "\n".join(_grounds(problem, report, page.language, told)),
                problem.finding.actual,
                problem.finding.expected,
                problem.finding.waived.text.show(page.language) if problem.finding.waived else None,
                Linked(run.called(report.file), link),
            ],
            look,
        )


def add_batch(page: Page, run: Run, one: BatchFinding, target: Path, tally: Tally) -> None:
    """The line of a finding of the whole run."""
    finding = one.finding
    waived = finding.waived.text.show(page.language) if finding.waived else None
    whose: list[Content] = [one.organ, None, None, None]
    files = Linked("\n".join(map(run.called, one.files)), file_link(one.files[0], target) if len(one.files) == 1 else None)
    contents = [*whose, *_what(finding, page.language, None), None, finding.actual, finding.expected, waived, files]
    tally.rows += page.row(contents, _look(finding, None))


def add_reading(page: Page, run: Run, report: Report, target: Path) -> None:
    """The lines of one file that could not be read, or not well."""
    link = file_link(report.file, target)
    whose, file = _whose(report, run.known.get(report.file), page.language), Linked(run.called(report.file), link)
    if report.error is not None:
        page.row([*whose, None, None, report.error.show(page.language), file])
    for finding in report.transcription:
        page.row([*whose, finding.rule, _place(finding, link), finding.message.show(page.language), file])


def _whose(report: Report, known: Known | None, language: Language) -> list[Content]:
    if known is None:
        return [report.organ, report.year, None, None]
    newest = (_YES if known.submission.is_newest else _NO).show(language)
    return [known.entry.organ, known.submission.year, known.submission.round, newest]


def _what(finding: Finding, language: Language, link: str | None) -> list[Content]:
    return [finding.severity.text.show(language), finding.rule, _place(finding, link), finding.message.show(language)]


def _place(finding: Finding, link: str | None) -> Linked | None:
    place = finding.place
    return Linked(f"{place.sheet}!{place.address}", cell_link(link, place)) if place else None


def _look(finding: Finding, known: Known | None) -> dict[int, str]:
    if known is not None and not known.submission.is_newest:
        return {number: "text_old" if column.look.startswith("text") else "centre_old" for number, column in enumerate(COLUMNS)}
    return {} if finding.waived else {SEVERITY: f"severity_{finding.severity.id}"}


def _grounds(problem: Problem, report: Report, language: Language, told: dict[int, str]) -> Iterator[str]:
    """Each advice is told once a file, at the first of its problems that has a place; `told` says where. It is long, and the same for all of them."""
    place = problem.finding.place
    for ground in problem.grounds:
        yield f"{_GROUND.show(language)}{ground.message.show(language)} ({ground.rule})"
    if problem.finding.severity is Severity.ERROR:
        for number, advice in enumerate(report.advice):
            if problem.finding.field not in advice.fields:
                continue
            if number in told:
                yield _SEE.fill(place=told[number]).show(language)
                continue
            if place is not None:
                told[number] = f"{place.sheet}!{place.address}"
            yield advice.text.show(language)
