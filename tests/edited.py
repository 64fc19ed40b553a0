"""Filled templates with one cell made unusual, as no template writes it: by openpyxl, or in the parts of the package."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import openpyxl

from tests.submissions import CONSISTENT, write_submission
from xlplugin.checking.check import check
from xlplugin.filing.cells import Place
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Report
from xlplugin.reading.read import read_workbook

COMPANY = "requests.granted.company"
PERSON = "requests.granted.natural_person"
AMOUNT = "proactive.fees.amount"


def place_of(name: str, folder: Path) -> Place:
    """Where the template has a field."""
    place = read_workbook(write_submission(folder / "where.xlsx", CONSISTENT)).cells[name].place
    assert place is not None
    return place


def edited(path: Path, edit: Callable[[Any, Any], None], field: str = PERSON, values: Mapping[str, object] = CONSISTENT) -> Path:
    """A filled template whose sheet and cell of a field were handed to `edit`, saved by openpyxl."""
    write_submission(path, values)
    place = place_of(field, path.parent)
    workbook = openpyxl.load_workbook(path, rich_text=True)
    sheet = workbook[place.sheet]
    edit(sheet, sheet[place.address])
    workbook.save(path)
    return path


def with_parts(path: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]) -> Path:
    """A package with its parts changed."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in change(parts).items():
            package.writestr(name, content)
    return path


def read(path: Path) -> tuple[Filing, Report]:
    """The filing and its report."""
    filing = read_workbook(path)
    return filing, check([filing])[0]


def told(report: Report, *families: str) -> list[str]:
    """The rules that found something, of some families; infos on the document and the text left out."""
    return sorted({finding.rule for finding in report.findings if finding.rule[0] in (families or tuple("RVPCWF"))} - {"W02"})


DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def with_drawing(path: Path, place: Place, shown: str, *, to: tuple[int, int] = (0, 0), far: tuple[int, int] = (400_000, 150_000), more: str = "") -> Path:
    """A workbook with something drawn over a cell. `to`: how many rows and columns further it ends; `far`: how far into that one."""
    number = openpyxl.load_workbook(path).sheetnames.index(place.sheet) + 1

    def change(parts: dict[str, bytes]) -> dict[str, bytes]:
        name, rels = f"xl/worksheets/sheet{number}.xml", f"xl/worksheets/_rels/sheet{number}.xml.rels"
        related = parts.get(rels, b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>')
        link = b'<Relationship Id="rIdDrawn" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing9.xml"/></Relationships>'
        corners = [(row - 1, column - 1, down, across) for row, column, across, down in ((place.row, place.column, 1, 1), (place.row + to[0], place.column + to[1], *far))]
        ends = [f"<xdr:col>{column}</xdr:col><xdr:colOff>{across}</xdr:colOff><xdr:row>{row}</xdr:row><xdr:rowOff>{down}</xdr:rowOff>" for row, column, down, across in corners]
        anchor = f"<xdr:twoCellAnchor><xdr:from>{ends[0]}</xdr:from><xdr:to>{ends[1]}</xdr:to>{shown}<xdr:clientData/></xdr:twoCellAnchor>"
        drawn = f'<xdr:wsDr xmlns:xdr="{DRAWING}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">{anchor}{more}</xdr:wsDr>'
        tag = b'<drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rIdDrawn"/>'
        return {**parts, name: parts[name].replace(b"</worksheet>", tag + b"</worksheet>"), rels: related.replace(b"</Relationships>", link), "xl/drawings/drawing9.xml": drawn.encode()}

    return with_parts(path, change)
