"""N06: who asked, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, all_told, differences
from xlplugin.rules.narrative.subject_cells import RECEIVED
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.text import Text

_APPLICANTS = ("natural_person", "organisation", "company", "research", "public_interest", "legal_service")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """The text may count the applicants of the requests received, or of all in hand."""
    yield from differences(filing, _APPLICANTS)
    yield from all_told(filing, _APPLICANTS, RECEIVED, "all")


RULE = Rule(
    id="N06",
    severity=Severity.WARNING,
    title=Text("文字中的申请人情况与表格不一致", "the applicants in the text are not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text("请核对申请台账，改正有误的一处。", "Check the register of requests and correct the one that is wrong"),
    rationale=Text("自然人、法人或其他组织的件数，应等于“本年新收”一行相应各列。", "The numbers by kind of applicant are those of the row of requests received."),
    mend=MEND,
    source=SOURCE,
    cases=(
        Case(
            "all",
            Text("写全部是同一类申请人", "all applicants of one kind"),
            fact=Text("写有{quote}，即申请人全部是{what}；表中：{shown}。", "says {quote}: all applicants are {what}; the table has {shown}"),
        ),
    ),
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, on_form=(RECEIVED,)),
    examples=(
        Example({"requests.received.natural_person": 15, "requests.received.company": 1}, narrative={"requests": "自然人申请15件，法人或其他组织申请1件。"}),
        Example({"requests.received.natural_person": 15, "requests.received.company": 1}, narrative={"requests": "自然人申请14件，商业企业申请1件。"}, fails_at=("requests.received.natural_person",)),
        Example(
            {"requests.received.natural_person": 4, "requests.received.other": 1, RECEIVED: 5},
            narrative={"requests": "收到政府信息公开申请5件，申请人均为自然人。"},
            fails_at=("requests.received.natural_person",),
        ),
        Example({"requests.received.natural_person": None}, narrative={"requests": "自然人申请2件。"}, fails_at=("requests.received.natural_person",)),
    ),
)
