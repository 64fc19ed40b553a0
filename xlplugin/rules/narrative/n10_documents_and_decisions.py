"""N10: regulations, normative documents and decisions, in the text and in section two."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.text import Text

_DOCUMENTS = tuple(f"{kind}_{measure}" for kind in ("regulations", "normative") for measure in ("issued", "repealed", "in_force"))
_ISSUED, _PENALTIES = "proactive.normative_documents.issued", "proactive.penalties.decisions"


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    yield from differences(filing, (*_DOCUMENTS, "licensing", "penalties", "coercion"))


RULE = Rule(
    id="N10",
    severity=Severity.WARNING,
    title=Text("文字中的规章、规范性文件或处理决定数与表格不一致", "documents or decisions in the text are not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text("请核对登记台账，改正有误的一处。", "Check the records and correct the one that is wrong"),
    rationale=Text(
        "制发、废止、现行有效的件数和许可、处罚、强制的决定数，文字与表格应当一致。",
        "Documents issued, repealed and in force, and decisions on licences, penalties and coercion, have to agree.",
    ),
    mend=MEND,
    source=SOURCE,
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, one_of=("proactive",)),
    examples=(
        Example(
            {_ISSUED: 7, "proactive.normative_documents.repealed": 11, "proactive.normative_documents.in_force": 20},
            narrative={"overview": "制发规范性文件7件，清理规范性文件11件，现行有效规范性文件20件。"},
        ),
        Example({_ISSUED: 7}, narrative={"overview": "制发行政规范性文件8件。"}, fails_at=(_ISSUED,)),
        Example({_PENALTIES: None}, narrative={"overview": "作出行政处罚决定115件。"}, fails_at=(_PENALTIES,)),
        Example({"proactive.normative_documents.made": 2}, edition="2019", narrative={"overview": "制定行政规范性文件2件，废止1件。"}),
    ),
)
