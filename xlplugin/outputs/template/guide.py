"""The template's sheet 填报说明: how to fill in the form, and the rules it is checked by, from their declarations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from xlplugin.filing.findings import Severity
from xlplugin.form.model import Form
from xlplugin.form.sheets import COVER, FINDINGS, FINDINGS_HEADER, GUIDE, NARRATIVE
from xlplugin.outputs.template.contents import put, reference
from xlplugin.outputs.template.layout import Box
from xlplugin.outputs.template.styles import Styles, height, lines
from xlplugin.outputs.template.sums import Sums
from xlplugin.outputs.template.table_sheet import set_page
from xlplugin.rules.declare import Across, Rule

_COLUMNS = (("规则", 7.0), ("程度", 8.0), ("审核什么", 34.0), ("为什么", 46.0), ("怎么改", 46.0))
_WORDS = {Severity.ERROR: "错误（须改正）", Severity.WARNING: "疑点（须核实说明）", Severity.INFO: "提示"}


def write_guide(sheet: Any, form: Form, rules: Sequence[Rule], sums: Sums, styles: Styles) -> str:
    """Writes the guide: first in words, then the table of rules that hold for the edition. Gives the cells of the list of problems that can be explained."""
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    across = len(_COLUMNS)
    width = sum(width for _, width in _COLUMNS)
    put(sheet, Box(1, 1, 1, across), "填报说明", styles["sheet_title"])
    sheet.set_row(0, 32)
    row = 2
    for title, points in _chapters(form, sums):
        put(sheet, Box(row, 1, row, across), title, styles["heading"])
        sheet.set_row(row - 1, 26)
        for count, point in enumerate(points, 1):
            row += 1
            text = f"{count}．{point}"
            put(sheet, Box(row, 1, row, across), text, styles["note"])
            sheet.set_row(row - 1, height(lines(text, width)))
        row += 1
    put(sheet, Box(row, 1, row, across), "五、审核规则", styles["heading"])
    sheet.set_row(row - 1, 26)
    row += 1
    for column, (text, _) in enumerate(_COLUMNS, 1):
        put(sheet, Box(row, column, row, column), text, styles["header"])
    sheet.set_row(row - 1, 22)
    for texts in (line for rule in rules for line in _lines(rule)):
        row += 1
        for column, text in enumerate(texts, 1):
            put(sheet, Box(row, column, row, column), text, styles["cell_centred" if column <= 2 else "cell"])
        sheet.set_row(row - 1, min(max(height(lines(text, own)) for text, (_, own) in zip(texts, _COLUMNS, strict=True)), 400.0))
    set_page(sheet, row, across)
    sheet.freeze_panes(1, 0)
    sheet.protect("", {"format_cells": True, "objects": True, "format_columns": True, "format_rows": True})
    return _write_list(sheet, rules, across + 2)


def _write_list(sheet: Any, rules: Sequence[Rule], column: int) -> str:
    """The problems that an office may explain, in a hidden column: what a cell of 校验结果 offers to choose from."""
    entries = [f"{rule.id}　{rule.title.zh}" for rule in rules if not (rule.is_of_reading or isinstance(rule.check, Across)) and _may_explain(rule)]
    for row, entry in enumerate(entries):
        sheet.write_string(row, column - 1, entry)
    sheet.set_column(column - 1, column - 1, 9, None, {"hidden": True})
    return "=" + reference(Box(1, column, max(len(entries), 1), column), GUIDE, is_fixed=True)


def _may_explain(rule: Rule) -> bool:
    return any((case.severity or rule.severity) < Severity.ERROR for case in rule.cases) or rule.severity < Severity.ERROR


def _lines(rule: Rule) -> Iterator[tuple[str, ...]]:
    """A rule, and below it a line for each of its cases."""
    yield rule.id, rule.severity.text.zh, rule.title.zh, rule.rationale.zh, rule.mend.zh
    for case in rule.cases:
        yield "", (case.severity or rule.severity).text.zh, f"其中：{case.when.zh}", "", ""


def _chapters(form: Form, sums: Sums) -> list[tuple[str, list[str]]]:
    kinds = {field.kind for field in form.fields.values()}
    units = sorted({field.column.unit for field in form.fields.values() if field.column.unit})
    amounts = f"金额按表头的单位填（{'、'.join(units)}），可以带小数，例如 43.788。" if units else "金额可以带小数，例如 43.788；同一张表用同一种单位。"
    fill = [
        f"先填“{COVER}”。单位名称写公章上的全称；年度是数据所属的年份（1 月 1 日至 12 月 31 日），不是报送的年份；单位层级和口径从下拉列表中选。",
        f"再填{'、'.join(f'“{table.sheet}”' for table in form.tables)}。只有浅黄色的格子要填；灰色的格子由公式自动合计，不用填；其他格子已锁定，改不了也不用改。",
        "数量填 0 或正整数，只写数字。不写“件”“条”等单位，不写“/”“—”“无”，不用全角数字或中文数字，不在数字后面加括号说明。",
        "0 和空白不是一回事：没有发生的填 0；空白表示还没有填。合计时空白按 0 计算，但审核时会提示补填。表下的“填写情况”随时显示还有几格空着。",
    ]
    if "signed_count" in kinds:
        fill.append("“本年增/减”一类的格子填增减数：增加填正数，减少填负数（例如 -11），没有增减填 0。其他格子都不能填负数。")
    if "amount" in kinds:
        fill.append(amounts + "只写数字，单位不要写进格子里。")
    fill.append("从别处复制数字时，用“选择性粘贴—数值”。直接粘贴会带来别处的格式，还可能把数字变成文字；文字不会计入合计，表下会提示“不是数字”，该格变红。")
    balance = [f"{standing.words(form)}（{standing.rule.id}）。{standing.rule.rationale.zh}" for standing in sums.standing]
    balance += [
        "表头上面的一行是随填随算的：“未填完”是还有空格；“√ 平”是填完并且平了；“左 14 ≠ 右 9，差 5”是填完了还不平，或者剩下的空格怎么填也平不了，有关的格子同时变红。“封面”上汇总了各表的情况。",
        "不平的时候，请按申请台账逐件核对，改正登错的那一格；不要为了凑平而填数。合计由公式计算，不要撤销保护后改成手填的数字。",
    ]
    narrative = [
        f"“{NARRATIVE}”不是必填。把报告六个部分的文字分别贴进去，审核时会把文字里的数字与表中的数字互相核对。",
        "文字中说到的收到、办结、结转件数，复议诉讼件数，制发、废止、有效件数，应当与表中一致。",
    ]
    back = [
        f"审核后，有问题的格子上会有批注，“{FINDINGS}”逐条列出：{'、'.join(FINDINGS_HEADER[:7])}。“疑似填错”的一行排在最前，先查那一格。",
        f"“{_WORDS[Severity.ERROR]}”说明数字之间或与表式有矛盾，必须改正。“{_WORDS[Severity.WARNING]}”可能属实：有错就改；没有错，就在这一条的“情况说明”栏写明原因。“{_WORDS[Severity.INFO]}”供参考，不要求处理。",
        f"没有批注副本的，在“{FINDINGS}”的空行里写：“{FINDINGS_HEADER[2]}”从列表中选一条，“位置”写单元格，“现为”写格里的数，再写“情况说明”。",
        "“审核放行”栏由上级审核人员填写（姓名、理由、日期），填报单位不要填。",
        "写了情况说明以后又改了有关数字的，原来的说明随之失效，请核实后重新写。",
        "报送时保存为 .xlsx 文件，不要设打开密码，不要改工作表的名称，不要增删行和列。工作表的保护没有密码，只为防止误改。",
    ]
    return [("一、怎么填", fill), ("二、怎么看平不平", balance), ("三、报告文字", narrative), ("四、审核意见怎么看、怎么办", back)]
