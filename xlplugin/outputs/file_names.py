"""Names of files: safe ones made of organs' names, and what the names of a run have in common."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import takewhile

_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Devices of Windows: no file may be called so, whatever stands behind the first dot."""
MOST_BYTES = 150
"""Most systems allow 255 bytes for a name; there is an ending to come."""


def safe_name(name: str, otherwise: str = "_") -> str:
    """A name that every file system takes: no separators, no control characters, none of a device, not too long. `otherwise`: for one of which nothing is left."""
    plain = unicodedata.normalize("NFC", name)
    seen = "".join(" " if unicodedata.category(mark)[0] == "Z" else mark for mark in plain if unicodedata.category(mark) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
    kept = " ".join(_FORBIDDEN.sub("_", seen).split()).strip(" .")
    short = kept.encode()[:MOST_BYTES].decode(errors="ignore").rstrip(" .") or otherwise
    return f"_{short}" if _RESERVED.fullmatch(short.partition(".")[0].strip()) else short


def unique(name: str, taken: set[str]) -> str:
    """The name, or the first of `name (2)`, `name (3)` … that is free; file systems may not tell case apart. `taken` grows by it."""
    count, found = 1, name
    while found.casefold() in taken:
        count += 1
        found = f"{name} ({count})"
    taken.add(found.casefold())
    return found


def common_folder(files: Iterable[str]) -> str:
    """What the names of all files begin with, up to the last separator; of a single file its folder. Names may be addresses, or of another system."""
    shared = "".join(common_parts(list(files)))
    return shared[: max(shared.rfind("/"), shared.rfind("\\")) + 1]


def common_parts(rows: Sequence[Sequence[str]]) -> list[str]:
    """What all rows begin with: characters of names, or folders of paths."""
    return [level[0] for level in takewhile(lambda level: len(set(level)) == 1, zip(*rows, strict=False))]
