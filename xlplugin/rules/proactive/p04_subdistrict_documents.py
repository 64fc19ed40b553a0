"""P04: a subdistrict with normative documents."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import fields_of, filled, level_of, unless_level
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    row = fields_of(filing, "normative_documents")
    there = filled(filing, row)
    unknown = () if there else unread(filing, row)
    if not there and not unknown:
        return  # whatever the level is
    level = level_of(filing)
    yield from unless_level(level, there)
    if level is None or level.id != "街道":
        return
    if there:
        yield Hit(there[0], actual=filing.amount(there[0]), related=tuple(there[1:]), words={"figures": figures(filing, there), "guess": level.note})
    else:
        yield from cannot_tell(filing, unknown)


RULE = Rule(
    id="P04",
    severity=Severity.INFO,
    title=Text("街道填有规范性文件", "a subdistrict with normative documents"),
    lead=IN_TABLE_ZH,
    fact=Text("填有：{figures}。", "section two has {figures}"),
    ask=Text(
        "街道办事处一般不制发行政规范性文件{guess}，请看是否把一般公文计入了。",
        "A subdistrict office rarely issues normative documents{guess}; see whether ordinary papers were counted",
    ),
    rationale=Text(
        "街道办事处是派出机关，制发规范性文件要有法律、法规授权，实际很少。",
        "A subdistrict office is an agency of its district and needs a legal basis for normative documents; few issue any.",
    ),
    mend=Text("只计经合法性审核、统一编号发布的规范性文件；属实的不必修改。", "Count only documents that were reviewed for legality and published as normative; if so, leave the figures."),
    source=Text("国办发〔2018〕37号关于规范性文件制发主体的要求；经验判断", "State Council General Office document 37 of 2018 on normative documents; judgement"),
    check=_check,
    needs=Needs(on_form=("proactive.normative_documents",)),
    examples=(
        Example({"proactive.normative_documents.issued": 2}, organ="样例一镇"),
        Example({"proactive.normative_documents.issued": 2, "proactive.normative_documents.in_force": 8}, organ="样例街道办事处", fails_at=("proactive.normative_documents.issued",), related=("proactive.normative_documents.in_force",)),
        Example({"proactive.normative_documents.in_force": 1}, level="街道", fails_at=("proactive.normative_documents.in_force",)),
        Example({"proactive.normative_documents.issued": None, "proactive.licensing.decisions": 3}, organ="样例街道办事处"),
        Example({"proactive.normative_documents.made": 1}, organ="样例街道", edition="2019", fails_at=("proactive.normative_documents.made",)),
        Example({"proactive.normative_documents.issued": 2}, organ="样例", not_checked=("proactive.normative_documents.issued",)),
    ),
)
