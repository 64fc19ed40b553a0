"""Y02: documents in force follow from last year's, those issued and those repealed."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Needs, Rule
from xlplugin.rules.years.before import with_prior
from xlplugin.rules.years.in_force import in_force_follows
from xlplugin.text import Text

_DOCUMENTS = "proactive.normative_documents"


RULE = Rule(
    id="Y02",
    severity=Severity.WARNING,
    title=Text("现行有效件数与上年衔接", "in force follows from last year's"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”：上年现行有效 {before}（{last}）＋本年制发 {new}－本年废止 {gone}＝{sum}，本年“{column}”却是 {shown}。",
        '"{row}": {before} in force last year ({last}) + {new} issued - {gone} repealed = {sum}, but "{column}" is {shown}',
    ),
    ask=Text(
        "请核对；因有效期届满自然失效、机构划转等不一致的，请说明。",
        "Check the figures; if documents lapsed or came and went with a reorganisation, say so",
    ),
    rationale=Text(
        "年底的存量等于上年存量加本年制发减本年废止。对不上的，多是漏填废止、存量没有更新；也常因自然失效或机构划转。",
        "The stock is last year's plus what was issued less what was repealed. It often differs because repeals were not entered, but also because documents lapsed or organs were merged.",
    ),
    mend=Text(
        "按文件目录清点制发、废止和现行有效；属于自然失效、机构划转的在情况说明中写明件数。",
        "Count issued, repealed and in force from the register; if documents lapsed or were transferred, say how many.",
    ),
    source=Text("报告格式第二部分表格；经验判断", "the table of section two; judgement"),
    check=with_prior(in_force_follows("in_force", exactly=True)),
    subject="years",
    needs=Needs(prior=True, one_of=("proactive.regulations.in_force", "proactive.normative_documents.in_force")),
    editions=("2021",),
    examples=(
        Example({f"{_DOCUMENTS}.issued": 7, f"{_DOCUMENTS}.repealed": 11, f"{_DOCUMENTS}.in_force": 20}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 24}, year=2022)),
        Example(
            {f"{_DOCUMENTS}.issued": 7, f"{_DOCUMENTS}.repealed": 11, f"{_DOCUMENTS}.in_force": 20},
            year=2023,
            prior=Example({f"{_DOCUMENTS}.in_force": 20}, year=2022),
            fails_at=(f"{_DOCUMENTS}.in_force",),
            expected=16,
        ),
        Example({f"{_DOCUMENTS}.issued": 1, f"{_DOCUMENTS}.in_force": None}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 2}, year=2022), fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.in_force": 5}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 9}, edition="2019", year=2020)),
        Example({f"{_DOCUMENTS}.in_force": 5}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": "约9"}, year=2022), not_checked=(f"{_DOCUMENTS}.in_force",), says="上年的“行政规范性文件·现行有效件数”没有找到，或读不出数\n"),
        Example({f"{_DOCUMENTS}.repealed": 1, f"{_DOCUMENTS}.in_force": 1}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 1}, year=2022), fails_at=(f"{_DOCUMENTS}.in_force",), expected=0),
    ),
)
