"""P01: fewer in force than were issued this year and not repealed."""

from xlplugin.filing.findings import Severity
from xlplugin.form.relation import Relation
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Rule
from xlplugin.text import Text

_IN_FORCE = "proactive.normative_documents.in_force"

RULE = Rule(
    id="P01",
    severity=Severity.WARNING,
    title=Text("现行有效件数不少于制发减废止", "in force at least what was issued less what was repealed"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”：{left}，而{right}，现行有效的不应更少。", '"{row}": {left}, but {right}, and no fewer should be in force'),
    ask=Text("请核对现行有效件数；当年制发又当年失效的，请说明。", "Check how many are; if some were issued and lapsed within the year, say so"),
    rationale=Text(
        "本年制发、没有废止的，年底一般仍然有效，所以现行有效件数不会少于两者之差。",
        "What was issued this year and not repealed is usually still in force, so the number in force is no smaller than the difference.",
    ),
    mend=Text("按文件目录清点年底现行有效的件数。", "Count the documents in force at the end of the year from the register."),
    source=Text("报告格式第二部分表格；经验判断（有效期很短的文件是例外）", "the table of section two; judgement, since a document may lapse within its year"),
    check=Relation("in_force >= issued - repealed", over="proactive", each="row", at="in_force"),
    editions=("2021",),
    examples=(
        Example({"proactive.normative_documents.issued": 7, "proactive.normative_documents.repealed": 11, _IN_FORCE: 20}),
        Example({"proactive.normative_documents.issued": 5, "proactive.normative_documents.repealed": 1, _IN_FORCE: 3}, fails_at=(_IN_FORCE,)),
        Example({"proactive.normative_documents.issued": 5, "proactive.normative_documents.repealed": None, _IN_FORCE: 4}, fails_at=(_IN_FORCE,)),
    ),
)
