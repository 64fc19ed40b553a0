"""P09: a procurement amount without a unit (edition 2019)."""

from collections.abc import Iterator

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts, SeenLabel
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.money import units_of_header, words_of
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.text import Text

_AMOUNT = "proactive.procurement.amount"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.amount(_AMOUNT) > 0 and not _has_unit(filing):
        yield Hit(_AMOUNT, actual=filing.amount(_AMOUNT))


def _has_unit(filing: Filing) -> bool:
    """Whether the cell, or a label or another text beside it as the file words it, names a unit."""
    where, cell = filing.form.fields[_AMOUNT], filing.cell(_AMOUNT)
    seen = [label.seen for label in filing.facts.seen_labels if label.table == where.table and label.id in (where.column.id, where.row.id)]
    return any(units_of_header(words) for words in (*seen, words_of(cell.raw), words_of(cell.shown or ""), where.column.label.official))


RULE = Rule(
    id="P09",
    severity=Severity.WARNING,
    title=Text("采购总金额没有单位", "a procurement amount without a unit"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”的“{column}”填有 {actual}，表头和格内都没有写明是元还是万元。",
        '"{row}", "{column}": {actual} says nowhere whether it is yuan or 10,000 yuan',
    ),
    ask=Text("请写明单位：表头能改的写在表头；用模板填的，写在“校验结果”的“情况说明”里。", "Give the unit: in the header where that can be changed, else as the explanation on the sheet 校验结果"),
    rationale=Text(
        "2019 年版的这一栏没有规定单位，元和万元都有人填，差一万倍，不注明就没法汇总。",
        "The form of 2019 gives no unit here; offices use both, ten thousand times apart, so a figure without one cannot be added up.",
    ),
    mend=Text("自己画的表，在表头写“采购总金额（万元）”或“采购总金额（元）”；模板的表头已锁定，在“情况说明”写“单位：万元”。", "Write the unit into the header; the template's is locked, there write it as the explanation."),
    source=Text("2019 年版报告格式第二部分表格；公开的年报中元、万元都有", "the table of section two of 2019; published reports use both"),
    check=_check,
    needs=Needs(fields=(_AMOUNT,)),
    editions=("2019",),
    examples=(
        Example({_AMOUNT: 0}, edition="2019"),
        Example({_AMOUNT: 1}, edition="2019", facts=Facts(seen_labels=(SeenLabel("proactive", "row", "fees", "行政事业性收费", "收费（元）"),)), fails_at=(_AMOUNT,)),
        Example({_AMOUNT: "120万元"}, edition="2019"),
        Example({_AMOUNT: 120}, edition="2019", facts=Facts(seen_labels=(SeenLabel("proactive", "column", "amount", "采购总金额", "采购总金额（单位：万元）"),))),
        Example({_AMOUNT: 120}, edition="2019", facts=Facts(seen_labels=(SeenLabel("proactive", "beside", "amount", "采购总金额", "单位：人民币千元"),))),
        Example(cells={_AMOUNT: Cell(Shape.NUMBER, 120, "120", shown="120万元")}, edition="2019"),
        Example({_AMOUNT: None}, edition="2019"),
    ),
)
