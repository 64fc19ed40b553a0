"""An empty roster for a reviewing office to fill in (`xlplugin template --roster`), or one with its organs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from xlplugin.form.organ import LEVELS, SCOPES
from xlplugin.outputs.template.contents import put
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import TEXT_FONT, Styles, height, lines

SHEET, NOTES = "名册", "说明"
YES, NO = "是", "否"
_CREATED = dt.datetime(2021, 9, 26)
"""Fixed, so that the same call gives the same bytes."""
_ROWS = 1000
"""Rows that are ready to be filled in; more may follow."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": TEXT_FONT, "font_size": 11, "font_charset": 134, "font_scheme": "none"},
    "default_row_height": 18,
    "default_column_width": 72,
}
_COLUMNS: tuple[tuple[str, float, str], ...] = (
    ("单位", 34, "必填。写公章上的全称，一家一行，不能重复。"),
    ("上级", 26, "汇总到哪一家：写它在“单位”列里的名称。最上面的一家空着。"),
    ("层级", 17, "从下拉列表中选择；空着则按单位名称判断。"),
    ("口径", 13, "从下拉列表中选择：本机关、含下属单位，或者全域；以报送的表上写的为准。"),
    ("是否纳入汇总", 14, "空着就是“是”。选“否”的，连同它下面的单位都不汇总。"),
    ("并入单位", 26, "机构合并后，数字已由哪一家一并填报，就写那一家的名称；写了的不用单独报送。"),
    ("联系人", 11, "写姓名，用于催报和退回修改通知。"),
    ("电话", 16, "写办公电话或手机。"),
    ("截止日期", 13, "按期报送的最后一天，例如 2024-01-31。"),
    ("采用文件", 26, "同一家报了几份，默认以最新的为准；要用另一份，写它的文件名。"),
    ("收到", 13, "收到第一次报送的日期，例如 2024-01-20；写了就以它为准判断是否迟报。"),
)
_NOTES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "一、怎么填",
        (
            f"在“{SHEET}”里一家单位填一行，只有“单位”一列必须填。浅黄色的格子都可以填，不够用就接着往下填。",
            "单位名称写公章上的全称。报送的表上少写“人民政府”“办事处”，或者没写上级地名，只要在名册里只对得上一家，就认作这一家；只是相近的，会提示出来，由审核人员判断。",
            "“上级”和“并入单位”写的单位，也要在“单位”列里有一行。互相循环的（甲的上级是乙，乙的上级又是甲），会提示在第几行。",
            "可以插入自己用的列（如序号、备注），可以调整列的顺序，但不要改列名。",
        ),
    ),
    (
        "二、怎么用",
        (
            "审核：xlplugin check 报送文件夹 --roster 名册.xlsx。给出已报、未报、迟报和名册上没有的单位。",
            "汇总：xlplugin rollup 报送文件夹 --roster 名册.xlsx -o 汇总表.xlsx。每家单位只计一次。",
            "是否迟报，看最早的一次报送：先看报告的落款日期，没有的看工作簿的保存日期；只有文件日期可查的，只作提示。",
            "报了几次的，以最新的一份为准；要以另一份为准，在“采用文件”栏写那份的文件名。",
        ),
    ),
    (
        "三、例子",
        ("下面是一个县的名册怎么填。县政府的报告是全域口径，上级空着；局和乡镇的上级写县政府；撤并的乡镇写“并入单位”。",),
    ),
)
_EXAMPLE: tuple[tuple[object, ...], ...] = (
    ("样例县人民政府", "", "县级政府", "全域", "", "", "张三", "0000-1234567", "2024-03-31"),
    ("样例县教育局", "样例县人民政府", "县直部门", "含下属单位", "是", "", "李四", "0000-1234568", "2024-01-31"),
    ("样例县样例一镇人民政府", "样例县人民政府", "乡镇", "本机关", "是", "", "王五", "0000-1234569", "2024-01-31"),
    ("样例县样例二乡人民政府", "样例县人民政府", "乡镇", "本机关", "是", "样例县样例一镇人民政府", "", "", ""),
    ("国家税务总局样例县税务局", "样例县人民政府", "垂直管理单位", "本机关", "否", "", "赵六", "0000-1234570", "2024-01-31"),
)


def write_roster(target: Path | BinaryIO, members: Sequence[Mapping[str, object]] = ()) -> None:
    """Writes the roster; the same arguments give the same bytes.

    `members`: a row each, by the names of the columns (单位, 上级, 层级, 口径, 是否纳入汇总, 并入单位, 联系人, 电话, 截止日期, 采用文件, 收到);
    text is never a formula. Raises `KeyError` for another column.
    """
    known = [name for name, _, _ in _COLUMNS]
    if unknown := [name for member in members for name in member if name not in known]:
        raise KeyError(unknown[0])
    with xlsxwriter.Workbook(target if not isinstance(target, Path) else str(target), _OPTIONS) as workbook:
        workbook.set_properties({"title": "报送单位名册", "created": _CREATED})
        styles = Styles(workbook)
        text = workbook.add_format({**_entry(), "align": "left", "indent": 1, "num_format": "@"})
        choice = workbook.add_format({**_entry(), "align": "center", "num_format": "@"})
        day = workbook.add_format({**_entry(), "align": "center", "num_format": "yyyy-mm-dd"})
        formats = {"层级": choice, "口径": choice, "是否纳入汇总": choice, "联系人": choice, "截止日期": day, "收到": day}
        _write_list(workbook.add_worksheet(SHEET), [[member.get(name) for name in known] for member in members], [formats.get(name, text) for name in known], styles)
        _write_notes(workbook.add_worksheet(NOTES), styles)


def _entry() -> dict[str, object]:
    return {"font_name": TEXT_FONT, "font_charset": 134, "font_size": 10.5, "border": 1, "border_color": "#C9D1DC", "bg_color": "#FFF8DC", "valign": "vcenter"}


def _write_list(sheet: Any, rows: Sequence[Sequence[object]], formats: Sequence[Any], styles: Styles) -> None:
    for column, (name, width, note) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        put(sheet, Box(1, column + 1, 1, column + 1), name, styles["title"])
        sheet.data_validation(1, column, _ROWS, column, _validation(name, note))
    sheet.set_row(0, 26)
    for at in range(max(_ROWS, len(rows))):
        row = rows[at] if at < len(rows) else [None] * len(_COLUMNS)
        for column, (content, style) in enumerate(zip(row, formats, strict=True), 1):
            put(sheet, Box(at + 2, column, at + 2, column), content, style)
    sheet.freeze_panes(1, 1)
    sheet.set_selection(1, 0, 1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A2:J{_ROWS + 1}"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.print_area(0, 0, max(30, len(rows)), len(_COLUMNS) - 1)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _validation(name: str, note: str) -> dict[str, object]:
    prompt: dict[str, object] = {"input_title": name, "input_message": note}
    choices = {"层级": list(LEVELS), "口径": list(SCOPES), "是否纳入汇总": [YES, NO]}
    if name in choices:
        return {**prompt, "validate": "list", "source": choices[name], "error_title": "不在列表中", "error_message": f"请从下拉列表中选择{name}。"}
    if name in ("截止日期", "收到"):
        bounds = {"validate": "date", "criteria": "between", "minimum": dt.date(2008, 5, 1), "maximum": dt.date(2099, 12, 31)}
        return {**prompt, **bounds, "error_title": "不是日期", "error_message": "请写成 2024-01-31 这样的日期。"}
    return {**prompt, "validate": "any"}


def _write_notes(sheet: Any, styles: Styles) -> None:
    widths = [26.0, 20.0, 13.0, 12.0, 14.0, 26.0, 9.0, 16.0, 13.0]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    across = len(widths)
    put(sheet, Box(1, 1, 1, across), "名册填写说明", styles["sheet_title"])
    sheet.set_row(0, 32)
    row = 2
    for title, points in _NOTES:
        put(sheet, Box(row, 1, row, across), title, styles["heading"])
        sheet.set_row(row - 1, 26)
        for count, point in enumerate(points, 1):
            row += 1
            text = f"{count}．{point}" if len(points) > 1 else point
            put(sheet, Box(row, 1, row, across), text, styles["note"])
            sheet.set_row(row - 1, height(lines(text, sum(widths))))
        row += 1
    for column, (name, _, _) in enumerate(_COLUMNS[:across], 1):
        put(sheet, Box(row, column, row, column), name, styles["header"])
    sheet.set_row(row - 1, 24)
    for entries in _EXAMPLE:
        row += 1
        for column, content in enumerate(entries, 1):
            put(sheet, Box(row, column, row, column), content, styles["label" if column in (1, 2, 6) else "label_centred"])
        sheet.set_row(row - 1, 22)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.protect("", {"format_columns": True, "format_rows": True, "objects": True})
