"""Writes the workbook: the reports go by once, and every sheet is written row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

import xlplugin.outputs.office.annex as annex
import xlplugin.outputs.office.circular as circular
import xlplugin.outputs.office.ledger as ledger
import xlplugin.outputs.office.missing as missing
import xlplugin.outputs.office.overview as overview
import xlplugin.outputs.office.problems as problems
import xlplugin.outputs.office.rule_counts as rule_counts
from xlplugin.filing.findings import Problem
from xlplugin.outputs.file_names import common_folder
from xlplugin.outputs.indicators.lines import indicated, organs_of
from xlplugin.outputs.indicators.sheets import write_indicators
from xlplugin.outputs.office.figures import Figures
from xlplugin.outputs.office.looks import Looks
from xlplugin.outputs.office.page import Column, Page
from xlplugin.outputs.office.run import Run
from xlplugin.outputs.office.strings import Strings
from xlplugin.outputs.tally import Tally
from xlplugin.outputs.template.styles import TEXT_FONT
from xlplugin.outputs.wording import left_out
from xlplugin.outputs.writer import Checked
from xlplugin.runs.inputs.own import REVIEW
from xlplugin.runs.store.outcome import found_in
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import beside
from xlplugin.scratch import scratch
from xlplugin.text import Language, Text

_CREATED = dt.datetime(2021, 9, 26)
"""Fixed, so that the same results give the same bytes."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": TEXT_FONT, "font_size": 11, "font_charset": 134, "font_scheme": "none"},
    "default_row_height": 18,
    "default_column_width": 72,
}
_A3 = 8
"""The paper of the list of problems, which is wide."""
_OMITTED = Text("问题清单列出 {rows} 行，另有 {n} 行超出工作表的行数上限，见 CSV 或 JSON 结果。", "The list of problems holds {rows} lines; {n} more do not fit into a sheet and are in the CSV or JSON report. ")


class OfficeWorkbook:
    """The office's workbook; the same results give the same bytes. One report is held at a time.

    Sheets: 审核情况一览表, 通报, 问题清单, 读取问题 (where there is any), 未报送及迟报名单, 指标 and 指标（分单位）, 数据台账 (one for each edition), 通报附表, 规则统计.
    What came from a submission is text or a number, never a formula; links lead to the files of the run only.
    Sheets stand in the order in which they are made.
    """

    def __init__(self, target: Path) -> None:
        self._target = target
        self._tally = Tally()
        self._remarks: dict[str, tuple[Text, ...]] = {}
        """By file: why it could not be read, and what is to be said of the answers in it."""
        self._reading: Page | None = None

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        path = files.enter_context(beside(self._target))
        self._figures = files.enter_context(Figures())
        self._workbook = files.enter_context(_workbook(path, run.language))
        self._looks = Looks(self._workbook)
        self._checked = run
        self._run = Run(run.review, run.language, common_folder(one.file for one in run.manifest.files))
        self._first = self._page(overview.NAME, overview.COLUMNS)
        self._circular = self._page(circular.NAME, circular.COLUMNS)
        self._listed = self._page(problems.NAME, problems.COLUMNS)
        problems.begin_problems(self._listed, self._run)

    def add(self, result: Result) -> None:
        """See `Writer.add`. The list of problems is written, and everything else is counted or set aside."""
        report, run = result.report(), self._run
        known = run.known.get(report.file)
        if known is not None and known.submission.is_newest:
            self._tally.add(result.submission, known.number)
            self._figures.add(report)
            self._remarks |= {report.file: (*((report.error,) if report.error else ()), *(note.text for note in report.notes))} if report.error or report.notes else {}
        problems.add_problems(self._listed, run, report, self._target)
        if report.transcription or report.status in ("incomplete", "unreadable"):
            if self._reading is None:
                self._reading = self._page(problems.READING, problems.READING_COLUMNS)
                problems.begin_reading(self._reading, run)
            problems.add_reading(self._reading, run, report, self._target)

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        run, tally, listed, rules = self._run, self._tally, self._listed, self._checked.rules
        self._end_problems()
        missing.write_missing(self._page(missing.NAME, missing.COLUMNS), run)
        forms = {form.edition: form for form in self._checked.manifest.recipe.editions()}
        found = indicated(organs_of(self._checked.review, self._checked.prior), forms.values())
        circular.write_circular(self._circular, run, tally, rules, found)
        if found is not None:
            write_indicators(self._workbook, found, run.language, run.title)
        for number, (edition, name) in enumerate(ledger.ledger_names(run, self._figures, forms).items()):
            page = self._page(name, ledger.ledger_columns(forms[edition], self._figures.fields(edition)))
            ledger.write_ledger(page, run, self._figures, forms[edition], is_first=number == 0)
        annex.write_annex(self._page(annex.NAME, annex.COLUMNS), run)
        annex.write_annex_problems(self._page(annex.PROBLEMS_NAME, annex.PROBLEM_COLUMNS), run, tally, rules)
        rule_counts.write_rule_counts(self._page(rule_counts.NAME, rule_counts.COLUMNS), run, tally, rules)
        more = [_OMITTED.fill(rows=listed.rows, n=listed.left_out)] if listed.left_out else []
        overview.write_overview(self._first, run, self._remarks, self._target, [*more, *listed.remarks(), *left_out(self._checked.manifest.left_out)])
        return ()

    def _end_problems(self) -> None:
        for one in self._run.review.findings:
            for found in found_in([Problem(one, ())]):
                self._tally.add_found(found, self._run.numbers.get(one.organ or ""))
            problems.add_batch(self._listed, self._run, one, self._target)
        self._listed.finish(frozen=1)
        self._listed.sheet.set_paper(_A3)
        if self._reading is not None:
            self._reading.finish(frozen=1)

    def _page(self, name: Text, columns: Sequence[Column]) -> Page:
        return Page(self._workbook, self._looks, name, columns, self._run.language)


@contextmanager
def _workbook(path: Path, language: Language) -> Iterator[Any]:
    """A workbook that is written when the block ends; raises `OSError` where it cannot be. Either way nothing of it stays in the folder for temporary files."""
    made: list[Any] = []
    try:
        with scratch() as rows, closing(Strings()) as strings, xlsxwriter.Workbook(str(path), {**_OPTIONS, "tmpdir": rows}) as workbook:
            workbook.str_table = strings
            title = Text("政府信息公开工作年度报告审核结果", "Yearly reports on information disclosure: results of the check")
            workbook.set_properties({"title": title.show(language), "category": REVIEW, "created": _CREATED})
            made.append(workbook)
            yield workbook
    except FileCreateError as error:
        raise error.args[0] from error  # an OSError: the disk is full, say
    finally:
        for sheet in [sheet for workbook in made for sheet in workbook.worksheets() if sheet.row_data_fh is not None]:
            sheet.row_data_fh.close()  # XlsxWriter leaves it open where it could not write
