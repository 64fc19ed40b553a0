"""Results on disk: Parquet shards in `results/`, each complete the moment it has its name; and where in them each file's row is."""

from __future__ import annotations

import hashlib
import json
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Any

from xlplugin.batch.outcome import Outcome
from xlplugin.batch.storage import BESIDE, Folder

if TYPE_CHECKING:
    import pyarrow.parquet as pq

SCHEMA_VERSION = 2
"""Of the rows; shards of another are left aside."""
MOST_ROWS = 512
LONGEST_WAIT = 2.0
"""Seconds of work that are lost at most when the machine stops: a shard is written at the latest after these."""
_FOLDER = "results"
_KEPT_OPEN = 8
_MARK = b"xlplugin_schema"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row is: the shard's name, the row group (one chunk of files), and the row in it."""

    shard: str
    group: int
    row: int


def key_of(file: str, content: str, version: str) -> str:
    """Names the result of one content at one place under one version of the rules."""
    return hashlib.sha256(json.dumps([file, content, version]).encode()).hexdigest()[:32]


class ShardWriter:
    """Gathers rows and writes a shard when there are many, or when the first of them has waited long enough."""

    def __init__(self, folder: Folder, number: int) -> None:
        self._folder = folder
        self._number = number
        self._groups: list[Any] = []
        self._rows = 0
        self._since = time.monotonic()

    def add(self, rows: Sequence[tuple[str, Outcome]]) -> None:
        """Takes a chunk's rows, each with its key; none at all is a chance to write what has waited."""
        import pyarrow as pa

        if rows:
            if not self._rows:
                self._since = time.monotonic()
            self._groups.append(pa.Table.from_pylist([_cells(key, outcome) for key, outcome in rows], schema=_schema()))
            self._rows += len(rows)
        if self._rows >= MOST_ROWS or (self._rows and time.monotonic() - self._since >= LONGEST_WAIT):
            self.flush()

    def flush(self) -> None:
        """Writes what has been gathered."""
        import pyarrow.parquet as pq

        if not self._rows:
            return
        buffer = BytesIO()
        with pq.ParquetWriter(buffer, _schema(), compression="zstd") as writer:
            for group in self._groups:
                writer.write_table(group)
        self._folder.write(f"{_FOLDER}/part-{self._number:06}.parquet", buffer.getvalue())
        self._number += 1
        self._groups, self._rows = [], 0


class Shards:
    """The shards of a folder, with every row's spot by its key. Of rows with one key the newest counts."""

    def __init__(self, folder: Folder) -> None:
        self._folder = folder
        self._open: OrderedDict[str, pq.ParquetFile] = OrderedDict()
        self._groups: OrderedDict[tuple[str, int, tuple[str, ...]], list[dict[str, Any]]] = OrderedDict()
        self.spots: dict[str, Spot] = {}
        self.useless: list[str] = []
        """Files that are no shard of ours: half written when a machine stopped, damaged, or of another schema."""
        self.last = 0
        """The greatest number of a shard."""
        for name in folder.names(_FOLDER):
            self._index(name)

    def rows(self, spot: Spot, columns: Sequence[str]) -> dict[str, Any]:
        """The row at a spot, of the columns that are asked for. Rows in path order are mostly neighbours: their group is read once."""
        where = (spot.shard, spot.group, tuple(columns))
        if where not in self._groups:
            self._groups[where] = self._file(spot.shard).read_row_group(spot.group, columns=list(columns)).to_pylist()
            while len(self._groups) > _KEPT_OPEN:
                self._groups.popitem(last=False)
        self._groups.move_to_end(where)
        return self._groups[where][spot.row]

    def close(self) -> None:
        """Lets go of the files."""
        while self._open:
            self._open.popitem()[1].close(force=True)
        self._groups.clear()

    def _index(self, name: str) -> None:
        number = name.rsplit("-", 1)[-1].removesuffix(".parquet")
        if BESIDE in name or not number.isdigit():
            self.useless.append(name)
            return
        self.last = max(self.last, int(number))
        try:
            shard = self._file(name)
            if (shard.schema_arrow.metadata or {}).get(_MARK) != str(SCHEMA_VERSION).encode():
                raise ValueError("another schema")
            found = [shard.read_row_group(group, columns=["key"]).column(0).to_pylist() for group in range(shard.num_row_groups)]
        except Exception:  # pyarrow names damage by many exceptions; whatever it is, the files are checked anew
            self.useless.append(name)
            return
        for group, keys in enumerate(found):
            self.spots |= {key: Spot(name, group, row) for row, key in enumerate(keys)}

    def _file(self, name: str) -> pq.ParquetFile:
        import pyarrow.parquet as pq

        if name not in self._open:
            self._open[name] = pq.ParquetFile(self._folder.open(name))
            while len(self._open) > _KEPT_OPEN:
                self._open.popitem(last=False)[1].close(force=True)
        self._open.move_to_end(name)
        return self._open[name]


def _cells(key: str, outcome: Outcome) -> dict[str, Any]:
    """A row as the table has it; text that is no valid Unicode (a file name, say) is written with escapes, and is whole in `report`."""
    cells = {name: value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value for name, value in asdict(outcome).items()}
    return {"key": key, **cells}


def _schema() -> Any:
    import pyarrow as pa

    numbers = {"year": pa.int64(), "errors": pa.int32(), "warnings": pa.int32()}
    names = ["key", *Outcome.__dataclass_fields__]
    return pa.schema([(name, numbers.get(name, pa.string())) for name in names], metadata={_MARK: str(SCHEMA_VERSION).encode()})
