"""What the office and its reviewer wrote beside the findings on the sheet 校验结果."""

from __future__ import annotations

import re
import unicodedata

from xlplugin.filing.filing import Answer
from xlplugin.form.sheets import FINDINGS, FINDINGS_HEADER, findings_column
from xlplugin.reading.figures.cells import raw_text
from xlplugin.reading.workbook.grid import Book, Sheet

_HEADER_WITHIN = 10
_CHOSEN = re.compile(r"[A-Z]\d\d(?![0-9A-Z])")
"""What an entry of the list of problems begins with, where a clerk chose one in an empty row."""
_QUOTES = re.compile(r"[$'#]")


def read_answers(book: Book) -> tuple[Answer, ...]:
    """The rows of 校验结果 that carry an explanation or a release, top to bottom; the columns are found by their headers."""
    sheet = book.sheet(FINDINGS)
    return () if sheet is None else sheet.told("answers", _answers)


def _answers(sheet: Sheet) -> tuple[Answer, ...]:
    header = next((row for row in sheet.row_numbers[:_HEADER_WITHIN] if len(_columns(sheet, row)) * 2 > len(FINDINGS_HEADER)), None)
    if header is None:
        return ()
    columns = _columns(sheet, header)
    found = []
    for row in sheet.row_numbers:
        values = {name: _text(sheet, row, column) for name, column in columns.items()}
        rule = _rule(values)
        if row > header and (values.get("情况说明") or values.get("审核放行")):
            found.append(
                Answer(
                    rule=rule,
                    field=values.get("字段") or None,
                    actual=values.get("现为", ""),
                    reason=values.get("情况说明", ""),
                    release=values.get("审核放行", ""),
                    fingerprint=values.get("指纹", ""),
                    cell=_QUOTES.sub("", values.get("位置", "")),
                    row=row,
                    problem=values.get("问题（怎么改）", "").partition("\n")[0],
                )
            )
    return tuple(found)


def _rule(values: dict[str, str]) -> str:
    """The rule that a row is about: as its column names it, else as the problem chosen from the list begins."""
    if named := values.get("规则"):
        return unicodedata.normalize("NFKC", named).upper()
    chosen = _CHOSEN.match(values.get("问题（怎么改）", ""))
    return chosen[0] if chosen else ""


def _columns(sheet: Sheet, row: int) -> dict[str, int]:
    """Sheet column by header, of the headers that stand on a row."""
    return {name: column for at, column in sheet.cells if at == row and (name := findings_column(sheet.text(at, column)))}


def _text(sheet: Sheet, row: int, column: int) -> str:
    cell = sheet.cells.get((row, column))
    return raw_text(cell.day).strip() if cell else ""
