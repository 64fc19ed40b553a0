"""The headers of a block on a sheet: bands of its column labels, as many as there are, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xlplugin.form.model import Block
from xlplugin.reading.tables.match import LabelHit, Quality, in_rows

HEADER_ROWS = 7
"""A header is at the most this many rows high, inserted blank rows counted."""
UNMISTAKABLE = 3
"""So many column labels again are the header of the same block once more; one or two may be another block's."""

MOST_BANDS = 64
"""No file has so many copies of one table that they must all be named."""


@dataclass(frozen=True, slots=True)
class Band:
    """A header on a sheet: the block's column labels by column id, and the labels of groups above them."""

    top: int
    bottom: int
    columns: Mapping[str, LabelHit]
    groups: Sequence[LabelHit]

    @property
    def first_column(self) -> int:
        """The leftmost sheet column with a column label; row labels stand left of it."""
        return min(hit.at[1] for hit in self.columns.values())

    @property
    def last_column(self) -> int:
        """The rightmost sheet column with a column label."""
        return max(hit.at[1] for hit in self.columns.values())

    @property
    def positions(self) -> dict[str, int]:
        """Sheet column by column id."""
        return {name: hit.at[1] for name, hit in self.columns.items()}


def bands_of(block: Block, hits: list[LabelHit]) -> list[Band]:
    """The headers of a block: at least half of its column labels within a few rows, top to bottom and from the left.

    `hits`: all column labels on the sheet, top to bottom.
    """
    lines = [hit for hit in hits if not hit.is_group]
    groups = [hit for hit in hits if hit.is_group]
    if not lines:
        return []
    bands = _several(block, lines, groups) if _comes_again(block, lines) else _one_by_one(block, lines, groups)
    if any(len(band.columns) + 1 < len(block.columns) for band in bands):
        bands = sorted([*bands, *_rest_of(block, lines, bands)], key=lambda band: (band.top, band.first_column))
    return bands


def _rest_of(block: Block, hits: Sequence[LabelHit], bands: Sequence[Band]) -> Iterator[Band]:
    """Headers of just those columns that another one lacks: the table was cut in two."""
    order = {line.id: number for number, line in enumerate(block.columns)}
    taken = {hit.at for band in bands for hit in band.columns.values()}
    lacking = [order.keys() - band.columns.keys() for band in bands if len(band.columns) + 1 < len(order)]
    for run in _runs([hit for hit in hits if hit.at not in taken and hit.quality != Quality.ALIKE], order):
        if {hit.id for hit in run} in lacking:
            lacking.remove({hit.id for hit in run})
            yield Band(min(hit.at[0] for hit in run), max(hit.at[0] for hit in run), {hit.id: hit for hit in run}, ())


def _comes_again(block: Block, hits: Sequence[LabelHit]) -> bool:
    """Whether so many labels stand at several places that the header may be there more than once."""
    seen: set[str] = set()
    again: set[str] = set()
    for hit in hits:
        (again if hit.id in seen else seen).add(hit.id)
    return len(again) >= min(UNMISTAKABLE, len(block.columns))


def _one_by_one(block: Block, hits: Sequence[LabelHit], groups: Sequence[LabelHit]) -> list[Band]:
    """The headers where no label but a few comes again, read from the top."""
    bands: list[Band] = []
    rest = hits
    while rest:
        top = rest[0].at[0]
        columns = _header_from(top, rest)
        for later in sorted({hit.at[0] for hit in columns.values()}):  # of headers that overlap, the fullest, then the lowest
            other = _header_from(later, in_rows(rest, later, later + HEADER_ROWS))
            columns = other if len(other) >= len(columns) else columns
        if len({hit.at[1] for hit in columns.values()}) * 2 < len(block.columns):  # labels below each other are no header
            rest = in_rows(rest, top + 1)
            continue
        top, bottom = min(hit.at[0] for hit in columns.values()), max(hit.at[0] for hit in columns.values())
        bands.append(Band(top, bottom, columns, in_rows(groups, top - HEADER_ROWS + 1, bottom + 1)))
        rest = in_rows(rest, bottom + 1)
    return bands


def _header_from(top: int, hits: Sequence[LabelHit]) -> dict[str, LabelHit]:
    """The column labels from a row on, by column id, up to where one comes again (the next block's header)."""
    columns: dict[str, LabelHit] = {}
    bottom = top
    for hit in hits:
        row = hit.at[0]
        is_again = hit.id in columns and row > columns[hit.id].at[0]
        if row >= top + HEADER_ROWS or (is_again and row > bottom + 1):
            break
        if not is_again or hit.at[1] == columns[hit.id].at[1]:  # the label of a merged cell may be repeated below itself
            bottom = row
        columns.setdefault(hit.id, hit)
    return columns


def _several(block: Block, hits: Sequence[LabelHit], groups: Sequence[LabelHit]) -> list[Band]:
    """The headers where they may stand beside each other, higher or lower: of all runs of labels the fullest first, then those in order, then the flattest, each label once."""
    order = {line.id: number for number, line in enumerate(block.columns)}
    runs = sorted(_runs(hits, order), key=lambda run: (-len(run), _disorder(run, order), _height(run), run[0].at))
    taken: set[tuple[int, int]] = set()
    bands: list[Band] = []
    for run in runs:
        if len(run) * 2 < len(order) or len(bands) >= MOST_BANDS:
            break
        if any(hit.at in taken for hit in run):
            continue
        top, bottom = min(hit.at[0] for hit in run), max(hit.at[0] for hit in run)
        columns = {hit.id: hit for hit in run}
        taken |= {hit.at for hit in in_rows(hits, top, bottom + 2) if hit.id in columns and hit.at[1] == columns[hit.id].at[1]}
        first, last = min(hit.at[1] for hit in run), max(hit.at[1] for hit in run)
        bands.append(Band(top, bottom, columns, [hit for hit in in_rows(groups, top - HEADER_ROWS + 1, bottom + 1) if first <= hit.at[1] <= last]))
    return sorted(bands, key=lambda band: (band.top, band.first_column))


def _runs(hits: Sequence[LabelHit], order: Mapping[str, int]) -> Iterator[list[LabelHit]]:
    """Every run of different labels within the height of a header, from the left."""
    by_row: dict[int, list[LabelHit]] = {}
    for hit in hits:
        by_row.setdefault(hit.at[0], []).append(hit)
    rows = sorted(by_row)
    for start, top in enumerate(rows):
        window: list[LabelHit] = []
        for row in rows[start : start + HEADER_ROWS]:
            if row >= top + HEADER_ROWS:
                break
            window += by_row[row]
            yield from _split(sorted(window, key=lambda hit: (hit.at[1], hit.at[0])), order)


def _split(window: Sequence[LabelHit], order: Mapping[str, int]) -> Iterator[list[LabelHit]]:
    """Labels from the left, parted where one comes again: before the label that the form puts before its left neighbour, if there is one."""
    run: list[LabelHit] = []
    for hit in window:
        earlier = next((at for at, other in enumerate(run) if other.id == hit.id), None)
        if any(other.at[1] == hit.at[1] for other in run[-1:]):
            continue  # the label of a merged cell, repeated below itself; labels below each other are no header
        if earlier is not None:
            cut = next((at for at in range(len(run) - 1, earlier, -1) if order[run[at].id] < order[run[at - 1].id]), len(run))
            yield run[:cut]
            run = run[cut:]
        run.append(hit)
    if run:
        yield run


def _disorder(run: Sequence[LabelHit], order: Mapping[str, int]) -> int:
    """How many labels the form puts before their left neighbours."""
    return sum(order[hit.id] < order[left.id] for left, hit in pairwise(run))


def _height(run: Sequence[LabelHit]) -> int:
    return max(hit.at[0] for hit in run) - min(hit.at[0] for hit in run)
