"""When a workbook says it was last saved: the date inside the file, which copying and sending do not change."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from xlplugin.patterns import late
from xlplugin.reading.layouts.plain_archive import plain_archive
from xlplugin.reading.layouts.raw import part_in, unpacked
from xlplugin.reading.once import opened

_LARGEST = 2**20
_PARTS = (("docProps/core.xml", rb"<dcterms:modified\b[^<>]{0,200}>\s{0,20}([^<]{10,40}?)\s{0,20}<"), ("meta.xml", rb"<dc:date>\s{0,20}([^<]{10,40}?)\s{0,20}<"))
_DATE = late(r"(\d{4}-\d\d-\d\d)(T\d\d:\d\d:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?")


def modified_of(path: Path | str) -> str | None:
    """The date and time in ISO 8601 as the workbook has it, to the second, with its zone where it names one; None where it says nothing."""
    try:
        with opened(path) as stream:
            is_package = stream.read(2) == b"PK" or zipfile.is_zipfile(stream)
            return _of_package(stream) if is_package else _of_compound(path)
    except Exception:  # whatever a broken part leads to: the date is a remark, and the workbook was read without it
        return None


def _of_package(stream: BinaryIO) -> str | None:
    for name, pattern in _PARTS:
        found = re.search(pattern, _part(stream, name))
        match = _DATE.fullmatch(found[1].decode("ascii")) if found else None
        if match:
            day, time, zone = match.groups(default="")
            moment = day + time + (zone if time else "")  # a day has no zone
            datetime.fromisoformat(moment)  # raises for the 31st of February, and for a zone a day away
            return moment
    return None


def _part(stream: BinaryIO, name: str) -> bytes:
    """A part, as much of it as may matter; nothing where there is none."""
    plain = plain_archive(stream.getvalue()) if isinstance(stream, io.BytesIO) else None
    if plain is not None and plain.names.get(name.lower()) != name:
        return b""
    raw = None if plain is None else plain.raw(name.lower())
    content = part_in(stream, name) if raw is None or raw[2] > _LARGEST else unpacked(raw)
    if content is not None:
        return content
    with zipfile.ZipFile(stream) as package:
        if name not in package.NameToInfo:
            return b""
        with package.open(name) as part:
            return part.read(_LARGEST)


def _of_compound(path: Path | str) -> str | None:
    import olefile

    if not olefile.isOleFile(path):
        return None
    with olefile.OleFileIO(path) as compound:
        saved = compound.get_metadata().last_saved_time
    return f"{saved:%Y-%m-%dT%H:%M:%S}Z" if isinstance(saved, datetime) and saved.year > 1980 else None
