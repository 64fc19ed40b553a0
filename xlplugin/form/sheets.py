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

FINDINGS_HEADER = ("严重程度", "规则", "位置", "字段", "问题", "应为", "现为", "情况说明", "审核放行", "指纹")
"""The columns of 校验结果; the last is hidden and tells whether the figures are still those that were explained."""
FINDINGS_WIDTHS = (18, 7, 20, 24, 66, 10, 10, 32, 32, 16)
"""How wide they are, in characters."""
