"""What a whole workbook says of itself: how it is calculated, how far its sheets reach, which of them are hidden."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.own_cells import BOOK, REPEATED, SHEET, TOTAL, Change, Written, book_with, read, replaced

pytestmark = pytest.mark.slow  # whole workbooks, many of them


def _calculated(settings: str) -> Change:
    return lambda book: re.sub(rb"<calcPr[^>]*/>", f"<calcPr {settings}/>".encode(), book)


SETTINGS: dict[str, tuple[str, list[Written]]] = {
    "as shown": ('fullPrecision="0"', [Written("<v>3.4</v>", code="0", at="D39")]),
    "as shown, in other words": ('fullPrecision="false"', [Written("<v>2.9</v>", code="#,##0_ ", at="D39")]),
    "as shown, a formula": ('fullPrecision="0"', [Written("<f>SUM(D39:I39)+0.2</f><v>3</v>", code="0", at="J39")]),
    "a circle that settles": ('iterate="1"', [Written("<f>SUM(D39:I39)+0*J39</f><v>3</v>", at="J39")]),
    "by hand": ('calcMode="manual"', [Written("<f>SUM(D39:I39)</f><v>3</v>", at="J39")]),
}


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_workbook_is_calculated_as_it_wants_to_be(kind: str, tmp_path: Path) -> None:
    settings, cells = SETTINGS[kind]
    filing, found = read(book_with(tmp_path / "甲.xlsx", *cells, parts={BOOK: _calculated(settings)}))
    assert filing.cell(TOTAL).recalculated == 3 and "W01" not in found


def _rows(rows: range, cells: str) -> Change:
    """Rows behind the last one; `#` in a cell stands for the row."""
    more = "".join(f'<row r="{row}">{cells.replace("#", str(row))}</row>' for row in rows)
    return lambda sheet: sheet.replace(b"</sheetData>", more.encode() + b"</sheetData>")


REACH: dict[str, Change] = {
    "styled blanks": _rows(range(100, 20_100), '<c r="A#" s="1"/><c r="XFD#" s="1"/>'),
    "a style in the last row": _rows(range(1_048_576, 1_048_577), '<c r="A#" s="1"/>'),
    "a blank in the last row": _rows(range(65_536, 65_537), '<c r="A#" t="inlineStr"><is><t> </t></is></c>'),
    "empty texts": _rows(range(100, 30_100), '<c r="A#" t="inlineStr"><is><t></t></is></c><c r="B#" t="str"><v></v></c>'),
    "formulas that give nothing": _rows(range(100, 10_100), '<c r="A#" t="str"><f>IF(B#="","",B#)</f><v></v></c>'),
    "styled columns": lambda sheet: sheet.replace(b"</cols>", b'<col min="17" max="16384" width="9" style="1"/></cols>'),
}


@pytest.mark.parametrize("kind", REACH)
def test_a_sheet_that_reaches_far_is_read(kind: str, tmp_path: Path) -> None:
    filing, found = read(book_with(tmp_path / "甲.xlsx", parts={SHEET: REACH[kind]}))
    assert (filing.cell(REPEATED).value, found) == (3, [])


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_figures_on_a_hidden_sheet_are_told_as_hidden(state: str, tmp_path: Path) -> None:
    _, found = read(book_with(tmp_path / "甲.xlsx", parts={BOOK: replaced("<sheet ", f'<sheet state="{state}" ')}))
    assert found == ["W07"]
