"""A Word document of our own as a package: its parts besides the text, in the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape

from xlplugin.outputs.marked.word.markup import MAIN
from xlplugin.outputs.theme import THEME_TYPE, theme

LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
FOOTER = "rId4"
"""The relation by which the pages name their footer."""
FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
CENTRE = '<w:jc w:val="center"/>'
OFFICIAL = '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
"""Paragraphs of an official paper in Chinese: 28 points from line to line, two characters in."""
SIGNATURE = '<w:ind w:rightChars="200" w:right="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)
_MADE = "2021-09-26T00:00:00Z"
_COMPATIBLE = '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
_BUILT_IN = frozenset({"Title", "heading 1", "footer"})
"""Styles that Word knows by these names."""


def package(document: str, title: str, styles: str, fonts: Mapping[str, str], creator: str = "") -> bytes:
    """The document as a .docx. `styles`: see `style_sheet`; `fonts`: other names for each font, for a system that does not have it under its own."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")),
        "docProps/core.xml": _properties(title, creator),
        "word/document.xml": _HEAD + document,
        "word/_rels/document.xml.rels": _relations(*((name, f"{name}.xml") for name in ("styles", "settings", "fontTable")), ("footer", "footer1.xml"), ("theme", "theme/theme1.xml")),
        "word/styles.xml": styles,
        "word/settings.xml": f'{_HEAD}<w:settings xmlns:w="{MAIN}"><w:characterSpacingControl w:val="compressPunctuation"/>{_COMPATIBLE}</w:settings>',
        "word/fontTable.xml": _fonts(fonts),
        "word/footer1.xml": _footer(),
        "word/theme/theme1.xml": theme("Times New Roman", "宋体"),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, content.encode())
    return buffer.getvalue()


def style_sheet(text_font: str, half_points: int, styles: Iterable[str]) -> str:
    """The part with the styles; the first two arguments are what all text is in unless its style says otherwise."""
    defaults = f'{font(text_font)}{size(half_points)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    given = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    return f'{_HEAD}<w:styles xmlns:w="{MAIN}">{given}{"".join(styles)}</w:styles>'


def style(key: str, name: str, layout: str, looks: str = "", based_on: str = "Normal") -> str:
    """A paragraph style: the key that paragraphs name, the name that Word shows, markup of its layout and of its font."""
    is_first = key == "Normal"
    kind = ' w:default="1"' if is_first else "" if name in _BUILT_IN else ' w:customStyle="1"'
    base = "" if is_first else f'<w:basedOn w:val="{based_on}"/>'
    return f'<w:style w:type="paragraph"{kind} w:styleId="{key}"><w:name w:val="{name}"/>{base}<w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{looks}</w:rPr></w:style>'


def font(name: str) -> str:
    """A font for Chinese, with figures and Latin letters as official papers have them."""
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{name}"/>'


def size(half_points: int) -> str:
    """The size of a font."""
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _types() -> str:
    named = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable", "footer1": "footer"}
    overrides = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in named.items())
    overrides += f'<Override PartName="/word/theme/theme1.xml" ContentType="{THEME_TYPE}"/>'
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    links = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{links}<Default Extension="xml" ContentType="application/xml"/>{overrides}{core}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{f"{_PACKAGE}/relationships" if "/" in kind else LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _properties(title: str, creator: str) -> str:
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    by = f"<dc:creator>{escape(creator)}</dc:creator>" if creator else ""
    dates = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:{name}>' for name in ("created", "modified"))
    return f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {names}><dc:title>{escape(title)}</dc:title>{by}{dates}</cp:coreProperties>'


def _fonts(fonts: Mapping[str, str]) -> str:
    listed = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>' for name, other in fonts.items())
    return f'{_HEAD}<w:fonts xmlns:w="{MAIN}">{listed}</w:fonts>'


def _footer() -> str:
    """The page number between dashes."""
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    ends = ('<w:r><w:t xml:space="preserve">— </w:t></w:r>', '<w:r><w:t xml:space="preserve"> —</w:t></w:r>')
    return f'{_HEAD}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{ends[0]}{number}{ends[1]}</w:p></w:ftr>'
