"""A thousand random reports in every layout, read back letter by letter; and damaged ones: exactly, or told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import reports_read

from tests.documents.damage import DAMAGES
from tests.documents.make import Report, make_report
from tests.documents.write import LAYOUTS
from tests.office import convert, soffice
from xlplugin.filing.filing import Filing
from xlplugin.form import editions
from xlplugin.reading.documents import read_document
from xlplugin.reading.figures.cells import read_cell

pytestmark = pytest.mark.slow

EACH = 12
"""Reports a layout: 276 in all; `scripts/reports_read.py` reads as many as are wanted."""
NO_DAMAGE_TO_TELL = ("broken_labels", "blank_line", "extra_columns", "no_trailing_blanks")
TWO_TABLES = ("another_beside",)
"""Damages that leave a choice between two tables: of which shape the form is may then be told by neither."""
needs_office = pytest.mark.skipif(soffice() is None, reason="LibreOffice is not installed")


def read(report: Report, path: Path | None = None) -> Filing:
    return read_document(path or report.path, (path or report.path).name, list(editions().values()))


def wrong_figures(report: Report, filing: Filing) -> list[tuple[str, str, str]]:
    """Fields that were read otherwise than they stand there, or left out in silence: id, as read, as written."""
    unread = {name for misreading in filing.facts.misreadings if not misreading.is_read for name in misreading.fields}
    found = []
    for name, text in report.values.items():
        field, cell = report.form.fields[name], filing.cells.get(name)
        if cell is None:
            if name not in unread:
                found.append((name, "(silent)", text))
        elif cell.value != read_cell(text, field.kind, field.column.unit).value or "".join(cell.raw.split()) != "".join(text.split()):
            found.append((name, cell.raw, text))
    return found


def blamed(filing: Filing) -> list[object]:
    """What would be reported as the office's fault though the office did nothing wrong."""
    facts = filing.facts
    assert filing.document is not None
    by_place = [label for label in facts.seen_labels if label.by_place]
    return [*facts.line_faults, *facts.missing_tables, *facts.duplicate_tables, *facts.group_numbers, *facts.editions_by_table, *filing.document.picture_tables, *by_place]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_figure_and_every_word_of_a_report_is_read_in_every_layout(layout: str, tmp_path: Path) -> None:
    for seed in range(EACH):
        report = make_report(seed, layout, tmp_path)
        assert report is not None
        filing, prose = read(report), report.prose
        assert (seed, filing.form.key) == (seed, report.form.key)
        assert (seed, wrong_figures(report, filing)) == (seed, [])
        assert (seed, filing.facts.misreadings, blamed(filing)) == (seed, (), [])
        assert (seed, filing.organ, filing.year) == (seed, prose.organ, prose.year)
        assert (seed, dict(filing.narrative)) == (seed, {section: "\n".join(texts) for section, texts in prose.sections.items() if texts})
        document = filing.document
        assert document is not None
        assert (seed, document.opening, document.signature, document.signed) == (seed, prose.opening, prose.signature, dt.date(*prose.signed))
        assert (seed, [heading.section for heading in document.headings]) == (seed, list(prose.headings))


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_report_is_read_exactly_or_told_and_never_blamed_on_the_office(damage: str, tmp_path: Path) -> None:
    count = told = 0
    for layout in LAYOUTS:
        for seed in range(4):
            report = make_report(seed, layout, tmp_path, damage)
            if report is None:
                continue
            filing = read(report)
            assert damage in TWO_TABLES or (layout, seed, filing.form.key) == (layout, seed, report.form.key)
            assert (layout, seed, wrong_figures(report, filing)) == (layout, seed, [])
            assert (layout, seed, blamed(filing)) == (layout, seed, [])
            count += 1
            told += bool(filing.facts.misreadings)
    assert count >= 12
    assert told * 2 > count or damage in NO_DAMAGE_TO_TELL


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_report_with_blank_cells_has_no_wrong_figure_either(damage: str, tmp_path: Path) -> None:
    for layout in ("cells", "tabs", "pipes", "html_spans", "docx_plain"):
        for seed in range(4):
            report = make_report(seed, layout, tmp_path, damage, has_blanks=True)
            if report is not None:
                assert (layout, seed, wrong_figures(report, read(report))) == (layout, seed, [])


def test_a_run_of_the_script_finds_every_figure_exact_or_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert reports_read.main(["92", "--seed", "50"]) == 0
    assert "wrong in silence 0" in capsys.readouterr().out


@needs_office
def test_reports_printed_to_pdf_are_read_exactly_or_told(tmp_path: Path) -> None:
    reports = [report for layout in ("docx_spans", "docx_plain") for seed in range(4) if (report := make_report(seed, layout, tmp_path))]
    pages = convert([report.path for report in reports], tmp_path / "office", to="pdf")
    for report, page in zip(reports, pages, strict=True):
        filing = read(report, page)
        assert (page.name, filing.form.key) == (page.name, report.form.key)
        assert (page.name, wrong_figures(report, filing), blamed(filing)) == (page.name, [], [])
        assert (page.name, filing.organ, filing.year) == (page.name, report.prose.organ, report.prose.year)
        assert filing.document is not None
        assert (page.name, filing.document.signed) == (page.name, dt.date(*report.prose.signed))
        assert (page.name, list(filing.narrative)) == (page.name, [section for section, texts in report.prose.sections.items() if texts])


@needs_office
def test_an_old_word_document_is_read_by_way_of_libreoffice(tmp_path: Path) -> None:
    report = make_report(3, "docx_spans", tmp_path)
    assert report is not None
    [old] = convert([report.path], tmp_path / "office", to="doc")
    filing = read(report, old)
    assert (wrong_figures(report, filing), filing.facts.misreadings, blamed(filing)) == ([], (), [])
