"""Where in a Word document do its figures and sentences stand? Tables are located by their labels, as on a sheet; sentences by their words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlplugin.filing.cells import Place
from xlplugin.filing.filing import Filing
from xlplugin.outputs.marked.word.markup import W, child, is_deleted, value
from xlplugin.reading.tables.locate import locate
from xlplugin.reading.tables.match import matcher
from xlplugin.reading.workbook.grid import Position, RawCell, Sheet

SHORT = 6
"""Words of fewer letters are looked for at the beginning of a paragraph only."""
_ALIKE = str.maketrans("", "", "“”‘’\"'「」…")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: its place in the sheet of all tables, its first paragraph, its text."""

    at: Position
    paragraph: Any
    text: str


def comparable(words: str) -> str:
    """Words without what a message may show in another way: width, spaces, quotation marks."""
    return "".join(unicodedata.normalize("NFKC", words).translate(_ALIKE).split())


class Body:
    """The paragraphs of a document, and the cells of its tables as if they stood below each other on one sheet."""

    def __init__(self, root: Any, filing: Filing) -> None:
        self._filing = filing
        self.paragraphs = [paragraph for paragraph in root.iter(f"{W}p") if not any(above.tag == f"{W}tc" for above in paragraph.iterancestors())]
        self._cells = {cell.at: cell for cell in _table_cells(root)}
        self._sheet = Sheet("", {at: RawCell(cell.text) for at, cell in self._cells.items() if cell.text.strip()})
        self._fields = self._located()

    def field(self, name: str) -> Any | None:
        """The paragraph in a field's cell; in the cell of its row's label where a damaged table does not tell more."""
        cell = self._fields.get(name) or self._row_label(name)
        return cell.paragraph if cell else None

    def label(self, table: str, words: str) -> Any | None:
        """The paragraph in the cell of a table that holds these words."""
        wanted = comparable(words)
        return next((cell.paragraph for cell in self._of_table(table) if wanted and comparable(cell.text) == wanted), None)

    def table(self, table: str) -> Any | None:
        """The paragraph in the first cell of a table."""
        return next((cell.paragraph for cell in self._of_table(table)), None)

    def sentence(self, words: str) -> Any | None:
        """The first paragraph that holds these words, be it in a table or not; nothing for a letter or two."""
        wanted = comparable(words)
        if len(wanted) < 2:
            return None
        everything = [*self.paragraphs, *(cell.paragraph for cell in self._cells.values())]
        return next((paragraph for paragraph in everything if _holds(comparable(text_of(paragraph)), wanted)), None)

    def heading(self, words: str) -> Any | None:
        """The last paragraph outside tables that begins with these words: a table of contents names them before."""
        wanted = comparable(words)
        return next((paragraph for paragraph in reversed(self.paragraphs) if wanted and comparable(text_of(paragraph)).startswith(wanted)), None)

    def title(self) -> Any | None:
        """The paragraph in which the report's title begins; the first that says anything where there is none."""
        title = comparable(self._filing.document.title) if self._filing.document else ""
        filled = [paragraph for paragraph in self.paragraphs if comparable(text_of(paragraph))]
        return next((paragraph for paragraph in filled if title.startswith(comparable(text_of(paragraph)))), next(iter(filled or self.paragraphs), None))

    def end(self) -> Any | None:
        """The last paragraph that says anything."""
        return next((paragraph for paragraph in reversed(self.paragraphs) if comparable(text_of(paragraph))), None)

    def _located(self) -> dict[str, TableCell]:
        found: dict[str, TableCell] = {}
        for table in self._filing.form.tables:
            for block in table.blocks:
                places = [one for one in locate(table, block, self._sheet) if one.cells]
                filled = [one for one in places if any(one.contents)] or places
                for name, at in filled[0].cells.items() if filled else ():
                    if at in self._cells and comparable(self._cells[at].text) == comparable(self._filing.cell(name).raw):
                        found[name] = self._cells[at]
        return found

    def _row_label(self, name: str) -> TableCell | None:
        field = self._filing.form.fields[name]
        words = matcher(self._filing.form.table(field.table).block(field.block), "row")
        for cell in self._cells.values():
            match = words.match(cell.text)
            if match is not None and match[:2] == (field.row.id, False):
                return cell
        return None

    def _of_table(self, table: str) -> Sequence[TableCell]:
        """The cells of the table in the document that holds most of a form's table; of all tables where none does."""
        tables = [cell.at[0] for name, cell in self._fields.items() if name.startswith(f"{table}.")]
        if not tables:
            return ()
        first, last = min(tables), max(tables)
        while any(row == first - 1 for row, _ in self._cells):  # a blank row parts the tables
            first -= 1
        return [cell for at, cell in self._cells.items() if first <= at[0] <= last]


def text_of(node: Any) -> str:
    """The words of a paragraph or cell, those struck out (tracked) left out."""
    return "".join("\n" if text.tag == f"{W}p" else text.text or "" for text in node.iter(f"{W}t", f"{W}p") if text is not node and not is_deleted(text)).strip("\n")


def place_of(filing: Filing, place: Place) -> str | None:
    """The field whose figure was read from a place."""
    return next((name for name, cell in filing.cells.items() if cell.place == place), None)


def _holds(text: str, wanted: str) -> bool:
    """Whether a paragraph holds these words; what a message hides of a number, 138****8000, may be any digits."""
    if "**" in wanted:
        return re.search(re.sub(r"(?:\\\*)+", r"[0-9Xx]+", re.escape(wanted)), text) is not None
    return text.startswith(wanted) if len(wanted) < SHORT else wanted in text


def _table_cells(root: Any) -> Iterator[TableCell]:
    """The cells of every table that holds no other, one table below another with a blank row between; a cell that goes on from above is left out."""
    top = 1
    for table in root.iter(f"{W}tbl"):
        if next(table.iterdescendants(f"{W}tbl"), None) is not None:
            continue
        for row in table.iter(f"{W}tr"):
            if is_deleted(row):
                continue
            column = 1 + int(value(row, "trPr", "gridBefore") or 0)
            for cell in row.iter(f"{W}tc"):
                merge = child(cell, "tcPr", "vMerge")
                goes_on = merge is not None and merge.get(f"{W}val", "continue") != "restart"
                paragraph = next(cell.iter(f"{W}p"), None)
                if paragraph is not None and not goes_on:
                    yield TableCell((top, column), paragraph, text_of(cell))
                column += max(1, int(value(cell, "tcPr", "gridSpan") or 1))
            top += 1
        top += 1
