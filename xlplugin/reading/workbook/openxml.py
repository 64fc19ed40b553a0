"""Reads an Open XML workbook in one pass: values, saved values and formulas, merged areas, names; transitional and Strict.

openpyxl reads a workbook once for formulas and once more for values, and lays out the borders of every merged cell: 40
times slower for what is wanted here. It stays the oracle of the tests, and its parts for dates and shared formulas serve.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any
from urllib.parse import unquote

from lxml import etree

from xlplugin.errors import DamagedError, TooLargeError
from xlplugin.filing.address import column_number
from xlplugin.filing.cells import Place
from xlplugin.reading.layouts.plain_archive import PlainArchive
from xlplugin.reading.layouts.raw import KEPT, RawPart, raw_part, unpacked
from xlplugin.reading.layouts.together import TOGETHER
from xlplugin.reading.workbook.drawings import coverings
from xlplugin.reading.workbook.grid import Book, Settings, Sheet
from xlplugin.reading.workbook.lookup import Lookup, Numbers, Styles
from xlplugin.reading.workbook.sheet_xml import read_sheet
from xlplugin.reading.workbook.strings import rich_text
from xlplugin.reading.workbook.styles import Style, read_styles
from xlplugin.reading.workbook.xml import is_true, local, parse
from xlplugin.text import Text

LARGEST_PART = 128 * 2**20
MOST_SHEETS = 255
"""As many as programs make new ones."""
_NAME = re.compile(r"^'?(?P<sheet>(?:[^'!]|'')+)'?!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d+)$")
_DRAWS = re.compile(rb"<(?:[^<>\s/:]{1,100}:)?drawing[\s/>]")
_RELATIONS = "_rels/.rels"
"""What the whole package is about."""
_RICH_VALUES = "xl/richData/rdrichvaluestructure.xml"
DefinedName = tuple[str, str | None, str]
"""A name, the number of the sheet that it is one of, if any, and what it means."""
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE]-?\d{1,2})?", re.ASCII)


def read_part(package: zipfile.ZipFile, name: str) -> bytes:
    """A part, unpacked no further than the largest size, whatever its header claims."""
    with package.open(name) as stream:
        content = stream.read(LARGEST_PART + 1)
    if len(content) > LARGEST_PART:
        raise TooLargeError(detail=name)
    return content


def read_openxml(package: Package, has_macros: bool) -> Book:
    """The grid of a workbook's package, whose parts were checked for size before. Raises `DamagedError`."""
    try:
        return _read(package, has_macros)
    except (KeyError, ValueError, IndexError, StopIteration, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
        raise DamagedError(detail=f"{type(error).__name__}: {str(error)[:80]}") from error


@dataclass(frozen=True)
class Package:
    """The parts of a package, by their names in any case and spelling: some programs write xl\\workbook.xml or /xl/workbook.xml."""

    source: zipfile.ZipFile | PlainArchive
    names: Mapping[str, str]

    @classmethod
    def of(cls, source: zipfile.ZipFile | PlainArchive) -> Package:
        """The package in an archive; of two parts with one name the first."""
        if isinstance(source, PlainArchive):
            return cls(source, source.names)
        return cls(source, {part_name(name): name for name in reversed(source.namelist())})

    @cached_property
    def archive(self) -> zipfile.ZipFile:
        """The archive for zipfile."""
        return self.source.opened() if isinstance(self.source, PlainArchive) else self.source

    def has(self, name: str) -> bool:
        """Whether there is such a part."""
        return part_name(name) in self.names

    def sizes(self) -> dict[str, int]:
        """How large each part says it is, by its name in small letters."""
        if isinstance(self.source, PlainArchive):
            return self.source.sizes()
        return {name: self.source.getinfo(spelled).file_size for name, spelled in self.names.items()}

    def read(self, name: str) -> bytes:
        """A part's bytes; raises `KeyError` where there is none."""
        raw = self.raw(name)
        content = unpacked(raw) if raw is not None and raw[2] <= LARGEST_PART else None
        return read_part(self.archive, self.names[part_name(name)]) if content is None else content

    def raw(self, name: str) -> RawPart | None:
        """A part as it lies in the archive, still compressed; None where anything about it is unusual."""
        name = part_name(name)
        return self.source.raw(name) if isinstance(self.source, PlainArchive) else raw_part(self.source, self.source.getinfo(self.names[name]))

    def told(self, names: Sequence[str]) -> bytes | None:
        """What was told of these parts, by their names in small letters, where another package had the very same."""
        return TOGETHER.told(self.source, names) if isinstance(self.source, PlainArchive) else None

    def keep(self, names: Sequence[str], told: bytes) -> None:
        """Keeps what is told of these parts, for another package that has the very same."""
        if isinstance(self.source, PlainArchive):
            TOGETHER.keep(self.source, names, told)

    def tree(self, name: str) -> Any:
        """A part as XML."""
        return parse(self.read(name))

    def main(self) -> str | None:
        """The name of the part that the package is about: what its relations say, and the usual name where they say nothing that is there."""
        raw = self.source.raw(_RELATIONS) if isinstance(self.source, PlainArchive) and _RELATIONS in self.names else None
        return self._main() if raw is None else KEPT.of("\n".join(self.names.values()), raw, lambda _: self._main())

    def _main(self) -> str | None:
        found = next((target for kind, target, _ in self.relations("").values() if kind == "officeDocument" and self.has(target)), None)
        return found or next((name for name in ("xl/workbook.xml", "xl/workbook.bin") if self.has(name)), None)

    def relations(self, name: str) -> dict[str, tuple[str, str, bool]]:
        """By id: the kind (the last word of its type), the part's name or the outside address, whether it is outside."""
        folder, base = posixpath.split(name)
        source = f"{folder}/_rels/{base}.rels".lstrip("/")
        if not self.has(source):
            return {}
        found = {}
        for id, kind, target, is_outside in _relations_in(self.read(source)):
            if not is_outside:
                whole = posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
                target = whole if self.has(whole) else unquote(whole)  # programs name the part either way
            found[id] = (kind, target, is_outside)
        return found


@lru_cache(maxsize=32)
def _relations_in(content: bytes) -> tuple[tuple[str, str, str, bool], ...]:
    """Of a part of relations: id, kind, target as it is written, whether it is outside. Most packages of a batch have the same."""
    return tuple(
        (entry.get("Id", ""), entry.get("Type", "").rsplit("/", 1)[-1], entry.get("Target", ""), entry.get("TargetMode") == "External")
        for entry in parse(content)
        if local(entry) == "Relationship"
    )


@lru_cache(maxsize=1024)
def part_name(name: str) -> str:
    """A part's name as it is looked up."""
    return name.replace("\\", "/").lstrip("/").lower()


def _read(package: Package, has_macros: bool) -> Book:
    main = package.main()
    if main is None:
        raise KeyError("workbook.xml")
    workbook, relations = package.tree(main), package.relations(main)
    parts = {kind: target for kind, target, is_outside in relations.values() if not is_outside}
    settings = _settings(workbook)
    strings = _strings(package, parts.get("sharedStrings", ""))
    styles = Styles(_styles(package, parts.get("styles", ""), settings.is_1904))
    lookup = Lookup(
        strings=strings,
        styles=styles,
        numbers=Numbers(styles),
        is_1904=settings.is_1904,
        is_as_shown=settings.is_precision_as_shown,
        has_pictures=package.has(_RICH_VALUES) and any(kind in package.read(_RICH_VALUES) for kind in (b"_localImage", b"_webImage", b"_localimage", b"_webimage")),
    )
    sheets: list[Sheet] = []
    names: list[str] = []
    parsed: dict[str, Sheet] = {}  # of a part that stands for many sheets, which no program writes, there is one reading
    for entry in next(part for part in workbook if local(part) == "sheets"):
        names.append(entry.get("name", ""))
        id = next((value for key, value in entry.attrib.items() if key.endswith("}id")), "")
        kind, target, _ = relations.get(id, ("", "", False)) if relations else relations[id]
        if kind == "worksheet" and package.has(target):  # programs show nothing for a sheet without a part
            if len(sheets) >= MOST_SHEETS:
                raise TooLargeError(detail=Text(f"超过 {MOST_SHEETS} 张工作表", f"more than {MOST_SHEETS} sheets"))
            is_hidden, part = entry.get("state", "visible") != "visible", part_name(target)
            parsed[part] = replace(parsed[part], name=names[-1], is_hidden=is_hidden) if part in parsed else _sheet(package, target, names[-1], is_hidden, lookup)
            sheets.append(parsed[part])
    defined = _defined(workbook)
    links = tuple(
        outside
        for kind, target, _ in relations.values()
        if kind == "externalLink"
        for _, outside, is_outside in (package.relations(target).values() or [("", "", True)])
        if is_outside
    )
    return Book(
        tuple(sheets),
        _names(defined, {sheet.name for sheet in sheets}),
        external_links=links,
        has_macros=has_macros,
        definitions=_definitions(defined, names),
        settings=settings,
    )


def _sheet(package: Package, target: str, name: str, is_hidden: bool, lookup: Lookup) -> Sheet:
    """A worksheet with what is drawn over its cells."""
    xml = package.read(target)
    sheet = read_sheet(xml, name, is_hidden, lookup)
    if b"drawing" not in xml or not _DRAWS.search(xml):
        return sheet
    parts = [part for kind, part, is_outside in package.relations(target).values() if kind == "drawing" and not is_outside and package.has(part)]
    return replace(sheet, drawings=tuple(covering for part in parts for covering in coverings(package.tree(part)))) if parts else sheet


def _settings(workbook: Any) -> Settings:
    """How the workbook is calculated; numbers that are none are left as the program's own."""
    found: dict[str, Any] = {local(entry): entry.attrib for entry in workbook}
    properties, calculation = found.get("workbookPr", {}), found.get("calcPr", {})
    count, change = calculation.get("iterateCount", "100"), calculation.get("iterateDelta", "0.001")
    return Settings(
        is_1904=is_true(properties.get("date1904")),
        is_precision_as_shown=not is_true(calculation.get("fullPrecision", "1")),
        iterations=int(count) if is_true(calculation.get("iterate")) and count.isdecimal() else 0,
        least_change=float(change) if _PLAIN_NUMBER.fullmatch(change) else 0.001,
    )


def _defined(workbook: Any) -> Sequence[DefinedName]:
    """The names that a workbook defines."""
    entries = next((part.iterchildren("{*}definedName") for part in workbook if local(part) == "definedNames"), ())
    return [(entry.get("name", ""), entry.get("localSheetId"), (entry.text or "").strip()) for entry in entries]


def _definitions(defined: Sequence[DefinedName], sheets: Sequence[str]) -> dict[tuple[str, str], str]:
    """What every name means, those of single sheets too; of one that stands twice the first."""
    found: dict[tuple[str, str], str] = {}
    for name, home, text in defined:
        if home is None or (home.isdecimal() and int(home) < len(sheets)):
            found.setdefault(("" if home is None else sheets[int(home)].lower(), name.lower()), text)
    return found


def _names(defined: Sequence[DefinedName], sheets: set[str]) -> dict[str, Place | None]:
    """Workbook-level names of single cells; None for one that points nowhere."""
    found: dict[str, Place | None] = {}
    for name, home, text in defined:
        if home is not None:
            continue
        if place := _named_place(text):
            found[name] = place if place.sheet in sheets else None
        elif "#REF!" in text:
            found[name] = None
    return found


@lru_cache(2**12)
def _named_place(text: str) -> Place | None:
    """The cell that a name stands for; None for a range, or anything else."""
    match = _NAME.match(text)
    return Place(match["sheet"].replace("''", "'"), int(match["row"]), column_number(match["column"])) if match else None


def _strings(package: Package, name: str) -> list[str]:
    """The shared strings, the text of rich runs joined; phonetic readings are left out."""
    if not package.has(name):
        return []
    return [rich_text(entry) for entry in package.tree(name).iterchildren("{*}si")]


def _styles(package: Package, name: str, is_1904: bool) -> list[Style]:
    """The cell styles; none where the workbook has no part for them."""
    return list(read_styles(package.tree(name), is_1904)) if package.has(name) else []
