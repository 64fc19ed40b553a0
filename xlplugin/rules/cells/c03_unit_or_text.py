"""C03: a number with a unit, or words instead of a number."""

from collections.abc import Iterator

from xlplugin.filing.cells import Shape
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Case, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import cells_of_shape, quoted
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """A warning where the number can be read surely, else an error."""
    for name, cell in cells_of_shape(filing, Shape.UNIT):
        yield Hit(name, actual=cell.raw, expected=cell.value, words={"words": quoted(cell.raw)}, case="with_unit")
    for name, cell in cells_of_shape(filing, Shape.TEXT):
        yield Hit(name, actual=cell.raw, expected=cell.likely, words={"words": quoted(cell.raw)}, case=None if cell.likely is None else "unsure")
    for name, cell in cells_of_shape(filing, Shape.FORMULA_TEXT):
        yield Hit(name, actual=cell.raw, words={"words": quoted(cell.raw)}, case="never_a_formula")


RULE = Rule(
    id="C03",
    severity=Severity.ERROR,
    title=Text("数字带单位，或填的是文字", "a number with a unit, or words"),
    lead=IN_TABLE,
    fact=Text("“{field}”填的是“{words}”，不是数字，未参加计算。", '{field} holds "{words}", which is no number and was left out of the sums'),
    ask=Text("请只填数字。", "Enter a number only"),
    rationale=Text(
        "单位写进格里，格子就成了文本，汇总时会被漏掉；单位与表头不同时，金额会差一万倍。读得准的为疑点，读不准的为错误。",
        "A unit turns the cell into text, which sums leave out; and if it is not the header's unit the amount is off by 10,000. A sure reading is a warning, an unsure one an error.",
    ),
    mend=Text(
        "删去单位和说明文字，只留数字；金额先换算成表头的单位（万元）。",
        "Delete the unit and the words; convert an amount to the unit of the header (10,000 yuan) first.",
    ),
    source=Text(
        "表头已列明单位：本年收费金额（单位：万元）；公开发布的年报中有“43.788万元”“251000元”",
        "the header states the unit, 万元; 43.788万元 and 251000元 were seen in published reports",
    ),
    cases=(
        Case(
            "with_unit",
            Text("带单位而能读出数", "a unit beside a number that can be read"),
            Severity.WARNING,
            fact=Text("“{field}”填的是“{words}”，按 {expected} 计。", '{field} holds "{words}", counted as {expected}'),
            ask=Text("请只填数字，不带单位。", "Enter the number only, without a unit"),
        ),
        Case(
            "unsure",
            Text("不能确定是多少", "the number cannot be told for sure"),
            fact=Text(
                "“{field}”填的是“{words}”，不能确定是多少，未参加计算。",
                '{field} holds "{words}", which cannot be read for sure and was left out of the sums',
            ),
            ask=Text("可能是 {expected}，请核对后只填数字。", "perhaps {expected}. Check, and enter a number only"),
        ),
        Case(
            "never_a_formula",
            Text("公式成了文字", "a formula kept as text"),
            fact=Text(
                "“{field}”里是一条没有生效的公式 {words}：单元格是“文本”格式，或公式前有撇号，没有算出数来，未参加计算。",
                "{field} holds the formula {words} as text: the cell's format is Text, or an apostrophe stands before it, so it was never worked out and was left out of the sums",
            ),
            ask=Text("请把单元格格式改为“常规”，再重新键入公式。", "Set the format to General and type the formula again"),
            mend=Text("把单元格格式改为“常规”，再重新键入公式；或直接填数。", "Set the cell's format to General and type the formula again, or type the figure."),
            short=Text(
                "格里是一条没有生效的公式：单元格是“文本”格式，或公式前有撇号，没有算出数来，未参加计算。",
                "the cell holds a formula as text: its format is Text, or an apostrophe stands before it, so it was never worked out and was left out of the sums",
            ),
        ),
    ),
    check=check,
    casts_doubt=True,
    examples=(
        Example({"proactive.fees.amount": "43.788"}),
        Example({"proactive.fees.amount": "43.788万元", "requests.received.company": "3件"}, fails_at=("proactive.fees.amount", "requests.received.company"), severity=Severity.WARNING),
        Example(
            {"requests.received.company": "约3件左右", "requests.received.other": "见附件"}, fails_at=("requests.received.company", "requests.received.other"),
            says=("约3件左右”，不能确定是多少", "可能是 3", "“见附件”，不是数字"), expected={"requests.received.company": 3, "requests.received.other": None},
        ),
        Example(
            {"requests.received.total": "=SUM(D6:I6)", "requests.granted.total": "'=D8+E8"},
            fails_at=("requests.received.total", "requests.granted.total"),
            says=("没有生效的公式 =SUM(D6:I6)", "没有生效的公式"),
        ),
        Example({"proactive.fees.amount": None}),
    ),
)
