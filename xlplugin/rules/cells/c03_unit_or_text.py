"""C03: a number with a unit, or words instead of a number."""

from collections.abc import Iterator

from xlplugin.filing import Filing, Shape
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import cells_of_shape, quoted
from xlplugin.text import Text

UNREADABLE = Text(
    "「{table}」“{field}”填的是“{words}”，不是数字，未参加计算。请只填数字。",
    '{table}: {field} holds "{words}", which is no number and was left out of the sums. Enter a number only',
)
UNSURE = Text(
    "「{table}」“{field}”填的是“{words}”，不能确定是多少，未参加计算；可能是 {expected}，请核对后只填数字。",
    '{table}: {field} holds "{words}", which cannot be read for sure and was left out of the sums; perhaps {expected}. Check, and enter a number only',
)


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """A warning where the number can be read surely, else an error."""
    for name, cell in cells_of_shape(filing, Shape.UNIT):
        yield Hit(name, actual=cell.raw, expected=cell.value, words={"words": quoted(cell.raw)}, severity=Severity.WARNING)
    for name, cell in cells_of_shape(filing, Shape.TEXT):
        yield Hit(name, actual=cell.raw, expected=cell.likely, words={"words": quoted(cell.raw)}, message=UNREADABLE if cell.likely is None else UNSURE)


RULE = Rule(
    id="C03",
    severity=Severity.ERROR,
    title=Text("数字带单位，或填的是文字", "a number with a unit, or words"),
    message=Text(
        "「{table}」“{field}”填的是“{words}”，按 {expected} 计。请只填数字，不带单位。",
        '{table}: {field} holds "{words}", counted as {expected}. Enter the number only, without a unit',
    ),
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
    check=check,
    examples=(
        Example({"proactive.fees.amount": "43.788"}),
        Example({"proactive.fees.amount": "43.788万元", "requests.received.company": "3件"}, fails_at=("proactive.fees.amount", "requests.received.company")),
        Example(
            {"requests.received.company": "约3件左右", "requests.received.other": "见附件"}, fails_at=("requests.received.company", "requests.received.other")
        ),
        Example({"proactive.fees.amount": None}),
    ),
)
