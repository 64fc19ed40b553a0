"""The sheet 导入记录 of a workbook that was made from a report: what else was seen there, as one row each that people can read and delete.

What the report's figures are stands in the tables; how its labels, headings and tables were worded, what could not be read
and what else stood there has no cell of the form, and the rules want it all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Cell, Place, Shape
from xlplugin.filing.document import Heading
from xlplugin.filing.facts import Facts, LineFault, SeenLabel
from xlplugin.form.model import Form
from xlplugin.form.sheets import TRANSCRIPT
from xlplugin.reading.workbook.grid import Book
from xlplugin.text import Text, number

HEADER = ("类别", "所在部分", "编号", "规定写法", "原文写法", "说明")
_SEEN = HEADER[4]
SOURCE = "来源文件"
HEADING = "标题"
LABEL = "标签"
LINE = "行列"
GROUP = "分组行"
TWICE = "重复的表"
EDITION = "旧版或新版的表"
PICTURE = "没有文字的表"
MISSING = "缺少的表"
UNREAD = "未读出的格"
SAVED = "未经重算的格"
MISREAD = "读取问题"
DEBRIS = "夹杂内容"
"""Kinds of rows. A row of kind `MISREAD` is for people only."""
DOCUMENT, WORKBOOK = "document", "workbook"
"""What a source file is."""
BY_PLACE = "按位置认定"
_KINDS = ("missing", "added", "order", "ambiguous", "shared")
_PLACE = re.compile(r"(?P<sheet>.+)!(?P<column>[A-Z]{1,3})(?P<row>\d{1,7})")
_HEADER_WITHIN = 10
_NOT_RECALCULATED = Text("导入前的原件就是这样（见“导入记录”）", "so it was in the original before the import (see the sheet 导入记录)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the sheet."""

    kind: str
    part: str
    id: str
    official: str
    seen: str
    remark: str
    place: Place


@dataclass(frozen=True)
class Transcript:
    """The rows of the sheet."""

    entries: tuple[Entry, ...]

    def of(self, kind: str) -> Iterator[Entry]:
        """The rows of a kind, from the top."""
        return (entry for entry in self.entries if entry.kind == kind)

    @property
    def is_document(self) -> bool:
        """Whether the figures were taken from a report, not from another workbook."""
        return any(entry.id == DOCUMENT for entry in self.of(SOURCE))

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The report's main headings as printed."""
        return tuple(Heading(entry.seen, entry.id or None) for entry in self.of(HEADING))

    @property
    def debris(self) -> tuple[str, ...]:
        """What stood in the report and belongs to none."""
        return tuple(entry.seen for entry in self.of(DEBRIS))

    def known(self, form: Form, cells: Mapping[str, Cell], facts: Facts) -> dict[str, Cell]:
        """The cells without those that could not be read and are blank still, and without totals that would add them up.

        Those that hold what a formula of the original had saved, and nobody recalculated, say so until they or the row are changed.
        """
        listed = {name for entry in self.of(UNREAD) for name in form.fields if name == entry.id or name.startswith(f"{entry.id}.")}
        unknown = {name for name in listed if name in cells and cells[name].formula is None and cells[name].shape is Shape.BLANK}
        waiting = [name for name in listed - unknown if name in cells and cells[name].formula is not None]
        while found := [name for name in waiting if name not in unknown and name in facts.formula_terms and unknown & facts.formula_terms[name].factors.keys()]:
            unknown.update(found)
        return self._saved({name: cell for name, cell in cells.items() if name not in unknown})

    def _saved(self, cells: Mapping[str, Cell]) -> dict[str, Cell]:
        listed = {entry.id: entry.seen for entry in self.of(SAVED)}
        return {
            name: replace(cell, reason=_NOT_RECALCULATED) if name in listed and cell.formula is None and cell.value is not None and number(cell.value) == listed[name] else cell
            for name, cell in cells.items()
        }

    def facts(self, form: Form, facts: Facts, cells: Mapping[str, Cell]) -> Facts:
        """What was noticed of the workbook, and of the report before it. A table or row that has been filled in since is missing no more."""
        return replace(
            facts,
            seen_labels=(*facts.seen_labels, *self._labels(form)),
            missing_tables=tuple(dict.fromkeys((*facts.missing_tables, *self._empty(MISSING, cells)))),
            duplicate_tables=(*facts.duplicate_tables, *((entry.id, tuple(_places(entry.seen))) for entry in self.of(TWICE) if _has_table(form, entry.id))),
            line_faults=(*facts.line_faults, *self._faults(form, cells)),
            group_numbers=(*facts.group_numbers, *((*_two(entry.id), entry.place, entry.seen) for entry in self.of(GROUP) if entry.id.count(".") == 1)),
            editions_by_table=(*facts.editions_by_table, *((entry.id, entry.seen) for entry in self.of(EDITION) if _has_table(form, entry.id))),
            is_transcribed=True,
        )

    def pictures(self, cells: Mapping[str, Cell]) -> tuple[str, ...]:
        """Ids of the tables that stood in the report as pictures, or not at all, and are blank still."""
        return tuple(self._empty(PICTURE, cells))

    def _empty(self, kind: str, cells: Mapping[str, Cell]) -> Iterator[str]:
        return (entry.id for entry in self.of(kind) if not any(name.startswith(f"{entry.id}.") for name in cells))

    def _labels(self, form: Form) -> Iterator[SeenLabel]:
        for entry in self.of(LABEL):
            table, axis, line = _three(entry.id)
            if _has_table(form, table) and axis in ("row", "column", "title", "beside"):
                yield SeenLabel(table, axis, line, entry.official, entry.seen, entry.place, by_place=entry.remark.startswith(BY_PLACE))  # type: ignore[arg-type]

    def _faults(self, form: Form, cells: Mapping[str, Cell]) -> Iterator[LineFault]:
        for entry in self.of(LINE):
            table, axis, kind = _three(entry.id)
            if not _has_table(form, table) or axis not in ("row", "column") or kind not in _KINDS:
                continue
            rows = [row.id for block in form.table(table).blocks for row in block.rows if row.label.official == entry.seen]
            is_filled_in = kind == "missing" and axis == "row" and any(name.startswith(f"{table}.{row}.") for row in rows for name in cells)
            if not is_filled_in:
                yield LineFault(kind, table, axis, entry.seen, entry.place)  # type: ignore[arg-type]


def read_transcript(book: Book) -> Transcript | None:
    """The sheet 导入记录; None where the workbook has none. The columns are found by their headers."""
    sheet = book.sheet(TRANSCRIPT)
    if sheet is None:
        return None
    columns: dict[str, int] = {}
    entries = []
    for row in sheet.row_numbers:
        found = {sheet.text(at, column).strip(): column for at, column in sheet.cells if at == row and sheet.text(at, column).strip() in HEADER}
        if len(found) == len(HEADER) and row <= _HEADER_WITHIN:
            columns = found
        elif columns:
            kind, part, name, official, seen, remark = (sheet.shown(row, columns[header]) for header in HEADER)
            entries.append(Entry(kind.strip(), part.strip(), name.strip(), official.strip(), seen, remark.strip(), Place(sheet.name, row, columns[_SEEN])))
    return Transcript(tuple(entries))


def _has_table(form: Form, table: str) -> bool:
    return any(entry.id == table for entry in form.tables)


def _three(name: str) -> tuple[str, str, str]:
    first, second, third = [*name.split("."), "", ""][:3]
    return first, second, third


def _two(name: str) -> tuple[str, str]:
    first, _, second = name.partition(".")
    return first, second


def _places(text: str) -> Iterator[Place]:
    """The places that a text lists, one a line: `年报表格!D5`."""
    for line in text.split("\n"):
        if match := _PLACE.fullmatch(line):
            yield Place(match["sheet"], int(match["row"]), column_number(match["column"]))
