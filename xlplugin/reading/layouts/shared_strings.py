"""The shared strings of a workbook, raw, and what stands around them.

Files of one layout have nearly all of theirs in common: what is as in a file before is told by comparing blocks of bytes, and only the
blocks that differ are split into strings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_BLOCK = 16
"""Strings that are compared at once."""
_WORTH_WHILE = 2**13
"""Bytes from which on comparing is faster than splitting."""
_MOST_KEPT = 4
_MOST_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Split:
    """Shared strings one after the other, without the tags around each; `before` the first and `after` the last what else stands there."""

    strings: Sequence[bytes]
    before: bytes
    after: bytes
    blocks: tuple[bytes, ...] = ()
    """The strings in blocks, as they stand there with their tags; nothing where they are few."""


_kept: list[Split] = []
"""The latest ones of those that are worth comparing. This process's own."""


def split_strings(content: bytes) -> Split | None:
    """The strings of a part; None where anything stands between two of them, or one of them is not plainly written."""
    if not _WORTH_WHILE <= len(content) <= _MOST_BYTES:
        return _split(content)
    for at, known in enumerate(_kept):
        if (found := _as_before(content, known)) is not None:
            _kept.insert(0, _kept.pop(at))
            return found
    found = _split(content)
    if found is not None:
        held = [b"<si>%s</si>" % string for string in found.strings]
        found = Split(found.strings, found.before, found.after, tuple(b"".join(held[start : start + _BLOCK]) for start in range(0, len(held), _BLOCK)))
        _kept[:] = [found, *_kept[: _MOST_KEPT - 1]]
    return found


def _split(content: bytes) -> Split | None:
    strings = content.split(b"</si><si>")
    if not content.count(b"<si") == content.count(b"</si>") == len(strings):
        return None
    before, begins, strings[0] = strings[0].partition(b"<si>")
    strings[-1], ends, after = strings[-1].partition(b"</si>")
    return Split(strings, before, after) if begins and ends else None


def _as_before(content: bytes, known: Split) -> Split | None:
    """The same, told by what was split before; None where more than a quarter of the blocks differ, or not only strings do."""
    if not (content.startswith(known.before) and content.endswith(known.after)):
        return None
    strings: list[bytes] = []
    at, differing = len(known.before), 0
    for number, block in enumerate(known.blocks):
        held = known.strings[number * _BLOCK : (number + 1) * _BLOCK]
        if content.startswith(block, at):
            strings += held
            at += len(block)
            continue
        differing += 1
        if differing * 4 > len(known.blocks) + 4:
            return None
        for _ in held:
            end = content.find(b"</si>", at)
            if not content.startswith(b"<si>", at) or end < 0 or b"<si" in (string := content[at + 4 : end]):
                return None
            strings.append(string)
            at = end + 5
    return Split(strings, known.before, known.after) if content[at:] == known.after else None
