"""Texts of Open XML: escapes undone, runs joined, and the characters that do not belong to what a person reads set apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from xlplugin.filing.cells import Aside
from xlplugin.reading.figures.places import of_several_places
from xlplugin.reading.workbook.xml import is_true, local

_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
Mark = Literal["struck", "unseen", "raised"]
"""Why characters are set apart, as an `Aside` tells it."""
SMALLEST_SEEN = 2.0
"""Letters of fewer points are seen by nobody."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look. `colour` as the styles resolve it; None: that of the cell."""

    text: str
    is_struck: bool = False
    is_raised: bool = False
    is_tiny: bool = False
    colour: Any = None
    """Its element, to be resolved against the cell's ground."""
    is_bare: bool = False
    """Whether it has no look of its own, and so that of the cell."""
    size: float | None = None
    """Of its letters, in points; None: as in the cell."""


class RichText(str):
    """A text whose runs do not all look alike; as a `str` it is all of it, as a formula sees it."""

    __slots__ = ("runs",)
    runs: Sequence[Run]


def unescape(text: str) -> str:
    """`_x000D_` as the character it stands for (ST_Xstring, ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def rich_text(entry: Any) -> str:
    """The text of a string item: its own `t`, or those of its runs; phonetic readings are left out."""
    if len(entry) == 1 and local(entry[0]) == "t":
        return unescape(entry[0].text or "")
    texts: list[str] = []
    runs: list[Run] = []
    for part in entry:
        kind = local(part)
        if kind == "t":
            texts.append(unescape(part.text or ""))
        elif kind == "r":
            run = _run(part)
            runs.append(run)
            texts.append(run.text)
    whole = "".join(texts)
    if all(run.is_bare for run in runs):
        return whole
    marked = RichText(whole)
    marked.runs = tuple(runs)
    return marked


def _run(entry: Any) -> Run:
    text, struck, raised, tiny, colour, bare = "", False, False, False, None, True
    size: float | None = None
    for part in entry:
        if local(part) == "t":
            text += unescape(part.text or "")
        elif local(part) == "rPr":
            bare = False
            for property in part:
                name, value = local(property), property.get("val")
                struck = struck or (name in ("strike", "dstrike") and is_true(value or "1"))
                raised = raised or (name == "vertAlign" and value in ("superscript", "subscript"))
                size = points(value) if name == "sz" else size
                tiny = tiny or (size is not None and size < SMALLEST_SEEN)
                colour = property if name == "color" else colour
    return Run(text, struck, raised, tiny, colour, bare, size)


def points(text: str | None) -> float:
    try:
        return float(text or "11")
    except ValueError:
        return 11.0


def set_apart(text: RichText, is_seen: Callable[[Any], bool], bare: Mark | None, usual: float) -> tuple[str, tuple[Aside, ...]]:
    """What stands, and what was set apart.

    `is_seen(colour)`: whether letters of a colour can be seen on the cell's ground; `bare`: what becomes of runs with the cell's own look; `usual`: the size of its letters.
    """
    marks = [(bare if run.is_bare else _mark(run, is_seen), run.text, run.size or usual) for run in text.runs]
    if not any(mark is None and words.strip() for mark, words, _ in marks):  # a text that is raised as a whole is a small text
        marks = [(None if mark == "raised" else mark, words, size) for mark, words, size in marks]
    stands = "".join(words for mark, words, _ in marks if mark is None)
    moved = of_several_places(("", size, words) for mark, words, size in marks if mark is None)
    return stands, (*(Aside(mark, words) for mark, words, _ in marks if mark is not None and words.strip()), *(Aside("moved", figure) for figure in moved))


def _mark(run: Run, is_seen: Callable[[Any], bool]) -> Mark | None:
    if run.is_struck:
        return "struck"
    if run.is_tiny or (run.colour is not None and not is_seen(run.colour)):
        return "unseen"
    return "raised" if run.is_raised else None
