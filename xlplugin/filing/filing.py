"""One filled form: what stands in each cell, where, and what was seen on the way there.

A filing says what the file says. Whether that is right is the rules' business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Literal

from xlplugin.filing.address import address
from xlplugin.filing.document import Document
from xlplugin.form.model import Axis, Form
from xlplugin.text import Text

Value = int | Decimal
Sight = Literal["formulas", "names", "links", "hidden", "merges", "formats", "runs"]
"""Facts of a workbook that not every reader gives: formulas, defined names, links to other workbooks, hidden lines, merged areas, number formats and colours, struck-out or raised characters."""


Source = Literal["cover", "title", "text", "page", "signature", "site", "file"]
"""Where the organ or the year was found: labelled cells, the title, the text, the title of the page, the signature, the name of the site, the file name."""


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


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters that stand in a cell beside its figure and do not belong to it: struck out, unseen, or set as a mark."""

    kind: Literal["struck", "unseen", "raised"]
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
    """Why a formula could not be recalculated."""
    shown: str | None = None
    """What the screen shows, where the number format makes another figure, or a date, of the number."""
    aside: tuple[Aside, ...] = ()
    """What was left out of the cell's text."""

    @property
    def is_saved_only(self) -> bool:
        """Whether the value is what the file says a formula gave, and could not be recalculated (保存值，未经重算)."""
        return self.reason is not None and self.value is not None

    @property
    def is_known(self) -> bool:
        """Whether the cell may take part in arithmetic: it is blank (0) or its number can be read surely."""
        return self.value is not None or self.shape in (Shape.BLANK, Shape.PLACEHOLDER)


NO_CELL = Cell()
"""What a field has that was not found."""


@dataclass(frozen=True, slots=True)
class SeenLabel:
    """A label that is not worded as the form prescribes, or could be told only by its place (`by_place`)."""

    table: str
    axis: Axis | Literal["title"]
    id: str
    official: str
    seen: str
    place: Place | None = None
    by_place: bool = False


@dataclass(frozen=True, slots=True)
class LineFault:
    """A row or column that is missing, added, out of order, cannot be told from another, or shares merged cells with one."""

    kind: Literal["missing", "added", "order", "ambiguous", "merged"]
    table: str
    axis: Axis
    label: str
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class StrayName:
    """A defined name that points nowhere (`points_to` None), or elsewhere than the labels say."""

    name: str
    points_to: Place | None
    by_labels: Place | None


@dataclass(frozen=True, slots=True)
class TermsOfFormula:
    """What a formula in a form cell adds up, once its references are followed: factor by field id, and a constant."""

    factors: Mapping[str, Decimal]
    constant: Decimal = Decimal(0)


MisreadingKind = Literal["cells", "torn", "shifted", "furniture", "several", "hidden"]


@dataclass(frozen=True, slots=True)
class Misreading:
    """A place where the file that was read is damaged (读取问题): never the office's fault, and never mended in silence."""

    kind: MisreadingKind
    """A row with too few or too many cells; a row torn in two; a row or group shifted; a page number or header inside a table; several reports, or pieces of
    one table (then `table` is set) that may be of several; a table that the page does not show."""
    table: str
    text: str
    """What stands there, as printed."""
    fields: tuple[str, ...] = ()
    """The fields it concerns."""
    is_read: bool = True
    """Whether their figures could be told all the same; if not, the fields are not in the filing's cells."""
    place: Place | None = None

    @property
    def is_of_several_reports(self) -> bool:
        """Whether the whole file holds several reports, so that neither its tables nor its text are one's."""
        return self.kind == "several" and not self.table


@dataclass(frozen=True, slots=True)
class Facts:
    """What was noticed of the file besides its figures. The rules of families F and W read it."""

    seen_labels: tuple[SeenLabel, ...] = ()
    missing_tables: tuple[str, ...] = ()
    duplicate_tables: tuple[tuple[str, tuple[Place, ...]], ...] = ()
    line_faults: tuple[LineFault, ...] = ()
    group_numbers: tuple[tuple[str, str, Place, str], ...] = ()
    """Group headings that hold numbers of their own: table, group id, place, raw text."""
    stray_names: tuple[StrayName, ...] = ()
    editions_by_table: tuple[tuple[str, str], ...] = ()
    is_template: bool = False
    """Whether the workbook carries the template's defined names."""
    formulas_visible: bool = True
    external_links: tuple[str, ...] = ()
    has_macros: bool = False
    hidden: tuple[Place, ...] = ()
    """Form cells that nobody sees: in hidden rows, columns or sheets, under a merged cell, or shown in no colour or by no format."""
    hidden_by: tuple[Literal["line", "cover", "writing"], ...] = ("line",)
    """What hides them: a hidden line or sheet, a merged cell over them, their colour or number format."""
    covered: Mapping[str, str] = field(default_factory=dict)
    """By field id, for the fields that a merged cell covers: the field whose figure stands in it. They count as blank."""
    blind: frozenset[Sight] = frozenset()
    """What the reader of this kind of file cannot see: rules that need it are not checked."""
    formula_terms: Mapping[str, TermsOfFormula] = field(default_factory=dict)
    """By field id, for the form cells whose formula is a plain sum."""
    misreadings: tuple[Misreading, ...] = ()
    is_transcribed: bool = False
    """Whether the figures were taken from a document (into a template, perhaps): typed totals are then no overwritten formulas."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office (`reason`, 情况说明) or its reviewer (`release`, 审核放行) says to one finding, as a row of 校验结果 has it.

    `fingerprint` is that of the finding it was written beside; without one (a row typed by hand) `actual` must agree.
    """

    rule: str
    field: str | None = None
    actual: str = ""
    reason: str = ""
    release: str = ""
    fingerprint: str = ""
    cell: str = ""
    """The address in the column 位置, for findings that have no field."""


@dataclass(frozen=True)
class Filing:
    """One filled form, read from one file."""

    form: Form
    cells: Mapping[str, Cell]
    """By field id. A field that could not be found in the file is not in it."""
    file: str = ""
    organ: str | None = None
    year: int | None = None
    level: str | None = None
    scope: str | None = None
    narrative: Mapping[str, str] = field(default_factory=dict)
    """The six sections' text by section id, where the file holds any."""
    document: Document | None = None
    """What else the report holds, where the filing was read from one."""
    facts: Facts = field(default_factory=Facts)
    answers: tuple[Answer, ...] = ()
    parts: tuple[str, ...] = ()
    """The files that it was read from, this one the first, where an organ sent its tables in several."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where `organ` and `year` were found."""

    @cached_property
    def values(self) -> dict[str, Value | None]:
        """Every field's value in the form's order; None where blank, unreadable or not found."""
        return {name: self.cells[name].value if name in self.cells else None for name in self.form.fields}

    @cached_property
    def known(self) -> frozenset[str]:
        """The fields that were found and may take part in arithmetic."""
        return frozenset(name for name, cell in self.cells.items() if cell.is_known)

    @cached_property
    def unknown(self) -> frozenset[str]:
        """The form's fields that were not found, or whose number cannot be told."""
        return frozenset(self.form.fields) - self.known

    @cached_property
    def amounts(self) -> dict[str, Value]:
        """The values that there are, by field id."""
        return {name: cell.value for name, cell in self.cells.items() if cell.value is not None}

    @cached_property
    def formula_cells(self) -> tuple[tuple[str, Cell], ...]:
        """The cells that hold a formula, with their field ids, in the form's order."""
        return tuple((name, cell) for name in self.form.fields if (cell := self.cells.get(name)) is not None and cell.formula is not None)

    def amount(self, name: str) -> Value:
        """A field's value for arithmetic: 0 where it has none."""
        return self.amounts.get(name, 0)

    def is_known(self, name: str) -> bool:
        """Whether the field was found and may take part in arithmetic."""
        return name in self.known

    def cell(self, name: str) -> Cell:
        """The field's cell; an empty one where it was not found."""
        return self.cells.get(name, NO_CELL)

    @cached_property
    def by_shape(self) -> dict[Shape, list[str]]:
        """The fields that were found, by how their cells are written, in the form's order."""
        found: dict[Shape, list[str]] = {}
        for name in self.form.fields:
            if name in self.cells:
                found.setdefault(self.cells[name].shape, []).append(name)
        return found
