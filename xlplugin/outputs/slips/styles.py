"""How a slip looks: styles that an office can change in Word."""

from __future__ import annotations

from xlplugin.outputs.marked.word.package import CENTRE, FLUSH, OFFICIAL, SIGNATURE, font, size, style, style_sheet
from xlplugin.text import Language

_TEXT, _TITLE, _HEADING = "仿宋", "宋体", "黑体"
FONTS = {_TEXT: "FangSong,仿宋_GB2312,STFangsong", _TITLE: "SimSun,Songti SC,Noto Serif CJK SC", _HEADING: "SimHei,Heiti SC,Noto Sans CJK SC"}
"""The fonts, with their other names."""
_PLAIN = '<w:spacing w:after="160" w:line="320" w:lineRule="atLeast"/>'


def styles(language: Language) -> str:
    """The styles, by the names that Word shows in its list."""
    body, text, title, small = (OFFICIAL, 32, 44, 21) if language == "zh" else (_PLAIN, 24, 34, 19)
    mark = f'<w:style w:type="character" w:customStyle="1" w:styleId="Mark"><w:name w:val="规则编号"/><w:rPr><w:color w:val="8C8C8C"/>{size(14)}</w:rPr></w:style>'
    return style_sheet(
        _TEXT,
        text,
        (
            style("Normal", "Normal", body),
            style("Title", "Title", f'<w:spacing w:before="600" w:after="500" w:line="680" w:lineRule="exact"/>{FLUSH}{CENTRE}', f"{font(_TITLE)}<w:b/>{size(title)}"),
            style("Address", "称谓", FLUSH),
            style("Signature", "落款", SIGNATURE),
            style("Attachment", "附件", FLUSH, f"{font(_HEADING)}{size(28)}"),
            style("TableTitle", "表题", f'<w:spacing w:after="160" w:line="500" w:lineRule="exact"/>{FLUSH}{CENTRE}', f"{font(_TITLE)}<w:b/>{size(36)}"),
            style("TableText", "表文", f'<w:spacing w:before="20" w:after="20" w:line="280" w:lineRule="atLeast"/>{FLUSH}<w:jc w:val="left"/>', size(small)),
            style("TableHead", "表头", f"<w:keepNext/>{CENTRE}", font(_HEADING), "TableText"),
            style("Centred", "表文居中", CENTRE, "", "TableText"),
            style("Cell", "单元格", CENTRE, f"<w:b/>{size(32)}", "TableText"),
            style("Group", "组别", "<w:keepNext/>", font(_HEADING), "TableText"),
            style("Hint", "提示", '<w:spacing w:before="100" w:after="40" w:line="320" w:lineRule="atLeast"/>', "", "TableText"),
            style("Remark", "备注", '<w:spacing w:before="100"/>', f'<w:color w:val="808080"/>{size(17)}', "TableText"),
            style("Footer", "footer", f'<w:spacing w:line="240" w:lineRule="auto"/>{FLUSH}{CENTRE}', f"{font(_TITLE)}{size(24)}"),
            mark,
        ),
    )
