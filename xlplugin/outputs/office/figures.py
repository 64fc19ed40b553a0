"""The figures of the submissions that count, set aside in a temporary file while the reports go by: the ledger wants them in another order."""

from __future__ import annotations

import math
import tempfile
from array import array
from collections.abc import Mapping
from types import TracebackType

from xlplugin.filing.findings import Report


class Figures:
    """By file; of each only its edition and its place are in memory. Figures are doubles, as a workbook has them."""

    def __init__(self) -> None:
        self._stream = tempfile.TemporaryFile()  # noqa: SIM115  # closed by `__exit__`
        self._places: dict[str, tuple[tuple[str, ...], int]] = {}
        self._shapes: dict[tuple[str, ...], tuple[str, ...]] = {}
        self.editions: dict[str, str] = {}
        """By file."""

    def add(self, report: Report) -> None:
        """Sets a report's figures aside."""
        if report.edition is None:
            return
        names = tuple(report.values)
        names = self._shapes.setdefault(names, names)
        self._places[report.file] = (names, self._stream.tell())
        self.editions[report.file] = report.edition
        array("d", (math.nan if value is None else float(value) for value in report.values.values())).tofile(self._stream)

    def of(self, file: str) -> Mapping[str, float]:
        """The figures of a file by field id, without the blank ones; empty for a file that is not there."""
        if file not in self._places:
            return {}
        names, at = self._places[file]
        self._stream.seek(at)
        found = array("d")
        found.fromfile(self._stream, len(names))
        return {name: value for name, value in zip(names, found, strict=True) if not math.isnan(value)}

    def fields(self, edition: str) -> frozenset[str]:
        """The ids of all fields that occur in an edition."""
        used = {names for file, (names, _) in self._places.items() if self.editions[file] == edition}
        return frozenset(name for names in used for name in names)

    def __enter__(self) -> Figures:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stream.close()

