"""D14: the report is not signed or not dated, or another organ signed it."""

from collections.abc import Iterator

from xlplugin.filing.document import Document
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Case, Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.organs import is_same_organ
from xlplugin.rules.report.shared.samples import report
from xlplugin.rules.report.shared.texts import quote, with_document
from xlplugin.text import Text, join

_ORGAN, _DATE = Text("落款单位", "the name of the organ"), Text("成文日期", "the date")


def _check(filing: Filing, document: Document, context: Context) -> Iterator[Hit | Unknown]:
    signature = (document.signature or "").strip()
    if signature and filing.organ and not any(is_same_organ(name, filing.organ) for name in (signature, *signature.split())):
        yield Hit(actual=signature, expected=filing.organ, words={"seen": quote(signature)})
        return
    missing = [name for name, is_there in ((_ORGAN, signature), (_DATE, document.signed)) if not is_there]
    if missing:
        yield Hit(words={"missing": join(missing, "和", " and ")}, case="missing")


RULE = Rule(
    id="D14",
    severity=Severity.WARNING,
    title=Text("没有落款或日期，或落款是其他单位", "no signature or date, or another organ's signature"),
    fact=Text("落款写的是{seen}，而这是“{expected}”的报告。", 'the report is signed {seen}, but it is that of "{expected}"'),
    ask=Text("请核对落款是否沿用了其他单位的报告。", "See whether it was copied from another organ's"),
    rationale=Text(
        "落款和日期表明由谁、何时公布；落款是其他单位的，多为套用他人报告漏改。没有落款或日期为提示。",
        "They tell who published the report, and when. Another organ's signature is mostly left over from a copied report; a missing one is an info.",
    ),
    source=Text("公文格式的一般要求；经验判断", "usual form of official documents; judgement"),
    cases=(
        Case(
            "missing",
            Text("没有落款或日期", "no signature or no date"),
            Severity.INFO,
            fact=Text("报告末尾没有{missing}。", "the end of the report lacks {missing}"),
            ask=Text("建议补上落款单位和成文日期。", "Consider signing and dating it"),
        ),
    ),
    check=with_document(_check),
    subject="end",
    needs=Needs(document=True),
    examples=(
        Example(document=report()),
        Example(document=report(signature="样例二镇人民政府"), fails_at=(None,)),
        Example(document=report(signature=None, signed=None), fails_at=(None,), severity=Severity.INFO),
        Example(document=report(signed=None), fails_at=(None,), severity=Severity.INFO),
        Example(document=report(signature="样例县样例一镇党政办公室")),
        Example(document=report(signature="样例县教体局"), organ="样例县教育体育局"),
        Example(document=report(signature="样例县人民政府"), organ="样例市样例县人民政府"),
        Example(document=report(signature="样例市城关镇"), organ="样例市样例区老城关镇"),
        Example(document=report(signature="样例县教育体育局信息中心"), organ="样例县教育体育局"),
        Example(document=report(signature="样例县档案局"), organ="样例县教育局", fails_at=(None,), expected="样例县教育局"),
    ),
)
