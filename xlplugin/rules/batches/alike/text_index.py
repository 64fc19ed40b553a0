"""An index of many texts by sampled marks: which texts are worth comparing, and how many hold a stretch of words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from xlplugin.rules.batches.alike.text_marks import sampled

if TYPE_CHECKING:
    from xlplugin.rules.batches.alike.text_marks import Marks

_IN_COMMON = 3
"""Sampled marks that two texts must share before they are compared: some 24 characters in a row."""
_BANDS = 8


class Index:
    """The sampled marks of many texts, and which texts hold each: some two kB a text."""

    def __init__(self, texts: Iterable[Marks]) -> None:
        import numpy as np

        gathered = [sampled(marks) for marks in texts]
        owners = np.repeat(np.arange(len(gathered), dtype=np.int32), [len(marks) for marks in gathered])
        marks = np.concatenate(gathered) if gathered else np.zeros(0, dtype=np.uint64)
        order = np.argsort(marks, kind="stable")
        self._bands = np.array([_bands(held) for held in gathered], dtype=np.uint64).reshape(len(gathered), _BANDS)
        self.count = len(gathered)
        self.filled = sum(len(marks) > 0 for marks in gathered)
        """How many of the texts hold anything."""
        self._marks, self._owners = marks[order], owners[order]

    def pairs(self, most: int) -> list[tuple[int, int]]:
        """Pairs of texts that share marks which no more than `most` texts hold, or that are nearly the same as a whole."""
        import numpy as np

        found, times = np.unique(_paired(self._marks, self._owners, self.count, most), return_counts=True)
        keys = [found[times >= _IN_COMMON]]
        filled = np.flatnonzero(self._bands.any(axis=1))
        for band in range(_BANDS):
            order = filled[np.argsort(self._bands[filled, band], kind="stable")]
            keys.append(_paired(self._bands[order, band], order, self.count, most))
        return sorted({(min(pair), max(pair)) for key in np.unique(np.concatenate(keys)).tolist() if (pair := divmod(key, self.count))})

    def rare(self, marks: Marks, most: int) -> Marks:
        """Those of some marks (of the sampled ones among them) that no more than `most` texts hold."""
        wanted = sampled(marks)
        first, after = self._where(wanted)
        rare: Marks = wanted[after - first <= most]
        return rare

    def holders(self, marks: Marks, share: float) -> int:
        """How many texts hold that share of some marks (of the sampled ones among them)."""
        import numpy as np

        wanted = sampled(marks)
        if not len(wanted):
            return 0
        first, after = self._where(wanted)
        owners = np.concatenate([self._owners[a:b] for a, b in zip(first.tolist(), after.tolist(), strict=True)])
        return int((np.bincount(owners, minlength=self.count) >= share * len(wanted)).sum())

    def _where(self, marks: Marks) -> tuple[Any, Any]:
        """Where in the index each of some marks begins and ends."""
        import numpy as np

        return np.searchsorted(self._marks, marks, side="left"), np.searchsorted(self._marks, marks, side="right")


def _paired(marks: Any, owners: Any, count: int, most: int) -> Any:
    """For every mark (sorted) that two to `most` owners have: each two of them as one number, as often as they share one."""
    import numpy as np

    _, starts, sizes = np.unique(marks, return_index=True, return_counts=True)
    keys = [np.zeros(0, dtype=np.int64)]
    for size in range(2, most + 1):
        held = owners[starts[sizes == size][:, None] + np.arange(size)].astype(np.int64)
        keys += [held[:, a] * count + held[:, b] for a in range(size) for b in range(a + 1, size)]
    return np.concatenate(keys)


def _bands(marks: Marks) -> Any:
    """Numbers of which two texts have one in common if they are nearly the same as a whole: four least hashes together each (MinHash, Broder 1997)."""
    import numpy as np

    if not len(marks):
        return np.zeros(_BANDS, dtype=np.uint64)
    factors = np.arange(1, 4 * _BANDS + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15) | np.uint64(1)
    hashed = marks[None, :] * factors[:, None]
    least = (hashed ^ (hashed >> np.uint64(31))).min(axis=1).reshape(_BANDS, 4)
    return (least * np.array([1, 0x100000001B3, 0x1B3000001, 0x85EBCA77C2B2AE63], dtype=np.uint64)).sum(axis=1, dtype=np.uint64)
