"""Things that a workbook may hold, as XlsxWriter writes them: each is put on a sheet of its own and, where it matters, on the form's."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from typing import Any

from tests.packages import VBA, png

Feature = Callable[[Any, Any, Any], None]
"""Is given the workbook, a sheet with nothing on it, and the form's."""
OPTIONS: Mapping[str, Mapping[str, object]] = {
    "1904": {"date_1904": True},
    "zip64": {"use_zip64": True},
}
_FIGURES = (3, 1, 4, 1, 5)


def _column(sheet: Any) -> None:
    sheet.write_column(0, 0, _FIGURES)


def _chart(kind: str, subtype: str | None = None) -> Feature:
    def put(book: Any, first: Any, sheet: Any) -> None:
        _column(first)
        chart = book.add_chart({"type": kind} | ({"subtype": subtype} if subtype else {}))
        chart.add_series({"values": "=说明!$A$1:$A$5", "categories": "=说明!$A$1:$A$5", "trendline": {"type": "linear"} if kind in ("line", "scatter") else None})
        chart.set_title({"name": "件数"})
        sheet.insert_chart("N2", chart)

    return put


def _chartsheet(book: Any, first: Any, sheet: Any) -> None:
    _column(first)
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=说明!$A$1:$A$5"})
    book.add_chartsheet("图").set_chart(chart)


def _comments(book: Any, first: Any, sheet: Any) -> None:
    first.write_comment("A1", "说明", {"author": "王工", "visible": True})
    for cell in ("A1", "D30", "E31", "K60"):
        sheet.write_comment(cell, "请核对台账 <&>", {"author": "王工", "x_scale": 2})


def _pictures(book: Any, first: Any, sheet: Any) -> None:
    first.insert_image("B2", "点.png", {"image_data": io.BytesIO(png())})
    sheet.insert_image("N5", "点.png", {"image_data": io.BytesIO(png()), "url": "https://example.org/", "description": "一点"})


def _header_pictures(book: Any, first: Any, sheet: Any) -> None:
    sheet.set_header("&L&G&C第 &P 页", {"image_left": "点.png", "image_data_left": io.BytesIO(png())})
    sheet.set_footer("&R&G", {"image_right": "点.png", "image_data_right": io.BytesIO(png())})


def _buttons(book: Any, first: Any, sheet: Any) -> None:
    first.insert_button("B2", {"macro": "say", "caption": "按钮"})
    sheet.insert_button("N2", {"macro": "say", "caption": "按钮"})
    sheet.write_comment("A1", "旁边有按钮")


def _validations(book: Any, first: Any, sheet: Any) -> None:
    sheet.data_validation("D5:M80", {"validate": "integer", "criteria": ">=", "value": 0, "input_title": "件数", "input_message": "没有的填 0", "error_type": "warning"})
    first.data_validation("A1", {"validate": "list", "source": ["是", "否"]})
    first.data_validation("A2", {"validate": "custom", "value": "=LEN(A2)<5"})


def _conditional(book: Any, first: Any, sheet: Any) -> None:
    red = book.add_format({"bg_color": "#FFC7CE", "font_color": "#9C0006"})
    sheet.conditional_format("D25:J50", {"type": "cell", "criteria": "<", "value": 0, "format": red})
    sheet.conditional_format("D25:J50", {"type": "formula", "criteria": "=ISTEXT(D25)", "format": red, "stop_if_true": True})
    for number, rule in enumerate((
        {"type": "data_bar", "data_bar_2010": True}, {"type": "2_color_scale"}, {"type": "3_color_scale"}, {"type": "icon_set", "icon_style": "3_traffic_lights"},
        {"type": "top", "value": 3, "format": red}, {"type": "duplicate", "format": red}, {"type": "text", "criteria": "containing", "value": "件", "format": red},
        {"type": "time_period", "criteria": "yesterday", "format": red}, {"type": "average", "criteria": "above", "format": red}, {"type": "blanks", "format": red},
    )):
        sheet.conditional_format(24, 3 + number, 49, 3 + number, rule)


def _table(book: Any, first: Any, sheet: Any) -> None:
    first.add_table("A1:C5", {"data": [[1, 2, 3]] * 4, "columns": [{"header": "甲"}, {"header": "乙", "total_function": "sum"}, {"header": "丙", "formula": "=[@甲]+1"}], "name": "件数表", "total_row": True})


def _sparklines(book: Any, first: Any, sheet: Any) -> None:
    first.write_row(0, 0, _FIGURES)
    sheet.add_sparkline("N2", {"range": "说明!A1:E1", "type": "column", "markers": True})


def _names(book: Any, first: Any, sheet: Any) -> None:
    book.define_name("税率", "=0.06")
    book.define_name("说明!区域", "=说明!$A$1:$B$3")
    book.define_name("取数", "=OFFSET(说明!$A$1,0,0,COUNTA(说明!$A:$A),1)")


def _links(book: Any, first: Any, sheet: Any) -> None:
    first.write_url("A1", "https://example.org/?a=1&b=2#三", string="网站", tip="打开")
    first.write_url("A2", "internal:'年报表格'!A1")
    first.write_url("A3", "external:上年.xlsx#Sheet1!A1")
    sheet.write_url("N1", "mailto:a@example.org")


def _page(book: Any, first: Any, sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 2)
    sheet.print_area("A1:M90")
    sheet.set_h_pagebreaks([20, 40])
    sheet.set_v_pagebreaks([5])
    sheet.set_header("&C年报&R&D")
    sheet.set_margins(left=0.5)
    sheet.center_horizontally()
    sheet.print_row_col_headers()


def _view(book: Any, first: Any, sheet: Any) -> None:
    sheet.freeze_panes(3, 1)
    sheet.set_zoom(85)
    sheet.hide_gridlines(2)
    sheet.set_tab_color("#FF0000")
    first.split_panes(15, 8)
    first.right_to_left()
    sheet.set_first_sheet()
    sheet.activate()


def _outline(book: Any, first: Any, sheet: Any) -> None:
    for row in range(5, 12):
        sheet.set_row(row, None, None, {"level": 1, "hidden": row < 8})
    sheet.set_column("K:M", None, None, {"level": 1})
    sheet.outline_settings(True, False, True, False)


def _protected(book: Any, first: Any, sheet: Any) -> None:
    sheet.protect("0000", {"format_cells": True, "insert_rows": True})
    sheet.unprotect_range("D5:M80", "可填", "1111")
    first.protect()


def _hidden(book: Any, first: Any, sheet: Any) -> None:
    first.hide()
    sheet.activate()
    book.add_worksheet("深藏").very_hidden()
    sheet.set_first_sheet()


def _rich(book: Any, first: Any, sheet: Any) -> None:
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red", "font_script": 1})
    first.write_rich_string("A1", "一", bold, "二", red, "三 ")
    sheet.write_rich_string("N1", bold, "注", "：以上为准")
    sheet.write_string("N2", "换行\n 空格 \t制表 _x0041_ 与\x07")


def _formulas(book: Any, first: Any, sheet: Any) -> None:
    first.write_formula("A1", '=IF(1>0,"是","否")', None, "是")
    first.write_array_formula("B1:B3", "{=ROW(1:3)*2}", None, 2)
    first.write_dynamic_array_formula("D1", "=_xlfn.SEQUENCE(3)", None, 1)
    first.write_formula("E1", "=1/0", None, "#DIV/0!")
    first.write_boolean("F1", True)
    sheet.write_formula("N1", "=SUM(D30:D31)", None, 3)


def _dates(book: Any, first: Any, sheet: Any) -> None:
    style = book.add_format({"num_format": "[$-804]yyyy年m月d日;@"})
    first.write_datetime("A1", dt.datetime(2024, 1, 15, 8, 30), style)
    sheet.write_datetime("N1", dt.date(2024, 1, 15), style)


def _formats(book: Any, first: Any, sheet: Any) -> None:
    looks = ({"pattern": 3, "bg_color": "#FF0000", "fg_color": "#00FF00"}, {"rotation": 270}, {"diag_type": 3, "diag_border": 1}, {"theme": 1, "font_color": "#123456"}, {"indent": 2, "shrink": True},
             {"num_format": '"约"0.0,;[Red]-0'}, {"underline": 34, "font_strikeout": True}, {"quote_prefix": True}, {"center_across": True}, {"reading_order": 2}, {"hidden": True, "locked": False})
    for number, look in enumerate(looks):
        first.write(number, 0, number, book.add_format(look))
    sheet.set_row(30, 30, book.add_format({"bg_color": "#FFFF00"}))
    sheet.set_column("D:D", 15, book.add_format({"italic": True}))


def _properties(book: Any, first: Any, sheet: Any) -> None:
    book.set_properties({"title": "年报 <&>", "author": "王工", "company": "样例镇", "keywords": "年报", "status": "终稿", "hyperlink_base": "https://example.org/"})
    for name, value in {"文号": "〔2024〕1号", "日期": dt.datetime(2024, 1, 15), "数": 3, "比": 0.5, "真": True}.items():
        book.set_custom_property(name, value)


def _filter(book: Any, first: Any, sheet: Any) -> None:
    first.write_row(0, 0, ["甲", "乙"])
    for row in range(1, 9):
        first.write_row(row, 0, [row, row % 2])
    first.autofilter("A1:B9")
    first.filter_column("B", "x == 1")


def _textbox(book: Any, first: Any, sheet: Any) -> None:
    first.insert_textbox("B2", "说明文字\n第二行", {"fill": {"color": "#FFFF00"}, "line": {"dash_type": "dash"}})
    sheet.insert_textbox("N8", "见附件", {"textlink": "=说明!$A$1"})


def _many_sheets(book: Any, first: Any, sheet: Any) -> None:
    for number in range(12):
        book.add_worksheet(f"月份'{number + 1}").write(0, 0, number)


def _many_styles(book: Any, first: Any, sheet: Any) -> None:
    for number in range(300):
        first.write(number, 0, number, book.add_format({"bg_color": f"#{number * 7919 % 0xFFFFFF:06X}", "font_size": 6 + number % 9}))


def _macros(book: Any, first: Any, sheet: Any) -> None:
    book.add_vba_project(io.BytesIO(VBA), True)
    book.set_vba_name("ThisWorkbook")
    sheet.set_vba_name("Sheet1")


def _background(book: Any, first: Any, sheet: Any) -> None:
    sheet.set_background(io.BytesIO(png()))


def _everything(book: Any, first: Any, sheet: Any) -> None:
    for put in (_comments, _pictures, _header_pictures, _validations, _conditional, _links, _page, _view, _protected, _background, _sparklines):
        put(book, first, sheet)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})


def _nothing(book: Any, first: Any, sheet: Any) -> None:
    """The form alone."""


FEATURES: Mapping[str, Feature] = {
    "nothing": _nothing, "column chart": _chart("column"), "stacked bars": _chart("bar", "stacked"), "line chart": _chart("line"), "pie": _chart("pie"), "scatter": _chart("scatter"),
    "radar": _chart("radar"), "doughnut": _chart("doughnut"), "area": _chart("area"), "chart sheet": _chartsheet, "comments": _comments, "pictures": _pictures,
    "header pictures": _header_pictures, "buttons": _buttons, "validations": _validations, "conditional formats": _conditional, "table": _table, "sparklines": _sparklines, "names": _names,
    "links": _links, "page": _page, "view": _view, "outline": _outline, "protected": _protected, "hidden": _hidden, "rich text": _rich, "formulas": _formulas, "dates": _dates, "1904": _dates,
    "zip64": _nothing, "formats": _formats, "properties": _properties, "filter": _filter, "text boxes": _textbox, "many sheets": _many_sheets, "many styles": _many_styles, "macros": _macros,
    "background": _background, "everything": _everything,
}
