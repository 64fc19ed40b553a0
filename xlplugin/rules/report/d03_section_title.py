"""D03: a section's heading is not the official one."""

from collections.abc import Iterator

from xlplugin.document import Heading
from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.form.labels import canonical
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.report.numbering import without_number
from xlplugin.rules.report.samples import HEADINGS, NARRATIVE, report
from xlplugin.rules.report.texts import NO_DOCUMENT, quote
from xlplugin.text import Text

_UNKNOWN = Text("标题{seen}不是规定的六个部分之一。建议把内容并入六个部分。", "the heading {seen} is none of the six sections'. Consider moving what stands below it into one of them")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if filing.document is None:
        yield NO_DOCUMENT
        return
    official = {section.id: section.title.official for section in filing.form.sections}
    for heading in filing.document.headings:
        words = {"seen": quote(heading.seen)}
        if heading.section not in official:
            yield Hit(actual=heading.seen, words=words, message=_UNKNOWN)
        elif canonical(without_number(heading.seen)) != canonical(without_number(official[heading.section])):
            yield Hit(actual=heading.seen, expected=official[heading.section], words=words)


RULE = Rule(
    id="D03",
    severity=Severity.INFO,
    title=Text("部分的标题与规定不同", "a section's title is not the official one"),
    message=Text("标题写作{seen}，规定的标题是“{expected}”。建议改用规定的标题。", 'a heading reads {seen}; the official one is "{expected}". Consider using it'),
    rationale=Text("标题统一，公众和汇总单位才能在各单位的报告里找到同一项内容。", "With the same titles everywhere, readers find the same matter in every organ's report."),
    mend=Text("改用规定的标题。", "Use the official title."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    check=_check,
    examples=(
        Example(document=report()),
        Example(document=report(headings=(*HEADINGS[:4], Heading("五、存在的问题及改进情况", "problems"), HEADINGS[5])), fails_at=(None,)),
        Example(document=report(headings=(*HEADINGS, Heading("七、名词解释"))), fails_at=(None,)),
        Example(document=report(headings=(Heading("1. 总体情况", "overview"), *HEADINGS[1:]))),
        Example(narrative=NARRATIVE),
    ),
)
