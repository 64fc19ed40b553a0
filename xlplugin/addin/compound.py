"""Writes a compound file (OLE2, MS-CFB version 3), the container of a VBA project. The same tree always gives the same bytes."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, Union

Tree: TypeAlias = Mapping[str, Union[bytes, "Tree"]]
"""Streams (bytes) and storages (trees) by name."""

_SECTOR, _MINI_SECTOR, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
_IN_HEADER = 109  # FAT sectors that the header can name: 6.8 MB


@dataclass
class _Entry:
    """One line of the directory. Siblings form a binary tree, as MS-CFB 2.6.4 allows with all nodes black."""

    name: str
    kind: int
    content: bytes = b""
    children: list[int] = field(default_factory=list)
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = 0
    size: int = 0

    def pack(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        numbers = struct.pack("<HBBIII", len(name), self.kind, _BLACK, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + numbers + bytes(16 + 4 + 16) + struct.pack("<IQ", self.start, self.size)


_UNUSED = bytes(68) + struct.pack("<III", _NONE, _NONE, _NONE) + bytes(48)


class _Sectors:
    """Sectors of one size, and their chains."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.content = bytearray()
        self.chains: list[int] = []

    def put(self, content: bytes) -> int:
        """Appends content as one chain; gives its first sector, or the end mark where there is nothing."""
        count = -(-len(content) // self.size)
        if not count:
            return _END
        first = len(self.chains)
        self.content += content.ljust(count * self.size, b"\0")
        self.chains += [*range(first + 1, first + count), _END]
        return first


def write_compound(tree: Tree) -> bytes:
    """The compound file that holds a tree. Names have at most 31 characters; raises ValueError for longer ones and beyond 6.8 MB."""
    entries = _flatten("Root Entry", tree, _ROOT, [])
    small, sectors = _Sectors(_MINI_SECTOR), _Sectors(_SECTOR)
    for entry in entries:
        if len(entry.name) > 31:
            raise ValueError(f"a name in a compound file has at most 31 characters: {entry.name}")
        if entry.kind == _STREAM:
            entry.size = len(entry.content)
            entry.start = (small if entry.size < _CUTOFF else sectors).put(entry.content)
    entries[0].start, entries[0].size = sectors.put(bytes(small.content)), len(small.content)
    mini_fat = _table(small.chains)
    mini_fat_start = sectors.put(mini_fat)
    directory = b"".join(entry.pack() for entry in entries)
    directory_start = sectors.put(directory + _UNUSED * (-len(entries) % 4))
    fat_count = 1
    while fat_count * _SECTOR // 4 < len(sectors.chains) + fat_count:
        fat_count += 1
    if fat_count > _IN_HEADER:
        raise ValueError("too much for a compound file without a sector list of its own")
    fat_start = len(sectors.chains)
    fat = _table([*sectors.chains, *[_FAT] * fat_count])
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)  # minor and major version, byte order, 2**9 and 2**6 bytes a sector
    header += struct.pack("<IIIII", 0, fat_count, directory_start, 0, _CUTOFF)
    header += struct.pack("<IIII", mini_fat_start, len(mini_fat) // _SECTOR, _END, 0)
    header += struct.pack(f"<{_IN_HEADER}I", *range(fat_start, fat_start + fat_count), *[_FREE] * (_IN_HEADER - fat_count))
    return header + bytes(sectors.content) + fat


def _flatten(name: str, node: bytes | Tree, kind: int, entries: list[_Entry]) -> list[_Entry]:
    """The directory in depth-first order, each storage pointing to the root of its children's binary tree."""
    entry = _Entry(name, kind)
    entries.append(entry)
    if isinstance(node, bytes):
        entry.content = node
        return entries
    # MS-CFB 2.6.4: a shorter name is the lesser one; of two as long, the upper-cased code units decide.
    for child in sorted(node, key=lambda child: (len(child.encode("utf-16-le")), child.upper().encode("utf-16-be"))):
        entry.children.append(len(entries))
        content = node[child]
        _flatten(child, content, _STREAM if isinstance(content, bytes) else _STORAGE, entries)
    entry.child = _balance(entry.children, entries)
    return entries


def _balance(sorted_children: list[int], entries: list[_Entry]) -> int:
    """Makes sorted siblings a balanced binary tree; gives its root."""
    if not sorted_children:
        return _NONE
    middle = len(sorted_children) // 2
    root = sorted_children[middle]
    entries[root].left = _balance(sorted_children[:middle], entries)
    entries[root].right = _balance(sorted_children[middle + 1 :], entries)
    return root


def _table(chains: list[int]) -> bytes:
    """Chains as whole sectors."""
    numbers = [*chains, *[_FREE] * (-len(chains) % (_SECTOR // 4))]
    return struct.pack(f"<{len(numbers)}I", *numbers)
