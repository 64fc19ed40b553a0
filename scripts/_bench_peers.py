"""Other programs on the same submissions, each in its own environment, which this makes: none of them is a dependency."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from _bench_runs import Cost, floor, spent, warm

PEERS, BANFF = ".venv-peers", ".venv-banff"
_FEW = {"formulas": 5, "frictionless": 40, "pandas": 40, "libreoffice": 20}
_FORMULAS = "import sys, formulas\nfor file in sys.argv[1:]:\n    formulas.ExcelModel().loads(file).finish().calculate()"
_FRICTIONLESS = """
import sys
from frictionless import Resource, formats
import openpyxl
for file in sys.argv[1:]:
    sheet = 1
    while True:
        try:
            with Resource(file, control=formats.ExcelControl(sheet=sheet)) as resource:
                list(resource.row_stream)
        except Exception:
            break
        sheet += 1
"""
_PANDAS = """
import sys
import pandas as pd
import pandera.pandas as pa
columns = ["natural", "company", "research", "public", "legal", "other", "total"]
schema = pa.DataFrameSchema(
    {name: pa.Column(float, pa.Check.ge(0), nullable=True, coerce=True) for name in columns},
    checks=[pa.Check(lambda frame: frame[columns[:-1]].sum(axis=1) == frame["total"].fillna(0), ignore_na=False)],
)
for file in sys.argv[1:]:
    for name, sheet in pd.read_excel(file, sheet_name=None, header=None).items():
        numbers = sheet.apply(pd.to_numeric, errors="coerce")
        table = numbers[numbers.notna().sum(axis=1) >= 6].dropna(axis=1, how="all")
        if table.shape[1] >= 7:
            table = table.iloc[:, -7:].set_axis(columns, axis=1)
            try:
                schema.validate(table, lazy=True)
            except pa.errors.SchemaErrors:
                pass
"""


def install(root: Path) -> None:
    """Makes the peers' environments where they are not there; says what could not be installed."""
    for folder, words in ((PEERS, ["frictionless[excel]"]), (BANFF, ["-c", "scripts/bench-constraints.txt", "-e", ".[bench]"])):
        if (root / folder / "made").exists():
            continue
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(root / folder)], check=True)
        ended = subprocess.run([_python(root, folder), "-m", "pip", "install", "--quiet", *words], cwd=root, check=False)
        if ended.returncode:
            print(f"{' '.join(words)}: could not be installed")
            shutil.rmtree(root / folder)
        else:
            (root / folder / "made").touch()


def peers(folders: dict[str, Path], root: Path) -> Iterator[tuple[str, ...]]:
    """A row for each peer: its cost, the floor's, and how many times faster this program is on the same files; the beginning of its process is taken off."""
    files = sorted(folders["templates"].iterdir())

    def row(words: str, spend: Callable[[], Cost]) -> tuple[str, ...]:
        """This program is measured before the peer and after it."""
        base, before, cost, after = floor(folders["templates"]), warm(folders["templates"]), spend(), warm(folders["templates"])
        return words, cost.words, base.words, f"{2 * cost.milliseconds / (before.milliseconds + after.milliseconds):.0f} ×"

    for name, words, python, code in (
        ("formulas", "formulas, as its manual has it: `ExcelModel().loads().finish().calculate()`", sys.executable, _FORMULAS),
        ("frictionless", "frictionless, reading the rows of all sheets", _python(root, PEERS), _FRICTIONLESS),
        ("pandas", "pandas and pandera, as one writes it: section three's rows and their totals only", sys.executable, _PANDAS),
    ):
        if Path(python).exists():
            yield row(words, partial(_spent, [python, "-c", code], files[: _FEW[name]]))
    if office := shutil.which("soffice"):
        yield row("LibreOffice headless, to csv, nothing checked", partial(_converted, office, files[: _FEW["libreoffice"]]))
    if (root / BANFF / "made").exists():
        script = root / "scripts" / "bench_localise.py"
        said = subprocess.run([_python(root, BANFF), str(script), "5"], capture_output=True, encoding="utf-8", check=False, cwd=root, env={**os.environ, "PYTHONPATH": str(root)})
        for line in said.stdout.splitlines()[1:]:
            if "[INFO]" in line:
                continue
            yield ("localisation / Banff", line.replace("|", "/"), "", "")


def _spent(command: list[str], files: list[Path]) -> Cost:
    """The cost a file beyond that of the first: what is loaded and compiled once is taken off."""
    first, *_ = spent([*command, *map(str, files[:1])])
    seconds, *_ = spent([*command, *map(str, files)])
    return Cost((seconds - first) * 1000 / (len(files) - 1), len(files) - 1)


def _converted(office: str, files: list[Path]) -> Cost:
    with tempfile.TemporaryDirectory() as out:
        return _spent([office, f"-env:UserInstallation={Path(out, 'profile').as_uri()}", "--headless", "--convert-to", "csv", "--outdir", out], files)


def _python(root: Path, folder: str) -> str:
    return str(root / folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))


