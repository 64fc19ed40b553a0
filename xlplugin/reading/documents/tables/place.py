"""In which columns do the figures of a row stand? By the header's columns, by the count of cells, by rows of the same build; never by what fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from xlplugin.reading.documents.formats.stream import Covered
from xlplugin.reading.documents.tables.items import Item
from xlplugin.reading.documents.tables.layouts import Piece
from xlplugin.reading.documents.tables.words import is_figure


@dataclass(frozen=True)
class Columns:
    """The columns of a header in one piece: cell numbers in order, and cells beside them whose header says something else."""

    piece: Piece
    places: tuple[int, ...]
    width: int
    others: frozenset[int] = field(default_factory=frozenset)
    ends: tuple[int, ...] = ()
    """The last cell that each of the header's cells covers, where that is known."""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row's figures are: cell numbers in the order of the columns. `by_place`: under the header."""

    cells: tuple[int, ...]
    by_place: bool


class Placer:
    """Places the figures of a block's rows. `columns` by piece number; `width`: how many figures a row has."""

    def __init__(self, rows: Sequence[Item], columns: Mapping[int, Columns], width: int, depth: Callable[[Item], int | None]) -> None:
        self._columns, self._width = columns, width
        full = [item for item in rows if _is_run(item.figures, width) and item.is_line]
        self.starts = {key: Counter(item.figures[0] for item in full if id(item.piece) == key) for key in {id(item.piece) for item in rows}}
        self._lengths = {key: _usual(len(item.cells) for item in full if id(item.piece) == key) for key in self.starts}
        self._depth = depth
        self._labels: dict[tuple[int, int | None], dict[int, set[int]]] = {}
        for item in full:
            if item.labels:
                self._labels.setdefault((id(item.piece), depth(item)), {}).setdefault(item.labels[-1], set()).add(item.figures[0])
        self._builds: dict[tuple[int | None, ...], set[int]] = {}
        for item in full:
            self._builds.setdefault(self._build(item), set()).add(item.figures[0])

    def usual(self, piece: Piece) -> int | None:
        """The cell in which the figures of most rows of a piece begin."""
        starts = self.starts.get(id(piece))
        return starts.most_common(1)[0][0] if starts else None

    def spot(self, item: Item) -> Spot | None:
        """Where the figures of a row stand; None where it cannot be told."""
        figures, width = item.figures, self._width
        by_place = self._by_place(item)
        drawn = self._drawn(item)
        if drawn is not None:
            is_told = self._lie_below(item, drawn) and set(figures) <= set(drawn) and all(is_figure(item.cells[at]) for at in figures)
            return Spot(drawn, False) if is_told else None
        if item.piece.layout == "bars" and item.room != width:
            return None  # every cell is there: one more or less, and any may be the neighbour's
        if len(figures) == width:
            if by_place and set(figures) == set(by_place):
                return Spot(by_place, True)
            is_free = self._is_free(item) and not self._has_grown(item)
            return Spot(tuple(figures), False) if _is_run(figures, width) and is_free and all(is_figure(item.cells[at]) for at in figures) else None
        if not item.piece.has_places:
            return None
        candidates = set()
        if by_place and set(figures) <= set(by_place) | self._others(item) and self._is_in_place(item):
            candidates.add(by_place)
        elif by_place is None or len(figures) > width:
            by_place = None
        if len(figures) > width:
            return Spot(by_place, True) if candidates and by_place else None
        if item.room == width and (id(item.piece) not in self._columns or len(item.cells) in self._lengths[id(item.piece)]):
            candidates.add(tuple(range(item.after, item.after + width)))
        starts = self._builds.get(self._build(item), set())
        if len(starts) == 1 and figures:
            start = next(iter(starts))
            candidates.add(tuple(range(start, start + width)))
        candidates = {cells for cells in candidates if set(figures) <= set(cells) | self._others(item) and cells[-1] < len(item.cells) and not _is_covered(item, cells[0]) and self._may_begin(item, cells[0])}
        if not figures and not candidates and item.room >= width and len(item.cells) in self._lengths[id(item.piece)]:
            candidates.add(tuple(range(item.after, item.after + width)))
        if not figures and candidates:
            return Spot(min(candidates), min(candidates) == by_place)
        if len(candidates) == 1:
            cells = next(iter(candidates))
            return Spot(cells, cells == by_place)
        return None

    def _by_place(self, item: Item) -> tuple[int, ...] | None:
        """The header's columns, where the row reaches under all of them and is as long as others."""
        columns = self._columns.get(id(item.piece))
        if columns is None or item.after > columns.places[0] or columns.places[-1] >= len(item.cells):
            return None
        lengths = self._lengths[id(item.piece)]
        return columns.places if len(item.cells) in {columns.width, *lengths} else None

    def _drawn(self, item: Item) -> tuple[int, ...] | None:
        """The row's own cells, where they are as many as the header's though they do not begin where those do: it was merged otherwise."""
        columns = self._columns.get(id(item.piece))
        if columns is None or not columns.ends or item.piece.layout != "grid":
            return None
        own = tuple(at for at in range(item.after, len(item.cells)) if not isinstance(item.cells[at], Covered))
        is_uneven = len(own) == self._width and own != columns.places and len(item.cells) == columns.width
        return own if is_uneven and any(isinstance(cell, Covered) and cell.across for cell in item.cells[item.after :]) else None

    def _lie_below(self, item: Item, own: Sequence[int]) -> bool:
        """Whether each of a row's cells stands, in part at least, under the header's cell of the same number."""
        columns = self._columns[id(item.piece)]
        ends = [*(at - 1 for at in own[1:]), len(item.cells) - 1]
        return all(start <= last and end >= first for start, end, first, last in zip(own, ends, columns.places, columns.ends, strict=True))

    def _build(self, item: Item) -> tuple[int | None, ...]:
        """How a row is built: rows of one build have their figures in the same cells."""
        return (id(item.piece), self._depth(item), item.after, len(item.cells))

    def _is_in_place(self, item: Item) -> bool:
        """Whether the row's label stands where those of its kind do: else the row may have moved as a whole."""
        known, columns = self._labels.get((id(item.piece), self._depth(item))), self._columns.get(id(item.piece))
        if not item.labels or not known or columns is None:
            return True
        return columns.places[0] in known.get(item.labels[-1], ())

    def _may_begin(self, item: Item, start: int) -> bool:
        """Whether a row that is short of figures may have its first one in a cell: rows whose label stands where its own does have theirs there, too."""
        known = self._labels.get((id(item.piece), self._depth(item)), {})
        return not item.labels or item.labels[-1] not in known or start in known[item.labels[-1]]

    def _has_grown(self, item: Item) -> bool:
        """Whether a row is longer than all others though its label stands where theirs do: a cell was added somewhere."""
        columns, lengths = self._columns.get(id(item.piece)), self._lengths[id(item.piece)]
        return columns is not None and self._is_in_place(item) and len(item.cells) > max({columns.width, *lengths})

    def _others(self, item: Item) -> set[int]:
        columns = self._columns.get(id(item.piece))
        return set(columns.others) if columns else set()

    def _is_free(self, item: Item) -> bool:
        """Whether none of a row's figures stands under a header that is no column of the block, nor all of them behind the block's."""
        columns = self._columns.get(id(item.piece))
        is_behind = columns is not None and bool(columns.ends) and item.figures[0] > columns.ends[-1]
        return not is_behind and not set(item.figures) & self._others(item)


def _is_covered(item: Item, at: int) -> bool:
    """Whether a row's label reaches into a cell: that is no blank figure."""
    cell = item.cells[at]
    return isinstance(cell, Covered) and cell.across


def _is_run(cells: Sequence[int], width: int) -> bool:
    return len(cells) == width and cells[-1] - cells[0] == width - 1 if cells else False


def _usual(lengths: Iterable[int]) -> set[int]:
    """The lengths that several rows have, and at least a tenth of them."""
    counts = Counter(lengths)
    return {length for length, count in counts.items() if count > 1 and count * 10 > counts.total()}
