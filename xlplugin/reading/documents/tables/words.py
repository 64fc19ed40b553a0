"""Is a piece of text a label of the form, a figure, a page number? All editions at once; what it means is decided where it stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from xlplugin.filing.cells import Shape
from xlplugin.form.labels import loose
from xlplugin.form.model import Axis, Block, Form
from xlplugin.reading.figures.cells import read_cell
from xlplugin.reading.tables.match import LONGEST_LABEL, Quality, matcher

_PAGE = re.compile(
    r"(?:[-—–－−_·~]+\s*\d{1,4}\s*[-—–－−_·~]+|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}\s*页?|page\s*\d{1,4}(?:\s*of\s*\d{1,4})?)", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{1,2}\s*[.、．,]$")
_ABOUT = re.compile(r"(?:约|近|共|大约)\s*\d[\d,.]*")
_STUCK = re.compile(r"(?P<label>.*[^\d\s.,，])\s*(?P<figure>\d[\d,]*(?:\.\d+)?)", re.DOTALL)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ENDS_IN_FIGURE = re.compile(r"20\d\d\s*$")
"""A figure that may be taken for a year, which labels do hold: 本年(2023)制发件数."""
_SHORTEST_CORNER = 6


@dataclass(frozen=True, slots=True)
class Word:
    """One meaning of a text: a line or group of a block."""

    table: str
    block: str
    axis: Axis
    id: str
    is_group: bool
    quality: Quality
    is_line_block: bool
    """Whether its block's rows stand side by side: their labels are then part of the header."""


class Vocabulary:
    """The labels of several editions."""

    def __init__(self, forms: Sequence[Form]) -> None:
        self.blocks: list[tuple[str, Block]] = [(table.id, block) for edition in forms for form in edition.shapes for table in form.tables for block in table.blocks]
        self._titles: dict[str, tuple[str, str]] = {}
        self._corners: set[str] = set()
        for table, block in self.blocks:
            self._corners.add(loose(block.corner))
            if block.title:
                self._titles |= {loose(wording): (table, block.id) for wording in (block.title.official, *block.title.variants)}
        self._corners.discard("")
        self._meanings = lru_cache(maxsize=16384)(self._look_up)

    def words(self, text: str) -> tuple[Word, ...]:
        """What a text may mean, the surest first; nothing where it is no label."""
        return self._meanings(text) if len(text) <= LONGEST_LABEL else ()

    def rows(self, text: str) -> tuple[Word, ...]:
        """Its meanings as the label of a row of a block that runs down and across."""
        return tuple(word for word in self.words(text) if word.axis == "row" and not word.is_line_block)

    def columns(self, text: str) -> tuple[Word, ...]:
        """Its meanings as a label of a header."""
        return tuple(word for word in self.words(text) if word.axis == "column" or word.is_line_block)

    def heads_column(self, text: str) -> bool:
        """Whether a text is a header's label more surely than a row's."""
        rows, columns = self.rows(text), self.columns(text)
        return bool(columns) and (not rows or columns[0].quality <= rows[0].quality)

    def title(self, text: str) -> tuple[str, str] | None:
        """The table and block that a text is the title of."""
        return self._titles.get(loose(text))

    def is_corner(self, text: str) -> bool:
        """Whether a text is what stands in a table's top left cell, or a piece of it."""
        key = loose(text)
        return key in self._corners or (len(key) >= _SHORTEST_CORNER and any(key in corner or corner in key for corner in self._corners if len(corner) > _SHORTEST_CORNER))

    def is_label(self, text: str) -> bool:
        """Whether a text is any label of the form."""
        return bool(self.words(text)) or self.title(text) is not None or self.is_corner(text)

    def is_sure(self, text: str) -> bool:
        """Whether a text is a label word for word, or a listed variant of one."""
        return any(word.quality <= Quality.VARIANT for word in self.words(text)) or self.title(text) is not None

    def is_made_whole(self, text: str, pieces: Sequence[str]) -> bool:
        """Whether pieces that stand one after another are one label, broken: not labels all of them, unless the whole is worded better than they."""
        words = self.words(text)
        if self.title(text) is not None and not any(map(self.is_sure, pieces)):
            return True
        if not words or words[0].quality > Quality.VARIANT:
            return False
        whole = words[0]
        own = [[word for word in self.words(piece) if (word.table, word.block) == (whole.table, whole.block)] for piece in pieces]
        same = [word.quality for meanings in own for word in meanings if word.id == whole.id]
        if not all(own):
            return all(whole.quality <= quality for quality in same)
        return any(whole.quality < quality for quality in same)

    def unstick(self, text: str) -> tuple[str, str] | None:
        """A row's label and the figure that stuck to it; None where a text is no such thing."""
        match = _STUCK.fullmatch(text.strip())
        return (match["label"], match["figure"]) if match and not self.is_label(text) and self.rows(match["label"]) else None

    def split(self, text: str) -> list[str]:
        """A text cut into the header labels of which it consists: 尚未审结总计 into two. A text that is one label, or none, stays whole."""
        plain = re.sub(r"\s+", "", text)
        if self.is_label(plain) or not 4 <= len(plain) <= 40 or is_figure(plain):
            return [text]
        ends: list[list[str] | None] = [[]] + [None] * len(plain)
        for end in range(1, len(plain) + 1):
            for start in range(end):
                before, piece = ends[start], plain[start:end]
                known = ends[end]
                if before is not None and len(piece) > 1 and self._is_column(piece) and (known is None or len(before) + 1 < len(known)):
                    ends[end] = [*before, piece]
        whole = ends[-1]
        return whole if whole and len(whole) > 1 else [text]

    def _is_column(self, text: str) -> bool:
        return any(word.axis == "column" and not word.is_group and word.quality <= Quality.VARIANT for word in self.words(text))

    def _look_up(self, text: str) -> tuple[Word, ...]:
        if not _CHINESE.search(text) or _ENDS_IN_FIGURE.search(text):
            return ()
        found: dict[tuple[str, str, Axis, str, bool], Word] = {}
        axes: tuple[Axis, ...] = ("row", "column")
        for table, block in self.blocks:
            for axis in axes:
                match = matcher(block, axis).match(text)
                if match is None:
                    continue
                key = (table, block.id, axis, match[0], match[1])
                if key not in found or match[2] < found[key].quality:
                    found[key] = Word(table, block.id, axis, match[0], match[1], match[2], block.layout == "line")
        return tuple(sorted(found.values(), key=lambda word: word.quality))


@lru_cache(maxsize=8)
def vocabulary_of(forms: tuple[Form, ...]) -> Vocabulary:
    """The vocabulary of some editions, made once."""
    return Vocabulary(forms)


@lru_cache(maxsize=8192)
def is_figure(text: str) -> bool:
    """Whether a text may be what a number cell holds: a number however it is written, or a mark for none."""
    plain = text.strip()
    if not plain or len(plain) > 30 or _NUMBERED.fullmatch(plain) or is_page_number(plain):
        return False
    shapes = {read_cell(plain, "count").shape, read_cell(plain, "amount", "万元").shape}
    return not shapes <= {Shape.BLANK, Shape.TEXT} or _ABOUT.fullmatch(plain) is not None


@lru_cache(maxsize=8192)
def is_date(text: str) -> bool:
    """Whether a text is a date."""
    return read_cell(text.strip(), "count").shape is Shape.DATE


@lru_cache(maxsize=8192)
def is_page_number(text: str) -> bool:
    """Whether a text is a page number and nothing else: - 3 -, 第 3 页."""
    return _PAGE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None
