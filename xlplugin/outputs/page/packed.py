"""What stands below each file's line on a page with many files: compressed, several files' together. The page's script makes rows of it when they are looked at."""

from __future__ import annotations

import base64
import zlib

TOGETHER = 32
"""Files in one pack: the same labels stand in all of them, so they need little more room than one."""
_RAW = -15
"""zlib's word for deflate without a header (RFC 1951)."""
_BETWEEN = "\0"
"""No text of the page holds one."""


class Packs:
    """Takes the bodies of sections in their order."""

    def __init__(self) -> None:
        self._waiting: list[str] = []

    def add(self, body: str) -> str | None:
        """Takes one; gives the pack, as text, that is full with it."""
        self._waiting.append(body)
        return self.rest() if len(self._waiting) == TOGETHER else None

    def rest(self) -> str | None:
        """The pack that is not full yet; None where it is empty."""
        if not self._waiting:
            return None
        packing = zlib.compressobj(9, zlib.DEFLATED, _RAW)
        content = packing.compress(_BETWEEN.join(self._waiting).encode("utf-8", "backslashreplace")) + packing.flush()
        self._waiting = []
        return base64.b64encode(content).decode()


def place_of(position: int) -> tuple[int, int]:
    """The pack, and the place in it, of the file at a position that counts from 1."""
    return divmod(position - 1, TOGETHER)
