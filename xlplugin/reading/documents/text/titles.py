"""The report's title among its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlplugin.reading.headings import from_title, organ_line, year_line
from xlplugin.reading.organ import from_text

MOST_LINES = 3
"""A title is broken over at the most this many lines."""
LONGEST = 80
_SEARCHED = 80
_TITLE = re.compile(r"政府信息公开.{0,16}报告$|(?:政务公开|信息公开).{0,12}(?:年度|年报|工作)报告$|年度报告$")


def find_title(paragraphs: Sequence[str]) -> tuple[str, list[str]]:
    """The title, and the paragraphs after it (after its last printing, where a page repeats it). Without one: the first short line that could be it, or none."""
    best: tuple[int, int] | None = None
    others: list[tuple[int, int]] = []
    for start in range(min(len(paragraphs), _SEARCHED)):
        for end in range(start + 1, min(start + MOST_LINES, len(paragraphs)) + 1):
            text = re.sub(r"\s+", "", "".join(paragraphs[start:end]))
            if len(text) > LONGEST or re.search(r"[。；;，,！？]", text):
                break
            if _TITLE.search(text):
                if best is None or _same(paragraphs, best, (start, end)):
                    best = (start, end)
                else:
                    others.append((start, end))
                break
    if best is None:
        return "", list(paragraphs)
    best = _of_the_period(paragraphs, [best, *others]) if others else best
    best = (_begin(paragraphs, *best), best[1])
    return " ".join(text.strip() for text in paragraphs[best[0] : best[1]]), list(paragraphs[best[1] :])


def _begin(paragraphs: Sequence[str], start: int, end: int) -> int:
    """The line that a title begins with: the organ and the year may stand on lines of their own above its words, where those lack them."""
    for first in range(start - 1, max(-1, end - 1 - MOST_LINES), -1):
        organ, year = from_title("".join(paragraphs[first + 1 : end]))
        adds = (organ_line(paragraphs[first]) if organ is None else None) or (year_line(paragraphs[first]) if year is None else None)
        if not adds:
            return first + 1
        start = first
    return start


def _of_the_period(paragraphs: Sequence[str], titles: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Of several titles (a page lists the reports of other years) the last one of the year that the text gives its figures for; the first where none is."""
    year = next((found for text in paragraphs if not _TITLE.search(text) and (found := from_text(text)[1])), None)
    same = [at for at in titles if year is not None and from_title("".join(paragraphs[slice(*at)]))[1] == year]
    return same[-1] if same else titles[0]


def _same(paragraphs: Sequence[str], one: tuple[int, int], other: tuple[int, int]) -> bool:
    first, second = (re.sub(r"\s+", "", "".join(paragraphs[start:end])) for start, end in (one, other))
    return first in second or second in first
