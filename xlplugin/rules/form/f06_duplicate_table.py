"""F06: a table was found twice."""

from collections.abc import Iterator

from xlplugin.filing.cells import Place
from xlplugin.filing.document import Span
from xlplugin.filing.facts import Facts
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.shared.wording import address, listed
from xlplugin.text import NOTHING, Text

_HIDDEN = Text("隐藏工作表 ", "on a hidden sheet ")


def check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding for each such table."""
    for table, places in filing.facts.duplicate_tables:
        hidden = filing.facts.sheets_out_of_sight
        named = [(_HIDDEN if place.sheet in hidden else NOTHING) + address(place) for place in places]
        words = {"table": filing.form.table(table).title.text, "count": len(places), "places": listed(named)}
        yield Hit(place=places[0] if places else None, words=words, span=Span(table))


RULE = Rule(
    id="F06",
    severity=Severity.ERROR,
    title=Text("同一张表出现不止一次", "a table was found more than once"),
    fact=Text(
        "「{table}」的表格有 {count} 张（{places}），不知道以哪张为准。",
        "the table of {table} stands {count} times ({places}), and which one counts cannot be told",
    ),
    ask=Text("请删去多余的，只留一张。", "Delete the others and keep one"),
    rationale=Text(
        "两张表数字不同时，审核和汇总都不知道该取哪张。多是留着上年的表、草稿或样表。",
        "If the two differ, neither a check nor a roll-up knows which to take. Mostly last year's table, a draft or a sample was left in.",
    ),
    mend=Text("删去多余的表，或移到另一个文件。", "Delete the spare table, or move it to another file."),
    source=Text("审核约定：一份年报每张表只有一张", "a convention of these checks: a report has each table once"),
    check=check,
    subject="form",
    examples=(
        Example(),
        Example(facts=Facts(duplicate_tables=(("requests", (Place("三、申请办理", 5, 1), Place("Sheet4", 5, 1))),)), fails_at=(None,), place=Place("三、申请办理", 5, 1)),
        Example(
            facts=Facts(duplicate_tables=(("requests", (Place("2023", 5, 1), Place("2022", 5, 1))),), sheets_out_of_sight=("2022",)),
            fails_at=(None,),
            says="2023!A5、隐藏工作表 2022!A5",
        ),
        Example({"requests.received.total": None}, facts=Facts(duplicate_tables=(("review", (Place("表三", 2, 1), Place("表三", 22, 1))),)), fails_at=(None,)),
    ),
)
