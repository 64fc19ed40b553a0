"""The report as a Word document in the shape of an official paper (GB/T 9704), its tables merged as the form prescribes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from xlplugin.filing.filing import Filing
from xlplugin.outputs.marked.word.markup import MAIN
from xlplugin.outputs.marked.word.package import CENTRE, FLUSH, FOOTER, LINKS, OFFICIAL, SIGNATURE, font, package, size, style, style_sheet
from xlplugin.outputs.publish.report import ReportTable, Tile, compose

_LABEL_SHARE = (0.09, 0.12, 0.32)
"""What the three label columns of section three take of the width; the figures share the rest alike."""
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>' for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
_MARGINS = '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
_FEW_ROWS = 16
"""A table of no more rows has room to spare."""
_ROOMY, _TIGHT = 480, 320
"""Least height of a row, in twentieths of a point."""
_TEXT_WIDTH = 8844
"""Between the margins, in twentieths of a point: 156 mm."""
_PAGE = (
    f'<w:sectPr><w:footerReference xmlns:r="{LINKS}" w:type="default" r:id="{FOOTER}"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/></w:sectPr>'
)
"""A4 with the margins of an official paper (GB/T 9704)."""
_TEXT, _TITLE, _HEADING, _TABLE = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
_FONTS = {
    _TEXT: "仿宋,FangSong,STFangsong,FandolFang",
    _TITLE: "方正小标宋_GBK,FZXiaoBiaoSong-B05S,华文中宋,STZhongsong,宋体,SimSun",
    _HEADING: "SimHei,Heiti SC,Noto Sans CJK SC",
    _TABLE: "SimSun,Songti SC,Noto Serif CJK SC",
}
"""The fonts, with their other names."""
_SMALL = f'<w:spacing w:line="240" w:lineRule="auto"/>{FLUSH}'


def write_docx_report(filing: Filing) -> bytes:
    """The document. The same filing gives the same bytes."""
    report = compose(filing)
    body = [_paragraph("Title", report.title), *(_paragraph("Normal", text) for text in report.opening)]
    for section in report.sections:
        body.append(_paragraph("Heading1", section.heading))
        body += [_paragraph("Normal", text) for text in section.paragraphs]
        if section.table is not None:
            body += [_table(section.table), _paragraph("AfterTable", "")]
    if report.closing:
        body.append(_paragraph("Normal", ""))
        body += [_paragraph("Signature", text, is_kept=number < len(report.closing)) for number, text in enumerate(report.closing, 1)]
    return package(f'<w:document xmlns:w="{MAIN}"><w:body>{"".join(body)}{_PAGE}</w:body></w:document>', report.title, _styles(), _FONTS)


def _styles() -> str:
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


def _paragraph(name: str, text: str, *, is_kept: bool = False) -> str:
    kept = "<w:keepNext/>" if is_kept else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{name}"/>{kept}</w:pPr>{_run(text)}</w:p>'


def _run(text: str) -> str:
    parts = [f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in text.split("\t")]
    return f"<w:r>{'<w:tab/>'.join(parts)}</w:r>" if text else ""


def _table(table: ReportTable) -> str:
    widths = _widths(table)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    properties = f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>{_LINES}</w:tblBorders><w:tblLayout w:type="fixed"/>{_MARGINS}'
    height = _ROOMY if len(table.rows) <= _FEW_ROWS else _TIGHT
    rows = []
    for number, tiles in enumerate(_with_covered(table)):
        head = "<w:tblHeader/>" if number < table.header_rows else ""
        is_kept = number < len(table.rows) - 1  # a table that fits on a page stays on one
        cells = "".join(_cell(tile, is_start, sum(widths[tile.column - 1 : tile.column - 1 + tile.columns]), is_kept=is_kept) for tile, is_start in tiles)
        rows.append(f'<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="{height}" w:hRule="atLeast"/>{head}</w:trPr>{cells}</w:tr>')
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"


def _widths(table: ReportTable) -> list[int]:
    """The columns' widths in twentieths of a point."""
    labels = table.plan.label_columns
    shares = [*_LABEL_SHARE[:labels]] if labels == len(_LABEL_SHARE) else []
    rest = table.width - len(shares)
    shares += [(1 - sum(shares)) / rest] * rest
    ends = [round(_TEXT_WIDTH * sum(shares[: number + 1])) for number in range(len(shares))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _with_covered(table: ReportTable) -> Iterator[Sequence[tuple[Tile, bool]]]:
    """Each row's tiles, those that go on from above too, and whether a tile begins there: a merged cell is in every row that it covers."""
    going_on: list[tuple[Tile, int]] = []
    for row in table.rows:
        tiles = [(tile, True) for tile in row] + [(tile, False) for tile, _ in going_on]
        yield sorted(tiles, key=lambda entry: entry[0].column)
        going_on = [(tile, left - 1) for tile, left in going_on if left > 1] + [(tile, tile.rows - 1) for tile in row if tile.rows > 1]


def _cell(tile: Tile, is_start: bool, width: int, *, is_kept: bool) -> str:
    span = f'<w:gridSpan w:val="{tile.columns}"/>' if tile.columns > 1 else ""
    merge = "" if tile.rows == 1 else '<w:vMerge w:val="restart"/>' if is_start else "<w:vMerge/>"
    look = {"label": "TableLabel", "title": "TableTitle"}.get(tile.role or "", "TableText")
    content = "".join(_paragraph(look, line, is_kept=is_kept) for line in (tile.text.split("\n") if is_start else [""]))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
