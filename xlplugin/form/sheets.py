"""The sheets of our own workbooks besides the tables, and the columns of 校验结果."""

from __future__ import annotations

COVER = "封面"
NARRATIVE = "文字"
FINDINGS = "校验结果"
GUIDE = "填报说明"
RECORD = "_xlplugin"
"""Where the live door keeps what stood in the cells before it marked them."""

TRANSCRIPT = "导入记录"
"""What else was seen in the report that a workbook was made from."""

SUMMARY = "汇总说明"
ADJUSTMENTS = "汇总调整"
DIFFERENCES = "汇总差异表"
SUBTOTALS = "分项小计"
INDICATORS = "指标"
INDICATORS_BY_ORGAN = "指标（分单位）"
"""What a roll-up has besides the template's sheets."""

OWN_SHEETS = frozenset({FINDINGS, GUIDE, RECORD, TRANSCRIPT, SUMMARY, ADJUSTMENTS, DIFFERENCES, SUBTOTALS, INDICATORS, INDICATORS_BY_ORGAN})
"""Sheets that quote labels and hold no table."""

FINDINGS_HEADER = ("严重程度", "位置", "问题（怎么改）", "情况说明", "审核放行", "应为", "现为", "项目", "规则", "字段", "指纹")
"""The columns of 校验结果: what a clerk reads and writes first, ids last. The last tells whether the figures are still those that were explained."""
FINDINGS_WIDTHS = (17, 18, 74, 34, 22, 9, 9, 26, 7, 9, 16)
"""How wide they are, in characters."""
FINDINGS_HIDDEN = frozenset({"字段", "指纹"})
"""Columns for the program alone."""
HOW_TO_EXPLAIN = (
    "错误须改正，不能用说明代替。疑点属实的，在“情况说明”写明原因。"
    "下面没有列出的：在空行的“问题”里选一条，“位置”写单元格（如 三、申请办理!J30），“现为”写格里的数，再写“情况说明”。"
)
"""The line above the header."""
HEADER_ROW = 2
"""Where the header stands on a sheet of ours; in workbooks of earlier versions it is on the first row."""
_EARLIER_NAMES = {"问题": "问题（怎么改）"}


def findings_column(text: str) -> str | None:
    """The column of 校验结果 that a header cell names, in the words of earlier versions too; None where it is none."""
    name = _EARLIER_NAMES.get(text.strip(), text.strip())
    return name if name in FINDINGS_HEADER else None
