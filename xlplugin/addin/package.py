"""Writes the add-in's package: a workbook of one sheet, its VBA project and the ribbon. The same parts always give the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from xlplugin.outputs.theme import THEME_TYPE, theme
from xlplugin.text import Text

RIBBON_PART = "customUI/customUI14.xml"
_DATE = (2024, 1, 1, 0, 0, 0)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
    "/xl/styles.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml",
    "/xl/theme/theme1.xml": THEME_TYPE,
    "/xl/sharedStrings.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml",
    "/xl/vbaProject.bin": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def write_package(ribbon: str, vba_project: bytes, messages: Mapping[str, Text], version: str) -> bytes:
    """The bytes of the `.xlam`. `messages` go into the sheet, a key a row; the code names are ThisWorkbook and Sheet1.

    Parts are stored uncompressed: what deflate makes of them differs from one zlib to the next.
    """
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            {
                f"{_OFFICE}/officeDocument": "xl/workbook.xml",
                "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility": RIBBON_PART,
                f"{_RELATIONS}/metadata/core-properties": "docProps/core.xml",
                f"{_OFFICE}/extended-properties": "docProps/app.xml",
            }
        ),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relations(
            {
                f"{_OFFICE}/worksheet": "worksheets/sheet1.xml",
                f"{_OFFICE}/styles": "styles.xml",
                f"{_OFFICE}/theme": "theme/theme1.xml",
                f"{_OFFICE}/sharedStrings": "sharedStrings.xml",
                "http://schemas.microsoft.com/office/2006/relationships/vbaProject": "vbaProject.bin",
            }
        ),
        "xl/worksheets/sheet1.xml": _sheet(len(messages)),
        "xl/styles.xml": _styles(),
        "xl/theme/theme1.xml": theme("Calibri", "等线"),
        "xl/sharedStrings.xml": _strings(messages),
        "xl/vbaProject.bin": vba_project,
        RIBBON_PART: "".join(f"{line}\n" for line in ribbon.splitlines()),
        "docProps/core.xml": _core(version),
        "docProps/app.xml": f'{_HEAD}<Properties xmlns="{_PROPERTIES}"><Application>Microsoft Excel</Application></Properties>',
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system = 0  # else the system that builds it
            entry.external_attr = 0x20  # a plain file; zero would be replaced
            package.writestr(entry, content)
    return target.getvalue()


def _content_types() -> str:
    overrides = "".join(f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items())
    kinds = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    defaults = "".join(f'<Default Extension="{extension}" ContentType="{kind}"/>' for extension, kind in kinds.items())
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'


def _relations(targets: Mapping[str, str]) -> str:
    """Relationships by type; the first is rId1."""
    lines = (f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>' for number, (kind, target) in enumerate(targets.items(), start=1))
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{"".join(lines)}</Relationships>'


def _workbook() -> str:
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr codeName="ThisWorkbook"/>'
        '<bookViews><workbookView visibility="hidden" xWindow="0" yWindow="0" windowWidth="16000" windowHeight="9000"/></bookViews>'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet(count: int) -> str:
    """So many rows of three texts, which are those of `_strings` in their order."""
    cells = ("".join(f'<c r="{column}{row}" t="s"><v>{3 * (row - 1) + at}</v></c>' for at, column in enumerate("ABC")) for row in range(1, count + 1))
    rows = "".join(f'<row r="{row}">{three}</row>' for row, three in enumerate(cells, start=1))
    return f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr codeName="Sheet1"/><sheetData>{rows}</sheetData></worksheet>'


def _strings(messages: Mapping[str, Text]) -> str:
    texts = [text for key, message in messages.items() for text in (key, message.zh, message.en)]
    listed = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'{_HEAD}<sst xmlns="{_MAIN}" count="{len(texts)}" uniqueCount="{len(texts)}">{listed}</sst>'


def _styles() -> str:
    """The least that Excel takes for a style sheet."""
    return (
        f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )


def _core(version: str) -> str:
    """Title and description as Excel's list of add-ins shows them."""
    date = "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(*_DATE)
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>年报审核 xlplugin {escape(version)}</dc:title><dc:creator>xlplugin</dc:creator>"
        "<dc:description>政府信息公开工作年度报告审核。Checks the yearly report on government information disclosure.</dc:description>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{date}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{date}</dcterms:modified></cp:coreProperties>'
    )
