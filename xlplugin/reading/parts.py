"""One organ's tables in several workbooks: when they are one submission, and the filing that they are together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import PureWindowsPath
from typing import Any, TypeVar

from xlplugin.filing.cells import Cell, Place
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Answer, Filing
from xlplugin.form import Form
from xlplugin.form.organ import short_name
from xlplugin.text import Text, same

T = TypeVar("T")
_ALL = frozenset({"formulas_visible"})
"""Facts that hold of the whole where they hold of every part; the other claims do where they hold of one."""
_NO_ORGAN = Text("有的没有写单位或年度", "some name no organ or no year")
_ORGANS = Text("单位或年度不同", "they name different organs or years")
_EDITIONS = Text("版式不同", "they are of different editions")
_TWICE = Text("「{table}」不止一份有数", "{table} is filled in more than once")


def _by_table(filing: Filing) -> dict[str, list[Cell]]:
    found: dict[str, list[Cell]] = {}
    fields = filing.form.fields
    for name, cell in filing.cells.items():
        found.setdefault(fields[name].table, []).append(cell)
    return found


@dataclass(frozen=True, slots=True)
class Holding:
    """What one file holds: whose tables, of which year, and which of them are filled in."""

    organ: str | None
    year: int | None
    form: Form
    tables: frozenset[str]

    @property
    def is_part(self) -> bool:
        """Whether it has some of the form's tables only."""
        return is_some_of(self.tables, self.form)


def holding(filing: Filing) -> Holding:
    """What a filing holds."""
    return Holding(filing.organ, filing.year, filing.form, filing.tables_filled)


def is_part(filing: Filing) -> bool:
    """Whether a filing has some of the form's tables only."""
    return is_some_of(filing.tables_filled, filing.form)


def is_some_of(tables: frozenset[str], form: Form) -> bool:
    """Whether these are some of a form's tables, and not all."""
    return bool(tables) and len(tables) < len(form.tables)


def why_apart(held: Sequence[Holding]) -> Text | None:
    """Why files that are all parts are not surely one submission; None where they are."""
    if any(not one.organ or one.year is None for one in held):
        return _NO_ORGAN
    if len({(short_name(one.organ or ""), one.year) for one in held}) > 1:
        return _ORGANS
    if len({one.form.edition for one in held}) > 1:
        return _EDITIONS
    seen: set[str] = set()
    for one in held:
        for table in one.form.tables:
            if table.id in seen & one.tables:
                return _TWICE.fill(table=same(table.title.short))
        seen |= one.tables
    return None


def joined(filings: Sequence[Filing]) -> Filing:
    """The filing that parts are together. It goes by the first one's file; cells of another are told with their workbook: [b.xlsx]Sheet1."""
    whole, *others = [_only_filled(filing) for filing in filings]
    merged = [whole, *(_moved(filing, lambda place, file=filing.file: replace(place, sheet=f"{mark_of(file)}{place.sheet}")) for filing in others)]
    form = next((filing.form for filing in merged if filing.form.key != filing.form.edition), whole.form)  # one of its shapes, where a part tells it
    cells = {name: cell for filing in merged for name, cell in filing.cells.items()}
    return replace(
        whole,
        form=form,
        cells={name: cells[name] for name in form.fields if name in cells},
        level=next((filing.level for filing in merged if filing.level), None),
        scope=next((filing.scope for filing in merged if filing.scope), None),
        narrative={name: text for filing in reversed(merged) for name, text in filing.narrative.items()},
        document=next((filing.document for filing in merged if filing.document), None),
        facts=_together([filing.facts for filing in merged]),
        answers=(*whole.answers, *(_sent_with(answer, filing.file) for filing in others for answer in filing.answers)),
        parts=tuple(filing.file for filing in filings),
    )


def mark_of(file: str) -> str:
    """What stands before a sheet's name for the cells of a part that is not the first: `[b.xlsx]`."""
    return f"[{PureWindowsPath(file).name}]"


def _sent_with(answer: Answer, file: str) -> Answer:
    """An answer of a part that is not the first; the cell that it names is that part's."""
    return replace(answer, cell=mark_of(file) + answer.cell) if "!" in answer.cell else answer


def part_of(place: Place, parts: Sequence[str]) -> tuple[int, Place]:
    """In which of the parts a cell of the whole stands, and where there."""
    for number, file in enumerate(parts[1:], 1):
        if place.sheet.startswith(mark_of(file)):
            return number, replace(place, sheet=place.sheet.removeprefix(mark_of(file)))
    return 0, place


def _only_filled(filing: Filing) -> Filing:
    """A part without the tables that it leaves blank; another has them."""
    filled = filing.tables_filled
    gone = tuple(table.id for table in filing.form.tables if table.id not in filled)
    return replace(
        filing,
        cells={name: cell for name, cell in filing.cells.items() if name.split(".")[0] in filled},
        facts=replace(filing.facts, missing_tables=gone, line_faults=tuple(fault for fault in filing.facts.line_faults if fault.table in filled)),
    )


def _together(facts: Sequence[Facts]) -> Facts:
    values: dict[str, Any] = {}
    for name in (field.name for field in fields(Facts)):
        each = [getattr(one, name) for one in facts]
        if isinstance(each[0], bool):
            values[name] = all(each) if name in _ALL else any(each)
        elif isinstance(each[0], Mapping):
            values[name] = {key: value for one in each for key, value in one.items()}
        elif isinstance(each[0], frozenset):
            values[name] = frozenset().union(*each)
        else:
            values[name] = tuple(dict.fromkeys(value for one in each for value in one))
    missing = set.intersection(*(set(one.missing_tables) for one in facts))
    return Facts(**{**values, "missing_tables": tuple(table for table in facts[0].missing_tables if table in missing)})


def _moved(value: T, move: Any) -> T:
    """A value with every place in it moved."""
    if isinstance(value, Place):
        return move(value)  # type: ignore[no-any-return]
    if isinstance(value, Filing):
        return replace(value, cells=_moved(value.cells, move), facts=_moved(value.facts, move))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _moved(getattr(value, field.name), move) for field in fields(value) if field.init})
    if isinstance(value, tuple):
        return tuple(_moved(one, move) for one in value)  # type: ignore[return-value]
    if isinstance(value, Mapping):
        return {key: _moved(one, move) for key, one in value.items()}  # type: ignore[return-value]
    return value
