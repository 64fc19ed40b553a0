"""Whether every library of a Windows kit finds the libraries that it asks for, as far as their tables of imports tell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from portable.wheels import HERE

_PYTHON = frozenset({"python311.dll", "python3.dll", "vcruntime140.dll", "vcruntime140_1.dll", "libffi-8.dll", "libcrypto-3.dll", "libssl-3.dll", "sqlite3.dll"})
"""What python.org's embeddable package holds."""
_WINDOWS = frozenset((HERE / "windows-libraries.txt").read_text("ascii").split())
"""Libraries of Windows 10 itself."""
_SETS = ("api-ms-win-", "ext-ms-win-")


def unresolved(folder: Path) -> list[tuple[str, str]]:
    """Each library of the folder with one that it asks for and that is neither in there, nor Python's, nor Windows' own. Needs PyPI's `pefile`.

    A library finds those beside it, and those of the folders that its package adds (`NAME.libs`, pywin32_system32): so one of the same name anywhere in the kit counts.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in (".pyd", ".dll"))
    known = {path.name.lower() for path in files} | _PYTHON | _WINDOWS
    return [(path.relative_to(folder).as_posix(), wanted) for path in files for wanted in imports(path) if wanted.lower() not in known and not wanted.lower().startswith(_SETS)]


def imports(path: Path) -> Iterator[str]:
    """The libraries that a library asks for, at once and later."""
    import pefile

    with pefile.PE(str(path), fast_load=True) as library:
        tables = ("IMAGE_DIRECTORY_ENTRY_IMPORT", "IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT")
        library.parse_data_directories([pefile.DIRECTORY_ENTRY[table] for table in tables])
        for table in ("DIRECTORY_ENTRY_IMPORT", "DIRECTORY_ENTRY_DELAY_IMPORT"):
            yield from (entry.dll.decode("ascii") for entry in getattr(library, table, ()))
