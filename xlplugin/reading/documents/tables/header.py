"""The header of a block whose rows run down: which columns it names, in which cells they stand, and how it is written anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from xlplugin.form.labels import canonical
from xlplugin.form.model import Line
from xlplugin.form.money import is_same, unit_of, units_of_header
from xlplugin.reading.documents.formats.stream import Covered, Hole
from xlplugin.reading.documents.tables.aligned_book import Even, Note
from xlplugin.reading.documents.tables.items import Item
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.part import Part
from xlplugin.reading.documents.tables.place import Columns
from xlplugin.reading.documents.tables.words import Vocabulary


def unknown_amount(part: Part) -> Line | None:
    """The only column of a part, where it is of amounts and its header is none of the form's: what it says may be another unit. A piece of the label with its unit is enough of it."""
    if not part.unknown or part.header or len(part.block.columns) > 1 or part.block.columns[0].kind != "amount":
        return None
    [column] = part.block.columns
    units = units_of_header(part.unknown)
    is_piece = canonical(part.unknown) in canonical(column.label.official) and any(is_same(unit, unit_of(column) or "") for unit in units)
    return None if is_piece else column


class Header:
    """A part's header: which columns it names, and where."""

    def __init__(self, part: Part, vocabulary: Vocabulary) -> None:
        self._part = part
        self._order = [column.id for column in part.block.columns]
        self.seen: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._at: dict[int, dict[str, set[int]]] = {}
        self._split: list[str] = []
        self._pieces: dict[int, Piece] = {}
        for piece, row in part.header:
            self._pieces[id(piece)] = piece
            for number, cell in enumerate(row.cells):
                labels = vocabulary.split(cell) if cell.strip() else []
                self._split += [cell] if len(labels) > 1 else []
                for label in labels:
                    self._see(label, number if len(labels) == 1 else -1, piece, vocabulary)
        self._entries = part.header
        self._is_torn = False

    def width(self, counts: Counter[int]) -> int:
        """How many figures a row has: as many as columns were seen, unless most rows have as many as the form."""
        most = counts.most_common(1)[0][0] if counts else 0
        whole = len(self._order)
        return whole if not self.seen or most == whole else len(self.seen)

    @property
    def is_in_order(self) -> bool:
        """Whether the columns beside the groups are printed in the form's order: figures that are told by their count alone need that."""
        outer = [name for name in self.seen if not self._group(name) or self._group(name) != self._deepest]
        return not self._is_torn and outer == [name for name in self._order if name in outer]

    def columns(self, rows: Sequence[Item], width: int) -> dict[int, Columns]:
        """The columns by piece, where the header's cells stand above those of the rows; nothing for a piece where they do not."""
        found: dict[int, Columns] = {}
        for key, at in self._at.items():
            piece = self._pieces[key]
            full = Counter(tuple(item.figures) for item in rows if item.piece is piece and item.is_line and len(item.figures) == width)
            usual = full.most_common(1)[0][0] if full else None
            places = sorted(next(iter(cells)) for cells in at.values() if len(cells) == 1)
            if self._split or len(set(places)) < len(places) or len(places) < len(at) or not piece.has_places or -1 in places:
                continue
            if len(places) < width and usual is not None and set(places) <= set(usual):
                if self._has_moved(key, at, usual):
                    self._is_torn = True
                    continue
                places = list(usual)  # a label is lost: its column is told by the figures below
            if len(places) != width:
                continue
            in_order = sorted(at, key=lambda name: next(iter(at[name])))
            is_official = in_order == [name for name in self._order if name in at]
            self._is_torn = self._is_torn or self._tears_a_group(in_order) or (not is_official and self._deepest is not None and self._deepest not in self._groups)
            if self._is_torn or (not is_official and usual != tuple(places)):
                continue
            found[key] = Columns(piece, tuple(places), self._cells(key), self._others(key, places), self._ends(key, places))
        return self._carried(found, rows, width)

    def write(self, even: Even, left: int, columns: Mapping[int, Columns], width: int) -> None:
        """The header's labels above the even columns; the form's own where they were lost."""
        even.notes += [Note("cells", cell) for cell in self._split]
        even.add({left + number: text for number, text in enumerate(self._groups.values())})
        key = next((key for key in self._at if key in columns), None)
        if key is not None:
            first = columns[key].places[0]
            names = {number - first + left: text for number, text in self._labels(key) if number >= first}
            even.add(names)
            return
        order = self._seen_order()
        if len(order) < width:
            even.notes += [Note("cells", self._part.unknown or " ".join(self.seen.values()))] if unknown_amount(self._part) is None else []
            order = self._order
        official = {column.id: column.label.official for column in self._part.block.columns}
        even.add({left + number: self.seen.get(name, official[name]) for number, name in enumerate(order)})

    def _see(self, label: str, number: int, piece: Piece, vocabulary: Vocabulary) -> None:
        words = [word for word in self._part.column_words(label, vocabulary) if word.id in self._order or word.is_group]
        if not words:
            return
        text = " ".join(label.split())
        if words[0].is_group:
            self._groups.setdefault(words[0].id, text)
            return
        self.seen.setdefault(words[0].id, text)
        self._at.setdefault(id(piece), {}).setdefault(words[0].id, set()).add(number)

    def _labels(self, key: int) -> list[tuple[int, str]]:
        """The header's cells in a piece that are no group's, a lower one in place of one above: cell number, text."""
        texts: dict[int, str] = {}
        for piece, row in self._entries:
            for number, cell in enumerate(row.cells):
                if id(piece) == key and cell.strip() and " ".join(cell.split()) not in self._groups.values():
                    texts[number] = " ".join(cell.split())
        return list(texts.items())

    def _seen_order(self) -> list[str]:
        """The columns that were seen, in the form's order; those of the innermost group as they were printed."""
        inner = [name for name in self.seen if self._group(name) == self._deepest and self._deepest is not None]
        printed = iter(inner)
        return [next(printed) if name in inner else name for name in self._order if name in self.seen]

    @property
    def _deepest(self) -> str | None:
        """The group that most columns are in."""
        groups = [column.group for column in self._part.block.columns if column.group]
        return max(groups, key=groups.count, default=None)

    def _group(self, name: str) -> str | None:
        return next(column.group for column in self._part.block.columns if column.id == name)

    def _has_moved(self, key: int, at: Mapping[str, set[int]], usual: Sequence[int]) -> bool:
        """Whether labels may stand over other columns than their own: a cell was lost, and those behind it moved up.

        Then no cell stands over one of the columns, not even a blank one, or the blank one is not where the form has the label that is missing.
        """
        rows = [row.cells for piece, row in self._entries if id(piece) == key]
        names = {next(iter(cells)): name for name, cells in at.items()}
        blank = [place for place in usual if place not in names]
        if any(all(place >= len(row) or isinstance(row[place], (Hole, Covered)) for row in rows) for place in blank):
            return True
        lost = iter([name for name in self._order if name not in at])
        return [names.get(place) or next(lost, "") for place in usual] != self._order

    def _tears_a_group(self, printed: Sequence[str]) -> bool:
        """Whether a column stands behind one that is not of its group: the group's cell covers too few, and a browser puts what is left behind the others."""
        return [is_within for is_within, _ in groupby(printed, lambda name: self._group(name) == self._deepest)].count(True) > 1

    def _cells(self, key: int) -> int:
        return max(len(row.cells) for piece, row in self._entries if id(piece) == key)

    def _others(self, key: int, places: Sequence[int]) -> frozenset[int]:
        return frozenset(number for number, _ in self._labels(key) if number > places[0] and number not in places)

    def _ends(self, key: int, places: Sequence[int]) -> tuple[int, ...]:
        """The last cell that each label covers; nothing where the piece does not tell that."""
        rows = [row.cells for piece, row in self._entries if id(piece) == key]
        if not any(isinstance(cell, Covered) for row in rows for cell in row):
            return ()
        ends = []
        for at in places:
            row = next((row for row in reversed(rows) if at < len(row) and row[at].strip()), rows[-1])
            ends.append(next((end for end in range(at, len(row)) if end + 1 == len(row) or not (isinstance(cell := row[end + 1], Covered) and cell.across)), at))
        return tuple(ends)

    def _carried(self, found: dict[int, Columns], rows: Sequence[Item], width: int) -> dict[int, Columns]:
        """A piece without a header has the columns of the one before, where its rows are as long and its figures stand there."""
        if not found:
            return found
        columns = found[next(iter(found))]
        for piece in {id(item.piece): item.piece for item in rows}.values():
            if id(piece) in found or id(piece) in self._at or not piece.has_places:
                continue
            own = [item for item in rows if item.piece is piece and len(item.figures) == width]
            if own and all(tuple(item.figures) == columns.places for item in own):
                found[id(piece)] = Columns(piece, columns.places, max(len(item.cells) for item in own), columns.others, columns.ends)
        return found
