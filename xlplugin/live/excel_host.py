"""Excel for Windows as a host, through xlwings' COM objects. Not yet run in a real Excel: nobody here has one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import Any

from xlplugin.filing.cells import Place
from xlplugin.live.host import Position

_POINTS = 72 / 25.4
_NO_FILL = -4142  # xlPatternNone
_FORMULAS, _PART, _BACKWARDS = -4123, 2, 2  # xlFormulas, xlPart, xlPrevious
_VERY_HIDDEN = 2  # xlSheetVeryHidden
_OPTIONS = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
_RANGE_TEXT = 200  # an address given to Range() may have 255 characters


class ExcelHost:
    """Excel's answers to `Host`."""

    name = "excel"

    def full_name(self, book: Any) -> str:
        """Excel's own word; xlwings' `fullname` seeks a local path, and raises for a workbook in the cloud."""
        return str(book.api.FullName)

    def calculate(self, book: Any) -> None:
        """With all that are open, as Excel does it."""
        book.app.calculate()

    def selected(self, book: Any) -> tuple[str, int, int] | None:
        """As its own window has it."""
        cells = book.api.Windows(1).RangeSelection
        return str(cells.Worksheet.Name), int(cells.Row), int(cells.Column)

    def show_sheet(self, sheet: Any) -> None:
        """And its workbook."""
        sheet.api.Activate()

    def select(self, sheet: Any, row: int, column: int) -> None:
        """And scrolls to it."""
        sheet.range((row, column)).api.Select()

    def tell(self, book: Any, words: str, title: str) -> None:
        """A message box of the Excel that has it open."""
        book.app.alert(words, title, "ok", "info")

    def ask(self, book: Any, words: str, title: str) -> bool:
        """A message box with two buttons."""
        return bool(book.app.alert(words, title, "ok_cancel", "info") == "ok")

    def first_day(self, book: Any) -> dt.datetime:
        """One of two: Excel gives the date that it shows, whichever its numbers count from."""
        return dt.datetime(1904, 1, 1) if book.api.Date1904 else dt.datetime(1899, 12, 30)

    def last_filled(self, sheet: Any) -> Position:
        """Searched backwards from the end; hidden cells and blank formulas are found, too."""
        used = sheet.used_range.api
        by_row, by_column = (used.Find(What="*", LookIn=_FORMULAS, LookAt=_PART, SearchOrder=order, SearchDirection=_BACKWARDS) for order in (1, 2))
        return (by_row.Row, by_column.Column) if by_row is not None else (0, 0)

    def merged_areas(self, sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
        """Found by format: one search for each merged area of the used range."""
        app, used = sheet.book.app.api, sheet.used_range.api
        app.FindFormat.Clear()
        app.FindFormat.MergeCells = True
        areas: dict[str, tuple[int, int, int, int]] = {}
        found = used.Find(What="", LookAt=2, SearchFormat=True)
        while found is not None:
            area = found.MergeArea
            if area.Address in areas:
                break
            areas[area.Address] = (area.Row, area.Column, area.Row + area.Rows.Count - 1, area.Column + area.Columns.Count - 1)
            found = used.Find(What="", After=found, LookAt=2, SearchFormat=True)
        app.FindFormat.Clear()
        return tuple(areas.values())

    def hidden_lines(self, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
        """Row by row only where the used range says that some of its rows are hidden."""
        used = sheet.used_range
        rows = range(used.row, used.last_cell.row + 1)
        columns = range(used.column, used.last_cell.column + 1)
        hidden_rows = frozenset(row for row in rows if sheet.api.Rows(row).Hidden) if used.api.EntireRow.Hidden is not False else frozenset()
        hidden_columns = frozenset(column for column in columns if sheet.api.Columns(column).Hidden) if used.api.EntireColumn.Hidden is not False else frozenset()
        return hidden_rows, hidden_columns

    def definitions(self, book: Any) -> Mapping[str, str]:
        """The workbook's names; those of a single sheet are left out."""
        return {name.name: name.refers_to for name in book.names if "!" not in name.name}

    def read_notes(self, sheet: Any) -> dict[Position, str]:
        """Notes; threaded comments are another collection and stay untouched."""
        return {(note.Parent.Row, note.Parent.Column): note.Text() for note in sheet.api.Comments}

    def write_notes(self, sheet: Any, notes: Mapping[Position, str | None]) -> None:
        """Sets the text of notes that exist and adds the others."""
        for (row, column), text in notes.items():
            cell = sheet.range((row, column))
            if text is None:
                if cell.api.Comment is not None:
                    cell.api.Comment.Delete()
            elif cell.api.Comment is not None:
                if cell.api.Comment.Text() != text:
                    cell.api.Comment.Text(text)
            else:
                cell.api.AddComment(text)

    def size_notes(self, sheet: Any, sizes: Mapping[Position, tuple[float, float]]) -> None:
        """Excel's own are small and cut the text off."""
        for at, (width, height) in sizes.items():
            note = sheet.range(at).api.Comment
            if note is not None:
                note.Shape.Width, note.Shape.Height = width * _POINTS, height * _POINTS

    def show_note(self, sheet: Any, cell: Position, others: Sequence[Position]) -> None:
        """Excel's notes are shown when the pointer is on them, or always."""
        for at in (*others, *([cell] if cell[0] else [])):
            note = sheet.range(at).api.Comment
            if note is not None:
                note.Visible = at == cell

    def read_fills(self, sheet: Any, cells: Sequence[Position]) -> dict[Position, str]:
        """`pattern|theme|tint|RRGGBB`; empty where the cell has no fill."""
        fills: dict[Position, str] = {}
        for row, column in cells:
            interior = sheet.range((row, column)).api.Interior
            if interior.Pattern == _NO_FILL:
                fills[row, column] = ""
                continue
            blue, rest = divmod(int(interior.Color), 65536)
            green, red = divmod(rest, 256)
            theme = ""
            with suppress(Exception):  # Excel raises where a fill has no theme colour
                theme = str(interior.ThemeColor or "")
            fills[row, column] = f"{interior.Pattern}|{theme}|{interior.TintAndShade}|{red:02X}{green:02X}{blue:02X}"
        return fills

    def write_fills(self, sheet: Any, fills: Mapping[Position, str]) -> None:
        """Cells of one fill are set together."""
        groups: dict[str, list[str]] = {}
        for (row, column), fill in fills.items():
            groups.setdefault(fill, []).append(Place("", row, column).address)
        for fill, addresses in groups.items():
            for part in _parts(addresses):
                interior = sheet.api.Range(part).Interior
                if not fill:
                    interior.Pattern = _NO_FILL
                    continue
                pattern, theme, tint, colour = fill.split("|") if "|" in fill else ("1", "", "0", fill)
                interior.Pattern = int(float(pattern))
                if theme and theme.lstrip("-").isdigit():
                    interior.ThemeColor = int(theme)
                    interior.TintAndShade = float(tint)
                else:
                    interior.Color = int(colour[4:6] + colour[2:4] + colour[0:2], 16)

    def write_links(self, sheet: Any, links: Mapping[Position, tuple[Place, str]]) -> None:
        """Hyperlinks within the workbook."""
        for (row, column), (place, text) in links.items():
            sheet.api.Hyperlinks.Add(Anchor=sheet.range((row, column)).api, Address="", SubAddress=place.target, TextToDisplay=text)

    def write_rows(self, sheet: Any, row: int, column: int, rows: Sequence[Sequence[str]]) -> None:
        """One block; Excel takes the apostrophe as the mark of a text."""
        if rows:
            block = sheet.range((row, column), (row + len(rows) - 1, column + len(rows[0]) - 1))
            block.value = [[f"'{text}" if text else "" for text in texts] for texts in rows]

    @contextmanager
    def writable(self, sheet: Any) -> Iterator[bool]:
        """Reads the protection's options, unprotects with an empty password, protects with the same options."""
        api = sheet.api
        if not api.ProtectContents:
            yield True
            return
        options = {name: getattr(api.Protection, name) for name in _OPTIONS}
        drawing, scenarios, selection = api.ProtectDrawingObjects, api.ProtectScenarios, api.EnableSelection
        try:
            api.Unprotect("")
        except Exception:  # a wrong password is a COM error of no class of its own
            yield False
            return
        if api.ProtectContents:
            yield False
            return
        try:
            yield True
        finally:
            api.Protect(Password="", DrawingObjects=drawing, Contents=True, Scenarios=scenarios, **options)
            api.EnableSelection = selection

    @contextmanager
    def one_step(self, book: Any, title: str) -> Iterator[None]:
        """Excel has no undo for what programs do; its drawing and its events are held back."""
        app = book.app
        updating, events = app.screen_updating, app.enable_events
        app.screen_updating, app.enable_events = False, False
        try:
            yield
        finally:
            app.screen_updating, app.enable_events = updating, events

    def hide_deeply(self, sheet: Any) -> None:
        """Very hidden: not in the list that the user can unhide."""
        sheet.api.Visible = _VERY_HIDDEN

    def show_status(self, book: Any, text: str) -> None:
        """The status bar; empty gives it back to Excel."""
        book.app.api.StatusBar = text or False

    def pick_file(self, book: Any, title: str) -> str | None:
        """Excel's own dialog."""
        chosen = book.app.api.GetOpenFilename("Excel (*.xlsx;*.xlsm;*.xls),*.xlsx;*.xlsm;*.xls", 1, title)
        return chosen if isinstance(chosen, str) else None


def _parts(addresses: Sequence[str]) -> Iterator[str]:
    """Addresses joined with commas, in parts that Range() takes."""
    part = ""
    for address in addresses:
        if len(part) + len(address) + 1 > _RANGE_TEXT:
            yield part
            part = ""
        part = f"{part},{address}" if part else address
    if part:
        yield part
