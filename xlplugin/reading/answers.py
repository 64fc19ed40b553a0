"""What the office and its reviewer wrote beside the findings on the sheet 校验结果."""

from __future__ import annotations

import re
import unicodedata

from xlplugin.filing.filing import Answer
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER
from xlplugin.reading.figures.cells import raw_text
from xlplugin.reading.workbook.grid import Book, Sheet

_HEADER_WITHIN = 10
_QUOTES = re.compile(r"[$'#]")


def read_answers(book: Book) -> tuple[Answer, ...]:
    """The rows of 校验结果 that carry an explanation or a release, top to bottom; the columns are found by their headers."""
    sheet = book.sheet(FINDINGS)
    if sheet is None:
        return ()
    header = next((row for row in sheet.row_numbers[:_HEADER_WITHIN] if len(_columns(sheet, row)) * 2 > len(FINDINGS_HEADER)), None)
    if header is None:
        return ()
    columns = _columns(sheet, header)
    found = []
    for row in sheet.row_numbers:
        values = {name: _text(sheet, row, column) for name, column in columns.items()}
        if row > header and values.get("规则") and (values.get("情况说明") or values.get("审核放行")):
            found.append(
                Answer(
                    rule=unicodedata.normalize("NFKC", values["规则"]).upper(),
                    field=values.get("字段") or None,
                    actual=values.get("现为", ""),
                    reason=values.get("情况说明", ""),
                    release=values.get("审核放行", ""),
                    fingerprint=values.get("指纹", ""),
                    cell=_QUOTES.sub("", values.get("位置", "")),
                )
            )
    return tuple(found)


def _columns(sheet: Sheet, row: int) -> dict[str, int]:
    """Sheet column by header, of the headers that stand on a row."""
    return {sheet.text(at, column).strip(): column for at, column in sheet.cells if at == row and sheet.text(at, column).strip() in FINDINGS_HEADER}


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return raw_text(cell.day).strip() if cell else ""
