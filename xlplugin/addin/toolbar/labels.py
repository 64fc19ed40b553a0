"""The words on the toolbar and in its menu, and how the buttons stand together."""

from __future__ import annotations

from xlplugin.text import Text

TITLE = Text("年报审核", "Report Check")

GROUPS: tuple[dict[str, Text], ...] = (
    {
        "validate": Text("审核全表", "Check Workbook"),
        "validate_sheet": Text("审核本表", "Check Sheet"),
        "clear": Text("清除标记", "Clear Marks"),
    },
    {
        "previous_problem": Text("上一个问题", "Previous Problem"),
        "next_problem": Text("下一个问题", "Next Problem"),
    },
    {
        "fill_totals": Text("填入合计建议值", "Fill In Totals"),
        "restore_formulas": Text("恢复合计公式", "Restore Formulas"),
        "fill_blanks": Text("空白补0", "Fill Blanks with 0"),
        "normalise_numbers": Text("规范数字", "Normalise Numbers"),
    },
    {
        "list_problems": Text("问题清单", "List of Problems"),
        "import_prior": Text("导入上年数据", "Last Year's Figures"),
    },
    {
        "show_rules": Text("审核规则", "Rules"),
        "about": Text("关于", "About"),
    },
)
"""Command and label, in the order of the tab; a line is drawn between groups."""

LABELS: dict[str, Text] = {command: label for group in GROUPS for command, label in group.items()}
