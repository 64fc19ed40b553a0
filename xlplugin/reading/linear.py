"""What a formula adds up: the field ids of the form in it, each with its factor. Nothing is evaluated or opened here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xlplugin.filing import Place, TermsOfFormula
from xlplugin.reading.calc.formula import Call, Chain, Constant, Name, Negation, Node, Percent, Reference, RefusedError, parse
from xlplugin.reading.calc.sheets import Area, Sheets, serial
from xlplugin.reading.grid import Book, RawCell

MAX_DEPTH = 12
MAX_NESTING = 100
MAX_CELLS = 20_000

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")


class _NotLinearError(Exception):
    """The formula is no plain sum."""


@dataclass
class _Sum:
    """Factors by field id, and a constant."""

    constant: Decimal = Decimal(0)
    factors: defaultdict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def add(self, other: _Sum, factor: Decimal = Decimal(1)) -> None:
        self.constant += factor * other.constant
        for name, own in other.factors.items():
            self.factors[name] += factor * own


def formula_terms(book: Book, place: Place, wanted: Mapping[Place, str]) -> TermsOfFormula | None:
    """What the formula at `place` adds up, as factors by field id and a constant; None where it is anything but a sum.

    `wanted` gives the field id of each form cell. A form cell counts as its field, also where it holds a formula; any
    other cell counts as what it holds: a number as a constant, a formula as what that adds up, text and blanks inside
    SUM as nothing. A field whose factor is 0 is left out.
    """
    reader = _Reader(book, wanted)
    home = reader.sheets.home(place)
    formula = book.cell(home).formula if home else None
    if home is None or formula is None:
        return None
    try:
        found = reader.formula(formula, home)
    except (_NotLinearError, RefusedError, ArithmeticError):
        return None
    return TermsOfFormula({name: factor for name, factor in found.factors.items() if factor}, found.constant)


class _Reader:
    def __init__(self, book: Book, wanted: Mapping[Place, str]) -> None:
        self.sheets = Sheets(book, wanted)
        self.fields: defaultdict[str, dict[tuple[int, int], str]] = defaultdict(dict)
        for place, name in wanted.items():
            if home := self.sheets.home(place):
                self.fields[home.sheet][home.row, home.column] = name
        self.known: dict[Place, _Sum] = {}
        self.under_way: list[Place] = []
        self.cells = 0
        self.depth = 0

    def formula(self, formula: str, place: Place) -> _Sum:
        """The terms of a formula that stands at `place`."""
        if place in self.known:
            return self.known[place]
        if place in self.under_way or len(self.under_way) >= MAX_DEPTH:
            raise _NotLinearError
        tree = parse(formula)
        if isinstance(tree, RefusedError):
            raise _NotLinearError
        self.under_way.append(place)
        self.known[place] = found = self._sum(tree, place.sheet)
        self.under_way.pop()
        return found

    def _sum(self, node: Node, sheet: str) -> _Sum:
        """The terms of a part of a formula on the sheet; formulas it refers to are followed, down to a depth."""
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise _NotLinearError
        found = self._part(node, sheet)
        self.depth -= 1
        return found

    def _part(self, node: Node, sheet: str) -> _Sum:
        if isinstance(node, Constant):
            if isinstance(node.value, float):
                return _Sum(_exact(node.value))
        elif isinstance(node, (Negation, Percent)):
            found = _Sum()
            found.add(self._sum(node.operand, sheet), Decimal(-1) if isinstance(node, Negation) else Decimal("0.01"))
            return found
        elif isinstance(node, Chain):
            return self._chain(node, sheet)
        elif isinstance(node, Call) and node.name == "SUM":
            return self._total(node.arguments, sheet)
        elif isinstance(node, (Reference, Name)):
            area = self._area(node, sheet)
            if area.size == 1:
                return self._one(area)
        raise _NotLinearError

    def _chain(self, node: Chain, sheet: str) -> _Sum:
        found = _Sum()
        found.add(self._sum(node.first, sheet))
        for operator, operand in node.rest:
            other = self._sum(operand, sheet)
            if operator in ("+", "-"):
                found.add(other, Decimal(1 if operator == "+" else -1))
                continue
            if operator == "*" and not found.factors:
                found, other = other, found
            if operator not in ("*", "/") or other.factors:
                raise _NotLinearError
            scaled = _Sum()
            scaled.add(found, other.constant if operator == "*" else 1 / other.constant)
            found = scaled
        return found

    def _total(self, arguments: Iterable[Node], sheet: str) -> _Sum:
        found = _Sum()
        for argument in arguments:
            if isinstance(argument, (Reference, Name)):
                area = self._area(argument, sheet)
                for place, cell in self._cells(area):
                    found.add(self._cell(place, cell, is_in_range=True))
            elif not (isinstance(argument, Constant) and argument.value is None):
                found.add(self._sum(argument, sheet))
        return found

    def _one(self, area: Area) -> _Sum:
        position = area.first_row, area.first_column
        return self._cell(Place(area.sheet.name, *position), area.sheet.cells.get(position, RawCell()), is_in_range=False)

    def _cell(self, place: Place, cell: RawCell, is_in_range: bool) -> _Sum:
        name = self.fields[place.sheet].get((place.row, place.column))
        if name is not None:
            return _Sum(factors=defaultdict(Decimal, {name: Decimal(1)}))
        if cell.formula is not None:
            return self.formula(cell.formula, place)
        content = serial(cell.content)
        if isinstance(content, float):
            return _Sum(_exact(content))
        if isinstance(content, str) and content.startswith("#"):
            raise _NotLinearError
        if content is None or (is_in_range and isinstance(content, str)):
            return _Sum()
        if isinstance(content, str) and _NUMBER.fullmatch(content):
            return _Sum(Decimal(content))
        raise _NotLinearError

    def _area(self, node: Reference | Name, sheet: str) -> Area:
        area = self.sheets.area(node, sheet)
        if area is None:
            raise _NotLinearError
        self.cells += area.size
        if self.cells > MAX_CELLS:
            raise _NotLinearError
        return area

    def _cells(self, area: Area) -> Iterator[tuple[Place, RawCell]]:
        """The cells of an area that hold something or are form cells."""
        seen = set()
        for position, cell in area.cells():
            seen.add(position)
            yield Place(area.sheet.name, *position), cell
        for position in self.fields[area.sheet.name]:
            if position not in seen and area.holds(*position):
                yield Place(area.sheet.name, *position), RawCell()


def _exact(number: float) -> Decimal:
    """A float as the number it shows, 15 significant digits."""
    exact = Decimal(f"{number:.15g}")
    if not exact.is_finite():
        raise _NotLinearError
    return exact
