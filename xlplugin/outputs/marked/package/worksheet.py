"""A worksheet's part: its cells found or made in their order, its geometry, and new elements put where the schema wants them."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from lxml import etree

from xlplugin.filing.address import address, position
from xlplugin.outputs.marked.package.archive import Archive
from xlplugin.outputs.marked.package.xml import add, child, children, make, name, parse, serialise

Position = tuple[int, int]
"""Row and column, from 1."""
# ECMA-376 part 1, 18.3.1.99: the children of `worksheet` in their order.
# fmt: off
_ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "scenarios",
    "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks",
    "printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)
# fmt: on


class Worksheet:
    """One worksheet of an archive, to be changed and saved."""

    def __init__(self, archive: Archive, part: str) -> None:
        self.archive, self.part = archive, part
        self.root = parse(archive.read(part), part)
        found = child(self.root, "sheetData")
        self._data = self.insert("sheetData") if found is None else found

    def save(self) -> None:
        """Puts the changed part into the archive."""
        self.archive.replace(self.part, serialise(self.root))

    def insert(self, tag: str, attributes: dict[str, str] | None = None) -> Any:
        """A new element at its place among the worksheet's."""
        element = make(self.root, tag, attributes)
        for other in self.root:
            if _rank(other) > _ORDER.index(tag):
                other.addprevious(element)
                return element
        self.root.append(element)
        return element

    @cached_property
    def rows(self) -> dict[int, Any]:
        """The row elements by number; one that has no number follows the one before it."""
        found: dict[int, Any] = {}
        number = 0
        for row in children(self._data, "row"):
            number = int(row.get("r") or number + 1)
            found[number] = row
        return found

    def cells(self, row: int) -> dict[int, Any]:
        """The cell elements of a row by column."""
        element = self.rows.get(row)
        found: dict[int, Any] = {}
        column = 0
        for cell in [] if element is None else children(element, "c"):
            at = position(cell.get("r", ""))
            column = at[1] if at else column + 1
            found[column] = cell
        return found

    def cell(self, at: Position) -> Any:
        """The element of a cell; a blank one, formatted as its row or column is, is made where there is none."""
        row = self._row(at[0])
        cells = self.cells(at[0])
        if at[1] in cells:
            return cells[at[1]]
        style = row.get("s") if row.get("customFormat") in ("1", "true") else self._column_style(at[1])
        cell = make(row, "c", {"r": address(*at), **({"s": style} if style else {})})
        later = next((other for column, other in cells.items() if column > at[1]), None)
        if later is not None:
            later.addprevious(cell)
        elif cells:
            list(cells.values())[-1].addnext(cell)
        else:
            row.insert(0, cell)
        row.attrib.pop("spans", None)  # only a hint, and it may not hold any more
        self._extend(at)
        return cell

    def top_left(self, at: Position) -> Position:
        """The cell that stands for the merged area a cell is in; the cell itself where it is in none."""
        for first, last in self._merged:
            if first[0] <= at[0] <= last[0] and first[1] <= at[1] <= last[1]:
                return first
        return at

    @cached_property
    def _merged(self) -> list[tuple[Position, Position]]:
        areas = child(self.root, "mergeCells")
        ends = [[position(end) for end in area.get("ref", "").split(":")] for area in ([] if areas is None else children(areas, "mergeCell"))]
        return [(area[0], area[-1]) for area in ends if area[0] is not None and area[-1] is not None]

    def width(self, column: int) -> int:
        """A column's width in pixels, of the usual font; 0 where it is hidden."""
        found = self._columns(column)
        if found is not None and found.get("hidden") in ("1", "true"):
            return 0
        given = found.get("width") if found is not None else None
        return int(float(given or self._default("defaultColWidth") or 9.14) * 7 + 5)

    def height(self, row: int) -> int:
        """A row's height in pixels; 0 where it is hidden."""
        found = self.rows.get(row)
        if found is not None and found.get("hidden") in ("1", "true"):
            return 0
        given = found.get("ht") if found is not None else None
        return int(float(given or self._default("defaultRowHeight") or 15) * 4 / 3)

    def _default(self, attribute: str) -> str | None:
        found = child(self.root, "sheetFormatPr")
        return None if found is None else found.get(attribute)

    def _columns(self, column: int) -> Any:
        listed = child(self.root, "cols")
        found = [] if listed is None else children(listed, "col")
        return next((element for element in found if int(element.get("min", "0")) <= column <= int(element.get("max", "0"))), None)

    def _column_style(self, column: int) -> str | None:
        found = self._columns(column)
        return None if found is None else found.get("style")

    def _row(self, number: int) -> Any:
        if number in self.rows:
            return self.rows[number]
        later = min((other for other in self.rows if other > number), default=None)
        if later is None:
            row = add(self._data, "row", {"r": str(number)})
        else:
            row = make(self._data, "row", {"r": str(number)})
            self.rows[later].addprevious(row)
        self.rows[number] = row
        return row

    def _extend(self, at: Position) -> None:
        """Makes the sheet's stated extent hold a cell."""
        stated = child(self.root, "dimension")
        if stated is None:
            return
        ends = [end for end in map(position, stated.get("ref", "").split(":")) if end is not None] or [at]
        rows, columns = zip(*ends, at, strict=True)
        first, last = (min(rows), min(columns)), (max(rows), max(columns))
        stated.set("ref", address(*first) if first == last else f"{address(*first)}:{address(*last)}")


def _rank(element: Any) -> int:
    """Where an element stands in the worksheet's order; -1 for what may stand anywhere. An alternative (mc) ranks as what is in it."""
    if not isinstance(element.tag, str):
        return -1
    if name(element) == "AlternateContent":
        return max((_ORDER.index(name(inner)) for inner in element.iter(etree.Element) if name(inner) in _ORDER), default=-1)
    return _ORDER.index(name(element)) if name(element) in _ORDER else -1
