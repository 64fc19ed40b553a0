"""V06: a decision was corrected, and section five says nothing of it."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.patterns import late
from xlplugin.rules.declare import IN_TABLE_ZH, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.shared.cells_needed import cannot_tell, figures, unread
from xlplugin.text import Text

_CORRECTED = ("review.reconsideration.corrected", "review.litigation_direct.corrected")
_SPOKEN_OF = late(r"复议|诉讼|应诉|败诉|纠正|纠错|撤销|确认违法")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    fields = [field.id for field in filing.form.fields.values() if field.table == "review" and field.column.id == "corrected"]
    corrected = [field for field in fields if filing.amount(field) > 0]
    if not corrected:
        yield from cannot_tell(filing, unread(filing, fields))
        return
    words = filing.narrative.get("problems", "").strip()
    if not words:
        yield Unknown(Text("没有第五部分文字，无法核对是否说明了被纠正的情况", "the text of section five is not there, so whether it speaks of the corrections cannot be told"), corrected[0])
    elif not _SPOKEN_OF.search(words):
        yield Hit(corrected[0], actual=filing.amount(corrected[0]), related=tuple(corrected[1:]), words={"shown": figures(filing, corrected)})


RULE = Rule(
    id="V06",
    severity=Severity.INFO,
    title=Text("有被纠正的案件，第五部分没有提到", "a decision was corrected, and section five does not mention it"),
    lead=IN_TABLE_ZH,
    fact=Text("填有：{shown}，而第五部分没有提到复议、诉讼中被纠正的问题。", "section four has {shown}, but section five does not mention it"),
    ask=Text("建议写明被纠正的原因和改进措施。", "Consider saying why, and what was improved"),
    rationale=Text("被复议机关或法院纠正，正是“存在的主要问题”；写明原因和改进，比泛泛而谈更有用。", "A correction by a reviewing body or a court is just what the section on problems is for."),
    source=Text("《条例》第五十条（年度报告的内容包括存在的主要问题及改进情况）；经验判断", "article 50 of the Regulations (the report tells the main problems and improvements); judgement"),
    check=_check,
    needs=Needs(one_of=("review",)),
    examples=(
        Example({"review.reconsideration.corrected": 1}, narrative={"problems": "个别答复在行政复议中被纠正，已组织培训。"}),
        Example({_CORRECTED[0]: 1, _CORRECTED[1]: 2}, narrative={"problems": "公开的主动性有待加强。"}, fails_at=(_CORRECTED[0],), says="行政复议·结果纠正 1、", related=_CORRECTED[1:]),
        Example({"review.litigation_direct.corrected": 1}, not_checked=("review.litigation_direct.corrected",)),
        Example({"review.litigation_direct.upheld": 1, "review.litigation_direct.corrected": None}, narrative={"problems": "公开的主动性有待加强。"}),
        Example({_CORRECTED[1]: 1}, narrative={"problems": "公开的主动性有待加强。"}, fails_at=_CORRECTED[1:]),
    ),
)
