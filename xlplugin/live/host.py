"""What a spreadsheet program must be able to do beyond xlwings' own interface, for whole sheets at once.

Cells are (row, column) from 1. A `fill` is opaque text by which the host can put back just what was there; a plain
`RRGGBB` is a colour. One implementation for each program; the session knows only this.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from xlplugin.filing.cells import Place

Position = tuple[int, int]


class Host(Protocol):
    """One spreadsheet program. `book` and `sheet` are xlwings' objects."""

    name: str

    def full_name(self, book: Any) -> str:
        """The workbook's path or address as the program has it."""

    def calculate(self, book: Any) -> None:
        """Computes the workbook's formulas anew."""

    def selected(self, book: Any) -> tuple[str, int, int] | None:
        """Sheet, row and column of the first selected cell of this workbook, whichever is in front; None where no cell is selected."""

    def show_sheet(self, sheet: Any) -> None:
        """Brings a sheet to the front of its workbook's window. xlwings' own `activate` wants the program to be the only one."""

    def select(self, sheet: Any, row: int, column: int) -> None:
        """Selects a cell of the sheet that is shown."""

    def tell(self, book: Any, words: str, title: str) -> None:
        """Shows a message over the workbook's window and waits until it is clicked away."""

    def ask(self, book: Any, words: str, title: str) -> bool:
        """Puts a question over the workbook's window; True where the user agrees."""

    def first_day(self, book: Any) -> dt.datetime:
        """The day that the number 0 means in the workbook: a date that the program gives is counted from it."""

    def last_filled(self, sheet: Any) -> Position:
        """The last row and the last column in which anything stands, formats aside; (0, 0) on an empty sheet."""

    def merged_areas(self, sheet: Any) -> tuple[tuple[int, int, int, int], ...]:
        """First row, first column, last row, last column of each merged area."""

    def hidden_lines(self, sheet: Any) -> tuple[frozenset[int], frozenset[int]]:
        """The hidden rows and the hidden columns of the used area."""

    def definitions(self, book: Any) -> Mapping[str, str]:
        """Workbook-level names and what they refer to, as `=Sheet!$A$1`."""

    def read_notes(self, sheet: Any) -> dict[Position, str]:
        """The text of every note on the sheet."""

    def write_notes(self, sheet: Any, notes: Mapping[Position, str | None]) -> None:
        """Sets notes; None takes one away."""

    def size_notes(self, sheet: Any, sizes: Mapping[Position, tuple[float, float]]) -> None:
        """Gives notes that are there a width and a height, in millimetres."""

    def show_note(self, sheet: Any, cell: Position, others: Sequence[Position]) -> None:
        """Lets a cell's note stand open, where it has one, and those of the other cells close."""

    def read_fills(self, sheet: Any, cells: Sequence[Position]) -> dict[Position, str]:
        """The fill of each cell."""

    def write_fills(self, sheet: Any, fills: Mapping[Position, str]) -> None:
        """Sets fills: colours as RRGGBB, or what `read_fills` gave."""

    def write_links(self, sheet: Any, links: Mapping[Position, tuple[Place, str]]) -> None:
        """Puts links to places of the same workbook, with the text to show."""

    def write_rows(self, sheet: Any, row: int, column: int, rows: Sequence[Sequence[str]]) -> None:
        """Writes texts from a cell on; none becomes a number or a formula, whatever it looks like."""

    def writable(self, sheet: Any) -> AbstractContextManager[bool]:
        """Unprotects a sheet that has no password and protects it again with the same options, whatever happens; False where it stays protected."""

    def one_step(self, book: Any, title: str) -> AbstractContextManager[None]:
        """Makes what happens inside one step of undo, where the program has that, and holds back its drawing."""

    def hide_deeply(self, sheet: Any) -> None:
        """Hides a sheet so that the user is not shown it in the list of hidden sheets, where the program knows that."""

    def show_status(self, book: Any, text: str) -> None:
        """Shows a short message without stopping the user; an empty one takes it away."""

    def pick_file(self, book: Any, title: str) -> str | None:
        """Asks the user for a workbook; None where he gives none."""
