"""The results as a Parquet table, one submission a row: its facts, its figures by field id, and its report as `--format json` has it."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from xlplugin.errors import UsageError
from xlplugin.outputs.harmless import escaped
from xlplugin.outputs.machine.objects import report_object
from xlplugin.outputs.wording import left_out_objects
from xlplugin.outputs.writer import Checked
from xlplugin.runs.store.results import Result
from xlplugin.runs.whole_file import beside
from xlplugin.text import Text

_FACTS = {"file": "string", "status": "string", "organ": "string", "year": "int64", "edition": "string", "errors": "int64", "warnings": "int64", "report": "string"}
_GROUP = 256
"""Rows that are held until they are written."""


def need_pyarrow() -> None:
    """Raises `UsageError` where the package that writes such tables is not installed."""
    try:
        import pyarrow.parquet
    except ImportError as error:
        raise UsageError(zh='--report parquet 需要 pyarrow：pip install "xlplugin[parquet]"', en='--report parquet needs pyarrow: pip install "xlplugin[parquet]"') from error
    assert pyarrow.parquet


class ParquetReport:
    """Figures are doubles, and null where they are blank or not of the file's edition. Which files were left out stands in the table's metadata. What belongs to no single file is left to the other reports."""

    def __init__(self, target: Path) -> None:
        need_pyarrow()
        self._target = target
        self._rows: list[dict[str, Any]] = []

    def begin(self, run: Checked, files: ExitStack) -> None:
        """See `Writer.begin`."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = files.enter_context(beside(self._target))
        fields = dict.fromkeys(name for form in run.manifest.recipe.editions() for shape in form.shapes for name in shape.fields)
        self._schema: Any = pa.schema([*((name, pa.type_for_alias(kind)) for name, kind in _FACTS.items()), *((name, pa.float64()) for name in fields)], _metadata(run))
        self._writer: Any = files.enter_context(pq.ParquetWriter(path, self._schema, compression="zstd"))
        self._language = run.language

    def add(self, result: Result) -> None:
        """See `Writer.add`."""
        one, report = result.submission, result.report()
        figures = {name: None if value is None else float(value) for name, value in report.values.items()}
        facts = {"file": one.file, "status": one.status, "organ": one.named, "year": one.named_year, "edition": one.edition, "errors": one.errors, "warnings": one.warnings}
        content = escaped(json.dumps(report_object(report, self._language), ensure_ascii=False))
        self._rows.append({name: _valid(value) for name, value in {**facts, "report": content, **figures}.items()})
        if len(self._rows) == _GROUP:
            self._flush()

    def end(self) -> tuple[Text, ...]:
        """See `Writer.end`."""
        if self._rows:
            self._flush()
        return ()

    def _flush(self) -> None:
        import pyarrow as pa

        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


def _metadata(run: Checked) -> dict[str, str] | None:
    """What stands beside the table: `left_out`, as `--format json` has it; nothing where no file was."""
    apart = left_out_objects(map(str, map(_valid, run.manifest.left_out)), run.language)
    return {"left_out": escaped(json.dumps(apart, ensure_ascii=False))} if apart else None


def _valid(value: object) -> object:
    """Text that is no valid Unicode, a file's name say, with escapes."""
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value
