"""The sheet 校验结果 of an open workbook: one row a problem, with a link to its cell; what the office answered stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, FINDINGS_HIDDEN, FINDINGS_WIDTHS, HEADER_ROW, HOW_TO_EXPLAIN, findings_column
from xlplugin.live.host import Host
from xlplugin.outputs.marked.marks import Row

_LINK, _SEVERITY, _ANSWERS = "位置", "严重程度", ("情况说明", "审核放行")
_HEADER_WITHIN, _WIDEST = 10, 20


def write_findings(book: Any, host: Host, rows: Sequence[Row]) -> bool:
    """Writes the rows below the header, in place of those that were there; True where the sheet had to be made."""
    sheet, is_new = _sheet(book), False
    if sheet is None:
        active = book.sheets.active
        sheet, is_new = book.sheets.add(FINDINGS, after=_last_shown(book)), True
        host.write_rows(sheet, 1, 1, [[HOW_TO_EXPLAIN]])
        host.write_rows(sheet, HEADER_ROW, 1, [FINDINGS_HEADER])
        for column, (name, width) in enumerate(zip(FINDINGS_HEADER, FINDINGS_WIDTHS, strict=True), 1):
            sheet.range((1, column)).column_width = 0 if name in FINDINGS_HIDDEN else width
        sheet.range((HEADER_ROW, 1), (500, len(FINDINGS_HEADER))).wrap_text = True
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
    header, columns = _header(sheet)
    values = _values(sheet, header)
    answered = [row for row in values if any(row[columns[name] - 1] not in (None, "") for name in _ANSWERS if name in columns)]
    if is_ours and not answered:
        sheet.delete()
        return True
    with host.writable(sheet) as is_writable:
        if is_writable:
            _empty(sheet, host)
            if answered:
                host.write_rows(sheet, header + 1, 1, [["" if value is None else str(value) for value in row[: max(columns.values())]] for row in answered])
    return not answered


def _fill(sheet: Any, host: Host, rows: Sequence[Row]) -> None:
    """Writes each text below the header that names it, in whatever order the sheet has them: an earlier version's differs."""
    if not rows:
        return
    header, columns = _header(sheet)
    first = header + 1
    host.write_rows(sheet, first, 1, [_ordered(row, columns) for row in rows])
    link = FINDINGS_HEADER.index(_LINK)
    if _LINK in columns:
        host.write_links(sheet, {(first + at, columns[_LINK]): (row.place, row.cells[link]) for at, row in enumerate(rows) if row.place is not None})
    host.write_fills(sheet, {(first + at, columns.get(_SEVERITY, 1)): row.fill for at, row in enumerate(rows)})


def _ordered(row: Row, columns: Mapping[str, int]) -> list[str]:
    texts = [""] * max(columns.values())
    for name, text in zip(FINDINGS_HEADER, row.cells, strict=True):
        if name in columns:
            texts[columns[name] - 1] = text
    return texts


def _empty(sheet: Any, host: Host) -> None:
    """Takes the rows away, their fills and links too."""
    header, columns = _header(sheet)
    first = header + 1
    filled = [first + at for at, row in enumerate(_values(sheet, header)) if any(value not in (None, "") for value in row)]
    if not filled:
        return
    last = max(filled)
    sheet.range((first, 1), (last, max(columns.values()))).clear_contents()
    host.write_fills(sheet, {(row, columns.get(_SEVERITY, 1)): "" for row in range(first, last + 1)})


def _sheet(book: Any) -> Any:
    return next((sheet for sheet in book.sheets if sheet.name == FINDINGS), None)


def _last_shown(book: Any) -> Any:
    """The last sheet that the user sees."""
    return [sheet for sheet in book.sheets if sheet.visible][-1]


def _header(sheet: Any) -> tuple[int, dict[str, int]]:
    """The row of the header and the column of each of its words; ours where it is lost."""
    for number, row in enumerate(sheet.range((1, 1), (_HEADER_WITHIN, _WIDEST)).options(ndim=2).value, 1):
        columns = {name: column for column, text in enumerate(row, 1) if (name := findings_column(str(text or "")))}
        if len(columns) * 2 > len(FINDINGS_HEADER):
            return number, columns
    return HEADER_ROW, {name: column for column, name in enumerate(FINDINGS_HEADER, 1)}


def _values(sheet: Any, header: int) -> list[list[Any]]:
    last = max(sheet.used_range.last_cell.row, header + 1)
    return list(sheet.range((header + 1, 1), (last, _WIDEST)).options(ndim=2).value)
