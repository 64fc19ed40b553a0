"""Which edition of the form, and which shape of it, does a workbook hold? The one whose rows and headers are there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from xlplugin.form.model import Block, Form, Table
from xlplugin.form.sheets import OWN_SHEETS
from xlplugin.reading.tables.found import Found
from xlplugin.reading.tables.label_index import BlockKey, key_of, label_index
from xlplugin.reading.tables.locate import locate
from xlplugin.reading.tables.match import LabelHits
from xlplugin.reading.tables.pieces import settled
from xlplugin.reading.workbook.grid import Book, Sheet

Known = dict[BlockKey, tuple[Found, ...]]
"""By block, where it stands."""
Labelled = Sequence[tuple[Sheet, Mapping[BlockKey, LabelHits]]]
"""The sheets, each with the labels of every block on it."""


@dataclass(frozen=True)
class Reading:
    """A workbook read as one form: every place where each of its blocks stands."""

    form: Form
    found: tuple[tuple[Table, Block, tuple[Found, ...]], ...]

    def score(self, table_id: str | None = None) -> tuple[int, int]:
        """How well the form fits: cells found less five for each fault, then labels worded exactly. Columns and nameless rows that are no form's fit none worse."""
        fits = [fit for name, fit in self._fits if table_id in (None, name)]
        return sum(cells for cells, _ in fits), sum(exact for _, exact in fits)

    @cached_property
    def _fits(self) -> list[tuple[str, tuple[int, int]]]:
        """By the table of each block that was found, how well that fits."""
        fits = []
        for table, _, places in self.found:
            if places:
                best = max(places, key=lambda found: len(found.cells))
                counted = places if best.is_part else (best,)
                faults = sum(fault.kind != "added" or (fault.axis == "row" and fault.label != "") for found in counted for fault in found.faults)
                faults += sum(len(found.group_numbers) for found in counted)
                fits.append((table.id, (sum(len(found.cells) for found in counted) - 5 * faults, sum(found.exact for found in counted))))
        return fits

    @property
    def places(self) -> list[Found]:
        """Every place where a block was found."""
        return [found for _, _, places in self.found for found in places]

    def without_pieces(self, is_torn: Callable[[Found], bool]) -> Reading:
        """The same without the pieces of a block beside a place of it that was put together from torn ones: they are no copies."""
        found = ((table, block, tuple(one for one in places if not one.is_piece or not any(not other.is_piece and is_torn(other) for other in places))) for table, block, places in self.found)
        return Reading(self.form, tuple(found))

    def has(self, table_id: str) -> bool:
        """Whether any block of the table was found."""
        return any(places for table, _, places in self.found if table.id == table_id)


def choose(book: Book, forms: Sequence[Form]) -> tuple[Reading | None, tuple[tuple[str, str], ...]]:
    """The reading that fits best, or None where no table of any form is there; and tables that fit another edition better.

    Section two's headers decide where the tables disagree; the rest decides between shapes of one edition. An edition in
    which none of section two is found fits worse than one in which it is, faulty as it may be.
    """
    index = label_index(tuple(forms))
    sheets = [(sheet, index.hits(sheet)) for sheet in book.sheets if sheet.name not in OWN_SHEETS]
    known: Known = {}
    readings = [_read(form, sheets, known) for edition in forms for form in edition.shapes]
    readings = [reading for reading in readings if any(places for _, _, places in reading.found)]
    if not readings:
        return None, ()
    first_table = readings[0].form.tables[0].id
    best = max(readings, key=lambda reading: (reading.has(first_table), reading.score(first_table), reading.score()))
    others: list[tuple[str, str]] = []
    for table in best.form.tables:
        fit = max(readings, key=lambda reading: (reading.score(table.id)[0], reading.form.edition == best.form.edition))
        own = max(reading.score(table.id)[0] for reading in readings if reading.form.edition == best.form.edition)
        if fit.has(table.id) and fit.score(table.id)[0] > own:
            others.append((table.id, fit.form.edition))
    return best, tuple(others)


def _read(form: Form, sheets: Labelled, known: Known) -> Reading:
    """A reading as one form; blocks that it shares with a form tried before are not looked for again."""
    found = []
    for table in form.tables:
        for block in table.blocks:
            key = key_of(table.id, block)
            if key not in known:
                known[key] = settled([one for sheet, hits in sheets for one in locate(table, block, sheet, hits[key])])
            found.append((table, block, known[key]))
    return Reading(form, tuple(found))
