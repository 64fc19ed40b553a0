"""One filled form: what stands in each cell, where, and what was seen on the way there.

A filing says what the file says. Whether that is right is the rules' business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from xlplugin.filing.cells import NO_CELL, Cell, Shape, Value
from xlplugin.filing.document import Document
from xlplugin.filing.facts import Facts
from xlplugin.form.model import Form

Source = Literal["cover", "title", "text", "page", "signature", "site", "file"]
"""Where the organ or the year was found: labelled cells, the title, the text, the title of the page, the signature, the name of the site, the file name."""

ALIKE = ("blank", "by_shape", "doubtful", "formula_fields", "known", "plain", "shown_otherwise", "tables_filled", "unknown")
"""What is told of a filing by the places of its plain numbers, whatever numbers they are."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the office (`reason`, 情况说明) or its reviewer (`release`, 审核放行) says to one finding, as a row of 校验结果 has it; `rule` is empty where it names none.

    `fingerprint` is that of the finding it was written beside; without one (a row typed by hand) `actual` must agree.
    """

    rule: str
    field: str | None = None
    actual: str = ""
    reason: str = ""
    release: str = ""
    fingerprint: str = ""
    cell: str = ""
    """The address in the column 位置, for findings that have no field."""
    row: int | None = None
    """Of the sheet, where the answer stands on one."""
    problem: str = ""
    """What stands there as the problem: its first line."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Another filing, and by field id the cells of this one that are not the same there."""

    other: Filing
    cells: Mapping[str, Cell]
    values: Mapping[str, Value | None]
    """What they hold."""
    is_plain: bool
    """Whether these are plain numbers, here and there: then all of `ALIKE` is the other's."""


@dataclass(frozen=True)
class Filing:
    """One filled form, read from one file."""

    form: Form
    cells: Mapping[str, Cell]
    """By field id. A field that could not be found in the file is not in it."""
    file: str = ""
    organ: str | None = None
    year: int | None = None
    level: str | None = None
    scope: str | None = None
    narrative: Mapping[str, str] = field(default_factory=dict)
    """The six sections' text by section id, where the file holds any."""
    document: Document | None = None
    """What else the report holds, where the filing was read from one."""
    facts: Facts = field(default_factory=Facts)
    answers: tuple[Answer, ...] = ()
    parts: tuple[str, ...] = ()
    """The files that it was read from, this one the first, where an organ sent its tables in several."""
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where `organ` and `year` were found."""

    def tell_difference(self, other: Filing, changed: Mapping[str, Cell], known: Collection[int] = frozenset()) -> None:
        """Takes over what is derived from the cells of another filing of the same form and layout, in which all are the same but some: only these are looked at.

        `changed`: those that may differ, by field; `known`: the ids of cells of which it is known that they are plain.
        """
        others = other.cells
        cells = {name: cell for name, cell in changed.items() if cell is not others[name]}
        values = {name: cell.value for name, cell in cells.items()}
        is_plain = cells.keys() <= other.plain and all(cell.is_plain for cell in cells.values() if id(cell) not in known)
        told: dict[str, Any] = {"difference": Difference(other, cells, values, is_plain), "values": {**other.values, **values}}
        if is_plain:
            told |= other.alike
            told["amounts"] = told["values"] if len(other.amounts) == len(other.values) else {**other.amounts, **values}
        self.__dict__.update(told)

    @cached_property
    def difference(self) -> Difference | None:
        """Where it differs from another filing of its layout; None where that is not known."""
        return None

    @cached_property
    def alike(self) -> Mapping[str, Any]:
        """What others have in common with it that differ from it in plain numbers only."""
        return {name: getattr(self, name) for name in ALIKE}

    @cached_property
    def plain(self) -> frozenset[str]:
        """The fields whose cells hold a plain number, computed or typed."""
        return frozenset([name for name, cell in self.cells.items() if cell.is_plain])

    @cached_property
    def tables_filled(self) -> frozenset[str]:
        """The tables in which a person typed anything."""
        fields, blank = self.form.fields, Shape.BLANK
        return frozenset([fields[name].table for name, cell in self.cells.items() if cell.formula is None and cell.shape is not blank])

    @cached_property
    def doubtful(self) -> Sequence[Cell]:
        """The cells without a value, or whose value nobody recalculated: few, if any."""
        return [cell for cell in self.cells.values() if cell.value is None or cell.reason is not None]

    @cached_property
    def shown_otherwise(self) -> Mapping[str, Cell]:
        """The cells of which the screen shows less, more, or another figure than what is in them."""
        return {name: cell for name, cell in self.cells.items() if cell.aside or cell.shown is not None}

    @cached_property
    def values(self) -> dict[str, Value | None]:
        """Every field's value in the form's order; None where blank, unreadable or not found."""
        held = {name: cell.value for name, cell in self.cells.items()}
        return held if list(held) == list(self.form.fields) else {name: held.get(name) for name in self.form.fields}

    @cached_property
    def known(self) -> frozenset[str]:
        """The fields that were found and may take part in arithmetic."""
        return frozenset([name for name, cell in self.cells.items() if cell.value is not None or cell.is_known])

    @cached_property
    def unknown(self) -> frozenset[str]:
        """The form's fields that were not found, or whose number cannot be told."""
        return frozenset(self.form.fields) - self.known

    @cached_property
    def amounts(self) -> dict[str, Value]:
        """The values that there are, by field id."""
        return {name: cell.value for name, cell in self.cells.items() if cell.value is not None}

    @cached_property
    def saved_otherwise(self) -> tuple[tuple[str, Cell], ...]:
        """Those cells that hold a formula for which the file has no result, or not the one that it gives; with their field ids, in the form's order."""
        difference = self.difference
        cells = self.cells if difference is None or difference.other.saved_otherwise else difference.cells
        names = {name for name, cell in cells.items() if cell.formula is not None and (cell.saved is None or cell.saved != cell.recalculated)}
        return tuple([(name, cell) for name, cell in self.formula_cells if name in names]) if names else ()

    @cached_property
    def formula_cells(self) -> tuple[tuple[str, Cell], ...]:
        """The cells that hold a formula, with their field ids, in the form's order."""
        return tuple(zip(self.formula_fields, map(self.cells.__getitem__, self.formula_fields), strict=True))

    @cached_property
    def formula_fields(self) -> tuple[str, ...]:
        """Their field ids."""
        held = {name for name, cell in self.cells.items() if cell.formula is not None}
        return tuple(filter(held.__contains__, self.form.fields))

    def amount(self, name: str) -> Value:
        """A field's value for arithmetic: 0 where it has none."""
        return self.amounts.get(name, 0)

    def is_known(self, name: str) -> bool:
        """Whether the field was found and may take part in arithmetic."""
        return name in self.known

    def cell(self, name: str) -> Cell:
        """The field's cell; an empty one where it was not found."""
        return self.cells.get(name, NO_CELL)

    @cached_property
    def blank(self) -> frozenset[str]:
        """The fields that were found and in which nothing stands."""
        return frozenset(self.by_shape.get(Shape.BLANK, ()))

    @cached_property
    def by_shape(self) -> dict[Shape, list[str]]:
        """The fields that were found and hold no plain number, by how their cells are written, in the form's order."""
        found: dict[Shape, list[str]] = {}
        unlike = {name: cell.shape for name, cell in self.cells.items() if cell.shape is not Shape.NUMBER}
        for name in filter(unlike.__contains__, self.form.fields):
            found.setdefault(unlike[name], []).append(name)
        return found
