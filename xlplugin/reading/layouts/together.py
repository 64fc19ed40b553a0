"""Parts that are the same in many packages, told together: each is compared with what lay there before, and none is cut out of the archive."""

from __future__ import annotations

from collections.abc import Sequence

from xlplugin.reading.layouts.plain_archive import PlainArchive

_MOST_KEPT, _MOST_BYTES, _MOST_MET = 64, 2**20, 1024
"""Packages whose parts are kept, the bytes of them all as they lie there, and packages that are remembered as met once."""
_DATE = slice(10, 14)
"""Where in its own header stands when a part was written: many programs say so, and nobody reads it."""
_Key = tuple[tuple[object, ...], ...]
"""What the directory says of each part, but for where it lies."""


class Together:
    """What was told of the same parts of a package. From the second time on; bounded."""

    def __init__(self) -> None:
        self._kept: dict[_Key, tuple[list[bytes], list[bytes], bytes]] = {}
        self._met: set[int] = set()
        self._bytes = 0

    def told(self, archive: PlainArchive, names: Sequence[str]) -> bytes | None:
        """What was told of these parts where the same bytes lay in another archive; None where nothing was."""
        key, begins = _found(archive, names)
        kept = self._kept.get(key)
        if kept is None:
            return None
        before, behind, told = kept
        lies_there = archive.content.startswith
        return told if all(map(lies_there, before, begins)) and all(map(lies_there, behind, [begin + _DATE.stop for begin in begins])) else None

    def keep(self, archive: PlainArchive, names: Sequence[str], told: bytes) -> None:
        """Keeps what is told of parts, unless anything about one of them is unusual."""
        key, _ = _found(archive, names)
        if hash(key) not in self._met:
            if len(self._met) >= _MOST_MET:
                self._met.clear()
            self._met.add(hash(key))
            return
        parts = [part for name in names if (part := archive.with_header(name)) is not None]
        if len(parts) < len(names):
            return
        size = sum(map(len, parts))
        if len(self._kept) >= _MOST_KEPT or self._bytes + size > _MOST_BYTES:
            self._kept.clear()
            self._bytes = 0
        if size <= _MOST_BYTES // 8:
            self._kept[key] = [part[: _DATE.start] for part in parts], [part[_DATE.stop :] for part in parts], told
            self._bytes += size


def _found(archive: PlainArchive, names: Sequence[str]) -> tuple[_Key, list[int]]:
    """What the directory says of parts, and where they lie."""
    entries = [archive.entries[name] for name in names]
    return tuple([entry[:5] for entry in entries]), [entry[5] for entry in entries]


TOGETHER = Together()
"""Of the parts of a workbook that hold neither cells nor texts. This process's own."""
