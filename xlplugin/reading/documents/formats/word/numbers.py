"""The automatic numbers of a Word document, written out as Word shows them: counted paragraph by paragraph, level by level (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from xlplugin.reading.documents.formats.word.counting import FORMATS
from xlplugin.reading.documents.formats.word.looks import Looks, W

LEVELS = 9
LONGEST = 255
"""Characters of a level's text: as many as Word takes."""
_PLACE = re.compile(r"%([1-9])")


@dataclass
class _Level:
    """One level of a list."""

    start: int = 1
    write: Callable[[int], str] = str
    text: str = ""
    restarts: int | None = None
    """The level above which it begins anew; None: any."""
    is_legal: bool = False
    style: str | None = None


@dataclass
class _List:
    """A list definition, its levels, and how far each has counted."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbers:
    """The lists of a document. `numbering`: its part, if it has one."""

    def __init__(self, numbering: Any | None, looks: Looks) -> None:
        self._looks = looks
        self._abstract: dict[str, _List] = {}
        self._used: dict[str, tuple[_List, dict[int, _Level], dict[int, int]]] = {}
        self._begun: set[str] = set()
        links: dict[str, str] = {}
        styled: dict[str, str] = {}
        for entry in numbering.iterchildren(f"{W}abstractNum") if numbering is not None else ():
            name = entry.get(f"{W}abstractNumId", "")
            self._abstract[name] = _List({number: level for node in entry.iterchildren(f"{W}lvl") if (number := _number(node.get(f"{W}ilvl"))) is not None for level in (_level(node),)})
            links[name] = _value(entry, "numStyleLink")
            styled[_value(entry, "styleLink")] = name
        for entry in numbering.iterchildren(f"{W}num") if numbering is not None else ():
            name = _value(entry, "abstractNumId")
            found = self._abstract.get(styled.get(links.get(name, ""), name) if links.get(name) else name)
            if found is not None:
                levels, starts = dict(found.levels), dict[int, int]()
                for change in entry.iterchildren(f"{W}lvlOverride"):
                    number = _number(change.get(f"{W}ilvl"))
                    own, start = change.find(f"{W}lvl"), _number(_value(change, "startOverride"))
                    if number is not None and own is not None:
                        levels[number] = _level(own)
                    if number is not None and start is not None:
                        starts[number] = start
                self._used[entry.get(f"{W}numId", "")] = (found, levels, starts)

    def next(self, paragraph: Any) -> str:
        """The number of a paragraph, which is then counted; empty for one without."""
        if not self._used:
            return ""
        name, number = self._place(paragraph)
        if name not in self._used:
            return ""
        found, levels, starts = self._used[name]
        level = levels.get(number)
        if level is None:
            return ""
        if name not in self._begun:
            self._begun.add(name)
            for at, start in starts.items():
                found.counts[at] = start - 1
        for at in range(number):
            if at in levels:
                found.counts.setdefault(at, levels[at].start)
        found.counts[number] = found.counts.get(number, level.start - 1) + 1
        for at in range(number + 1, LEVELS):
            deeper = levels.get(at)
            if deeper is None or deeper.restarts is None or (deeper.restarts != 0 and number < deeper.restarts):
                found.counts.pop(at, None)
        return _written(level, levels, found.counts)

    def _place(self, paragraph: Any) -> tuple[str, int]:
        """The list and level of a paragraph: its own, else its style's."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        name, number = (_value(own, "numId"), _number(_value(own, "ilvl"))) if own is not None else ("", None)
        if not name or number is None:
            for style in self._looks.chain(self._looks.paragraph_style(paragraph)):
                entry = style.find(f"{W}pPr/{W}numPr")
                if entry is not None and _value(entry, "numId"):
                    name = name or _value(entry, "numId")
                    linked = style.get(f"{W}styleId")
                    by_style = next((at for at, level in self._levels(name).items() if level.style == linked), None)
                    number = number if number is not None else by_style if by_style is not None else _number(_value(entry, "ilvl"))
                    break
        return name, number or 0

    def _levels(self, name: str) -> Mapping[int, _Level]:
        return self._used[name][1] if name in self._used else {}


def _level(node: Any) -> _Level:
    form = _value(node, "numFmt") or "decimal"
    custom = node.find(f".//{W}numFmt[@{W}format]")
    if form == "custom" and custom is not None:
        form = "decimalZero" if custom.get(f"{W}format", "").startswith("0") else "decimal"
    start, restarts, style = _number(_value(node, "start")), _number(_value(node, "lvlRestart")), _value(node, "pStyle")
    text = "" if form == "bullet" else _value(node, "lvlText")[:LONGEST]
    legal = node.find(f"{W}isLgl")
    return _Level(start if start is not None else 1, FORMATS.get(form, str), text, restarts, legal is not None, style or None)


def _written(level: _Level, levels: Mapping[int, _Level], counts: Mapping[int, int]) -> str:
    def one(place: re.Match[str]) -> str:
        at = int(place[1]) - 1
        if at not in counts:
            return ""
        return (levels[at].write if at in levels and not level.is_legal else str)(counts[at])

    return _PLACE.sub(one, level.text)


def _value(node: Any, name: str) -> str:
    found = node.find(f"{W}{name}")
    return (found.get(f"{W}val") or "") if found is not None else ""


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"\d{1,9}", text) else None
