"""How much of the form was read, and what makes a filing incomplete (未审全): said here, and nowhere else.

A figure counts as read where its cell was found and what stands in it is known: a number, a blank, or something of which an
error finding of its own speaks. It was not read where a row, cell or block stands in the file and was not placed or not
decoded, where a picture or the like stands in the cell, and where a formula could not be recalculated (unless for a cell in its sum that has an error finding of its own). A table that is not in the file at all, one that stands there
twice with other figures, and rows or columns that the file leaves out are faults of the filing, which rules tell: they are
missing, not unread. A row that is missing while another one is too many may well be that one, under a label nobody knows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.cells import UNREAD, Cell, Place, Shape
from xlplugin.filing.filing import Filing
from xlplugin.form.model import Form
from xlplugin.text import NOTHING, Text, join, same

_TORN = (Text("所读文件在这里残缺或错位，数字无法确定。", "the file is torn or shifted here and the figures cannot be told"), Text("请提供可编辑的原件。", "Give the editable original"))
_NOT_PLACED = (Text("文件里没有认出这些格。", "these cells could not be told in the file"), Text("请按规定表样恢复行、列标签。", "Restore the labels of the official form"))
_UNDECODED = (Text("填的是“{raw}”，读不出数。", 'what stands there, "{raw}", is no number that can be read'), Text("请改填数字。", "Enter a number"))
_NEW_FORMULA = Text("请改用模板自带的求和公式，或直接填数。", "Use the template's own sums, or type the figure")
_FORMULA = (Text("公式无法重新计算：{reason}。", "the formula could not be recalculated: {reason}"), _NEW_FORMULA)
_SAVED = (
    Text("公式无法重新计算：{reason}；暂按保存值计（未经重算）。", "the formula could not be recalculated: {reason}; its saved value was counted as it stands"),
    _NEW_FORMULA,
)
_NO_TEXT = Text("请对照原件，用文字把数填进格里。", "Compare it with the original, and enter the figure as text")
_NO_REASON = Text("原因不明", "no reason is known")
_LONGEST = 24
_MOST_NAMED = 3
_WHOLE_TABLE = Text("整张表", "the whole table")
_ROWS, _MORE_ROWS = Text("{rows}行", "the row(s) {rows}"), Text("{rows}等 {n} 行", "{n} rows, {rows} among them")
_MORE_CELLS = Text("{cells}等 {n} 格", "{n} cells, {cells} among them")


@dataclass(frozen=True, slots=True)
class Unread:
    """Figures of one table that were not read for one cause, in the form's order."""

    table: str
    fields: tuple[str, ...]
    fact: Text
    """Why they were not read."""
    ask: Text = NOTHING
    """What to do."""
    rows: tuple[str, ...] = ()
    """The ids of the rows that these fields fill; empty where they are single cells."""
    title: Text = NOTHING
    """The table's."""
    where: Text = NOTHING
    """The rows or cells, by their labels."""
    places: tuple[Place, ...] = ()
    """The cells in which they stand, where these were found."""
    is_saved: bool = False
    """Whether their saved values were counted: then the arithmetic ran, on figures that nobody recalculated."""

    @property
    def reason(self) -> Text:
        """Why, and what to do."""
        return self.fact.followed_by(self.ask)

    @property
    def text(self) -> Text:
        """The cause as a line: table, rows or cells, why, what to do."""
        return Text("「", "") + self.title + Text("」", ", ") + self.where + Text("：", ": ") + self.reason


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many figures the form asks for, how many of them were read, how many of these are saved values that could not be recalculated."""

    fields: int
    read: int
    saved: int = 0
    unread: tuple[Unread, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all that stands in the file was read. A filing that is not whole is never clean."""
        return not self.unread

    @property
    def text(self) -> Text:
        """How many of how many figures were read."""
        words = Text("表中 {fields} 个数，读到 {read} 个", "{read} of the form's {fields} figures were read").fill(fields=self.fields, read=self.read)
        return words + Text("，其中 {n} 个是保存值（未经重算）", ", {n} of them saved values that were not recalculated").fill(n=self.saved) if self.saved else words


@dataclass(frozen=True, slots=True)
class _Cause:
    """Why a figure was not read, and what to do."""

    fact: Text
    ask: Text
    is_saved: bool = False


def whole(filing: Filing) -> Coverage | None:
    """The coverage of a filing of which plainly everything was read; None of any other."""
    return None if filing.unknown or any(map(_may_be_unread, filing.doubtful)) else _all_of(filing.form)


@lru_cache(maxsize=16)
def _all_of(form: Form) -> Coverage:
    """The coverage of a filing of which everything was read; most of a batch share it."""
    return Coverage(len(form.fields), len(form.fields))


def coverage_of(filing: Filing, untold: Collection[str] = ()) -> Coverage:
    """What of a filing was read. `untold`: the fields at which no error finding counts, though the rules that speak of their content ran."""
    if (coverage := whole(filing)) is not None:
        return coverage
    causes = dict(_causes(filing, untold))
    groups: dict[tuple[str, _Cause], list[str]] = {}
    for name in filing.form.fields:
        if name in causes:
            groups.setdefault((filing.form.fields[name].table, causes[name]), []).append(name)
    unread = tuple(_unread(filing, table, names, cause) for (table, cause), names in groups.items())
    saved = sum(cause.is_saved for cause in causes.values())
    found = sum(name in filing.cells for name in filing.form.fields)
    lost = sum(not cause.is_saved and name in filing.cells for name, cause in causes.items())
    return Coverage(len(filing.form.fields), found - lost, saved, unread)


def _may_be_unread(cell: Cell) -> bool:
    """Whether what stands in a cell that was found may not have been read."""
    return cell.reason is not None or cell.shape in UNREAD or (cell.value is None and not cell.is_known)


def _causes(filing: Filing, untold: Collection[str]) -> Iterator[tuple[str, _Cause]]:
    """By field id, why it was not read."""
    torn = {name for misreading in filing.facts.misreadings if not misreading.is_read for name in misreading.fields}
    left_out, spoiled = _left_out(filing), _spoiled(filing, untold)
    for name in filing.form.fields:
        cell = filing.cells.get(name)
        if cell is None:
            if name in torn:
                yield name, _Cause(*_TORN)
            elif name not in left_out:
                yield name, _Cause(*_NOT_PLACED)
        elif name in spoiled:
            continue
        elif cell.shape is Shape.NOT_READ:
            yield name, _Cause(cell.reason or _NO_REASON, _NO_TEXT)
        elif cell.reason is not None or cell.shape is Shape.NOT_CALCULATED:
            fact, ask = _SAVED if cell.is_saved_only else _FORMULA
            yield name, _Cause(fact.fill(reason=_bare(cell.reason or _NO_REASON)), ask, cell.is_saved_only)
        elif not cell.is_known and name in untold:
            fact, ask = _UNDECODED
            yield name, _Cause(fact.fill(raw=same(_cut(cell.raw))), ask)


def _spoiled(filing: Filing, untold: Collection[str]) -> frozenset[str]:
    """The sums that could not be recalculated for a cell they add, at which an error finding counts: that finding tells it."""
    spoiled: set[str] = set()
    faulty = {name for name, cell in filing.cells.items() if cell.formula is None and not cell.is_known and name not in untold}
    sums = {name: terms.factors for name, terms in filing.facts.formula_terms.items() if name in filing.cells and filing.cells[name].reason is not None and filing.cells[name].shape is not Shape.NOT_READ}
    while found := {name for name, factors in sums.items() if name not in spoiled and not (faulty | spoiled).isdisjoint(factors)}:
        spoiled |= found
    return frozenset(spoiled)


def _left_out(filing: Filing) -> frozenset[str]:
    """The fields that the file does not hold at all, or in a table that it holds twice: rules tell them."""
    facts = filing.facts
    tables = {*facts.missing_tables, *(table for table, _ in facts.duplicate_tables)}
    if filing.document is not None:
        tables |= set(filing.document.picture_tables)
    added = {(fault.table, fault.axis) for fault in facts.line_faults if fault.kind == "added"}
    lines = {(fault.table, fault.axis, fault.label) for fault in facts.line_faults if fault.kind == "missing" and (fault.table, fault.axis) not in added}
    return frozenset(
        name
        for name, field in filing.form.fields.items()
        if field.table in tables or (field.table, "row", field.row.label.official) in lines or (field.table, "column", field.column.label.official) in lines
    )


def _unread(filing: Filing, table: str, names: list[str], cause: _Cause) -> Unread:
    form, wanted = filing.form, set(names)
    lines = {name.rpartition(".")[0]: form.fields[name].row.label.text for name in names}
    is_rows = len(names) > len(lines) and all(name in wanted for name in form.fields if name.rpartition(".")[0] in lines)
    return Unread(
        table,
        tuple(names),
        cause.fact,
        cause.ask,
        rows=tuple(line.partition(".")[2] for line in lines) if is_rows else (),
        title=form.table(table).title.text,
        where=_where(form, table, names, list(lines.values()) if is_rows else []),
        places=tuple(place for name in names if (place := filing.cell(name).place) is not None),
        is_saved=cause.is_saved,
    )


def _where(form: Form, table: str, names: list[str], rows: list[Text]) -> Text:
    """Rows or cells by their labels; of many the first, and how many they are."""
    if len(names) == sum(field.table == table for field in form.fields.values()):
        return _WHOLE_TABLE
    labels = [Text("“", '"') + label + Text("”", '"') for label in rows or [form.fields[name].text for name in names]]
    listed = join(labels[:_MOST_NAMED], "、", ", ")
    if len(labels) > _MOST_NAMED:
        return (_MORE_ROWS if rows else _MORE_CELLS).fill(rows=listed, cells=listed, n=len(labels))
    return _ROWS.fill(rows=listed) if rows else listed


def _bare(reason: Text) -> Text:
    return Text(reason.zh.rstrip("。"), reason.en.rstrip("."))


def _cut(raw: str) -> str:
    line = " ".join(raw.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
