"""The level of a filing for the rules that depend on it: as the cover says, or guessed from the organ's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.filing import Filing
from xlplugin.form.organ import LEVELS, guess_level
from xlplugin.rules.declare import Unknown
from xlplugin.rules.shared.cells_needed import row_of
from xlplugin.text import Text, same

_EN = {
    "省级政府": "a provincial government",
    "市级政府": "a city's government",
    "县级政府": "a county's government",
    "政府办公厅（室）": "a government's office",
    "省直部门": "a provincial department",
    "市直部门": "a city's department",
    "县直部门": "a county's department",
    "垂直管理单位": "a vertically managed unit",
    "开发区管委会": "a development zone's committee",
    "乡镇": "a township",
    "街道": "a subdistrict",
    "其他": "another body",
}


@dataclass(frozen=True, slots=True)
class Level:
    """One of `LEVELS`, and whether it was guessed."""

    id: str
    is_guess: bool

    @property
    def text(self) -> Text:
        """How a message calls it."""
        return Text(self.id, f"{_EN[self.id]} ({self.id})")

    @property
    def note(self) -> Text:
        """What a message adds where the level was guessed; else nothing."""
        if not self.is_guess:
            return same("")
        return Text("（单位层级未填，按名称推定）", " (guessed from the name, since the level is not given)")


def level_of(filing: Filing) -> Level | None:
    """The filing's level; None where neither the cover nor the name tells it."""
    return _level(filing.level, filing.organ)


@lru_cache(maxsize=2**10)
def _level(level: str | None, organ: str | None) -> Level | None:
    if level is not None and level.strip() in LEVELS:
        return Level(level.strip(), is_guess=False)
    guess = guess_level(organ) if organ else None
    return Level(guess, is_guess=True) if guess else None


def no_level(field: str) -> Unknown:
    """What a rule yields where it needs the level to judge a figure and there is none."""
    return Unknown(Text("没有填单位层级，从单位名称也看不出", "the level of the organ is not given, and its name does not tell"), field)


def fields_of(filing: Filing, row: str) -> tuple[str, ...]:
    """The cells of a row of section two, in the form's order, by the row's id."""
    return row_of(filing.form, "proactive", row)


def filled(filing: Filing, fields: Iterable[str]) -> list[str]:
    """Those cells that hold a number above 0."""
    return [field for field in fields if filing.amount(field) > 0]


def unless_level(level: Level | None, fields: Iterable[str]) -> Iterator[Unknown]:
    """An `Unknown` at the first of the filled cells where there is no level to judge them by."""
    first = next(iter(fields), None)
    if level is None and first is not None:
        yield no_level(first)
