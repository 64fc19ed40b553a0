"""N11: a sum in the text whose parts do not add up."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.mentions import quotation, sums
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import exact
from xlplugin.sentences import Adding
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    told: set[str] = set()
    for adding, passage in sums(filing):
        if adding.sentence in told or not _is_wrong(adding, context):
            continue
        told.add(adding.sentence)
        quote, span = quotation(passage.words, adding.sentence, adding.span), passage.span(adding.sentence, adding.span[0])
        words = {"where": passage.where, "quote": quote, "parts": "＋".join(map(str, adding.parts)), "added": sum(adding.parts), "total": adding.total}
        yield Hit(actual=adding.total, words=words, basis=(adding.sentence,), span=span)


def _is_wrong(adding: Adding, context: Context) -> bool:
    """Parts may come to less after 其中, which need not name them all; to nearly as much they hardly may."""
    added = sum(adding.parts)
    if added < adding.total and not adding.is_closed:
        return added >= adding.total * exact(context, "share")
    return added != adding.total


RULE = Rule(
    id="N11",
    severity=Severity.INFO,
    title=Text("文字中的分项之和与总数不符", "the parts of a sum in the text do not add up"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}：各分项 {parts}＝{added}，与总数 {total} 不符。", "says {quote}: the parts {parts} make {added}, not {total}"),
    ask=Text("请核对。", "Check them"),
    rationale=Text(
        "“共 X 条，其中……”读者一加便知。约数和带“等”的不算；分项明显没有列全的也不算。",
        "Readers add such numbers up. Approximate ones and open lists are left alone, and so are lists that clearly name some parts only.",
    ),
    mend=Text("核对总数和各分项，改正有误的一个；分项没有列全的，加“等”字。", "Check the total and its parts; where not all parts are named, say so (等)."),
    source=Text("经验判断", "judgement"),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True),
    examples=(
        Example(narrative={"overview": "全年公开信息199条，其中民生122条，财务24条，新闻53条。"}),
        Example(narrative={"overview": "全年公开信息450条（网站300条，公众号120条，公示栏40条）。"}, fails_at=(None,), says="各分项 300＋120＋40＝460，与总数 450 不符"),
        Example(narrative={"overview": "公开信息80余条，其中重点领域30条、其他20条。更新目录326条，其中机构职能12条、规划计划9条等。"}),
        Example(narrative={"overview": "公开信息300条，其中财政信息20条、民生信息30条。"}),
        Example({"requests.received.total": None}, narrative={"overview": " "}),
        Example(narrative={"overview": "全年公开信息450条，其中网站240条、公众号120条。"}, fails_at=(None,)),
        Example(narrative={"overview": "全年公开信息450条，其中网站240条、公众号90条。"}),
    ),
)
