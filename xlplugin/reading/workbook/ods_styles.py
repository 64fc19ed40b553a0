"""The styles of an OpenDocument spreadsheet, as far as they hide something or set characters apart."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field
from typing import Any

from xlplugin.reading.figures.number_format import DATE, DATE_1904, DATE_OPEN, NumberFormat
from xlplugin.reading.workbook.grid import Look
from xlplugin.reading.workbook.styles import WHITE, Colour, alike
from xlplugin.reading.workbook.xml import local

_NOTHING = re.compile(r"0*(?:\.0*)?(?:cm|mm|in|pt|px|pc)?")
_SIZE = re.compile(r"(\d{1,4}(?:\.\d{1,4})?)(pt|%)")
_IN_POINTS = 2.0
USUAL_SIZE = 10.0
_USUAL_DAY = dt.datetime(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How characters of a style differ."""

    is_struck: bool = False
    is_raised: bool = False
    is_unseen: bool = False
    size: float | None = None
    """Of its letters, in points; of less than 2 beside those of the cell."""

    @property
    def is_apart(self) -> bool:
        """Whether its characters are no part of what a person reads."""
        return self.is_struck or self.is_raised or self.is_unseen

    def size_in(self, usual: float) -> float:
        """The size of its letters in a cell whose own are of this size."""
        return usual if self.size is None else self.size * usual if self.size < _IN_POINTS else self.size


@dataclass
class Styles:
    """What the automatic styles say, by their names, as far as they were read."""

    hidden_tables: set[str] = field(default_factory=set)
    without_size: set[str] = field(default_factory=set)
    """Styles of rows without height and of columns without width."""
    looks: dict[str, Look] = field(default_factory=dict)
    texts: dict[str, TextStyle] = field(default_factory=dict)
    sizes: dict[str, float] = field(default_factory=dict)
    """Of the letters of a cell, in points, by its style."""
    first_day: dt.datetime = _USUAL_DAY

    def add(self, entry: Any) -> None:
        """Notes a `style:style`."""
        own = _attributes(entry)
        name, family = own.get("name", ""), own.get("family")
        found: dict[str, str] = {}
        for part in entry:
            found |= _attributes(part)
        if family == "table" and found.get("display") == "false":
            self.hidden_tables.add(name)
        elif family in ("table-row", "table-column"):
            size = found.get("row-height" if family == "table-row" else "column-width", "")
            if size and _NOTHING.fullmatch(size):
                self.without_size.add(name)
        elif family == "table-cell":
            if own_size := _size(found.get("font-size", "")):
                self.sizes[name] = own_size
            look = Look(is_faint=_is_faint(found), is_struck=_is_struck(found))
            if look != Look():
                self.looks[name] = look
        elif family == "text":
            is_unseen = found.get("display") == "none" or found.get("color", "").lower() == "#ffffff"
            position = found.get("text-position", "")
            own_size = _size(position.partition(" ")[2] if not _is_raised(position) and " " in position else found.get("font-size", ""))
            style = TextStyle(_is_struck(found), _is_raised(position), is_unseen, own_size)
            if style != TextStyle():
                self.texts[name] = style

    def set_first_day(self, text: str) -> None:
        """Notes the day from which the workbook counts its days."""
        self.first_day = dt.datetime.fromisoformat(text)

    @property
    def date_format(self) -> NumberFormat:
        """The format of a date, by the workbook's first day."""
        return {_USUAL_DAY: DATE_OPEN, dt.datetime(1904, 1, 1): DATE_1904}.get(self.first_day, DATE)


def _attributes(entry: Any) -> dict[str, str]:
    return {key.rpartition("}")[2]: str(value) for key, value in entry.attrib.items()}


def _is_struck(found: dict[str, str]) -> bool:
    return found.get("text-line-through-style", "none") != "none" or found.get("text-line-through-type", "none") != "none"


def _size(text: str) -> float | None:
    """A size of letters in points, or as a share."""
    match = _SIZE.fullmatch(text)
    return (float(match[1]) / 100 if match[2] == "%" else float(match[1])) or None if match else None


def _is_raised(position: str) -> bool:
    """Whether letters stand higher or lower than the others: `super`, `sub 58%`, `33% 58%`."""
    height = position.partition(" ")[0]
    return height in ("super", "sub") or height.rstrip("%").lstrip("-").strip("0.") != ""


def _is_faint(found: dict[str, str]) -> bool:
    ground = found.get("background-color", "transparent").lower()
    return "color" in found and alike(_rgb(found["color"]), WHITE if ground == "transparent" else _rgb(ground))


def _rgb(text: str) -> Colour:
    try:
        return (int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16))
    except ValueError:
        return "pattern"


def children(entry: Any, name: str) -> list[Any]:
    """The children of a name."""
    return [part for part in entry if isinstance(part.tag, str) and local(part) == name]
