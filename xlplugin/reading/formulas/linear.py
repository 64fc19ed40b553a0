"""What a formula adds up: the field ids of the form in it, each with its factor. Nothing is evaluated or opened here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import product

from xlplugin.filing.cells import Place
from xlplugin.filing.facts import TermsOfFormula
from xlplugin.reading.formulas.formula import parse
from xlplugin.reading.formulas.lower import Lowering, is_lowered
from xlplugin.reading.formulas.nodes import Call, Chain, Constant, ErrorConstant, Name, Negation, Node, Percent, Reference
from xlplugin.reading.formulas.sheets import Area, Sheets, number_in
from xlplugin.reading.formulas.tokens import RefusedError
from xlplugin.reading.workbook.grid import NOTHING, ArrayArea, Book, Position, RawCell

MAX_DEPTH = 12
MAX_NESTING = 100
MAX_CELLS = 20_000

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


class _NotLinearError(Exception):
    """The formula is no plain sum."""


@dataclass
class Sum:
    """What a formula adds up: factors by field id, those of 0 too, and a constant; and the error that is written in it, #REF! say, if any."""

    constant: Decimal = Decimal(0)
    factors: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    error: str = ""

    @property
    def terms(self) -> TermsOfFormula:
        """The fields that count."""
        return TermsOfFormula({name: factor for name, factor in self.factors.items() if factor}, self.constant)

    def add(self, other: Sum, factor: Decimal = Decimal(1)) -> None:
        if self.error and other.error not in ("", self.error):
            raise _NotLinearError  # which of two comes out depends on their order
        self.error = self.error or other.error
        self.constant += factor * other.constant
        for name, own in other.factors.items():
            self.factors[name] += factor * own


def formula_terms(book: Book, place: Place, wanted: Mapping[Place, str]) -> TermsOfFormula | None:
    """What the formula at `place` adds up, as factors by field id and a constant; None where it is anything but a sum.

    `wanted` gives the field id of each form cell. A form cell counts as its field, also where it holds a formula; any
    other cell counts as what it holds: a number as a constant, a formula as what that adds up, text and blanks inside
    SUM as nothing. A field whose factor is 0 is left out.
    """
    found = sums_of(book, {"": place}, wanted)[0].get("")
    return found.terms if found and not found.error else None


def sums_of(book: Book, places: Mapping[str, Place], wanted: Mapping[Place, str]) -> tuple[dict[str, Sum], bool]:
    """By the names of the places, the formulas there that are sums; see `formula_terms`. And whether that depends on what any cell holds."""
    sheets = Sheets(book, wanted)
    fields: defaultdict[str, dict[Position, str]] = defaultdict(dict)
    homes = {sheet: sheets.home_sheet(sheet) for sheet in {place.sheet for place in wanted}}
    for place, name in wanted.items():
        if (home_sheet := homes[place.sheet]) is not None:
            fields[home_sheet][place.row, place.column] = name
    found: dict[str, Sum] = {}
    reads_contents = False
    for name, place in places.items():
        home = sheets.home(place)
        formula = book.cell(home).formula if home else None
        if home is not None and formula is not None:
            reader = _Reader(sheets, fields)
            with suppress(_NotLinearError, RefusedError, ArithmeticError):
                found[name] = reader.formula(formula, home)
            reads_contents = reads_contents or reader.reads_contents
    return found, reads_contents


@dataclass(frozen=True, slots=True)
class _At:
    """Where a formula stands, and the cells that it fills where it is an array formula."""

    place: Place
    array: ArrayArea | None

    def cell_of(self, area: Area) -> Area:
        """The one cell of a range that counts here: in an array formula that which lies as this cell lies in the formula's own area."""
        if area.size == 1:
            return area
        if self.array is None or area.beyond:
            raise _NotLinearError
        rows, columns = area.last_row - area.first_row, area.last_column - area.first_column
        row = area.first_row + (self.place.row - self.array.first_row if rows else 0)
        column = area.first_column + (self.place.column - self.array.first_column if columns else 0)
        if not area.holds(row, column):
            raise _NotLinearError
        return Area(area.sheet, row, column, row, column)


class _Reader:
    """Reads one formula, and those that it refers to, within the limits of one."""

    def __init__(self, sheets: Sheets, fields: Mapping[str, Mapping[Position, str]]) -> None:
        self.sheets = sheets
        self.fields = fields
        self.known: dict[Place, Sum] = {}
        self.under_way: list[Place] = []
        self.cells = 0
        self.depth = 0
        self.reads_contents = False
        """Whether a cell was looked into that is none of the form's."""

    def formula(self, formula: str, place: Place) -> Sum:
        """The terms of a formula that stands at `place`."""
        if place in self.known:
            return self.known[place]
        if place in self.under_way or len(self.under_way) >= MAX_DEPTH:
            raise _NotLinearError
        tree = parse(formula)
        if isinstance(tree, RefusedError):
            raise _NotLinearError
        array = self.sheets.sheet(place.sheet).arrays.get((place.row, place.column))
        if not is_lowered(formula):
            self.reads_contents = True
            lowering = Lowering(self.sheets, place, array is not None)
            tree = lowering.tree(tree)
            self._spend(4 * lowering.used)
        self.under_way.append(place)
        self.known[place] = found = self._sum(tree, _At(place, array))
        self.under_way.pop()
        return found

    def _sum(self, node: Node, at: _At) -> Sum:
        """The terms of a part of a formula; formulas it refers to are followed, down to a depth."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise _NotLinearError
        found = self._part(node, at)
        self.depth -= 1
        return found

    def _part(self, node: Node, at: _At) -> Sum:
        if isinstance(node, Constant):
            if isinstance(node.value, float):
                return Sum(_exact(node.value))
        elif isinstance(node, ErrorConstant):
            return Sum(error=node.code)
        elif isinstance(node, (Negation, Percent)):
            found = Sum()
            found.add(self._sum(node.operand, at), Decimal(-1) if isinstance(node, Negation) else Decimal("0.01"))
            return found
        elif isinstance(node, Chain):
            return self._chain(node, at)
        elif isinstance(node, Call) and node.name == "SUM":
            return self._total(node.arguments, at)
        elif isinstance(node, (Reference, Name)):
            return self._one(at.cell_of(self._area(node, at)))
        raise _NotLinearError

    def _chain(self, node: Chain, at: _At) -> Sum:
        found = Sum()
        found.add(self._sum(node.first, at))
        for operator, operand in node.rest:
            other = self._sum(operand, at)
            if operator in ("+", "-"):
                found.add(other, Decimal(1 if operator == "+" else -1))
                continue
            if operator == "*" and not found.factors:
                found, other = other, found
            if operator not in ("*", "/") or other.factors or other.error:
                raise _NotLinearError
            scaled = Sum()
            scaled.add(found, other.constant if operator == "*" else 1 / other.constant)
            found = scaled
        return found

    def _total(self, arguments: Iterable[Node], at: _At) -> Sum:
        found = Sum()
        for argument in arguments:
            if isinstance(argument, (Reference, Name)):
                area = self._area(argument, at)
                fields = self.fields.get(area.sheet.name, {})
                for position, cell in self._cells(area, fields):
                    if (name := fields.get(position)) is not None:
                        found.factors[name] += 1
                    else:
                        found.add(self._other_cell(Place(area.sheet.name, *position), cell, is_in_range=True))
            elif not (isinstance(argument, Constant) and argument.value is None):
                found.add(self._sum(argument, replace(at, array=None)))  # ranges inside are added up whole, not cell by cell
        return found

    def _one(self, area: Area) -> Sum:
        position = area.first_row, area.first_column
        name = self.fields.get(area.sheet.name, {}).get(position)
        if name is not None:
            return Sum(factors=defaultdict(Decimal, {name: Decimal(1)}))
        return self._other_cell(Place(area.sheet.name, *position), area.sheet.cells.get(position, NOTHING), is_in_range=False)

    def _other_cell(self, place: Place, cell: RawCell, is_in_range: bool) -> Sum:
        """What a cell counts as that is none of the form's."""
        if cell.formula is not None:
            return self.formula(cell.formula, place)
        self.reads_contents = True
        content = number_in(cell)
        if isinstance(content, float):
            return Sum(_exact(content))
        if isinstance(content, str) and content.startswith("#"):
            raise _NotLinearError
        if content is None or (is_in_range and isinstance(content, str)):
            return Sum()
        if isinstance(content, str) and _NUMBER.fullmatch(content):
            return Sum(Decimal(content))
        raise _NotLinearError

    def _area(self, node: Reference | Name, at: _At) -> Area:
        area = self.sheets.area(node, at.place.sheet)
        if area is None:
            raise _NotLinearError
        self._spend(area.size)
        return area

    def _spend(self, cells: int) -> None:
        self.cells += cells
        if self.cells > MAX_CELLS:
            raise _NotLinearError

    def _cells(self, area: Area, fields: Mapping[Position, str]) -> Iterator[tuple[Position, RawCell]]:
        """The cells of an area that hold something or are form cells."""
        seen = set()
        for position, cell in area.cells():
            seen.add(position)
            yield position, cell
        if len(seen) == area.size:
            return
        rows, columns = range(area.first_row, area.last_row + 1), range(area.first_column, area.last_column + 1)
        inside = product(rows, columns) if area.size < len(fields) else (position for position in fields if area.holds(*position))
        for position in inside:
            if position in fields and position not in seen:
                yield position, NOTHING


def _exact(number: float) -> Decimal:
    """A float as the number it shows, 15 significant digits."""
    exact = Decimal(f"{number:.15g}")
    if not exact.is_finite():
        raise _NotLinearError
    return exact
