"""N06: who asked, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences, hit
from xlplugin.rules.narrative.said import said
from xlplugin.rules.narrative.totals import RECEIVED, cells_of
from xlplugin.rules.needs import cannot_tell, total, unread
from xlplugin.text import Text

_APPLICANTS = ("natural_person", "organisation", "company", "research", "public_interest", "legal_service")
_ALL = Text(
    "{where}写有{quote}，即申请人全部是{what}；表中：{shown}。请核对申请台账，改正有误的一处。",
    "{where} says {quote}: all applicants are {what}; the table has {shown}. Check the register of requests and correct the one that is wrong",
)


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """The text may count the applicants of the requests received, or of all in hand."""
    own = {name: cells_of(filing.form, name) for name in _APPLICANTS}
    in_hand = {name: [(*cells, *(field.replace(".received.", ".carried_in.") for field in cells))] for name, cells in own.items()}
    yield from differences(filing, _APPLICANTS, also=in_hand)
    told: set[str] = set()
    for one in said(filing, *_APPLICANTS):
        cells = own[one.mention.subject]
        if one.mention.number != "all" or one.mention.subject in told:
            continue
        told.add(one.mention.subject)
        if missing := unread(filing, (*cells, RECEIVED)):
            yield from cannot_tell(filing, missing)
        elif total(filing, cells) != filing.amount(RECEIVED):
            yield hit(filing, one, cells, (*cells, RECEIVED), _ALL)


RULE = Rule(
    id="N06",
    severity=Severity.WARNING,
    title=Text("文字中的申请人情况与表格不一致", "the applicants in the text are not the table's"),
    message=Text(
        "{where}写有{quote}，{what} {said} 件；表中：{shown}。请核对申请台账，改正有误的一处。",
        "{where} says {quote}: {what} {said}; the table has {shown}. Check the register of requests and correct the one that is wrong",
    ),
    rationale=Text("自然人、法人或其他组织的件数，应等于“本年新收”一行相应各列。", "The numbers by kind of applicant are those of the row of requests received."),
    mend=MEND,
    source=SOURCE,
    check=_check,
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
