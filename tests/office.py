"""A real LibreOffice for tests: what it computes, when it is made to compute everything anew."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import openpyxl

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Setup/Office"><prop oor:name="LastCompatibilityCheckID" oor:op="fuse"><value>none</value></prop></item>
</oor:items>
"""


def soffice() -> str | None:
    """The path of LibreOffice's program; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(workbooks: list[Path], folder: Path, to: str = "xlsx", timeout: float = 180) -> list[Path]:
    """Each workbook loaded (always recalculated), saved in the format `to` into `folder`, by one run with a profile of its own.

    Raises RuntimeError with what the program said where a file was not made.
    """
    if sys.platform == "win32":
        raise NotImplementedError
    program = soffice()
    if program is None:
        raise RuntimeError("LibreOffice is not installed")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE, "utf-8")
    out = folder / "out"
    out.mkdir(exist_ok=True)
    command = [
        program,
        f"-env:UserInstallation={profile.as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        to,
        "--outdir",
        str(out),
        *map(str, workbooks),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True) as run:
        try:
            said, _ = run.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            raise
    made = [out / f"{workbook.stem}.{to}" for workbook in workbooks]
    missing = [path.name for path in made if not path.exists()]
    if missing:
        raise RuntimeError(f"LibreOffice did not make {', '.join(missing)}: {said}")
    return made


def computed_values(workbooks: list[Path], folder: Path, timeout: float = 180) -> list[dict[tuple[str, int, int], object]]:
    """What LibreOffice computes for the cells of each workbook, by sheet, row and column; blank cells are left out.

    Works in `folder`, which must be fresh; all workbooks are loaded by one run of the program.
    """
    found: list[dict[tuple[str, int, int], object]] = []
    for made in convert(workbooks, folder, timeout=timeout):
        book = openpyxl.load_workbook(made, data_only=True)
        cells = [(sheet.title, cell) for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
        found.append({(title, cell.row, cell.column): cell.value for title, cell in cells if cell.value is not None})
        book.close()
    return found
