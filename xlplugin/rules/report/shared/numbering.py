"""How headings are numbered: 一、 for a section, （一） for its parts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.patterns import late
from xlplugin.rules.report.shared.numerals import chinese, value
from xlplugin.rules.report.shared.texts import unspaced

_NUMERALS = "一二三四五六七八九十"
_SECTION = late(rf"^(?:第(?P<ordinal>[{_NUMERALS}]+|\d{{1,2}})部分|\((?P<bracketed>[{_NUMERALS}]+|\d{{1,2}})\)|(?P<bare>[{_NUMERALS}]{{1,3}}|\d{{1,2}}))[、.,: ]*")
_PART = late(rf"^\((?P<numeral>[{_NUMERALS}]+|\d{{1,2}})\)")


@dataclass(frozen=True, slots=True)
class Odd:
    """A number that is not as it should be: as seen (empty where there is none), and as it would be right."""

    seen: str
    expected: str


def without_number(title: str) -> str:
    """A section's heading without its number and the marks around it."""
    return _SECTION.sub("", unspaced(title)).rstrip("。.:")


def section_number(title: str, place: int) -> Odd | None:
    """What is wrong with the number of a section's heading; `place` counts from 1."""
    words, expected = unspaced(title), f"{chinese(place)}、"
    match = _SECTION.match(words)
    if match is None:
        return Odd("", expected)
    if match["bare"] == chinese(place):
        return None
    return Odd(match[0], expected)


def part_numbers(text: str) -> Iterator[Odd]:
    """The numbers （一）, （二） … of a section's parts that leave the row: (2) after （一）, or （三）, or （二） twice.

    A list (1), (2) … below a part, and a row that begins anew inside another, are in order: each number has its own before it.
    """
    current = arabic = 0
    before = ""
    used: Counter[int] = Counter()
    for raw in text.splitlines():
        line = unspaced(raw)
        match = _PART.match(line)
        number = value(match["numeral"]) if match else None
        if match and number is not None and match["numeral"].isdigit():
            if number > 1 and number - 1 == current and number - 1 != arabic:
                yield Odd(_bracketed(raw), f"（{chinese(number)}）")
                current = number
                before += f"({chinese(number)})"
            else:
                arabic = number
        elif match and number is not None:
            arabic = 0
            used[number] += 1
            if number > 1 and before.count(f"({chinese(number - 1)})") < used[number]:
                yield Odd(_bracketed(raw), f"（{chinese(current + 1)}）")
            current = number
        before += line


def _bracketed(line: str) -> str:
    """The bracketed number at the beginning of a line, as printed."""
    return re.split(r"(?<=[)）])", line.strip(), maxsplit=1)[0]
