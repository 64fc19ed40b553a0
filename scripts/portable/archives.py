"""Archives with the same bytes for the same files: names in order, one date, no owner."""

from __future__ import annotations

import io
import lzma
import os
import subprocess
import tarfile
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from _setup import ROOT

_FILTERS = [{"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 26}]
"""Machine code packs better once its jumps are absolute; two libraries that resemble each other lie far apart, hence the large dictionary."""


def date() -> int:
    """Seconds since 1970 that archives bear: SOURCE_DATE_EPOCH where it is set, else the checkout's last commit."""
    if given := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(given)
    return _committed()


@cache
def _committed() -> int:
    said = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, encoding="ascii", check=False).stdout.strip()
    return int(said or 1580601600)


def tar(folder: Path, top: str) -> bytes:
    """The folder's files below a name, as a plain archive; in the one format that old versions of dpkg read too.

    A folder stands before what is in it, as dpkg wants it; like files stand together, which packs better.
    """
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path in sorted(folder.rglob("*"), key=lambda path: (path.is_file(), path.suffix if path.is_file() else "", path.as_posix())):
            entry = tarfile.TarInfo(f"{top}/{path.relative_to(folder).as_posix()}")
            entry.mtime = date()
            if path.is_dir():
                entry.type, entry.mode = tarfile.DIRTYPE, 0o755
                archive.addfile(entry)
            else:
                content = path.read_bytes()
                entry.size, entry.mode = len(content), 0o755 if path.stat().st_mode & 0o100 else 0o644
                archive.addfile(entry, io.BytesIO(content))
    return held.getvalue()


def xz(content: bytes) -> bytes:
    """As .xz, which `tar` and `dpkg` unpack."""
    return lzma.compress(content, format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=_FILTERS)


def zipped(folder: Path, top: str) -> bytes:
    """The folder's files below a name, as a .zip, which Windows unpacks by itself."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(folder.rglob("*"), key=lambda path: path.as_posix()):
            if path.is_file():
                entry = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", datetime.fromtimestamp(date(), UTC).timetuple()[:6])
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, path.read_bytes())
    return held.getvalue()


def deb(control: str, data: bytes) -> bytes:
    """A package for dpkg, with no scripts of its own: it only puts files down, and takes them away again. `data`: what it puts, as .tar.xz."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=tarfile.GNU_FORMAT) as archive:
        entry = tarfile.TarInfo("./control")
        entry.size, entry.mtime, entry.mode = len(control.encode()), date(), 0o644
        archive.addfile(entry, io.BytesIO(control.encode()))
    parts = {"debian-binary": b"2.0\n", "control.tar.xz": lzma.compress(held.getvalue()), "data.tar.xz": data}
    written = b"!<arch>\n"
    for name, content in parts.items():
        written += f"{name:<16}{date():<12}{0:<6}{0:<6}{'100644':<8}{len(content):<10}`\n".encode() + content + b"\n" * (len(content) % 2)
    return written
