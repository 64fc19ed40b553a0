"""D18: section one is long."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import OVERVIEW
from xlplugin.rules.report.shared.texts import section_text, unspaced
from xlplugin.text import Text, number

_CHARACTER = late(r"[\u4e00-\u9fff]|[A-Za-z0-9.%]+")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    most = context.limit("characters")
    count = len(_CHARACTER.findall(unspaced(section_text(filing, "overview"))))
    if count > most:
        yield Hit(actual=count, words={"most": number(most)}, span=Span("overview"))


RULE = Rule(
    id="D18",
    severity=Severity.INFO,
    title=Text("第一部分过长", "section one is long"),
    lead=Text("「一、总体情况」", ""),
    fact=Text(
        "约 {actual} 字（不计标点），超过 {most} 字。",
        "section one, 1. Overview (一、总体情况), has some {actual} characters without punctuation, more than {most}",
    ),
    ask=Text("建议精简，只写本年度的工作和数据。", "Consider keeping to the year's work and figures"),
    rationale=Text("总体情况是综述，过长时公众不易找到要点；许多地方要求不超过 1000 字。", "The overview is a summary; many places ask for no more than 1,000 characters."),
    mend=Text("删去一般性表述和与政府信息公开无关的内容。", "Leave out generalities and what has nothing to do with disclosure."),
    source=Text("各地编制年度报告的通常要求；字数为经验判断，可以调整", "what is usually asked; the number is judgement and can be set"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    editions=("2021",),
    examples=(
        Example(narrative={"overview": "公开" * 500}),
        Example(narrative={"overview": OVERVIEW * 11}, fails_at=(None,)),
        Example(narrative={"overview": OVERVIEW * 11}, edition="2019"),
        Example(narrative={"overview": ""}),
    ),
)
