"""Last year's filings as a run uses them: one Parquet file, found by organ and year, decoded one at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from xlplugin.batch.codec import load_filing
from xlplugin.batch.names import Names, key_of
from xlplugin.filing import Filing
from xlplugin.form import Form

_GROUP = 32


def store_priors(path: Path, filings: Iterable[tuple[str | None, int | None, str]], is_single: bool) -> None:
    """Writes filings in their order: organ, year and JSON of each. `is_single`: the one is meant for every filing."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([("organ", pa.string()), ("year", pa.int64()), ("filing", pa.string())], metadata={b"is_single": b"yes" if is_single else b"no"})
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        waiting: list[dict[str, Any]] = []
        for organ, year, filing in filings:
            waiting.append({"organ": key_of(organ) if organ else None, "year": year, "filing": filing})
            if len(waiting) == _GROUP:
                writer.write_table(pa.Table.from_pylist(waiting, schema=schema))
                waiting = []
        if waiting:
            writer.write_table(pa.Table.from_pylist(waiting, schema=schema))


class StoredPriors:
    """What `store_priors` wrote."""

    def __init__(self, path: Path, forms: Sequence[Form]) -> None:
        import pyarrow.parquet as pq

        self._stored = pq.ParquetFile(path)
        self._forms = {shape.key: shape for form in forms for shape in form.shapes}
        self._is_single = (self._stored.schema_arrow.metadata or {}).get(b"is_single") == b"yes"
        self._spots: dict[int, dict[str, tuple[int, int]]] = {}
        self._names: dict[int, Names] = {}
        for group in range(self._stored.num_row_groups):
            for row, entry in enumerate(self._stored.read_row_group(group, columns=["organ", "year"]).to_pylist()):
                if entry["organ"] and entry["year"] is not None:
                    self._spots.setdefault(entry["year"], {})[entry["organ"]] = (group, row)

    def of(self, filing: Filing) -> Filing | None:
        """The single filing, or that of the same organ and the year before; of several the last in path order."""
        if self._is_single:
            return self._load(0, 0)
        if filing.organ is None or filing.year is None or (before := self._spots.get(filing.year - 1)) is None:
            return None
        if filing.year - 1 not in self._names:
            self._names[filing.year - 1] = Names(before)
        name = self._names[filing.year - 1].find(filing.organ)
        return self._load(*before[name]) if name else None

    def _load(self, group: int, row: int) -> Filing:
        text = self._stored.read_row_group(group, columns=["filing"]).column(0)[row].as_py()
        return load_filing(text, self._forms)
