"""Results on disk: shards of compressed JSON lines in `results/`, each complete the moment it has its name; and where in them each file's row is."""

from __future__ import annotations

import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from io import BytesIO
from json.encoder import encode_basestring_ascii as quoted
from typing import Any, NamedTuple, cast

from xlplugin.filing.findings import NotChecked
from xlplugin.filing.submissions import Submission
from xlplugin.form import Form
from xlplugin.runs.store.bases import Base
from xlplugin.runs.store.codec import load
from xlplugin.runs.store.lines import LineReader, LineWriter, Spot
from xlplugin.runs.store.packed import Row, missed_of, packed
from xlplugin.runs.store.storage import BESIDE, Folder

SCHEMA_VERSION = 5
"""Of the rows; shards of another are left aside."""
SUFFIX = ".jsonl.gz"
MOST_ROWS = 512
LONGEST_WAIT = 2.0
"""Seconds of work that are lost at most when the machine stops: a shard is written at the latest after these."""
_FOLDER = "results"
_KEPT_OPEN, _KEPT_BASES = 8, 64


class Place(NamedTuple):
    """Where a row is: the shard's name, and the row in it."""

    shard: str
    row: int


def key_of(file: str, content: str, version: str) -> str:
    """Names the result of one content at one place under one version of the rules."""
    return hashlib.sha256(f"[{quoted(file)},{quoted(content)},{quoted(version)}]".encode("ascii")).hexdigest()[:32]


class ShardWriter:
    """Gathers rows and writes a shard when there are many, or when the first of them has waited long enough."""

    def __init__(self, folder: Folder, number: int) -> None:
        self._folder = folder
        self._number = number
        self._since = time.monotonic()
        self._begin()

    def add(self, rows: Sequence[tuple[str, Row]]) -> None:
        """Takes a chunk's rows, each with its key; none at all is a chance to write what has waited."""
        if rows and not self._keys:
            self._since = time.monotonic()
        for key, row in rows:
            one = packed(row)
            missed = self._missed.setdefault(one.missed, len(self._missed))
            at = {name: self._lines.put(line) for name, line in one.texts.items() if name != "base"}
            if (base := one.texts.get("base")) is not None:
                if base not in self._bases:
                    self._bases[base] = self._lines.put(base)
                at["base"] = self._bases[base]
            spots = ",".join([f'"{name}":[{start},{length}]' for name, (start, length) in at.items()])
            self._rows.append(f'{{"at":{{{spots}}},"missed":{missed}}}')
            self._rows.append(one.facts)
            self._keys.append(key)
        if len(self._keys) >= MOST_ROWS or (self._keys and time.monotonic() - self._since >= LONGEST_WAIT):
            self.flush()

    def flush(self) -> None:
        """Writes what has been gathered."""
        if not self._keys:
            return
        self._lines.close([json.dumps({"schema": SCHEMA_VERSION, "keys": self._keys, "missed": list(self._missed)}), *self._rows])
        self._folder.keep(f"{_FOLDER}/part-{self._number:06}{SUFFIX}", self._buffer.getvalue())
        self._number += 1
        self._begin()

    def _begin(self) -> None:
        self._buffer = BytesIO()
        self._lines = LineWriter(self._buffer)
        self._keys: list[str] = []
        self._rows: list[str] = []
        """Two lines of the index for each row: where its texts are, and the submission's facts."""
        self._missed: dict[str, int] = {}
        """What was not checked, each set once: most files lack the same."""
        self._bases: dict[bytes, Spot] = {}
        """The filings that others are told by, each once, and where they are."""


class _Shard:
    """An open shard."""

    def __init__(self, lines: LineReader) -> None:
        self.lines = lines
        self.head: Mapping[str, Any] = json.loads(lines.index[0])
        self._missed: tuple[str, ...] = tuple(self.head["missed"])
        """The sets of what was not checked in it, as JSON."""

    def facts(self, row: int) -> str:
        """See `Shards.facts`."""
        return self.lines.index[2 + 2 * row]

    def not_checked(self, row: int) -> tuple[NotChecked, ...]:
        """See `Shards.not_checked`."""
        return missed_of(self._missed[self.rows[row]["missed"]])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Of each row where its texts are, and which set of what was not checked is its own."""
        return cast("list[dict[str, Any]]", json.loads(f"[{','.join(self.lines.index[1::2])}]"))


class Shards:
    """The shards of a folder, with every row's place by its key. Of rows with one key the newest counts."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._open: OrderedDict[str, _Shard] = OrderedDict()
        self._bases: OrderedDict[tuple[str, int], Base] = OrderedDict()
        self.places: dict[str, Place] = {}
        self.useless: list[str] = []
        """Files that are no shard of ours: half written when a machine stopped, damaged, or of another schema."""
        self.last = 0
        """The greatest number of a shard."""
        for name in folder.names(_FOLDER):
            self._index(name)

    def submission(self, place: Place, **besides: Any) -> Submission:
        """The facts of a row; `besides`: those that have changed since."""
        shard = self._file(place.shard)
        return load(Submission, shard.facts(place.row), not_checked=shard.not_checked(place.row), **besides)

    def facts(self, place: Place) -> str:
        """The facts of a row as they are stored, without what was not checked."""
        return self._file(place.shard).facts(place.row)

    def not_checked(self, place: Place) -> tuple[NotChecked, ...]:
        """What was not checked of a row."""
        return self._file(place.shard).not_checked(place.row)

    def text(self, place: Place, name: str) -> str | None:
        """One of the `TEXTS` of a row; None where it has none."""
        shard = self._file(place.shard)
        spot = shard.rows[place.row]["at"].get(name)
        return None if spot is None else shard.lines.line(spot)

    def base(self, place: Place, forms: Mapping[str, Form]) -> Base | None:
        """The filing by which a row's is told, the same for many rows; None where it is told by itself."""
        shard = self._file(place.shard)
        spot = shard.rows[place.row]["at"].get("base")
        if spot is None:
            return None
        key = place.shard, spot[0]
        if (known := self._bases.get(key)) is not None:
            return known
        base = self._bases[key] = Base(shard.lines.line(spot), forms)
        while len(self._bases) > _KEPT_BASES:
            self._bases.popitem(last=False)
        return base

    def close(self) -> None:
        """Lets go of the files."""
        while self._open:
            self._open.popitem()[1].lines.close()

    def _index(self, name: str) -> None:
        number = name.rsplit("-", 1)[-1].removesuffix(SUFFIX)
        if BESIDE in name or not number.isdigit():
            self.useless.append(name)
            return
        self.last = max(self.last, int(number))
        try:
            head = self._file(name).head
            if head["schema"] != SCHEMA_VERSION:
                raise ValueError("another schema")
            self.places |= {key: Place(name, row) for row, key in enumerate(head["keys"])}
        except (OSError, ValueError, LookupError, TypeError):  # whatever the damage is, the files are checked anew
            self.useless.append(name)

    def _file(self, name: str) -> _Shard:
        if name not in self._open:
            stream = self._folder.open(name)
            try:
                self._open[name] = _Shard(LineReader(stream))
            except BaseException:
                stream.close()
                raise
            while len(self._open) > _KEPT_OPEN:
                self._open.popitem(last=False)[1].lines.close()
        self._open.move_to_end(name)
        return self._open[name]
