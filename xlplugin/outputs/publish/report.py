"""A filing as a report: title, opening, the six sections each with its text and its table, signature and date."""

from __future__ import annotations

from dataclasses import dataclass

from xlplugin.filing.cells import UNREAD, Cell, Shape
from xlplugin.filing.filing import Filing
from xlplugin.outputs.template.layout import FIRST_ROW, Box, Role, TablePlan, plans
from xlplugin.reading.prose_sheet import report_title
from xlplugin.text import number

_MIDNIGHT = " 00:00:00"
"""What a workbook's date has behind it."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A cell of a table, merged over so many rows and columns. `role` None: a figure."""

    text: str
    role: Role | None
    rows: int = 1
    columns: int = 1
    column: int = 1
    """Where it begins, from 1."""


@dataclass(frozen=True)
class ReportTable:
    """One of the official tables: its rows of tiles, each tile in the row where it begins."""

    plan: TablePlan
    rows: tuple[tuple[Tile, ...], ...]
    header_rows: int
    """Rows from the top that come again on each page; 0 where the table has several headers."""

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.plan.width


@dataclass(frozen=True, slots=True)
class ReportSection:
    """One of the six sections: heading, paragraphs, and a table in three of them."""

    heading: str
    paragraphs: tuple[str, ...]
    table: ReportTable | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """The whole report; `closing` has the lines of signature and date."""

    title: str
    opening: tuple[str, ...]
    sections: tuple[ReportSection, ...]
    closing: tuple[str, ...]


def compose(filing: Filing) -> Composed:
    """The report of a filing. What is not known is left blank; headings and labels are those that the form prescribes, whatever they were in a source."""
    document = filing.document
    tables = {plan.table.id: _table(plan, filing) for plan in plans(filing.form)}
    title = " ".join(document.title.split()) if document else ""
    return Composed(
        title=title or report_title(filing.form, filing.organ, filing.year),
        opening=_paragraphs(document.opening if document else ""),
        sections=tuple(ReportSection(section.title.official, _paragraphs(filing.narrative.get(section.id, "")), tables.get(section.id)) for section in filing.form.sections),
        closing=_paragraphs(document.closing if document else ""),
    )


def printed(cell: Cell) -> str:
    """What a report prints for a cell: its number; what was written there, where that is no plain number; nothing for a blank or for what nobody knows."""
    if cell.shape is Shape.NUMBER and cell.value is not None:
        return number(cell.value)
    return "" if cell.shape in UNREAD else cell.raw.strip().removesuffix(_MIDNIGHT)


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _table(plan: TablePlan, filing: Filing) -> ReportTable:
    tiles: list[tuple[Box, str, Role | None]] = [(one.box, one.text, one.role) for one in plan.printed]
    tiles += [(box, printed(filing.cell(name)), None) for name, box in plan.boxes.items()]
    rows: list[list[Tile]] = [[] for _ in range(plan.last_row - FIRST_ROW + 1)]
    for box, text, role in sorted(tiles, key=lambda tile: tile[0]):
        rows[box.top - FIRST_ROW].append(Tile(text, role, box.bottom - box.top + 1, box.right - box.left + 1, box.left))
    return ReportTable(plan, tuple(map(tuple, rows)), max(0, plan.header_end - FIRST_ROW + 1))


def blanks(filing: Filing) -> list[str]:
    """The fields that a report prints blank, in the form's order."""
    return [name for name in filing.form.fields if not printed(filing.cell(name))]
