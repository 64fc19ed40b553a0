"""What one data cell of a form holds, how it is written, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from xlplugin.filing.address import address
from xlplugin.text import Text

Value = int | Decimal


class Shape(StrEnum):
    """How a cell is written. Blank, zero and "not applicable" are three things."""

    NUMBER = "number"
    BLANK = "blank"
    PLACEHOLDER = "placeholder"
    """A mark for "none": / — - 无 N/A."""
    UNIT = "unit"
    """A number with a unit or other text around it, 43.788万元."""
    FULL_WIDTH = "full_width"
    CHINESE = "chinese"
    """Chinese numerals, 十二."""
    NOTE = "note"
    """A number with a note in brackets, 22（其中修订16件）."""
    TEXT_NUMBER = "text_number"
    """A number stored as text."""
    LETTERS = "letters"
    """A letter in a digit's place, 1O."""
    DATE = "date"
    ERROR = "error"
    """A spreadsheet error value, #REF!."""
    TEXT = "text"
    """Words that are no number."""
    FORMULA_TEXT = "formula_text"
    """A formula that is kept as text and was never one."""
    NOT_CALCULATED = "not_calculated"
    """A formula that could not be recalculated, and for which the file has no number (`Cell.is_saved_only`)."""
    NOT_READ = "not_read"
    """A cell with something in it beside or in place of a figure that cannot be read, a picture say: `Cell.reason` tells what."""


UNREAD = frozenset({Shape.NOT_CALCULATED, Shape.NOT_READ})
"""Cells of which the file tells no figure; no fault of who filled it in."""
Obstacle = Literal["picture", "drawn", "embedded", "generated", "symbol", "moved"]
"""What keeps a cell from being read: a picture, a drawing, a formula or an object of another program, what a style sheet writes, signs of a symbol font, figures of
which some stand higher, lower, smaller or in another order than the others."""


@dataclass(frozen=True, slots=True)
class Aside:
    """What stands in a cell beside its figure: characters that do not belong to it, struck out, unseen, or set as a mark; or what keeps the figure from being read."""

    kind: Literal["struck", "unseen", "raised"] | Obstacle
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell of a workbook; rows and columns count from 1."""

    sheet: str
    row: int
    column: int

    @property
    def address(self) -> str:
        """The cell's address without its sheet: `I30`."""
        return address(self.row, self.column)

    @property
    def full(self) -> str:
        """The cell's address as people write it, with its sheet: `三、申请办理!I30`."""
        return f"{self.sheet}!{self.address}"

    @property
    def target(self) -> str:
        """The cell as a link names it, its sheet in quotation marks: `'三、申请办理'!I30`."""
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'!{self.address}"


@dataclass(frozen=True, slots=True)
class Cell:
    """What one data cell of the form holds.

    `value` is what counts in the checks: None where the cell is blank or cannot be read. `likely` is a reading that is
    too unsure to count. `saved` is what the file says a formula gave; `recalculated` is what we found it gives.
    """

    shape: Shape = Shape.BLANK
    value: Value | None = None
    raw: str = ""
    place: Place | None = None
    formula: str | None = None
    saved: Value | str | None = None
    recalculated: Value | str | None = None
    likely: Value | None = None
    reason: Text | None = None
    """Why a formula could not be recalculated, or a cell not be read."""
    shown: str | None = None
    """What the screen shows, where the number format makes another figure, or a date, of the number."""
    aside: tuple[Aside, ...] = ()
    """What was left out of the cell's text."""

    def at(self, place: Place) -> Cell:
        """The same cell at a place."""
        return Cell(self.shape, self.value, self.raw, place, self.formula, self.saved, self.recalculated, self.likely, self.reason, self.shown, self.aside)

    @property
    def is_saved_only(self) -> bool:
        """Whether the value is what the file says a formula gave, and could not be recalculated (保存值，未经重算)."""
        return self.reason is not None and self.value is not None

    @property
    def is_plain(self) -> bool:
        """Whether it is a number of which nothing is to be said, computed or typed."""
        return self.value is not None and self.shape is Shape.NUMBER and self.reason is None and self.shown is None and not self.aside

    @property
    def is_known(self) -> bool:
        """Whether the cell may take part in arithmetic: it is blank (0) or its number can be read surely."""
        return self.value is not None or self.shape in (Shape.BLANK, Shape.PLACEHOLDER)


NO_CELL = Cell()
"""What a field has that was not found."""
