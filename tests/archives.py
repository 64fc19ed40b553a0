"""Files in a .zip, and the parts of a package: what is packed, never how it is compressed."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def archive_of(files: Mapping[str, bytes]) -> bytes:
    """The files as one .zip."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """The parts of a package, unpacked: compressed bytes differ between machines."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
