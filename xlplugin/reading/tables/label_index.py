"""The labels of all blocks of some forms at once: a sheet's texts are gone through once, not once for every block of every edition."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from xlplugin.form.model import Axis, Block, Form
from xlplugin.reading.tables.match import MOST_TEXTS, LabelHit, LabelHits, Match, joined, matcher
from xlplugin.reading.workbook.grid import Sheet

BlockKey = tuple[str, str]
"""A table's id and all that a block says: editions have blocks that are the same."""
Named = tuple[tuple[int, int, Match], ...]
"""What a text names: the number of the block, that of the axis, and the line or group."""
_AXES: tuple[Axis, ...] = ("row", "column")
_MOST_SETS = 8


class LabelIndex(dict[str, Named]):
    """By text, what it names in any block of any shape of some forms."""

    def __init__(self, forms: Sequence[Form]) -> None:
        super().__init__()
        blocks = {key_of(table.id, block): block for edition in forms for form in edition.shapes for table in form.tables for block in table.blocks}
        self._keys = list(blocks)
        self._matchers = [(block, axis, matcher(one, name)) for block, one in enumerate(blocks.values()) for axis, name in enumerate(_AXES)]
        self._any = joined(one for _, _, one in self._matchers)

    def __missing__(self, text: str) -> Named:
        if len(self) >= MOST_TEXTS:
            self.clear()
        asked = self._matchers if self._any.told(text) else ()
        found = self[text] = tuple((block, axis, match) for block, axis, one in asked if (match := one.told(text)))
        return found

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
