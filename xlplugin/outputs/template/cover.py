"""The template's sheets around the tables: 封面, 文字 and the empty 校验结果."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from xlplugin.filing.cells import Place
from xlplugin.form.model import Form
from xlplugin.form.organ import LEVELS, SCOPES
from xlplugin.form.sheets import COVER, FINDINGS_HEADER, FINDINGS_HIDDEN, FINDINGS_WIDTHS, HEADER_ROW, HOW_TO_EXPLAIN, NARRATIVE
from xlplugin.outputs.template.check_lines import COUNTED, HOLDS, Live
from xlplugin.outputs.template.contents import lay, put, put_formula, reference
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.state import EVEN, LEFT, OPEN
from xlplugin.outputs.template.styles import Styles, height, lines
from xlplugin.outputs.template.table_sheet import PROTECTION, set_page

COVER_LABELS = {
    "organ": "单位名称",
    "year": "年度",
    "level": "单位层级",
    "scope": "口径",
    "filler": "填报人",
    "phone": "电话",
    "reviewer": "审核人",
    "leader": "分管领导",
    "edition": "格式版本",
}
"""What the cover asks, by key; the cell's defined name is `meta.` and the key."""
FINDINGS_ROWS = 500
_HINTS = {
    "organ": "写公章上的全称。",
    "year": "数据所属的年份，不是报送的年份。",
}
_AROUND = {
    "title": "报告标题（不填的，按单位名称和年度写）",
    "opening": "开头（标题之后、第一部分之前的文字）",
    "closing": "落款（单位和日期，各占一行）",
}
"""The texts around the six sections, by part."""
_LEAST = {"title": 30.0, "opening": 76.0, "closing": 46.0}
"""Heights in points of boxes that take little."""
_FIRST_ANSWER = 5
_LAST_YEAR = 2099
_TEXT_WIDTH = 112


def cover_places() -> dict[str, Place]:
    """The cells of the cover by defined name: `meta.organ`, …"""
    return {f"meta.{key}": Place(COVER, row, 2) for row, key in enumerate(COVER_LABELS, _FIRST_ANSWER)}


def narrative_places(form: Form) -> dict[str, Place]:
    """The cell of each section's text by defined name: `text.overview`, …; then those around them: `text.title`, `text.opening`, `text.closing`."""
    return {f"text.{part}": Place(NARRATIVE, 4 + 2 * at, 1) for at, part in enumerate(_parts(form))}


def heading() -> str:
    """A formula for the organ and the year as the cover gives them."""
    cells = {name: reference(Box(place.row, place.column, place.row, place.column), COVER, is_fixed=True) for name, place in cover_places().items()}
    organ, year = cells["meta.organ"], cells["meta.year"]
    return f'=IF({organ}="","（请先填写“{COVER}”）","单位名称："&{organ}&IF({year}="","","　　年度："&{year}))'


def heading_text(cover: Mapping[str, object]) -> str:
    """What the formula of `heading` comes to."""
    organ, year = cover.get("organ"), cover.get("year")
    return f"单位名称：{organ}" + (f"　　年度：{year}" if year not in (None, "") else "") if organ else f"（请先填写“{COVER}”）"


def write_cover(sheet: Any, form: Form, answers: Mapping[str, object], live: Sequence[Live], styles: Styles) -> None:
    """Writes the cover: who reports, and how far each table is."""
    for column, width in enumerate((24, 42, 42)):
        sheet.set_column(column, column, width)
    put(sheet, Box(1, 1, 1, 3), form.title.official, styles["cover_title"])
    put(sheet, Box(2, 1, 2, 3), f"数据填报表（{form.document}，适用于 {_years(form)}）", styles["cover_note"])
    for row, points in ((1, 52), (2, 24), (3, 10), (4, 22)):
        sheet.set_row(row - 1, points)
    put(sheet, Box(4, 1, 4, 1), "一、填报单位", styles["heading"])
    contents = {**answers, "edition": form.edition}
    for key, place in zip(COVER_LABELS, cover_places().values(), strict=True):
        style = "answer_fixed" if key == "edition" else "answer_number" if key == "year" else "answer"
        put(sheet, Box(place.row, 1, place.row, 1), COVER_LABELS[key], styles["label_centred"])
        # Merged up to the edge: a hint to the right of a blank answer would read like the answer.
        put(sheet, Box(place.row, 2, place.row, 3), contents.get(key), styles[style])
        sheet.set_row(place.row - 1, 26)
        if key != "edition":
            sheet.data_validation(place.row - 1, 1, place.row - 1, 1, _validation(key, form))
    last = _write_progress(sheet, _FIRST_ANSWER + len(COVER_LABELS) + 1, live, styles)
    edition = cover_places()["meta.edition"]
    sheet.ignore_errors({"number_stored_as_text": f"{edition.address} {cover_places()['meta.phone'].address}"})
    set_page(sheet, last, 3)
    sheet.set_selection(_FIRST_ANSWER - 1, 1, _FIRST_ANSWER - 1, 1)
    sheet.protect("", PROTECTION)


def _write_progress(sheet: Any, row: int, live: Sequence[Live], styles: Styles) -> int:
    put(sheet, Box(row, 1, row, 1), "二、各表情况", styles["heading"])
    sheet.set_row(row - 1, 22)
    for column, text in enumerate(("工作表", "是否平衡", "填写情况"), 1):
        put(sheet, Box(row + 1, column, row + 1, column), text, styles["header"])
    sheet.set_row(row, 22)
    for at, table in enumerate(live, row + 2):
        name = table.plan.table.sheet
        sheet.write_url(at - 1, 0, f"internal:'{name}'!A1", styles["link"], name)
        if table.checks:
            bad = "+".join(f'COUNTIF({reference(box, name)},"{start}*")' for box in table.checks for start in (LEFT, COUNTED))
            told = reference(Box(table.filled.top, table.filled.left, table.filled.top, table.filled.left), name)
            broken = "不平，见表上方和表下的红字"
            formula = f'=IF({bad}>0,"{broken}",IF(LEFT({told},1)="{HOLDS}","{EVEN}","{OPEN}"))'
            result = broken if table.is_broken else EVEN if table.filled_text.startswith(HOLDS) else OPEN
            put_formula(sheet, Box(at, 2, at, 2), formula, result, styles["live"])
        else:
            put(sheet, Box(at, 2, at, 2), "本表没有合计和勾稽", styles["live_label"])
        filled = Box(table.filled.top, table.filled.left, table.filled.top, table.filled.left)
        put_formula(sheet, Box(at, 3, at, 3), f"={reference(filled, name)}", table.filled_text, styles["live"])
        sheet.set_row(at - 1, 24)
    box = Box(row + 2, 2, row + 1 + len(live), 3)
    for text, style in ((HOLDS, "is_good"), ("尚有", "is_open")):
        lay(sheet, [box], {"type": "text", "criteria": "begins with", "value": text, "format": styles[style]})
    lay(sheet, [box], {"type": "text", "criteria": "containing", "value": "不是", "format": styles["is_bad"]})
    lay(sheet, [box], {"type": "text", "criteria": "begins with", "value": "不", "format": styles["is_bad"]})
    last = row + 2 + len(live)
    put(sheet, Box(last, 1, last, 3), f"浅黄格请填写，其余不用填。填法见“填报说明”；报告的文字可贴入“{NARRATIVE}”，不报文字可以不填。", styles["quiet"])
    sheet.set_row(last - 1, 22)
    return last


def _years(form: Form) -> str:
    if form.last_year is None:
        return f"{form.first_year} 年及以后各年度"
    return f"{form.first_year} 年度" if form.first_year == form.last_year else f"{form.first_year} 至 {form.last_year} 年度"


def _validation(key: str, form: Form) -> dict[str, object]:
    # A prompt lies over the cells below: it is short, and stands only where the label does not say all.
    prompt: dict[str, object] = {"input_title": COVER_LABELS[key], "input_message": _HINTS[key]} if key in _HINTS else {}
    if key in ("level", "scope"):
        alert = f"请从下拉列表中选择{COVER_LABELS[key]}。"
        return {**prompt, "validate": "list", "source": list(LEVELS if key == "level" else SCOPES), "error_title": "不在列表中", "error_message": alert}
    if key == "year":
        alert = f"本模板适用于 {_years(form)}，请填四位数的年份。其他年度请用另一版模板。"
        bounds = {"validate": "integer", "criteria": "between", "minimum": form.first_year, "maximum": form.last_year or _LAST_YEAR}
        return {**prompt, **bounds, "error_title": "年度不符", "error_message": alert}
    return {**prompt, "validate": "any"}


def _parts(form: Form) -> dict[str, str]:
    """The report's text by part, with what stands above each on the sheet."""
    return {**{section.id: section.title.official for section in form.sections}, **_AROUND}


_ON_A_PAGE = 3
"""Boxes for text that fit on a printed page."""


def write_narrative(sheet: Any, form: Form, texts: Mapping[str, str], styles: Styles) -> None:
    """Writes the sheet that takes the report's text, one large cell for each section, small ones for title, opening and signature."""
    sheet.set_column(0, 0, _TEXT_WIDTH)
    put(sheet, Box(1, 1, 1, 1), f"{form.title.official}（文字部分）", styles["sheet_title"])
    put(sheet, Box(2, 1, 2, 1), "可以不填。贴入报告各部分的文字，可与表中数字互相核对；换行按 Alt＋Enter，表格不要贴在这里。", styles["quiet"])
    sheet.set_row(0, 32)
    for (part, heading), place in zip(_parts(form).items(), narrative_places(form).values(), strict=True):
        text = texts.get(part)
        put(sheet, Box(place.row - 1, 1, place.row - 1, 1), heading, styles["heading"])
        put(sheet, Box(place.row, 1, place.row, 1), text, styles["narrative"])
        sheet.set_row(place.row - 2, 24)
        sheet.set_row(place.row - 1, min(max(_LEAST.get(part, 120.0), height(lines(text or "", _TEXT_WIDTH))), 400.0))
    set_page(sheet, 2 + 2 * len(_parts(form)), 1)
    sheet.set_h_pagebreaks([place.row - 2 for place in list(narrative_places(form).values())[_ON_A_PAGE::_ON_A_PAGE]])  # no heading stands apart from its box
    sheet.freeze_panes(2, 0)
    sheet.set_selection(3, 0, 3, 0)
    sheet.protect("", {**PROTECTION, "format_rows": True})


def write_findings(sheet: Any, styles: Styles, problems: str) -> None:
    """Writes the sheet that takes the findings: how to explain, the header, and room for the office's reasons and the reviewer's word.

    `problems`: the cells of the list that a problem is chosen from in an empty row.
    """
    for column, (text, width) in enumerate(zip(FINDINGS_HEADER, FINDINGS_WIDTHS, strict=True)):
        sheet.set_column(column, column, width, styles["finding"], {"hidden": True} if text in FINDINGS_HIDDEN else {})
        put(sheet, Box(HEADER_ROW, column + 1, HEADER_ROW, column + 1), text, styles["header"])
    at = {name: FINDINGS_HEADER.index(name) for name in FINDINGS_HEADER}
    put(sheet, Box(1, 1, 1, at["情况说明"] + 1), HOW_TO_EXPLAIN, styles["note"])
    sheet.set_row(0, 36)
    sheet.set_row(HEADER_ROW - 1, 24)
    # An answer may be typed by hand, where no add-in has listed the findings.
    for row in range(HEADER_ROW, HEADER_ROW + FINDINGS_ROWS):
        for name in ("位置", "问题（怎么改）", "情况说明", "审核放行", "现为", "规则", "字段"):
            sheet.write_blank(row, at[name], None, styles["remark"])
    last = HEADER_ROW + FINDINGS_ROWS
    chosen = {"validate": "list", "source": problems, "show_error": False}
    sheet.data_validation(HEADER_ROW, at["问题（怎么改）"], last - 1, at["问题（怎么改）"], chosen)
    reason = at["情况说明"] + 1
    asked = {"type": "formula", "criteria": f'=LEFT($A{HEADER_ROW + 1},2)="疑点"', "format": styles["is_asked"]}
    lay(sheet, [Box(HEADER_ROW + 1, reason, last, reason)], asked)
    set_page(sheet)
    sheet.repeat_rows(0, HEADER_ROW - 1)
    sheet.freeze_panes(HEADER_ROW, 0)
    sheet.protect("", {**PROTECTION, "format_columns": True, "format_rows": True})
