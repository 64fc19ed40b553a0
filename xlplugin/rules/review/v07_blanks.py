"""V07: blanks among the cells of section four."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.cells.blanks import blank_fields, describe
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    fields = filing.form.fields
    blanks = [name for name in blank_fields(filing) if fields[name].table == "review"]
    if blanks:
        names = [field.id for field in fields.values() if field.table == "review"]
        yield Hit(blanks[0], expected=0, related=tuple(blanks[1:]), words={"count": len(blanks), "all": len(names), "which": describe(filing, blanks)})


RULE = Rule(
    id="V07",
    severity=Severity.WARNING,
    title=Text("复议、诉讼表有空格", "blanks among the cells of section four"),
    lead=IN_TABLE_ZH,
    fact=Text("{all} 格中有 {count} 格空白：{which}。", "blank cells in section four, {count} of {all}: {which}"),
    ask=Text("没有发生的请填 0，有数的请补填。", "Enter 0 where there was nothing, else the figure"),
    rationale=Text("空格分不清是“没有”还是“漏填”。这张表牵涉复议、诉讼，读者会逐格查看。", "A blank may mean none or forgotten, and this is the table that readers look at cell by cell."),
    mend=Text("没有复议、诉讼的，十五格都填 0。", "Where there was no review or litigation, all fifteen cells are 0."),
    source=Text("报告格式第四部分表格；填报惯例", "the table of section four; practice"),
    spreads=True,
    check=_check,
    needs=Needs(one_of=("review",)),
    subject="table",
    moves=True,
    replaces=("C01",),
    examples=(
        Example({}),
        Example(
            {"review.reconsideration.pending": None, "review.litigation_direct.upheld": None},
            fails_at=("review.reconsideration.pending",),
            says="15 格中有 2 格空白：“行政复议·尚未审结”（D1）", expected=0, related=("review.litigation_direct.upheld",),
        ),
        Example({"review.reconsideration.upheld": 1, "review.reconsideration.total": None}),
        Example({"review.reconsideration.total": None}, fails_at=("review.reconsideration.total",)),
    ),
)
