"""The labels of all blocks of some forms at once: a sheet's texts are gone through once, not once for every block of every edition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from xlplugin.form.model import Axis, Block, Form
from xlplugin.form.money import without_unit
from xlplugin.reading.tables.match import LONGEST_LABEL, MOST_TEXTS, LabelHit, LabelHits, Match, Matcher, matcher, readings
from xlplugin.reading.workbook.grid import Sheet

BlockKey = tuple[str, str]
"""A table's id and all that a block says: editions have blocks that are the same."""
Named = tuple[tuple[int, int, Match], ...]
"""What a text names: the number of the block, that of the axis, and the line or group."""
_Asked = tuple[int, int, Matcher]
"""The number of a block and of an axis, and what tells the labels there."""
_AXES: tuple[Axis, ...] = ("row", "column")
_MOST_SETS = 8


class LabelIndex(dict[str, Named]):
    """By text, what it names in any block of any shape of some forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        super().__init__()
        blocks = {key_of(table.id, block): block for edition in forms for form in edition.shapes for table in form.tables for block in table.blocks}
        self._keys = list(blocks)
        self._matchers = [(block, axis, matcher(one, name)) for block, one in enumerate(blocks.values()) for axis, name in enumerate(_AXES)]
        self._of_amounts = [asked for asked in self._matchers if asked[2].amounts]
        self._holding: dict[str, list[_Asked]] = {}
        for asked in self._matchers:
            for key in asked[2].keys.keys() | asked[2].loose_keys.keys():
                self._holding.setdefault(key, []).append(asked)

    def __missing__(self, text: str) -> Named:
        if len(self) >= MOST_TEXTS:
            self.clear()
        asked = self._asked(text) if len(text) <= LONGEST_LABEL else ()
        found = self[text] = tuple((block, axis, match) for block, axis, one in asked if (match := one.match(text)))
        return found

    def _asked(self, text: str) -> Iterable[_Asked]:
        """Those of whose labels it may be one."""
        holding = [asked for exact, alike, _ in readings(text) for key in (exact, alike) for asked in self._holding.get(key, ())]
        if without_unit(text) != text:
            holding += self._of_amounts
        return {(block, axis): (block, axis, one) for block, axis, one in holding}.values()

    def hits(self, sheet: Sheet) -> dict[BlockKey, LabelHits]:
        """By block, the cells of a sheet that name its lines and groups, top to bottom."""
        found = [LabelHits([], []) for _ in self._keys]
        for at, text in sorted(sheet.texts):
            for block, axis, match in self[text]:
                found[block][axis].append(LabelHit(at, *match, text))
        return dict(zip(self._keys, found, strict=True))


def key_of(table_id: str, block: Block) -> BlockKey:
    """What tells a block from others."""
    return table_id, _wording(block)


@cache
def _wording(block: Block) -> str:
    return repr(block)


@lru_cache(_MOST_SETS)
def label_index(forms: tuple[Form, ...]) -> LabelIndex:
    """The labels of the forms."""
    return LabelIndex(forms)
