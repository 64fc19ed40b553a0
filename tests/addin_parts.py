"""What the add-in's tests share: its parts as they are read back, by tools that are not ours."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from pathlib import Path

import olefile

from xlplugin.addin import build

with warnings.catch_warnings():
    # oletools 0.60.2 still uses pyparsing's old names.
    warnings.simplefilter("ignore", DeprecationWarning)
    from oletools.olevba import VBA_Parser, decompress_stream

FOLDER = Path(build.__file__).parent
SOURCE = (FOLDER / "callbacks.bas").read_text("utf-8")
START_NOTHING, START_PROCESS = ((FOLDER / name).read_text("utf-8") for name in ("start_nothing.bas", "start_process.bas"))
RIBBON = (FOLDER / "ribbon.xml").read_text("utf-8")
CODE = "\n".join(re.sub(r"'(?:[^\"]*)$", "", line) if not line.lstrip().startswith("'") else "" for line in SOURCE.splitlines())
"""The source without its comments; an apostrophe inside a string stays."""
CALLBACKS = dict(re.findall(r"^Public Sub (\w+)\(control As IRibbonControl\)\n    RunXlplugin \"(\w+)\"\nEnd Sub$", SOURCE, re.MULTILINE))
"""Each button's Sub and the command it runs, in the order of the source."""


def part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return opened.read(name)


def compound(content: bytes) -> olefile.OleFileIO:
    """A compound file, read so strictly that every defect is an exception."""
    return olefile.OleFileIO(io.BytesIO(content), raise_defects=olefile.DEFECT_INCORRECT)


def sources(package: bytes) -> dict[str, str]:
    """The source of each module by its name, as olevba shows it."""
    parser = VBA_Parser("xlplugin.xlam", data=package)
    found = {str(file_name).split(".")[0]: str(code) for _, _, file_name, code in parser.extract_macros()}
    parser.close()
    return found


def suspicious(package: bytes) -> set[str]:
    """What olevba lists of the code: keywords, and what it takes for addresses."""
    parser = VBA_Parser("xlplugin.xlam", data=package)
    found = {str(keyword) for _, keyword, _ in parser.analyze_macros()}
    parser.close()
    return found


def decompress(content: bytes) -> bytes:
    return bytes(decompress_stream(bytearray(content)))


def directory_records(vba_project: bytes) -> list[tuple[int, bytes]]:
    """The records of the `dir` stream: code and content."""
    content = decompress(compound(vba_project).openstream("VBA/dir").read())
    found, at = [], 0
    while at < len(content):
        code, size = struct.unpack_from("<HI", content, at)
        size = 6 if code == 0x09 else size  # PROJECTVERSION: its size field leaves out the minor version
        found.append((code, content[at + 6 : at + 6 + size]))
        at += 6 + size
    assert at == len(content), "the last record is cut off"
    return found
