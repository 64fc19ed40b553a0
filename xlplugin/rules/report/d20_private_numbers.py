"""D20: an identity number or a private mobile number in the text."""

from collections.abc import Iterator

from xlplugin.filing import Filing
from xlplugin.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Rule, Unknown
from xlplugin.rules.listing import listed
from xlplugin.rules.report.private import identity_numbers, masked, private_mobiles
from xlplugin.rules.report.samples import report
from xlplugin.rules.report.texts import passages
from xlplugin.text import Text

_IDENTITY = Text("{where}有身份证号 {number}", "{where} has the identity number {number}")
_MOBILE = Text("{where}有手机号 {number}", "{where} has the mobile number {number}")


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    found: dict[str, Text] = {}
    for passage in passages(filing):
        for pattern, numbers in ((_IDENTITY, identity_numbers(passage.words)), (_MOBILE, private_mobiles(passage.words))):
            for number in numbers:
                found.setdefault(number, pattern.fill(where=passage.where, number=masked(number)))
    if found:
        yield Hit(actual="、".join(map(masked, found)), words={"found": listed(list(found.values()))})


RULE = Rule(
    id="D20",
    severity=Severity.WARNING,
    title=Text("正文有身份证号或个人手机号", "an identity number or a private mobile number in the text"),
    message=Text(
        "{found}（中间几位已隐去）。请删去个人信息；是对外公布的办公联系电话的，请写明“联系电话”。",
        "{found} (the middle digits are hidden here). Remove what is private; if it is the office's own telephone, mark it as such (联系电话)",
    ),
    rationale=Text("年度报告向社会公布，写入个人身份证号、手机号会泄露个人隐私。对外公布的联系电话不算。", "The report is public: identity and mobile numbers in it give away private persons. The office's own telephone does not count."),
    mend=Text("删去或隐去个人信息后再公布。", "Remove or hide the numbers before the report is published."),
    source=Text("《政府信息公开条例》第十五条；《个人信息保护法》", "Regulation on disclosure, article 15; the law on the protection of personal information"),
    check=_check,
    examples=(
        Example(document=report()),
        Example(narrative={"overview": "申请人李某（手机13800138000）要求公开宅基地信息。"}, fails_at=(None,)),
        Example(narrative={"other": "申请人身份证号11010519491231002X。"}, fails_at=(None,)),
        Example(document=report(closing="样例一镇人民政府\n联系电话：13800138000")),
        Example(narrative={"other": "网站备案号110105194912310021，未收取信息处理费。"}),
    ),
)
