"""问题清单: one problem a line, its grounds beside it, with links to the file and the cell; and what could not be read well, apart from it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from xlplugin.filing.cells import Place
from xlplugin.filing.findings import Finding, Problem, Report, Severity
from xlplugin.outputs.office.links import cell_link, file_link
from xlplugin.outputs.office.page import Column, Content, Linked, Page
from xlplugin.outputs.office.run import Known, Run
from xlplugin.outputs.wording import because
from xlplugin.reading.parts import part_of
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
    "读取报送文件时遇到的情况，非填报错误，不计入错误、疑点。未审全的，请该单位按要求处理后重新报送；无法读取的，请该单位重新报送。",
    "What was met while the files were read: no errors of filing, and not counted as such. Where figures were not read, ask for what is said; ask for an unreadable file again.",
)
_YES, _NO = Text("是", "yes"), Text("否", "no")
_SEE = Text("查找同 {place} 一行。", "where to look: as on the line of {place}")


def begin_problems(page: Page, run: Run) -> None:
    """The title and headings of the list of problems."""
    page.head(run.title(Text("审核问题清单", "problems")), _COVERED)
    page.heading()


def begin_reading(page: Page, run: Run) -> None:
    """The title and headings of what could not be read well."""
    page.head(run.title(Text("读取问题（非填报错误）", "trouble in reading (no errors of filing)")), _READING_COVERED)
    page.heading()


def add_problems(page: Page, run: Run, report: Report, target: Path) -> None:
    """The lines of one file."""
    known = run.known.get(report.file)
    links = _Links(report, target)
    told: dict[int, str] = {}
    for problem in report.problems:
        look = _look(problem.finding, known)
        page.row(
            [
                *_whose(report, known, page.language),
                *_what(problem.finding, page.language, links),
                "\n".join(_grounds(problem, report, page.language, told)),
                problem.finding.actual,
                problem.finding.expected,
                problem.finding.waived.text.show(page.language) if problem.finding.waived else None,
                links.to_file(problem.finding.place, run),
            ],
            look,
        )


def add_batch(page: Page, run: Run, finding: Finding, target: Path) -> None:
    """The line of a finding of the whole run."""
    waived = finding.waived.text.show(page.language) if finding.waived else None
    whose: list[Content] = [finding.organ, None, None, None]
    files = Linked("\n".join(map(run.called, finding.files)), file_link(finding.files[0], target) if len(finding.files) == 1 else None)
    contents = [*whose, *_what(finding, page.language, _Links(None, target)), None, finding.actual, finding.expected, waived, files]
    page.row(contents, _look(finding, None))


def add_reading(page: Page, run: Run, report: Report, target: Path) -> None:
    """The lines of one file that could not be read, or not wholly, or not well."""
    links = _Links(report, target)
    whose = _whose(report, run.known.get(report.file), page.language)
    if report.error is not None:
        page.row([*whose, None, None, report.error.show(page.language), links.to_file(None, run)])
    for cause in report.coverage.unread if report.coverage else ():
        place = cause.places[0] if cause.places else None
        page.row([*whose, None, links.to_cell(place), cause.text.show(page.language), links.to_file(place, run)])
    for finding in report.transcription:
        page.row([*whose, finding.rule, links.to_cell(finding.place), finding.message.show(page.language), links.to_file(finding.place, run)])


def _whose(report: Report, known: Known | None, language: Language) -> list[Content]:
    if known is None:
        return [report.organ, report.year, None, None]
    newest = (_YES if known.submission.is_newest else _NO).show(language)
    return [known.entry.organ, known.submission.named_year, known.submission.round, newest]


def _what(finding: Finding, language: Language, links: _Links) -> list[Content]:
    return [finding.severity.text.show(language), finding.rule, links.to_cell(finding.place), finding.message.show(language)]


class _Links:
    """Links to the files of one submission, each made once; a cell of one that came in several files leads to its own."""

    def __init__(self, report: Report | None, target: Path) -> None:
        self._files = report.files if report else ()
        self._links = [file_link(file, target) for file in self._files]

    def to_cell(self, place: Place | None) -> Linked | None:
        """The cell's address, leading to it."""
        if place is None:
            return None
        number, own = part_of(place, self._files)
        return Linked(place.full, cell_link(self._links[number], own) if self._links else None)

    def to_file(self, place: Place | None, run: Run) -> Linked:
        """The file that a cell stands in; of no cell, all files of the submission, leading to the first."""
        if place is None:
            return Linked(run.all_called(self._files), self._links[0])
        number = part_of(place, self._files)[0]
        return Linked(run.called(self._files[number]), self._links[number])


def _look(finding: Finding, known: Known | None) -> dict[int, str]:
    if known is not None and not known.submission.is_newest:
        return {number: "text_old" if column.look.startswith("text") else "centre_old" for number, column in enumerate(COLUMNS)}
    return {} if finding.waived else {SEVERITY: f"severity_{finding.severity.id}"}


def _grounds(problem: Problem, report: Report, language: Language, told: dict[int, str]) -> Iterator[str]:
    """Each advice is told once a file, at the first of its problems that has a place; `told` says where. It is long, and the same for all of them."""
    place = problem.finding.place
    for ground in problem.grounds:
        yield because(ground).show(language)
    if problem.finding.severity is Severity.ERROR:
        for number, advice in enumerate(report.advice):
            if problem.finding.field not in advice.fields:
                continue
            if number in told:
                yield _SEE.fill(place=told[number]).show(language)
                continue
            if place is not None:
                told[number] = place.full
            yield advice.text.show(language)
