"""Lays the wheels out as one archive of what is imported: without tests, types, sources in C and pictures; and gathers their licences."""

from __future__ import annotations

import gzip
import io
import re
import tarfile
import zipfile
from collections.abc import Iterable
from email.message import Message
from email.parser import Parser

from xlplugin.serve.assemble import Licence

_NEVER = re.compile(
    r"""(?:^|/)(?:tests?|testing|docs?|__pycache__|include|includes|_pyinstaller|f2py|distutils|_examples|examples)/
    |\.(?:pyi|pyc|c|h|cpp|pxd|pxi|pyx|typed|a|hash|rst|md|js|css|svg|png|gif|ico|map|woff2?|ttf|eot)$
    |/(?:RECORD|WHEEL|INSTALLER|REQUESTED|top_level\.txt|entry_points\.txt)$
    |^lxml/isoschematron/ | ^lxml/objectify | ^numpy/(?:ctypeslib|typing|random/lib|_core/lib)/
    |^numpy/conftest | ^fsspec/(?:gui|fuse)
    |^markupsafe/_speedups | ^xlplugin/(?:live|addin)/ | ^schedula/utils/(?:form|drw|web)/""",
    re.VERBOSE,
)
"""What no check imports."""
_OWN = re.compile(r"^xlplugin/")
_LICENCE = re.compile(r"\.dist-info/(?:licenses/|sboms/)?(?:.*/)?(?:LICEN[CS]E|COPYING|NOTICE|AUTHORS)[^/]*$", re.IGNORECASE)
_FOR_PACKAGES = re.compile(r"\.dist-info/")


def packed(wheels: Iterable[bytes]) -> bytes:
    """The wheels' files in one archive. The same wheels give the same bytes."""
    files: dict[str, bytes] = {}
    for wheel in wheels:
        with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
            files |= {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir() and is_wanted(entry.filename)}
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name in sorted(files, key=lambda name: (name.rpartition(".")[2], name)):  # like beside like packs smaller
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = len(files[name]), 0o644
            archive.addfile(entry, io.BytesIO(files[name]))
    return plain.getvalue()


def compressed(content: bytes) -> bytes:
    """As gzip, without a date."""
    return gzip.compress(content, 9, mtime=0)


def is_wanted(name: str) -> bool:
    """Whether a file of a wheel goes into the page."""
    if _OWN.match(name):
        return not name.startswith(("xlplugin/live/", "xlplugin/addin/", "xlplugin/serve/page/"))
    return not _NEVER.search(name) and not (_FOR_PACKAGES.search(name) and not name.endswith("/METADATA"))


def licence_of(wheel: bytes) -> Licence:
    """What a package says of itself, and the whole text of its licence."""
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        names = archive.namelist()
        facts = Parser().parsestr(archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode())
        texts = [archive.read(name).decode("utf-8", "replace") for name in sorted(names) if _LICENCE.search(name)]
    return Licence(facts["Name"], facts["Version"], _short(facts), "\n\n".join(texts) or _home(facts))


def _short(facts: Message) -> str:
    classified = [value.rpartition(" :: ")[2] for key, value in facts.items() if key == "Classifier" and value.startswith("License ::")]
    said = facts.get("License-Expression") or (facts.get("License") or "").strip().split("\n")[0]
    return said if said and len(said) < 60 and said != "UNKNOWN" else ", ".join(classified) or said[:60] or "?"


def _home(facts: Message) -> str:
    """Where a package that carries no text of its licence says that it is at home."""
    return "\n".join(f"{key}: {value}" for key, value in facts.items() if key in ("License", "Home-page", "Project-URL", "Author"))
