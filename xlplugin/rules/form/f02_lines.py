"""F02: rows or columns of a table are missing, added, out of order, or cannot be told apart."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts, LineFault
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE, Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.blind import cannot_see
from xlplugin.rules.shared.wording import quoted_list
from xlplugin.text import Text

_LINES = {
    ("missing", "row"): Text("缺少 {count} 行：{labels}", "rows are missing ({count}): {labels}"),
    ("missing", "column"): Text("缺少 {count} 列：{labels}", "columns are missing ({count}): {labels}"),
    ("added", "row"): Text("多出 {count} 行：{labels}", "rows were added ({count}): {labels}"),
    ("added", "column"): Text("多出 {count} 列：{labels}", "columns were added ({count}): {labels}"),
    ("order", "row"): Text("有 {count} 行不在规定的位置：{labels}", "rows are out of order ({count}): {labels}"),
    ("order", "column"): Text("有 {count} 列不在规定的位置：{labels}", "columns are out of order ({count}): {labels}"),
    ("ambiguous", "row"): Text("有 {count} 行的标签重复，无法分辨：{labels}", "rows with the same label cannot be told apart ({count}): {labels}"),
    ("ambiguous", "column"): Text("有 {count} 列的标签重复，无法分辨：{labels}", "columns with the same label cannot be told apart ({count}): {labels}"),
    ("shared", "row"): Text(
        "有 {count} 个标签下面不止一组数，因为别的标签缺失或认不出，无法分辨哪一组是它的：{labels}",
        "labels stand over more than one set of figures, since others are missing or unlike any, so that nobody can tell which is whose ({count}): {labels}"
    ),
    ("merged", "row"): Text(
        "有 {count} 处把几行的数据格合并成了一格：{labels}，合并格的数只算最上面一行的", "data cells of several rows are merged into one ({count}): {labels}; the figure counts for the uppermost row"
    ),
    ("merged", "column"): Text(
        "有 {count} 处把几列的数据格合并成了一格：{labels}，合并格的数只算最左边一列的", "data cells of several columns are merged into one ({count}): {labels}; the figure counts for the leftmost column"
    ),
}


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding for each table, kind of fault, and rows or columns."""
    yield from cannot_see(filing, "merges")
    groups: dict[tuple[str, str, str], list[LineFault]] = {}
    for fault in filing.facts.line_faults:
        groups.setdefault((fault.table, fault.kind, fault.axis), []).append(fault)
    for (table, kind, axis), faults in groups.items():
        labels = quoted_list((fault.label for fault in faults), "处")
        what = _LINES[kind, axis].fill(count=len(faults), labels=labels)
        place = next((fault.place for fault in faults if fault.place is not None), None)
        yield Hit(place=place, words={"table": filing.form.table(table).title.text, "what": what}, span=Span(table))


RULE = Rule(
    id="F02",
    severity=Severity.ERROR,
    title=Text("表格的行、列缺少、多出、错位或合并", "rows or columns missing, added, out of order or merged"),
    lead=IN_TABLE,
    fact=Text("{what}。", "{what}"),
    ask=Text("请按规定表样恢复。", "Restore the table to the official form"),
    rationale=Text(
        "全国用同一张表逐格汇总，行列不齐就无法对应，缺的一格也不能当作 0。表外的备注、序号列不算。",
        "Everyone fills the same cells so that they can be added up; a missing one is not a 0. Columns outside the table, such as remarks or serial numbers, do not count.",
    ),
    mend=Text(
        "对照规定表样补齐、删除或移回行列；最省事的是把数字抄到空白模板里。",
        "Add, delete or move back the lines after the official form; easiest is to copy the figures into an empty template.",
    ),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附表样", "the tables issued with 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    check=check,
    subject="form",
    examples=(
        Example(),
        Example(
            facts=Facts(
                line_faults=(
                    LineFault("missing", "requests", "row", "1.属于国家秘密", Place("三、申请办理", 10, 1)),
                    LineFault("missing", "requests", "row", "2.重复申请"),
                    LineFault("added", "requests", "row", "其中：网上申请"),
                    LineFault("order", "proactive", "column", "本年废止件数"),
                    LineFault("ambiguous", "requests", "column", "其他"),
                )
            ),
            fails_at=(None, None, None, None),
            says=("缺少 2 行：“1.属于国家秘密”、“2.重复申请”", "多出 1 行"), place=Place("三、申请办理", 10, 1),
        ),
        Example(
            facts=Facts(
                line_faults=(
                    LineFault("merged", "requests", "column", "本年新收：法律服务机构、其他", Place("三、申请办理", 6, 8)),
                    LineFault("merged", "requests", "row", "自然人：本年新收、上年结转", Place("三、申请办理", 6, 4)),
                )
            ),
            fails_at=(None, None),
            says=("几列的数据格合并成了一格：“本年新收：法律服务机构、其他”", "几行的数据格合并"),
        ),
        Example(facts=Facts(line_faults=(LineFault("shared", "review", "row", "行政复议"),)), fails_at=(None,), says="标签下面不止一组数，因为别的标签缺失或认不出，无法分辨哪一组是它的：“行政复议”"),
        Example({"requests.received.total": None}, facts=Facts(line_faults=(LineFault("added", "review", "column", ""),)), fails_at=(None,), says="多出 1 列：（无字）"),
    ),
)
