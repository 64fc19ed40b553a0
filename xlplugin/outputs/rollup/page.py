"""What the roll-up's own sheets have in common: a title, the coverage below it, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.outputs.template.contents import put
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import INK, LINE, TEXT_FONT, Styles, height, lines
from xlplugin.outputs.template.table_sheet import PROTECTION, set_page

CELL = {"font_name": TEXT_FONT, "font_charset": 134, "font_size": 10.5, "valign": "vcenter", "border": 1, "border_color": LINE, "text_wrap": True}
"""What the cells of the roll-up's tables have in common."""
_TALLEST = 400.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table on a page: its header, the first and the last column of the sheet that it takes, and how it is aligned."""

    title: str
    first: int
    last: int
    is_text: bool = False


class Pen:
    """Writes one sheet from the top down; `row` is the next free row, from 1."""

    def __init__(self, sheet: Any, workbook: Any, styles: Styles, widths: Sequence[float]) -> None:
        self.sheet, self.styles, self.widths = sheet, styles, widths
        self.row = 1
        self._workbook = workbook
        self._formats: dict[tuple[str, bool], Any] = {}

    def head(self, title: str, note: str, note_style: Any = None) -> None:
        """The sheet's title, and the line that every page has below it; `note_style`: where that is to be more than a line in grey."""
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)
        self._across(title, self.styles["sheet_title"], 32)
        self._across(note, note_style or self.styles["cover_note"], 28 if note_style else 24)

    def heading(self, text: str) -> None:
        """The title of a part."""
        self._across(text, self.styles["heading"], 28)

    def paragraph(self, text: str) -> None:
        """A text as wide as the page."""
        self._across(text, self.styles["note"], height(lines(text, sum(self.widths))))

    def gap(self, points: float = 8) -> None:
        """An empty row."""
        self.sheet.set_row(self.row - 1, points)
        self.row += 1

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[object]], colors: Sequence[str] = ()) -> None:
        """A header and rows; `colors`: that of each row's text, where not all are as usual."""
        for column in columns:
            put(self.sheet, self._box(column), column.title, self.styles["header"])
        self.sheet.set_row(self.row - 1, 22)
        self.row += 1
        for at, contents in enumerate(rows):
            tallest = 1
            for column, content in zip(columns, contents, strict=True):
                put(self.sheet, self._box(column), content, self.format(colors[at] if colors else INK, is_text=column.is_text))
                if isinstance(content, str):
                    tallest = max(tallest, lines(content, sum(self.widths[column.first - 1 : column.last])))
            self.sheet.set_row(self.row - 1, min(max(20.0, height(tallest)), _TALLEST))
            self.row += 1

    def finish(self, frozen_rows: int = 2, frozen_columns: int = 0) -> None:
        """Page, panes and protection."""
        set_page(self.sheet, self.row - 1, len(self.widths))
        self.sheet.repeat_rows(0, frozen_rows - 1)
        self.sheet.freeze_panes(frozen_rows, frozen_columns)
        self.sheet.protect("", {**PROTECTION, "format_columns": True, "format_rows": True})

    def format(self, color: str = INK, *, is_text: bool = False) -> Any:
        """The format of a cell in a table: figures and short words in the middle, text from the left."""
        key = (color, is_text)
        if key not in self._formats:
            aligned = {"align": "left", "indent": 1} if is_text else {"align": "center"}
            self._formats[key] = self._workbook.add_format({**CELL, **aligned, "font_color": color})
        return self._formats[key]

    def _box(self, column: Column) -> Box:
        return Box(self.row, column.first, self.row, column.last)

    def _across(self, text: str, style: Any, points: float) -> None:
        put(self.sheet, Box(self.row, 1, self.row, len(self.widths)), text, style)
        self.sheet.set_row(self.row - 1, points)
        self.row += 1
