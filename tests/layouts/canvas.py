"""A sheet of cells in memory, and the two programs that write it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import openpyxl
import xlsxwriter

from tests.layouts.model import SpanStyle


@dataclass(frozen=True)
class Formula:
    """A formula and the value that it gives, saved with it."""

    text: str
    saved: object


@dataclass
class Canvas:
    """One sheet: contents by (row, column), from 1, and merged areas."""

    name: str
    cells: dict[tuple[int, int], object] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)

    def put(self, row: int, column: int, content: object) -> None:
        """Sets a cell; nothing may stand there yet. Blank contents leave it untouched."""
        if content is None or content == "":
            return
        assert (row, column) not in self.cells, f"two contents for {self.name} {row},{column}"
        self.cells[row, column] = content

    def span(self, area: tuple[int, int, int, int], text: str, style: SpanStyle, *, skip_rows: Sequence[int] = ()) -> None:
        """Writes a label over an area (first row, first column, last row, last column); repeated, not into `skip_rows`."""
        top, left, bottom, right = area
        if style == "repeated":
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    if row not in skip_rows:
                        self.put(row, column, text)
            return
        self.put(top, left, text)
        if style == "merged" and (top, left) != (bottom, right):
            self.merges.append(area)


def save_xlsxwriter(path: Path, sheets: Sequence[Canvas], number_format: str) -> None:
    """Writes the workbook with XlsxWriter, which can save a formula's value."""
    with xlsxwriter.Workbook(str(path)) as book:
        style = book.add_format({"num_format": number_format})
        for canvas in sheets:
            sheet = book.add_worksheet(canvas.name)
            for top, left, bottom, right in canvas.merges:
                sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
            for (row, column), content in canvas.cells.items():
                if isinstance(content, Formula):
                    sheet.write_formula(row - 1, column - 1, content.text, style, content.saved)
                elif isinstance(content, str):
                    sheet.write_string(row - 1, column - 1, content)
                else:
                    sheet.write_number(row - 1, column - 1, content, style)


def save_openpyxl(path: Path, sheets: Sequence[Canvas], number_format: str) -> None:
    """Writes the workbook with openpyxl; it cannot save a formula's value, so there may be none."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for canvas in sheets:
        sheet = book.create_sheet(canvas.name)
        for (row, column), content in canvas.cells.items():
            assert isinstance(content, (str, int, float, Decimal))
            cell = sheet.cell(row, column, content)
            if not isinstance(content, str):
                cell.number_format = number_format
        for top, left, bottom, right in canvas.merges:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    book.save(path)
