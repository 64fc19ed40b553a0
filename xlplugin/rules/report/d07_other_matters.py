"""D07: section six is empty."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.samples import report
from xlplugin.rules.report.shared.texts import is_left_out, section_text
from xlplugin.text import Text


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    if not is_left_out(filing, "other") and not section_text(filing, "other"):
        yield Hit(span=Span("other"))


RULE = Rule(
    id="D07",
    severity=Severity.WARNING,
    title=Text("第六部分空白", "section six is empty"),
    lead=Text("「六、其他需要报告的事项」", ""),
    fact=Text("没有内容。", "section six, 6. Other matters to report (六、其他需要报告的事项), is empty"),
    ask=Text("请写明信息处理费等情况；没有其他事项的写“无”。", 'Tell of the processing fee and the like; if there is nothing, say so ("无")'),
    rationale=Text("空白看不出是没有事项，还是漏写；写“无”或“无其他需要报告的事项”即可。", 'Blank, nobody knows whether there is nothing or it was forgotten; "无" is enough.'),
    source=Text("国办公开办函〔2021〕30号、国办公开办函〔2019〕60号", "国办公开办函〔2021〕30号 and 国办公开办函〔2019〕60号"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(narrative={"other": "无。"}),
        Example(narrative={"other": "无其他需要报告的事项。"}),
        Example(narrative={"other": "  "}, fails_at=(None,)),
        Example(document=report(), narrative={}, fails_at=(None,)),
    ),
)
