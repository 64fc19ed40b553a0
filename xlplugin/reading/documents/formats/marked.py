"""Characters in a report that a person does not read as part of it: struck out, unseen, or a raised mark of a note.

A reader wraps each piece of such text as it comes by (`wrapped`), in a cell also digits with where and how large they stand (`placed`), and notes pictures and the
like (`in_the_way`); `told` takes the wrappings off where a line or a cell is whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, cast

from xlplugin.filing.cells import Aside, Obstacle
from xlplugin.reading.figures.obstacles import hinders
from xlplugin.reading.figures.places import of_several_places

Mark = Literal["struck", "unseen", "raised"]
Hiding = Literal["line", "writing"]
"""Why nobody sees a cell: its line is hidden, or its writing."""
_OPEN: dict[Mark, str] = {"struck": "\x01", "unseen": "\x02", "raised": "\x03"}
_CLOSE = "\x04"
_MARKS: dict[str, Mark] = {sign: mark for mark, sign in _OPEN.items()}
_PLACE, _PLACED, _IN_THE_WAY = "\x05", "\x06", "#"
CONTROLS = re.compile("[\x01-\x06]")
_PIECES = re.compile("([\x01-\x03])([^\x01-\x06]*)\x04?|\x05([^\x01-\x06]*)\x06([^\x01-\x06]*)\x04?")
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
"""Characters without width, to be left out: soft hyphens, joiners, places to break."""
PICTURE = "［图片］"
"""What stands for a cell that holds nothing but a picture: no figure, and no blank either."""
_NOTE = re.compile(r"\s*(?:(?:[\[［(（【〔〈]\s*)?(?:注\s*)?[\d①-⑳⑴-⒇,，、\-–]+(?:\s*[\]］)）】〕〉])?|注|[*＊†‡#※]+)\s*")
"""What the mark of a note looks like."""


class Marked(str):
    """A text as a person reads it, with the characters that were set apart, and whether nobody sees it."""

    __slots__ = ("aside", "hidden")
    aside: tuple[Aside, ...]
    hidden: Hiding | None


def wrapped(text: str, mark: Mark | None) -> str:
    """A text that is set apart, in its wrapping; a wrapping within is lost in it."""
    return f"{_OPEN[mark]}{CONTROLS.sub('', text)}{_CLOSE}" if mark and text else text


def placed(text: str, place: str, size: float) -> str:
    """A text of a cell with where it stands (the same word: beside one another) and how large it is, beside what is usual there."""
    if (not place and 0.99 < size < 1.01) or not any(mark.isdigit() for mark in text):
        return text
    where = " ".join(CONTROLS.sub("", place).split())
    return "\n".join(f"{_PLACE}{size:.3f} {where}{_PLACED}{CONTROLS.sub('', line)}{_CLOSE}" for line in text.split("\n"))


def in_the_way(kind: Obstacle) -> str:
    """What stands for something in a cell that keeps its figure from being read."""
    return f"{_PLACE}{_IN_THE_WAY}{kind}{_PLACED}{_CLOSE}"


def told(text: str) -> str:
    """A line or a cell without its wrappings; what was in them goes with it."""
    if not CONTROLS.search(text):
        return text
    pieces = list(_pieces(text))
    is_small = not any(mark is None and words.strip() for mark, _, words in pieces)  # a text that is raised as a whole is a small text
    aside: list[Aside] = []
    plain: list[tuple[str, str]] = []
    last: Mark | None = None
    for mark, place, words in pieces:
        if place.startswith(_IN_THE_WAY):
            aside.append(Aside(cast(Obstacle, place[1:]), ""))
        elif mark is None or (mark == "raised" and (is_small or not is_note_mark(words))):
            plain.append((place, words))
            last = None if words else last
            continue
        elif last == mark:
            aside[-1] = Aside(mark, aside[-1].text + words)
        elif words.strip():
            aside.append(Aside(mark, words))
            last = mark
    figures = of_several_places((place, float(size or 1), words) for (size, _, place), words in ((whole.partition(" "), words) for whole, words in plain))
    return marked("".join(words for _, words in plain), (*aside, *(Aside("moved", figure) for figure in figures)))


def _pieces(text: str) -> Iterator[tuple[Mark | None, str, str]]:
    """The pieces of a text: why it is set apart, where it stands, and what it says."""
    at = 0
    for piece in _PIECES.finditer(text):
        yield None, "", CONTROLS.sub("", text[at : piece.start()])
        yield (_MARKS[piece[1]], "", piece[2]) if piece[1] else (None, piece[3], piece[4])
        at = piece.end()
    yield None, "", CONTROLS.sub("", text[at:])


def marked(text: str, aside: Iterable[Aside] = (), hidden: Hiding | None = None) -> str:
    """A text with what goes with it; a plain one where that is nothing."""
    entries = tuple(aside)
    if not entries and hidden is None:
        return text
    made = Marked(text)
    made.aside, made.hidden = entries, hidden
    return made


def aside_of(text: str) -> tuple[Aside, ...]:
    """The characters that were set apart from a text."""
    return text.aside if isinstance(text, Marked) else ()


def hidden_of(text: str) -> Hiding | None:
    """Why nobody sees a text."""
    return text.hidden if isinstance(text, Marked) else None


def or_picture(text: str) -> str:
    """A cell's text; what stands for a picture, where nothing is left of it but what keeps it from being read."""
    return marked(PICTURE, aside_of(text), hidden_of(text)) if not text.strip() and any(map(hinders, aside_of(text))) else text


def joined(texts: Iterable[str], between: str = "\n") -> str:
    """Texts one after another, with what goes with each."""
    pieces = list(texts)
    aside = [entry for piece in pieces for entry in aside_of(piece)]
    hidden = next((why for piece in pieces if (why := hidden_of(piece))), None)
    return marked(between.join(pieces), aside, hidden)


def stripped(text: str, characters: str | None = None) -> str:
    """A text without blanks at its ends, with what goes with it."""
    return marked(text.strip(characters), aside_of(text), hidden_of(text))


def on_one_line(text: str) -> str:
    """A text with single blanks in it, with what goes with it."""
    return marked(" ".join(text.split()), aside_of(text), hidden_of(text))


def is_blank(text: str) -> bool:
    """Whether nothing stands in a text, nor was set apart from it."""
    return not text.strip() and not aside_of(text)


def is_note_mark(text: str) -> bool:
    """Whether raised characters look like the mark of a note and not like a unit's power."""
    return _NOTE.fullmatch(text) is not None
