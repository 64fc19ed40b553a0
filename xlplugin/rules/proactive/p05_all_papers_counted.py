"""P05: a township whose normative documents look like all its papers."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.proactive.level import fields_of, level_of, unless_level
from xlplugin.rules.shared.cells_needed import cannot_tell, exact, figures, unread
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    row = [field for field in fields_of(filing, "normative_documents") if not field.endswith(".repealed")]
    least = exact(context, "township")
    many = [field for field in row if filing.amount(field) >= least]
    unknown = () if many else unread(filing, row)
    if not many and not unknown:
        return  # whatever the level is
    level = level_of(filing)
    yield from unless_level(level, many)
    if level is None or level.id != "乡镇":
        return
    if many:
        yield Hit(many[0], actual=filing.amount(many[0]), related=tuple(many[1:]), words={"figures": figures(filing, many), "guess": level.note})
    else:
        yield from cannot_tell(filing, unknown)


RULE = Rule(
    id="P05",
    severity=Severity.WARNING,
    title=Text("乡镇的规范性文件多得像全部公文", "a township whose normative documents look like all its papers"),
    lead=IN_TABLE_ZH,
    fact=Text("填有：{figures}，对乡镇来说偏多{guess}。", "section two has {figures}, many for a township{guess}"),
    ask=Text(
        "请核对，是否把通知、报告、会议纪要等一般公文也计作了规范性文件；属实的请说明。",
        "See whether notices, reports and minutes were counted as normative documents; if the figures are right, say so",
    ),
    rationale=Text(
        "行政规范性文件是涉及公民、法人权利义务、反复适用的文件，乡镇一年很少制发几件；填成全部发文量会使统计失实。",
        "Normative documents bind the public and apply again and again; a township issues few in a year. All papers sent out are another figure.",
    ),
    mend=Text("只计经合法性审核、向社会公布的行政规范性文件。", "Count only normative documents that were reviewed for legality and published."),
    source=Text("国办发〔2018〕37号对行政规范性文件的界定；件数为经验判断", "State Council General Office document 37 of 2018 says what a normative document is; the number is judgement"),
    check=_check,
    needs=Needs(on_form=("proactive.normative_documents",)),
    examples=(
        Example({"proactive.normative_documents.issued": 3, "proactive.normative_documents.in_force": 19}),
        Example(
            {"proactive.normative_documents.issued": 56, "proactive.normative_documents.in_force": 56},
            fails_at=("proactive.normative_documents.issued",),
            related=("proactive.normative_documents.in_force",),
        ),
        Example({"proactive.normative_documents.issued": 56}, organ="样例县人民政府"),
        Example({"proactive.normative_documents.issued": None, "proactive.normative_documents.in_force": 20}, fails_at=("proactive.normative_documents.in_force",)),
        Example({"proactive.normative_documents.made": 40}, edition="2019", fails_at=("proactive.normative_documents.made",)),
    ),
)
