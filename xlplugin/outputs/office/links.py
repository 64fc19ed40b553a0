"""Links to the files of the run: made from their paths, and from nothing that stands in a file."""

from __future__ import annotations

import os
import re
from pathlib import Path

from xlplugin.filing.cells import Place
from xlplugin.outputs.harmless import one_line
from xlplugin.runs.inputs.far import is_remote

MOST = 65_530
"""So many links a sheet may have."""
LONGEST = 2_079
"""UTF-16 units of one link."""
_RESERVED = re.compile(r"[%# \"<>\[\]^`{}|?*:]")
_DRIVE = re.compile(r"[A-Za-z]:(?=/)")


def file_link(file: str, target: Path) -> str | None:
    """A link from the workbook `target` to a file of this machine, relative where it can be; None where there is none to make."""
    if is_remote(file) or not os.path.isfile(file):
        return None
    path, folder = Path(file), os.path.realpath(target.parent)
    whole = os.path.join(os.path.realpath(path.parent), path.name)
    try:
        way = os.path.relpath(whole, folder)
    except ValueError:  # another drive
        way = whole
    if os.sep == "\\":
        way = way.replace("\\", "/")
    if "\\" in way or one_line(way) != way:  # Windows would take the one for a folder or a server, and nobody sees the other
        return None
    drive = match[0] if (match := _DRIVE.match(way)) else ""
    escaped = drive + _RESERVED.sub(lambda match: f"%{ord(match[0]):02X}", way[len(drive) :])
    return _short(f"external:{escaped if drive or escaped.startswith(('.', '/')) else f'./{escaped}'}")


def cell_link(link: str | None, place: Place | None) -> str | None:
    """The link of a file, to one of its cells; to the file where the sheet's name cannot stand in a link."""
    if link is None or place is None or one_line(place.sheet) != place.sheet or set("/\\") & set(place.sheet):
        return link
    return _short(f"{link}#{place.target}") or link


def _short(link: str) -> str | None:
    return link if len(link.encode("utf-16-le")) // 2 <= LONGEST else None
