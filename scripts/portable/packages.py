"""Lays packages out as a folder that Python imports from, without what no check needs."""

from __future__ import annotations

import csv
import os
import re
import shutil
import zipfile
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from importlib import metadata
from pathlib import Path

from _setup import ROOT, SetUpError
from packaging.utils import canonicalize_name

_NEVER = re.compile(
    r"""(?:^|/)(?:tests?|__pycache__|include|f2py|_pyinstaller|_examples)/ | \.(?:pyi|pyc|c|h|cpp|pxd|pxi|pyx|a|map)$ | ^[^/]+\.data/ | ^\.\./
    | ^olefile/olefile2 | ^OleFileIO_PL | ^(?:build|example|src)/ | ^[^/]+\.(?:txt|pdf|chm|whl)$
    | ^(?:pythonwin|win32comext|isapi|adodbapi)/ | ^xlwings/(?:pro|js|html|addin|rest|ext)/ | ^xlwings/(?:xlwingslib|quickstart) | ^lxml/(?:isoschematron/|includes/|objectify\.) | ^rapidfuzz/.*_avx2\.
    | ^scipy/(?:io|signal|odr|cluster|datasets|misc|fftpack|differentiate)/
    | ^PIL/_(?:avif|webp|imagingft|imagingcms)\. | ^pillow\.libs/lib(?:avif|webp|sharpyuv|freetype|harfbuzz|brotli|lcms|png)
    | ^schedula/utils/(?:form|drw|web)/ | ^pygments/lexers/(?!__init__|_mapping|python|special|console|_builtins\.) | ^numpy/_core/lib/ | ^numpy/random/lib/""",
    re.VERBOSE,
)
"""Tests, sources in C, and parts that no check imports: among them xlwings.pro, whose licence allows no passing on for business, and pictures' formats that no report has."""
_OWN = re.compile(r"^xlplugin/")


def is_wanted(name: str) -> bool:
    """Whether a file of a package goes into a kit. Of the program itself all does."""
    return bool(_OWN.match(name)) or not _NEVER.search(name)


def unpack(wheels: Iterable[Path], folder: Path) -> None:
    """The wheels' files. Those of the folders that pip would place elsewhere are scripts for developers, and left out."""
    for wheel in wheels:
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if not name.endswith("/") and is_wanted(name):
                    target = folder / name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(name))


def lend(names: Iterable[str], folder: Path) -> dict[str, str]:
    """The same from what is installed here and from this checkout, for a trial: linked where it can be, compiled as it is. Each file is compared with its package's record.

    Gives the packages' versions. Raises `SetUpError` where one is not installed or was changed since.
    """
    versions: dict[str, str] = {}
    shutil.copytree(ROOT / "xlplugin", folder / "xlplugin")
    shutil.copytree(ROOT / "workbook_templates", folder / "xlplugin" / "workbook_templates")
    for name in names:
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            raise SetUpError(f"{name} 没有装在这里。/ {name} is not installed here.") from None
        versions[canonicalize_name(name)] = package.version
        for path, digest, _ in csv.reader((package.read_text("RECORD") or "").splitlines()):
            source = Path(str(package.locate_file(path)))
            if (is_wanted(path) or _is_compiled(path)) and source.is_file():
                if digest and digest != f"sha256={urlsafe_b64encode(sha256(source.read_bytes()).digest()).decode().rstrip('=')}":
                    raise SetUpError(f"{source}：装好以后改动过。/ changed since it was installed.")
                _linked(source, folder / path)
    return versions


def _is_compiled(path: str) -> bool:
    return path.endswith(".pyc") and not path.startswith("../") and is_wanted(re.sub(r"__pycache__/([^/]+)\.cpython-\d+\.pyc$", r"\1.py", path))


def _linked(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk
        shutil.copy2(source, target)


def notices(folder: Path) -> Mapping[str, str]:
    """Each package's licence, as it says itself."""
    found: dict[str, str] = {}
    for package in metadata.distributions(path=[str(folder)]):
        facts = package.metadata
        classified = [value.rpartition(" :: ")[2] for value in facts.get_all("Classifier") or () if value.startswith("License ::")]
        said = facts["License-Expression"] or (facts["License"] or "").strip().split("\n")[0]
        found[canonicalize_name(package.name)] = said if said and len(said) < 60 else ", ".join(classified) or said[:60] or "?"
    return found
