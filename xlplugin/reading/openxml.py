"""Reads an Open XML workbook in one pass: values, saved values and formulas, merged areas, names; transitional and Strict.

openpyxl reads a workbook once for formulas and once more for values, and lays out the borders of every merged cell: 40
times slower for what is wanted here. It stays the oracle of the tests, and its parts for dates and shared formulas serve.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from lxml import etree

from xlplugin.errors import DamagedError, TooLargeError
from xlplugin.filing import Place
from xlplugin.reading.grid import Book
from xlplugin.reading.sheet_xml import Lookup, column_number, is_true, local, read_sheet

LARGEST_PART = 128 * 2**20
_NAME = re.compile(r"^'?(?P<sheet>(?:[^'!]|'')+)'?!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)$")
_DATE_IDS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked no further than the largest size, whatever its header claims."""
    with package.open(name) as stream:
        content = stream.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise TooLargeError(detail=name)
    return content


def read_openxml(package: zipfile.ZipFile, has_macros: bool) -> Book:
    """The grid of a workbook's package, whose parts were checked for size before. Raises `DamagedError`."""
    parts = {name.lower(): name for name in package.namelist()}
    try:
        return _read(_Package(package, parts), has_macros)
    except (KeyError, ValueError, IndexError, StopIteration, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise DamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error


@dataclass(frozen=True)
class _Package:
    """The parts of a package, by their names in any case and spelling."""

    archive: zipfile.ZipFile
    names: Mapping[str, str]

    def has(self, name: str) -> bool:
        return name.lower() in self.names

    def read(self, name: str) -> bytes:
        """A part's bytes; raises `KeyError` where there is none."""
        return read_part(self.archive, self.names[name.lower()])

    def tree(self, name: str) -> Any:
        """A part as XML. Entities are not expanded, nothing is fetched, and a document type is refused."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
        root = etree.fromstring(self.read(name), parser)
        if root.getroottree().docinfo.doctype:
            raise ValueError("document type declaration")
        return root

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """By id: the kind (the last word of its type), the part's name or the outside address, whether it is outside."""
        folder, base = posixpath.split(name)
        source = f"{folder}/_rels/{base}.rels".lstrip("/")
        if not self.has(source):
            return {}
        found = {}
        for entry in self.tree(source):
            if local(entry) != "Relationship":
                continue
            target, is_outside = entry.get("Target", ""), entry.get("TargetMode") == "External"
            if not is_outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            found[entry.get("Id", "")] = (entry.get("Type", "").rsplit("/", 1)[-1], target, is_outside)
        return found


def _read(package: _Package, has_macros: bool) -> Book:
    main = next(target for kind, target, _ in package.relations("").values() if kind == "officeDocument")
    workbook, relations = package.tree(main), package.relations(main)
    parts = {kind: target for kind, target, is_outside in relations.values() if not is_outside}
    properties = next((entry for entry in workbook if local(entry) == "workbookPr"), None)
    lookup = Lookup(
        strings=_strings(package, parts.get("sharedStrings", "")),
        date_styles=_date_styles(package, parts.get("styles", "")),
        is_1904=properties is not None and is_true(properties.get("date1904")),
    )
    sheets, names = [], []
    for entry in next(part for part in workbook if local(part) == "sheets"):
        names.append(entry.get("name", ""))
        kind, target, _ = relations[next(value for key, value in entry.attrib.items() if key.endswith("}id"))]
        if kind == "worksheet":
            sheets.append(read_sheet(package.read(target), names[-1], entry.get("state", "visible") != "visible", lookup))
    defined = next((part for part in workbook if local(part) == "definedNames"), ())
    links = tuple(
        outside
        for kind, target, _ in relations.values()
        if kind == "externalLink"
        for _, outside, is_outside in (package.relations(target).values() or [("", "", True)])
        if is_outside
    )
    return Book(tuple(sheets), _names(defined, {sheet.name for sheet in sheets}), external_links=links, has_macros=has_macros)


def _names(defined: Any, sheets: set[str]) -> dict[str, Place | None]:
    """Workbook-level names of single cells; None for one that points nowhere."""
    found: dict[str, Place | None] = {}
    for entry in defined:
        if local(entry) != "definedName" or entry.get("localSheetId") is not None:
            continue
        text = (entry.text or "").strip()
        if match := _NAME.match(text):
            place = Place(match["sheet"].replace("''", "'"), int(match["row"]), column_number(match["column"]))
            found[entry.get("name", "")] = place if place.sheet in sheets else None
        elif "#REF!" in text:
            found[entry.get("name", "")] = None
    return found


def _strings(package: _Package, name: str) -> list[str]:
    """The shared strings, the text of rich runs joined; phonetic readings are left out."""
    if not package.has(name):
        return []
    return [rich_text(entry) for entry in package.tree(name) if local(entry) == "si"]


def rich_text(entry: Any) -> str:
    """The text of a string item: its own `t`, or those of its runs."""
    texts = []
    for part in entry:
        if local(part) == "t":
            texts.append(part.text or "")
        elif local(part) == "r":
            texts += [run.text or "" for run in part if local(run) == "t"]
    return "".join(texts)


def _date_styles(package: _Package, name: str) -> frozenset[int]:
    """The numbers of the cell styles whose number format shows a date or a time."""
    if not package.has(name):
        return frozenset()
    root = package.tree(name)
    codes = {entry.get("numFmtId"): entry.get("formatCode", "") for entry in root.iter("{*}numFmt")}
    formats = next((part for part in root if local(part) == "cellXfs"), ())
    found = set()
    for number, entry in enumerate(part for part in formats if local(part) == "xf"):
        chosen = entry.get("numFmtId", "0")
        if (chosen in codes and is_date_format(codes[chosen])) or (chosen not in codes and int(chosen) in _DATE_IDS):
            found.add(number)
    return frozenset(found)


def is_date_format(code: str) -> bool:
    """Whether a number format shows a date or a time: it has one of their letters outside quotes and brackets."""
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    return "general" not in plain and any(letter in plain for letter in "ymdhs")


