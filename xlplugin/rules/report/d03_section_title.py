"""D03: a section's heading is not the official one."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Heading, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.form.labels import canonical
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.numbering import without_number
from xlplugin.rules.report.shared.samples import HEADINGS, NARRATIVE, report
from xlplugin.rules.report.shared.texts import quote, with_document
from xlplugin.text import Text


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    official = {section.id: section.title.official for section in filing.form.sections}
    for heading in document.headings:
        words = {"seen": quote(heading.seen)}
        if heading.section not in official:
            yield Hit(actual=heading.seen, words=words, case="unknown", span=Span(heading.section, heading.seen))
        elif canonical(without_number(heading.seen)) != canonical(without_number(official[heading.section])):
            yield Hit(actual=heading.seen, expected=official[heading.section], words=words, span=Span(heading.section, heading.seen))


RULE = Rule(
    id="D03",
    severity=Severity.INFO,
    title=Text("部分的标题与规定不同", "a section's title is not the official one"),
    fact=Text("标题写作{seen}，规定的标题是“{expected}”。", 'a heading reads {seen}; the official one is "{expected}"'),
    ask=Text("建议改用规定的标题。", "Consider using it"),
    rationale=Text("标题统一，公众和汇总单位才能在各单位的报告里找到同一项内容。", "With the same titles everywhere, readers find the same matter in every organ's report."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    cases=(
        Case(
            "unknown",
            Text("不是六个部分之一", "none of the six sections"),
            fact=Text("标题{seen}不是规定的六个部分之一。", "the heading {seen} is none of the six sections'"),
            ask=Text("建议把内容并入六个部分。", "Consider moving what stands below it into one of them"),
        ),
    ),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(headings=(*HEADINGS[:4], Heading("五、存在的问题及改进情况", "problems"), HEADINGS[5])), fails_at=(None,)),
        Example(document=report(headings=(*HEADINGS, Heading("七、名词解释"))), fails_at=(None,)),
        Example(document=report(headings=(Heading("1. 总体情况", "overview"), *HEADINGS[1:]))),
        Example(narrative=NARRATIVE, not_checked=(None,)),
    ),
)
