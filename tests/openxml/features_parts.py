"""Packages as other programs write them: the same parts, written, named and related otherwise."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Changed:
    """Of which of XlsxWriter's, and what is changed in it."""

    of: str
    parts: Mapping[str, bytes | Change]
    names: Mapping[str, str] = field(default_factory=dict)


def _prefixed(part: bytes) -> bytes:
    """The main namespace under a prefix, as some libraries for .NET write it."""
    part = part.replace(b'xmlns="' + _MAIN, b'xmlns:x="' + _MAIN)
    return re.sub(rb"<(/?)([A-Za-z])", rb"<\1x:\2", part)


def _absolute(links: bytes) -> bytes:
    return links.replace(b'Target="worksheets', b'Target="/xl/worksheets').replace(b'Target="styles', b'Target="/xl/styles')


def _related(kind: bytes, target: bytes) -> Change:
    link = b'<Relationship Id="rIdX9" Type="' + kind + b'" Target="' + target + b'"/></Relationships>'
    return lambda links: links.replace(b"</Relationships>", link)


def _typed(part: bytes, kind: bytes) -> Change:
    return lambda types: types.replace(b"</Types>", b'<Override PartName="' + part + b'" ContentType="' + kind + b'"/></Types>')


def _ext(part: bytes) -> bytes:
    """A list of extensions that no program of ours knows."""
    return part.replace(b"</worksheet>", b'<extLst><ext uri="{00000000-0000-0000-0000-0000000000AA}" xmlns:q="urn:q"><q:a b="1"/></ext></extLst></worksheet>')


def _ignorable(part: bytes) -> bytes:
    """As Excel marks what older versions need not understand."""
    names = b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    part = part.replace(b"<worksheet ", b"<worksheet" + names + b" ", 1)
    return re.sub(rb'<row r="(\d+)"', rb'<row r="\1" x14ac:dyDescent="0.25"', part)


def _spanless(part: bytes) -> bytes:
    return re.sub(rb' spans="[^"]*"', b"", part)


def _dimensionless(part: bytes) -> bytes:
    return re.sub(rb"<dimension [^>]*/>|<sheetViews>.*?</sheetViews>|<sheetFormatPr[^>]*/>", b"", part, flags=re.DOTALL)


def _bom(part: bytes) -> bytes:
    return b"\xef\xbb\xbf" + part


def _spaced(part: bytes) -> bytes:
    """Line breaks between the elements, as by hand."""
    return part.replace(b"><c ", b">\r\n\t<c ").replace(b"<row", b"\n<!-- a row -->\n<row")


_CUSTOM = b'<?xml version="1.0" encoding="UTF-8"?><a:mine xmlns:a="urn:a"><!-- kept --></a:mine>'
_LINK = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><externalLink xmlns="' + _MAIN + b'"><externalBook xmlns:r="' + _OFFICE + b'" r:id="rId1">'
    b'<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
)
_LINK_TO = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="' + _OFFICE + b'/externalLinkPath" Target="%E4%B8%8A%E5%B9%B4.xlsx" TargetMode="External"/></Relationships>'
)
FEATURES: Mapping[str, Changed] = {
    "prefixed": Changed("nothing", {**dict.fromkeys(_SHEETS, _prefixed), "xl/styles.xml": _prefixed}),
    "absolute targets": Changed("comments", {"xl/_rels/workbook.xml.rels": _absolute}),
    "unknown extension": Changed("nothing", dict.fromkeys(_SHEETS, _ext)),
    "ignorable": Changed("comments", {_SHEETS[1]: _ignorable}),
    "without spans": Changed("nothing", dict.fromkeys(_SHEETS, _spanless)),
    "without views": Changed("nothing", dict.fromkeys(_SHEETS, _dimensionless)),
    "byte order mark": Changed("nothing", {_SHEETS[1]: _bom, "xl/styles.xml": _bom}),
    "by hand": Changed("formats", {_SHEETS[1]: _spaced}),
    "custom xml": Changed("nothing", {"_rels/.rels": _related(_OFFICE + b"/customXml", b"customXml/item1.xml"), "customXml/item1.xml": _CUSTOM}),
    "external link": Changed(
        "nothing",
        {
            "[Content_Types].xml": _typed(b"/xl/externalLinks/externalLink1.xml", b"application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"),
            "xl/_rels/workbook.xml.rels": _related(_OFFICE + b"/externalLink", b"externalLinks/externalLink1.xml"),
            "xl/workbook.xml": lambda part: part.replace(b"</sheets>", b'</sheets><externalReferences><externalReference r:id="rIdX9"/></externalReferences>'),
            "xl/externalLinks/externalLink1.xml": _LINK,
            "xl/externalLinks/_rels/externalLink1.xml.rels": _LINK_TO,
        },
    ),
    "wrong already": Changed("nothing", {_SHEETS[1]: lambda part: part.replace(b"<sheetData>", b'<sheetData wrong="1">', 1)}),
}
"""The last is not valid, and its copy is to be no worse."""
