"""Pictures over merged cells, among thousands of other drawings, and texts of nothing but blanks: told as not read, or read at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.documents.hindered import why_unread
from tests.edited import PERSON, edited, place_of, with_drawing
from tests.submissions import CONSISTENT, write_submission
from tests.test_marks_and_pictures import PICTURE
from xlplugin.errors import TooLargeError
from xlplugin.filing.cells import Shape
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.read import read_workbook

pytestmark = pytest.mark.slow  # whole workbooks
LINE = "<xdr:twoCellAnchor><xdr:cxnSp/></xdr:twoCellAnchor>"


@pytest.mark.parametrize(("down", "why"), [(0, "picture"), (1, "picture"), (2, "picture"), (3, None)])
def test_a_picture_over_any_part_of_a_merged_cell_is_told(tmp_path: Path, down: int, why: str | None) -> None:
    """The figure stands in the top left cell of the area and is shown in the middle, or at the bottom."""
    home = place_of(PERSON, tmp_path)

    def merge(sheet: object, cell: object) -> None:
        sheet.merge_cells(start_row=home.row, end_row=home.row + 2, start_column=home.column, end_column=home.column)  # type: ignore[attr-defined]

    path = with_drawing(edited(tmp_path / "a.xlsx", merge), replace(home, row=home.row + down), PICTURE)
    for _ in range(4):
        assert why_unread(read_workbook(path), PERSON) == why


def test_a_picture_behind_thousands_of_drawings_that_nobody_sees_is_told(tmp_path: Path) -> None:
    home = place_of(PERSON, tmp_path)
    path = with_drawing(write_submission(tmp_path / "a.xlsx", CONSISTENT), replace(home, row=900), "<xdr:cxnSp/>", more=LINE * 2_500 + _picture_at(home.row, home.column))
    assert why_unread(read_workbook(path), PERSON) == "picture"


def test_a_sheet_with_more_drawings_than_can_be_looked_at_is_refused(tmp_path: Path) -> None:
    home = place_of(PERSON, tmp_path)
    path = with_drawing(write_submission(tmp_path / "a.xlsx", CONSISTENT), home, "<xdr:cxnSp/>", more=LINE * 50_001)
    with pytest.raises(TooLargeError, match="50002"):
        read_workbook(path)


def _picture_at(row: int, column: int) -> str:
    ends = "".join(f"<xdr:{end}><xdr:col>{column - 1}</xdr:col><xdr:colOff>{far}</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>{far}</xdr:rowOff></xdr:{end}>" for end, far in (("from", 1), ("to", 150_000)))
    return f"<xdr:twoCellAnchor>{ends}{PICTURE}</xdr:twoCellAnchor>"


@pytest.mark.parametrize("begins", ["1", "1*", "1件", "1(", "－1", "1,234"])
@pytest.mark.parametrize("ends", ["x", "件x", "(", "万"])
def test_a_text_of_blanks_is_read_in_one_go(begins: str, ends: str) -> None:
    """Ten times as many as a cell holds: read again and again, they would take hours."""
    assert read_cell(begins + " " * 300_000 + ends, "count").shape is not Shape.NUMBER
