"""The sheet 校验结果 in a package: filled where the workbook has it, else made; texts stand as inline strings, never as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlplugin.filing.address import address, position
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, FINDINGS_HIDDEN, FINDINGS_WIDTHS, HEADER_ROW, HOW_TO_EXPLAIN, findings_column
from xlplugin.outputs.marked.marks import Row
from xlplugin.outputs.marked.package.stylesheet import StyleSheet
from xlplugin.outputs.marked.package.workbook import Workbook
from xlplugin.outputs.marked.package.worksheet import Worksheet
from xlplugin.outputs.marked.package.xml import MAIN, add, child, children, decoded, own
from xlplugin.outputs.template.styles import height, lines
from xlplugin.text import Text

_LINK, _PROBLEM, _ANSWERS = "位置", "问题（怎么改）", ("情况说明", "审核放行")
_HEADER_WITHIN = 10
_TALLEST = 409.0
_SIGNED = Text(
    "原工作簿带有数字签名。本副本加了批注，签名对副本不再有效；签名以原件为准。",
    "the workbook carries a digital signature; this copy has been annotated, so that the signature no longer holds for it: the original counts",
)
_SHEET = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="2" topLeftCell="A3" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft" activeCell="D3" sqref="D3"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    + "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"{" hidden=" + chr(34) + "1" + chr(34) if name in FINDINGS_HIDDEN else ""}/>'
        for number, (name, width) in enumerate(zip(FINDINGS_HEADER, FINDINGS_WIDTHS, strict=True), 1)
    )
    + '</cols><sheetData/><sheetProtection sheet="1" scenarios="1" formatCells="0" formatColumns="0" formatRows="0"/>'
    '<pageMargins left="0.5" right="0.5" top="0.55" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
    '<ignoredErrors><ignoredError sqref="A1:K2000" numberStoredAsText="1"/></ignoredErrors></worksheet>'
).encode()


def write_findings(book: Workbook, rows: Sequence[Row], styles: StyleSheet) -> None:
    """Writes the rows below the header of 校验结果, in place of those that were there."""
    part = book.sheet_part(FINDINGS)
    sheet = None if part is None else Worksheet(book.archive, part)
    header, columns = _header(sheet, book.shared_strings()) if sheet else (0, {})
    if sheet is None or not columns:  # none there, or one of that name that is something else
        sheet = Worksheet(book.archive, book.add_sheet(FINDINGS, _SHEET))
        header, columns = HEADER_ROW, {name: column for column, name in enumerate(FINDINGS_HEADER, 1)}
        for name, column in columns.items():
            _write(sheet, (header, column), name, styles.text(is_header=True))
        for column in children(child(sheet.root, "cols"), "col"):
            if FINDINGS_HEADER[int(column.get("min")) - 1] in _ANSWERS:  # rows may be added by hand
                column.set("style", str(styles.text(is_open=True, is_boxed=False)))
        sheet.rows[header].attrib.update({"ht": "24", "customHeight": "1"})
        _write_top(sheet, styles)
    elif _empty(sheet, header, columns):
        book.drop_calculation_chain()
    for number, row in enumerate(rows, header + 1):
        _write_row(sheet, number, row, columns, styles)
    _link(sheet, header, columns.get(_LINK), rows)
    if book.is_signed:
        at = header + len(rows) + 2
        _write(sheet, (at, columns[_PROBLEM]), _SIGNED.zh + "\n" + _SIGNED.en, styles.text())
    sheet.save()


def _write_top(sheet: Worksheet, styles: StyleSheet) -> None:
    """The line above the header that says how to explain, across what is read without scrolling."""
    _write(sheet, (1, 1), HOW_TO_EXPLAIN, styles.text(is_boxed=False))
    last = FINDINGS_HEADER.index("情况说明") + 1
    add(sheet.insert("mergeCells", {"count": "1"}), "mergeCell", {"ref": f"{address(1, 1)}:{address(1, last)}"})
    sheet.rows[1].attrib.update({"ht": "36", "customHeight": "1"})


def _header(sheet: Worksheet, strings: Sequence[str]) -> tuple[int, dict[str, int]]:
    """The row of the header and the column of each of its words; no columns where the sheet has no such header."""
    for number in sorted(sheet.rows)[:_HEADER_WITHIN]:
        columns = {name: column for column, cell in sheet.cells(number).items() if (name := findings_column(_text(cell, strings)))}
        if len(columns) * 2 > len(FINDINGS_HEADER) and _PROBLEM in columns:
            return number, columns
    return 0, {}


def _text(cell: Any, strings: Sequence[str]) -> str:
    """What a cell says, where it is text."""
    kind = cell.get("t")
    if kind == "inlineStr":
        return decoded("".join(text.text or "" for text in cell.iter(own(cell, "t"))))
    value = child(cell, "v")
    content = "" if value is None else value.text or ""
    if kind == "s":
        return strings[int(content)] if content.isdigit() and int(content) < len(strings) else ""
    return decoded(content) if kind == "str" else ""


def _empty(sheet: Worksheet, header: int, columns: Mapping[str, int]) -> bool:
    """Takes what stands below the header out of our columns; True where a formula went. Room for answers keeps its format."""
    had_formula = False
    for number in [number for number in sheet.rows if number > header]:
        cells = sheet.cells(number)
        for name, column in columns.items():
            cell = cells.get(column)
            if cell is None:
                continue
            had_formula |= child(cell, "f") is not None
            if name in _ANSWERS:
                for inner in list(cell):
                    cell.remove(inner)
                cell.attrib.pop("t", None)
            else:
                cell.getparent().remove(cell)
    return had_formula


def _write_row(sheet: Worksheet, number: int, row: Row, columns: Mapping[str, int], styles: StyleSheet) -> None:
    tallest = 1
    for name, text in zip(FINDINGS_HEADER, row.cells, strict=True):
        if name not in columns:
            continue
        at = (number, columns[name])
        style = styles.text(is_open=name in _ANSWERS, is_link=name == _LINK and row.place is not None)
        if name in _ANSWERS and at[1] in sheet.cells(number):
            there = int(sheet.cells(number)[at[1]].get("s", "0"))
            style = style if styles.is_locked(there) else there
        _write(sheet, at, text, styles.filled(style, row.fill) if name == "严重程度" else style)
        tallest = max(tallest, lines(text, max((sheet.width(at[1]) - 5) / 7, 4)) if sheet.width(at[1]) else 1)
    element = sheet.rows[number]
    element.attrib.pop("hidden", None)  # a filter of an earlier round
    # Not a custom height: programs fit the row anew when somebody writes into it.
    element.attrib.pop("customHeight", None)
    element.set("ht", f"{min(height(tallest), _TALLEST):g}")


def _write(sheet: Worksheet, at: tuple[int, int], text: str, style: int) -> None:
    cell = sheet.cell(at)
    for inner in list(cell):
        cell.remove(inner)
    cell.attrib.pop("t", None)
    cell.set("s", str(style))
    if text:
        cell.set("t", "inlineStr")
        add(add(cell, "is"), "t", text=text)


def _link(sheet: Worksheet, header: int, column: int | None, rows: Sequence[Row]) -> None:
    """Makes each place a link to its cell, in place of the links that were there."""
    found = child(sheet.root, "hyperlinks")
    for element in [] if found is None else children(found, "hyperlink"):
        at = position(element.get("ref", ""))
        if at is not None and at[0] > header and at[1] == column:
            found.remove(element)
    targets = {number: row.place for number, row in enumerate(rows, header + 1) if row.place is not None}
    if targets and column is not None:
        found = sheet.insert("hyperlinks") if found is None else found
        for number, place in targets.items():
            add(found, "hyperlink", {"ref": address(number, column), "location": place.target, "display": place.full})
    if found is not None and not children(found, "hyperlink"):
        sheet.root.remove(found)
