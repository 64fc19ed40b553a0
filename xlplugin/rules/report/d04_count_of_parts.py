"""D04: the report says of how many parts it consists, and another number follows."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.numerals import value
from xlplugin.rules.report.shared.samples import HEADINGS, OPENING, report
from xlplugin.rules.report.shared.texts import quote, sentences, unspaced, with_document
from xlplugin.text import Text

_SAID = late(r"(?:报告|全文|年报)[^。]{0,200}?(?:由|分为|分|包括|包含|含|涵盖|共)[^。]{0,160}?(?P<said>(?<![第一二三四五六七八九十\d])(?P<count>[一二两三四五六七八九十]{1,3}|\d{1,2})个?大?部分(?:内容)?(?:组成|构成)?)")


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    if not document.headings:
        return
    for sentence in sentences(document.opening):
        match = _SAID.search(unspaced(sentence))
        count = value(match["count"]) if match else None
        if match and count is not None and count > 1 and count != len(document.headings):
            yield Hit(actual=match["said"], expected=len(document.headings), words={"said": quote(match["said"])}, span=Span(words=sentence))
            return


RULE = Rule(
    id="D04",
    severity=Severity.INFO,
    title=Text("所说的部分数与正文不符", "the report says it has another number of parts than follow"),
    fact=Text("报告开头说有{said}，而正文有 {expected} 个部分。", "the opening says {said}, but {expected} parts follow"),
    ask=Text("请改为一致。", "Make the two agree"),
    rationale=Text("开头的说明多从往年报告沿用，部分有增减时容易忘记改。", "The opening is mostly taken over from earlier reports and forgotten when the parts change."),
    mend=Text("按正文改正开头的部分数；正文少了一部分的，补上。", "Correct the number in the opening; if a part is missing, add it."),
    source=Text("经验判断", "judgement"),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(opening=OPENING.replace("六个部分", "八个部分")), fails_at=(None,), says="有“八个部分组成”", expected=6),
        Example(document=report(headings=HEADINGS[:5]), fails_at=(None,)),
        Example(document=report(opening="本报告第六部分列出需要说明的事项。")),
        Example(document=report(opening="")),
        Example(document=report(opening="本报告由两部分组成。"), fails_at=(None,)),
        Example(document=report(opening="本报告由一部分文字和三张表格组成。")),
    ),
)
