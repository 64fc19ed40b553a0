"""The parts of a formula's tree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, text or truth value that stands in the formula; None is an argument left out."""

    value: float | str | bool | None


@dataclass(frozen=True, slots=True)
class ErrorConstant:
    """An error value that stands in the formula: a reference whose cell was deleted."""

    code: str


@dataclass(frozen=True, slots=True)
class Reference:
    """A cell or a range; `sheet` None is the formula's own. Whole columns run over all rows, whole rows over all columns."""

    sheet: str | None
    first_row: int
    first_column: int
    last_row: int
    last_column: int
    last_sheet: str | None = None
    """The last one of a run of sheets that begins with `sheet`: `Sheet1:Sheet3!A1`."""

    @property
    def is_single(self) -> bool:
        """Whether it is one cell."""
        return self.first_row == self.last_row and self.first_column == self.last_column


@dataclass(frozen=True, slots=True)
class Name:
    """A defined name."""

    name: str


@dataclass(frozen=True, slots=True)
class Union:
    """Several references in brackets: `(A1:A3,C5)`; `is_run`: they are one range on a run of sheets."""

    parts: tuple[Node, ...]
    is_run: bool = False


@dataclass(frozen=True, slots=True)
class Intersection:
    """What two references have in common: `A1:C3 B2:D4`."""

    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class ArrayConstant:
    """Values that stand in the formula in rows: `{1,2;3,4}`."""

    rows: tuple[tuple[Constant | ErrorConstant, ...], ...]


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus before a value."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Percent:
    """A percent sign after a value."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Chain:
    """Operators of one precedence in a row, evaluated from the left: a + b - c."""

    first: Node
    rest: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A function, its name in capitals and without the prefix `_xlfn.`, and its arguments."""

    name: str
    arguments: tuple[Node, ...]


Node = Constant | ErrorConstant | ArrayConstant | Reference | Name | Union | Intersection | Negation | Percent | Chain | Call
