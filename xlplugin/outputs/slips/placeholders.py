"""Placeholders such as {{单位}} in the paragraphs of a Word document: found however Word has cut them up, and replaced where they stand."""

from __future__ import annotations

import copy
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from docx.oxml.ns import qn

from xlplugin.outputs.marked.package.xml import clean, decoded

PARAGRAPH, ROW = qn("w:p"), qn("w:tr")
Words = Mapping[str, str]
"""What stands in a placeholder's place, by its name."""
_PLACEHOLDER = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,20}?)\s*[}｝]{2}")
"""Braces of full width, too: an input method gives them."""
_TEXT, _CELL, _BREAK, _SECTION = qn("w:t"), qn("w:tc"), qn("w:br"), f"{qn('w:pPr')}/{qn('w:sectPr')}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def names_in(paragraph: Any) -> list[str]:
    """The names of a paragraph's placeholders."""
    return [match[1] for match in _PLACEHOLDER.finditer(_text(paragraph))]


def replace(paragraph: Any, words: Words) -> None:
    """Puts words in the places of the placeholders that have any; each takes the font of the placeholder's first character."""
    for match in reversed(list(_PLACEHOLDER.finditer(_text(paragraph)))):
        if match[1] in words:
            _put(_texts(paragraph), match.start(), match.end(), fit(words[match[1]]))


def repeat(paragraph: Any, each: Sequence[Words]) -> None:
    """A paragraph once for each of several sets of words. Where there are none it is taken away, or emptied if the document needs it."""
    if not each:
        is_needed = paragraph.find(_SECTION) is not None or (paragraph.getparent().tag == _CELL and paragraph.getnext() is None)
        for text in _texts(paragraph):
            text.text = ""
        if not is_needed:
            paragraph.getparent().remove(paragraph)
        return
    for words in each[:-1]:
        made = copy.deepcopy(paragraph)
        replace(made, words)
        paragraph.addprevious(made)
    replace(paragraph, each[-1])


def fit(text: str) -> str:
    """A text that a document can hold: without control characters and direction marks, with its line breaks."""
    lines = decoded(clean(text)).split("\n")  # `clean` escapes for spreadsheets, `decoded` takes that back
    return "\n".join("".join(" " if unicodedata.category(mark) in ("Cc", "Cf") else mark for mark in line) for line in lines)


def _texts(paragraph: Any) -> list[Any]:
    """The pieces of a paragraph's text; those of a text box that is anchored in it are its own paragraphs'."""
    return [text for text in paragraph.iter(_TEXT) if next(text.iterancestors(PARAGRAPH)) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in _texts(paragraph))


def _put(texts: Sequence[Any], start: int, end: int, value: str) -> None:
    """Replaces a stretch of the paragraph's text. The value goes into the piece where the stretch begins."""
    begins = 0
    for text in texts:
        content = text.text or ""
        first, last = max(start - begins, 0), min(end - begins, len(content))
        begins += len(content)
        if first < last:
            text.text = content[:first] + value + content[last:]
            text.set(_SPACE, "preserve")
            if "\n" in value:
                _break_lines(text)
            value = ""


def _break_lines(text: Any) -> None:
    lines = (text.text or "").split("\n")
    text.text, last = lines[0], text
    for line in lines[1:]:
        gap, following = text.makeelement(_BREAK), copy.deepcopy(text)
        following.text = line
        last.addnext(gap)
        gap.addnext(following)
        last = following
