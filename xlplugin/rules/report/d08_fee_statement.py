"""D08: section six says nothing of the processing fee."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.fees import FROM_YEAR, speaks_of_fees
from xlplugin.rules.report.shared.samples import OTHER
from xlplugin.rules.report.shared.texts import first_of, quote, section_text
from xlplugin.rules.shared.cells_needed import total
from xlplugin.rules.shared.wording import quoted
from xlplugin.text import Text, number


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    year = filing.year or filing.form.first_year
    words = section_text(filing, "other")
    if year < FROM_YEAR or not words or speaks_of_fees(words):
        return
    count = total(filing, ("requests.received.total", "requests.carried_in.total"))
    seen = {"seen": quote(words)}
    if count > 0:
        yield Hit(actual=quoted(words).zh, basis=(words,), words={**seen, "count": number(count)}, span=first_of("other", words))
    else:
        yield Hit(actual=quoted(words).zh, basis=(words,), words=seen, case="no_requests", span=first_of("other", words))


RULE = Rule(
    id="D08",
    severity=Severity.WARNING,
    title=Text("第六部分没有写信息处理费", "section six does not speak of the processing fee"),
    lead=Text("「六、其他需要报告的事项」", ""),
    fact=Text(
        "没有写信息处理费的收取情况，而本年度有政府信息公开申请 {count} 件（现写：{seen}）。",
        "section six, 6. Other matters to report (六、其他需要报告的事项), does not tell whether processing fees were collected, though there were {count} requests (it says {seen})",
    ),
    ask=Text("请补写；没有收取的，写明未收取。", "Add it, also where none were"),
    rationale=Text(
        "自 2021 年度起，各地在第六部分报告信息处理费收取情况。有申请而未写的为疑点，没有申请的为提示。",
        "Since 2021 section six is where processing fees are reported. Silence is a warning where there were requests, else an info.",
    ),
    mend=Text("写明本年度发出收费通知的件数、总金额和实际收取的总金额；没有的，写明未收取信息处理费。", "State how many fee notices were sent, the sum asked and the sum paid; or that no fee was collected."),
    source=Text("国办函〔2020〕109号《政府信息公开信息处理费管理办法》；各地年度报告的做法", "国办函〔2020〕109号 on the processing fee; the practice of published reports"),
    cases=(
        Case(
            "no_requests",
            Text("本年度没有申请", "there were no requests"),
            Severity.INFO,
            fact=Text(
                "没有写信息处理费的收取情况（现写：{seen}）。",
                "section six, 6. Other matters to report (六、其他需要报告的事项), does not tell whether processing fees were collected (it says {seen})",
            ),
            ask=Text("建议写明；没有收取的，写明未收取。", "Consider adding it, also where none were"),
        ),
    ),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(narrative={"other": OTHER}),
        Example({"requests.received.total": 1}, narrative={"other": "无其他需要报告的事项。"}, fails_at=(None,), says="而本年度有政府信息公开申请 1 件（现写：“无其他需要报告的事项。”）"),
        Example(narrative={"other": "无。"}, fails_at=(None,), severity=Severity.INFO),
        Example(narrative={"other": "无。"}, edition="2019", year=2020),
        Example({"requests.received.total": 3}, narrative={"other": "依申请公开没有产生收费。"}),
        Example(narrative={"other": ""}),
        Example(narrative={"other": "无。"}, edition="2019", year=2022, fails_at=(None,), severity=Severity.INFO),
    ),
)
