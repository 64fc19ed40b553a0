"""The workbook's table of texts, kept in a file: a workbook of any size has its texts where Excel looks for them, and memory holds few of them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from typing import Any

from xlsxwriter.worksheet import Worksheet

_MOST_KNOWN = 20_000
"""So many texts are known again when they come again; others are written once more, which a reader does not mind."""
_LONGEST_KNOWN = 200


class Strings:
    """Stands in for XlsxWriter's own table, which holds every text of the workbook until its end."""

    def __init__(self) -> None:
        self.count = 0
        """Of the cells."""
        self.unique_count = 0
        """Of the texts."""
        self._known: dict[str, int] = {}
        self._file = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115 - closed by `close`

    def _get_shared_string_index(self, text: str) -> int:
        self.count += 1
        known = self._known.get(text)
        if known is not None:
            return known
        index = self.unique_count
        self.unique_count += 1
        self._file.write(json.dumps(text) + "\n")  # one line, whatever is in it
        if len(text) <= _LONGEST_KNOWN and len(self._known) < _MOST_KNOWN:
            self._known[text] = index
        return index

    def _sort_string_data(self) -> None:
        """They are in order."""

    @property
    def string_array(self) -> Iterator[str]:
        """The texts in their order, to be written; read once."""
        self._known.clear()
        self._file.seek(0)
        return map(json.loads, self._file)

    def close(self) -> None:
        """Lets the file go."""
        self._file.close()


class SharedSheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows leave memory as they are written (`constant_memory`) and whose texts are in the table all the same."""

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        if "String" not in type(cell).__name__:
            super()._write_cell(row, col, cell)
            return
        self.constant_memory = False
        try:
            super()._write_cell(row, col, cell._replace(string=self.str_table._get_shared_string_index(cell.string)))
        finally:
            self.constant_memory = True
