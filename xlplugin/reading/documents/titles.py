"""The report's title among its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST_LINES = 3
"""A title is broken over at the most this many lines."""
LONGEST = 80
_SEARCHED = 80
_TITLE = re.compile(r"政府信息公开.{0,16}报告$|(?:政务公开|信息公开).{0,12}(?:年度|年报|工作)报告$|年度报告$")


def find_title(paragraphs: Sequence[str]) -> tuple[str, list[str]]:
    """The title, and the paragraphs after it (after its last printing, where a page repeats it). Without one: the first short line that could be it, or none."""
    best: tuple[int, int] | None = None
    for start in range(min(len(paragraphs), _SEARCHED)):
        for end in range(start + 1, min(start + MOST_LINES, len(paragraphs)) + 1):
            text = re.sub(r"\s+", "", "".join(paragraphs[start:end]))
            if len(text) > LONGEST or re.search(r"[。；;，,！？]", text):
                break
            if _TITLE.search(text):
                if best is None or _same(paragraphs, best, (start, end)):
                    best = (start, end)
                break
    if best is None:
        return "", list(paragraphs)
    return " ".join(text.strip() for text in paragraphs[best[0] : best[1]]), list(paragraphs[best[1] :])


def _same(paragraphs: Sequence[str], one: tuple[int, int], other: tuple[int, int]) -> bool:
    first, second = (re.sub(r"\s+", "", "".join(paragraphs[start:end])) for start, end in (one, other))
    return first in second or second in first
