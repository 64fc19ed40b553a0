"""Y03: from the form of 2019 to that of 2021, documents published in all and documents in force."""

from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import IN_TABLE_ZH, Example, Needs, Rule
from xlplugin.rules.years.before import with_prior
from xlplugin.rules.years.in_force import in_force_follows
from xlplugin.text import Text

_DOCUMENTS = "proactive.normative_documents"


RULE = Rule(
    id="Y03",
    severity=Severity.INFO,
    title=Text("现行有效件数与 2020 年的对外公开总数量", "in force, compared with what was published in all in 2020"),
    lead=IN_TABLE_ZH,
    fact=Text(
        "“{row}”：上年对外公开总数量 {before}（{last}），本年制发 {new}、废止 {gone}，“{column}”却是 {shown}，两年接不上。",
        '"{row}": {before} published in all last year ({last}), {new} issued and {gone} repealed this year, but "{column}" is {shown}',
    ),
    ask=Text("请核对是否漏填；只是两版表格口径不同的，不必修改。", "See whether the figure is right; if only the two forms count differently, leave it"),
    rationale=Text(
        "2021 年换表，“对外公开总数量”改为“现行有效件数”。两者多数情况下相近，换表时容易漏填存量。",
        "In 2021 the form asked for documents in force in place of those published in all. Mostly the two are close, and the stock was often forgotten in the change.",
    ),
    mend=Text("按文件目录清点现行有效件数；口径不同造成的不必修改。", "Count the documents in force from the register; if only the way of counting differs, leave the figures."),
    source=Text("2019 年版、2021 年版报告格式第二部分表格；经验判断", "the tables of section two of 2019 and of 2021; judgement"),
    check=with_prior(in_force_follows("published_total", exactly=False)),
    subject="years",
    needs=Needs(prior=True, one_of=("proactive.regulations.in_force", "proactive.normative_documents.in_force")),
    editions=("2021",),
    examples=(
        Example(
            {f"{_DOCUMENTS}.issued": 1, f"{_DOCUMENTS}.in_force": 5},
            year=2021,
            prior=Example({f"{_DOCUMENTS}.published_total": 4}, edition="2019", year=2020),
        ),
        Example({f"{_DOCUMENTS}.in_force": 1}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 30}, edition="2019", year=2020), fails_at=(f"{_DOCUMENTS}.in_force",), expected={f"{_DOCUMENTS}.in_force": None}),
        Example({f"{_DOCUMENTS}.in_force": None}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 3}, edition="2019", year=2020), fails_at=(f"{_DOCUMENTS}.in_force",)),
        Example({f"{_DOCUMENTS}.in_force": 1}, year=2023, prior=Example({f"{_DOCUMENTS}.in_force": 30}, year=2022)),
        Example({f"{_DOCUMENTS}.in_force": "约5"}, year=2021, prior=Example({f"{_DOCUMENTS}.published_total": 30}, edition="2019", year=2020), not_checked=(f"{_DOCUMENTS}.in_force",)),
    ),
)
