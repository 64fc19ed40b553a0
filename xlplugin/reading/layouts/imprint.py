"""What of a workbook's package is the same in every file of one layout, as a digest, and what differs: figures and texts. No XML is parsed.

Two files with one digest differ in nothing but the values of cells and the shared strings. The parts are only split at what
cells hold; whatever is written otherwise than Excel, WPS and LibreOffice write it stays in the digest, where it costs nothing but a hit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from itertools import compress, count
from operator import itemgetter, ne
from typing import Protocol

from xlplugin.reading.layouts.raw import KEPT, RawPart, unpacked
from xlplugin.reading.layouts.shared_strings import split_strings
from xlplugin.reading.layouts.views import begins_plainly, may_have_views, without_views
from xlplugin.reading.layouts.worksheets import MODELS, OPENS, Model

LARGEST = 4 * 2**20
"""Larger packages are read as ever."""
_WORTHLESS = ("docprops/", "xl/theme/", "xl/media/", "xl/printersettings/", "customxml/", "xl/comments", "xl/calcchain.xml", "xl/vbaproject.bin", "docmetadata/")
"""Parts that no reader of cells opens, as programs name them. A layout of which one is opened after all is not learned (see `learn`)."""
_DRAWING = re.compile(r"xl/drawings/[^/]{1,100}\.xml")
"""What lies over cells is read; what else stands there (notes' boxes, charts' colours, which file is a picture's) is not."""
STRINGS = "xl/sharedstrings.xml"
_VALUE = re.compile(rb"<v>([^<]*)</v>")
_CELL = re.compile(rb'<c r="([A-Z]{1,3}[0-9]{1,7})"(?: s="([0-9]{1,5})")?(?: t="n")?(?:/>|><v>([^<]*)</v></c>)|<v>([^<]*)</v>')
"""A cell that holds a number or nothing, whichever; else a value of any cell."""
_GROUPS = 5
_BLANK = -1
"""In place of the number of a piece: the last one, which is none."""
_MOST_FILLINGS, _MOST_SLOTS = 512, 150_000
"""The sheets of which it is remembered which cells were filled, and the slots of them all."""
_FRAME = re.compile(rb'([^\0]*?<sst(?: [^<>"]{1,40}="[^<>"]{0,200}")*>)\0*</sst>\s*')
"""The part of shared strings without them."""
_COUNT = re.compile(rb' (?:c|uniqueC)ount="[0-9]{1,9}"')


class Parts(Protocol):
    """A package, as far as it is wanted here."""

    def sizes(self) -> dict[str, int]:
        """The size of each part by its name in small letters, in the package's order."""
        ...

    def raw(self, name: str) -> RawPart | None:
        """A part as it lies in the archive; None where anything about it is unusual."""
        ...

    def read(self, name: str) -> bytes:
        """A part's bytes."""
        ...

    def told(self, names: Sequence[str]) -> bytes | None:
        """What was told of these parts, where another package had the very same."""
        ...

    def keep(self, names: Sequence[str], told: bytes) -> None:
        """Keeps what is told of these parts."""
        ...


@dataclass(frozen=True, slots=True)
class _Part:
    """What is fixed of a part, as a digest; and of a worksheet its XML and values, of the shared strings these."""

    digest: bytes
    content: bytes = b""
    filled: Sequence[bytes | None] = ()
    strings: Sequence[bytes] = ()
    differing: Mapping[int, bytes] = field(default_factory=dict)
    """By slot the values of a worksheet that are others than `filled`, which is what it was compared with."""

    @property
    def values(self) -> Sequence[bytes | None]:
        """What stands in a worksheet's slots; None where a cell is blank."""
        return [self.differing.get(slot, value) for slot, value in enumerate(self.filled)] if self.differing else self.filled

    @property
    def pieces(self) -> list[bytes | None]:
        """A worksheet's XML in pieces of five: what is fixed, then of a cell its address, style and value, or a value alone."""
        return _CELL.split(without_views(self.content))


Split = Callable[[bytes], _Part | None]


@dataclass(frozen=True, slots=True)
class Imprint:
    """A package split into what its layout fixes and what stands in it."""

    digest: bytes
    sheets: Mapping[str, _Part]
    """By the name of a worksheet's part."""
    strings: Sequence[bytes]
    """The shared strings, raw."""
    parts: Collection[str]
    """The names of all parts that the digest tells."""

    def values(self, part: str) -> Sequence[bytes | None]:
        """What stands in the slots of a worksheet's part; None where a cell is blank. Not to be changed."""
        return self.sheets[part].values

    def differing(self, part: str, values: Sequence[bytes | None]) -> Mapping[int, bytes | None]:
        """By slot what stands in a worksheet's part where it is something else than these values."""
        sheet = self.sheets[part]
        if sheet.filled is values:
            return sheet.differing
        own = sheet.values
        return {} if own == values else {slot: own[slot] for slot in compress(count(), map(ne, own, values))}

    def learned(self, part: str) -> Sequence[bytes | None]:
        """The values of a worksheet's part with which others will be compared, if it can serve for that."""
        sheet, values = self.sheets[part], self.values(part)
        if not any(model.values is values for model in MODELS.values()):
            _keep(without_views(sheet.content), sheet.digest, values)
        return values

    def before(self, part: str) -> Iterator[tuple[bytes | None, bytes]]:
        """Of each slot the cell's address, where nothing but that and the style is fixed of it, and what stands before it."""
        pieces = self.sheets[part].pieces
        return ((address, before or b"") for address, before in zip(pieces[1::_GROUPS], pieces[:-1:_GROUPS], strict=True))

    def filled(self, part: str, values: Sequence[int]) -> bytes:
        """The worksheet's XML with other values in all its slots."""
        pieces = self.sheets[part].pieces
        written = [pieces[0] or b""]
        for number, value in enumerate(values):
            _, address, style, _, _, after = pieces[number * _GROUPS : (number + 1) * _GROUPS + 1]
            held = b"<v>%d</v>" % value
            if address is not None:
                held = b'<c r="%s"%s>%s</c>' % (address, b"" if style is None else b' s="%s"' % style, held)
            written += (held, after or b"")
        return b"".join(written)


def imprint(package: Parts) -> Imprint | None:
    """The imprint of a package; None where it is large or not written plainly."""
    sizes = package.sizes()
    wanted, others, beginning = _wanted(tuple(sizes))
    if wanted is None or sum(map(sizes.__getitem__, wanted)) > LARGEST:
        return None
    told = package.told(others)
    parts: dict[str, _Part] = {}
    for name, split in wanted.items():
        if told is None or split is not _other:
            part = _part(package, name, split)
            if part is None:
                return None
            parts[name] = part
    if told is None:
        told = b"".join([parts.pop(name).digest for name in others])
        package.keep(others, told)
    digest = _digest(b"".join([beginning, told, *[part.digest for part in parts.values()]]))
    strings = parts.pop(STRINGS).strings if STRINGS in parts else ()
    return Imprint(digest, parts, strings, wanted)


@lru_cache(64)
def _wanted(names: tuple[str, ...]) -> tuple[Mapping[str, Split] | None, Sequence[str], bytes]:
    """Of a package's parts those that are read, and how each is split, or None where one is not XML; those of them that hold neither cells nor texts; and what tells all of them apart. Most packages of a batch have the same."""
    wanted = [name for name in names if not name.startswith(_WORTHLESS) and (not name.startswith("xl/drawings/") or _DRAWING.fullmatch(name))]
    if not all(name.endswith((".xml", ".rels")) for name in wanted):
        return None, (), b""
    splits: dict[str, Split] = {}
    for name in wanted:
        is_sheet = name.startswith("xl/worksheets/") and name.endswith(".xml")
        splits[name] = _sheet if is_sheet else _strings if name == STRINGS else _other
    return splits, [name for name, split in splits.items() if split is _other], _digest("\n".join(names).encode())


def _part(package: Parts, name: str, split: Split) -> _Part | None:
    """A part split up; None where it is not written plainly."""

    def work(raw: RawPart | None) -> _Part | None:
        content = None if raw is None else unpacked(raw)
        return _split(package.read(name) if content is None else content, split)

    raw = package.raw(name)
    return work(None) if raw is None else KEPT.of(split.__name__, raw, work)


def _split(content: bytes, split: Split) -> _Part | None:
    """A part split up; None where comments, character data, instructions or an unusual declaration stand in it."""
    # Single signs are looked for first, which is many times faster.
    has_markup = b"!" in content and any(before.endswith(b"<") for before in content.split(b"!")[:-1])
    if b"\0" in content or has_markup or content.find(b"<?", 1, content.rfind(b"?") + 1) > 3 or not begins_plainly(content):
        return None
    return split(content)


def _sheet(content: bytes) -> _Part:
    """A worksheet. One that is a known one but for its values is told by what differs; else it is split at its values alone, where the same cells were filled in one before."""
    known, differing = _like_before(content)
    if known is not None:
        return _Part(known.digest, content, known.values, differing=differing)
    bare = without_views(content)
    pieces = _VALUE.split(bare)
    around = _digest(b"\0".join(pieces[::2]))
    filling = FILLINGS.get(around)
    if filling is not None:
        filled = filling.values(pieces)
        _keep(bare, filling.digest, filled)
        return _Part(filling.digest, content, filled)
    part = _split_sheet(bare)
    values = iter(range(1, len(pieces), 2))
    if len(FILLINGS) >= _MOST_FILLINGS or sum(len(filling.slots) for filling in FILLINGS.values()) + len(part.filled) > _MOST_SLOTS:
        FILLINGS.clear()
    FILLINGS[around] = _Filling(part.digest, tuple(_BLANK if value is None else next(values) for value in part.filled))
    return _Part(part.digest, content, part.filled)


def _like_before(content: bytes) -> tuple[Model | None, Mapping[int, bytes]]:
    """The known worksheet that this one is but for its values, and those that differ; None where there is none."""
    pieces = content.split(OPENS)
    pieces[0] = without_views(pieces[0])  # in what stands behind, a known one has no views, nor has one that is like it
    known = MODELS.like(pieces)
    differing = None if known is None else known.differing(pieces)
    return (None, {}) if differing is None else (known, differing)


def _keep(bare: bytes, digest: bytes, values: Sequence[bytes | None]) -> None:
    """Lets others be compared with a worksheet, its views taken out, unless there are more of them."""
    if not may_have_views(bare):
        MODELS.keep(bare, digest, values)


def _split_sheet(content: bytes) -> _Part:
    pieces: list[bytes | None] = _CELL.split(content)
    fixed = [b"\0".join([b"\1" if piece is None else piece for piece in pieces[group::_GROUPS]]) for group in range(3)]
    values = [value if other is None else other for value, other in zip(pieces[3::_GROUPS], pieces[4::_GROUPS], strict=True)]
    return _Part(_digest(b"\0\0".join(fixed)), content, values)


def _strings(content: bytes) -> _Part | None:
    close = split_strings(content)
    split = _strings_apart(content) if close is None else (close.strings, b"\0".join((close.before, close.after)))
    if split is None:
        return None
    strings, around = split
    digest = _frame(around)
    return None if digest is None else _Part(digest, strings=strings)


@lru_cache(64)
def _frame(around: bytes) -> bytes | None:
    """What is fixed of shared strings, of what stands around them; None where that is not written plainly. Most files of a batch have the same."""
    frame = _FRAME.fullmatch(around)
    return None if frame is None else _digest(_COUNT.sub(b"", frame[1]))


def _strings_apart(content: bytes) -> tuple[Sequence[bytes], bytes] | None:
    """The same of strings with anything between them, which the frame's pattern then judges; None where one does not end, or begins within another."""
    before, *held = content.split(b"<si>")  # no pattern: one goes through all the rest for each string that does not end
    strings, ends, after = zip(*[piece.partition(b"</si>") for piece in held], strict=True) if held else ((), (), ())
    return None if b"" in ends or b"<si" in b"\0".join(strings) else (strings, b"\0".join((before, *after)))


def _other(content: bytes) -> _Part:
    return _Part(_digest(without_views(content)))


def _digest(content: bytes) -> bytes:
    return blake2b(content, digest_size=16).digest()


@dataclass(frozen=True)
class _Filling:
    """Which cells of a worksheet are filled: its digest, and of each slot which piece is its value, `_BLANK` where it is blank."""

    digest: bytes
    slots: tuple[int, ...]

    @cached_property
    def _pick(self) -> Callable[[list[bytes | None]], tuple[bytes | None, ...]]:
        return itemgetter(*self.slots, _BLANK, _BLANK)  # of two at the least it gives a tuple

    def values(self, pieces: Sequence[bytes | None]) -> list[bytes | None]:
        """What stands in the slots of a worksheet with other values."""
        return list(self._pick([*pieces, None])[:-2])


FILLINGS: dict[bytes, _Filling] = {}
"""By what stands around the values of a worksheet. This process's own."""
