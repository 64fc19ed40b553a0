"""P06: newly published more than published in all (edition 2019)."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

RULE = Rule(
    id="P06",
    severity=Severity.WARNING,
    title=Text("本年新公开不多于对外公开总数", "newly published at most what is published in all"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”：{left}，而{right}，总数量应包括本年新公开的。", '"{row}": {left}, but {right}, which includes what was newly published'),
    ask=Text("请核对这两格；公开后又撤下的，请说明。", "Check both; if some were withdrawn, say so"),
    rationale=Text("对外公开总数量是年底仍在公开的存量，本年新公开的是其中一部分。", "The total is what stands published at the end of the year, and what was newly published is part of it."),
    mend=Text(
        "对外公开总数量按目录清点，含往年公开、现仍公开的；公开后又撤下的请说明。",
        "Count the total from the list of what is published, earlier years included; if some were withdrawn, say so.",
    ),
    source=Text("2019 年版报告格式第二部分表格；经验判断（公开后撤下的是例外）", "the table of section two of 2019; judgement, since a document may be withdrawn"),
    check=Relation("newly_published <= published_total", over="proactive", each="row", at="newly_published"),
    editions=("2019",),
    examples=(
        Example({"proactive.normative_documents.newly_published": 3, "proactive.normative_documents.published_total": 3}, edition="2019"),
        Example(
            {"proactive.normative_documents.newly_published": 5, "proactive.normative_documents.published_total": 3},
            edition="2019",
            fails_at=("proactive.normative_documents.newly_published",),
        ),
        Example({"proactive.regulations.newly_published": 1, "proactive.regulations.published_total": None}, edition="2019", fails_at=("proactive.regulations.newly_published",)),
    ),
)
