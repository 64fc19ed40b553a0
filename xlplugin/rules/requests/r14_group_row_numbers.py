"""R14: a group heading holds numbers of its own."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.text import Text, same

_DETAIL_ROW = "requests.refused_state_secret.total"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    seen: set[tuple[str, str]] = set()
    for table, group, place, raw in filing.facts.group_numbers:
        if (table, group) in seen:
            continue
        seen.add((table, group))
        label, details = _heading(filing, table, group)
        if any(field in filing.cells for field in details):
            yield Hit(place=place, actual=raw, words={"group": label, "title": filing.form.table(table).title.text}, span=Span(table))


def _heading(filing: Filing, table: str, group: str) -> tuple[Text, list[str]]:
    """How the group is called, and the fields of its rows."""
    for block in filing.form.table(table).blocks:
        for heading in block.row_groups:
            if heading.id == group:
                rows = block.members(group, "row")
                return Text(heading.label.official, heading.label.text.en), [f"{table}.{row.id}.{column.id}" for row in rows for column in block.columns]
    return same(group), []


RULE = Rule(
    id="R14",
    severity=Severity.WARNING,
    title=Text("类别标题行填了数", "a group heading holds numbers of its own"),
    lead=Text("「{title}」", ""),
    fact=Text(
        "“{group}”是类别标题，规定表样中这一行不填数，现填有“{actual}”（{cell}）。",
        '"{group}" is a heading and takes no numbers, but holds "{actual}" ({cell})',
    ),
    ask=Text("它不计入总计：请把数填到下面各小项，再删去这一行的数。", "It does not count; enter the numbers in the rows below it and clear the heading"),
    rationale=Text(
        "标题行的数如果是小计，求和时会重复；如果是漏填小项后直接填的，小项就缺了。两种情况都会使总计说不清。",
        "A subtotal in the heading is counted twice by whoever adds up the column; a number typed there instead of below leaves the rows empty.",
    ),
    mend=Text("（三）不予公开、（四）无法提供、（五）不予处理、（六）其他处理只在小项中填数。", "Items (3) to (6) take numbers only in their sub-items."),
    source=Text("报告格式第三部分表格：类别标题行没有数据格", "in the table of section three the headings have no cells for numbers"),
    check=_check,
    examples=(
        Example({}),
        Example(
            {_DETAIL_ROW: 1},
            facts=Facts(group_numbers=(("requests", "refused", Place("三、申请办理", 10, 4), "3"), ("requests", "refused", Place("三、申请办理", 10, 10), "3"))),
            fails_at=(None,),
            says="“（三）不予公开”是类别标题，规定表样中这一行不填数，现填有“3”（D10）",
        ),
        Example({_DETAIL_ROW: None}, facts=Facts(group_numbers=(("requests", "declined", Place("三、申请办理", 22, 4), "2"),)), fails_at=(None,), says="“（五）不予处理”"),
    ),
)
