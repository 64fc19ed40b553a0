"""Archives of submissions: what a .zip holds, under names that are safe to write, and a folder as a .zip."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from xlplugin.errors import UsageError
from xlplugin.outputs.file_names import safe_name
from xlplugin.reading.workbook.workbook import LARGEST_FILE

MOST_FILES, MOST_BYTES = 5000, 1 << 30
"""What an archive may hold, unpacked."""
_UTF8 = 0x800
_LONGEST = 200
"""Bytes; most systems allow 255."""
_NOT_TAKEN = re.compile(r'[<>:"/\\|?*]|[ .]$|^ ')


def is_archive(name: str, content: bytes) -> bool:
    """Whether a file is an archive of submissions: by its name and its first bytes; workbooks are archives, too, under other names."""
    return name.lower().endswith(".zip") and content[:2] == b"PK"


def unpacked(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file in an archive, below no folder but the archive's own ones. Raises `UsageError` for one that is damaged, has a password or holds too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise _wrong(name, f"超过 {MOST_FILES} 个文件或 {MOST_BYTES >> 20} MB", f"it holds more than {MOST_FILES} files or {MOST_BYTES >> 20} MB")
            for entry in entries:
                path = inside(_name(entry))
                if path is None:
                    continue
                if entry.flag_bits & 1:
                    raise _wrong(name, "设有密码", "it has a password")
                with archive.open(entry) as stream:  # no more than it says, whatever it holds
                    yield path, stream.read(min(entry.file_size, LARGEST_FILE + 1))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, RuntimeError, ValueError) as error:
        raise _wrong(name, "已损坏", "it is damaged") from error


def inside(path: str) -> str | None:
    """A relative path without steps upwards, drives and what no system takes in a name; None for what is no submission (`__MACOSX`, `~$…`, hidden files)."""
    parts = [part for part in PurePosixPath(path.replace("\\", "/")).parts if part not in ("/", "", ".", "..")]
    if not parts or parts[0] == "__MACOSX" or parts[-1].startswith(("~$", ".")):
        return None
    return "/".join(map(_takes, parts))


def take(folder: Path, name: str, content: bytes) -> list[str]:
    """Writes a file, or what is in an archive, below a folder; gives the paths there. Of two files of one path the later one counts."""
    files = unpacked(name, content) if is_archive(name, content) else [(path, content)] if (path := inside(name)) else []
    taken = []
    for inner, found in files:
        target = folder / inner
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(found)
        taken.append(inner)
    return taken


def _takes(name: str) -> str:
    """The name as it is where every system takes it, else one that is like it; its ending tells what it is, so that stays."""
    if len(name.encode("utf-8", "replace")) <= _LONGEST and name.isprintable() and not _NOT_TAKEN.search(name):
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{safe_name(stem)}{dot}{safe_name(ending)[:8]}" if stem else safe_name(name)


def _name(entry: zipfile.ZipInfo) -> str:
    """The name as whoever packed it wrote it: Windows' own packer writes Chinese in GBK, which reads as code page 437."""
    if entry.flag_bits & _UTF8:
        return entry.filename
    try:
        return entry.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return entry.filename


def _wrong(name: str, zh: str, en: str) -> UsageError:
    return UsageError(zh=f"压缩包 {name} 打不开：{zh}。", en=f"the archive {name} cannot be opened: {en}")
