"""D17: a table stands in the report as a picture, or not at all."""

from collections.abc import Iterator

from xlplugin.filing.document import Document, Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import HEADINGS, NARRATIVE, report
from xlplugin.rules.report.shared.texts import is_left_out, section_name, with_document
from xlplugin.text import Text


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    for table in filing.form.tables:
        if table.id in document.picture_tables and not (document.headings and is_left_out(filing, table.id)):
            yield Hit(words={"section": section_name(filing.form, table.id)}, span=Span(table.id))


RULE = Rule(
    id="D17",
    severity=Severity.ERROR,
    title=Text("表格是图片，或没有表格", "a table is a picture, or is not there"),
    lead=Text("{section}", ""),
    fact=Text("没有可以读取的表格：表格是图片，或没有放表格。", "{section} has no table that can be read: it is a picture, or was left out"),
    ask=Text("请放上可编辑的表格，没有发生的逐格填 0。", "Put in the table itself, with 0 where there was nothing"),
    rationale=Text("三张表是年度报告的规定内容；图片里的数字既不能检索、汇总，也无法审核。", "The three tables are prescribed. Figures in a picture can be neither found, nor added up, nor checked."),
    mend=Text("用可编辑的表格代替图片，或补上缺少的表格。", "Replace the picture by the table, or add the table that is missing."),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号所附表样", "the tables issued with 国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    check=with_document(_check),
    subject="report",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(picture_tables=("requests",)), fails_at=(None,)),
        Example(document=report(picture_tables=("proactive", "requests", "review"), headings=()), fails_at=(None, None, None)),
        Example(document=report(picture_tables=("review",), headings=(*HEADINGS[:3], *HEADINGS[4:]))),
        Example(narrative=NARRATIVE, not_checked=(None,)),
    ),
)
