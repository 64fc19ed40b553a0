"""Things that a workbook may hold, as openpyxl writes them."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl.chart import BarChart, BubbleChart, Reference, Series
from openpyxl.comments import Comment
from openpyxl.formatting import rule as rules
from openpyxl.styles import Alignment, Font, GradientFill, NamedStyle, PatternFill, Protection
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableStyleInfo

Feature = Callable[[Any, Any, Any], None]
"""Is given the workbook, a sheet with nothing on it, and the form's."""


def _chart(book: Any, first: Any, sheet: Any) -> None:
    for number in range(5):
        first.append([number, number * 2, number % 3])
    bars, bubbles = BarChart(), BubbleChart()
    bars.add_data(Reference(first, min_col=1, max_col=2, min_row=1, max_row=5))
    columns = [Reference(first, min_col=column, min_row=1, max_row=5) for column in (1, 2, 3)]
    bubbles.series.append(Series(values=columns[1], xvalues=columns[0], zvalues=columns[2]))
    sheet.add_chart(bars, "N2")
    first.add_chart(bubbles, "E2")


def _comments(book: Any, first: Any, sheet: Any) -> None:
    for cell in (first["A1"], sheet["A1"], sheet["D30"], sheet["N2"]):
        cell.comment = Comment("请核对\n<&>", "王工", height=90, width=200)


def _validations(book: Any, first: Any, sheet: Any) -> None:
    rule = DataValidation("list", formula1='"是,否"', allow_blank=True, showErrorMessage=True, error="请选", errorTitle="不对")
    sheet.add_data_validation(rule)
    rule.add("N1:N9")


def _conditional(book: Any, first: Any, sheet: Any) -> None:
    made: Any = rules  # its functions have no types
    sheet.conditional_formatting.add("D25:J50", made.FormulaRule(["D25<0"], fill=PatternFill(bgColor="FFC7CE"), font=Font(b=True)))
    sheet.conditional_formatting.add("D25:J50", made.ColorScaleRule("min", None, "FFFF0000", "max", None, "FF00FF00"))
    sheet.conditional_formatting.add("D25:J50", made.IconSetRule("3Arrows", "percent", [0, 33, 67]))


def _styles(book: Any, first: Any, sheet: Any) -> None:
    book.add_named_style(NamedStyle("填报", font=Font("宋体", 12, b=True), protection=Protection(locked=False)))
    sheet["D30"].style = "填报"
    sheet["D31"].fill = GradientFill(stop=("FFFFFF", "4472C4"))
    sheet["D32"].alignment = Alignment(textRotation=45, wrapText=True, justifyLastLine=True)
    sheet["D33"].number_format = '#,##0.00 "万元"'
    sheet["D34"].fill = PatternFill("lightUp", fgColor="FF0000")


def _table(book: Any, first: Any, sheet: Any) -> None:
    for row in (["甲", "乙"], [1, 2], [3, 4]):
        first.append(row)
    first.add_table(Table(displayName="件数", ref="A1:B3", tableStyleInfo=TableStyleInfo("TableStyleMedium9", showRowStripes=True)))


def _names(book: Any, first: Any, sheet: Any) -> None:
    book.defined_names["税率"] = DefinedName("税率", attr_text="0.06")
    sheet.defined_names["本表"] = DefinedName("本表", attr_text=f"'{sheet.title}'!$A$1:$M$90")
    sheet.print_title_rows = "1:3"
    sheet.print_area = "A1:M90"


def _page(book: Any, first: Any, sheet: Any) -> None:
    sheet.oddHeader.center.text, sheet.evenFooter.right.text, sheet.HeaderFooter.differentOddEven = "年报", "&P", True
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = "landscape", 0, True
    sheet.row_breaks.append(Break(id=20))
    sheet.print_options.horizontalCentered = True


def _view(book: Any, first: Any, sheet: Any) -> None:
    sheet.freeze_panes, sheet.sheet_view.zoomScale, sheet.sheet_view.showGridLines, sheet.sheet_properties.tabColor = "B4", 80, False, "1072BA"
    sheet.row_dimensions.group(5, 9, hidden=True)
    sheet.column_dimensions.group("K", "M", hidden=False)
    first.sheet_state = "hidden"
    book.active = 1


def _protected(book: Any, first: Any, sheet: Any) -> None:
    sheet.protection.set_password("0000")
    sheet.protection.enable()
    book.security = WorkbookProtection(workbookPassword="0000", lockStructure=True)


def _links(book: Any, first: Any, sheet: Any) -> None:
    sheet["N1"].hyperlink = "https://example.org/?a=1&b=2"
    first["A1"].hyperlink = f"#'{sheet.title}'!A1"


def _filter(book: Any, first: Any, sheet: Any) -> None:
    for row in (["甲", "乙"], [1, 2], [3, 4]):
        first.append(row)
    first.auto_filter.ref = "A1:B3"
    first.auto_filter.add_filter_column(0, ["1"])
    first.auto_filter.add_sort_condition("B2:B3")


def _scenario(book: Any, first: Any, sheet: Any) -> None:
    copy = book.copy_worksheet(first)
    copy.title = "副本"
    book.create_chartsheet("图")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=30, max_row=34))
    book["图"].add_chart(chart)


def _twice(book: Any, first: Any, sheet: Any) -> None:
    """A second round through the program: comments and validations read back and written again."""
    _comments(book, first, sheet)
    _validations(book, first, sheet)
    buffer = io.BytesIO()
    book.save(buffer)


def _nothing(book: Any, first: Any, sheet: Any) -> None:
    """The form alone."""


FEATURES: Mapping[str, Feature] = {
    "nothing": _nothing, "charts": _chart, "comments": _comments, "validations": _validations, "conditional formats": _conditional, "styles": _styles, "table": _table, "names": _names,
    "page": _page, "view": _view, "protected": _protected, "links": _links, "filter": _filter, "chart sheet": _scenario, "saved twice": _twice,
}
