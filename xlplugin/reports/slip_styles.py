"""The parts of the template besides its text: styles that an office can change in Word, fonts with their other names, the page number."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from xlplugin.reports.slip_markup import LINKS, MAIN, run
from xlplugin.text import Language

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DATE = (1980, 1, 1, 0, 0, 0)
_MADE = "2024-01-01T00:00:00Z"
_BODY_FONT, _TITLE_FONT, _HEAD_FONT = "仿宋", "宋体", "黑体"
_FLUSH = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_COMPATIBLE = '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
_OFFICIAL = '<w:spacing w:line="560" w:lineRule="exact"/><w:ind w:firstLineChars="200" w:firstLine="640"/><w:jc w:val="both"/>'
"""Of a letter in Chinese: 28 points from line to line, two characters in."""
_PLAIN = '<w:spacing w:after="160" w:line="320" w:lineRule="atLeast"/>'
_CENTRE = '<w:jc w:val="center"/>'


def package(body: str, title: str, language: Language) -> bytes:
    """The document as a .docx."""
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(("officeDocument", "word/document.xml"), ("metadata/core-properties", "docProps/core.xml")),
        "docProps/core.xml": _properties(title),
        "word/document.xml": _HEAD + body,
        "word/_rels/document.xml.rels": _relations(*((name, f"{name}.xml") for name in ("styles", "settings", "fontTable")), ("footer", "footer1.xml")),
        "word/styles.xml": _styles(language),
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
        f'<Relationship Id="rId{number}" Type="{f"{_PACKAGE}/relationships" if "/" in kind else LINKS}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _properties(title: str) -> str:
    names = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    dates = "".join(f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{_MADE}</dcterms:{name}>' for name in ("created", "modified"))
    return f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" {names}><dc:title>{escape(title)}</dc:title><dc:creator>xlplugin</dc:creator>{dates}</cp:coreProperties>'


def _fonts() -> str:
    """Other names for the fonts, for a system that does not have them under these."""
    others = {_BODY_FONT: "FangSong,仿宋_GB2312,STFangsong", _TITLE_FONT: "SimSun,Songti SC,Noto Serif CJK SC", _HEAD_FONT: "SimHei,Heiti SC,Noto Sans CJK SC"}
    fonts = "".join(f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/></w:font>' for name, other in others.items())
    return f'{_HEAD}<w:fonts xmlns:w="{MAIN}">{fonts}</w:fonts>'


def _footer() -> str:
    number = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    return f'{_HEAD}<w:ftr xmlns:w="{MAIN}"><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{run("— ")}{number}{run(" —")}</w:p></w:ftr>'


def _styles(language: Language) -> str:
    """The styles, by the names that Word shows in its list."""
    body, text, title, small = (_OFFICIAL, 32, 44, 21) if language == "zh" else (_PLAIN, 24, 34, 19)
    defaults = f'{_font(_BODY_FONT)}{_size(text)}<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    styles = [
        _style("Normal", "Normal", body),
        _style("Title", "Title", f'<w:spacing w:before="600" w:after="500" w:line="680" w:lineRule="exact"/>{_FLUSH}{_CENTRE}', f"{_font(_TITLE_FONT)}<w:b/>{_size(title)}"),
        _style("Address", "称谓", _FLUSH),
        _style("Signature", "落款", '<w:ind w:rightChars="200" w:right="640" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="right"/>'),
        _style("Attachment", "附件", _FLUSH, f"{_font(_HEAD_FONT)}{_size(28)}"),
        _style("TableTitle", "表题", f'<w:spacing w:after="160" w:line="500" w:lineRule="exact"/>{_FLUSH}{_CENTRE}', f"{_font(_TITLE_FONT)}<w:b/>{_size(36)}"),
        _style("TableText", "表文", f'<w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="atLeast"/>{_FLUSH}<w:jc w:val="left"/>', _size(small)),
        _style("TableHead", "表头", f"<w:keepNext/>{_CENTRE}", _font(_HEAD_FONT), "TableText"),
        _style("Centred", "表文居中", _CENTRE, "", "TableText"),
        _style("Group", "组别", "<w:keepNext/>", _font(_HEAD_FONT), "TableText"),
        _style("Hint", "提示", '<w:spacing w:before="100" w:after="40" w:line="320" w:lineRule="atLeast"/>', "", "TableText"),
        _style("Remark", "备注", '<w:spacing w:before="100"/>', f'<w:color w:val="808080"/>{_size(17)}', "TableText"),
        _style("Footer", "footer", f'<w:spacing w:line="240" w:lineRule="auto"/>{_FLUSH}{_CENTRE}', f"{_font(_TITLE_FONT)}{_size(24)}"),
    ]
    mark = f'<w:style w:type="character" w:customStyle="1" w:styleId="Mark"><w:name w:val="规则编号"/><w:rPr><w:color w:val="8C8C8C"/>{_size(14)}</w:rPr></w:style>'
    given = f"<w:docDefaults><w:rPrDefault><w:rPr>{defaults}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    return f'{_HEAD}<w:styles xmlns:w="{MAIN}">{given}{"".join(styles)}{mark}</w:styles>'


def _style(key: str, name: str, layout: str, font: str = "", based_on: str = "Normal") -> str:
    is_first = key == "Normal"
    kind = ' w:default="1"' if is_first else "" if name in ("Title", "footer") else ' w:customStyle="1"'
    base = "" if is_first else f'<w:basedOn w:val="{based_on}"/>'
    return f'<w:style w:type="paragraph"{kind} w:styleId="{key}"><w:name w:val="{name}"/>{base}<w:qFormat/><w:pPr>{layout}</w:pPr><w:rPr>{font}</w:rPr></w:style>'


def _font(name: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{name}"/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'
