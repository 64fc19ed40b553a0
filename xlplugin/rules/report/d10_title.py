"""D10: the title lacks the year, the organ, or the report's official name."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.numerals import year_of
from xlplugin.rules.report.shared.samples import report
from xlplugin.rules.report.shared.texts import quote, unspaced, with_document
from xlplugin.text import Text, join

_YEAR, _ORGAN = Text("年度", "the year"), Text("单位名称", "the organ")
_NO_ORGAN = late(r"政府信息公开|信息公开|[^\u4e00-\u9fff]|[○零〇一二三四五六七八九]{4}年?|关于|年度?|本级|本机关|本单位|工作|情况|报告|公布|的")
"""What a title has besides the organ."""


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    if not document.title.strip():
        yield Hit(case="no_title")
        return
    official = filing.form.title.official
    missing = list(_missing(document, official))
    if missing:
        yield Hit(actual=" ".join(document.title.split()), words={"seen": quote(document.title), "missing": join(missing)}, span=Span(words=document.title))


def _missing(document: Document, official: str) -> Iterator[Text]:
    title = unspaced(document.title)
    if year_of(title) is None:
        yield _YEAR
    if len(_NO_ORGAN.sub("", title)) < 2:
        yield _ORGAN
    if official not in title:
        yield Text(f"“{official}”字样", f'the words "{official}"')


RULE = Rule(
    id="D10",
    severity=Severity.INFO,
    title=Text("标题要素不全", "the title is incomplete"),
    fact=Text("标题写作{seen}，缺少{missing}。", "the title reads {seen} and lacks {missing}"),
    ask=Text("建议改为“××单位××年政府信息公开工作年度报告”。", 'Consider "ORGAN YEAR 政府信息公开工作年度报告"'),
    rationale=Text("标题写全单位、年度和规定的名称，公众才能检索到，也便于归档。", "Only with the organ, the year and the official name in its title can the report be found."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号；各地年度报告的做法", "国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号; the practice of published reports"),
    cases=(
        Case(
            "no_title",
            Text("没有标题", "no title"),
            fact=Text("报告没有标题。", "the report has no title"),
            ask=Text("请写明“××单位××年政府信息公开工作年度报告”。", 'It should read "ORGAN YEAR 政府信息公开工作年度报告"'),
        ),
    ),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(title="样例一镇政府信息公开工作年度报告"), fails_at=(None,)),
        Example(document=report(title="2021年政府信息公开工作年度报告"), fails_at=(None,)),
        Example(document=report(title="样例一镇人民政府信息公开工作2021年度报告"), fails_at=(None,)),
        Example(document=report(title=" "), fails_at=(None,)),
        Example(document=report(title="沭阳2021年1至12月政府信息公开工作年度报告")),
        Example(document=report(title="样例一镇政府信息公开工作年度报告（2021年）")),
        Example(document=report(title="样例一镇第3号2021年政府信息公开工作年度报告")),
        Example(document=report(title="20211样例一镇政府信息公开工作年度报告"), fails_at=(None,), says="缺少年度。"),
        Example(document=report(title="样例县人民政府办公室\n政府信息公开工作年度报告\n二〇二一")),
        Example(document=report(title="沭阳2021年政府信息公开工作年度报告")),
    ),
)
