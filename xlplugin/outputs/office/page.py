"""One sheet of the office's workbook, written row by row: text stays text, and what a sheet cannot hold is told in a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlplugin.outputs.harmless import harmless
from xlplugin.outputs.office.links import MOST
from xlplugin.outputs.office.looks import SIZE, Looks
from xlplugin.outputs.office.strings import SharedSheet
from xlplugin.outputs.template.contents import MAX_TEXT
from xlplugin.outputs.template.styles import height, lines
from xlplugin.outputs.template.table_sheet import set_page
from xlplugin.text import Language, Text

MOST_ROWS = 1_048_576
_TALLEST = 400.0
_CUT = Text("……（文字过长，余下从略）", "… (cut: too long for a cell)")
_FULL = Text(
    "本表已到电子表格的行数上限（{rows} 行），其余从略；全部问题见 CSV 或 JSON 结果。", "this sheet holds as many rows as a spreadsheet can ({rows}); all problems are in the CSV or JSON report"
)
_UNLINKED = Text("链接超过一张工作表的上限（{most} 个），其余位置只列文字。", "a sheet holds at most {most} links; the other places are given as text only. ")
_PAGES = Text("&C&9第 &P 页，共 &N 页", "&C&9Page &P of &N")


@dataclass(frozen=True, slots=True)
class Linked:
    """A text that may lead to a file; only `links` makes the links."""

    text: str
    link: str | None


Content = str | int | float | Decimal | dt.date | Linked | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, its width in characters, and how its cells look."""

    title: Text
    width: float
    look: str = "text"


class Page:
    """A sheet with a title, a sentence on what it covers, a heading, rows, and a filter over them."""

    def __init__(self, workbook: Any, looks: Looks, name: Text, columns: Sequence[Column], language: Language) -> None:
        self.sheet = workbook.add_worksheet(name.show(language), SharedSheet)
        self.columns, self.language, self.looks = columns, language, looks
        self.next_row = 0
        self.rows = 0
        """Rows below the headings."""
        self.left_out = 0
        """Rows that the sheet could not hold."""
        self.unlinked = 0
        self.heading_row = 0
        """Of the last row of the headings, counted from 0."""
        self._linked = 0
        for number, column in enumerate(columns):
            self.sheet.set_column(number, number, column.width)

    def head(self, title: Text, covered: Text) -> None:
        """The title and the sentence below it, across the sheet."""
        self.across(title.show(self.language), "title", 15.0, 30.0)
        self.across(covered.show(self.language), "covered")

    def across(self, text: str, look: str, size: float = SIZE, least: float = 18.0) -> None:
        """A row whose cells are one, tall enough for the text."""
        width = sum(column.width for column in self.columns)
        self.sheet.set_row(self.next_row, min(_TALLEST, max(least, height(lines(text, width, size), size))))
        self.sheet.merge_range(self.next_row, 0, self.next_row, len(self.columns) - 1, "", self.looks[look])
        self.put(0, text, look)
        self.next_row += 1

    def began(self) -> None:
        """Says that the row that is being written is the last of the headings."""
        self.heading_row = self.next_row

    def heading(self) -> None:
        """The row of headings."""
        self.began()
        titles = [column.title.show(self.language) for column in self.columns]
        self.sheet.set_row(self.next_row, max(22.0, self._height(titles)))
        for number, title in enumerate(titles):
            self.put(number, title, "header")
        self.next_row += 1

    def row(self, contents: Sequence[Content], looks: dict[int, str] | None = None, least: float = 18.0) -> bool:
        """One row; `looks` by column where they are not the column's own; `least`: its height where nothing takes two lines. False where the sheet is full."""
        if self.next_row >= MOST_ROWS - 1:
            self.left_out += 1
            return False
        self.sheet.set_row(self.next_row, max(least, self._height(contents, least)))
        for number, content in enumerate(contents):
            self.put(number, content, (looks or {}).get(number, self.columns[number].look))
        self.next_row += 1
        self.rows += 1
        return True

    def put(self, column: int, content: Content, look: str) -> None:
        """One cell of the row that is being written."""
        at, style = (self.next_row, column), self.looks[look]
        if content is None or content == "":
            self.sheet.write_blank(*at, None, style)
        elif isinstance(content, Linked):
            self._put_link(column, content, look)
        elif isinstance(content, str):
            self.sheet.write_string(*at, self._fitting(content), style)
        elif isinstance(content, dt.date):
            self.sheet.write_datetime(*at, content, style)
        else:
            self.sheet.write_number(*at, float(content) if isinstance(content, Decimal) or abs(content) >= 2**53 else content, style)

    def finish(self, frozen: int, *, repeated: Iterable[int] = ()) -> None:
        """Freezes the heading and the first columns, filters, and sets up the page; says it where the sheet is full."""
        if self.left_out:
            self.put(0, _FULL.fill(rows=MOST_ROWS).show(self.language), "warning")
        self.sheet.autofilter(self.heading_row, 0, max(self.next_row - 1, self.heading_row), len(self.columns) - 1)
        self.sheet.freeze_panes(self.heading_row + 1, frozen)
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{MOST_ROWS}"})
        self.set_page(list(repeated) or list(range(self.heading_row + 1)))

    def set_page(self, repeated: Sequence[int]) -> None:
        """A4 across, one page wide, with the rows that stand on every page."""
        set_page(self.sheet)
        self.sheet.set_footer(_PAGES.show(self.language))
        self.sheet.repeat_rows(repeated[0], repeated[-1])

    def remarks(self) -> list[Text]:
        """What is to be said elsewhere of what this sheet could not hold."""
        return [_UNLINKED.fill(most=MOST)] if self.unlinked else []

    def _put_link(self, column: int, content: Linked, look: str) -> None:
        text = self._fitting(content.text)
        if content.link is None or self._linked >= MOST or not text:
            self.unlinked += content.link is not None
            return self.put(column, text, look)
        self._linked += 1
        self.sheet.write_url(self.next_row, column, content.link, self.looks["link_top" if look.endswith(("_top", "_old")) else "link"], text)
        return None

    def _fitting(self, text: str) -> str:
        """The text as a cell can hold it."""
        shown = harmless(text)
        if len(shown) <= MAX_TEXT // 2 or len(shown.encode("utf-16-le")) // 2 <= MAX_TEXT:
            return shown
        cut = _CUT.show(self.language)
        return shown.encode("utf-16-le")[: 2 * (MAX_TEXT - len(cut))].decode("utf-16-le", "ignore") + cut

    def _height(self, contents: Sequence[Content], of_one_line: float = 0.0) -> float:
        texts = [content.text if isinstance(content, Linked) else content for content in contents]
        counts = [lines(text[:2000], column.width, SIZE) for text, column in zip(texts, self.columns, strict=False) if isinstance(text, str)]
        most = max(counts, default=1)
        return of_one_line if most == 1 and of_one_line else min(_TALLEST, height(most, SIZE))
