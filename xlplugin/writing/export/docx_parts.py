"""The parts of an exported document besides its text: styles that can be changed in Word, fonts with their other names, the page number."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TEXT_WIDTH = 8844
"""Between the margins, in twentieths of a point: 156 mm."""
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)
_MADE = "2021-09-26T00:00:00Z"
"""Fixed, so that the same filing gives the same bytes."""
PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{_LINKS}" w:type="default" r:id="rId4"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
)
"""A4 with the margins of an official paper (GB/T 9704)."""
_TEXT, _TITLE, _HEADING, _TABLE = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
_OTHER_NAMES = {
    _TEXT: "仿宋,FangSong,STFangsong,FandolFang",
    _TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun",
    _HEADING: "SimHei,Heiti SC,Noto Sans CJK SC",
    _TABLE: "SimSun,Songti SC,Noto Serif CJK SC",
}
_COMPATIBLE = '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CENTRE = '<w:jc w:val="center"/>'
_SMALL = f'<w:spacing w:line="240" w:lineRule="auto"/>{_FLUSH}'


def package(document: str, title: str) -> bytes:
    """The document as a .docx."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")),
        "docProps/core.xml": _properties(title),
        "word/document.xml": _HEAD + document,
        "word/_rels/document.xml.rels": _relations(*((name, f"{name}.xml") for name in ("styles", "settings", "fontTable")), ("footer", "footer1.xml")),
        "word/styles.xml": _styles(),
        "word/settings.xml": f'{_HEAD}<w:settings xmlns:w="{MAIN}"><w:characterSpacingControl w:val="compressPunctuation"/>{_COMPATIBLE}</w:settings>',
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            archive.writestr(entry, content.encode())
    return buffer.getvalue()


def _types() -> str:
    named = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable", "footer1": "footer"}
    overrides = "".join(f'<Override PartName="/word/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for part, kind in named.items())
    core = '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    links = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{links}<Default Extension="xml" ContentType="application/xml"/>{overrides}{core}</Types>'


def _relations(*targets: tuple[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{f"{_PACKAGE}/relationships" if "/" in kind else _LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _properties(title: str) -> str:
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    dates = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:{name}>' for name in ("created", "modified"))
    return f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {names}><dc:title>{escape(title)}</dc:title>{dates}</cp:coreProperties>'


def _fonts() -> str:
    fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>' for name, other in _OTHER_NAMES.items())
    return f'{_HEAD}<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>'


def _footer() -> str:
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    ends = ('<w:r><w:t xml:space="preserve">— </w:t></w:r>', '<w:r><w:t xml:space="preserve"> —</w:t></w:r>')
    return f'{_HEAD}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{ends[0]}{number}{ends[1]}</w:p></w:ftr>'


def _styles() -> str:
    """The styles, by the names that Word shows in its list."""
    official = '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
    defaults = f'{_font(_TEXT)}{_size(32)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    styles = (
        _style("Normal", "Normal", official),
        _style("Title", "Title", f'<w:spacing w:before="200" w:after="560" w:line="640" w:lineRule="exact"/>{_FLUSH}{_CENTRE}', f"{_font(_TITLE)}{_size(44)}"),
        _style("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="80" w:after="80"/><w:outlineLvl w:val="0"/>', _font(_HEADING)),
        _style("Signature", "落款", '<w:ind w:rightChars="200" w:right="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>'),
        _style("TableText", "表格文字", f"{_SMALL}{_CENTRE}", f"{_font(_TABLE)}{_size(18)}"),
        _style("TableLabel", "表格行标签", '<w:jc w:val="left"/>', "", "TableText"),
        _style("TableTitle", "表格分项标题", "<w:keepNext/>", "<w:b/>", "TableText"),
        _style("AfterTable", "表后空行", f'<w:spacing w:line="240" w:lineRule="exact"/>{_FLUSH}', _size(18)),
        _style("Footer", "footer", f"{_SMALL}{_CENTRE}", f"{_font(_TABLE)}{_size(28)}"),
    )
    given = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    return f'{_HEAD}<w:styles xmlns:w="{MAIN}">{given}{"".join(styles)}</w:styles>'


def _style(key: str, name: str, layout: str, font: str = "", based_on: str = "Normal") -> str:
    is_first = key == "Normal"
    kind = ' w:default="1"' if is_first else "" if name in ("Title", "heading 1", "footer") else ' w:customStyle="1"'
    base = "" if is_first else f'<w:basedOn w:val="{based_on}"/>'
    return f'<w:style w:type="paragraph"{kind} w:styleId="{key}"><w:name w:val="{name}"/>{base}<w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{font}</w:rPr></w:style>'


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{name}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
