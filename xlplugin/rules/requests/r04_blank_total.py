"""R04: 总计 is blank though the row is filled."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.requests.r03_row_sum import RULE as ROW_SUM
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, is_blank, sides_of, total, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    for sides in sides_of(ROW_SUM, filing.form):
        if not is_blank(filing, sides.at):
            doubtful += unread(filing, [sides.at])
            continue
        missing = unread(filing, sides.right)
        if filled := [field for field in sides.right if filing.amount(field)]:
            expected = None if missing else total(filing, sides.right)
            yield Hit(sides.at, expected=expected, related=tuple(filled), words={"parts": figures(filing, filled, "column")})
        else:
            doubtful += missing
    yield from cannot_tell(filing, doubtful)


RULE = Rule(
    id="R04",
    severity=Severity.ERROR,
    title=Text("已填各类申请人，“总计”却为空", "the total is blank though the row is filled"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”行的“{column}”没有填，而这一行已有：{parts}。", 'row "{row}": the {column} is blank, though the row holds {parts}'),
    ask=Text("请补填总计，即六类申请人之和。", "Enter it: the sum of the six kinds of applicants"),
    rationale=Text(
        "总计是全表勾稽和汇总的依据，空着会被当作 0，上级汇总时这些申请就漏掉了。",
        "The totals are what is balanced and rolled up; a blank one counts as 0, and these requests are lost on the way up.",
    ),
    mend=Text("把六类申请人的件数相加，填入总计；使用模板时总计自动计算。", "Add up the six kinds of applicants; in the template the total is computed."),
    source=Text("报告格式第三部分表格：总计列；公开的年报中见过整列为空的", "the column of totals in section three; published reports exist with the whole column blank"),
    check=_check,
    needs=Needs(sides_of=ROW_SUM),
    gives_sum=True,
    replaces=("R03",),
    covers=("R11",),
    examples=(
        Example({"requests.received.natural_person": 2, "requests.received.total": 2}),
        Example({"requests.received.natural_person": 2, "requests.received.total": None}, fails_at=("requests.received.total",), says="本年新收”行的“总计”没有填，而这一行已有：自然人 2", expected=2),
        Example({"requests.received.natural_person": 0, "requests.received.total": None}),
        Example({"requests.received.natural_person": 2, "requests.received.total": 0}),
    ),
)
