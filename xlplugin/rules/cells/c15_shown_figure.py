"""C15: the figure that is shown is not the figure that the cell holds."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.money import unit_of
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Text

_FIGURE = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")

def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a cell. A date is C09's, a count that is no whole number C07's, an amount of which no unit is asked P09's."""
    yield from cannot_see(filing, "formats")
    shown = {name: cell.shown for name, cell in filing.shown_otherwise.items() if cell.shown is not None and cell.shape is not Shape.DATE}
    for name in filter(shown.__contains__, filing.form.fields) if shown else ():
        cell, field = filing.cells[name], filing.form.fields[name]
        if field.kind == "amount" and _figure_in(shown[name]) == cell.value:
            if unit := unit_of(field.column):
                yield Hit(name, actual=cell.value, words={"shown": quoted(shown[name]), "unit": unit}, case="unit")
        elif field.kind == "amount" or isinstance(cell.value, int):
            yield Hit(name, actual=cell.value, words={"shown": quoted(shown[name])})


def _figure_in(shown: str) -> Decimal | None:
    """The only figure that is shown."""
    figures = _FIGURE.findall(shown)
    return Decimal(figures[0].replace(",", "")) if len(figures) == 1 else None


RULE = Rule(
    id="C15",
    severity=Severity.WARNING,
    title=Text("显示的数与存的数不同", "the figure shown is not the figure held"),
    lead=IN_TABLE,
    fact=Text("“{field}”显示为“{shown}”，存的却是 {actual}，审核按 {actual} 计。", '{field} shows "{shown}" but holds {actual}, which is what counts here'),
    ask=Text("请把单元格格式改为“常规”，核对该填哪个数。", "Set the cell's format to General and check which figure is meant"),
    rationale=Text(
        "自定义的数字格式会移动小数点、隐去几位数或改成百分数：看到、印出、公布的是一个数，求和、汇总用的是另一个数，金额可能差一万倍。",
        "A custom number format can move the decimal point, hide digits or turn a figure into a percentage: people see, print and publish one figure, while sums and roll-ups use another; an amount may be off by 10,000.",
    ),
    mend=Text(
        "把单元格格式改为“常规”，看清存的数；存的数不对的，按表头的单位重新填。",
        "Set the cell's format to General to see what it holds; where that is wrong, enter the figure in the unit of the header.",
    ),
    source=Text("表内各项填实数；金额的单位见表头（万元）", "the cells hold the figures themselves; the unit of an amount is in the header (10,000 yuan)"),
    cases=(
        Case(
            "unit",
            Text("显示的单位不是规定的单位", "the unit shown is not the form's"),
            fact=Text("“{field}”显示为“{shown}”，规定的单位是{unit}，审核按 {actual} {unit}计。", '{field} shows "{shown}", but the form asks for {unit}; it counts as {actual} {unit}'),
            ask=Text("请把金额换算成{unit}，单元格格式改为“常规”；金额已经是{unit}的，只改格式。", "Convert the amount to {unit} and set the cell's format to General; where it is {unit} already, change the format only"),
            mend=Text("把单元格格式改为“常规”，按表头的单位重新填。", "Set the cell's format to General and enter the amount in the unit of the header."),
        ),
    ),
    check=check,
    casts_doubt=True,
    examples=(
        Example({"proactive.fees.amount": "43.788"}),
        Example(
            cells={
                "proactive.fees.amount": Cell(Shape.NUMBER, 59237, "59237", shown="5.9237万元"),
                "requests.received.company": Cell(Shape.NUMBER, 3, "3", shown="300%"),
            },
            fails_at=("proactive.fees.amount", "requests.received.company"),
        ),
        Example(cells={"proactive.fees.amount": Cell(Shape.NUMBER, Decimal("1.234567"), "1.234567", shown="1.23")}, fails_at=("proactive.fees.amount",)),
        Example(
            cells={"proactive.fees.amount": Cell(Shape.NUMBER, 1250, "1250", shown="1250.00元")}, fails_at=("proactive.fees.amount",),
            says=("显示为“1250.00元”，规定的单位是万元", "按 1250 万元计"),
        ),
        Example(cells={"proactive.procurement.amount": Cell(Shape.NUMBER, 1250, "1250", shown="1250.00元")}, edition="2019"),
        Example(cells={"requests.received.company": Cell(Shape.NUMBER, Decimal("2.5"), "2.5", shown="3")}),
        Example(cells={"requests.received.company": Cell(Shape.DATE, 3, "1900-01-03 00:00:00", shown="1900-01-03 00:00:00")}),
        Example(facts=Facts(blind=frozenset({"formats"})), not_checked=(None,)),
        Example({"proactive.fees.amount": None}),
    ),
)
