"""D14: the report is not signed or not dated, or another organ signed it."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.report.organs import is_same_organ
from xlplugin.rules.report.samples import report
from xlplugin.rules.report.texts import NO_DOCUMENT, quote
from xlplugin.text import Text, join

_MISSING = Text("报告末尾没有{missing}。建议补上落款单位和成文日期。", "the end of the report lacks {missing}. Consider signing and dating it")
_ORGAN, _DATE = Text("落款单位", "the name of the organ"), Text("成文日期", "the date")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    document = filing.document
    if document is None:
        yield NO_DOCUMENT
        return
    signature = (document.signature or "").strip()
    if signature and filing.organ and not any(is_same_organ(name, filing.organ) for name in (signature, *signature.split())):
        yield Hit(actual=signature, expected=filing.organ, words={"seen": quote(signature)})
        return
    missing = [name for name, is_there in ((_ORGAN, signature), (_DATE, document.signed)) if not is_there]
    if missing:
        yield Hit(words={"missing": join(missing, "和", " and ")}, message=_MISSING, severity=Severity.INFO)


RULE = Rule(
    id="D14",
    severity=Severity.WARNING,
    title=Text("没有落款或日期，或落款是其他单位", "no signature or date, or another organ's signature"),
    message=Text("落款写的是{seen}，而这是“{expected}”的报告。请核对落款是否沿用了其他单位的报告。", 'the report is signed {seen}, but it is that of "{expected}". See whether it was copied from another organ\'s'),
    rationale=Text(
        "落款和日期表明由谁、何时公布；落款是其他单位的，多为套用他人报告漏改。没有落款或日期为提示。",
        "They tell who published the report, and when. Another organ's signature is mostly left over from a copied report; a missing one is an info.",
    ),
    mend=Text("补上或改正落款单位和成文日期。", "Add or correct signature and date."),
    source=Text("公文格式的一般要求；经验判断", "usual form of official documents; judgement"),
    check=_check,
    examples=(
        Example(document=report()),
        Example(document=report(signature="样例二镇人民政府"), fails_at=(None,)),
        Example(document=report(signature=None, signed=None), fails_at=(None,)),
        Example(document=report(signed=None), fails_at=(None,)),
        Example(document=report(signature="样例县样例一镇党政办公室")),
        Example(document=report(signature="样例县教体局"), organ="样例县教育体育局"),
    ),
)
