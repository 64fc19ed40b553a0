"""V02: a total of section four is 0 or blank though outcomes are filled."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.review.v01_outcomes_sum import RULE as OUTCOMES_SUM
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, sides_of, total, unread
from xlplugin.text import Text

_OUTCOMES = {"upheld": 10, "corrected": 1, "other": 2, "pending": 1, "total": 0}


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    for sides in sides_of(OUTCOMES_SUM, filing.form):
        missing = unread(filing, sides.right)
        filled = [field for field in sides.right if filing.amount(field)]
        if not filing.is_known(sides.at):
            doubtful.append(sides.at)
        elif filing.amount(sides.at) == 0 and filled:
            expected = None if missing else total(filing, sides.right)
            yield Hit(sides.at, actual=filing.cell(sides.at).value, expected=expected, related=tuple(filled), words={"parts": figures(filing, filled, "column")})
        elif filing.amount(sides.at) == 0:
            doubtful += missing
    yield from cannot_tell(filing, doubtful)


RULE = Rule(
    id="V02",
    severity=Severity.ERROR,
    title=Text("已填复议、诉讼结果，总计却是 0 或空", "a total is 0 or blank though outcomes are filled"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”的“{column}”是 0 或没有填，而已填：{parts}。", '"{row}": the {column} is 0 or blank, but there are {parts}'),
    ask=Text("请补填总计，即四种结果之和。", "Enter it: the sum of the four outcomes"),
    rationale=Text(
        "总计漏填时，上级汇总会把这些案件漏掉。公开的年报中见过 10＋1 而总计为 0 的。",
        "With its total missing, these cases are lost in the roll-up. A published report has 10 + 1 and a total of 0.",
    ),
    mend=Text("把四种结果相加，填入总计；使用模板时总计自动计算。", "Add up the four outcomes; in the template the total is computed."),
    source=Text("报告格式第四部分表格：总计", "the totals in the table of section four"),
    check=_check,
    needs=Needs(sides_of=OUTCOMES_SUM),
    gives_sum=True,
    replaces=("V01",),
    covers=("W04",),
    examples=(
        Example({"review.reconsideration.upheld": 1, "review.reconsideration.total": 1}),
        Example({f"review.reconsideration.{name}": count for name, count in _OUTCOMES.items()}, fails_at=("review.reconsideration.total",), says="已填：结果维持 10、结果纠正 1、其他结果 2、尚未审结 1。", expected=14),
        Example({"review.litigation_direct.other": 1, "review.litigation_direct.total": None}, fails_at=("review.litigation_direct.total",)),
        Example({"review.litigation_direct.other": 2, "review.litigation_direct.total": 1}),
        Example({"review.reconsideration.total": None}),
        Example({"review.reconsideration.pending": "约1"}, not_checked=("review.reconsideration.pending",)),
    ),
)
