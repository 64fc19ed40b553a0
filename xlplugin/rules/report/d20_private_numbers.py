"""D20: an identity number or a private mobile number in the text."""

from collections.abc import Iterator

from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.faults import Fault, span_of, words_of
from xlplugin.rules.report.shared.private import identity_numbers, masked, private_mobiles
from xlplugin.rules.report.shared.samples import report
from xlplugin.rules.report.shared.texts import passages
from xlplugin.text import Text

_IDENTITY = Text("有身份证号 {number}", "has the identity number {number}")
_MOBILE = Text("有手机号 {number}", "has the mobile number {number}")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    found: dict[str, Fault] = {}
    for passage in passages(filing):
        for pattern, numbers in ((_IDENTITY, identity_numbers(passage.words)), (_MOBILE, private_mobiles(passage.words))):
            for number in numbers:
                found.setdefault(number, Fault(passage, pattern.fill(number=masked(number)), masked(number)))
    if found:
        yield Hit(actual="、".join(map(masked, found)), words=words_of(list(found.values())), span=span_of(found.values()))


RULE = Rule(
    id="D20",
    severity=Severity.WARNING,
    title=Text("正文有身份证号或个人手机号", "an identity number or a private mobile number in the text"),
    lead=Text("{where}", "{where}"),
    fact=Text("{faults}（中间几位已隐去）。", "{faults} (the middle digits are hidden here)"),
    ask=Text(
        "请删去个人信息；是对外公布的办公联系电话的，请写明“联系电话”。",
        "Remove what is private; if it is the office's own telephone, mark it as such (联系电话)",
    ),
    rationale=Text("年度报告向社会公布，写入个人身份证号、手机号会泄露个人隐私。对外公布的联系电话不算。", "The report is public: identity and mobile numbers in it give away private persons. The office's own telephone does not count."),
    source=Text("《政府信息公开条例》第十五条；《个人信息保护法》", "Regulation on disclosure, article 15; the law on the protection of personal information"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(document=report()),
        Example(narrative={"overview": "申请人李某（联系电话13800138000）要求公开宅基地信息。"}, fails_at=(None,), says="有手机号 138****8000（"),
        Example(narrative={"other": "申请人身份证号11010519491231002X。"}, fails_at=(None,), says="有身份证号 1101**********002X（"),
        Example(document=report(closing="样例一镇人民政府\n联系电话：13800138000")),
        Example(narrative={"other": "网站备案号110105194912310021、110105194912320025，未收取信息处理费。"}),
        Example(narrative={"other": "咨询电话13800138000。"}),
    ),
)
