"""Where a formula's references lead: sheets and names of a book found by name, whole columns cut to what is used."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property, lru_cache

from xlplugin import libraries
from xlplugin.filing.cells import Place
from xlplugin.reading.formulas.nodes import Chain, Constant, Name, Node, Reference
from xlplugin.reading.formulas.tokens import LAST_COLUMN, LAST_ROW, RefusedError
from xlplugin.reading.workbook.grid import Book, Position, RawCell, Sheet
from xlplugin.text import Text

MAX_CELLS_OF_RANGE = 100_000

RANGE_TOO_LARGE = Text("公式引用的区域过大", "the formula refers to a range that is too large")
NO_SHEET = Text("公式引用了不存在的工作表“{name}”", 'the formula refers to a sheet that is not there, "{name}"')
UNKNOWN_NAME = Text("公式引用了名称“{name}”，它不是某一个单元格的名称", 'the formula uses the name "{name}", which is not the name of a single cell')
OTHER_WORKBOOK = Text("公式引用了其他工作簿“{name}”（不予打开）", 'the formula refers to another workbook, "{name}", which is never opened')

_QUOTED = re.compile(r"(?<!')'(?:[^']|'')*+'!|\"[^\"]*\"")
_RELATIVE = re.compile(r"(?<![\w$.])(?:[A-Z]{1,3}\$?[1-9]\d{0,6}|\$[A-Z]{1,3}[1-9]\d{0,6})(?![\w.(!])", re.IGNORECASE | re.ASCII)
"""A reference in a definition that moves with the cell that uses the name."""
FIRST_DAY = dt.datetime(1899, 12, 30)
"""What dates are counted from, whichever day a workbook begins with."""


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells of one sheet; `beyond` counts the blank cells of a whole row or column that were cut off."""

    sheet: Sheet
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    beyond: int = 0
    left_out: frozenset[Position] = frozenset()
    """Cells that count as blank: SUBTOTAL leaves out hidden rows and other subtotals."""

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def without(self, left_out: frozenset[Position]) -> Area:
        """The same with some of its cells blank."""
        return replace(self, left_out=left_out) if left_out else self

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell of the sheet lies inside."""
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column

    def cells(self) -> Iterator[tuple[Position, RawCell]]:
        """The cells inside that hold something and are not left out."""
        cells = self.sheet.cells
        if self.size > len(cells):
            yield from ((position, cell) for position, cell in cells.items() if self.holds(*position) and position not in self.left_out)
            return
        for row in range(self.first_row, self.last_row + 1):
            for column in range(self.first_column, self.last_column + 1):
                cell = cells.get((row, column))
                if cell is not None and (row, column) not in self.left_out:
                    yield (row, column), cell


class Sheets:
    """The sheets and names of a book. `also` are cells that count as used though nothing stands in them."""

    def __init__(self, book: Book, also: Iterable[Place] = ()) -> None:
        self._book = book
        self._also = [(place.row, place.column) for place in also]
        self._sheets = {sheet.name.lower(): sheet for sheet in reversed(book.sheets)}
        self._names = {name.lower(): place for name, place in book.names.items()}

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name; refused where there is none."""
        found = self._sheets.get(name.lower())
        if found is None:
            raise RefusedError(NO_SHEET.fill(name=name))
        return found

    def has(self, name: str) -> bool:
        """Whether there is a sheet of that name."""
        return name.lower() in self._sheets

    def run(self, first: str, last: str) -> tuple[Sheet, ...]:
        """The sheets from one to another, in the book's order; refused where one of them is not there."""
        names = [sheet.name for sheet in self._book.sheets]
        ends = sorted(names.index(self.sheet(name).name) for name in (first, last))
        return self._book.sheets[ends[0] : ends[1] + 1]

    def definition(self, name: str, place: Place) -> str | None:
        """What a name means in a formula at `place`: that of the sheet comes before that of the workbook. None: nothing is known of it."""
        sheet, _, own = name.rpartition("!")
        text = next((text for home in (sheet or place.sheet, "") if (text := self._book.definitions.get((home.lower(), own.lower()))) is not None), None)
        return text if text is None else _moved(text, place.address)

    def literal(self, node: Node, home: str) -> str | None:
        """The text that a part of a formula on the sheet `home` surely is: what stands there or in a cell without a formula, joined by &."""
        if isinstance(node, Constant):
            return _words(node.value)
        if isinstance(node, Reference) and node.is_single and (node.sheet is None or self.has(node.sheet)):
            cell = self.sheet(node.sheet or home).cells.get((node.first_row, node.first_column), RawCell())
            return None if cell.formula is not None else _words(number_in(cell))
        if isinstance(node, Chain) and all(mark == "&" for mark, _ in node.rest):
            parts = [self.literal(part, home) for part in (node.first, *(part for _, part in node.rest))]
            return None if None in parts else "".join(map(str, parts))
        return None

    def home_sheet(self, name: str) -> str | None:
        """A sheet's name as the book writes it; None where there is no such sheet."""
        found = self._sheets.get(name.lower())
        return None if found is None else found.name

    def home(self, place: Place) -> Place | None:
        """The place with its sheet's name as the book writes it; None where there is no such sheet."""
        name = self.home_sheet(place.sheet)
        return None if name is None else place if name == place.sheet else Place(name, place.row, place.column)

    def area(self, operand: Reference | Name, home: str) -> Area | None:
        """The cells that a reference in a formula on the sheet `home` means; None where a name points nowhere."""
        if isinstance(operand, Name):
            if operand.name.lower() not in self._names:
                raise RefusedError(UNKNOWN_NAME.fill(name=operand.name[:80]))
            place = self._names[operand.name.lower()]
            return None if place is None else Area(self.sheet(place.sheet), place.row, place.column, place.row, place.column)
        last_row, last_column = operand.last_row, operand.last_column
        if last_row == LAST_ROW:
            last_row = max(operand.first_row, self._used[0])
        if last_column == LAST_COLUMN:
            last_column = max(operand.first_column, self._used[1])
        whole = (operand.last_row - operand.first_row + 1) * (operand.last_column - operand.first_column + 1)
        size = (last_row - operand.first_row + 1) * (last_column - operand.first_column + 1)
        sheet = self.sheet(home if operand.sheet is None else operand.sheet)
        if size > MAX_CELLS_OF_RANGE:
            raise RefusedError(RANGE_TOO_LARGE)
        return Area(sheet, operand.first_row, operand.first_column, last_row, last_column, whole - size)

    def refusal(self, error: RefusedError) -> Text:
        """The reason of a refusal, a linked workbook named as the book's list of links has it."""
        if error.link is None:
            return error.reason
        links = self._book.external_links
        listed = error.link.isdecimal() and 0 < int(error.link) <= len(links)
        return OTHER_WORKBOOK.fill(name=links[int(error.link) - 1] if listed else error.link)

    @cached_property
    def _used(self) -> Position:
        """The last row and column that any sheet uses."""
        positions = [position for sheet in self._book.sheets for position in sheet.cells] + self._also
        return max((row for row, _ in positions), default=1), max((column for _, column in positions), default=1)


@lru_cache(maxsize=4096)
def _moved(text: str, address: str) -> str:
    """A definition as it is meant in a cell: what is relative in it was written for A1. Empty, which no formula understands, where it cannot be moved."""
    if not _RELATIVE.search(_QUOTED.sub("", text)):
        return text
    libraries.load("openpyxl")
    from openpyxl.formula.translate import Translator

    try:
        return str(Translator(f"={text}", "A1").translate_formula(address)).removeprefix("=")
    except Exception:  # whatever is wrong with one name, the others go on
        return ""


def _words(value: object) -> str | None:
    """A value as text, where every program writes it alike."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else None
    return "" if value is None else str(value)


def number_in(cell: RawCell) -> object:
    """A cell's content as formulas see it: the number in the file, whatever its format shows."""
    return serial(cell.content)


def serial(content: object) -> object:
    """A cell's content as a spreadsheet counts it: dates and times are numbers of days, numbers are floats."""
    if isinstance(content, bool) or content is None:
        return content
    if isinstance(content, (int, float, Decimal)):
        try:
            return float(content)
        except OverflowError:
            return "#NUM!"
    if isinstance(content, dt.datetime):
        return (content.replace(tzinfo=None) - FIRST_DAY) / dt.timedelta(days=1)
    if isinstance(content, dt.date):
        return float((dt.datetime(content.year, content.month, content.day) - FIRST_DAY).days)
    if isinstance(content, dt.time):
        return (content.hour * 3600 + content.minute * 60 + content.second + content.microsecond / 1e6) / 86400
    if isinstance(content, dt.timedelta):
        return content / dt.timedelta(days=1)
    return str(content)
