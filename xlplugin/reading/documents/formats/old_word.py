"""Old Word documents (.doc) and RTF, by way of LibreOffice where it is installed: converted in a folder and a profile of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

from xlplugin.errors import ConverterMissingError, DocumentDamagedError
from xlplugin.reading.documents.formats.converter import TIMEOUT, find_converter, run_converter
from xlplugin.reading.documents.formats.stream import Element
from xlplugin.reading.documents.formats.word.read import read_docx
from xlplugin.scratch import scratch
from xlplugin.text import Text


def read_doc(path: Path) -> list[Element]:
    """The paragraphs and tables of an old Word document. Raises `ConverterMissingError`, `DocumentDamagedError`."""
    program = find_converter()
    if program is None:
        raise ConverterMissingError()
    with scratch() as own:
        folder = Path(own)
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
        made = folder / "out" / "report.docx"
        status = run_converter(command, folder.parent)
        if status not in (0, None) and not made.is_file():  # it was killed, say, which no file is to blame for
            status = run_converter(command, folder.parent)
        if status is None:
            raise DocumentDamagedError(detail=Text(f"LibreOffice {TIMEOUT:.0f} 秒内没有转换完", f"LibreOffice did not convert it within {TIMEOUT:.0f} seconds"))
        if not made.is_file():
            raise DocumentDamagedError(detail=Text("LibreOffice 打不开它", "LibreOffice cannot open it"))
        return read_docx(made)
