"""A unit of money other than 万元 is told wherever it stands and whatever the file is; 万元 is accepted without a word."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from _own_workbook import Own, with_sums, write_own

from tests.documents import pdf
from tests.documents.plain import FORM, plain_tables, read, written
from tests.documents.tables import boxes
from tests.office_form import CLEAN, Book, number
from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Finding
from xlplugin.form import editions
from xlplugin.outputs.template.imported import write_imported
from xlplugin.reading.layouts.known import Shapes
from xlplugin.reading.read import read_filing, read_workbook
from xlplugin.reading.workbook.openxml import Package, read_openxml

pytestmark = pytest.mark.slow  # whole reports and workbooks, many of them

FEES = "proactive.fees.amount"
HEADER, ROW, TITLE, CORNER = "本年收费金额（单位：万元）", "行政事业性收费", "第二十条第（八）项", "信息内容"
VALUES = {**{name: str(value) for name, value in CLEAN.items()}, FEES: "12.5"}
KINDS = ("html_spans", "docx_spans", "markdown", "pipes", "tabs", "flat", "spaced")
OF_UNITS = {"F03", "F07", "C15", "T01"}


def told(filing: Filing) -> list[Finding]:
    report = check([filing])[0]
    return [finding for finding in (*report.findings, *report.transcription) if finding.rule in OF_UNITS]


def document(layout: str, words: dict[str, str], folder: Path) -> Filing:
    """A report whose labels are worded otherwise."""
    tables = {name: [[box and replace(box, text=words.get(box.text, box.text)) for box in row] for row in rows] for name, rows in plain_tables(layout, VALUES).items()}
    return read(written(tables, layout, folder))


def workbook(folder: Path, words: dict[str, str] | None = None, edit: Callable[[Any], None] | None = None) -> Filing:
    """An office's own workbook."""
    path = folder / "样例.xlsx"
    values = {**dict.fromkeys(FORM.fields, 0), **CLEAN, FEES: 12.5}
    write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", with_sums(FORM, values) if edit is None else values, words or {}), path)
    if edit:
        book = openpyxl.load_workbook(path)
        edit(book.active)
        book.save(path)
    return read_workbook(path)


def cell(sheet: Any, text: object) -> Any:
    return next(one for row in sheet for one in row if one.value == text)


PLACES: dict[str, Callable[[str], dict[str, str]]] = {
    "the header": lambda unit: {HEADER: f"本年收费金额（{unit}）"},
    "the header without brackets": lambda unit: {HEADER: f"本年收费金额 单位:{unit}"},
    "a header of other words": lambda unit: {HEADER: f"收取费用（{unit}）"},
    "the row": lambda unit: {ROW: f"{ROW}（{unit}）"},
    "the title of the block": lambda unit: {TITLE: f"{TITLE}（单位：{unit}）"},
    "the title, the header having lost its own": lambda unit: {TITLE: f"{TITLE}（{unit}）", HEADER: "本年收费金额"},
    "the corner": lambda unit: {CORNER: f"{CORNER}（单位：{unit}）"},
}
UNITS = ("元", "人民币千元", "百元", "十万元", "美元", "元人民币")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("layout", KINDS)
def test_another_unit_in_a_report_is_told_once_wherever_it_stands(layout: str, place: str, tmp_path: Path) -> None:
    unit = UNITS[(KINDS.index(layout) + list(PLACES).index(place)) % len(UNITS)]
    filing = document(layout, PLACES[place](unit), tmp_path)
    [finding] = told(filing)
    assert (finding.rule, finding.severity.name) == ("F03", "WARNING") and f"单位是{unit}" in finding.message.zh and "金额按万元计" in finding.message.zh
    assert str(filing.cells[FEES].value) == "12.5"


@pytest.mark.parametrize("place", [place for place in PLACES if place not in ("a header of other words",)])
@pytest.mark.parametrize("layout", ["html_spans", "pipes", "flat"])
def test_ten_thousand_yuan_are_accepted_without_a_word(layout: str, place: str, tmp_path: Path) -> None:
    assert told(document(layout, PLACES[place]("人民币万元"), tmp_path)) == []


@pytest.mark.parametrize("place", PLACES)
def test_another_unit_in_a_workbook_is_told_or_its_cell_is_not_read(place: str, tmp_path: Path) -> None:
    for unit in UNITS:
        filing = workbook(tmp_path, PLACES[place](unit))
        if place == "a header of other words":
            assert FEES not in filing.cells and check([filing])[0].status == "incomplete"
        else:
            assert [(finding.rule, f"单位是{unit}" in finding.message.zh) for finding in told(filing)] == [("F03", True)]
    if place != "a header of other words":
        assert told(workbook(tmp_path, PLACES[place]("万元人民币"))) == []


@pytest.mark.parametrize("words", [{HEADER: "本年收费金额（千元）"}, {TITLE: f"{TITLE}（单位：千元）"}, {ROW: f"{ROW}（千元）"}])
def test_another_unit_in_a_printed_report_is_told(words: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "boxes", lambda form, values, _: boxes(form, values, lambda label: words.get(label.official, label.official)))
    filing = read(pdf.write_pdf(pdf.report(FORM, VALUES), tmp_path / "样例.pdf"))
    assert [(finding.rule, "单位是千元" in finding.message.zh) for finding in told(filing)] == [("F03", True)]


AROUND: dict[str, Callable[[str, str], str]] = {
    "above the table": lambda page, unit: page.replace("<table", f"<p>单位：{unit}</p><table", 1),
    "above it with the counts": lambda page, unit: page.replace("<table", f"<p>（单位：件、{unit}）</p><table", 1),
    "below it": lambda page, unit: page.replace("</table>", f"</table><p>注：1.收费金额以{unit}为单位，保留两位小数。</p>", 1),
    "in a row at its top": lambda page, unit: re.sub("(<table.*?>)", rf"\1<tr><td colspan='4'>金额单位：{unit}</td></tr>", page, count=1),
    "in a row at its end": lambda page, unit: page.replace("</table>", f"<tr><td colspan='4'>注：本表金额单位为{unit}</td></tr></table>", 1),
    "in its caption": lambda page, unit: re.sub("(<table.*?>)", rf"\1<caption>单位：{unit}</caption>", page, count=1),
    "in the heading": lambda page, unit: page.replace("主动公开政府信息情况", f"主动公开政府信息情况（单位：{unit}）", 1),
    "at the end of the report": lambda page, unit: page.replace("</body>", f"<p>说明：金额单位为{unit}</p></body>"),
    "on a line of its own in the header": lambda page, unit: page.replace(HEADER, f"本年收费金额</p><p>（{unit}）"),
}


@pytest.mark.parametrize("place", AROUND)
def test_a_unit_around_the_table_of_a_page_is_told_once_and_the_right_one_not_at_all(place: str, tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", VALUES), "html_spans", tmp_path)
    page = path.read_text(encoding="utf-8")
    for unit, expected in (("千元", ["F03"]), ("人民币万元", [])):
        path.write_text(AROUND[place](page, unit), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != page
        filing = read(path)
        assert [finding.rule for finding in told(filing)] == expected and str(filing.cells[FEES].value) == "12.5"
        assert not {finding.rule for finding in check([filing])[0].findings} & {"D01", "C03"}


BESIDE: dict[str, Callable[..., None]] = {
    "above the table": lambda sheet, unit: sheet.__setitem__("J2", f"单位：{unit}"),
    "in two cells": lambda sheet, unit: (sheet.__setitem__("I2", "单位"), sheet.__setitem__("J2", unit))[0],
    "right of the header": lambda sheet, unit: sheet.cell(cell(sheet, HEADER).row, 12, f"（{unit}）"),
    "right of the figure": lambda sheet, unit: sheet.cell(cell(sheet, ROW).row, 12, unit),
    "in a note at the end": lambda sheet, unit: sheet.cell(sheet.max_row + 2, 1, f"注：收费金额的单位为{unit}。"),
    "in the sheet's name": lambda sheet, unit: setattr(sheet, "title", f"年报（单位：{unit}）"),
    "in the sheet's heading": lambda sheet, unit: sheet.__setitem__("A1", f"{sheet['A1'].value}（金额单位：{unit}）"),
    "in the number format": lambda sheet, unit: setattr(cell(sheet, 12.5), "number_format", f'#,##0.00"{unit}"'),
}


@pytest.mark.parametrize("place", BESIDE)
def test_a_unit_beside_the_table_of_a_workbook_is_told_once_and_is_no_organ(place: str, tmp_path: Path) -> None:
    rule = "C15" if "format" in place else "F03"
    for unit, expected in (("人民币元", [rule]), ("千元", [rule]), ("万元", []), ("人民币万元", [])):
        filing = workbook(tmp_path, edit=partial(BESIDE[place], unit=unit))
        assert [finding.rule for finding in told(filing)] == expected
        assert (filing.organ, str(filing.cells[FEES].value)) == ("样例一镇", "12.5")


def test_a_unit_beside_the_table_answers_for_the_header_that_lost_its_own(tmp_path: Path) -> None:
    def lost(unit: str) -> list[str]:
        def edit(sheet: Any) -> None:
            sheet["J2"] = unit
            cell(sheet, HEADER).value = "本年收费金额"

        return [finding.rule for finding in told(workbook(tmp_path, edit=edit))]

    assert (lost("单位：件"), lost("单位：万元"), lost("单位：元")) == (["F07"], [], ["F03"])


@pytest.mark.parametrize(
    ("code", "rules"),
    [('0.00"元"', ["C15"]), ("0.0\\元", ["C15"]), ('0.0"万元"', []), ('"¥"#,##0.00', []), ('_ ¥* #,##0.00_ ;_ ¥* -#,##0.00_ ', []), ('[$$-409]#,##0.00', ["C15"]), ('0"万"', []), ('General"千元"', ["C15"])],
)
def test_a_number_format_that_shows_another_unit_is_told_and_the_sign_of_the_yuan_is_none(code: str, rules: list[str], tmp_path: Path) -> None:
    filing = read_workbook(Book({FEES: number(12, code)}).write(tmp_path / "样例.xlsx"))
    assert [finding.rule for finding in told(filing)] == rules
    assert told(read_workbook(Book({FEES: number(0, code)}).write(tmp_path / "样例.xlsx"))) == []


def test_no_amount_no_warning_of_a_unit_beside_the_table(tmp_path: Path) -> None:
    def edit(sheet: Any) -> None:
        sheet["J2"] = "单位：元"
        cell(sheet, 12.5).value = 0

    assert told(workbook(tmp_path, edit=edit)) == []


def test_the_procurement_of_2019_has_its_unit_wherever_it_stands(tmp_path: Path) -> None:
    form = editions()["2019"]
    amount = "proactive.procurement.amount"

    def rules(edit: Callable[[Any], object]) -> set[str]:
        path = tmp_path / "样例.xlsx"
        write_own(Own(form, "样例一镇2019年政府信息公开工作年度报告", {**dict.fromkeys(form.fields, 0), amount: 125, "proactive.procurement.items": 3}), path)
        book = openpyxl.load_workbook(path)
        edit(book.active)
        book.save(path)
        return {finding.rule for finding in check([read_workbook(path)])[0].findings} & {"P09", "C15"}

    assert rules(lambda sheet: None) == {"P09"}
    assert rules(lambda sheet: sheet.__setitem__("J2", "单位：人民币千元")) == set()
    assert rules(lambda sheet: setattr(cell(sheet, "采购总金额"), "value", "采购总金额（千元）")) == set()
    assert rules(lambda sheet: setattr(cell(sheet, 125), "number_format", '0.0"万元"')) == set()


def test_a_unit_that_a_report_states_beside_its_table_is_told_of_the_workbook_made_from_it(tmp_path: Path) -> None:
    path = written(plain_tables("html_spans", VALUES), "html_spans", tmp_path)
    path.write_text(AROUND["above the table"](path.read_text(encoding="utf-8"), "千元"), encoding="utf-8")
    write_imported(read(path), tmp_path / "导入.xlsx")
    assert [(finding.rule, "单位是千元" in finding.message.zh) for finding in told(read_workbook(tmp_path / "导入.xlsx"))] == [("F03", True)]


def test_workbooks_of_one_layout_that_differ_in_a_unit_are_read_as_each_alone(tmp_path: Path) -> None:
    shapes, found = Shapes(), []
    for place, unit in enumerate(("件", "个", "条", "元", "项", "千元", "万元", "件")):
        path = tmp_path / f"{place}.xlsx"
        write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", {**dict.fromkeys(FORM.fields, 0), FEES: 12.5}, {CORNER: f"单位：{unit}"}), path)
        with zipfile.ZipFile(path) as archive:
            book, plain = shapes.read(Package.of(archive), False, read_openxml), read_openxml(Package.of(archive), False)
        assert read_filing(book, str(path)) == read_filing(plain, str(path))
        found.append(([finding.rule for finding in told(read_filing(book, str(path)))], book.shape is not None))
    assert [rules for rules, _ in found] == [[], [], [], ["F03"], [], ["F03"], [], []]
    assert sum(is_known for _, is_known in found) >= 5
