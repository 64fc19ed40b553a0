"""A clean form in an office's own layout, and the same with cells, sheets, names or settings as other programs write them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

from _own_workbook import Own, with_sums, write_own

from xlplugin.checking.check import check
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import NotChecked
from xlplugin.form import editions
from xlplugin.reading.read import read_workbook

SHEET = "年报表格"
FORM = editions()["2021"]
CLEAN: Mapping[str, int | Decimal] = {
    **{"requests.received.natural_person": 5, "requests.received.company": 2, "requests.received.total": 7},
    **{"requests.carried_in.natural_person": 1, "requests.carried_in.total": 1},
    **{"requests.granted.natural_person": 3, "requests.granted.company": 1, "requests.granted.total": 4},
    **{"requests.partly_granted.natural_person": 2, "requests.partly_granted.company": 1, "requests.partly_granted.total": 3},
    **{"requests.results_total.natural_person": 5, "requests.results_total.company": 2, "requests.results_total.total": 7},
    **{"requests.carried_over.natural_person": 1, "requests.carried_over.total": 1},
    **{"proactive.licensing.decisions": 12, "proactive.fees.amount": Decimal("1.5")},
}
"""Figures of a form that nothing is found in; all others are 0."""


@dataclass(frozen=True)
class Cell:
    """A cell as the file has it: what stands in `<c>`, and its number format (None: as the form's)."""

    inside: str
    number_format: str | None = None
    kind: str = "n"
    more: str = ""
    """Further attributes."""


def number(value: object, number_format: str | None = None) -> Cell:
    """A number."""
    return Cell(f"<v>{value}</v>", number_format)


def formula(text: str, saved: object, number_format: str | None = None) -> Cell:
    """A formula with its saved value."""
    kind = "str" if isinstance(saved, str) and not saved.startswith("#") else "e" if isinstance(saved, str) else "n"
    return Cell(f"<f>{escape(text)}</f>" + ("" if saved is None else f"<v>{saved}</v>"), number_format, kind)


def array(text: str, ref: str, saved: object, *, is_dynamic: bool = False) -> Cell:
    """The first cell of an array formula."""
    return Cell(f'<f t="array" ref="{ref}">{escape(text)}</f><v>{saved}</v>', more=' cm="1"' if is_dynamic else "")


@dataclass(frozen=True)
class Book:
    """A workbook that holds the clean form but for what is said here. `cells`: by address or field id."""

    cells: Mapping[str, Cell] | None = None
    names: str = ""
    """What stands in `<definedNames>`."""
    settings: str = ""
    """Attributes of `<calcPr>`."""
    properties: str = ""
    """Attributes of `<workbookPr>`."""
    sheets: Mapping[str, Mapping[str, Cell]] | None = None
    """Further sheets."""
    hidden_rows: tuple[int, ...] = ()
    after: str = ""
    """What stands behind `</sheetData>`, an `<autoFilter>`."""

    def write(self, path: Path) -> Path:
        """Writes it."""
        write_own(Own(FORM, "样例一镇2023年政府信息公开工作年度报告", with_sums(FORM, {name: CLEAN.get(name, 0) for name in FORM.fields})), path)
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name).decode() for name in package.namelist()}
        formats = _Formats(parts["xl/styles.xml"])
        main, places = "xl/worksheets/sheet1.xml", addresses(path)
        for at, cell in (self.cells or {}).items():
            parts[main] = _put(parts[main], places.get(at, at), cell, formats)
        for row in self.hidden_rows:
            parts[main] = re.sub(rf'<row r="{row}" ', f'<row r="{row}" hidden="1" ', parts[main])
        parts[main] = parts[main].replace("</sheetData>", f"</sheetData>{self.after}")
        listed, linked, typed = "", "", ""
        for count, (name, cells) in enumerate((self.sheets or {}).items(), 2):
            rows = "".join(f'<row r="{address[1:]}">{_cell(address, cell, "0", formats)}</row>' for address, cell in cells.items())
            parts[f"xl/worksheets/sheet{count}.xml"] = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
            listed += f'<sheet name="{name}" sheetId="{count}" r:id="rId9{count}"/>'
            linked += f'<Relationship Id="rId9{count}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{count}.xml"/>'
            typed += f'<Override PartName="/xl/worksheets/sheet{count}.xml" ContentType="{_SHEET_TYPE}"/>'
        workbook = parts["xl/workbook.xml"].replace(
            "</sheets>", f"{listed}</sheets><definedNames>{self.names}</definedNames>" if self.names else f"{listed}</sheets>"
        )
        workbook = re.sub(r"<calcPr [^>]*/>", f'<calcPr calcId="191029" {self.settings}/>', workbook)
        parts["xl/workbook.xml"] = workbook.replace("<workbookPr ", f"<workbookPr {self.properties} ")
        parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", f"{linked}</Relationships>")
        parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace("</Types>", f"{typed}</Types>")
        parts["xl/styles.xml"] = formats.xml
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            for name, text in parts.items():
                package.writestr(name, text)
        return path


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


class _Formats:
    """The styles part, to which number formats are added."""

    def __init__(self, xml: str) -> None:
        self.xml = xml
        self._count = len(re.findall(r"<xf ", re.search(r"<cellXfs.*?</cellXfs>", xml, re.DOTALL)[0]))  # type: ignore[index]
        self._known: dict[str, int] = {}

    def style(self, code: str) -> int:
        if code not in self._known:
            index = self._known[code] = self._count + len(self._known)
            entry = f'<numFmt numFmtId="{300 + index}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
            if "<numFmts" in self.xml:
                self.xml = re.sub(r"<numFmts[^>]*>", lambda match: match[0] + entry, self.xml)
            else:
                self.xml = re.sub(r"(<styleSheet[^>]*>)", lambda match: f'{match[0]}<numFmts count="1">{entry}</numFmts>', self.xml)
            style = f'<xf numFmtId="{300 + index}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
            self.xml = self.xml.replace("</cellXfs>", style)
        return self._known[code]


def _cell(address: str, cell: Cell, style: str, formats: _Formats) -> str:
    chosen = style if cell.number_format is None else formats.style(cell.number_format)
    return f'<c r="{address}" s="{chosen}" t="{cell.kind}"{cell.more}>{cell.inside}</c>'


def _put(sheet: str, address: str, cell: Cell, formats: _Formats) -> str:
    """The sheet with that cell in the place of the one at the address."""
    found = re.search(rf'<c r="{address}" s="(\d+)"[^>]*?(?:/>|>.*?</c>)', sheet)
    if found is None:
        row = re.search(rf'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}" .*?</row>', sheet)
        assert row is not None, address
        return sheet.replace(row[0], row[0].replace("</row>", f"{_cell(address, cell, '0', formats)}</row>"))
    return sheet.replace(found[0], _cell(address, cell, found[1], formats))


def addresses(path: Path) -> dict[str, str]:
    """The address of every field's cell."""
    return {name: cell.place.address for name, cell in read_workbook(path).cells.items() if cell.place is not None}


def read(book: Book, path: Path) -> Filing:
    """The filing in the workbook, once it is written."""
    return read_workbook(book.write(path))


def told(filing: Filing) -> list[str]:
    """What is found in a filing: rule and field."""
    [report] = check([filing])
    return sorted(f"{finding.rule} {finding.field or ''}".strip() for finding in report.findings)


def not_checked(filing: Filing) -> list[NotChecked]:
    """What was not checked, but for what no workbook of figures alone can give."""
    [report] = check([filing])
    return [entry for entry in report.not_checked if entry.rule[0] not in "YND"]
