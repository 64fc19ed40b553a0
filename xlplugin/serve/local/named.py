"""Reads a file that was stored under a fixed name, by the name that it was sent with: the organ and the year may stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from xlplugin.filing.filing import Filing
from xlplugin.form import Form
from xlplugin.reading.open import read_any

READ = f"{__name__}:read"
"""See `Recipe.read`."""
NAME = ".name.txt"
"""No archive that is unpacked has such a file: what is hidden is no submission (see `archive.inside`)."""
_ENDING = re.compile(r"\.[a-z0-9]{1,8}")


def store(folder: Path, name: str, content: bytes) -> Path:
    """Writes a file under a name of ours, whose ending alone is the sender's, and the sender's name beside it."""
    ending = Path(name).suffix.lower()
    path = folder / f"submission{ending if _ENDING.fullmatch(ending) else ''}"
    path.write_bytes(content)
    (folder / NAME).write_text(name, "utf-8", errors="replace")
    return path


def read(path: Path, forms: Sequence[Form], file: str) -> Filing:
    """A `Read`: what the file holds, called as its sender calls it; one that lies under its own name, as ever."""
    told = path.with_name(NAME)
    return read_any(path, told.read_text("utf-8") if told.exists() else file, forms)
