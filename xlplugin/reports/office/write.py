"""Writes the workbook: the reports go by once, and every sheet is written row by row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

import xlplugin.reports.office.annex as annex
import xlplugin.reports.office.ledger as ledger
import xlplugin.reports.office.missing as missing
import xlplugin.reports.office.overview as overview
import xlplugin.reports.office.problems as problems
import xlplugin.reports.office.rule_counts as rule_counts
from xlplugin.batch.own import REVIEW
from xlplugin.batch.results import Results
from xlplugin.batch.review import Review
from xlplugin.findings import Problem
from xlplugin.reports.beside import beside
from xlplugin.reports.office.figures import Figures
from xlplugin.reports.office.looks import Looks
from xlplugin.reports.office.page import Column, Page
from xlplugin.reports.office.run import Run, Tally, common_folder
from xlplugin.reports.used_rules import used_rules
from xlplugin.text import Language, Text
from xlplugin.writing.styles import TEXT_FONT

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


def write_office_workbook(results: Results, review: Review, target: Path, language: Language) -> None:
    """Writes the office's workbook; the same results give the same bytes. One report is held at a time.

    Sheets: 审核情况一览表, 问题清单, 读取问题 (where there is any), 未报送及迟报名单, 数据台账 (one for each edition), 通报附表, 规则统计.
    What came from a submission is text or a number, never a formula; links lead to the files of the run only. Raises `UsageError`
    where the file cannot be written.
    """
    with beside(target) as path, Figures() as figures:
        try:
            with xlsxwriter.Workbook(str(path), _OPTIONS) as workbook:
                title = Text("政府信息公开工作年度报告审核结果", "Yearly reports on information disclosure: results of the check")
                workbook.set_properties({"title": title.show(language), "category": REVIEW, "created": _CREATED})
                folder = common_folder(one.file for one in results.manifest.files)
                _Book(workbook, Run(review, language, folder), figures, target).write(results)
        except FileCreateError as error:
            raise error.args[0] from error  # an OSError: the disk is full, say


class _Book:
    """One workbook while it is written. Sheets stand in the order in which they are made."""

    def __init__(self, workbook: object, run: Run, figures: Figures, target: Path) -> None:
        self._workbook, self._looks = workbook, Looks(workbook)
        self._run, self._figures, self._target = run, figures, target
        self._tally = Tally()

    def write(self, results: Results) -> None:
        run, tally = self._run, self._tally
        rules = used_rules(results)
        first = self._page(overview.NAME, overview.COLUMNS)
        listed = self._page(problems.NAME, problems.COLUMNS)
        self._write_problems(listed, results)
        missing.write_missing(self._page(missing.NAME, missing.COLUMNS), run)
        forms = {form.edition: form for form in results.manifest.recipe.editions()}
        for number, (edition, name) in enumerate(ledger.ledger_names(run, self._figures, forms).items()):
            page = self._page(name, ledger.ledger_columns(forms[edition], self._figures.fields(edition)))
            ledger.write_ledger(page, run, self._figures, forms[edition], is_first=number == 0)
        annex.write_annex(self._page(annex.NAME, annex.COLUMNS), run)
        annex.write_annex_problems(self._page(annex.PROBLEMS_NAME, annex.PROBLEM_COLUMNS), run, tally, rules)
        rule_counts.write_rule_counts(self._page(rule_counts.NAME, rule_counts.COLUMNS), run, tally, rules)
        more = [_OMITTED.fill(rows=tally.rows, n=listed.left_out)] if listed.left_out else []
        overview.write_overview(first, run, tally, self._target, [*more, *listed.remarks()])

    def _write_problems(self, page: Page, results: Results) -> None:
        """The one look at the reports: the list of problems is written, and everything else is counted or set aside."""
        run, tally = self._run, self._tally
        reading: Page | None = None
        problems.begin_problems(page, run)
        for result in results:
            report = result.report()
            known = run.known.get(report.file)
            tally.add(report, known)
            if known is not None and known.submission.is_newest:
                self._figures.add(report)
            problems.add_problems(page, run, report, self._target, tally)
            if report.error is not None or report.transcription:
                if reading is None:
                    reading = self._page(problems.READING, problems.READING_COLUMNS)
                    problems.begin_reading(reading, run)
                problems.add_reading(reading, run, report, self._target)
        for one in run.review.findings:
            tally.add_problem(Problem(one.finding, ()), run.numbers.get(one.organ or ""))
            problems.add_batch(page, run, one, self._target, tally)
        page.finish(frozen=1)
        page.sheet.set_paper(_A3)
        if reading is not None:
            reading.finish(frozen=1)

    def _page(self, name: Text, columns: Sequence[Column]) -> Page:
        return Page(self._workbook, self._looks, name, columns, self._run.language)
