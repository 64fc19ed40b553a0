"""Notes, fills and links of many cells of a sheet, each kind read and written in one pass, and read back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from xlplugin.errors import NotWrittenError
from xlplugin.live.calc.bridge import load_uno
from xlplugin.live.calc.document import Area, Document, Position, single_cells

_ANNOTATION = 8
"""com.sun.star.sheet.CellFlags."""
NO_FILL = "none"
"""A fill that was taken away in the cell itself, whatever its style says."""
_STYLE = "style:"


def read_notes(sheet: Any) -> dict[Position, str]:
    """The text of every note on a sheet of Calc."""
    return {at: text for at, (text, _) in _notes(sheet).items()}


def write_notes(document: Document, sheet: Any, notes: Mapping[Position, str | None]) -> None:
    """Sets notes, each one undo step of Calc's; None or an empty text takes one away. A note that was always shown stays so.

    Raises NotWrittenError when a note is not there afterwards, as on a protected sheet or in a read-only workbook.
    """
    number = sheet.getRangeAddress().Sheet
    before = _notes(sheet)
    shown = [at for at, text in notes.items() if text and at in before and before[at][1].getIsVisible()]
    gone = [at for at, text in notes.items() if not text and at in before]
    if gone:
        document.cells(number, single_cells(gone)).clearContents(_ANNOTATION)
    make = load_uno().getClass("com.sun.star.table.CellAddress")
    annotations = sheet.getAnnotations()
    for (row, column), text in notes.items():
        if text and before.get((row, column), ("", None))[0] != _lines(text):
            annotations.insertNew(make(number, column - 1, row - 1), text)
    for row, column in shown:
        sheet.getCellByPosition(column - 1, row - 1).getAnnotation().setIsVisible(True)
    after = read_notes(sheet)
    failed = [at for at, text in notes.items() if after.get(at, "") != _lines(text or "")]
    if failed:
        raise NotWrittenError(sheet=sheet.getName(), what=_told("notes", failed))


def read_fills(document: Document, sheet: Any, cells: Iterable[Position]) -> dict[Position, str]:
    """The fill of each cell as a word that `write_fills` puts back.

    `RRGGBB`: a colour of the cell's own; `style:RRGGBB`: that of its style; `none`: its style's, taken away in the cell; empty: no fill at all.
    """
    number = sheet.getRangeAddress().Sheet
    found: dict[Position, str] = {}
    others: list[Area] = []
    for group, colour, is_own in document.split_by("CellBackColor", number, single_cells(cells)):
        if is_own and colour >= 0:
            found.update((at, f"{colour:06X}") for area in group for at in area.positions())
        else:
            others += group
    for group, style, _ in document.split_by("CellStyle", number, others):
        below = document.style_fill(str(style))
        for at in (at for area in group for at in area.positions()):
            found[at] = "" if below is None else f"{_STYLE}{below:06X}" if _is_of_style(sheet, at) else NO_FILL
    return found


def write_fills(document: Document, sheet: Any, fills: Mapping[Position, str]) -> None:
    """Sets fills, one call for all cells of a fill: `RRGGBB`, or what `read_fills` gave; an empty one goes back to the style's.

    Raises NotWrittenError when a fill is not there afterwards.
    """
    number = sheet.getRangeAddress().Sheet
    groups: dict[str, list[Position]] = {}
    for at, fill in fills.items():
        groups.setdefault("" if fill.startswith(_STYLE) else fill, []).append(at)
    for fill, cells in groups.items():
        ranges = document.cells(number, single_cells(cells))
        colour = -1 if fill in ("", NO_FILL) else int(fill.removeprefix("#"), 16)
        if fill:
            ranges.setPropertyValue("CellBackColor", colour)
        else:
            ranges.setPropertyToDefault("CellBackColor")
        state = ranges.getPropertyState("CellBackColor").value
        if state != ("DIRECT_VALUE" if fill else "DEFAULT_VALUE") or (fill and ranges.getPropertyValue("CellBackColor") != colour):
            raise NotWrittenError(sheet=sheet.getName(), what=_told("fills", cells))


def write_links(document: Document, sheet: Any, links: Mapping[Position, tuple[str, str]]) -> None:
    """Puts links in cells, each in place of what was there: where to (`#Sheet.A1`, or an address on the web) and the text to show.

    Raises NotWrittenError when one is not there afterwards.
    """
    for (row, column), (target, text) in links.items():
        cell = sheet.getCellByPosition(column - 1, row - 1)
        field = document.model.createInstance("com.sun.star.text.TextField.URL")
        field.setPropertyValue("URL", target)
        field.setPropertyValue("Representation", text)
        cell.setFormula("")
        cell.insertTextContent(cell.createTextCursor(), field, False)
        if cell.getString() != text:
            raise NotWrittenError(sheet=sheet.getName(), what=_told("links", [(row, column)]))


def _notes(sheet: Any) -> dict[Position, tuple[str, Any]]:
    annotations = sheet.getAnnotations()
    found: dict[Position, tuple[str, Any]] = {}
    for number in range(annotations.getCount()):
        one = annotations.getByIndex(number)
        at = one.getPosition()
        found[at.Row + 1, at.Column + 1] = (one.getString(), one)
    return found


def _is_of_style(sheet: Any, at: Position) -> bool:
    return bool(sheet.getCellByPosition(at[1] - 1, at[0] - 1).getPropertyState("CellBackColor").value == "DEFAULT_VALUE")


def _lines(text: str) -> str:
    """Line breaks as Calc keeps them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _told(what: str, cells: list[Position]) -> str:
    return f"{what}: {', '.join(f'R{row}C{column}' for row, column in cells[:5])}"
