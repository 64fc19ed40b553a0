"""N13: a number that the text gives for another body than the organ."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import hit
from xlplugin.rules.narrative.mentions import all_said
from xlplugin.rules.narrative.subject_cells import CARRIED_IN, RECEIVED, cells_of, others_of
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.rules.shared.cells_needed import total, unread
from xlplugin.sentences import Share
from xlplugin.text import Text

_PERSONS = "requests.received.natural_person"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One finding a subject, and none where the number is the table's after all. Where the table cannot be read, nothing is lost: it would be an info."""
    told: set[str] = set()
    for one in all_said(filing):
        mention = one.mention
        cells = cells_of(filing.form, mention.subject)
        if mention.scope == "own" or mention.subject == "handled" or not mention.is_comparable or mention.number == "all" or isinstance(mention.number, Share) or not cells or mention.subject in told:
            continue
        choices = [cells, *others_of(filing.form, mention.subject)]
        if unread(filing, tuple(field for choice in choices for field in choice)) or mention.number in [total(filing, choice) for choice in choices]:
            continue
        told.add(mention.subject)
        yield hit(filing, one, cells)


RULE = Rule(
    id="N13",
    severity=Severity.INFO,
    title=Text("文字中的数字口径不同", "a number in the text speaks for another body"),
    lead=Text("{where}", "{where} "),
    fact=Text(
        "写有{quote}，其中{what} {said} 说的不是本机关（如代表政府办理的、全市的、下属单位的），与表中数字（{shown}）口径不同。",
        "says {quote}: {what} {said} is not the organ's own figure (but that of its government, its territory or its units), and not the table's ({shown})",
    ),
    ask=Text("确属口径不同的，不必修改。", "If it is so, leave it"),
    rationale=Text(
        "政府办公室、主管部门常在文字中写全县的、代表政府办理的数字，而表格只统计本机关。口径不同不是错误。",
        "Offices often tell the figures of the county or of the government they serve, while the table counts the organ alone. That is no fault.",
    ),
    mend=Text("口径不同的，在文字中写明；其实说的是本机关的，核对数字。", "Say in the text whose figures they are; if they are the organ's own after all, check them."),
    source=Text("经验判断", "judgement"),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True),
    examples=(
        Example({RECEIVED: 5}, organ="样例县教育局", narrative={"overview": "全县共收到政府信息公开申请5件，我局收到4件。"}),
        Example({RECEIVED: 5}, organ="样例县教育局", narrative={"overview": "全县共收到政府信息公开申请320件，我局收到5件。"}, fails_at=(RECEIVED,)),
        Example({RECEIVED: 318, CARRIED_IN: 2}, organ="样例县教育局", narrative={"overview": "全县共收到政府信息公开申请320件。"}),
        Example({_PERSONS: 43, "requests.carried_in.natural_person": 2}, organ="样例县教育局", narrative={"requests": "全县教育系统收到自然人申请45件。"}),
        Example({RECEIVED: None}, organ="样例县教育局", narrative={"overview": "全县未收到政府信息公开申请。"}),
        Example({RECEIVED: 320}, organ="样例县人民政府", narrative={"overview": "全县共收到政府信息公开申请320件。"}),
        Example({"requests.results_total.total": 5}, organ="样例县教育局", narrative={"overview": "全县共答复政府信息公开申请300件。"}, fails_at=("requests.results_total.total",)),
    ),
)
