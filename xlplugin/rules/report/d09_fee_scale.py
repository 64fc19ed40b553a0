"""D09: an amount of the processing fee that its scale cannot give."""

from collections.abc import Iterator

from xlplugin.filing.document import Span
from xlplugin.filing.filing import Filing
from xlplugin.filing.findings import Severity
from xlplugin.rules.declare import Context, Example, Hit, Needs, Rule, Unknown
from xlplugin.rules.report.shared.fees import fee_amounts
from xlplugin.rules.report.shared.samples import OTHER
from xlplugin.rules.report.shared.texts import WRITTEN, quote, section_name, section_text
from xlplugin.rules.shared.cells_needed import exact
from xlplugin.text import Text, number


def _check(filing: Filing, context: Context) -> Iterator[Hit | Unknown]:
    multiple = exact(context, "multiple")
    told: set[object] = set()
    for section in WRITTEN:
        for sentence, amount in fee_amounts(section_text(filing, section)):
            if multiple > 0 and amount % multiple and amount not in told:
                told.add(amount)
                words = {"section": section_name(filing.form, section), "seen": quote(sentence), "amount": number(amount), "multiple": number(multiple)}
                yield Hit(actual=amount, words=words, span=Span(section, sentence))


RULE = Rule(
    id="D09",
    severity=Severity.INFO,
    title=Text("信息处理费金额不合收费标准", "a processing fee that is not on the scale"),
    lead=Text("{section}", ""),
    fact=Text(
        "写的信息处理费金额 {amount} 元不是 {multiple} 的整数倍（原文{seen}），按规定的标准收不出这个数。",
        "{section} gives {amount} yuan of processing fees, no multiple of {multiple} ({seen}); the scale cannot give that",
    ),
    ask=Text("请核对金额和单位。", "Check the amount and its unit"),
    rationale=Text(
        "信息处理费按件为每件 100 元起，按量为每页 10 元起，总额必是 10 元的整数倍；不是的，多为与其他收费混淆或单位写错。",
        "The fee is 100 yuan and more a request, or 10 yuan and more a page, so that every sum is a multiple of 10; others are mostly another fee, or another unit.",
    ),
    mend=Text("按收费通知和缴费凭证核对金额，单位为元。", "Check the amount, in yuan, against the fee notices and receipts."),
    source=Text("国办函〔2020〕109号《政府信息公开信息处理费管理办法》第四条、第五条", "国办函〔2020〕109号 on the processing fee, articles 4 and 5"),
    check=_check,
    subject="report",
    needs=Needs(text=True),
    examples=(
        Example(narrative={"other": OTHER}),
        Example(narrative={"other": "本年度发出收费通知1件，信息处理费总金额120元，实际收取120元。"}),
        Example(narrative={"other": "本年度收取信息处理费125元。"}, fails_at=(None,), says="金额 125 元不是 10 的整数倍（原文“本年度收取信息处理费125元”）"),
        Example(narrative={"other": "本年度收取信息处理费0.0125万元。"}, fails_at=(None,)),
        Example(narrative={"other": "未收取信息处理费。行政事业性收费为33.5元。"}),
    ),
)
