"""C09: a date or a time in a number cell."""

from datetime import date

from xlplugin.filing.cells import Cell, Shape
from xlplugin.filing.facts import Facts
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Case, Example, Forbidden, Rule
from xlplugin.text import Text

RULE = Rule(
    id="C09",
    severity=Severity.ERROR,
    title=Text("数字格里是日期或时间", "a date or a time in a number cell"),
    lead=IN_TABLE,
    fact=Text("“{field}”是日期或时间（{actual}），不是数字，未参加计算。", "{field} is a date or a time ({actual}), no number, and was left out of the sums"),
    ask=Text("请把格式改为“数值”，再填数字。", "Set its format to number and enter the figure"),
    rationale=Text(
        "键入“1-2”“3/4”一类内容时，电子表格会自动变成日期，原来的数字就看不出了。",
        "Spreadsheets turn what is typed as 1-2 or 3/4 into a date, and the number that was meant is lost.",
    ),
    source=Text("表内各项均为件数或金额，没有日期栏", "every cell of the tables is a count or an amount; none is a date"),
    check=Forbidden("date", counted="counted", sight="formats"),
    replaces=("C07", "C12", "P05", "P08"),
    cases=(
        Case(
            "counted",
            Text("数字用了日期格式", "a figure in a date's format"),
            fact=Text(
                "“{field}”的格式是日期或时间，显示为 {actual}，存的数是 {expected}，按 {expected} 计。",
                "{field} is formatted as a date or a time and shows {actual}; the number it holds, {expected}, was counted",
            ),
            ask=Text("请把格式改为“数值”，核对这个数。", "Set its format to number and check the figure"),
        ),
    ),
    casts_doubt=True,
    examples=(
        Example({"requests.received.company": 3}),
        Example(
            {"requests.received.company": date(2023, 1, 2), "requests.received.other": "2023年1月2日"},
            fails_at=("requests.received.company", "requests.received.other"),
        ),
        Example(
            cells={"requests.received.company": Cell(Shape.DATE, 3, "1900-01-03 00:00:00", shown="1900-01-03")},
            fails_at=("requests.received.company",),
            says="显示为 1900-01-03，存的数是 3",
            expected=3,
        ),
        Example({"requests.received.company": None}),
        Example({"requests.received.company": 3}, facts=Facts(blind=frozenset({"formats"})), not_checked=(None,)),
    ),
)
