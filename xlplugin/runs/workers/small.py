"""Whether a workbook is small and plain enough to be read in the command's own process: a third of a second in place of one.

Looked at is what costs nothing: the package's directory, then the parts as bytes, unpacked no further than they say to be, and how
many elements and how long texts stand in them. Whatever is beyond a filled form in any way goes to a guarded process (see `door`).
"""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

from xlplugin.reading.layouts.raw import raw_part, unpacked

LARGEST_FILE, LARGEST_PART, LARGEST_PACKAGE, MOST_PARTS = 2**20, 2**20, 3 * 2**20, 100
MOST_ELEMENTS, MOST_FORMULAS, LONGEST_FORMULA, LONGEST_TEXT, LONGEST_FORMAT = 60_000, 2_000, 4_000, 8_192, 255
"""Of a part: elements; formulas; their characters; those between two tags; those of an attribute, of which a number format is one."""
MOST_MERGED, MOST_SHEETS = 1_000, 30
_FORMULA = re.compile(rb"<f[ >]")
_TAGS = re.compile(rb"[<>]")
_FORMAT = b"formatCode="
_WIDE = re.compile(rb"[A-Z]:\$?[A-Z]|\d:\$?\d|\d{5}|INDIRECT|OFFSET|REPT|LAMBDA|ROW|COLUMN|\{", re.IGNORECASE)
"""What makes little formulas large: whole columns and rows, cells far away, texts and arrays made up."""
_PLAIN_FORMULA = re.compile(rb"<f(?: [^<>]*)?>([^<]*)</f>")
_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")


IS_HERE = [sys.platform == "emscripten"]
"""Whether there are no processes, and all is done in this one; the tests of everything else say so too."""


def is_without_processes() -> bool:
    """Whether everything is done in this process: in a browser, whose page watches it."""
    return IS_HERE[0]


def is_small(path: Path) -> bool:
    """Whether a file is a workbook (Open XML) that is as small and plain as a filled form is."""
    try:
        if not path.is_file() or not 0 < path.stat().st_size <= LARGEST_FILE:
            return False
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if (
                len(entries) > MOST_PARTS
                or sum(entry.file_size for entry in entries) > LARGEST_PACKAGE
                or len({entry.filename.lower() for entry in entries}) < len(entries)
            ):
                return False
            if not any(entry.filename == "xl/workbook.xml" for entry in entries):
                return False
            return all(_is_plain(archive, entry) for entry in entries)
    except Exception:  # whatever is wrong with it, a guarded process is to say
        return False


def _is_plain(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > LARGEST_PART or ".." in entry.filename:
        return False
    raw = raw_part(archive, entry)
    content = None if raw is None else unpacked(raw)
    if content is not None and not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        return not content.startswith(_BOMS) and content.lstrip(b" \t\r\n\0")[:1] != b"<"  # whatever names it a sheet, it is no XML
    if content is None or b"\0" in content or b"<!" in content or content.startswith(_BOMS[:2]):
        return False
    if content.count(b"mergeCell") > MOST_MERGED or content.count(b"<sheet ") > MOST_SHEETS:
        return False
    if content.count(b"<") > MOST_ELEMENTS or len(_FORMULA.findall(content)) > MOST_FORMULAS:
        return False
    if max(map(len, _TAGS.split(content))) > LONGEST_TEXT:
        return False
    if _FORMAT in content and max(len(piece.partition(piece[:1])[2].partition(piece[:1])[0]) for piece in content.split(_FORMAT)[1:]) > LONGEST_FORMAT:
        return False
    return all(len(formula) <= LONGEST_FORMULA and not _WIDE.search(formula) for formula in _PLAIN_FORMULA.findall(content))
