"""P02: documents were issued this year, and none is in force."""

from collections.abc import Iterator
from functools import lru_cache

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.model import Form
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import cannot_tell, has, unread
from xlplugin.text import Text

_DOCUMENTS = "proactive.normative_documents"
_ROWS = [(f"{row}.issued", f"{row}.repealed", f"{row}.in_force") for row in ("proactive.regulations", _DOCUMENTS)]


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    doubtful: list[str] = []
    for issued, repealed, in_force in _rows(filing.form):
        if missing := unread(filing, (issued, in_force)):
            doubtful += missing
        elif filing.amount(issued) > 0 == filing.amount(in_force):
            yield Hit(in_force, actual=filing.cell(in_force).value, related=(issued, repealed), words={"issued": filing.amount(issued)})
    yield from cannot_tell(filing, doubtful)


@lru_cache(maxsize=16)
def _rows(form: Form) -> tuple[tuple[str, str, str], ...]:
    """Those of the rows that the form has."""
    return tuple(row for row in _ROWS if has(form, *row))


RULE = Rule(
    id="P02",
    severity=Severity.WARNING,
    title=Text("本年有制发，现行有效却为 0", "issued this year, and none in force"),
    lead=IN_TABLE_ZH,
    fact=Text("“{row}”本年制发 {issued} 件，“{column}”却是 0 件。", '"{row}": {issued} issued this year, but none under "{column}"'),
    ask=Text("请核对现行有效件数是否漏填；确已全部失效的，请说明。", "See whether that number is missing; if all of them lapsed, say so"),
    rationale=Text(
        "本年制发的一般仍然有效；现行有效件数是年底存量，不是本年新增的另一种说法，常被漏填。",
        "What was issued this year is usually in force; the number in force is the stock at the end of the year and is often forgotten.",
    ),
    mend=Text("按文件目录清点年底现行有效的件数，包括往年制发、仍然有效的。", "Count the documents in force at the end of the year, those of earlier years included."),
    source=Text("报告格式第二部分表格；经验判断", "the table of section two; judgement"),
    check=_check,
    needs=Needs(one_of=("proactive.regulations.in_force", "proactive.normative_documents.in_force")),
    editions=("2021",),
    replaces=("P01",),
    examples=(
        Example({f"{_DOCUMENTS}.issued": 2, f"{_DOCUMENTS}.in_force": 2}),
        Example({f"{_DOCUMENTS}.issued": 2, f"{_DOCUMENTS}.in_force": 0}, fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.issued": 2, f"{_DOCUMENTS}.in_force": None}, fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.repealed": 2}),
    ),
)
