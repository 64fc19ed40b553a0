"""F05: a table is missing."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Span
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.text import Text


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding for each table of a workbook that was not found; of a report D17 and D01 tell it."""
    for table in () if filing.document is not None else filing.facts.missing_tables:
        yield Hit(words={"table": filing.form.table(table).title.text}, span=Span(table))


RULE = Rule(
    id="F05",
    severity=Severity.ERROR,
    title=Text("缺少表格", "a table is missing"),
    fact=Text("没有找到「{table}」的表格。", "the table of {table} was not found"),
    ask=Text(
        "请补上，没有发生的逐格填 0；表在文件里而没有找到的，请恢复规定的行、列标签。",
        "Add it, with 0 where there was nothing; if it is there, restore its official labels",
    ),
    rationale=Text(
        "三张表都是年报的法定内容，没有发生也要列出。表头被改得认不出时，也会找不到。",
        "All three tables are required even where nothing happened. A table whose labels were changed beyond recognition is not found either.",
    ),
    source=Text(
        "《政府信息公开条例》第五十条；国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附表样",
        "Regulation on disclosure, article 50; the tables issued with 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号",
    ),
    check=check,
    subject="form",
    examples=(
        Example(),
        Example(facts=Facts(missing_tables=("proactive", "review")), fails_at=(None, None)),
        Example({"requests.received.total": None}, facts=Facts(missing_tables=("proactive",)), fails_at=(None,)),
        Example(facts=Facts(missing_tables=("review",)), document=Document("样例一镇2023年政府信息公开工作年度报告")),
    ),
)
