"""Old Word documents (.doc) and RTF, by way of LibreOffice where it is installed: converted in a folder and a profile of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from xlplugin.errors import ConverterMissingError, DocumentDamagedError
from xlplugin.reading.documents.formats.stream import Element
from xlplugin.reading.documents.formats.word.read import read_docx
from xlplugin.text import Text

TIMEOUT = 90.0
_PLACES = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)


def read_doc(path: Path) -> list[Element]:
    """The paragraphs and tables of an old Word document. Raises `ConverterMissingError`, `DocumentDamagedError`."""
    program = find_converter()
    if program is None:
        raise ConverterMissingError()
    with tempfile.TemporaryDirectory(prefix="xlplugin-", ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        source = folder / f"report{'.rtf' if path.suffix.lower() == '.rtf' else '.doc'}"
        shutil.copyfile(path, source)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(folder / "out"),
            str(source),
        ]
        _run(command)
        made = folder / "out" / "report.docx"
        if not made.is_file():
            raise DocumentDamagedError(detail=Text("LibreOffice 打不开它", "LibreOffice cannot open it"))
        return read_docx(made)


def find_converter() -> str | None:
    """LibreOffice's program; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice") or next((place for place in _PLACES if Path(place).is_file()), None)


def _run(command: list[str]) -> None:
    """Runs the converter, and ends it with all it started when it takes too long."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, start_new_session=True) as run:
        try:
            run.wait(TIMEOUT)
        except subprocess.TimeoutExpired as error:
            if sys.platform == "win32":
                run.kill()
            else:
                os.killpg(run.pid, signal.SIGKILL)
            raise DocumentDamagedError(detail=Text(f"LibreOffice {TIMEOUT:.0f} 秒内没有转换完", f"LibreOffice did not convert it within {TIMEOUT:.0f} seconds")) from error
