"""N01: the number of requests received, in the text and in section three."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.narrative.compare import MEND, SOURCE, differences
from xlplugin.rules.narrative.subject_cells import CARRIED_IN, RECEIVED
from xlplugin.rules.narrative.whole_text import with_whole_text
from xlplugin.text import Text

_LONG = "本年度，我单位进一步规范依申请公开工作，指定专人受理，做到事事有登记、件件有答复，全年共收到政府信息公开申请19件，其中当面申请和网上申请各占一半左右，内容多为土地征收、房屋拆迁、民生保障等方面。"
_LONG_AFTER = "收到政府信息公开申请19件，其中当面申请和网上申请各占一半左右，内容多为土地征收、房屋拆迁、民生保障等方面，均由办公室统一登记并按时转办。"
_SIXTY = "收到政府信息公开申请19件，其中当面申请和网上申请各占一半左右，内容多为土地征收、房屋拆迁、民生保障等方面，均已有登记。"
"""As long as a sentence that is quoted whole."""
_TOO_LONG = f"收到政府信息公开申请19件，{'做好登记、办理和答复工作，' * 150}。"
_TOO_MANY = f"收到政府信息公开申请19件，其中{'、'.join(f'{number}月{number}件' for number in range(1, 130))}。"
_MUCH = "全年开展公开业务培训3次。" * 4615
"""So much of sentences with figures that no more is read: 59,995 characters."""


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    """One that says there were none, or where the table has none, is N02's."""
    yield from differences(filing, ("received", "received_and_carried_in"), with_zero=False)


RULE = Rule(
    id="N01",
    severity=Severity.WARNING,
    title=Text("文字中的申请件数与表格不一致", "the number of requests in the text is not the table's"),
    lead=Text("{where}", "{where} "),
    fact=Text("写有{quote}，{what} {said} 件；表中：{shown}。", "says {quote}: {what} {said}; the table has {shown}"),
    ask=Text(
        "新收数、新收加上年结转数都对不上，请核对申请台账，改正有误的一处。",
        "It is neither the requests received nor those in hand. Check the register of requests and correct the one that is wrong",
    ),
    rationale=Text(
        "读者先看文字，再看表格；同一件事两个数，整份报告都会受到质疑。文字写的可以是新收数，也可以是新收加上年结转数。",
        "Two numbers for one thing cast doubt on the whole report. The text may mean the requests received, or those and the ones carried in.",
    ),
    mend=MEND,
    source=SOURCE,
    check=with_whole_text(_check),
    subject="sentence",
    needs=Needs(text=True, row_sums=True, on_form=(RECEIVED, CARRIED_IN)),
    examples=(
        Example({RECEIVED: 16}, narrative={"overview": "全年共收到政府信息公开申请16件。"}),
        Example({RECEIVED: 16, CARRIED_IN: 2}, narrative={"overview": "全年共办理收到的政府信息公开申请18件。"}),
        Example(
            {RECEIVED: 16},
            narrative={"overview": "全年共收到政府信息公开申请19件。"},
            fails_at=(RECEIVED,),
            says="写有“全年共收到政府信息公开申请19件”，收到申请 19 件；表中：本年新收·总计 16、上年结转·总计 0。",
            related=(CARRIED_IN,),
        ),
        Example({RECEIVED: 16}, narrative={"overview": "全年共收到政府信息公开申请20余件。上年收到12件。"}),
        Example({RECEIVED: None, CARRIED_IN: 2}, narrative={"overview": "收到政府信息公开申请3件。"}, fails_at=(RECEIVED,)),
        Example({RECEIVED: 1}, narrative={"overview": "收到政府信息公开申请3件。"}, fails_at=(RECEIVED,)),
        Example({RECEIVED: 3}, narrative={"overview": "收到政府信息公开申请1件。"}, fails_at=(RECEIVED,)),
        Example({RECEIVED: 16}, narrative={"overview": _LONG}, fails_at=(RECEIVED,), says=("写有“…，指定专人受理，做到", "内容多…”")),
        Example({RECEIVED: 16}, narrative={"overview": _LONG_AFTER}, fails_at=(RECEIVED,), says="写有“收到政府信息公开申请19件，其中当面申请和网上申请各占一半左右，内容多为…”"),
        Example({RECEIVED: 16}, narrative={"overview": _TOO_LONG, "problems": _TOO_MANY, "other": "收到政府信息公开申请19件。"}, fails_at=(RECEIVED,), not_checked=(None, None)),
        Example(narrative={"overview": _MUCH, "other": "全年收到政府信息公开申请19件。"}, not_checked=(None,)),
        Example({RECEIVED: 16}, narrative={"overview": _SIXTY}, fails_at=(RECEIVED,), says=f"写有“{_SIXTY[:-1]}”"),
    ),
)
