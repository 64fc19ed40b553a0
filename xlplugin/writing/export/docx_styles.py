"""How an exported document looks: its page, and styles that can be changed in Word."""

from __future__ import annotations

from xlplugin.writing.word.package import CENTRE, FLUSH, FOOTER, LINKS, OFFICIAL, SIGNATURE, font, size, style, style_sheet

TEXT_WIDTH = 8844
"""Between the margins, in twentieths of a point: 156 mm."""
PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{LINKS}" w:type="default" r:id="{FOOTER}"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
)
"""A4 with the margins of an official paper (GB/T 9704)."""
_TEXT, _TITLE, _HEADING, _TABLE = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
FONTS = {
    _TEXT: "仿宋,FangSong,STFangsong,FandolFang",
    _TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun",
    _HEADING: "SimHei,Heiti SC,Noto Sans CJK SC",
    _TABLE: "SimSun,Songti SC,Noto Serif CJK SC",
}
"""The fonts, with their other names."""
_SMALL = f'<w:spacing w:line="240" w:lineRule="auto"/>{FLUSH}'


def styles() -> str:
    """The styles, by the names that Word shows in its list."""
    return style_sheet(
        _TEXT,
        32,
        (
            style("Normal", "Normal", OFFICIAL),
            style("Title", "Title", f'<w:spacing w:before="200" w:after="560" w:line="640" w:lineRule="exact"/>{FLUSH}{CENTRE}', f"{font(_TITLE)}{size(44)}"),
            style("Heading1", "heading 1", '<w:keepNext/><w:spacing w:before="80" w:after="80"/><w:outlineLvl w:val="0"/>', font(_HEADING)),
            style("Signature", "落款", SIGNATURE),
            style("TableText", "表格文字", f"{_SMALL}{CENTRE}", f"{font(_TABLE)}{size(18)}"),
            style("TableLabel", "表格行标签", '<w:jc w:val="left"/>', "", "TableText"),
            style("TableTitle", "表格分项标题", "<w:keepNext/>", "<w:b/>", "TableText"),
            style("AfterTable", "表后空行", f'<w:spacing w:line="240" w:lineRule="exact"/>{FLUSH}', size(18)),
            style("Footer", "footer", f"{_SMALL}{CENTRE}", f"{font(_TABLE)}{size(28)}"),
        ),
    )
