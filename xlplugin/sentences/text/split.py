"""From a text to its sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from xlplugin.sentences.text.normalised import Traced, normalised

_SENTENCE = re.compile(r"[^。!?\n]+[。!?]*[”’\"]?")
_HEADING = 40
"""A line of at most so many characters and without a full stop is a heading: it names the topic of what follows."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and the paragraph in which it stands."""

    words: Traced
    quote: str
    paragraph: int
    is_heading: bool
    text: str


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text whose paragraphs are lines."""
    whole = normalised(text)
    paragraph = 0
    end = 0
    for match in _SENTENCE.finditer(whole.text):
        paragraph += whole.text.count("\n", end, match.start())
        end = match.end()
        words = whole.cut(*match.span())
        start, stop = words.span()
        is_heading = len(match[0]) <= _HEADING and match[0][-1] not in "。!?"
        yield Sentence(words, text[start:stop].strip(), paragraph, is_heading, match[0])
