"""The sheet 校验结果 of an open workbook: one row a problem, with a link to its cell; what the office answered stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, FINDINGS_WIDTHS
from xlplugin.live.host import Host
from xlplugin.outputs.marked.marks import Row

_LINK = FINDINGS_HEADER.index("位置")
_ANSWERS = (FINDINGS_HEADER.index("情况说明"), FINDINGS_HEADER.index("审核放行"))


def write_findings(book: Any, host: Host, rows: Sequence[Row]) -> bool:
    """Writes the rows below the header, in place of those that were there; True where the sheet had to be made."""
    sheet, is_new = _sheet(book), False
    if sheet is None:
        active = book.sheets.active
        sheet, is_new = book.sheets.add(FINDINGS, after=_last_shown(book)), True
        host.write_rows(sheet, 1, 1, [FINDINGS_HEADER])
        for column, width in enumerate(FINDINGS_WIDTHS, 1):
            sheet.range((1, column)).column_width = 0 if column == len(FINDINGS_WIDTHS) else width
        sheet.range((1, 1), (500, len(FINDINGS_HEADER))).wrap_text = True
        host.show_sheet(active)
    with host.writable(sheet) as is_writable:
        if is_writable:
            _empty(sheet, host)
            _fill(sheet, host, rows)
    return is_new


def clear_findings(book: Any, host: Host, is_ours: bool) -> bool:
    """Empties the sheet, or takes it away where we made it; what carries an answer is kept, and then it is False."""
    sheet = _sheet(book)
    if sheet is None:
        return True
    header = _header(sheet)
    values = _values(sheet, header)
    answered = [row for row in values if any(row[column] not in (None, "") for column in _ANSWERS)]
    if is_ours and not answered:
        sheet.delete()
        return True
    with host.writable(sheet) as is_writable:
        if is_writable:
            _empty(sheet, host)
            if answered:
                host.write_rows(sheet, header + 1, 1, [["" if value is None else str(value) for value in row] for row in answered])
    return not answered


def _fill(sheet: Any, host: Host, rows: Sequence[Row]) -> None:
    if not rows:
        return
    first = _header(sheet) + 1
    host.write_rows(sheet, first, 1, [row.cells for row in rows])
    host.write_links(sheet, {(first + at, _LINK + 1): (row.place, row.cells[_LINK]) for at, row in enumerate(rows) if row.place is not None})
    host.write_fills(sheet, {(first + at, 1): row.fill for at, row in enumerate(rows)})


def _empty(sheet: Any, host: Host) -> None:
    """Takes the rows away, their fills and links too."""
    first, last = _header(sheet) + 1, sheet.used_range.last_cell.row
    filled = [first + at for at, row in enumerate(_values(sheet, first - 1)) if any(value not in (None, "") for value in row)]
    if not filled:
        return
    last = max(filled)
    sheet.range((first, 1), (last, len(FINDINGS_HEADER))).clear_contents()
    host.write_fills(sheet, {(row, 1): "" for row in range(first, last + 1)})


def _sheet(book: Any) -> Any:
    return next((sheet for sheet in book.sheets if sheet.name == FINDINGS), None)


def _last_shown(book: Any) -> Any:
    """The last sheet that the user sees."""
    return [sheet for sheet in book.sheets if sheet.visible][-1]


def _header(sheet: Any) -> int:
    """The row of the header; 1 where it is lost."""
    values = sheet.range((1, 1), (10, len(FINDINGS_HEADER))).options(ndim=2).value
    return next((number for number, row in enumerate(values, 1) if FINDINGS_HEADER[1] in row and FINDINGS_HEADER[4] in row), 1)


def _values(sheet: Any, header: int) -> list[list[Any]]:
    last = max(sheet.used_range.last_cell.row, header + 1)
    return list(sheet.range((header + 1, 1), (last, len(FINDINGS_HEADER))).options(ndim=2).value)
