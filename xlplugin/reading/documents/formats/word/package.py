"""The parts of a Word document, whatever its ending (.docx, .docm, .dotx) and dialect (Transitional, Strict): found by their relations, read as XML.

Ours, and not python-docx's: that refuses documents with macros, templates and relations that lead nowhere, which Word opens.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from xlplugin.errors import DocumentDamagedError, DocumentEncryptedError, DocumentTooLargeError
from xlplugin.text import Text

LARGEST_PART = 48 * 2**20
LARGEST_PACKAGE = 256 * 2**20
MOST_PARTS = 5_000
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml/main|officeDocument/relationships|drawingml/wordprocessingDrawing)")
_TRANSITIONAL = {
    b"wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"drawingml/wordprocessingDrawing": b"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
}
_USUAL = "word/document.xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """Where a relation leads: its kind, the last word of its type, and a part's name."""

    kind: str
    target: str


class WordPackage:
    """The parts of one document; read as they are asked for."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        self._names = {_plain(name): name for name in package.namelist()}

    @cached_property
    def main(self) -> str:
        """The part that holds the text."""
        found = next((relation.target for relation in self.relations("").values() if relation.kind == "officeDocument"), _USUAL)
        return found if _plain(found) in self._names else _USUAL

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relations of a part, by id, those that lead out of the package left out."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, Relation] = {}
        for entry in root if root is not None else ():
            if isinstance(entry.tag, str) and entry.get("TargetMode") != "External":
                target = unquote(entry.get("Target", "")).replace("\\", "/")
                whole = target if target.startswith("/") else posixpath.join("/", folder, target)
                found[entry.get("Id", "")] = Relation(entry.get("Type", "").rpartition("/")[2], posixpath.normpath(whole).lstrip("/"))
        return found

    def related(self, kind: str) -> Any | None:
        """The first part of a kind that the text is related to, as XML; None where there is none, or none that can be read."""
        target = next((relation.target for relation in self.relations(self.main).values() if relation.kind == kind), f"word/{kind}.xml")
        try:
            return self.xml(target)
        except etree.LxmlError:
            return None  # Word mends styles and lists by leaving them out

    def xml(self, part: str) -> Any | None:
        """A part as XML, Strict documents in the names of Transitional ones; None where there is no such part."""
        content = self.content(part)
        if content is None:
            return None
        content = _STRICT.sub(lambda match: _TRANSITIONAL[match[1]], content)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, load_dtd=False)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            if "Resource limit" in str(error) or "huge" in str(error):
                raise DocumentTooLargeError(detail=part[:60]) from error
            raise

    def content(self, part: str) -> bytes | None:
        """A part's bytes."""
        name = self._names.get(_plain(part))
        if name is None:
            return None
        if self._package.getinfo(name).file_size > LARGEST_PART:
            raise DocumentTooLargeError(detail=part[:60])
        return self._package.read(name)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def check_package(path: Path | io.BytesIO) -> None:
    """Refuses a package whose parts would not fit, before anything is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise DocumentDamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error
    if any(info.flag_bits & 1 for info in infos):
        raise DocumentEncryptedError()
    total = sum(info.file_size for info in infos)
    if total > LARGEST_PACKAGE or len(infos) > MOST_PARTS:
        raise DocumentTooLargeError(detail=Text(f"解压后 {total // 2**20} MB", f"{total // 2**20} MB when unpacked"))
    for info in infos:
        if info.filename.lower().endswith((".xml", ".rels")) and info.file_size > LARGEST_PART:
            raise DocumentTooLargeError(detail=info.filename[:60])
