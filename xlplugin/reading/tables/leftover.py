"""Figures in or right beside a table that no field has: a column or row more, named or not, is told, and of two with one label neither is read.

What was worked out by a heading, by formulas or by which cells are filled holds for every workbook of a layout; where it
hung on what stands in a cell, that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlplugin.filing.facts import LineFault
from xlplugin.form.model import Axis
from xlplugin.reading.tables.aside import is_aside, numbers_columns
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.match import matcher
from xlplugin.reading.tables.matrix import first_text
from xlplugin.reading.tables.typed import Serial, is_serial, reckoned_with, typed_figures
from xlplugin.reading.workbook.grid import Position, Sheet

_REACH = 24
"""So many columns beside a table, or rows below it, are looked at, at the most."""
_HIGHER = 2
"""So many rows above the lowest headings that are the form's own, another column's may stand."""
_FEWEST = 3
"""Figures of a nameless row apart from the table, or of a column left of its labels, that are told."""


@dataclass
class _View:
    """A place of a block as if its columns ran across."""

    found: Found
    sheet: Sheet
    cells: dict[str, Position]
    taken: set[Position]
    """The cells that some field has, of whatever table."""
    hangs_on_figures: bool = False

    @cached_property
    def rows(self) -> list[int]:
        """The rows of figures, from the top."""
        return sorted({row for row, _ in self.cells.values()})

    @cached_property
    def first(self) -> int:
        """The leftmost column of figures."""
        return min(column for _, column in self.cells.values())

    @cached_property
    def last(self) -> int:
        """The rightmost column of figures, the rest of merged cells among them."""
        held = set(self.cells.values())
        return max([*(column for _, column in held), *(area[3] for at, area in self.sheet.merge_from.items() if at in held)])

    @property
    def beside(self) -> range:
        """The columns left of the figures, as far as they are looked at."""
        return range(max(1, self.first - _REACH), self.first)

    def told(self, axis: Axis) -> set[int]:
        """The rows or columns of which something is told."""
        places = [fault.place for fault in self.found.faults if fault.axis == axis and fault.place is not None and fault.kind in ("added", "ambiguous")]
        places += [place for _, _, place, _ in self.found.group_numbers if axis == "row"]
        return {place.row if (axis == "row") != self.found.is_turned else place.column for place in places}

    def tell(self, axis: Axis, label: str, at: Position, *, is_ambiguous: bool = False) -> None:
        """Notes a line that is not the form's."""
        at = (at[1], at[0]) if self.found.is_turned else at
        self.found.faults.append(LineFault("ambiguous" if is_ambiguous else "added", self.found.table, axis, label, self.found.place(at)))


def tell_leftovers(kept: Sequence[Found], everywhere: Iterable[Found]) -> bool:
    """Tells, on each place that counts, the lines that hold figures and that nobody read. `everywhere`: all places that were found.

    Returns whether it hung on what the figures are that nothing was told.
    """
    taken: dict[str, set[Position]] = {}
    for found in everywhere:
        taken.setdefault(found.sheet.name, set()).update(found.owners, found.cells.values())
    for found in kept:
        taken[found.sheet.name] |= reckoned_with(found.sheet, _entries(found))
    hangs = False
    for found in kept:
        if not found.cells:
            continue
        here = taken[found.sheet.name]
        view = _View(found, found.sheet, dict(found.cells), here)
        if found.is_turned:
            view = _View(found, found.sheet.turned, {name: (at[1], at[0]) for name, at in found.cells.items()}, {(column, row) for row, column in here})
        _columns(view)
        _rows(view)
        hangs |= view.hangs_on_figures
    return hangs


def _entries(found: Found) -> Iterator[Position]:
    """The cells of a place that hold a formula and are no totals: the formula says of what their figure was made."""
    totals = {line.id for line in (*found.block.rows, *found.block.columns) if line.total}
    computed = ((name, at) for name, at in found.cells.items() if (cell := found.sheet.cells.get(at)) is not None and cell.formula is not None)
    return (at for name, at in computed if totals.isdisjoint(name.split(".")))


def _columns(view: _View) -> None:
    rows, told = view.rows, view.told("column")
    for column, kind in _columns_beside(view, rows):
        figures = typed_figures(view.sheet, ((row, column) for row in rows), view.taken)
        header = _header(view, column)
        if is_aside(header):
            continue
        view.hangs_on_figures |= figures.others > 0
        if figures.formulas >= len(figures.at):  # a column of formulas beside a table is how offices check its sums
            continue
        twin = matcher(view.found.block, "column").match(header)
        if twin is not None and not twin[1]:
            _twin(view, twin[0], column, header)
        elif column in told:
            continue
        elif (kind == "outer" and len(figures.at) < _FEWEST and not any(_stands_behind_label(view, at) for at in figures.at)) or (is_serial(figures.values, kind) and len(figures.at) >= _FEWEST):
            view.hangs_on_figures = True
        else:
            view.tell("column", header, (view.found.header[1], column) if header else figures.at[0])


def _columns_beside(view: _View, rows: Sequence[int]) -> Iterator[tuple[int, Serial]]:
    """The columns in and around the table, each with what may be numbered there: those left of the row labels, those between them and the figures, all others."""
    first, last = view.first, view.last
    sheet = view.sheet
    labels = max((column for column in range(max(1, first - _REACH), first) if sum(len(sheet.text(row, column).strip()) > 1 for row in rows) * 2 >= len(rows)), default=first - 1)
    for column in range(first - 1, max(0, first - _REACH), -1):
        if column < labels and not _is_used(view, rows, column):
            break
        yield column, "outer" if column < labels else "inner"
    for column in range(first, last + 1):
        yield column, "inner"
    matches = matcher(view.found.block, "column").match
    for column in range(last + 1, last + _REACH):
        if not _is_used(view, rows, column) and not ((named := _header(view, column + 1)) and matches(named)):
            break
        yield column, "inner"


def _stands_behind_label(view: _View, at: Position) -> bool:
    """Whether nothing stands between a cell right of its row's label and the row's first figure: someone's figure in the wrong cell."""
    row, column = at
    behind = any(view.sheet.is_filled(row, other) for other in range(column + 1, view.first))
    return not behind and any(len(view.sheet.text(row, other).strip()) > 1 for other in range(max(1, column - _REACH), column))


def _is_used(view: _View, rows: Sequence[int], column: int) -> bool:
    return bool(_header(view, column)) or any(view.sheet.is_filled(row, column) for row in rows)


def _header(view: _View, column: int) -> str:
    """What stands above a column, in the rows of the header or, in a merged cell or above other headings, a little higher."""
    top, bottom = view.found.header
    for row in range(bottom, max(0, top - 1 - _HIGHER), -1):
        if (text := view.sheet.text(row, column).strip()) and not view.sheet.holds_figure(row, column):
            return text
        if row < top and view.sheet.is_filled(row, column):
            break
    return next((text for row in range(bottom, top - 1, -1) if (text := view.sheet.text(row, column).strip())), "")


def _twin(view: _View, name: str, column: int, header: str) -> None:
    """A column that has the label of one that was read: where it holds other figures, nobody knows which of the two counts."""
    found, block = view.found, view.found.block
    own = [field for field in view.cells if field.rpartition(".")[2] == name]
    if block.layout == "line":  # the columns of each row of the form stand beside each other: the nearest one on the left is meant
        own = sorted((field for field in own if view.cells[field][1] < column), key=lambda field: view.cells[field][1])[-1:]
    if any(view.cells[field][1] == column for field in own) or not own:
        return
    if block.layout == "line" and any(fault.axis == "row" and fault.kind in ("ambiguous", "shared", "missing") for fault in found.faults):
        return  # the columns are those of the row that was not told
    rows = {view.cells[field][0] for field in own}
    at = {view.cells[field][0]: view.cells[field] for field in own}
    differs = any(view.sheet.shown(row, column) != view.sheet.shown(*at[row]) for row in rows)
    found.faults = [fault for fault in found.faults if not (fault.kind == "added" and fault.axis == "column" and fault.place is not None and (fault.place.row if found.is_turned else fault.place.column) == column)]
    if not differs:
        view.tell("column", header, (found.header[1], column))
        return
    line = next(line for line in block.columns if line.id == name)
    view.tell("column", line.label.official, (found.header[1], column), is_ambiguous=True)
    for field in own:
        found.cells.pop(field, None)
        found.covered.pop(field, None)


def _rows(view: _View) -> None:
    rows, told = view.rows, view.told("row")
    columns = sorted({column for _, column in view.cells.values()})
    lacking = {line.id for line in view.found.block.rows} - {field.split(".")[1] for field in view.cells}
    own = set(rows)
    match = matcher(view.found.block, "row").match
    for row in (row for row in range(view.found.header[1] + 1, rows[-1]) if row not in own and row not in told):
        if numbers_columns(view.sheet, row, columns):
            view.hangs_on_figures = True
            continue
        figures, label = typed_figures(view.sheet, ((row, column) for column in columns), view.taken), _label(view, row)
        named = match(label)
        view.hangs_on_figures |= figures.others > 0
        if not figures.at or _is_aside(view, row) or (named is not None and named[0] in lacking) or figures.formulas > len(figures.at):
            continue
        if is_serial(figures.values, "inner"):
            view.hangs_on_figures = True
        else:
            view.tell("row", label, figures.at[0])
    below = rows[-1] + 1
    if not any(view.sheet.is_filled(below, column) for column in range(1, view.last + 1)):
        figures = typed_figures(view.sheet, ((below + 1, column) for column in columns), view.taken)
        view.hangs_on_figures |= figures.others > 0
        if not any(view.sheet.is_filled(below + 1, column) for column in range(max(1, view.first - _REACH), view.first)) and len(figures.at) >= _FEWEST and figures.formulas <= len(figures.at):
            view.tell("row", "", figures.at[0])
        return
    for row in range(below, below + _REACH):
        figures, label = typed_figures(view.sheet, ((row, column) for column in columns), view.taken), _label(view, row)
        view.hangs_on_figures |= figures.others > 0
        if not figures.at or _is_aside(view, row) or figures.formulas > len(figures.at):
            return
        if row in told:
            continue
        if label or len(figures.at) > 1 or len(columns) < _FEWEST:
            view.tell("row", label, figures.at[0])
        else:
            view.hangs_on_figures = True


def _is_aside(view: _View, row: int) -> bool:
    return is_aside(first_text(view.sheet, row, view.beside))


def _label(view: _View, row: int) -> str:
    """What stands left of a row's figures."""
    texts = (view.sheet.text(row, column).strip() for column in view.beside)
    return " ".join(text for text in texts if text)
