"""Worksheets that are the same as one before but for some values: told by comparing the two piece by piece, many times faster than by splitting them with patterns.

Nothing is told that splitting would not tell: whatever differs otherwise is left to that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress, count
from operator import ne

OPENS = b"<v>"
"""What stands before every value."""
_MOST_MODELS, _MOST_BYTES, _LARGEST = 64, 4 * 2**20, 2**20
"""Worksheets that others are compared with, the bytes of them all, and those of one."""


@dataclass(frozen=True, slots=True)
class Model:
    """A worksheet that others are compared with."""

    digest: bytes
    """What is fixed of it."""
    values: Sequence[bytes | None]
    """What stands in its slots; None where a cell is blank."""
    pieces: list[bytes]
    """Its XML, split at each `OPENS`."""
    behind: list[bytes | None]
    """Of each piece what stands behind the value that it begins with and the sign that ends it; None where it begins with none."""
    slots: list[int]
    """And which slot that value fills."""
    size: int

    def differing(self, pieces: list[bytes]) -> dict[int, bytes] | None:
        """By slot the other values of a worksheet with as many pieces, in their order; None where it differs in anything else."""
        found = {}
        for at in compress(count(), map(ne, pieces, self.pieces)):
            value, _, behind = pieces[at].partition(b"<")
            if behind != self.behind[at]:
                return None
            found[self.slots[at]] = value
        return found


class Models(dict[tuple[int, bytes], Model]):
    """The worksheets that others are compared with, by the number of their pieces and the first one; bounded."""

    def like(self, pieces: list[bytes]) -> Model | None:
        """The one that has as many pieces and begins alike."""
        return self.get((len(pieces), pieces[0]))

    def keep(self, content: bytes, digest: bytes, values: Sequence[bytes | None]) -> None:
        """A worksheet as one of them, from its XML, unless it is large."""
        if len(content) > _LARGEST:
            return
        pieces = content.split(OPENS)
        behind = [None, *(rest if rest.startswith(b"/v>") else None for _, _, rest in (piece.partition(b"<") for piece in pieces[1:]))]
        slots = iter([slot for slot, value in enumerate(values) if value is not None])
        if len(self) >= _MOST_MODELS or sum(model.size for model in self.values()) + len(content) > _MOST_BYTES:
            self.clear()
        self[len(pieces), pieces[0]] = Model(digest, values, pieces, behind, [-1 if rest is None else next(slots) for rest in behind], len(content))


MODELS = Models()
"""This process's own."""
