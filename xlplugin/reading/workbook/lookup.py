"""What the cells of a workbook refer to: its texts, its styles, and the cells that hold a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xlplugin.reading.figures.number_format import DATE, DATE_1904
from xlplugin.reading.workbook.grid import Look, RawCell
from xlplugin.reading.workbook.styles import PLAIN, Style

_MOST_STYLES = _MOST_NUMBERS = 4096
"""Of a workbook, that are kept by how its cells write them."""


class Styles(dict[str | None, Style]):
    """The cell styles by their numbers as cells write them."""

    def __init__(self, in_order: Sequence[Style]) -> None:
        super().__init__()
        self._in_order = in_order

    def __missing__(self, number: str | None) -> Style:
        found = self._in_order[int(number)] if number and int(number) < len(self._in_order) else PLAIN
        if len(self) < _MOST_STYLES:
            self[number] = found
        return found


class Numbers(dict[tuple[str, str | None], RawCell | None]):
    """Cells that hold a number, by how it is written and the number of their style: most figures are small and come again."""

    def __init__(self, styles: Styles) -> None:
        super().__init__()
        self._styles = styles

    def __missing__(self, written: tuple[str, str | None]) -> RawCell | None:
        content = number(written[0])
        found = None if content is None else RawCell(content, None, self._styles[written[1]].look)
        if len(self) < _MOST_NUMBERS:
            self[written] = found
        return found


@dataclass(frozen=True)
class Lookup:
    """What the cells of every sheet refer to."""

    strings: Sequence[str]
    styles: Styles
    numbers: Numbers
    is_1904: bool
    is_as_shown: bool = False
    """Whether the workbook calculates with what its cells show (以显示精度为准)."""
    has_pictures: bool = False
    """Whether pictures stand in cells as their values (单元格中的图片)."""

    @property
    def date(self) -> Look:
        """The look of a date that no style tells."""
        return Look(DATE_1904 if self.is_1904 else DATE)


def number(text: str) -> int | float | None:
    """A cell's number as the part writes it: whole numbers as int; None for blanks."""
    if text.isascii() and text.isdigit():
        return int(text)
    plain = text.strip()
    if not plain:
        return None
    return int(plain) if plain.lstrip("-").isdigit() and plain.isascii() else float(plain)
