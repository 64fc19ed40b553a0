"""C09: a date or a time in a number cell."""

from datetime import date

from xlplugin.findings import Severity
from xlplugin.rules.declare import Example, Forbidden, Rule
from xlplugin.text import Text

RULE = Rule(
    id="C09",
    severity=Severity.ERROR,
    title=Text("数字格里是日期或时间", "a date or a time in a number cell"),
    message=Text(
        "「{table}」“{field}”是日期或时间（{actual}），不是数字，未参加计算。请把格式改为“数值”，再填数字。",
        "{table}: {field} is a date or a time ({actual}), no number, and was left out of the sums. Set its format to number and enter the figure",
    ),
    rationale=Text(
        "键入“1-2”“3/4”一类内容时，电子表格会自动变成日期，原来的数字就看不出了。",
        "Spreadsheets turn what is typed as 1-2 or 3/4 into a date, and the number that was meant is lost.",
    ),
    mend=Text("把单元格格式改为“数值”，再按原始数据重新键入。", "Set the cell's format to number and type the figure again from the records."),
    source=Text("表内各项均为件数或金额，没有日期栏", "every cell of the tables is a count or an amount; none is a date"),
    check=Forbidden("date"),
    examples=(
        Example({"requests.received.company": 3}),
        Example(
            {"requests.received.company": date(2023, 1, 2), "requests.received.other": "2023年1月2日"},
            fails_at=("requests.received.company", "requests.received.other"),
        ),
        Example({"requests.received.company": None}),
    ),
)
