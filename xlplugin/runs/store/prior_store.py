"""Last year's filings as a run uses them: one file of compressed lines, found by organ and year, decoded one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from xlplugin.filing.filing import Filing
from xlplugin.form import Form, shapes_by_key
from xlplugin.runs.inputs.names import Names, key_of
from xlplugin.runs.store.codec import load_filing
from xlplugin.runs.store.lines import LineReader, LineWriter, Spot, read_line

NAME = "priors.jsonl.gz"


def store_priors(path: Path, filings: Iterable[tuple[str | None, int | None, str]], is_single: bool) -> None:
    """Writes filings in their order: organ, year and JSON of each. `is_single`: the one is meant for every filing."""
    with path.open("wb") as stream:
        writer = LineWriter(stream)
        rows = [json.dumps([key_of(organ) if organ else None, year, writer.add(filing)]) for organ, year, filing in filings]
        writer.close([json.dumps({"is_single": is_single}), *rows])


class StoredPriors:
    """What `store_priors` wrote."""

    def __init__(self, path: Path, forms: Sequence[Form]) -> None:
        self._path = path
        self._forms = shapes_by_key(forms)
        with path.open("rb") as stream:
            head, *rows = map(json.loads, LineReader(stream).index)
        self._single: Spot | None = rows[0][2] if head["is_single"] else None
        self._spots: dict[int, dict[str, Spot]] = {}
        self._names: dict[int, Names] = {}
        for organ, year, spot in rows:
            if organ and year is not None:
                self._spots.setdefault(year, {})[organ] = spot

    def of(self, filing: Filing) -> Filing | None:
        """The single filing, or that of the same organ and the year before; of several the last in path order."""
        if self._single is not None:
            return self._load(self._single)
        if filing.organ is None or filing.year is None or (before := self._spots.get(filing.year - 1)) is None:
            return None
        if filing.year - 1 not in self._names:
            self._names[filing.year - 1] = Names(before)
        name = self._names[filing.year - 1].find(filing.organ)
        return self._load(before[name]) if name else None

    def _load(self, spot: Spot) -> Filing:
        with self._path.open("rb") as stream:
            return load_filing(read_line(stream, spot), self._forms)
