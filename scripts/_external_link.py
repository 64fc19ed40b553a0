"""Gives a saved workbook a link to another one, which XlsxWriter has no way to write."""

from __future__ import annotations

import zipfile
from pathlib import Path

_SAME_DAY = (2024, 1, 15, 0, 0, 0)
_PARTS = {
    "xl/externalLinks/externalLink1.xml": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<externalBook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1">'
        '<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    ),
    "xl/externalLinks/_rels/externalLink1.xml.rels": (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        'Target="{target}" TargetMode="External"/></Relationships>'
    ),
}
_INSERTS = {
    "[Content_Types].xml": (
        "</Types>",
        '<Override PartName="/xl/externalLinks/externalLink1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"/></Types>',
    ),
    "xl/_rels/workbook.xml.rels": (
        "</Relationships>",
        '<Relationship Id="rIdLink1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink" '
        'Target="externalLinks/externalLink1.xml"/></Relationships>',
    ),
    "xl/workbook.xml": ("</sheets>", '</sheets><externalReferences><externalReference r:id="rIdLink1"/></externalReferences>'),
}


def add_link(path: Path, target: str) -> None:
    """Gives a workbook a link to another one, which its formulas call `[1]`; the same workbook gives the same bytes."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, (before, after) in _INSERTS.items():
        parts[name] = parts[name].replace(before.encode(), after.encode())
    parts |= {name: text.replace("{target}", target).encode() for name, text in _PARTS.items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _SAME_DAY), content, zipfile.ZIP_DEFLATED)
